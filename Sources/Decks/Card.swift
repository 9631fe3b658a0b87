public import Basics

/// One question with its answer, its exercises and the numbers it claims.
public struct Card: Hashable, Sendable {
  /// How the id came about.
  public enum Identity: Hashable, Sendable {
    case written
    /// From the normalised question: it changes with the wording.
    case hashed
  }

  public var id: CardID
  public var identity: Identity
  /// Inline Markdown.
  public var question: String
  /// Markdown; see `Block.blocks(of:)`.
  public var answer: String
  /// The top-level list items of the answer, as inline Markdown.
  public var keyPoints: [String]
  /// Block quotes that begin with "Often said, but wrong:", without that label.
  public var corrections: [String]
  /// 1, 2 or 3.
  public var level: Int
  public var tags: [String]
  public var sources: [String]
  /// Related cards.
  public var see: [CardID]
  /// Cards to be known first.
  public var after: [CardID]
  public var exercises: [Exercise]
  public var claims: [Claim]
  public var location: SourceLocation
  /// The card's bytes in its file: `DeckParser.card(_:file:firstLine:options:)` reads them alone.
  public var byteRange: Range<Int>

  public init(
    id: CardID, identity: Identity, question: String, answer: String, keyPoints: [String] = [],
    corrections: [String] = [], level: Int = 1, tags: [String] = [], sources: [String] = [],
    see: [CardID] = [], after: [CardID] = [], exercises: [Exercise] = [], claims: [Claim] = [],
    location: SourceLocation, byteRange: Range<Int>
  ) {
    self.id = id
    self.identity = identity
    self.question = question
    self.answer = answer
    self.keyPoints = keyPoints
    self.corrections = corrections
    self.level = level
    self.tags = tags
    self.sources = sources
    self.see = see
    self.after = after
    self.exercises = exercises
    self.claims = claims
    self.location = location
    self.byteRange = byteRange
  }

  /// The first paragraph of the answer: what to say first.
  public var opening: String {
    guard case .paragraph(let spans)? = Block.blocks(of: answer).first else { return "" }
    return spans.map(\.text).joined()
  }

  /// The calls of all `Demo` sections, in order.
  public var demoCalls: [DemoCall] {
    exercises.flatMap { exercise in
      if case .demo(let demo) = exercise { demo.calls } else { [DemoCall]() }
    }
  }
}
