import Basics
import Foundation
import Scheduling

@testable import Storage

/// A folder that is gone when the test is.
final class ScratchFolder {
  let path: String
  /// Another one each time, as when a program starts.
  private var idSeed: UInt64 = 0

  init() throws {
    path = NSTemporaryDirectory() + "/study-storage-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func mode(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }

  func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }

  func write(_ data: Data, to name: String) throws {
    try data.write(to: URL(filePath: path + "/" + name))
  }

  func read(_ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: path + "/" + name))
  }

  /// The same for a test that records much: nothing waits for the disk.
  func openUnsynced() throws(SQLiteError) -> ReviewStore {
    let store = try open()
    try store.connection.execute("PRAGMA synchronous = OFF")
    return store
  }

  /// Opens the store `study.db` of this folder.
  func open(creating: Bool = true, busyTimeoutMilliseconds: Int = 0) throws(SQLiteError) -> ReviewStore {
    idSeed += 1
    return try ReviewStore(
      .file(path + "/study.db"), now: noon, idSeed: idSeed, creating: creating,
      busyTimeoutMilliseconds: busyTimeoutMilliseconds)
  }
}

/// 2026-11-20T12:00:00Z
let noon = Timestamp(milliseconds: 1_795_176_000_000)
let today = Day(noon, offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour)
let scheduler = Scheduler()

func card(_ name: String) -> CardID { CardID(rawValue: name) }

/// A scheduled review as a session would record it.
func review(
  of card: CardID, _ rating: Rating = .good, at now: Timestamp = noon, exercise: String? = "recall"
) -> (CardState) -> NewReview {
  { state in
    var generator = Fuzz.generator(card: card, reviews: state.reviews)
    let schedule = scheduler.review(state, rating, at: now, offsetMinutes: 0, using: &generator)
    return NewReview(
      log: ReviewLog(rating: rating, time: now, offsetMinutes: 0, kind: ReviewKind(scheduled: state)),
      details: ReviewDetails(
        day: schedule.lastDay, durationMilliseconds: 4000, exercise: exercise, model: "fsrs-6",
        parametersVersion: 0),
      schedule: schedule)
  }
}

func replay(_ card: CardID, _ log: [ReviewLog]) -> CardState {
  scheduler.replay(log, of: card)
}

extension ReviewStore {
  func state(of card: CardID) throws(SQLiteError) -> CardState? {
    try self.card(card)?.state
  }

  func allReviews() throws(SQLiteError) -> [ReviewRecord] {
    var records: [ReviewRecord] = []
    try forEachReview {
      records.append($0)
      return true
    }
    return records
  }
}

/// Databases as earlier versions of the schema left them.
enum Fixture {
  static func write(version: Int, to path: String) throws {
    let steps = try (1...version).map { step in
      try String(
        contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
          path: "Fixtures/version-\(step).sql"), encoding: .utf8)
    }
    try Data().write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    let connection = try Connection(path: path, busyTimeoutMilliseconds: 0)
    try connection.execute("PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL;" + steps.joined())
    try connection.execute("PRAGMA user_version = \(version)")
  }
}

func sampleSource(_ name: String, hash: UInt64 = 1) -> DeckSource {
  DeckSource(
    origin: .file("/decks/\(name).md"), size: 1000, modifiedNanoseconds: 1, hash: hash, language: .english,
    topic: name, title: name)
}

func sampleCards(_ names: [String]) -> [IndexedCard] {
  names.enumerated().map { offset, name in
    IndexedCard(
      id: card(name), level: 1, tags: [], exercises: 0, bytes: offset * 100..<offset * 100 + 90,
      question: "What is \(name)?", answer: "It is \(name).")
  }
}
