import Basics
import Foundation
import Scheduling
import Storage
import Testing

@testable import Exchange

/// What leaves is compared with lines made of values, one member at a time, by another writer.
@Suite struct HostileLogTests {
  private static let texts = [
    "", "plain", "\"quoted\" and back\\slash", "line\nfeed\r\n\ttab", "\u{0}\u{1}\u{1B}[2J\u{7F}\u{9B}",
    "\u{202E}turned\u{2066}\u{200F}\u{61C}", "填充 “é” 🧠 \u{FFFD}", String(repeating: "long,;", count: 50),
  ]
  /// The last three are beyond what reads back: years have four digits there.
  private static let times: [Int64] = [
    0, -1, -86_400_001, 1_795_176_000_123, 253_402_300_799_999, -70_000_000_000_000, 253_402_300_800_000,
    400_000_000_000_000,
  ]

  private static func id(_ index: Int) -> ReviewID {
    ReviewID(high: UInt64(1_700_000_000_000 + index) << 16 | 0x7000, low: 1 << 63 | UInt64(index))
  }

  /// Every kind of entry with every text and time; reviews with and without each member that may be missing.
  private static func entries(times: ArraySlice<Int64>) -> [LogEntry] {
    var entries: [LogEntry] = []
    // SQLite, which reads the drawn numbers, passes over zero bytes in their texts.
    func add(_ make: (ReviewID) -> LogEntry) { entries.append(make(id(entries.count))) }
    var index = 0
    for text in texts {
      for time in times {
        index += 1
        let card = CardID(rawValue: index % 3 == 0 ? "card-\(index)" : "card \(text.prefix(60))")
        let isFull = index % 2 == 0
        add { id in
          .review(
            ReviewEntry(
              id: id, card: card,
              log: ReviewLog(
                rating: Rating.allCases[index % 4], time: Timestamp(milliseconds: time),
                offsetMinutes: index % 5 * 330 - 720, kind: ReviewKind.allCases[index % 7],
                intervalDays: isFull ? index : nil),
              details: ReviewDetails(
                day: Day(number: Int(time / 86_400_000)), durationMilliseconds: index * 12_345,
                exercise: isFull ? text : nil, seed: isFull ? .max - UInt64(index) : nil,
                numbers: isFull
                  ? [
                    "n": 56, "x": 0.5, "text": .string(text.filter { $0 != "\0" }), "list": [1, true, .null],
                  ] : nil,
                answer: index % 4 < 2 ? text : nil, mistake: isFull ? text : nil, model: text,
                parametersVersion: index % 12, confidence: isFull ? index % 3 + 1 : nil)))
        }
      }
    }
    for time in times {
      add { .retraction(RetractionEntry(id: $0, review: id(0), time: Timestamp(milliseconds: time))) }
    }
    for text in texts {
      let card = CardID(rawValue: "card \(text.prefix(60))")
      for change in [
        MarkEntry.Change.suspended(true), .suspended(false), .buriedUntil(Day(number: -1)), .buriedUntil(nil),
        .flag(0), .flag(-7), .note(text), .note(nil),
      ] {
        add { .mark(MarkEntry(id: $0, card: card, change: change)) }
      }
    }
    for text in texts {
      let old = CardID(rawValue: "card \(text.prefix(60))")
      let new = CardID(rawValue: "new \(text.prefix(60))")
      for isLinked in [true, false] {
        add { .link(LinkEntry(id: $0, old: old, new: new, isLinked: isLinked)) }
      }
    }
    return entries
  }

