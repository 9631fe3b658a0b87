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
    public var text: String
    public var isRight: Bool
    /// Why it is right or wrong, as inline Markdown.
    public var reason: String?
    public var location: SourceLocation

    public init(text: String, isRight: Bool, reason: String?, location: SourceLocation) {
      self.text = text
      self.isRight = isRight
      self.reason = reason
      self.location = location
    }
  }

  /// Markdown; empty when the card's question is meant.
  public var question: String
  public var options: [Option]
  public var location: SourceLocation

  public init(question: String, options: [Option], location: SourceLocation) {
    self.question = question
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

  public var pieces: [Piece]
  public var location: SourceLocation

  public init(pieces: [Piece], location: SourceLocation) {
    self.pieces = pieces
    self.location = location
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
  public var question: String
  /// In their right order.
  public var items: [String]
  public var location: SourceLocation

  public init(question: String, items: [String], location: SourceLocation) {
    self.question = question
    self.items = items
    self.location = location
  }
}

/// Demo calls to run while looking at a card.
public struct DemoSection: Hashable, Sendable {
  /// The whole section as Markdown.
  public var text: String
  /// Never empty.
  public var calls: [DemoCall]
  public var location: SourceLocation

  public init(text: String, calls: [DemoCall], location: SourceLocation) {
    self.text = text
    self.calls = calls
    self.location = location
  }
}
