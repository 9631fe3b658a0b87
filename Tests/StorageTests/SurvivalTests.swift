import Basics
import Foundation
import Scheduling
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// Each fault is made to happen; what was acknowledged before it must be there after it.
@Suite struct SurvivalTests {
  let scratch: ScratchFolder
  var path: String { scratch.path + "/study.db" }

  init() throws {
    scratch = try ScratchFolder()
  }

  /// A closed database of a few dozen entries, as bytes.
  private func sample() throws -> (bytes: Data, content: Content) {
    let store = try scratch.openUnsynced()
    try store.deckIndex.replaceSource(sampleSource("deck"), cards: sampleCards((0..<12).map { "card-\($0)" }))
    var log = RandomLog(seed: 21)
    try log.act(on: store, count: 120)
    // No free pages inside the file: the next one must come from the disk.
    var filled = 0
    while try store.connection.int("PRAGMA freelist_count") ?? 0 > 0 {
      filled += 1
      try store.setSetting("filled-\(filled)", to: String(repeating: "x", count: 3500))
    }
    try store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return (try scratch.read("study.db"), try Content(store))
  }

  private func put(_ bytes: Data) throws {
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    try scratch.write(bytes, to: "study.db")
  }

  /// Asks everything of the file; the only way to fail is an error that says what is wrong.
  private func use() throws -> Content {
    let store = try scratch.open()
    try store.connection.execute("PRAGMA synchronous = OFF")
    let content = try Content(store)
    _ = try store.compareStates(replay: replay)
    _ = try store.findings(at: noon.adding(days: 4000), replay: replay)
    try store.deckIndex.activate(store.deckIndex.sources().map(\.number), preferred: .english)
    _ = try store.deckIndex.search("what is card", limit: 5)
    _ = try store.deckIndex.newCards(today: today, limit: 5)
    _ = try store.relinkPlan()
    return content
  }

  @Test func aFlippedBitIsHarmlessOrTold() throws {
    let (bytes, content) = try sample()
    var random = SplitMix64(seed: 77)
    var told = 0
    for round in 0..<150 {
      var damaged = bytes
      let place = random.nextIndex(below: damaged.count)
      damaged[place] ^= 1 << UInt8(random.nextIndex(below: 8))
      try put(damaged)
      do {
        _ = try use()
      } catch {
        #expect(error is SQLiteError, "round \(round): \(error)")
        told += 1
      }
      // Whatever the bit was, what can be read can be salvaged, or the file stays as it is.
      if round % 10 == 0, let summary = try? ReviewStore.salvage(path, at: noon, idSeed: 2, replay: replay) {
        #expect(summary.merge.reviews <= content.count, "round \(round)")
        try FileManager.default.removeItem(atPath: summary.kept)
        _ = try use()
      }
    }
    #expect(told > 0)
  }

