import Basics
import Foundation
import Scheduling
import Testing

@testable import Storage

@Suite struct SalvageTests {
  let scratch: ScratchFolder
  var path: String { scratch.path + "/study.db" }

  init() throws {
    scratch = try ScratchFolder()
  }

  /// A database large enough that every table has several pages; returns what is in it.
  private func build(count: Int = 300) throws -> Content {
    let store = try scratch.openUnsynced()
    var log = RandomLog(seed: 8)
    try store.transaction { () throws(SQLiteError) in
      for step in 0..<count {
        let id = card("card-with-a-long-name-\(step % 150)")
        try store.record(id, review(of: id, .good, at: noon.adding(seconds: Double(step) * 60)))
      }
    }
    try log.act(on: store, count: 60)
    try store.setSetting("lang", to: "zh")
    try store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return try Content(store)
  }

  @Test func aSoundFileIsSalvagedWhole() throws {
    let content = try build()
    let summary = try ReviewStore.salvage(path, at: noon, idSeed: 5, replay: replay)
    #expect(summary.merge.added == content.count && summary.nameless == 0 && summary.incomplete.isEmpty)
    let store = try scratch.open()
    #expect(try Content(store) == content)
    #expect(try store.setting("lang") == "zh")
    #expect(FileManager.default.fileExists(atPath: summary.kept))
    #expect(try scratch.mode(of: "study.db") == 0o600)
    #expect(try scratch.names().filter { $0.contains("salvaged") }.isEmpty)
  }

  @Test func aDamagedPageCostsWhatItHeldAndLittleMore() throws {
    let content = try build()
    let whole = try scratch.read("study.db")
    let pages = whole.count / 4096
    var shares: [Double] = []
    for page in stride(from: 1, to: pages, by: 2) {
      var bytes = whole
      bytes.replaceSubrange(page * 4096..<(page + 1) * 4096, with: Data(repeating: 0xA5, count: 4096))
      for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      try scratch.write(bytes, to: "study.db")
      let summary: SalvageSummary
      do { summary = try ReviewStore.salvage(path, at: noon, idSeed: 5, replay: replay) } catch {
        // The page was part of the schema: nothing can be asked of the file, and it stays as it was.
        #expect(try scratch.read("study.db") == bytes, "page \(page)")
        continue
      }
      try FileManager.default.removeItem(atPath: summary.kept)
      let store = try scratch.open()
      let saved = try Content(store)
      // A lost name makes an entry of another card of it; nothing is ever made up.
      let known = saved.entries.filter { entry in
        if case .review(let review) = entry { return !review.card.rawValue.hasPrefix("lost-card-") }
        return true
      }
      #expect(known.isSubset(of: content.entries), "page \(page)")
      #expect(try store.compareStates(replay: replay).isEmpty, "page \(page)")
      #expect(try store.integrityProblems().isEmpty, "page \(page)")
      shares.append(Double(known.count) / Double(content.count))
    }
    // A row beside the page is reached from one end or the other; from one alone half of a table would be lost.
    // Only the page at the root of a tree holds the way to all of it.
    let beside = shares.filter { $0 > 0.1 }
    #expect(beside.allSatisfy { $0 > 0.8 }, "\(shares)")
    #expect(beside.reduce(0, +) / Double(beside.count) > 0.95, "\(shares)")
    #expect(shares.count - beside.count < shares.count / 5, "\(shares)")
    #expect(shares.contains { $0 < 1 })
  }

  @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
    try scratch.write(Data(repeating: 7, count: 9000), to: "study.db")
    #expect(throws: SQLiteError.notADatabase) {
      try ReviewStore.salvage(path, at: noon, idSeed: 5, replay: replay)
    }
    #expect(try scratch.names() == ["study.db"])
  }

  @Test func olderVersionsAreSalvagedToo() throws {
    for version in 1..<Schema.migrations.count {
      try Fixture.write(version: version, to: path)
      let summary = try ReviewStore.salvage(path, at: noon, idSeed: 5, replay: replay)
      #expect(summary.merge.reviews == 5 && summary.merge.retractions == 1, "version \(version)")
      do {
        let store = try scratch.open()
        #expect(try store.card(card("relu"))?.mark.isSuspended == (version > 1), "version \(version)")
      }
      for name in try scratch.names() {
        try FileManager.default.removeItem(atPath: scratch.path + "/" + name)
      }
    }
  }
}
