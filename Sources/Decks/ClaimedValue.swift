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
  public init?(_ text: String) {
    let bytes = text.utf8.span
    self.init(bytes, 0..<bytes.count)
  }

  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let range = ClaimedValue.unbracketed(bytes, bytes.trimming(range))
    if bytes.firstIndex(of: UInt8(ascii: ";"), in: range) != nil {
      var rows: [[Scalar]] = []
      var start = range.lowerBound
      while start <= range.upperBound {
        let end = bytes.firstIndex(of: UInt8(ascii: ";"), in: start..<range.upperBound) ?? range.upperBound
        guard let items = ClaimedValue.items(bytes, start..<end) else { return nil }
        rows.append(items)
        start = end + 1
      }
      self = .matrix(rows)
    } else if bytes.firstIndex(of: UInt8(ascii: ","), in: range) != nil {
      guard let items = ClaimedValue.items(bytes, range) else { return nil }
      self = .list(items)
    } else if let size = ClaimedValue.size(bytes, range) {
      self = .list(size)
    } else {
      guard let scalar = Scalar(bytes, range) else { return nil }
      self = .scalar(scalar)
    }
  }

  /// Whether `init` would read these bytes: neither the whole nor an item is empty.
  static func isReadable(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let range = unbracketed(bytes, bytes.trimming(range))
    var isItemEmpty = true
    for index in range {
      let byte = bytes[index]
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") {
        if isItemEmpty { return false }
        isItemEmpty = true
      } else if !byte.isSpace {
        isItemEmpty = false
      }
    }
    return !isItemEmpty
  }

  private static func items(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Scalar]? {
    var items: [Scalar] = []
    var start = range.lowerBound
    while start <= range.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<range.upperBound) ?? range.upperBound
      guard let scalar = Scalar(bytes, bytes.trimming(start..<end)) else { return nil }
      items.append(scalar)
      start = end + 1
    }
    return items
  }

  /// `26x100` or `26×100`, of any number of axes, with or without spaces.
  private static func size(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Scalar]? {
    guard !range.isEmpty, bytes[range.lowerBound].isDigit else { return nil }
    var size: [Scalar] = []
    var start = range.lowerBound
    var index = start
    while index <= range.upperBound {
      let isEnd = index == range.upperBound
      let width =
        isEnd || bytes[index] == UInt8(ascii: "x")
        ? 1 : bytes.has("×", at: index, before: range.upperBound) ? 2 : 0
      if width > 0 {
        // Without a sign of multiplication there is no size.
        if isEnd, size.isEmpty { return nil }
        guard let number = Numeral(bytes, bytes.trimming(start..<index)), number.isWhole else { return nil }
        size.append(.number(number))
        start = index + width
      }
      index += max(1, width)
    }
    return size
  }

  /// Without one pair of brackets around the whole.
  private static func unbracketed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    guard range.count >= 2 else { return range }
    let (first, last) = (bytes[range.lowerBound], bytes[range.upperBound - 1])
    let isBracketed =
      first == UInt8(ascii: "[") && last == UInt8(ascii: "]")
      || first == UInt8(ascii: "(") && last == UInt8(ascii: ")")
    return isBracketed ? bytes.trimming((range.lowerBound + 1)..<(range.upperBound - 1)) : range
  }

  /// How many numbers, words and truth values it claims.
  public var numberCount: Int {
    switch self {
    case .scalar: 1
    case .list(let items): items.count
    case .matrix(let rows): rows.map(\.count).reduce(0, +)
    }
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
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return nil }
    if let number = Numeral(bytes, range) {
      self = .number(number)
      return
    }
    let text = bytes.text(range)
    switch text {
    case "true": self = .truth(true)
    case "false": self = .truth(false)
    default:
      // The minus sign of typography.
      if text.hasPrefix("−"), let number = Numeral("-" + text.dropFirst()) {
        self = .number(number)
      } else {
        self = .word(text)
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
}
