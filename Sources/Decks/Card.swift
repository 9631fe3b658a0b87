public import Basics

/// One question with its answer, its exercises and the numbers it claims.
///
/// Texts and lists are made when they are read: keep them in a variable where they are needed more than once.
public struct Card: Hashable, Sendable {
  /// How the id came about.
  public enum Identity: Hashable, Sendable {
    case written
    /// From the normalised question: it changes with the wording.
    case hashed
  }

  public let id: CardID
  public let identity: Identity
  /// Inline Markdown.
  @Lazily public var question: String
  /// Markdown; see `answerBlocks`.
  @Lazily public var answer: String
  /// 1, 2 or 3.
  public let level: Int
  public internal(set) var exercises: [Exercise]
  public internal(set) var claims: [Claim]
  public let location: SourceLocation
  /// The card's bytes in its file: `DeckParser.card(_:file:offset:line:options:)` reads them alone.
  public internal(set) var byteRange: Range<Int>
  private let metadata: CardMetadata

  init(
    id: CardID, identity: Identity, question: DeckText, answer: DeckText,
    metadata: CardMetadata = CardMetadata(), exercises: [Exercise] = [], claims: [Claim] = [],
    location: SourceLocation, byteRange: Range<Int>
  ) {
    self.id = id
    self.identity = identity
    _question = Lazily(question)
    _answer = Lazily(answer)
    level = metadata.level
    self.exercises = exercises
    self.claims = claims
    self.location = location
    self.byteRange = byteRange
    self.metadata = metadata
  }

  /// The question parsed where it stands, without the String that `question` makes.
  public var questionSpans: [InlineSpan] {
    _question.text.withBytes { InlineMarkdown.spans(of: 0..<$0.count, $0) }
  }

  /// The answer parsed where it stands.
  public var answerBlocks: [Block] { _answer.text.withBytes { Block.blocks(of: $0, depth: 0) } }

  public var tags: [String] { CardMetadata.items(metadata.tags) }
  public var sources: [String] { CardMetadata.items(metadata.sources) }
  /// Related cards.
  public var see: [CardID] { CardMetadata.items(metadata.see).compactMap { CardID(written: $0) } }
  /// Cards to be known first.
  public var after: [CardID] { CardMetadata.items(metadata.after).compactMap { CardID(written: $0) } }

  /// The top-level list items of the answer, as inline Markdown.
  public var keyPoints: [String] { AnswerParts(answer).keyPoints }

  /// Block quotes that begin with "Often said, but wrong:", without that label.
  public var corrections: [String] { AnswerParts(answer).corrections }

  /// The first paragraph of the answer without its marks: what to say first.
  public var opening: String {
    guard case .paragraph(let spans)? = answerBlocks.first else { return "" }
    return spans.map(\.text).joined()
  }

  /// The calls of all `Demo` sections, in order.
  public var demoCalls: [DemoCall] {
    exercises.flatMap { exercise in
      if case .demo(let demo) = exercise { demo.calls } else { [DemoCall]() }
    }
  }
}

/// What the comment under a question said.
struct CardMetadata: Hashable, Sendable {
  var level = 1
  /// Lists as written, separated by commas.
  var tags: DeckText?
  var sources: DeckText?
  var see: DeckText?
  var after: DeckText?

  /// The items of a list, without the empty ones.
  static func items(_ list: DeckText?) -> [String] {
    guard let list else { return [] }
    return list.withBytes { bytes in
      var items: [String] = []
      var start = 0
      while let item = nextItem(bytes, from: &start, before: bytes.count) { items.append(bytes.text(item)) }
      return items
    }
  }

  /// The next item that is not empty; moves `start` behind its comma.
  static func nextItem(_ bytes: Span<UInt8>, from start: inout Int, before end: Int) -> Range<Int>? {
    while start < end {
      let comma = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<end) ?? end
      let item = bytes.trimming(start..<comma)
      start = comma + 1
      if !item.isEmpty { return item }
    }
    return nil
  }
}
