/// Why bytes are no JSON, and where: an offset in bytes.
public struct JSONError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case invalidNumber
    case invalidEscape
    case invalidUTF8
    /// A control character in a string.
    case controlCharacter
    case tooDeep
    /// Something follows the value.
    case trailing
  }

  public var reason: Reason
  public var offset: Int

  public init(reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// Reads JSON (RFC 8259) from UTF-8, value by value, without building what is not asked for.
///
/// Nesting is bounded, memory by the input's length, time by a constant a byte.
public struct JSONReader {
  public static let deepest = 64

  public let bytes: [UInt8]
  public private(set) var position: Int
  private let end: Int
  private var depth = 0

  public init(_ bytes: [UInt8]) {
    self.init(bytes, in: 0..<bytes.count)
  }

  /// Reads a part of the bytes, such as one line.
  public init(_ bytes: [UInt8], in range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a part of the bytes")
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The one value of a whole text.
  public static func value(of bytes: [UInt8]) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    try reader.finish()
    return value
  }

  /// Refuses what follows the last value.
  public mutating func finish() throws(JSONError) {
    skipSpace()
    guard position == end else { throw error(.trailing) }
  }

  /// The next value, whatever it is.
  public mutating func value() throws(JSONError) -> JSONValue {
    switch try nextByte() {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try beginObject()
      while let name = try nextName() { members.append(.init(name, try value())) }
      return .object(members)
    case UInt8(ascii: "["):
      var items: [JSONValue] = []
      try beginArray()
      while try nextItem() { items.append(try value()) }
      return .array(items)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  /// Passes over the next value, which must be well-formed all the same.
  public mutating func skip() throws(JSONError) {
    switch try nextByte() {
    case UInt8(ascii: "{"):
      try beginObject()
      while try nextName() != nil { try skip() }
    case UInt8(ascii: "["):
      try beginArray()
      while try nextItem() { try skip() }
    default: _ = try value()
    }
  }

  // MARK: Containers, piece by piece

  public mutating func beginObject() throws(JSONError) { try open(UInt8(ascii: "{")) }
  public mutating func beginArray() throws(JSONError) { try open(UInt8(ascii: "[")) }

  /// The name before the next value of the object that was begun; nil at its end.
  public mutating func nextName() throws(JSONError) -> String? {
    guard try next(before: UInt8(ascii: "}")) else { return nil }
    let name = try string()
    try take(UInt8(ascii: ":"))
    return name
  }

  /// Whether another item follows in the array that was begun.
  public mutating func nextItem() throws(JSONError) -> Bool {
    try next(before: UInt8(ascii: "]"))
  }

  private mutating func open(_ bracket: UInt8) throws(JSONError) {
    try take(bracket)
    guard depth < Self.deepest else { throw error(.tooDeep) }
    depth += 1
    isFirst = true
  }

  /// Whether no item of the innermost container was read yet; false again after any value.
  private var isFirst = false

  private mutating func next(before bracket: UInt8) throws(JSONError) -> Bool {
    let wasFirst = isFirst
    isFirst = false
    let byte = try nextByte()
    if byte == bracket {
      position += 1
      depth -= 1
      return false
    }
    if !wasFirst { try take(UInt8(ascii: ",")) }
    return true
  }

  // MARK: Scalars

  /// The next value when it is a string; nil leaves the position where it was.
  public mutating func stringIfNext() throws(JSONError) -> String? {
    try nextByte() == UInt8(ascii: "\"") ? try string() : nil
  }

  /// A string with its escapes resolved; lone surrogates become U+FFFD.
  public mutating func string() throws(JSONError) -> String {
    try take(UInt8(ascii: "\""))
    let start = position
    position = Self.plainEnd(bytes.span, from: start, before: end)
    guard position < end else { throw error(.unexpectedEnd) }
    if bytes[position] == UInt8(ascii: "\"") {
      let close = position
      position = close + 1
      guard let text = try? UTF8Span(validating: bytes.span.extracting(start..<close)) else {
        throw JSONError(reason: .invalidUTF8, offset: start)
      }
      return String(copying: text)
    }
    return try escapedString(from: start)
  }

  /// Where the plain part of a string ends: at a quote, an escape, a control character, or the end.
  private static func plainEnd(_ bytes: Span<UInt8>, from start: Int, before end: Int) -> Int {
    var index = start
    while index < end, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\"),
      bytes[index] >= 0x20
    {
      index &+= 1
    }
    return index
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<position])
    while true {
      guard position < end else { throw error(.unexpectedEnd) }
      let byte = bytes[position]
      if byte < 0x20 { throw error(.controlCharacter) }
      position += 1
      if byte == UInt8(ascii: "\"") { break }
      if byte != UInt8(ascii: "\\") { text.append(byte) } else { try readEscape(into: &text) }
    }
    guard let valid = try? UTF8Span(validating: text.span) else {
      throw JSONError(reason: .invalidUTF8, offset: start)
    }
    return String(copying: valid)
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
    guard position < end else { throw error(.unexpectedEnd) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if code >> 10 == 0x36, position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u")
      {
        let before = position
        position += 2
        let low = try hexadecimal()
        if low >> 10 == 0x37 {
          code = 0x1_0000 + (code & 0x3FF) << 10 + low & 0x3FF
        } else {
          position = before
        }
      }
      text += String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8
    default: throw JSONError(reason: .invalidEscape, offset: position - 2)
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard position < end else { throw error(.unexpectedEnd) }
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw error(.invalidEscape)
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  /// A whole number where it is written as one and fits; else a floating-point number.
  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    func isDigit(_ place: Int) -> Bool { place < end && bytes[place] &- 0x30 < 10 }
    var index = start
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    guard isDigit(index) else { throw index == start ? unexpected() : error(.invalidNumber) }
    guard bytes[index] != 0x30 || !isDigit(index + 1) else { throw error(.invalidNumber) }
    var whole: Int? = 0
    while isDigit(index) {
      let digit = Int(bytes[index] - 0x30)
      if let value = whole {
        let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
        let (sum, isTooFar) = tens.addingReportingOverflow(isNegative ? -digit : digit)
        whole = isTooLarge || isTooFar ? nil : sum
      }
      index += 1
    }
    var isWhole = true
    if index < end, bytes[index] == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      guard isDigit(index) else { throw error(.invalidNumber) }
      while isDigit(index) { index += 1 }
    }
    if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      index += 1
      if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
      guard isDigit(index) else { throw error(.invalidNumber) }
      while isDigit(index) { index += 1 }
    }
    position = index
    if isWhole, let whole { return .integer(whole) }
    // Digits without end would take their square in time.
    guard index - start <= 1024, let number = Double(String(decoding: bytes[start..<index], as: UTF8.self)),
      number.isFinite
    else { throw JSONError(reason: .invalidNumber, offset: start) }
    return .number(number)
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for byte in word.utf8 {
      guard position < end else { throw error(.unexpectedEnd) }
      guard bytes[position] == byte else { throw unexpected() }
      position += 1
    }
    return value
  }

  // MARK: Bytes

  private mutating func skipSpace() {
    while position < end {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position &+= 1
    }
  }

  /// The first byte of the next token, which stays where it is.
  private mutating func nextByte() throws(JSONError) -> UInt8 {
    skipSpace()
    guard position < end else { throw error(.unexpectedEnd) }
    return bytes[position]
  }

  private mutating func take(_ byte: UInt8) throws(JSONError) {
    guard try nextByte() == byte else { throw unexpected() }
    position += 1
  }

  private func unexpected() -> JSONError { error(.unexpectedByte(bytes[position])) }

  private func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: position) }
}
