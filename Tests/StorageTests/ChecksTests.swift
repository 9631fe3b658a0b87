import Basics
import Scheduling
import Testing

@testable import Storage

@Suite struct ChecksTests {
  let store: ReviewStore

  init() throws {
    store = try ReviewStore(.memory, now: noon, idSeed: 1)
    var random = SplitMix64(seed: 17)
    for step in 0..<300 {
      let id = card("card-\(random.nextIndex(below: 20))")
      let rating = Rating.allCases[random.nextIndex(below: 4)]
      try store.record(id, review(of: id, rating, at: noon.adding(days: Double(step) / 3)))
      if step % 11 == 0 { _ = try store.undoLast(at: noon, replay: replay) }
    }
  }

  @Test func theCacheIsWhatTheLogLeadsTo() throws {
    #expect(try store.compareStates(replay: replay).isEmpty)
    #expect(try store.integrityProblems().isEmpty)
    #expect(try store.foreignKeyProblems().isEmpty)
  }

  @Test func everyKindOfDamageToTheCacheIsFoundAndMended() throws {
    let damages = [
      "UPDATE card_state SET stability = stability * 1.001 WHERE card = 3",
      "UPDATE card_state SET due = due + 1 WHERE card = 4",
      "UPDATE card_state SET lapses = 99 WHERE card = 5",
      "UPDATE card_state SET phase = iif(phase = 'review', 'learning', 'review') WHERE card = 6",
      "DELETE FROM card_state WHERE card = 7",
      """
      INSERT INTO card (id) VALUES ('ghost'); INSERT INTO card_state
      SELECT (SELECT number FROM card WHERE id = 'ghost'), phase, step, stability, difficulty, due, due_day,
        last_review, last_day, reviews, lapses, first_day, last_exercise, slow, fast, repetition, easiness FROM card_state WHERE card = 8
      """,
    ]
    for damage in damages {
      try store.connection.execute(damage)
      #expect(try store.compareStates(replay: replay).count == 1, "\(damage)")
      #expect(try store.rebuildStates(replay: replay) == 1, "\(damage)")
      #expect(try store.compareStates(replay: replay).isEmpty, "\(damage)")
    }
  }

  @Test func anotherModelLeadsToOtherStates() throws {
    let strict = Scheduler(desiredRetention: 0.97)
    let differences = try store.compareStates { strict.replay($1, of: $0) }
    #expect(!differences.isEmpty)
    let rebuilt = try store.rebuildStates { strict.replay($1, of: $0) }
    #expect(rebuilt == differences.count)
    #expect(try store.compareStates { strict.replay($1, of: $0) }.isEmpty)
  }

  @Test func aSearchIndexThatLostItsCardsIsReported() throws {
    let source = DeckSource(
      origin: .builtIn("a"), size: 0, modifiedNanoseconds: 0, hash: 0, language: .english, topic: "a",
      title: "A")
    let indexed = IndexedCard(
      id: card("card-1"), level: 1, tags: [], exercises: 0, bytes: 0..<1, question: "padding",
      answer: "stride")
    try store.deckIndex.replaceSource(source, cards: [indexed])
    #expect(try store.integrityProblems().isEmpty)
    try store.connection.execute("UPDATE card_text SET text = 'another text'")
    #expect(try store.integrityProblems() == ["the search index does not agree with the cards"])
  }

  @Test func aRowThatPointsNowhereIsReported() throws {
    try store.connection.execute(
      "PRAGMA foreign_keys = OFF; INSERT INTO card_mark VALUES (9999, 1, NULL, 0, NULL)")
    #expect(try store.foreignKeyProblems() == ["a row of card_mark points to a missing row of card"])
  }
}
