public import Basics

/// The right-hand side of a claim: a number, a word, a truth value, a size, a list or a matrix.
public enum ClaimedValue: Hashable, Sendable {
  public enum Scalar: Hashable, Sendable {
    case number(Numeral)
    case truth(Bool)
    /// `null` stands for JSON's null, and for the numbers it cannot write.
    case word(String)
  }

  case scalar(Scalar)
  /// Two or more; a size `26x100` is one too.
  case list([Scalar])
  /// Two or more rows.
  case matrix([[Scalar]])

  /// nil when the text is empty, or an item of a list or a row of a matrix is.
  public init?(_ text: some StringProtocol) {
    let text = text.unbracketed
    let rows = text.split(separator: ";", omittingEmptySubsequences: false)
    if rows.count > 1 {
      var matrix: [[Scalar]] = []
      for row in rows {
        guard let items = ClaimedValue.items(of: row) else { return nil }
        matrix.append(items)
      }
      self = .matrix(matrix)
    } else if let size = ClaimedValue.size(text) {
      self = .list(size)
    } else {
      guard let items = ClaimedValue.items(of: text) else { return nil }
      self = items.count == 1 ? .scalar(items[0]) : .list(items)
    }
  }

  private static func items(of row: some StringProtocol) -> [Scalar]? {
    var items: [Scalar] = []
    for item in row.split(separator: ",", omittingEmptySubsequences: false) {
      guard let scalar = Scalar(Substring(item).trimmed) else { return nil }
      items.append(scalar)
    }
    return items
  }

  /// `26x100` or `26×100`, of any number of axes, with or without spaces.
  private static func size(_ text: Substring) -> [Scalar]? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "x" || $0 == "×" }
    guard parts.count > 1 else { return nil }
    var size: [Scalar] = []
    for part in parts {
      guard let number = Numeral(part.trimmed), number.isWhole else { return nil }
      size.append(.number(number))
    }
    return size
  }

  /// Whether a computed value is what was claimed.
  public func isMet(by computed: JSONValue) -> Bool {
    let computed = computed.squeezed
    switch self {
    case .scalar(let scalar):
      return scalar.isMet(byAllOf: computed)
    case .list(let items):
      return ClaimedValue.isMet(items, by: computed)
    case .matrix(let rows):
      if rows.allSatisfy({ $0.count == 1 }) { return ClaimedValue.isMet(rows.map { $0[0] }, by: computed) }
      guard case .array(let lists) = computed, lists.count == rows.count else { return false }
      return zip(rows, lists).allSatisfy { row, list in
        row.count == 1 ? row[0].isMet(by: list) : ClaimedValue.isMet(row, by: list)
      }
    }
  }

  private static func isMet(_ items: [Scalar], by computed: JSONValue) -> Bool {
    guard case .array(let values) = computed, values.count == items.count else { return false }
    return zip(items, values).allSatisfy { $0.isMet(by: $1) }
  }
}

extension ClaimedValue.Scalar {
  init?(_ text: Substring) {
    guard !text.isEmpty else { return nil }
    switch text {
    case "true": self = .truth(true)
    case "false": self = .truth(false)
    default:
      if let number = Numeral(text.hasPrefix("−") ? "-" + text.dropFirst() : text) {
        self = .number(number)
      } else {
        self = .word(String(text))
      }
    }
  }

  func isMet(by computed: JSONValue) -> Bool {
    switch (self, computed) {
    case (.number(let numeral), .integer(let integer)): numeral.isRounding(of: integer)
    case (.number(let numeral), .number(let number)): numeral.isRounding(of: number)
    case (.truth(let truth), .bool(let flag)): truth == flag
    case (.word(let word), .string(let string)): word == string
    case (.word("null"), .null): true
    case (.word("null"), .number(let number)): !number.isFinite
    default: false
    }
  }

  /// One value stands for a list, or a list of lists, whose items are all equal to it.
  func isMet(byAllOf computed: JSONValue) -> Bool {
    guard case .array(let items) = computed else { return isMet(by: computed) }
    return !items.isEmpty && items.allSatisfy { isMet(byAllOf: $0) }
  }
}

extension JSONValue {
  /// The same value without axes of length one.
  var squeezed: JSONValue {
    guard case .array(let items) = self else { return self }
    let inner = items.map(\.squeezed)
    return inner.count == 1 ? inner[0] : .array(inner)
  }
}

extension StringProtocol {
  /// Without the white space at both ends.
  var trimmed: SubSequence {
    var (lower, upper) = (startIndex, endIndex)
    while lower < upper, utf8[lower].isSpace { lower = utf8.index(after: lower) }
    while lower < upper {
      let last = utf8.index(upper, offsetBy: -1)
      guard utf8[last].isSpace else { break }
      upper = last
    }
    return self[lower..<upper]
  }

  /// Without one pair of brackets around the whole.
  fileprivate var unbracketed: Substring {
    let text = Substring(trimmed)
    guard text.hasPrefix("[") && text.hasSuffix("]") || text.hasPrefix("(") && text.hasSuffix(")") else {
      return text
    }
    return text.dropFirst().dropLast().trimmed
  }
}
