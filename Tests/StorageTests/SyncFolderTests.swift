import Basics
import Foundation
import Scheduling
import Testing

@testable import Storage

@Suite struct SyncFolderTests {
  let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/shared", withIntermediateDirectories: true)
  }

  private var folder: SyncFolder { SyncFolder(path: scratch.path + "/shared", coding: .json) }

  private func store(_ seed: UInt64) throws -> ReviewStore {
    try ReviewStore(.memory, now: noon, idSeed: seed)
  }

  @discardableResult
  private func sync(_ store: ReviewStore, _ machine: String, _ folder: SyncFolder? = nil) throws
    -> SyncSummary
  {
    try (folder ?? self.folder).synchronise(store, machine: machine, replay: replay)
  }

  private func lines(_ machine: String) throws -> [String] {
    try String(contentsOfFile: scratch.path + "/shared/\(machine).jsonl", encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  @Test func everyKindOfEntrySurvivesItsLine() throws {
    let store = try store(1)
    var log = RandomLog(seed: 3)
    try log.act(on: store, count: 200)
    for entry in try store.allEntries() {
      let line = EntryCoding.json.encode(entry)
      #expect(EntryCoding.json.decode(Array(line.utf8).span) == entry)
    }
  }

  @Test func machinesThatTakeTurnsEndWithTheSameLog() throws {
    for seed in UInt64(0)..<5 {
      let scratch = try ScratchFolder()
      let folder = SyncFolder(path: scratch.path, coding: .json)
      let stores = try (0..<3).map { try store(seed * 3 + UInt64($0)) }
      var logs = (0..<3).map {
        RandomLog(seed: seed * 3 + UInt64($0), clock: noon.adding(days: Double($0 * 30)))
      }
      var random = SplitMix64(seed: seed)
      var files: [String: Data] = [:]
      for _ in 0..<25 {
        let machine = random.nextIndex(below: 3)
        try logs[machine].act(on: stores[machine], count: random.nextIndex(below: 8))
        try sync(stores[machine], "m\(machine)", folder)
        for name in try scratch.names() {
          // Nobody's file is ever changed but at its end, and that by its owner alone.
          let now = try scratch.read(name)
          let before = files[name] ?? Data()
          #expect(now.prefix(before.count) == before, "seed \(seed)")
          if name != "m\(machine).jsonl" { #expect(now == before, "seed \(seed)") }
          files[name] = now
        }
      }
      for _ in 0..<2 { for machine in 0..<3 { try sync(stores[machine], "m\(machine)", folder) } }
      let contents = try stores.map { try Content($0) }
      #expect(contents[0] == contents[1] && contents[1] == contents[2], "seed \(seed)")
      // Each entry stands in one file once.
      let lines = try scratch.names().flatMap {
        try String(decoding: scratch.read($0), as: UTF8.self).split(separator: "\n")
      }
      #expect(lines.count == contents[0].count)
      for machine in 0..<3 {
        let again = try sync(stores[machine], "m\(machine)", folder)
        #expect(again == SyncSummary(), "seed \(seed)")
        #expect(try stores[machine].compareStates(replay: replay).isEmpty, "seed \(seed)")
      }
    }
  }

  @Test func onlyWhatIsNewIsRead() throws {
    let (one, two) = (try store(1), try store(2))
    for _ in 0..<5 { try one.record(card("a"), review(of: card("a"))) }
    #expect(try sync(one, "one").written == 5)
    #expect(try sync(two, "two").merge.reviews == 5)
    try one.record(card("a"), review(of: card("a")))
    #expect(try sync(one, "one").written == 1)
    let summary = try sync(two, "two")
    #expect(summary.merge.reviews == 1 && summary.merge.known == 0 && summary.filesRead == 1)
  }

  @Test func aFileThatWasRewrittenIsReadAgain() throws {
    let (one, two) = (try store(1), try store(2))
    for _ in 0..<5 { try one.record(card("a"), review(of: card("a"))) }
    try sync(one, "one")
    try sync(two, "two")
    let path = scratch.path + "/shared/one.jsonl"
    let extra = try store(3)
    let late = try extra.record(card("b"), review(of: card("b"))).entry
    let rewritten = [EntryCoding.json.encode(.review(late))] + (try lines("one").reversed())
    try (rewritten.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let summary = try sync(two, "two")
    #expect(summary.merge.reviews == 1 && summary.merge.known == 5)
    try "".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try sync(two, "two").merge.added == 0)
    // What was lost from the folder is written by nobody until its owner says so; the databases have it all.
    #expect(try two.reviewCount() == 6)
  }

  @Test func tornLinesAndConflictMarkersAreCountedAndPassedOver() throws {
    let (one, two) = (try store(1), try store(2))
    for _ in 0..<3 { try one.record(card("a"), review(of: card("a"))) }
    try sync(one, "one")
    let path = scratch.path + "/shared/one.jsonl"
    let whole = try lines("one")
    let torn = "<<<<<<< HEAD\n\(whole[0])\r\n=======\n\(whole[1])\n\n>>>>>>> other\n\(whole[2].dropLast(9))"
    try torn.write(toFile: path, atomically: true, encoding: .utf8)
    let first = try sync(two, "two")
    #expect(first.merge.reviews == 2 && first.damagedLines == ["one.jsonl": 3])
    // The last line was still being written.
    try (torn + whole[2].suffix(9) + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    let second = try sync(two, "two")
    #expect(second.merge.reviews == 1 && second.damagedLines.isEmpty)
  }

  @Test func whatIsAppendedAfterATornLineStandsOnItsOwn() throws {
    let (one, two) = (try store(1), try store(2))
    try one.record(card("a"), review(of: card("a")))
    try "{\"torn".write(toFile: scratch.path + "/shared/one.jsonl", atomically: true, encoding: .utf8)
    try sync(one, "one")
    #expect(try lines("one").count == 2)
    #expect(try sync(two, "two").merge.reviews == 1)
  }

  @Test func whatWasAppendedBeforeAFailureIsNotAppendedTwice() throws {
    let one = try store(1)
    for _ in 0..<3 { try one.record(card("a"), review(of: card("a"))) }
    // The program dies between the file's end and the database's.
    struct Killed: Error {}
    #expect(throws: Killed.self) {
      try one.merge(replay: replay) { _ in
        _ = try folder.synchronise(one, machine: "one", replay: replay)
        throw Killed()
      }
    }
    #expect(try lines("one").count == 3)
    #expect(try sync(one, "one").written == 0)
    #expect(try lines("one").count == 3)
  }

  @Test func whatCameByAnotherWayIsPassedOn() throws {
    let (one, two, three) = (try store(1), try store(2), try store(3))
    // The third machine's entries are older than what the folder has.
    try three.record(card("c"), review(of: card("c"), at: noon.adding(days: -100)))
    try one.record(card("a"), review(of: card("a")))
    try sync(one, "one")
    _ = try one.merge(three.allEntries(), replay: replay)
    #expect(try sync(one, "one").written == 1)
    #expect(try sync(two, "two").merge.reviews == 2)
    #expect(try sync(one, "one").written == 0)
  }

  @Test func aCopyOfTheDatabaseElsewhereGetsANameOfItsOwn() throws {
    let store = try store(1)
    let name = try store.machineName(fingerprint: "here")
    #expect(name.count == 16 && name.allSatisfy(\.isHexDigit))
    #expect(try store.machineName(fingerprint: "here") == name)
    let other = try store.machineName(fingerprint: "there")
    #expect(other != name)
    #expect(try store.machineName(fingerprint: "there") == other)
    let path = scratch.path + "/study.db"
    #expect(SyncFolder.fingerprint(ofDatabase: path) != SyncFolder.fingerprint(ofDatabase: path + "2"))
    #expect(SyncFolder.fingerprint(ofDatabase: path) == SyncFolder.fingerprint(ofDatabase: path))
  }

  @Test func aFolderThatIsGoneIsToldAndNothingChanges() throws {
    let one = try store(1)
    try one.record(card("a"), review(of: card("a")))
    let gone = SyncFolder(path: scratch.path + "/gone", coding: .json)
    #expect { try sync(one, "one", gone) } throws: { error in
      if case .file? = error as? SyncError { true } else { false }
    }
    #expect(try sync(one, "one").written == 1)
  }

  @Test func aFolderThatCannotBeWrittenLeavesTheEntriesForTheNextTime() throws {
    let (one, two) = (try store(1), try store(2))
    try two.record(card("b"), review(of: card("b")))
    try sync(two, "two")
    try one.record(card("a"), review(of: card("a")))
    let path = scratch.path + "/shared"
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path + "/two.jsonl")
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path)
    try asOrdinaryUser {
      #expect(throws: SyncError.cannotAppend(path: path + "/one.jsonl", code: EACCES)) {
        try sync(one, "one")
      }
    }
    #expect(try one.reviewCount() == 1)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    let summary = try sync(one, "one")
    #expect(summary.written == 1 && summary.merge.reviews == 1)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/git")))
  func twoClonesWithConcurrentEditsMergeWithoutAConflict() throws {
    func git(_ words: String..., in folder: String) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/git")
      process.arguments =
        ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"] + words
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      process.environment = ["HOME": scratch.path, "GIT_CONFIG_NOSYSTEM": "1"]
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "git \(words.joined(separator: " "))")
    }
    try git("init", "-q", "--bare", "origin", in: scratch.path)
    let stores = [try store(1), try store(2)]
    var logs = [RandomLog(seed: 1), RandomLog(seed: 2)]
    for name in ["a", "b"] { try git("clone", "-q", "origin", name, in: scratch.path) }
    func exchange(_ place: Int, pushes: Bool) throws {
      let folder = scratch.path + "/" + ["a", "b"][place]
      try sync(stores[place], "machine-\(place)", SyncFolder(path: folder, coding: .json))
      try git("add", "-A", in: folder)
      try git("commit", "-q", "--allow-empty", "-m", "log", in: folder)
      if pushes { try git("push", "-q", "origin", "HEAD:main", in: folder) }
    }
    try exchange(0, pushes: true)
    try git(
      "pull", "-q", "--no-rebase", "origin", "main", "--allow-unrelated-histories", in: scratch.path + "/b")
    for _ in 0..<3 {
      // Both edit before either has seen the other.
      for place in 0..<2 { try logs[place].act(on: stores[place], count: 10) }
      try exchange(0, pushes: true)
      try exchange(1, pushes: false)
      let b = scratch.path + "/b"
      try git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main", in: b)
      try exchange(1, pushes: true)
      try git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main", in: scratch.path + "/a")
      try exchange(0, pushes: true)
      #expect(try Content(stores[0]) == Content(stores[1]))
      try git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main", in: b)
    }
    #expect(try stores[0].reviewCount() > 10)
  }
}
