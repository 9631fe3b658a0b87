import Basics
import Foundation
import Scheduling
import Synchronization
import Testing

@testable import Storage

@Suite struct ReviewStoreTests {
  let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test func aNewDatabaseIsPrivateFromItsFirstByte() throws {
    let store = try ReviewStore(.file(scratch.path + "/a/b/study.db"), now: noon, idSeed: 1)
    try store.record(card("one"), review(of: card("one")))
    #expect(try scratch.mode(of: "a") == 0o700)
    #expect(try scratch.mode(of: "a/b") == 0o700)
    #expect(try scratch.names(in: "a/b") == ["study.db", "study.db-shm", "study.db-wal"])
    for name in try scratch.names(in: "a/b") { #expect(try scratch.mode(of: "a/b/" + name) == 0o600) }
  }

  @Test func aLargeFileIsReadByTwoThreadsEachWithAStoreOfItsOwn() throws {
    let store = try scratch.open()
    func others() throws -> [Bool] {
      let (aside, cards) = try store.both(
        { other throws(SQLiteError) -> (isOther: Bool, cards: Int?) in
          (other !== store, try other.connection.int("SELECT count(*) FROM card"))
        }, { () throws(SQLiteError) -> Int? in try store.connection.int("SELECT count(*) FROM card") })
      #expect(aside.cards == cards)
      return [aside.isOther]
    }
    try store.record(card("one"), review(of: card("one")))
    #expect(try others() == [false])
    try store.connection.run("INSERT INTO card (number, id) VALUES (10001, 'far')")
    #expect(try others() == [true])
    // What a transaction has written is to be seen by both.
    try store.connection.execute("BEGIN; INSERT INTO card (id) VALUES ('unsaved')")
    #expect(try others() == [false])
    try store.connection.execute("ROLLBACK")
    // What goes wrong on either side is told.
    for side in [true, false] {
      #expect(throws: SQLiteError.self) {
        try store.both(
          { other throws(SQLiteError) -> Int? in
            try other.connection.int(side ? "SELECT nothing" : "SELECT 1")
          },
          { () throws(SQLiteError) -> Int? in
            try store.connection.int(side ? "SELECT 1" : "SELECT nothing")
          })
      }
    }
  }

  @Test func theConnectionIsSafeAndDurable() throws {
    let store = try scratch.open()
    let expected = [
      "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "trusted_schema": "0",
      "recursive_triggers": "1", "application_id": String(Schema.applicationID),
      "user_version": String(Schema.migrations.count),
    ]
    for (pragma, value) in expected {
      #expect(try store.connection.firstRow("PRAGMA \(pragma)") { $0.text(0) } == value, "\(pragma)")
    }
    let tables = try store.connection.int(
      "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0")
    // sqlite_schema, and what the search index keeps for itself.
    #expect(tables == 1)
  }

  @Test func anEmptyFileBecomesADatabase() throws {
    try scratch.write(Data(), to: "study.db")
    let store = try scratch.open()
    #expect(try store.reviewCount() == 0)
  }

