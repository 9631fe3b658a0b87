/// The name of a card: the same in every language and for ever.
public struct CardID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  public let rawValue: String

  /// Any stored id: no check, since an id that a log already holds must stay readable.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// An id as a deck may write it: kebab-case, ASCII, 1 to 64 characters.
  public init?(written text: some StringProtocol) {
    let text = String(text)
    self.init(written: text.utf8.span)
  }

  /// The same from UTF-8.
  public init?(written bytes: Span<UInt8>) {
    guard CardID.isWritten(bytes), let text = try? UTF8Span(validating: bytes) else { return nil }
    rawValue = String(copying: text)
  }

  /// Whether `init(written:)` would take these bytes.
  public static func isWritten(_ bytes: Span<UInt8>) -> Bool {
    guard (1...64).contains(bytes.count) else { return false }
    // Starting from a dash refuses a leading one.
    var previous = UInt8(ascii: "-")
    for index in bytes.indices {
      let byte = bytes[index]
      let isDash = byte == UInt8(ascii: "-")
      let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      guard isDash || isLetter || isDigit, !(isDash && previous == byte) else { return false }
      previous = byte
    }
    return previous != UInt8(ascii: "-")
  }

  public var description: String { rawValue }

  public static func < (left: CardID, right: CardID) -> Bool { left.rawValue < right.rawValue }
}
