import Basics
import Foundation
import Scheduling
import Testing

@testable import Storage

@Suite struct BackupTests {
  let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test func aBackupHoldsEverythingUpToNow() throws {
    let store = try scratch.openUnsynced()
    for step in 0..<50 {
      try store.record(card("card-\(step)"), review(of: card("card-\(step)")))
    }
    try store.backup(to: scratch.path + "/kept/copy.db")
    try store.record(card("later"), review(of: card("later")))
    #expect(try scratch.names(in: "kept") == ["copy.db"])
    #expect(try scratch.mode(of: "kept/copy.db") == 0o600)
    let copy = try ReviewStore(.file(scratch.path + "/kept/copy.db"), now: noon, idSeed: 1)
    #expect(try copy.allReviews() == (try store.allReviews().dropLast()).map { $0 })
    #expect(try copy.integrityProblems().isEmpty)
    #expect(try copy.compareStates(replay: replay).isEmpty)
  }

  @Test func oneBackupADayAndTheLastTenAreKept() throws {
    let store = try scratch.open()
    for step in 0..<14 {
      #expect(try store.backupIfDue(on: today.advanced(by: step)) != nil)
      #expect(try store.backupIfDue(on: today.advanced(by: step)) == nil)
    }
    let names = (4..<14).map { "study-\(today.advanced(by: $0).date).db" }
    #expect(try scratch.names(in: "backups") == names)
    #expect(store.dailyBackupPaths() == names.map { scratch.path + "/backups/" + $0 })
  }

  @Test func onlyDailyBackupsOfThisDatabaseAreRotated() throws {
    let store = try scratch.open()
    let other = try ReviewStore(.file(scratch.path + "/study-2.db"), now: noon, idSeed: 1)
    _ = try other.backupIfDue(on: today)
    try store.backup(before: .migration("deck index"), at: noon)
    for step in 0..<12 { _ = try store.backupIfDue(on: today.advanced(by: step)) }
    let names = try scratch.names(in: "backups")
    #expect(names.count == 12)
    #expect(names.contains("study-2-2026-11-20.db"))
    #expect(names.contains("study-2026-11-20-before-deck-index.db"))
  }

  @Test func aBackupThatCannotBeWrittenLeavesNothingHalfDone() throws {
    let store = try scratch.open()
    try scratch.write("in the way".data(using: .utf8) ?? .init(), to: "file")
    #expect(throws: SQLiteError.self) { try store.backup(to: scratch.path + "/file/copy.db") }
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/folder", withIntermediateDirectories: false)
    #expect(throws: SQLiteError.self) { try store.backup(to: scratch.path + "/folder") }
    #expect(try scratch.names().filter { $0.hasSuffix(".part") }.isEmpty)
  }

  @Test func theLastTenBackupsBeforeSomethingAreKeptApartFromTheDailyOnes() throws {
    let store = try scratch.open()
    _ = try store.backupIfDue(on: today)
    var made: [String] = []
    for step in 0..<13 {
      let reasons: [BackupReason] = [.merging, .importing, .restoring, .repairing]
      made.append(try #require(try store.backup(before: reasons[step % 4], at: noon)))
    }
    let kept = Set(store.backupPaths())
    #expect(kept.count == 11)
    #expect(kept == Set(made.suffix(10) + store.dailyBackupPaths()))
  }

  @Test func aStoreInMemoryHasNoBackups() throws {
    let store = try ReviewStore(.memory, now: noon, idSeed: 1)
    #expect(try store.backupIfDue(on: today) == nil)
    #expect(store.dailyBackupPaths().isEmpty)
  }
}
