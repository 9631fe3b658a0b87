import Basics
import Exchange
import Foundation
import Scheduling
import Storage

/// 2026-11-20T12:00:00Z
let noon = Timestamp(milliseconds: 1_795_176_000_000)
let scheduler = Scheduler()
let sampleID = "019d0000-0000-7000-8000-000000000000"

func replay(_ card: CardID, _ log: [ReviewLog]) -> CardState { scheduler.replay(log, of: card) }

/// Three cards, eight reviews of which one was undone, marks, a link, a setting.
func sampleStore() throws -> ReviewStore {
  let store = try ReviewStore(.memory, now: noon, idSeed: 1)
  for (index, name) in ["conv-out-size", "pooling", "@0123456789abcdef0123456789abcdef"].enumerated() {
    for (count, rating) in [Rating.good, .hard, .again].prefix(3 - index).enumerated() {
      try record(
        CardID(rawValue: name), rating, at: noon.adding(days: Double(count * 3 + index - 40)), in: store)
    }
  }
  _ = try store.undoLast(at: noon.adding(days: 20), replay: replay)
  try store.suspend(CardID(rawValue: "pooling"))
  try store.mark(CardID(rawValue: "conv-out-size")) {
    $0.flag = 2
    $0.note = "line 1\nline 2"
  }
  _ = try store.merge(
    [
      .link(
        LinkEntry(
          id: ReviewID(sampleID)!, old: CardID(rawValue: "old"), new: CardID(rawValue: "conv-out-size"),
          isLinked: true))
    ], replay: replay)
  try store.setSetting("retention", to: "0.9")
  return store
}

func record(_ card: CardID, _ rating: Rating, at now: Timestamp, in store: ReviewStore) throws {
  try store.record(card) { state in
    var generator = Fuzz.generator(card: card, reviews: state.reviews)
    let schedule = scheduler.review(state, rating, at: now, offsetMinutes: 60, using: &generator)
    return NewReview(
      log: ReviewLog(
        rating: rating, time: now, offsetMinutes: 60, kind: ReviewKind(scheduled: state),
        intervalDays: schedule.phase == .review ? schedule.intervalDays : nil),
      details: ReviewDetails(
        day: schedule.lastDay, durationMilliseconds: 4000, exercise: "drill", seed: .max,
        numbers: ["n": 56, "x": 0.5], answer: "56 \"or\" 57\u{1B}", model: "fsrs-6", parametersVersion: 0,
        confidence: rating == .good ? 3 : nil),
      schedule: schedule)
  }
}

/// All pieces of an export as one.
func united(_ export: (@escaping ([UInt8]) throws -> Void) throws -> Void) throws -> [UInt8] {
  var bytes: [UInt8] = []
  try export { bytes += $0 }
  return bytes
}

extension ReviewStore {
  func archive() throws -> [UInt8] { try united { try StudyArchive.write(self, to: $0) } }
  func lines() throws -> [UInt8] { try united { try LogLine.write(self, to: $0) } }
  func reviewTable() throws -> [UInt8] { try united { try CSVTables.writeReviews(of: self, to: $0) } }
  func cardTable() throws -> [UInt8] { try united { try CSVTables.writeCards(of: self, to: $0) } }

  func allEntries() throws -> [LogEntry] {
    var entries: [LogEntry] = []
    try forEachEntry {
      entries.append($0)
      return true
    }
    return entries
  }

  func allCards() throws -> [CardRecord] {
    var cards: [CardRecord] = []
    try forEachCard {
      cards.append($0)
      return true
    }
    return cards
  }
}

extension LogEntry {
  var kindName: String {
    switch self {
    case .review: "review"
    case .retraction: "retraction"
    case .mark: "mark"
    case .link: "link"
    }
  }
}

/// A folder of a test's own, removed with the last reference to it.
final class ScratchFolder {
  let path = NSTemporaryDirectory() + "study-exchange-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