  @Test func aDatabaseThatMustExistIsNotCreated() throws {
    #expect { try scratch.open(creating: false) } throws: { error in
      if case .cannotOpen = error as? SQLiteError { true } else { false }
    }
    #expect(try scratch.names().isEmpty)
  }

  @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
    let text = Data(String(repeating: "## What is a convolution?\n", count: 100).utf8)
    try scratch.write(text, to: "study.db")
    #expect(throws: SQLiteError.notADatabase) { try scratch.open() }
    #expect(try scratch.read("study.db") == text)
  }

  @Test func aDatabaseOfAnotherProgramIsLeftAlone() throws {
    for sql in [
      "PRAGMA application_id = 77; CREATE TABLE a (b)", "CREATE TABLE a (b)", "PRAGMA user_version = 3",
    ] {
      try scratch.write(Data(), to: "study.db")
      do {
        let other = try Connection(path: scratch.path + "/study.db", busyTimeoutMilliseconds: 0)
        try other.execute(sql)
      }
      let before = try scratch.read("study.db")
      #expect(throws: SQLiteError.otherApplication(id: sql.contains("77") ? 77 : 0)) { try scratch.open() }
      #expect(try scratch.read("study.db") == before)
    }
  }

  @Test func aFolderIsNoDatabase() throws {
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/study.db", withIntermediateDirectories: false)
    #expect(throws: SQLiteError.cannotOpen(reason: Platform.message(ofError: EISDIR))) { try scratch.open() }
  }

  @Test func aPathThroughAFileCannotBeOpened() throws {
    try scratch.write(Data(), to: "file")
    let location = DatabaseLocation.file(scratch.path + "/file/study.db")
    #expect(throws: SQLiteError.cannotOpen(reason: Platform.message(ofError: ENOTDIR))) {
      try ReviewStore(location, now: noon, idSeed: 1)
    }
  }

  @Test func aNameIsNothingButAName() throws {
    // Relative names, so that neither a URI nor a memory database may be made of them.
    let folder = FileManager.default.currentDirectoryPath
    for name in [":memory:", "file:x?mode=memory"] {
      defer {
        for suffix in ["", "-wal", "-shm"] {
          try? FileManager.default.removeItem(atPath: "\(folder)/\(name)\(suffix)")
        }
      }
      do {
        let store = try ReviewStore(.file(name), now: noon, idSeed: 1)
        try store.setSetting("a", to: "b")
      }
      let again = try ReviewStore(.file(name), now: noon, idSeed: 1, creating: false)
      #expect(try again.setting("a") == "b")
      #expect(FileManager.default.fileExists(atPath: folder + "/" + name))
    }
  }

  @Test func whatMayNotBeWrittenIsReadOnly() throws {
    do { _ = try scratch.open() }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o444], ofItemAtPath: scratch.path + "/study.db")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path)
    try asOrdinaryUser {
      #expect(throws: SQLiteError.readOnly) { try scratch.open(creating: false) }
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o666], ofItemAtPath: scratch.path + "/study.db")
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.path)
    try asOrdinaryUser {
      #expect(throws: SQLiteError.readOnly) { try scratch.open(creating: false) }
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: scratch.path)
  }

  @Test func aReadOnlyFileThatAnotherProgramHasOpenIsReadOnly() throws {
    let store = try scratch.open()
    try store.setSetting("a", to: "b")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path)
    for name in try scratch.names() {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o444], ofItemAtPath: scratch.path + "/" + name)
    }
    try asOrdinaryUser {
      #expect(throws: SQLiteError.readOnly) { try scratch.open(creating: false) }
    }
  }

  @Test func aTruncatedDatabaseIsCorrupt() throws {
    do {
      let store = try scratch.openUnsynced()
      for index in 0..<400 {
        try store.record(card("card-\(index)"), review(of: card("card-\(index)")))
      }
    }
    let whole = try scratch.read("study.db")
    try scratch.write(whole.prefix(whole.count / 2), to: "study.db")
    #expect {
      let store = try scratch.open()
      _ = try store.allReviews()
    } throws: { error in
      if case .corrupt = error as? SQLiteError { true } else { false }
    }
  }

  @Test func aHeldLockIsBusyAndNothingIsRecorded() throws {
    let first = try scratch.open()
    let second = try scratch.open()
    try first.connection.execute("BEGIN IMMEDIATE")
    #expect(throws: SQLiteError.busy) { try second.record(card("one"), review(of: card("one"))) }
    try first.connection.execute("ROLLBACK")
    #expect(try second.reviewCount() == 0)
    try second.record(card("one"), review(of: card("one")))
    #expect(try first.reviewCount() == 1)
  }

  @Test func aFullDiskKeepsWhatWasAcknowledged() throws {
    let store = try scratch.openUnsynced()
    try store.connection.execute("PRAGMA max_page_count = 60")
    var saved = 0
    #expect(throws: SQLiteError.full) {
      while saved < 10_000 {
        try store.record(card("card-\(saved)"), review(of: card("card-\(saved)")))
        saved += 1
      }
    }
    #expect(saved > 0)
    #expect(try store.reviewCount() == saved)
    #expect(try store.integrityProblems().isEmpty)
    #expect(try store.compareStates(replay: replay).isEmpty)
    try store.connection.execute("PRAGMA max_page_count = 1000000")
    try store.record(card("after"), review(of: card("after")))
    #expect(try store.reviewCount() == saved + 1)
  }

  @Test func twoStoresSeeEachOthersState() throws {
    let first = try scratch.open()
    let second = try scratch.open()
    let id = card("one")
    try first.record(id, review(of: id))
    var seen: CardState?
    try second.record(id) { state in
      seen = state
      return review(of: id, at: noon.adding(seconds: 600))(state)
    }
    #expect(
      try seen == first.reviews(of: id).first.map { _ in replay(id, [try first.reviews(of: id)[0].log]) })
    #expect(try first.state(of: id)?.reviews == 2)
  }

  @Test func manyThatStartAtOnceShareOneDatabase() throws {
    let path = scratch.path + "/new/study.db"
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      do {
        let store = try ReviewStore(.file(path), now: noon, idSeed: UInt64(number))
        try store.connection.execute("PRAGMA synchronous = OFF")
        for step in 0..<10 {
          let id = card(step % 2 == 0 ? "shared" : "own-\(number)")
          try store.record(id, review(of: id))
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let store = try ReviewStore(.file(path), now: noon, idSeed: 99)
    #expect(try store.reviewCount() == 80)
    #expect(try store.state(of: card("shared"))?.reviews == 40)
    #expect(try store.compareStates(replay: replay).isEmpty)
    #expect(try store.connection.int("SELECT count(*) FROM migration") == Schema.migrations.count)
    #expect(try !scratch.names(in: "new").contains("backups"))
  }
}
