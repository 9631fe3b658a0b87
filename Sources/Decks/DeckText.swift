/// A stretch of a deck that becomes a String only when it is read.
///
/// Parsing stores hundreds of texts a card that nobody may ever look at; keeping places instead of copies is what
/// makes it fast.
struct DeckText: Hashable, Sendable {
  /// Shared by all texts of a file.
  private let source: String
  private let lower: UInt32
  private let upper: UInt32

  init(_ source: String, _ range: Range<Int>) {
    self.source = source
    lower = UInt32(range.lowerBound)
    upper = UInt32(range.upperBound)
  }

  init(_ text: String) {
    self.init(text, 0..<text.utf8.count)
  }

  var isEmpty: Bool { lower == upper }

  var string: String {
    if lower == 0, Int(upper) == source.utf8.count { return source }
    return source.utf8.span.text(Int(lower)..<Int(upper))
  }

  /// Reads the bytes in place.
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(source.utf8.span.extracting(Int(lower)..<Int(upper)))
  }

  static func == (left: DeckText, right: DeckText) -> Bool {
    guard left.upper - left.lower == right.upper - right.lower else { return false }
    let (first, second) = (left.source.utf8.span, right.source.utf8.span)
    for offset in 0..<Int(left.upper - left.lower)
    where first[Int(left.lower) + offset] != second[Int(right.lower) + offset] {
      return false
    }
    return true
  }

  func hash(into hasher: inout Hasher) {
    string.hash(into: &hasher)
  }
}

/// A property that reads as a String and is kept as a place.
@propertyWrapper
public struct Lazily: Hashable, Sendable {
  var text: DeckText

  init(_ text: DeckText) {
    self.text = text
  }

  public init(wrappedValue: String) {
    text = DeckText(wrappedValue)
  }

  public var wrappedValue: String {
    get { text.string }
    set { text = DeckText(newValue) }
  }
}
