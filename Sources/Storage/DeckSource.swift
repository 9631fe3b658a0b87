public import Basics

/// A file of cards, or a deck inside the program, as it was when it was last parsed.
public struct DeckSource: Hashable, Sendable {
  public enum Origin: Hashable, Sendable {
    case builtIn(String)
    case file(String)
  }

  public var origin: Origin
  /// Bytes.
  public var size: Int
  /// Since 1970; 0 for what is inside the program.
  public var modifiedNanoseconds: Int64
  /// Of the content, by whatever function the caller uses for all.
  public var hash: UInt64
  public var language: Language
  public var topic: String
  public var title: String

  public init(
    origin: Origin, size: Int, modifiedNanoseconds: Int64, hash: UInt64, language: Language, topic: String,
    title: String
  ) {
    self.origin = origin
    self.size = size
    self.modifiedNanoseconds = modifiedNanoseconds
    self.hash = hash
    self.language = language
    self.topic = topic
    self.title = title
  }
}

/// A source that the index holds.
public struct SourceRecord: Hashable, Sendable {
  public var number: Int
  public var source: DeckSource
  public var cardCount: Int
}

/// A card of a source, as far as it is needed before its text is parsed.
public struct IndexedCard: Hashable, Sendable {
  public var id: CardID
  public var level: Int
  /// None contains a comma.
  public var tags: [String]
  /// A bit for each kind of exercise, whose meaning is the caller's.
  public var exercises: UInt32
  /// Where the card stands in its source.
  public var bytes: Range<Int>
  public var question: String
  /// Searched, and never shown.
  public var answer: String

  public init(
    id: CardID, level: Int, tags: [String], exercises: UInt32, bytes: Range<Int>, question: String,
    answer: String
  ) {
    self.id = id
    self.level = level
    self.tags = tags
    self.exercises = exercises
    self.bytes = bytes
    self.question = question
    self.answer = answer
  }
}

/// A card in one language.
public struct CardFace: Hashable, Sendable {
  public var id: CardID
  public var source: Int
  public var language: Language
  public var topic: String
  public var level: Int
  public var tags: [String]
  public var exercises: UInt32
  public var bytes: Range<Int>
  public var question: String
}

/// What cards must have to be asked; empty lets all pass.
public struct CardFilter: Hashable, Sendable {
  public var level: Int?
  public var tag: String?

  public init(level: Int? = nil, tag: String? = nil) {
    self.level = level
    self.tag = tag
  }
}

extension DeckSource.Origin {
  init(text: String) {
    let name = String(text.dropFirst(text.prefix { $0 != ":" }.count + 1))
    self = text.hasPrefix("builtin:") ? .builtIn(name) : .file(name)
  }

  var text: String {
    switch self {
    case .builtIn(let name): "builtin:" + name
    case .file(let path): "file:" + path
    }
  }
}

extension SourceRecord {
  static let columns = "number, origin, size, modified, hash, language, topic, title, card_count"

  init(row: Statement) throws(SQLiteError) {
    guard let language = Language(rawValue: row.text(5)) else {
      throw .corrupt(detail: "source \(row.int(0)) is in no known language")
    }
    number = row.int(0)
    source = DeckSource(
      origin: DeckSource.Origin(text: row.text(1)), size: row.int(2), modifiedNanoseconds: row.integer(3),
      hash: UInt64(bitPattern: row.integer(4)), language: language, topic: row.text(6), title: row.text(7))
    cardCount = row.int(8)
  }
}

extension CardFace {
  /// Of the tables deck_card, card and source.
  static let columns = """
    card.id, deck_card.source, source.language, source.topic, deck_card.level, deck_card.tags, \
    deck_card.exercises, deck_card.byte_offset, deck_card.byte_count, deck_card.question
    """

  init(row: Statement) throws(SQLiteError) {
    guard let language = Language(rawValue: row.text(2)) else {
      throw .corrupt(detail: "source \(row.int(1)) is in no known language")
    }
    id = row.card(0)
    source = row.int(1)
    self.language = language
    topic = row.text(3)
    level = row.int(4)
    tags = row.text(5).split(separator: ",").map(String.init)
    exercises = UInt32(truncatingIfNeeded: row.integer(6))
    bytes = row.int(7)..<row.int(7) + max(0, row.int(8))
    question = row.text(9)
  }
}
