/// Breaks one paragraph into lines, greedily.
///
/// Source of the rules for Chinese: GB/T 15834 and W3C "Requirements for Chinese Text Layout" §3.1.
struct LineBreaker {
  private struct Glyph {
    let character: Character
    let style: Style
    let columns: Int
    var isSpace: Bool { character == " " }
    var isLineBreak: Bool { character.isNewline }
  }

  private let glyphs: [Glyph]

  init(text: StyledText, widths: CharacterWidth) {
    glyphs = text.spans.flatMap { span in
      span.text.map { Glyph(character: $0, style: span.style, columns: widths.columns($0)) }
    }
  }

  func lines(width: Int, hangingIndent: Int) -> [StyledText] {
    // A line must hold at least one wide character behind its indent.
    let indent = hangingIndent + 2 <= width ? hangingIndent : 0
    var lines: [StyledText] = []
    var start = 0
    repeat {
      let room = lines.isEmpty ? width : width - indent
      let (end, next) = lineEnd(from: start, room: room)
      let line = styled(start..<end)
      let isIndented = !lines.isEmpty && indent > 0 && start < end
      lines.append(isIndented ? StyledText(String(repeating: " ", count: indent)) + line : line)
      start = next
    } while start < glyphs.count
    return lines
  }

  /// Where the line that begins at `start` ends, and where the next one begins.
  private func lineEnd(from start: Int, room: Int) -> (end: Int, next: Int) {
    var used = 0
    var lastBreak: (end: Int, next: Int)?
    var index = start
    while index < glyphs.count {
      let glyph = glyphs[index]
      if glyph.isLineBreak { return (trimmed(start, index), index + 1) }
      // Blanks hang over the edge: they are not shown at the end of a line.
      if used + glyph.columns > room, !glyph.isSpace {
        if let lastBreak { return lastBreak }
        // One word longer than the line; at least one character goes out, however narrow the line.
        return index == start ? (start + 1, start + 1) : (trimmed(start, index), index)
      }
      used += glyph.columns
      if let next = breakOpportunity(after: index, lineStart: start) {
        lastBreak = (trimmed(start, index + 1), next)
      }
      index += 1
    }
    return (trimmed(start, index), index)
  }

  /// The start of the next line when a line may end behind this glyph.
  private func breakOpportunity(after index: Int, lineStart: Int) -> Int? {
    guard index + 1 < glyphs.count else { return nil }
    let current = glyphs[index]
    let next = glyphs[index + 1]
    if next.isSpace || next.isLineBreak { return nil }
    if current.isSpace {
      // Blanks at the very beginning are an indent, not a gap between words.
      return trimmed(lineStart, index + 1) == lineStart ? nil : index + 1
    }
    if Self.never(after: current.character) || Self.never(before: next.character) { return nil }
    if current.columns == 2 || next.columns == 2 { return index + 1 }
    let isHyphen = current.character == "-" || current.character == "–" || current.character == "—"
    if isHyphen, index > lineStart, glyphs[index - 1].character.isLetter, next.character.isLetter {
      return index + 1
    }
    return nil
  }

  private func trimmed(_ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start, glyphs[end - 1].isSpace { end -= 1 }
    return end
  }

  private func styled(_ range: Range<Int>) -> StyledText {
    var result = StyledText()
    for glyph in glyphs[range] {
      if result.spans.last?.style == glyph.style {
        result.spans[result.spans.count - 1].text.append(glyph.character)
      } else {
        result.spans.append(StyledText.Span(String(glyph.character), glyph.style))
      }
    }
    return result
  }

  private static let closing: Set<Character> = Set("，。、；：？！）】》」』〉〕｝”’…—～·,.;:?!)]}%‰°℃％々ー")
  private static let opening: Set<Character> = Set("（【《「『〈〔｛“‘([{￥$")

  private static func never(before character: Character) -> Bool { closing.contains(character) }
  private static func never(after character: Character) -> Bool { opening.contains(character) }
}
