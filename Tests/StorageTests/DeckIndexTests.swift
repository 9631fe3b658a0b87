import Basics
import Scheduling
import Testing

@testable import Storage

@Suite struct DeckIndexTests {
  let store: ReviewStore
  let index: DeckIndex

  init() throws {
    store = try ReviewStore(.memory, now: noon, idSeed: 1)
    index = store.deckIndex
  }

  private func source(
    _ name: String, topic: String = "convolution", _ language: Language = .english, hash: UInt64 = 1
  ) -> DeckSource {
    DeckSource(
      origin: .file("/decks/\(name).md"), size: 1000, modifiedNanoseconds: 1_795_176_000_123_456_789,
      hash: hash, language: language, topic: topic, title: topic.uppercased())
  }

  private func cards(_ names: [String], level: Int = 1, tags: [String] = [], text: String = "")
    -> [IndexedCard]
  {
    names.enumerated().map { offset, name in
      IndexedCard(
        id: card(name), level: level, tags: tags, exercises: 0b101, bytes: offset * 100..<offset * 100 + 90,
        question: "What is \(name)?", answer: text.isEmpty ? "It is \(name)." : text)
    }
  }

  private func activateAll(preferred: Language = .english) throws {
    try index.activate(index.sources().map(\.number), preferred: preferred)
  }

