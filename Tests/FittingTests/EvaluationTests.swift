import Glibc
import Scheduling
import Testing

@testable import Fitting

@Suite struct EvaluationTests {
  private func judged(_ predictions: [(Double, Bool)], bin: Int = 0) -> [Judged] {
    predictions.map { Judged(prediction: $0.0, isRecalled: $0.1, bin: bin, weight: 1) }
  }

  @Test func theFiguresAreThoseOfTheirDefinitions() {
    let evaluation = Evaluation(
      judged([(0.9, true), (0.7, false)]) + judged([(0.5, true), (0.52, false)], bin: 1))
    let losses = -log(0.9) - log(0.3) - log(0.5) - log(0.48)
    #expect(abs(evaluation.logLoss - losses / 4) < 1e-12)
    // Bins expect 0.8 and 0.51 where a half was recalled.
    #expect(abs(evaluation.binError - ((0.3 * 0.3 + 0.01 * 0.01) / 2).squareRoot()) < 1e-12)
    #expect(evaluation.calibration.map(\.count) == [2, 1, 1])
    #expect(evaluation.calibration.map(\.actual) == [0.5, 0, 1])
  }

  @Test func aCertaintyThatFailsCostsALotButNotEverything() {
    #expect(abs(Evaluation.loss(1, false) + log(1e-7)) < 1e-6)
    #expect(Evaluation.loss(0.5, true) == Evaluation.loss(0.5, false))
  }

  @Test func binsWidenByTheirFactors() {
    func interval(_ days: Int) -> Int { ReviewBin.index(days: days, length: 2, lapses: 0) }
    #expect(interval(1) == interval(3) && interval(3) != interval(4))
    #expect(interval(13) == interval(4) && interval(14) != interval(13))
    func lapses(_ count: Int) -> Int { ReviewBin.index(days: 1, length: 2, lapses: count) }
    #expect(lapses(0) != lapses(1) && lapses(1) != lapses(2) && lapses(3) != lapses(2))
  }
}
