import Basics
import Testing

@testable import Storage

@Suite struct SearchTests {
  let store: ReviewStore
  let index: DeckIndex

  init() throws {
    store = try ReviewStore(.memory, now: noon, idSeed: 1)
    index = store.deckIndex
    func add(_ language: Language, _ cards: [(id: String, question: String, answer: String)]) throws {
      try index.replaceSource(
        DeckSource(
          origin: .builtIn(language.rawValue), size: 1, modifiedNanoseconds: 0, hash: 0, language: language,
          topic: "all", title: "All"),
        cards: cards.map {
          IndexedCard(
            id: card($0.id), level: 1, tags: [], exercises: 0, bytes: 0..<1, question: $0.question,
            answer: $0.answer)
        })
    }
    try add(
      .english,
      [
        ("size", "How large is the output?", "Padding and stride decide."),
        ("padding", "What does padding do?", "It keeps the size, 100% of it."),
        ("snake", "What is a_b in Python?", "A name with C:\\ in it, and a \"quote\"."),
      ])
    try add(.chinese, [("size", "卷积输出有多大?", "由填充和步幅决定。"), ("only", "什么是激活函数?", "ReLU 等。")])
    try index.activate(index.sources().map(\.number), preferred: .english)
  }

  private func search(_ query: String) throws -> [String] {
    try index.search(query, limit: 10).map(\.id.rawValue)
  }

  @Test func wordsAreFoundAnywhereInAnyCase() throws {
    #expect(try search("PADDING") == ["padding", "size"])
    #expect(try search("adding") == ["padding", "size"])
    #expect(try search("stride padding") == ["size"])
    #expect(try search("padding nothing").isEmpty)
  }

  @Test func shortWordsAreFoundToo() throws {
    #expect(try search("a_") == ["snake"])
    #expect(try search("填充") == ["size"])
    #expect(try search("数") == ["only"])
    #expect(try search("do") == ["padding"])
  }

  @Test func chineseIsFoundInItsOwnFace() throws {
    #expect(try index.search("激活函数", limit: 5).map(\.language) == [.chinese])
    #expect(try index.search("卷积输出", limit: 5).map(\.language) == [.chinese])
  }

  @Test func wildcardsAndQuotesStandForThemselves() throws {
    #expect(try search("100%") == ["padding"])
    #expect(try search("0%o").isEmpty)
    #expect(try search("a_b") == ["snake"])
    #expect(try search("w_at").isEmpty)
    #expect(try search("C:\\") == ["snake"])
    #expect(try search("\"quote\"") == ["snake"])
    for hostile in [
      "'", "' OR 1=1 --", "\" OR *", "NEAR(a b)", "*", "^", "\u{0}abc", "%%%%",
      String(repeating: "%a", count: 5000),
    ] {
      #expect(try search(hostile).allSatisfy { $0 == "padding" || $0 == "snake" }, "\(hostile.prefix(20))")
    }
  }

  @Test func nothingIsFoundByNothing() throws {
    #expect(try search("").isEmpty)
    #expect(try search(" \t").isEmpty)
  }

  @Test func theLimitHolds() throws {
    #expect(try index.search("what", limit: 1).count == 1)
    #expect(try index.search("what", limit: 0).isEmpty)
  }
}