  @Test func aTruncatedFileIsToldWhereverItEnds() throws {
    let (bytes, content) = try sample()
    var random = SplitMix64(seed: 78)
    for round in 0..<40 {
      let length =
        round < 8 ? [1, 15, 16, 99, 100, 4095, 4096, 4097][round] : random.nextIndex(below: bytes.count)
      try put(bytes.prefix(length))
      #expect(throws: SQLiteError.self, "\(length) bytes") {
        if try use() != content { throw SQLiteError.corrupt(detail: "content is missing") }
      }
    }
    try put(bytes)
    #expect(try use() == content)
  }

  @Test func aDiskThatIsFullAtAnyWriteKeepsEverythingAcknowledged() throws {
    typealias Work = (ReviewStore) throws -> Void
    let other = try ReviewStore(.memory, now: noon, idSeed: 5)
    var otherLog = RandomLog(seed: 5)
    try otherLog.act(on: other, count: 200, cards: 60)
    let entries = try other.allEntries()
    let works: [(String, Work)] = [
      (
        "record",
        { store in
          for step in 0..<150 {
            let id = card("new-\(step)")
            try store.record(id, review(of: id))
          }
        }
      ),
      ("merge", { _ = try $0.merge(entries, replay: replay) }),
      (
        "index",
        {
          try $0.deckIndex.replaceSource(sampleSource("more"), cards: sampleCards((0..<150).map { "m\($0)" }))
        }
      ),
      (
        "relink",
        {
          for step in 0..<9 {
            try $0.relink(
              old: card("card-\(step)"), new: card("c-\(step)-\(String(repeating: "x", count: 3000))"),
              at: noon, replay: replay)
          }
        }
      ),
      (
        "mark",
        { store in
          for step in 0..<12 {
            try store.mark(card("card-\(step)")) { $0.note = String(repeating: "note ", count: 1500) }
          }
        }
      ),
    ]
    let (bytes, content) = try sample()
    for (name, work) in works {
      var failures = 0
      for room in 0..<200 {
        try put(bytes)
        let store = try scratch.openUnsynced()
        let pages = try #require(try store.connection.int("PRAGMA page_count"))
        try store.connection.execute("PRAGMA max_page_count = \(pages + room)")
        do {
          try work(store)
        } catch {
          #expect(error as? SQLiteError == .full, "\(name), room for \(room)")
          failures += 1
        }
        // Nothing acknowledged is lost, nothing is half done, and there is a way on.
        #expect(content.entries.isSubset(of: try Content(store).entries), "\(name), room for \(room)")
        #expect(try store.integrityProblems().isEmpty, "\(name), room for \(room)")
        #expect(try store.compareStates(replay: replay).isEmpty, "\(name), room for \(room)")
        if failures == room { break }
        guard failures == room + 1 else { break }
      }
      #expect(failures > 0, "\(name) never met the end of the disk")
    }
  }

  @Test func tenConnectionsAtOnceLoseNothing() throws {
    do { _ = try scratch.open() }
    let failures = Mutex<[String]>([])
    let path = path
    DispatchQueue.concurrentPerform(iterations: 10) { number in
      do {
        let store = try ReviewStore(
          .file(path), now: noon, idSeed: UInt64(number), busyTimeoutMilliseconds: 20_000)
        try store.connection.execute("PRAGMA synchronous = OFF")
        for step in 0..<20 {
          let id = card("card-\((number + step) % 7)")
          try store.record(id, review(of: id, at: noon.adding(seconds: Double(step))))
          if step % 5 == 0 { try store.mark(id) { $0.flag = number } }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let store = try scratch.open()
    #expect(try store.reviewCount() == 200)
    #expect(try Set(store.allReviews().map(\.id)).count == 200)
    #expect(try store.compareStates(replay: replay).isEmpty)
    #expect(
      try store.findings(at: noon.adding(days: 1), replay: replay).filter {
        if case .marksDiffer = $0 { true } else { false }
      } == [])
  }

  @Test func aClockAYearOffEitherWayKeepsTheOrderAndLosesNothing() throws {
    let store = try scratch.openUnsynced()
    var expected: [Rating] = []
    for (step, days) in [0.0, 1, 366, 367, 2, 3, -363, -362, 4].enumerated() {
      let rating = Rating.allCases[step % 4]
      try store.record(card("one"), review(of: card("one"), rating, at: noon.adding(days: days)))
      expected.append(rating)
    }
    let reviews = try store.allReviews()
    #expect(reviews.map(\.log.rating) == expected)
    #expect(reviews.map(\.id) == reviews.map(\.id).sorted() && Set(reviews.map(\.id)).count == 9)
    #expect(try store.compareStates(replay: replay).isEmpty)
    // A machine whose clock is right takes part as if nothing had been.
    let right = try ReviewStore(.memory, now: noon, idSeed: 3)
    try right.record(card("one"), review(of: card("one"), at: noon.adding(days: 5)))
    let (ours, theirs) = (try store.allEntries(), try right.allEntries())
    _ = try store.merge(theirs, replay: replay)
    _ = try right.merge(ours, replay: replay)
    #expect(try Content(store) == Content(right))
    try right.record(card("one"), review(of: card("one"), .hard, at: noon.adding(days: 6)))
    #expect(try right.allReviews().last?.log.rating == .hard)
  }

  @Test func aStudyDayFollowsTheLearnerThroughDSTAndTravel() throws {
    // Berlin, 2026: 29 March has 23 hours, 25 October 25; both change at 01:00 UTC.
    let cases: [(before: String, after: String, offsets: (Int, Int), days: Int)] = [
      ("2026-03-28T22:00:00Z", "2026-03-29T22:00:00Z", (60, 120), 1),
      ("2026-03-29T01:59:00Z", "2026-03-29T02:00:00Z", (120, 120), 1),
      ("2026-03-28T03:30:00Z", "2026-03-29T01:59:00Z", (60, 120), 0),
      ("2026-10-24T22:00:00Z", "2026-10-25T22:00:00Z", (120, 60), 1),
      ("2026-10-25T02:59:00Z", "2026-10-25T03:00:00Z", (60, 60), 1),
      // From Tokyo to Los Angeles: the same evening once more.
      ("2026-11-20T12:00:00Z", "2026-11-21T04:00:00Z", (540, -480), 0),
      // And back: a day is skipped.
      ("2026-11-20T12:30:00Z", "2026-11-21T20:00:00Z", (-480, 540), 2),
    ]
    for (place, item) in cases.enumerated() {
      let store = try ReviewStore(.memory, now: noon, idSeed: 1)
      var days: [Day] = []
      for (text, offset) in [(item.before, item.offsets.0), (item.after, item.offsets.1)] {
        let now = try #require(Timestamp(iso: text))
        let record = try store.record(card("one")) { state in
          var generator = Fuzz.generator(card: card("one"), reviews: state.reviews)
          let schedule = scheduler.review(state, .good, at: now, offsetMinutes: offset, using: &generator)
          return NewReview(
            log: ReviewLog(
              rating: .good, time: now, offsetMinutes: offset, kind: ReviewKind(scheduled: state)),
            details: ReviewDetails(
              day: schedule.lastDay, durationMilliseconds: 1, model: "fsrs-6", parametersVersion: 0),
            schedule: schedule)
        }
        days.append(record.details.day)
      }
      #expect(days[1].number - days[0].number == item.days, "case \(place)")
      #expect(try store.counts(on: days[1]).reviews == (item.days == 0 ? 2 : 1), "case \(place)")
      #expect(try store.compareStates(replay: replay).isEmpty, "case \(place)")
    }
  }

  @Test(.timeLimit(.patient(minutes: 1)))
  func aKilledProgramLosesNothingThatItAcknowledged() async throws {
    let other = scratch.path + "/other.db"
    do {
      let store = try ReviewStore(.file(other), now: noon, idSeed: 9)
      try store.connection.execute("PRAGMA synchronous = OFF")
      var log = RandomLog(seed: 9)
      try log.act(on: store, count: 150)
    }
    let folder = scratch.path
    for round in 0..<28 {
      await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, round = round as Int] in
        let delay = UInt32(1000 << (round % 7)) * UInt32(Patience.factor)
        Thread.detachNewThread {
          usleep(delay)
          kill(getpid(), SIGKILL)
        }
        try Victim(folder: folder, round: round).work()
      }
    }
    let store = try scratch.open()
    let acknowledged = try String(contentsOfFile: scratch.path + "/acknowledged", encoding: .utf8)
      .split(separator: "\n").compactMap { ReviewID($0) }
    let kept = Set(try store.allReviews().map(\.id))
    #expect(!acknowledged.isEmpty)
    #expect(acknowledged.allSatisfy(kept.contains))
    #expect(try store.integrityProblems().isEmpty)
    #expect(try store.compareStates(replay: replay).isEmpty)
    for backup in store.backupPaths() {
      let copy = try ReviewStore(.file(backup), now: noon, idSeed: 1, creating: false)
      #expect(try copy.integrityProblems().isEmpty)
    }
  }
}

/// The program that is killed: it reviews, merges, migrates and makes backups for ever.
private struct Victim {
  let folder: String
  let round: Int

  func work() throws {
    let list = open(folder + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var step = 0
    while true {
      let store = try ReviewStore(.file(folder + "/study.db"), now: noon, idSeed: UInt64(round))
      try store.connection.execute("PRAGMA synchronous = OFF")
      for _ in 0..<5 {
        step += 1
        let id = card("card-\(step % 9)")
        let record = try store.record(
          id, review(of: id, at: noon.adding(seconds: Double(round * 1000 + step))))
        let line = Array("\(record.id)\n".utf8)
        _ = write(list, line, line.count)
      }
      switch round % 4 {
      case 0: _ = try store.merge(file: folder + "/other.db", at: noon, replay: replay)
      case 1: try store.backup(before: .merging, at: noon)
      case 2:
        let path = "\(folder)/old-\(round)-\(step).db"
        try Fixture.write(version: 3, to: path)
        _ = try ReviewStore(.file(path), now: noon, idSeed: 1)
      default: _ = try store.undoLast(at: noon, replay: replay)
      }
    }
  }
}
