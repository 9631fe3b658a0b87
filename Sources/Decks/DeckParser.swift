/// Reads decks; see the article DeckFormat.
///
/// Any bytes give a deck and diagnostics: nothing traps, and one bad card leaves the others alone.
public enum DeckParser {
  public static func parse(_ bytes: Span<UInt8>, file: String, options: ParseOptions) -> ParsedDeck {
    var reader = DeckReader(file: file, options: options)
    reader.read(bytes)
    return reader.finish()
  }

  public static func parse(_ text: String, file: String, options: ParseOptions) -> ParsedDeck {
    parse(text.utf8.span, file: file, options: options)
  }

  /// One card again from its slice of the file, where `offset` and `line` say where the slice stood.
  public static func card(
    _ slice: Span<UInt8>, file: String, offset: Int, line: Int, options: ParseOptions
  ) -> Card? {
    var reader = DeckReader(file: file, options: options)
    reader.read(slice, firstLine: line)
    var card = reader.finish().deck.cards.first
    if let range = card?.byteRange {
      card?.byteRange = (range.lowerBound + offset)..<(range.upperBound + offset)
    }
    return card
  }
}
