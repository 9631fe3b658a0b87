public import Basics

/// One file of cards about one topic.
public struct Deck: Hashable, Sendable {
  public var file: String
  /// The slug that names the topic: from the front matter, else the file's name without its extension.
  public var topic: String
  /// As a person reads it: from the front matter, else the first `#` heading, else the topic.
  public var title: String
  /// What the front matter says (`lang: zh`); nil when it says nothing.
  public var language: Language?
  /// The prose before the first card, as Markdown without its `#` heading.
  public var introduction: String
  public var cards: [Card]

  public init(
    file: String, topic: String, title: String, language: Language? = nil, introduction: String = "",
    cards: [Card] = []
  ) {
    self.file = file
    self.topic = topic
    self.title = title
    self.language = language
    self.introduction = introduction
    self.cards = cards
  }
}

/// A deck and everything that is wrong with its file, in the order of the file.
public struct ParsedDeck: Hashable, Sendable {
  public var deck: Deck
  public var diagnostics: [DeckDiagnostic]

  public init(deck: Deck, diagnostics: [DeckDiagnostic]) {
    self.deck = deck
    self.diagnostics = diagnostics
  }
}
