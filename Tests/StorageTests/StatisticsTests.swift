import Basics
import Scheduling
import Testing

@testable import Storage

@Suite struct StatisticsTests {
  let scratch: ScratchFolder
  let store: ReviewStore
  let one = card("one")
  let two = card("two")

  init() throws {
    scratch = try ScratchFolder()
    store = try scratch.open()
  }

  private func answer(_ card: CardID, _ rating: Rating = .good, minutes: Double = 0) throws {
    try store.record(card, review(of: card, rating, at: noon.adding(seconds: minutes * 60)))
  }

  @Test func answersAreReadInOrderWithoutThoseTakenBack() throws {
    try answer(one)
    try answer(two, .hard, minutes: 1)
    try answer(one, .again, minutes: 2)
    _ = try store.undoLast(at: noon.adding(seconds: 180), replay: replay)
    var answers: [LoggedAnswer] = []
    try store.forEachAnswer { answers.append($0) }
    #expect(answers.map(\.log.rating) == [.good, .hard])
    #expect(answers.map(\.day) == [today, today])
    #expect(answers.map(\.durationMilliseconds) == [4000, 4000])
    let number = try #require(try store.cardNumber(of: two))
    #expect(answers[1].card == number)
    #expect(try store.cardID(ofNumber: number) == two)
  }

  @Test func theCardsTouchedSinceAPositionAreNamed() throws {
    try answer(one)
    let before = try store.logPosition()
    #expect(try store.cardsAnswered(since: before, until: before) == [])
    try answer(two, minutes: 1)
    let after = try store.logPosition()
    let number = try #require(try store.cardNumber(of: two))
    #expect(try store.cardsAnswered(since: before, until: after) == [number])
    _ = try store.undoLast(at: noon.adding(seconds: 120), replay: replay)
    let undone = try store.logPosition()
    #expect(try store.cardsAnswered(since: after, until: undone) == [number])
    #expect(try store.answers(ofCard: number, at: after).count == 1)
    #expect(try store.answers(ofCard: number, at: undone).isEmpty)
    #expect(try store.answers(ofCard: number, at: before).isEmpty)
  }

  @Test func aMergeThatPutsEntriesInBetweenIsNoticed() throws {
    try answer(one, minutes: 10)
    let before = try store.logPosition()
    let other = try ReviewStore(.memory, now: noon, idSeed: 2)
    try other.record(two, review(of: two))
    let theirs = try other.allEntries()
    #expect(try store.merge(theirs, replay: replay).reviews == 1)
    let after = try store.logPosition()
    #expect(after.lastReview == before.lastReview)
    #expect(try store.cardsAnswered(since: before, until: after) == nil)
    // What is known already changes nothing.
    #expect(try store.merge(theirs, replay: replay).known == 1)
    #expect(try store.logPosition() == after)
    // What they took back may come before what was taken back here, too.
    _ = try other.undoLast(at: noon, replay: replay)
    #expect(try store.merge(other.allEntries(), replay: replay).retractions == 1)
    #expect(try store.cardsAnswered(since: after, until: try store.logPosition()) == nil)
  }

  @Test func aSummaryIsKeptAndReplaced() throws {
    #expect(try store.logSummary() == nil)
    let empty = LogSummary(fingerprint: 1, position: try store.logPosition(), content: [])
    try store.setLogSummary(empty)
    #expect(try store.logSummary() == empty)
    try answer(one)
    _ = try store.undoLast(at: noon, replay: replay)
    let full = LogSummary(fingerprint: .max, position: try store.logPosition(), content: [1, 2, 255])
    try store.setLogSummary(full)
    #expect(try store.logSummary() == full)
    #expect(full.position.lastRetraction != nil)
  }

  @Test func aSnapshotPassesErrorsOnAndLeavesNoTransaction() throws {
    #expect(throws: SQLiteError.self) {
      try store.snapshot { () throws(SQLiteError) in throw SQLiteError.full }
    }
    try store.transaction { () throws(SQLiteError) in }
    #expect(try store.snapshot { () throws(SQLiteError) -> Int in 3 } == 3)
  }

  @Test func aCardStandsInTheFirstActiveSourceThatHasIt() throws {
    let index = store.deckIndex
    func source(_ topic: String, _ language: Language) -> DeckSource {
      DeckSource(
        origin: .file("/\(topic)-\(language.rawValue).md"), size: 1, modifiedNanoseconds: 0, hash: 0,
        language: language, topic: topic, title: topic.uppercased())
    }
    func indexed(_ id: CardID, level: Int) -> IndexedCard {
      IndexedCard(id: id, level: level, tags: [], exercises: 0, bytes: 0..<1, question: "?", answer: "!")
    }
    let first = try index.replaceSource(source("a", .english), cards: [indexed(one, level: 2)])
    let second = try index.replaceSource(
      source("b", .english), cards: [indexed(one, level: 3), indexed(two, level: 1)])
    let (oneNumber, twoNumber) = (
      try #require(try store.cardNumber(of: one)), try #require(try store.cardNumber(of: two))
    )
    try index.activate([first, second], preferred: .english)
    let both = try index.cardPlaces()
    #expect(both.topics.map(\.topic) == ["a", "b"] && both.topics.map(\.title) == ["A", "B"])
    #expect(
      both[oneNumber] == CardPlace(topic: 0, level: 2) && both[twoNumber] == CardPlace(topic: 1, level: 1))
    try index.activate([second], preferred: .english)
    let only = try index.cardPlaces()
    #expect(only[oneNumber] == CardPlace(topic: 0, level: 3))
    #expect(only[twoNumber + 1] == nil)
  }

  @Test func aCardWithANumberThatNoProgramGaveIsCorruption() throws {
    let source = try store.deckIndex.replaceSource(sampleSource("deck"), cards: sampleCards(["one"]))
    try store.deckIndex.activate([source], preferred: .english)
    try answer(one)
    func expectCorrupt(_ body: () throws -> Void) {
      #expect {
        try body()
      } throws: {
        if case SQLiteError.corrupt = $0 { true } else { false }
      }
    }
    // As a file that was tampered with may have it.
    try store.connection.execute(
      "PRAGMA foreign_keys = OFF; INSERT INTO card (number, id) VALUES (1 << 40, 'far')")
    expectCorrupt { _ = try store.deckIndex.cardPlaces() }
    try store.connection.execute("DELETE FROM card WHERE id = 'far'; UPDATE deck_card SET card = -3")
    #expect(try store.deckIndex.cardPlaces().places.allSatisfy { $0 == nil })
    try store.connection.execute("UPDATE card_state SET card = \(Int.max)")
    #expect(try store.middleCard() < Int.max)
    try store.connection.execute(
      """
      CREATE TABLE all_columns AS SELECT * FROM review;
      UPDATE all_columns SET card = 1 << 40, id = CAST(x'7f' || substr(id, 2) AS BLOB);
      INSERT INTO review SELECT * FROM all_columns
      """)
    expectCorrupt { try store.forEachAnswer { _ in } }
  }
}
