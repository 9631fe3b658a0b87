import Basics
import Foundation
import Scheduling
import Testing

@testable import Storage

@Suite struct MergeTests {
  let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  private func machine(_ seed: UInt64, clock: Timestamp = noon, count: Int = 60) throws -> ReviewStore {
    let store = try ReviewStore(.memory, now: clock, idSeed: seed)
    try store.deckIndex.replaceSource(sampleSource("deck"), cards: sampleCards((0..<8).map { "card-\($0)" }))
    var log = RandomLog(seed: seed, clock: clock)
    try log.act(on: store, count: count)
    return store
  }

  private func expectSound(_ store: ReviewStore, _ message: String) throws {
    #expect(try store.compareStates(replay: replay).isEmpty, "\(message)")
    #expect(try store.integrityProblems().isEmpty, "\(message)")
    #expect(try store.foreignKeyProblems().isEmpty, "\(message)")
    #expect(try store.connection.cardsWithOtherReviews().isEmpty, "\(message)")
  }

  @Test func everyOrderOfMergingLeadsToTheSameLogAndTheSameStates() throws {
    for seed in UInt64(0)..<12 {
      // Clocks a year apart, and three machines that know nothing of each other.
      let clocks = [noon, noon.adding(days: 365), noon.adding(days: -365)]
      let logs = try (0..<3).map { try machine(seed * 3 + UInt64($0) + 1, clock: clocks[$0]).allEntries() }
      var contents: [Content] = []
      for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1, 0, 1, 2]] {
        let store = try machine(99, count: 0)
        for place in order { _ = try store.merge(logs[place], replay: replay) }
        contents.append(try Content(store))
        try expectSound(store, "seed \(seed), order \(order)")
      }
      // Line by line in any order, retractions before what they take back among them.
      var random = SplitMix64(seed: seed)
      let shuffled = (logs[0] + logs[1] + logs[2] + logs[1]).shuffled(using: &random)
      let store = try machine(99, count: 0)
      for start in stride(from: 0, to: shuffled.count, by: 17) {
        _ = try store.merge(shuffled[start..<min(shuffled.count, start + 17)], replay: replay)
      }
      contents.append(try Content(store))
      for content in contents.dropFirst() { #expect(content == contents[0], "seed \(seed)") }
      #expect(contents[0].entries == Set(logs.joined()))
      #expect(contents[0].count == contents[0].entries.count)
    }
  }

  @Test func mergingWithAMergeIsTheSameAsMergingOneByOne() throws {
    for seed in UInt64(0)..<6 {
      func logs() throws -> [ReviewStore] { try (0..<3).map { try machine(seed * 3 + UInt64($0) + 100) } }
      // (a ∪ b) ∪ c and a ∪ (b ∪ c)
      let left = try logs()
      _ = try left[0].merge(left[1].allEntries(), replay: replay)
      _ = try left[0].merge(left[2].allEntries(), replay: replay)
      let right = try logs()
      _ = try right[1].merge(right[2].allEntries(), replay: replay)
      _ = try right[0].merge(right[1].allEntries(), replay: replay)
      #expect(try Content(left[0]) == Content(right[0]), "seed \(seed)")
      try expectSound(right[0], "seed \(seed)")
    }
  }

  @Test func mergingTwiceAddsNothing() throws {
    let other = try machine(2)
    let store = try machine(1)
    let entries = try other.allEntries()
    let first = try store.merge(entries, replay: replay)
    #expect(first.added == entries.count && first.known == 0 && first.cards > 0)
    let content = try Content(store)
    let second = try store.merge(entries, replay: replay)
    #expect(second.added == 0 && second.known == entries.count && second.cards == 0)
    #expect(try Content(store) == content)
  }

  @Test func aFileIsMergedLikeItsEntries() throws {
    for seed in UInt64(0)..<6 {
      let path = scratch.path + "/other-\(seed).db"
      let entries: [LogEntry]
      do {
        let other = try ReviewStore(.file(path), now: noon, idSeed: seed + 50)
        try other.connection.execute("PRAGMA synchronous = OFF")
        var log = RandomLog(seed: seed + 50)
        try log.act(on: other, count: 60)
        entries = try other.allEntries()
        // A part is known already, and the other is open with a log of its own beside it.
        let (fromFile, fromEntries) = (try machine(1), try machine(1))
        for store in [fromFile, fromEntries] {
          _ = try store.merge(entries.prefix(20), replay: replay)
        }
        let summary = try fromFile.merge(file: path, at: noon, replay: replay)
        #expect(try fromEntries.merge(entries, replay: replay) == summary, "seed \(seed)")
        #expect(try Content(fromFile) == Content(fromEntries), "seed \(seed)")
        try expectSound(fromFile, "seed \(seed)")
      }
      let closed = try machine(1)
      let before = try Data(contentsOf: URL(filePath: path))
      #expect(try closed.merge(file: path, at: noon, replay: replay).added == entries.count)
      #expect(try closed.merge(file: path, at: noon, replay: replay).known == entries.count)
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }
  }

  @Test func aFileThatIsReplayedOnASecondThreadLeadsToTheSameStates() throws {
    for seed in UInt64(0)..<24 {
      let paths = ["ours", "theirs"].map { scratch.path + "/\($0)-\(seed).db" }
      let stores = try paths.enumerated().map { machine, path in
        try ReviewStore(.file(path), now: noon, idSeed: seed * 2 + UInt64(machine))
      }
      // New links make what the second thread has replayed useless: half of the machines have none.
      let isLinking = seed % 2 == 0
      var log = RandomLog(seed: seed)
      // Some of their cards are unknown here.
      try log.act(on: stores[1], count: 80, cards: 18, isLinking: isLinking)
      // Nothing in common, the beginning, or something in the middle, which a look at either end misses.
      let theirs = try stores[1].allEntries().sorted { $0.id < $1.id }
      let shared = [0..<0, 0..<30, 30..<31].map { Array(theirs[$0]) }[Int(seed % 3)]
      _ = try stores[0].merge(shared, replay: replay)
      try log.act(on: stores[0], count: 40, isLinking: isLinking)
      let one = try ReviewStore(.memory, now: noon, idSeed: 3)
      _ = try one.merge(stores[0].allEntries(), replay: replay)
      _ = try one.merge(theirs, replay: replay)
      let summary = try stores[0].merge(file: paths[1], at: noon, besideFrom: 0, replay: replay)
      #expect(summary.added + summary.known == theirs.count, "seed \(seed)")
      #expect(try Content(stores[0]) == Content(one), "seed \(seed)")
      try expectSound(stores[0], "seed \(seed)")
    }
  }

  @Test func ofTwoReviewsWithOneIDTheOneHereIsReplayed() throws {
    let paths = ["ours", "theirs"].map { scratch.path + "/\($0).db" }
    let ours = try ReviewStore(.file(paths[0]), now: noon, idSeed: 1)
    let theirs = try ReviewStore(.file(paths[1]), now: noon, idSeed: 2)
    var entry = try ours.record(card("one"), review(of: card("one"), .easy)).entry
    try theirs.record(card("two"), review(of: card("two")))
    entry.card = card("two")
    entry.log.rating = .again
    _ = try theirs.merge([.review(entry)], replay: replay)
    let summary = try ours.merge(file: paths[1], at: noon, besideFrom: 0, replay: replay)
    #expect(summary.conflicting == 1 && summary.reviews == 1)
    try expectSound(ours, "of two entries")
  }

  @Test func aFileIsOnlyRead() throws {
    let path = scratch.path + "/a%20b?mode=memory#c.db"
    do {
      let other = try ReviewStore(.file(path), now: noon, idSeed: 5)
      try other.record(card("one"), review(of: card("one")))
    }
    let files = try scratch.names()
    let store = try machine(1)
    #expect(try store.merge(file: path, at: noon, replay: replay).reviews == 1)
    #expect(try scratch.names() == files)
    #expect(throws: SQLiteError.self) { try store.connection.execute("ATTACH ':memory:' AS x") }
    try store.record(card("one"), review(of: card("one")))
  }

  @Test func aFileThatCannotBeMergedChangesNothing() throws {
    let store = try machine(1)
    let content = try Content(store)
    let path = scratch.path + "/other.db"
    func expectRefusal(_ expected: SQLiteError?) throws {
      #expect { try store.merge(file: path, at: noon, replay: replay) } throws: { error in
        expected.map { $0 == error as? SQLiteError } ?? (error is SQLiteError)
      }
      #expect(try Content(store) == content)
    }
    try expectRefusal(.cannotOpen(reason: Platform.message(ofError: ENOENT)))
    try scratch.write(Data("## What is a convolution?".utf8), to: "other.db")
    try expectRefusal(.notADatabase)
    try scratch.write(Data(), to: "other.db")
    try expectRefusal(.otherApplication(id: 0))
    let future =
      Schema.migrations + [Migration(name: "future", sql: "CREATE TABLE future (a INTEGER) STRICT")]
    try FileManager.default.removeItem(atPath: path)
    do { _ = try ReviewStore(.file(path), now: noon, idSeed: 1, migrations: future) }
    try expectRefusal(.newerVersion(found: future.count, known: future.count - 1))
  }

  @Test func anOlderFileIsMigratedInACopy() throws {
    for version in 1..<Schema.migrations.count {
      let path = scratch.path + "/version-\(version).db"
      try Fixture.write(version: version, to: path)
      let before = try Data(contentsOf: URL(filePath: path))
      let store = try machine(1, count: 0)
      let summary = try store.merge(file: path, at: noon, replay: replay)
      #expect(summary.reviews == 5 && summary.retractions == 1, "version \(version)")
      #expect(summary.marks == (version > 1 ? 4 : 0))
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
      try expectSound(store, "version \(version)")
      #expect(try store.merge(file: path, at: noon, replay: replay).reviews == 0)
    }
  }

  @Test func theSameIDWithAnotherContentIsKeptAsItIsAndTold() throws {
    let store = try machine(1, count: 0)
    let recorded = try store.record(card("one"), review(of: card("one"))).entry
    var other = recorded
    other.log.rating = .again
    let summary = try store.merge([.review(other), .review(recorded)], replay: replay)
    #expect(summary.conflicting == 1 && summary.known == 1 && summary.added == 0)
    #expect(try store.allReviews().map(\.entry) == [recorded])
  }

  @Test func anEntryThatNoProgramWroteIsRefused() throws {
    let store = try machine(1, count: 0)
    var entry = try store.record(card("one"), review(of: card("one"))).entry
    entry.id = try #require(ReviewID(bytes: [UInt8](repeating: 0xFF, count: 16)))
    #expect(try store.merge([.review(entry)], replay: replay).refused == 1)
    entry.id = try #require(ReviewID(bytes: [UInt8](repeating: 0x11, count: 16)))
    for time in [Int64.min, .max, 1 << 53] {
      entry.log.time = Timestamp(milliseconds: time)
      #expect(try store.merge([.review(entry)], replay: replay).refused == 1, "\(time)")
    }
    try expectFileRefused(entry)
    #expect(try store.reviewCount() == 1)
    try store.record(card("one"), review(of: card("one"), .easy))
    #expect(try store.reviewCount() == 2)
  }

  /// The same in a database that somebody wrote with other tools.
  private func expectFileRefused(_ entry: ReviewEntry) throws {
    let path = scratch.path + "/hostile.db"
    do {
      let other = try ReviewStore(.file(path), now: noon, idSeed: 8)
      let number = try other.connection.number(of: entry.card)
      #expect(try other.connection.insert(entry, card: number))
    }
    let store = try machine(1, count: 0)
    let summary = try store.merge(file: path, at: noon, replay: replay)
    #expect(summary.refused == 1 && summary.reviews == 0)
  }

  @Test func whatTheReaderThrowsRollsEverythingBack() throws {
    struct Torn: Error {}
    let store = try machine(1)
    let content = try Content(store)
    let entries = try machine(2).allEntries()
    #expect(throws: Torn.self) {
      try store.merge(replay: replay) { merge in
        for entry in entries { try merge.add(entry) }
        throw Torn()
      }
    }
    #expect(try Content(store) == content)
  }

  @Test func aLaterMarkHoldsWhateverTheOrder() throws {
    let one = card("one")
    let (left, right) = (try machine(1, count: 0), try machine(2, count: 0))
    try left.mark(one, at: noon) {
      $0.note = "left"
      $0.flag = 1
    }
    try right.mark(one, at: noon.adding(seconds: 60)) { $0.note = "right" }
    let (lefts, rights) = (try left.allEntries(), try right.allEntries())
    _ = try left.merge(rights, replay: replay)
    _ = try right.merge(lefts, replay: replay)
    for store in [left, right] {
      #expect(try store.card(one)?.mark == CardMark(flag: 1, note: "right"))
    }
    // What is taken back stays away, too.
    try left.mark(one, at: noon.adding(seconds: 90)) { $0 = .none }
    _ = try right.merge(left.allEntries(), replay: replay)
    #expect(try right.card(one)?.mark == CardMark.none)
  }
}
