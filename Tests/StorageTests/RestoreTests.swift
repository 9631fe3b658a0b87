import Basics
import Foundation
import Scheduling
import Testing

@testable import Storage

@Suite struct RestoreTests {
  let scratch: ScratchFolder
  var path: String { scratch.path + "/study.db" }

  init() throws {
    scratch = try ScratchFolder()
  }

  /// A database of 20 reviews with a backup of the first 12.
  private func prepare() throws -> (store: ReviewStore, backup: String) {
    let store = try scratch.openUnsynced()
    for step in 0..<20 {
      try store.record(
        card("card-\(step % 3)"), review(of: card("card-\(step % 3)"), at: noon.adding(days: Double(step))))
      if step == 11 { try store.backup(to: scratch.path + "/copy.db") }
    }
    try store.mark(card("card-1")) { $0.flag = 2 }
    return (store, scratch.path + "/copy.db")
  }

  @Test func whatWouldBeLostIsTold() throws {
    let (store, backup) = try prepare()
    let preview = try ReviewStore.previewRestore(of: backup, over: path, at: noon)
    #expect(preview.reviews == 12)
    #expect(preview.lastReview == noon.adding(days: 11))
    #expect(
      preview.lost
        == RestorePreview.Loss(
          reviews: 8, marks: 1, firstDay: today.advanced(by: 12), lastDay: today.advanced(by: 19), days: 8))
    #expect(try store.reviewCount() == 20)
    #expect(try scratch.names() == ["copy.db", "study.db", "study.db-shm", "study.db-wal"])
  }

  @Test func whoHasTheDatabaseOpenGoesOnWithWhatWasRestored() throws {
    let (store, backup) = try prepare()
    let before = try Content(store)
    let kept = try #require(try ReviewStore.restore(backup, over: path, at: noon))
    #expect(try store.reviewCount() == 12)
    #expect(try store.compareStates(replay: replay).isEmpty)
    #expect(try store.integrityProblems().isEmpty)
    try store.record(card("card-0"), review(of: card("card-0"), at: noon.adding(days: 30)))
    let old = try ReviewStore(.file(kept), now: noon, idSeed: 3)
    #expect(try Content(old) == before)
    #expect(kept.hasSuffix("backups/study-2026-11-20-before-restore.db"))
    // What was replaced can be merged back: nothing is lost for good.
    let again = try store.merge(old.allEntries(), replay: replay)
    #expect(again.reviews == 8 && again.marks == 1)
  }

  @Test func aDamagedDatabaseIsMovedAside() throws {
    let backup: String
    do { backup = try prepare().backup }
    let whole = try scratch.read("study.db")
    for damaged in [Data("no database at all, but a text".utf8), whole.prefix(whole.count / 2 + 100)] {
      for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      try scratch.write(damaged, to: "study.db")
      #expect(try ReviewStore.previewRestore(of: backup, over: path, at: noon).lost == nil)
      let kept = try #require(try ReviewStore.restore(backup, over: path, at: noon))
      #expect(try Data(contentsOf: URL(filePath: kept)) == damaged)
      let store = try scratch.open()
      #expect(try store.reviewCount() == 12)
      #expect(try scratch.mode(of: "study.db") == 0o600)
    }
    #expect(try scratch.names().filter { $0.hasPrefix("study.db.damaged-2026-11-20") }.count == 2)
  }

  @Test func aDamagedBackupChangesNothing() throws {
    let (store, backup) = try prepare()
    let bytes = try scratch.read("copy.db")
    try scratch.write(bytes.prefix(bytes.count - 9000), to: "copy.db")
    #expect { try ReviewStore.restore(backup, over: path, at: noon) } throws: {
      ($0 as? SQLiteError)?.isDamage == true
    }
    #expect(try store.reviewCount() == 20)
    #expect(throws: SQLiteError.self) {
      try ReviewStore.restore(scratch.path + "/missing.db", over: path, at: noon)
    }
    #expect(try store.reviewCount() == 20)
  }

  @Test func aDatabaseInUseByAWriterIsNotReplaced() throws {
    let (store, backup) = try prepare()
    try store.connection.execute("BEGIN IMMEDIATE")
    #expect(throws: SQLiteError.self) {
      try ReviewStore.restore(backup, over: path, at: noon, busyTimeoutMilliseconds: 10)
    }
    try store.connection.execute("ROLLBACK")
    #expect(try store.reviewCount() == 20)
  }

  @Test func aBackupOfAnOlderVersionIsRestoredMigrated() throws {
    for version in 1..<Schema.migrations.count {
      let scratch = try ScratchFolder()
      try Fixture.write(version: version, to: scratch.path + "/old.db")
      let before = try scratch.read("old.db")
      #expect(
        try ReviewStore.restore(scratch.path + "/old.db", over: scratch.path + "/study.db", at: noon) == nil)
      let store = try scratch.open(creating: false)
      #expect(try store.allReviews().count == 5)
      #expect(try scratch.read("old.db") == before)
    }
  }
}
