/// A question whose numbers are drawn afresh each time; a demo computes the answer.
public struct Drill: Hashable, Sendable {
  /// What a `{name}` stands for.
  public struct Domain: Hashable, Sendable {
    public enum Values: Hashable, Sendable {
      case integers(ClosedRange<Int>)
      /// Words or numbers, as written; never empty.
      case words([String])
    }

    public var name: String
    public var values: Values

    public init(name: String, values: Values) {
      self.name = name
      self.values = values
    }

    public var count: Int {
      switch values {
      case .integers(let range): range.count
      case .words(let words): words.count
      }
    }

    /// The value at a place from 0 as it is put into question and call.
    public func text(at index: Int) -> String {
      switch values {
      case .integers(let range): String(range.lowerBound + index)
      case .words(let words): words[index]
      }
    }

    /// Whether every value is a number, so that a constraint may speak of it.
    public var isNumeric: Bool {
      switch values {
      case .integers: true
      case .words(let words): words.allSatisfy { Double($0) != nil }
      }
    }
  }

  /// Markdown with `{names}`.
  @Lazily public var question: String
  public var domains: [Domain]
  public var constraint: ConstraintExpression?
  /// With the same `{names}`.
  public var call: DemoCall
  public var field: FieldPath
  public var location: SourceLocation

  init(
    question: DeckText, domains: [Domain], constraint: ConstraintExpression?, call: DemoCall,
    field: FieldPath,
    location: SourceLocation
  ) {
    _question = Lazily(question)
    self.domains = domains
    self.constraint = constraint
    self.call = call
    self.field = field
    self.location = location
  }

  public init(
    question: String, domains: [Domain], constraint: ConstraintExpression?, call: DemoCall, field: FieldPath,
    location: SourceLocation
  ) {
    self.init(
      question: DeckText(question), domains: domains, constraint: constraint, call: call, field: field,
      location: location)
  }
}
