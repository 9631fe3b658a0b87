import Basics
import Scheduling
import Testing

@testable import Fitting

@Suite struct FitTests {
  /// Cards that were learned as *good* and asked once a few days later.
  private func shortLog(cards: Int) -> [[ReviewLog]] {
    (0..<cards).map { card in history([(3, 0), (card % 5 == 0 ? 1 : 3, 2 + card % 3)]) }
  }

  @Test func aShortLogFitsAsMuchAsItCarries() throws {
    let fit = FSRS6Fit()
    #expect(try fit.fit(RecallLog([])) == .standard(usable: 0))
    #expect(try fit.fit(RecallLog(shortLog(cards: 7))) == .standard(usable: 7))
    guard case .firstStabilities(let parameters, usable: 8) = try fit.fit(RecallLog(shortLog(cards: 8)))
    else {
      Issue.record("eight reviews give first stabilities")
      return
    }
    #expect(parameters.weights[4...] == Parameters.standard.weights[4...])
    #expect(parameters.weights[2] != Parameters.standard.weights[2])
    #expect(try fit.fit(RecallLog(shortLog(cards: 63))).name == "first-stabilities")
    #expect(try fit.fit(RecallLog(shortLog(cards: 64))).name == "fitted")
  }

  @Test func theSameLogAndSeedGiveTheSameParameters() throws {
    let log = RecallLog(Array(try ReferenceFolder.log().prefix(60)))
    let outcome = try FSRS6Fit().fit(log)
    #expect(try FSRS6Fit().fit(log) == outcome)
    var rules = FitRules()
    rules.batchSize = 64
    let small = try FSRS6Fit(rules: rules).fit(log)
    rules.seed = 1
    #expect(try FSRS6Fit(rules: rules).fit(log) != small)
  }

  @Test func everyStepIsToldAndCanCancel() throws {
    let log = RecallLog(Array(try ReferenceFolder.log().prefix(60)))
    var told: [FitProgress] = []
    #expect(throws: Cancelled.self) {
      try FSRS6Fit().fit(log) {
        told.append($0)
        return told.count < 3
      }
    }
    #expect(told.map(\.step) == [1, 2, 3])
    #expect(told.allSatisfy { $0.steps >= 8 })
  }

  @Test func fittedWeightsStayWithinTheirBounds() {
    var weights = Parameters.bounds.map { $0.upperBound + 1 }
    var rules = FitRules()
    rules.clip(&weights)
    #expect(weights == Parameters.bounds.map(\.upperBound))
    weights = Parameters.bounds.map { $0.lowerBound - 1 }
    rules.clip(&weights)
    #expect(weights[19] == 0.01)
    #expect(weights[20] == 0.1)
    // Two relearning steps must not lift a forgotten card above where a lapse left it.
    rules.relearningSteps = 2
    weights = Parameters.standard.weights
    (weights[17], weights[18]) = (2, 2)
    rules.clip(&weights)
    #expect(weights[17] == rules.sameDayCeiling(weights) && weights[17] < 2)
  }

  @Test func onlyTheRarestFirstIntervalsAreOutliers() {
    var counts: [OutlierFilter.Start: Int] = [:]
    for days in 1...9 { counts[.init(rating: .good, days: days)] = 11 }
    counts[.init(rating: .good, days: 60)] = 1
    counts[.init(rating: .good, days: 101)] = 5
    counts[.init(rating: .easy, days: 200)] = 5
    let dropped = OutlierFilter(counts: counts).dropped
    #expect(dropped == [.init(rating: .good, days: 60), .init(rating: .good, days: 101)])
  }

  @Test func laterReviewsCountMore() {
    #expect(FitRules.recency(0, of: 5) == 0.25)
    #expect(FitRules.recency(4, of: 5) == 1)
    #expect(FitRules.recency(0, of: 1) == 1)
  }

  @Test func strangeLogsFitToFiniteWeightsWithinBounds() throws {
    for seed in 0..<40 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      // From learners who never fail to those who always do, with gaps of years and cards seen hundreds of times.
      let failures = [0, 0.1, 0.5, 1][Int(seed % 4)]
      let gaps = [[0, 1], [1, 2000], [0, 1, 30, 9000], [1]][Int(seed / 4 % 4)]
      let length = [3, 12, 300][Int(seed % 3)]
      let logs = (0..<(900 / length)).map { _ in
        history(
          (0..<length).map { index in
            (
              random.nextUnit() < failures ? 1 : 2 + random.nextIndex(below: 3),
              index == 0 ? 0 : gaps[random.nextIndex(below: gaps.count)]
            )
          })
      }
      let log = RecallLog(logs)
      let parameters = try FSRS6Fit().fit(log).parameters
      #expect(
        zip(parameters.weights, Parameters.bounds).allSatisfy { $1.contains($0) },
        "seed \(seed): \(parameters)")
      let (fitted, standard) = (
        log.evaluate(.fsrs6(parameters), weighting: .recency), log.evaluate(.standard)
      )
      #expect(fitted.logLoss.isFinite && standard.logLoss.isFinite, "seed \(seed)")
      #expect(try Comparison(log).rows.allSatisfy { $0.heldOut.logLoss.isFinite }, "seed \(seed)")
    }
  }
}
