/// A way to practise a card besides answering freely.
public enum Exercise: Hashable, Sendable {
  case choice(Choice)
  case cloze(Cloze)
  case drill(Drill)
  case order(Order)
  case demo(DemoSection)

  /// The raw value is the stable name in logs and dumps.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    case choice, cloze, drill, order, demo
  }

  public var kind: Kind {
    switch self {
    case .choice: .choice
    case .cloze: .cloze
    case .drill: .drill
    case .order: .order
    case .demo: .demo
    }
  }

  /// The place of the `###` heading.
  public var location: SourceLocation {
    switch self {
    case .choice(let choice): choice.location
    case .cloze(let cloze): cloze.location
    case .drill(let drill): drill.location
    case .order(let order): order.location
    case .demo(let demo): demo.location
    }
  }
}

/// A question with options, of which one or more are right.
public struct Choice: Hashable, Sendable {
  public struct Option: Hashable, Sendable {
    /// Inline Markdown.
    @Lazily public var text: String
    public var isRight: Bool
    /// Why it is right or wrong, as inline Markdown.
    public var reason: String? { reasonText?.string }
    private var reasonText: DeckText?
    public var location: SourceLocation

    public init(text: String, isRight: Bool, reason: String?, location: SourceLocation) {
      self.init(
        text: DeckText(text), isRight: isRight, reason: reason.map { DeckText($0) }, location: location)
    }

    init(text: DeckText, isRight: Bool, reason: DeckText?, location: SourceLocation) {
      _text = Lazily(text)
      self.isRight = isRight
      reasonText = reason
      self.location = location
    }

    var isEmpty: Bool { _text.text.isEmpty }

    func hasSameText(as other: Option) -> Bool { _text == other._text }
  }

  /// Markdown; empty when the card's question is meant.
  @Lazily public var question: String
  public var options: [Option]
  public var location: SourceLocation

  public init(question: String, options: [Option], location: SourceLocation) {
    self.init(question: DeckText(question), options: options, location: location)
  }

  init(question: DeckText, options: [Option], location: SourceLocation) {
    _question = Lazily(question)
    self.options = options
    self.location = location
  }

  /// The places of the right options, from 0.
  public var rightIndices: [Int] { options.indices.filter { options[$0].isRight } }
}

/// Text with gaps.
public struct Cloze: Hashable, Sendable {
  public enum Piece: Hashable, Sendable {
    /// Markdown.
    case text(String)
    /// Both are inline Markdown.
    case gap(hidden: String, hint: String?)
  }

  public let location: SourceLocation
  private let body: Body

  private enum Body: Hashable, Sendable {
    /// With `==gaps==`, read once without a problem.
    case marked(DeckText)
    case pieces([Piece])
  }

  public init(pieces: [Piece], location: SourceLocation) {
    body = .pieces(pieces)
    self.location = location
  }

  init(text: DeckText, location: SourceLocation) {
    body = .marked(text)
    self.location = location
  }

  public var pieces: [Piece] {
    switch body {
    case .pieces(let pieces): pieces
    case .marked(let text): Cloze.pieces(of: text)
    }
  }

  private static func pieces(of text: DeckText) -> [Piece] {
    text.withBytes { bytes in
      var pieces: [Piece] = []
      do throws(ClozeText.Problem) {
        try ClozeText.read(bytes) { part in
          switch part {
          case .text(let range): pieces.append(.text(bytes.text(range)))
          case .gap(let hidden, let hint):
            pieces.append(.gap(hidden: bytes.text(hidden), hint: hint.map { bytes.text($0) }))
          }
        }
      } catch {
        preconditionFailure("a cloze that was read once does not read again: \(error.code)")
      }
      return pieces
    }
  }

  /// What each gap hides, in order.
  public var hidden: [String] {
    pieces.compactMap { piece in
      if case .gap(let hidden, _) = piece { hidden } else { nil }
    }
  }
}

/// Steps to be put in order.
public struct Order: Hashable, Sendable {
  /// Markdown; empty when the card's question is meant.
  @Lazily public var question: String
  /// In their right order.
  public var items: [String]
  public var location: SourceLocation

  public init(question: String, items: [String], location: SourceLocation) {
    self.init(question: DeckText(question), items: items, location: location)
  }

  init(question: DeckText, items: [String], location: SourceLocation) {
    _question = Lazily(question)
    self.items = items
    self.location = location
  }
}

/// Demo calls to run while looking at a card.
public struct DemoSection: Hashable, Sendable {
  /// The whole section as Markdown.
  @Lazily public var text: String
  /// Never empty.
  public var calls: [DemoCall]
  public var location: SourceLocation

  public init(text: String, calls: [DemoCall], location: SourceLocation) {
    self.init(text: DeckText(text), calls: calls, location: location)
  }

  init(text: DeckText, calls: [DemoCall], location: SourceLocation) {
    _text = Lazily(text)
    self.calls = calls
    self.location = location
  }
}
