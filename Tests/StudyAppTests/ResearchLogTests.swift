import Basics
import Exchange
import Fitting
import Foundation
import Scheduling
import Storage
import Testing

/// A log of the FSRS researchers, imported, is the log that a fit sees.
@Suite struct ResearchLogTests {
  private let start = Timestamp(milliseconds: 1_795_176_000_000)

  private func imported(_ table: [UInt8]) throws -> RecallLog {
    let store = try ReviewStore(.memory, now: start, idSeed: 1)
    let context = try ImportContext(cards: [], files: [:], offsetMinutes: -300, now: start, store: store)
    let plan = try ImportPlan(table, name: "log.csv", against: context)
    let scheduler = Scheduler()
    let summary = try plan.apply(to: store) { scheduler.replay($1, of: $0) }
    #expect(summary.reviews == plan.newReviews && summary.conflicting == 0 && plan.skips.isEmpty)
    var logs: [CardID: [ReviewLog]] = [:]
    try store.forEachReview { record in
      logs[record.card, default: []].append(record.log)
      return true
    }
    return RecallLog(logs.sorted { $0.key < $1.key }.map(\.value))
  }

  /// fsrs_fit.json: 5,323 reviews count, and the standard parameters predict them with a loss of 0.205568.
  @Test func theReferenceLogKeepsItsElapsedDaysAndItsLoss() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "FittingTests/Reference/review_log.csv")
    let table = try Array(Data(contentsOf: file))
    let log = try imported(table)
    #expect(log.reviews.count == 6000 && log.cards.count == 300 && log.items.count == 5323)
    let evaluation = log.evaluate(.fsrs6(.standard))
    #expect(
      abs(evaluation.logLoss - 0.205568054328002) < 1e-6, "six digits: ours and theirs differ in rounding")
    // Card by card the days between reviews are the column's.
    let rows = String(decoding: table, as: UTF8.self).split(separator: "\n").dropFirst().map {
      $0.split(separator: ",")
    }
    let elapsed = Dictionary(grouping: rows, by: { $0[0] }).mapValues { $0.compactMap { Int($0[3]) } }
    let wanted = elapsed.sorted { CardID(rawValue: String($0.key)) < CardID(rawValue: String($1.key)) }
      .flatMap(\.value)
    #expect(log.reviews.map(\.elapsed.studyDays) == wanted)
  }

  /// The order of rows does not matter, as long as each card's are in order.
  @Test func rowsOfSeveralCardsMayAlternate() throws {
    let table =
      "card_id,review_index,day,elapsed_days,rating\r\na,0,3,0,3\r\nb,0,4,0,1\r\na,1,9,6,2\r\nb,1,4,0,3\r\n"
    let log = try imported(Array(table.utf8))
    #expect(log.reviews.map(\.elapsed.studyDays) == [0, 6, 0, 0])
    #expect(log.reviews.map(\.rating) == [.good, .hard, .again, .good])
  }
}
