extension StyledText {
  public func columns(_ widths: CharacterWidth = .standard) -> Int { widths.columns(self) }

  /// Lines of at most `width` columns: broken at spaces, between Chinese characters (never before closing
  /// or after opening punctuation), and inside a word only when it is longer than a line.
  ///
  /// - Parameter hangingIndent: columns by which every line but the first is moved in: 2 for "• text".
  public func wrapped(
    to width: Int, hangingIndent: Int = 0, widths: CharacterWidth = .standard
  ) -> [StyledText] {
    LineBreaker(text: self, widths: widths).lines(width: max(1, width), hangingIndent: hangingIndent)
  }

  /// At most `width` columns; what is cut ends in "…".
  public func truncated(to width: Int, widths: CharacterWidth = .standard) -> StyledText {
    guard columns(widths) > width else { return self }
    let ellipsis = "…"
    var rest = width - widths.columns(ellipsis)
    guard rest >= 0 else { return StyledText() }
    var result = StyledText()
    for span in spans {
      var text = ""
      for character in span.text {
        rest -= widths.columns(character)
        if rest < 0 {
          text += ellipsis
          break
        }
        text.append(character)
      }
      result.spans.append(Span(text, span.style))
      if rest < 0 { break }
    }
    return result
  }

  /// Blanks added up to `width` columns: behind, or in front for `.right`; longer text stays as it is.
  public func padded(
    to width: Int, _ alignment: Table.Alignment = .left, widths: CharacterWidth = .standard
  ) -> StyledText {
    let missing = width - columns(widths)
    guard missing > 0 else { return self }
    let blanks = StyledText(String(repeating: " ", count: missing))
    return alignment == .left ? self + blanks : blanks + self
  }

  /// Cut or filled to exactly `width` columns.
  public func fitted(
    to width: Int, _ alignment: Table.Alignment = .left, widths: CharacterWidth = .standard
  ) -> StyledText {
    truncated(to: width, widths: widths).padded(to: width, alignment, widths: widths)
  }
}
