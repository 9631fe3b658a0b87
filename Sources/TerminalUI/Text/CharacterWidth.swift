/// How many columns of a terminal a character takes: 0, 1 or 2.
///
/// Source: UAX #11 (East Asian Width) and UTS #51 (emoji), by extended grapheme cluster.
public struct CharacterWidth: Sendable, Hashable {
  /// Greek, arrows, box drawing and others take two columns in some East Asian terminals.
  public var isAmbiguousWide: Bool

  public init(isAmbiguousWide: Bool = false) {
    self.isAmbiguousWide = isAmbiguousWide
  }

  public static let standard = CharacterWidth()

  public func columns(_ character: Character) -> Int {
    if let byte = character.asciiValue { return byte < 0x20 || byte == 0x7F ? 0 : 1 }
    let scalars = character.unicodeScalars
    guard let base = scalars.first else { return 0 }
    var columns = columns(base)
    for scalar in scalars.dropFirst() {
      switch scalar.value {
      // Variation selector 16 asks for the colour picture, also of a keycap such as 1️⃣.
      case 0xFE0F where base.properties.isEmoji: columns = 2
      // Two regional indicators are one flag.
      case 0x1F1E6...0x1F1FF: columns = 2
      default: columns = max(columns, self.columns(scalar))
      }
    }
    return columns
  }

  public func columns(_ text: some StringProtocol) -> Int {
    if let count = Self.printableASCIICount(text) { return count }
    return text.reduce(0) { $0 + columns($1) }
  }

  public func columns(_ text: StyledText) -> Int {
    text.spans.reduce(0) { $0 + columns($1.text) }
  }

  private func columns(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 {
      if value < 0x20 || (0x7F...0x9F).contains(value) { return 0 }
      return isAmbiguousWide && CharacterWidthTable.contains(value, in: CharacterWidthTable.ambiguous) ? 2 : 1
    }
    if CharacterWidthTable.contains(value, in: CharacterWidthTable.wide) { return 2 }
    // Vowels and final consonants of Hangul syllables join the leading consonant.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .lineSeparator, .paragraphSeparator:
      return 0
    default:
      return isAmbiguousWide && CharacterWidthTable.contains(value, in: CharacterWidthTable.ambiguous) ? 2 : 1
    }
  }

  /// The number of bytes when all are printable ASCII, where each is one column.
  private static func printableASCIICount(_ text: some StringProtocol) -> Int? {
    let count = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
      bytes.allSatisfy { $0 &- 0x20 < 0x5F } ? bytes.count : nil
    }
    return count ?? nil
  }
}