  private static func members(_ entry: LogEntry) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init("id", .string(entry.id.description))]
    func add(_ name: String, _ value: JSONValue?) { if let value { members.append(.init(name, value)) } }
    switch entry {
    case .review(let review):
      let details = review.details
      add("card", .string(review.card.rawValue))
      add("time", .string(review.log.time.iso))
      add("offset_minutes", .integer(review.log.offsetMinutes))
      add("day", .string(details.day.date.description))
      add("rating", .integer(review.log.rating.rawValue))
      add("kind", .string(review.log.kind.rawValue))
      add("duration_ms", .integer(details.durationMilliseconds))
      add("exercise", details.exercise.map { .string($0) })
      add("seed", details.seed.map { .string(String($0)) })
      add("numbers", details.numbers)
      add("answer", details.answer.map { .string($0) })
      add("mistake", details.mistake.map { .string($0) })
      add("model", .string(details.model))
      add("parameters", .integer(details.parametersVersion))
      add("interval_days", review.log.intervalDays.map { .integer($0) })
      add("confidence", details.confidence.map { .integer($0) })
    case .retraction(let retraction):
      add("retracts", .string(retraction.review.description))
      add("time", .string(retraction.time.iso))
    case .mark(let mark):
      add("card", .string(mark.card.rawValue))
      switch mark.change {
      case .suspended(let flag):
        add("mark", "suspended")
        add("value", .bool(flag))
      case .buriedUntil(let day):
        add("mark", "buried_until")
        add("value", day.map { .string($0.date.description) } ?? .null)
      case .flag(let flag):
        add("mark", "flag")
        add("value", .integer(flag))
      case .note(let note):
        add("mark", "note")
        add("value", note.map { .string($0) } ?? .null)
      }
    case .link(let link):
      add("links", .string(link.old.rawValue))
      add("to", .string(link.new.rawValue))
      add("linked", .bool(link.isLinked))
    }
    return members
  }

  private func store(_ entries: [LogEntry]) throws -> ReviewStore {
    let store = try ReviewStore(.memory, now: noon, idSeed: 1)
    // What follows from such times is not asked here.
    let summary = try store.merge(entries) { _, _ in .new }
    #expect(summary.added == entries.count && summary.refused == 0)
    return store
  }

  @Test func everyEntryLeavesAsItsValuesDoOneByOne() throws {
    let entries = Self.entries(times: Self.times[...])
    let store = try store(entries)
    let lines = String(decoding: try store.lines(), as: UTF8.self).split(separator: "\n")
    let archive = String(decoding: try store.archive(), as: UTF8.self)
    let log = try #require(archive.range(of: "\"log\":[\n")).upperBound
    let objects = archive[log...].dropLast("\n]}\n".utf8.count).components(separatedBy: ",\n")
    #expect(lines.count == entries.count && objects.count == entries.count)
    for (entry, (line, object)) in zip(entries, zip(lines, objects)) {
      let members = Self.members(entry)
      #expect(line == JSONWriter.write(.object([.init("v", 1)] + members)))
      #expect(object == JSONWriter.write(.object(members)))
    }
  }

  @Test func theSameDataComeBackFromEveryFormat() throws {
    let entries = Self.entries(times: Self.times.prefix(5))
    let store = try store(entries)
    #expect(try LogLines(store.lines()).entries == entries)
    let bytes = try store.archive()
    let archive = try StudyArchive(json: bytes)
    #expect(archive.entries == entries)
    #expect(try self.store(archive.entries).archive() == bytes)
    let read = try CSVImport(store.reviewTable())
    #expect(read.problems == [])
    let reviews = entries.filter { $0.kindName == "review" }
    #expect(read.entries.filter { $0.kindName == "review" }.count == reviews.count)
  }

  @Test func cardsStandInTheOrderOfTheirNames() throws {
    let store = try store(Self.entries(times: Self.times.prefix(1)))
    let archive = try StudyArchive.cards(in: store.archive())
    #expect(archive == archive.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } && archive.count > 5)
  }

  /// A file that somebody has changed by hand.
  @Test func bytesThatAreNoTextAreReplaced() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/study.db"
    var entries = Array(Self.entries(times: Self.times.prefix(1)).prefix(1))
    guard case .review(var review) = entries[0] else { return }
    review.details.answer = "here: MARKER."
    entries = [.review(review)]
    try { _ = try ReviewStore(.file(path), now: noon, idSeed: 1).merge(entries) { _, _ in .new } }()
    var database = try Data(contentsOf: URL(filePath: path))
    let place = try #require(database.range(of: Data("MARKER".utf8)))
    database.replaceSubrange(place, with: [0xFF, 0x22, 0xC0, 0x80, 0xE2, 0x80])
    try database.write(to: URL(filePath: path))
    let store = try ReviewStore(.file(path), now: noon, idSeed: 1)
    review.details.answer = "here: \u{FFFD}\"\u{FFFD}\u{FFFD}\u{FFFD}."
    let line = JSONWriter.write(.object([.init("v", 1)] + Self.members(.review(review)))) + "\n"
    #expect(String(decoding: try store.lines(), as: UTF8.self) == line)
    #expect(try LogLines(store.lines()).entries == [.review(review)])
  }
}

extension StudyArchive {
  /// The ids of the member that an import passes over.
  fileprivate static func cards(in bytes: [UInt8]) throws -> [String] {
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    return (object?["cards"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
  }
}
