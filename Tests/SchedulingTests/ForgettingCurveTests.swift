import Testing

@testable import Scheduling

@Suite struct ForgettingCurveTests {
  static let singlePrecision = 2e-7
  let curve = ForgettingCurve(.standard)

  @Test func recallFallsAsInTheReference() {
    let stabilities: [Double] = [1, 2, 3, 4, 4, 2]
    let expected = [1, 0.9403443, 0.9253786, 0.9185229, 0.9, 0.8261359]
    for (days, stability) in stabilities.enumerated() {
      let recall = curve.retrievability(elapsedDays: Double(days), stability: stability)
      #expect(isClose(recall, expected[days], relative: Self.singlePrecision))
    }
  }

  @Test func stabilityIsTheDayRecallReachesNinetyPercent() {
    for stability in [0.001, 1, 77, 36_500] {
      #expect(
        isClose(curve.retrievability(elapsedDays: stability, stability: stability), 0.9, relative: 1e-12))
    }
    #expect(isClose(curve.factor, 0.98034649, relative: 1e-8))
  }

  @Test func intervalsAreTheReferenceOnes() {
    // fsrs-rs computes the first in 32 bits and finds 3116766.
    let expected = [3_116_769, 34_793, 2508, 387, 90, 27, 9, 3, 1, 0]
    for (index, days) in expected.enumerated() {
      let interval = curve.interval(retention: Double(index + 1) / 10, stability: 1)
      #expect(Int(interval.rounded()) == days, "retention 0.\(index + 1)")
    }
  }

  @Test func anIntervalInvertsTheCurve() {
    for retention in [0.7, 0.85, 0.97] {
      let days = curve.interval(retention: retention, stability: 12)
      #expect(isClose(curve.retrievability(elapsedDays: days, stability: 12), retention, relative: 1e-12))
    }
  }

  @Test func aClockThatWentBackMeansFullRecall() {
    #expect(curve.retrievability(elapsedDays: -3, stability: 1) == 1)
  }
}
