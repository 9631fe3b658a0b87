/// A drill with its numbers put in.
public struct DrawnDrill: Hashable, Sendable {
  public struct Value: Hashable, Sendable {
    public var name: String
    public var text: String

    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  /// In the order of the drill's domains.
  public var values: [Value]
  /// Markdown.
  public var question: String
  public var call: DemoCall
  public var field: FieldPath
}

extension Drill {
  public enum DrawFailure: Error, Hashable, Sendable {
    /// No combination of the domains satisfies the constraint, or none was found in the tries allowed.
    case unsatisfiable(ConstraintExpression)
    /// The call is no demo call any more with these values in it.
    case malformedCall(DemoCall.Malformation)
    /// Values given for a redraw lack this name.
    case valueMissing(String)
  }

  /// Draws until the constraint holds: uniform over all combinations that satisfy it.
  public func draw(using generator: inout some RandomNumberGenerator) throws(DrawFailure) -> DrawnDrill {
    guard let constraint else { return try filled(randomIndices(using: &generator)) }
    for _ in 0..<200 {
      let indices = randomIndices(using: &generator)
      if isSatisfied(constraint, by: indices) { return try filled(indices) }
    }
    // Rarely satisfied: list what does satisfy it while that is cheap, else try for longer.
    if let fitting = satisfyingIndices(limit: 200_000) {
      guard let indices = fitting.randomElement(using: &generator) else { throw .unsatisfiable(constraint) }
      return try filled(indices)
    }
    for _ in 0..<50_000 {
      let indices = randomIndices(using: &generator)
      if isSatisfied(constraint, by: indices) { return try filled(indices) }
    }
    throw .unsatisfiable(constraint)
  }

  /// The same drill again with values from a log.
  public func redrawn(with values: [String: String]) throws(DrawFailure) -> DrawnDrill {
    var texts: [DrawnDrill.Value] = []
    for domain in domains {
      guard let text = values[domain.name] else { throw .valueMissing(domain.name) }
      texts.append(DrawnDrill.Value(name: domain.name, text: text))
    }
    return try filled(texts)
  }

  /// How many combinations the domains have; nil when more than `limit`.
  func combinationCount(limit: Int) -> Int? {
    var count = 1
    for domain in domains {
      let (product, overflows) = count.multipliedReportingOverflow(by: domain.count)
      guard !overflows, product <= limit else { return nil }
      count = product
    }
    return count
  }

  /// Every combination that satisfies the constraint, as places in the domains; nil when there are too many to try.
  func satisfyingIndices(limit: Int) -> [[Int]]? {
    guard let count = combinationCount(limit: limit) else { return nil }
    var fitting: [[Int]] = []
    for number in 0..<count {
      var rest = number
      let indices = domains.map { domain in
        defer { rest /= domain.count }
        return rest % domain.count
      }
      if constraint.map({ isSatisfied($0, by: indices) }) ?? true { fitting.append(indices) }
    }
    return fitting
  }

  private func randomIndices(using generator: inout some RandomNumberGenerator) -> [Int] {
    domains.map { Int.random(in: 0..<$0.count, using: &generator) }
  }

  private func isSatisfied(_ constraint: ConstraintExpression, by indices: [Int]) -> Bool {
    var values: [String: Double] = [:]
    for (domain, index) in zip(domains, indices) {
      values[domain.name] = Double(domain.text(at: index))
    }
    return constraint.isSatisfied(by: values)
  }

  private func filled(_ indices: [Int]) throws(DrawFailure) -> DrawnDrill {
    try filled(zip(domains, indices).map { DrawnDrill.Value(name: $0.name, text: $0.text(at: $1)) })
  }

  private func filled(_ values: [DrawnDrill.Value]) throws(DrawFailure) -> DrawnDrill {
    let texts = Dictionary(values.map { ($0.name, $0.text) }) { first, _ in first }
    let concrete: DemoCall
    do throws(DemoCall.Malformation) {
      concrete = try DemoCall(Template(call.text).filled(with: texts), location: call.location)
    } catch {
      throw .malformedCall(error)
    }
    return DrawnDrill(
      values: values, question: Template(question).filled(with: texts), call: concrete, field: field)
  }
}
