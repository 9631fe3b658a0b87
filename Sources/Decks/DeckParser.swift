/// Reads decks; see the article DeckFormat.
///
/// Any bytes give a deck and diagnostics: nothing traps, and one bad card leaves the others alone.
public enum DeckParser {
  /// The deck keeps the text: its cards are places in it.
  public static func parse(_ text: String, file: String, options: ParseOptions) -> ParsedDeck {
    var text = text
    text.makeContiguousUTF8()
    var reader = DeckReader(text, file: file, options: options)
    reader.read()
    return reader.finish()
  }

  /// Copies the bytes once; those that are no UTF-8 are reported and read as question marks.
  public static func parse(_ bytes: Span<UInt8>, file: String, options: ParseOptions) -> ParsedDeck {
    guard bytes.count <= options.maximumFileBytes else {
      var reader = DeckReader("", file: file, options: options)
      reader.reportSize(bytes.count)
      return reader.finish()
    }
    if let valid = try? UTF8Span(validating: bytes) {
      return parse(String(copying: valid), file: file, options: options)
    }
    let repair = UTF8Repair(bytes)
    var reader = DeckReader(repair.text, file: file, options: options)
    for offset in repair.places.prefix(10) { reader.reportInvalid(at: offset) }
    reader.read()
    return reader.finish()
  }

  /// One card again from its slice of the file, where `offset` and `line` say where the slice stood.
  public static func card(
    _ slice: Span<UInt8>, file: String, offset: Int, line: Int, options: ParseOptions
  ) -> Card? {
    var reader = DeckReader(UTF8Repair(slice).text, file: file, options: options)
    reader.read(firstLine: line)
    var card = reader.finish().deck.cards.first
    if let range = card?.byteRange {
      card?.byteRange = (range.lowerBound + offset)..<(range.upperBound + offset)
    }
    return card
  }
}
