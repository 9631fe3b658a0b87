import Basics
import Foundation
import Scheduling
import Testing

@testable import Storage

@Suite struct DiagnosisTests {
  let scratch: ScratchFolder
  let store: ReviewStore

  init() throws {
    scratch = try ScratchFolder()
    store = try scratch.openUnsynced()
    try store.deckIndex.replaceSource(sampleSource("deck"), cards: sampleCards(["one", "two"]))
    for step in 0..<6 {
      let id = card(step % 2 == 0 ? "one" : "two")
      try store.record(id, review(of: id, at: noon.adding(days: Double(step))))
    }
    try store.mark(card("one")) { $0.flag = 1 }
  }

  private var later: Timestamp { noon.adding(days: 10) }

  private func findings(at now: Timestamp? = nil) throws -> [Finding] {
    try store.findings(at: now ?? later, replay: replay)
  }

  @Test func aSoundDatabaseHasNoFindings() throws {
    #expect(try findings() == [])
  }

  @Test func eachDamageToACacheIsFoundAndMended() throws {
    let damages = [
      "UPDATE card_state SET due = due + 1 WHERE card = 1", "UPDATE card_mark SET flag = 3",
      "DELETE FROM card_mark", "UPDATE card_reviews SET ids = zeroblob(16) WHERE card = 1",
      "DELETE FROM card_reviews WHERE card = 1", "UPDATE card_text SET text = 'another'",
    ]
    for damage in damages {
      try store.connection.execute(damage)
      let found = try findings()
      #expect(found.count == 1 && found[0].isProblem, "\(damage)")
      let action = try #require(found.first?.repair)
      #expect(try store.repair(action, replay: replay), "\(damage)")
      #expect(try findings() == [], "\(damage)")
    }
    #expect(try store.card(card("one"))?.mark.flag == 1)
  }

  @Test func filesThatOthersMayReadAreClosed() throws {
    let backup = try #require(try store.backup(before: .merging, at: noon))
    for path in [scratch.path + "/study.db", backup] {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }
    let found = try #require(try findings().first)
    #expect(
      found
        == .openToOthers([
          .init(path: scratch.path + "/study.db", mode: 0o644), .init(path: backup, mode: 0o644),
        ]))
    #expect(try store.repair(#require(found.repair), replay: replay))
    #expect(try findings() == [])
    #expect(try scratch.mode(of: "study.db") == 0o600)
  }

  @Test func cardsThatLeftTheDecksAreOrphansAndNoProblem() throws {
    try store.deckIndex.replaceSource(sampleSource("deck", hash: 2), cards: sampleCards(["two"]))
    #expect(try findings() == [.orphans([card("one")])])
    #expect(try findings().allSatisfy { !$0.isProblem && $0.repair == nil })
  }

  @Test func aClockThatMovedIsToldInBothDirections() throws {
    let back = noon.adding(days: -365)
    let jumped = try store.record(card("one"), review(of: card("one"), at: back))
    #expect(
      try findings() == [
        .clockWentBack([
          ClockJump(review: jumped.id, card: card("one"), time: back, other: noon.adding(days: 5))
        ])
      ])
    let ahead = try store.record(card("two"), review(of: card("two"), at: later.adding(days: 365)))
    let future = try #require(try findings().first)
    #expect(
      future
        == .future([ClockJump(review: ahead.id, card: card("two"), time: ahead.log.time, other: later)]))
    #expect(future.isProblem)
    // A few minutes are a clock being set.
    _ = try store.record(
      card("two"), review(of: card("two"), at: later.adding(days: 365).adding(seconds: -200)))
    #expect(try findings().count == 2)
  }

  @Test func aDanglingRowAndADamagedPageAreFound() throws {
    try store.connection.execute(
      "PRAGMA foreign_keys = OFF; INSERT INTO card_state SELECT 999, phase, step, stability, difficulty, due, due_day, last_review, last_day, reviews, lapses, first_day, last_exercise, slow, fast, repetition, easiness FROM card_state LIMIT 1"
    )
    let found = try findings()
    #expect(found.first == .danglingRows(["a row of card_state points to a missing row of card"]))
    try store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    let bytes = try scratch.read("study.db")
    let copy = try ScratchFolder()
    var damaged = bytes
    for page in 2..<8 {
      damaged.replaceSubrange(page * 4096..<page * 4096 + 2000, with: Data(repeating: 0x5A, count: 2000))
    }
    try copy.write(damaged, to: "study.db")
    let other = try copy.open()
    let worst = try #require(try other.findings(at: later, replay: replay).first)
    guard case .damage = worst else {
      Issue.record("\(worst)")
      return
    }
    #expect(worst.repair == .salvage)
    #expect(try !other.repair(.salvage, replay: replay))
  }
}
