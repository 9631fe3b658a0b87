import Scheduling
import Testing

@testable import Fitting

@Suite struct HeldOutTests {
  @Test func noPredictionKnowsTheFuture() throws {
    let logs = Array(try ReferenceFolder.log().prefix(80))
    let log = RecallLog(logs)
    let heldOut = HeldOut(log)
    // Everything from the third fold on goes the other way.
    let size = log.items.count / 6
    let cut = log.reviews[heldOut.items[heldOut.items.startIndex + 2 * size]].time
    let reversed = RecallLog(
      logs.map { entries in
        entries.map { entry in
          var entry = entry
          if entry.time >= cut { entry.rating = entry.rating == .again ? .good : .again }
          return entry
        }
      })
    let before = try heldOut.fittedPredictions(FSRS6Fit())
    let after = try HeldOut(reversed).fittedPredictions(FSRS6Fit())
    let early = heldOut.items.prefix(2 * size).filter { log.reviews[$0].time < cut }
    #expect(early.count > size)
    #expect(early.allSatisfy { before[$0] == after[$0] })
    #expect(heldOut.items.suffix(size).contains { before[$0] != after[$0] })
    let averages = (heldOut.averagePredictions(), HeldOut(reversed).averagePredictions())
    #expect(early.allSatisfy { averages.0[$0] == averages.1[$0] })
  }

  @Test func fiveSixthsOfTheItemsAreHeldOut() throws {
    let log = RecallLog(try ReferenceFolder.log())
    #expect(HeldOut(log).items.count == log.items.count / 6 * 5)
    #expect(HeldOut(RecallLog([])).items.isEmpty)
  }

  @Test func anAdvantageIsCountedByCards() throws {
    let log = RecallLog(Array(repeating: history([(3, 0), (3, 2), (3, 5)]), count: 10))
    let even = [Double](repeating: 0.5, count: log.reviews.count)
    var better = even
    for place in log.items { better[place] = 0.6 }
    let advantage = log.advantage(of: better, over: even, on: log.items)
    #expect(abs(advantage.mean - (Evaluation.loss(0.5, true) - Evaluation.loss(0.6, true))) < 1e-12)
    #expect(advantage.reviews == 20 && advantage.standardError < 1e-12 && advantage.isClear)
    // One card alone says nothing of its like.
    #expect(!log.advantage(of: better, over: even, on: log.items.filter { $0 < 3 }).isClear)
    #expect(!log.advantage(of: even, over: even, on: log.items).isClear)
  }
}
