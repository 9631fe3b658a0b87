import Basics
import Foundation
import Scheduling
import Testing

@testable import Storage

@Suite struct MigrationTests {
  let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  private func open(_ migrations: some Sequence<Migration>) throws(SQLiteError) -> ReviewStore {
    try ReviewStore(.file(scratch.path + "/study.db"), now: noon, idSeed: 1, migrations: Array(migrations))
  }

  @Test func everyMigrationRunsOnceAndIsNamed() throws {
    for _ in 0..<2 {
      let store = try scratch.open()
      let names = try store.connection.rows("SELECT name FROM migration ORDER BY rowid") { $0.text(0) }
      #expect(names == Schema.migrations.map(\.name))
    }
  }

  @Test func aMigrationKeepsTheDataAndIsPrecededByABackup() throws {
    for version in 1..<Schema.migrations.count {
      let scratch = try ScratchFolder()
      let location = DatabaseLocation.file(scratch.path + "/study.db")
      do {
        let old = try ReviewStore(
          location, now: noon, idSeed: 1, migrations: Array(Schema.migrations.prefix(version)))
        try old.connection.run("INSERT INTO card (id) VALUES ('kept')")
      }
      let new = try ReviewStore(location, now: noon, idSeed: 1)
      #expect(try new.connection.schemaVersion() == Schema.migrations.count)
      #expect(try new.card(card("kept"))?.state == .new)
      let words = Schema.migrations[version].name.split(separator: " ").joined(separator: "-")
      let name = "study-2026-11-20-before-\(words).db"
      #expect(try scratch.names(in: "backups") == [name])
      let backup = try Connection(path: scratch.path + "/backups/" + name, busyTimeoutMilliseconds: 0)
      #expect(try backup.schemaVersion() == version)
      #expect(try backup.int("SELECT count(*) FROM card WHERE id = 'kept'") == 1)
    }
  }

  @Test func theFixtureOfEveryEarlierVersionIsMigratedWithItsData() throws {
    for version in 1..<Schema.migrations.count {
      let scratch = try ScratchFolder()
      try Fixture.write(version: version, to: scratch.path + "/study.db")
      let store = try scratch.open(creating: false)
      #expect(try store.connection.schemaVersion() == Schema.migrations.count)
      let reviews = try store.allReviews()
      #expect(reviews.map(\.isRetracted) == [false, false, false, false, true], "version \(version)")
      #expect(reviews[2].details.mistake == "the padding is forgotten")
      #expect(reviews[2].details.numbers == .object([.init("n", "224"), .init("k", "3")]))
      #expect(reviews[2].details.seed == .max)
      if version > 1 {
        #expect(try store.card(card("conv-out-size"))?.mark == CardMark(flag: 3, note: "see §2.2"))
        #expect(
          try store.card(card("relu"))?.mark == CardMark(isSuspended: true, buriedUntil: Day(number: 20540)))
        #expect(try store.setting("lang") == "zh")
      }
      if version > 2 {
        try store.deckIndex.activate([1], preferred: .english)
        #expect(try store.deckIndex.search("output", limit: 5).map(\.id) == [card("conv-out-size")])
      }
      if version > 3 {
        let links = try store.links().map { [$0.old, $0.new] }
        #expect(links == [[card("conv-output"), card("conv-out-size")]])
      }
      // One that counted the entries may have missed some.
      #expect(try store.logSummary() == nil)
      #expect(reviews.allSatisfy { $0.log.intervalDays == nil && $0.details.confidence == nil })
      _ = try store.rebuildStates(replay: replay)
      #expect(try store.findings(at: noon, replay: replay).filter(\.isProblem) == [], "version \(version)")
      #expect(try store.reviewCount() == 4)
    }
  }

  @Test func aNewDatabaseNeedsNoBackup() throws {
    _ = try scratch.open()
    #expect(try !scratch.names().contains("backups"))
  }

  @Test func aMigrationThatFailsLeavesTheVersionBefore() throws {
    do { _ = try scratch.open() }
    let broken = Migration(
      name: "broken", sql: "CREATE TABLE half (a INTEGER) STRICT; INSERT INTO missing VALUES (1)")
    #expect(throws: SQLiteError.self) { try open(Schema.migrations + [broken]) }
    let store = try scratch.open()
    #expect(try store.connection.int("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") == 0)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func aDatabaseFromTheFutureIsRefusedUntouched() throws {
    do {
      _ = try open(
        Schema.migrations + [Migration(name: "future", sql: "CREATE TABLE future (a INTEGER) STRICT")])
    }
    let before = try scratch.read("study.db")
    let known = Schema.migrations.count
    #expect(throws: SQLiteError.newerVersion(found: known + 1, known: known)) { try scratch.open() }
    #expect(try scratch.read("study.db") == before)
  }
}
