/// What a draw must satisfy: comparisons of arithmetic, joined by `and`, such as `p < k and (n - k) % s = 0`.
public struct ConstraintExpression: Hashable, Sendable, CustomStringConvertible {
  indirect enum Term: Hashable, Sendable {
    case number(Double)
    case name(String)
    case negated(Term)
    case operation(Operator, Term, Term)
  }

  enum Operator: UInt8, Hashable, Sendable {
    case plus = 0x2B
    case minus = 0x2D
    case times = 0x2A
    case over = 0x2F
    case modulo = 0x25
  }

  enum Relation: String, Hashable, Sendable, CaseIterable {
    // Longer spellings first: the reader takes the first that fits.
    case atMost = "<="
    case atLeast = ">="
    case differs = "!="
    case equals = "=="
    case below = "<"
    case above = ">"
    case equal = "="
  }

  struct Comparison: Hashable, Sendable {
    var left: Term
    var relation: Relation
    var right: Term
  }

  let comparisons: [Comparison]
  /// The names it speaks of, each once, in the order of their first mention.
  public let names: [String]
  /// As written.
  public let description: String

  /// Where reading a constraint stopped, in bytes from its start.
  public struct Malformation: Error, Hashable, Sendable {
    public var offset: Int
  }

  public init(_ text: String) throws(Malformation) {
    var reader = ConstraintReader(text)
    comparisons = try reader.conjunction()
    names = reader.names
    description = text
  }

  /// Whether these numbers satisfy it; a division by zero does not, nor does a name without a number.
  public func isSatisfied(by values: [String: Double]) -> Bool {
    comparisons.allSatisfy { comparison in
      comparison.relation.holds(comparison.left.value(values), comparison.right.value(values))
    }
  }
}

extension ConstraintExpression.Relation {
  /// Equality allows for the rounding of decimals: 0.1 · 3 = 0.3.
  func holds(_ left: Double, _ right: Double) -> Bool {
    guard left.isFinite, right.isFinite else { return false }
    let areEqual = abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
    return switch self {
    case .atMost: left < right || areEqual
    case .atLeast: left > right || areEqual
    case .differs: !areEqual
    case .equals, .equal: areEqual
    case .below: left < right && !areEqual
    case .above: left > right && !areEqual
    }
  }
}

extension ConstraintExpression.Term {
  func value(_ values: [String: Double]) -> Double {
    switch self {
    case .number(let number): number
    case .name(let name): values[name] ?? .nan
    case .negated(let term): -term.value(values)
    case .operation(let sign, let left, let right):
      sign.apply(left.value(values), right.value(values))
    }
  }
}

extension ConstraintExpression.Operator {
  func apply(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .over: left / right
    case .modulo: ConstraintExpression.Operator.remainder(left, right)
    }
  }

  /// Of whole numbers, with the sign of the divisor; NaN otherwise.
  private static func remainder(_ left: Double, _ right: Double) -> Double {
    guard let dividend = Int(exactly: left), let divisor = Int(exactly: right), divisor != 0,
      divisor != -1
    else { return right == -1 ? 0 : .nan }
    let rest = dividend % divisor
    return Double(rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest)
  }
}

/// Recursive descent over bytes; the depth is bounded because a deck is untrusted.
private struct ConstraintReader {
  typealias Term = ConstraintExpression.Term
  typealias Malformation = ConstraintExpression.Malformation

  let bytes: [UInt8]
  var position = 0
  var depth = 0
  var names: [String] = []

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  mutating func conjunction() throws(Malformation) -> [ConstraintExpression.Comparison] {
    var comparisons: [ConstraintExpression.Comparison] = []
    repeat {
      var left = try sum()
      // `0 < p < k` compares twice.
      guard var relation = try self.relation() else { throw stop() }
      while true {
        let right = try sum()
        comparisons.append(.init(left: left, relation: relation, right: right))
        guard let next = try self.relation() else { break }
        (left, relation) = (right, next)
      }
    } while takeWord("and")
    skipSpaces()
    guard position == bytes.count else { throw stop() }
    return comparisons
  }

  private func stop() -> Malformation { Malformation(offset: position) }

  private mutating func relation() throws(Malformation) -> ConstraintExpression.Relation? {
    skipSpaces()
    for relation in ConstraintExpression.Relation.allCases
    where bytes[position...].starts(with: relation.rawValue.utf8) {
      position += relation.rawValue.utf8.count
      return relation
    }
    return nil
  }

  private mutating func sum() throws(Malformation) -> Term {
    var term = try product()
    while let sign = takeOperator(.plus, .minus) {
      term = .operation(sign, term, try product())
    }
    return term
  }

  private mutating func product() throws(Malformation) -> Term {
    var term = try factor()
    while let sign = takeOperator(.times, .over, .modulo) {
      term = .operation(sign, term, try factor())
    }
    return term
  }

  private mutating func factor() throws(Malformation) -> Term {
    skipSpaces()
    guard position < bytes.count, depth < 50 else { throw stop() }
    depth += 1
    defer { depth -= 1 }
    let byte = bytes[position]
    if byte == UInt8(ascii: "-") {
      position += 1
      return .negated(try factor())
    }
    if byte == UInt8(ascii: "(") {
      position += 1
      let term = try sum()
      skipSpaces()
      guard position < bytes.count, bytes[position] == UInt8(ascii: ")") else { throw stop() }
      position += 1
      return term
    }
    let start = position
    while position < bytes.count, bytes[position].isWord || bytes[position] == UInt8(ascii: ".") {
      position += 1
    }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    if byte.isDigit || byte == UInt8(ascii: ".") {
      guard let number = Numeral(word) else {
        position = start
        throw stop()
      }
      return .number(number.value)
    }
    guard position > start, word != "and", !word.utf8.contains(UInt8(ascii: ".")) else {
      position = start
      throw stop()
    }
    if !names.contains(word) { names.append(word) }
    return .name(word)
  }

  private mutating func takeOperator(_ allowed: ConstraintExpression.Operator...) -> ConstraintExpression
    .Operator?
  {
    skipSpaces()
    guard position < bytes.count, let sign = ConstraintExpression.Operator(rawValue: bytes[position]),
      allowed.contains(sign)
    else { return nil }
    position += 1
    return sign
  }

  private mutating func takeWord(_ word: String) -> Bool {
    skipSpaces()
    let end = position + word.utf8.count
    guard bytes[position...].starts(with: word.utf8), end == bytes.count || !bytes[end].isWord else {
      return false
    }
    position = end
    return true
  }

  private mutating func skipSpaces() {
    while position < bytes.count, bytes[position].isSpace { position += 1 }
  }
}
