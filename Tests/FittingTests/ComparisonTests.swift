import Basics
import Scheduling
import Testing

@testable import Fitting

@Suite struct ComparisonTests {
  @Test func aFitThatPredictsBetterIsAdopted() throws {
    let log = RecallLog(try ReferenceFolder.log())
    let comparison = try Comparison(log)
    guard case .adopt(let advantage, over: .standard(.fsrs6)) = comparison.adoption() else {
      Issue.record("kept: \(comparison.adoption())")
      return
    }
    #expect(advantage.mean > 0.01 && advantage.standardError < advantage.mean)
    let fitted = try #require(comparison.row(.fitted)).heldOut
    let standard = try #require(comparison.row(.standard(.fsrs6))).heldOut
    #expect(abs(standard.logLoss - fitted.logLoss - advantage.mean) < 1e-9)
    #expect(comparison.rows.allSatisfy { $0.heldOut.count == advantage.reviews })
    // The order that the benchmark of the field finds.
    let sm2 = try #require(comparison.row(.standard(.sm2))).heldOut
    let average = try #require(comparison.row(.average)).heldOut
    #expect(fitted.logLoss < average.logLoss && average.logLoss < sm2.logLoss)
  }

  @Test func aLearnerWhoFollowsTheStandardGetsNoNewParametersByAccident() throws {
    // Recall exactly as the standard parameters say, a hundred times over with other luck.
    var adopted = 0
    for seed in 0..<10 as Range<UInt64> {
      let log = RecallLog(Learner(parameters: .standard, seed: seed).logs(cards: 40, reviews: 12))
      if try Comparison(log).adoption().isAdopted { adopted += 1 }
    }
    #expect(adopted <= 3, "\(adopted) of 10")
  }

  @Test func whatIsInUseAlreadyIsNothingNew() throws {
    let log = RecallLog(Array(try ReferenceFolder.log().prefix(40)))
    let fitted = try FSRS6Fit().fit(log).parameters
    let comparison = try Comparison(log, current: .init(.fsrs6(fitted)))
    #expect(comparison.adoption() == .nothingNew(usable: comparison.outcome.usable))
    #expect(comparison.row(.current) != nil)
    #expect(try Comparison(RecallLog([])).adoption() == .nothingNew(usable: 0))
  }

  @Test func parametersInUseAreJudgedByReviewsSinceTheyWereFitted() throws {
    let logs = Array(try ReferenceFolder.log().prefix(120))
    let log = RecallLog(logs)
    let middle = log.reviews[log.items[log.items.count / 2]].time
    let old = try FSRS6Fit().fit(log, first: log.items.count / 2) { _ in true }.parameters
    let comparison = try Comparison(log, current: .init(.fsrs6(old), since: middle))
    switch comparison.adoption() {
    case .adopt(let advantage, over: .current), .keep(let advantage, over: .current):
      #expect(advantage.reviews == log.items.count { log.reviews[$0].time >= middle })
    case let other: Issue.record("\(other)")
    }
  }

  @Test func cancellingLeavesNothing() throws {
    let log = RecallLog(Array(try ReferenceFolder.log().prefix(80)))
    var last = FitProgress(step: 0, steps: 1)
    _ = try Comparison(log) {
      last = $0
      return true
    }
    #expect(throws: Cancelled.self) { try Comparison(log) { $0.step < last.steps / 2 } }
    #expect(last.step <= last.steps)
  }

  @Test func theJSONHasTheParametersAndEveryModel() throws {
    let comparison = try Comparison(RecallLog(Array(try ReferenceFolder.log().prefix(40))))
    let json = comparison.json
    guard case .array(let parameters)? = json["parameters"], case .object(let models)? = json["held_out"]
    else {
      Issue.record("\(json)")
      return
    }
    #expect(parameters.count == 21)
    #expect(
      models.map(\.name) == [
        "fsrs6-fitted", "fsrs6-standard", "fsrs7-standard", "sm2-standard", "average",
      ])
  }
}