  @Test func aSourceComesBackAsItWasIndexed() throws {
    let file = source("a", hash: .max)
    var builtIn = source("b", topic: "relu", .chinese)
    builtIn.origin = .builtIn("zh/relu")
    let first = try index.replaceSource(file, cards: cards(["one", "two"]))
    let second = try index.replaceSource(builtIn, cards: [])
    #expect(
      try index.sources() == [
        SourceRecord(number: first, source: file, cardCount: 2),
        SourceRecord(number: second, source: builtIn, cardCount: 0),
      ])
    try index.touchSource(first, modifiedNanoseconds: 5)
    #expect(try index.sources()[0].source.modifiedNanoseconds == 5)
  }

  @Test func aFaceHasEverythingButTheAnswer() throws {
    let number = try index.replaceSource(
      source("a"), cards: cards(["one", "two"], level: 2, tags: ["x", "y z"]))
    try activateAll()
    #expect(
      try index.face(of: card("two"))
        == CardFace(
          id: card("two"), source: number, language: .english, topic: "convolution", level: 2,
          tags: ["x", "y z"],
          exercises: 0b101, bytes: 100..<190, question: "What is two?"))
    #expect(try index.face(of: card("three")) == nil)
  }

  @Test func replacingASourceKeepsStatesAndForgetsWhatIsGone() throws {
    let number = try index.replaceSource(source("a"), cards: cards(["one", "two"]))
    try store.record(card("one"), review(of: card("one")))
    try store.record(card("two"), review(of: card("two")))
    #expect(try index.replaceSource(source("a", hash: 2), cards: cards(["new", "one"])) == number)
    try activateAll()
    #expect(try index.cards().map(\.id.rawValue) == ["new", "one"])
    #expect(try index.newCards(today: today, limit: 9).map(\.id.rawValue) == ["new"])
    #expect(try index.search("two", limit: 9).isEmpty)
    #expect(try store.state(of: card("two"))?.reviews == 1)
    try index.removeSource(number)
    #expect(try index.sources().isEmpty)
    #expect(try store.connection.int("SELECT count(*) FROM card_text") == 0)
    #expect(try store.reviewCount() == 2)
    #expect(try store.foreignKeyProblems().isEmpty)
    #expect(try store.integrityProblems().isEmpty)
  }

  @Test func aCardIsShownOnceInThePreferredLanguage() throws {
    try index.replaceSource(source("en"), cards: cards(["one", "two"]))
    try index.replaceSource(source("zh", .chinese), cards: cards(["two", "three"]))
    for preferred in Language.allCases {
      try activateAll(preferred: preferred)
      let faces = try index.cards()
      #expect(Set(faces.map(\.id)) == [card("one"), card("two"), card("three")])
      #expect(faces.count == 3)
      #expect(faces.first { $0.id == card("two") }?.language == preferred)
      #expect(try index.newCards(today: today, limit: 9).count == 3)
      #expect(try index.face(of: card("two"))?.language == preferred)
      #expect(try index.face(of: card("two"), in: .chinese)?.language == .chinese)
      #expect(try index.face(of: card("one"), in: .chinese)?.language == .english)
      #expect(try index.topics(at: noon, today: today).map(\.total) == [3])
    }
  }

  @Test func newCardsAreTakenFromEachTopicInTurn() throws {
    try index.replaceSource(source("a", topic: "a"), cards: cards((0..<5).map { "a\($0)" }))
    try index.replaceSource(source("b", topic: "b"), cards: cards(["b0"]))
    try index.replaceSource(source("c", topic: "c"), cards: cards((0..<3).map { "c\($0)" }))
    try activateAll()
    let order = ["a0", "b0", "c0", "a1", "c1", "a2", "c2", "a3", "a4"]
    for limit in 0...12 {
      let names = try index.newCards(today: today, limit: limit).map(\.id.rawValue)
      #expect(names == Array(order.prefix(limit)), "limit \(limit)")
    }
    try store.record(card("a0"), review(of: card("a0")))
    try store.suspend(card("a1"))
    try store.bury(card("a2"), until: today.advanced(by: 1))
    #expect(try index.newCards(today: today, limit: 3).map(\.id.rawValue) == ["a3", "b0", "c0"])
    #expect(try index.newCards(today: today.advanced(by: 1), limit: 1).map(\.id.rawValue) == ["a2"])
    // The two marks, then the review.
    for _ in 0..<3 { _ = try store.undoLast(at: noon, replay: replay) }
    #expect(try index.newCards(today: today, limit: 1).map(\.id.rawValue) == ["a0"])
  }

  @Test func onlyActiveSourcesAreAsked() throws {
    let first = try index.replaceSource(source("a", topic: "a"), cards: cards(["a0", "both"]))
    try index.replaceSource(source("b", topic: "b"), cards: cards(["b0", "both"]))
    for name in ["a0", "b0"] {
      try store.record(card(name), review(of: card(name), .again, at: noon.adding(seconds: -3600)))
    }
    try index.activate([first], preferred: .english)
    #expect(try index.cards().map(\.id.rawValue) == ["a0", "both"])
    #expect(try index.dueCards(at: noon, today: today).map(\.id.rawValue) == ["a0"])
    #expect(try index.newCards(today: today, limit: 5).map(\.id.rawValue) == ["both"])
    #expect(try index.search("b0", limit: 5).isEmpty)
    #expect(
      try index.topics(at: noon, today: today)
        == [TopicSummary(topic: "a", title: "A", total: 2, seen: 1, due: 1)])
    try index.activate([], preferred: .english)
    #expect(try index.cards().isEmpty)
    #expect(try index.dueCards(at: noon, today: today).isEmpty)
  }

  @Test func dueCardsComeLongestOverdueFirst() throws {
    try index.replaceSource(source("a"), cards: cards(["one", "two", "three", "four", "five", "six"]))
    try activateAll()
    try store.record(card("one"), review(of: card("one"), .easy, at: noon.adding(days: -20)))
    try store.record(card("two"), review(of: card("two"), .easy, at: noon.adding(days: -40)))
    try store.record(card("three"), review(of: card("three"), .again, at: noon.adding(seconds: -30)))
    try store.record(card("four"), review(of: card("four"), .easy, at: noon.adding(days: -60)))
    try store.record(card("five"), review(of: card("five"), .again, at: noon.adding(seconds: -60)))
    try store.suspend(card("four"))
    try store.bury(card("one"), until: today)
    let due = try index.dueCards(at: noon, today: today)
    #expect(due.map(\.id.rawValue) == ["two", "one", "five"])
    #expect(due[0].state == (try store.state(of: card("two"))))
    #expect(due[0].lastExercise == "recall")
    #expect(try index.dueCards(at: noon, today: today, limit: 1).map(\.id.rawValue) == ["two"])
    let yesterday = today.advanced(by: -1)
    #expect(try index.dueCards(at: noon, today: yesterday).map(\.id.rawValue) == ["two"])
    #expect(try index.nextStepDue(after: noon, today: today) == noon.adding(seconds: 30))
    #expect(try index.nextStepDue(after: noon.adding(seconds: 30), today: today) == nil)
    let later = noon.adding(seconds: 30)
    #expect(
      try index.dueCards(at: later, today: today).map(\.id.rawValue) == ["two", "one", "five", "three"])
    let summary = try #require(try index.topics(at: later, today: today).first)
    #expect(summary == TopicSummary(topic: "convolution", title: "CONVOLUTION", total: 6, seen: 5, due: 4))
  }

  @Test func aReviewIsDueFromTheFirstInstantOfItsDay() throws {
    try index.replaceSource(source("a"), cards: cards(["one"]))
    try activateAll()
    try store.record(card("one"), review(of: card("one"), .easy))
    let due = try #require(try store.state(of: card("one"))?.schedule)
    let start = due.dueDay.start(offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour)
    #expect(try index.dueCards(at: start, today: due.dueDay).count == 1)
    let before = start.adding(seconds: -1)
    #expect(try index.dueCards(at: before, today: due.dueDay.advanced(by: -1)).isEmpty)
  }

  @Test func levelAndTagNarrowEveryQuestion() throws {
    try index.replaceSource(source("a"), cards: cards(["one"], level: 1, tags: ["shapes"]))
    try index.replaceSource(source("b"), cards: cards(["two"], level: 2, tags: ["shape", "maths"]))
    try index.replaceSource(source("c"), cards: cards(["three"], level: 2))
    try activateAll()
    let cases: [(CardFilter, [String])] = [
      (CardFilter(), ["one", "two", "three"]), (CardFilter(level: 2), ["two", "three"]),
      (CardFilter(tag: "shape"), ["two"]), (CardFilter(level: 1, tag: "maths"), []),
      (CardFilter(tag: "shape,maths"), ["two"]), (CardFilter(tag: "'"), []),
    ]
    for (filter, expected) in cases {
      #expect(try index.cards(filter).map(\.id.rawValue) == expected, "\(filter)")
      #expect(try index.newCards(today: today, filter, limit: 9).map(\.id.rawValue) == expected, "\(filter)")
    }
    for name in ["one", "two", "three"] {
      try store.record(card(name), review(of: card(name), .again, at: noon.adding(seconds: -600)))
    }
    for (filter, expected) in cases {
      #expect(try index.dueCards(at: noon, today: today, filter).map(\.id.rawValue) == expected, "\(filter)")
    }
    #expect(try index.cards(limit: 1, offset: 1).map(\.id.rawValue) == ["two"])
  }
}
