import Basics
import Decks
import TerminalUI

/// Markdown of a card as styled lines of a width. Deck text is untrusted: every piece goes through `SafeText`.
enum CardText {
  struct Layout {
    let width: Int
    let capabilities: Capabilities
    var isAccessible = false
    /// The key points have boxes to tick.
    var points: Points?
  }

  /// Which key points are ticked, and which one the cursor stands on.
  struct Points {
    var ticked: Set<Int>
    var cursor: Int?
    /// Numbers instead of boxes, for answers given line by line.
    var areNumbered = false
  }

  /// Inline Markdown as one line: emphasis as styles, formulas as Unicode.
  static func inline(_ markdown: String, role: Role = .plain) -> StyledText {
    inline(InlineMarkdown.spans(of: markdown), role: role)
  }

  static func inline(_ spans: [InlineSpan], role: Role = .plain) -> StyledText {
    spans.reduce(into: StyledText()) { line, span in
      switch span.kind {
      case .maths:
        let formula = SafeText.line(MathText.unicode(span.text))
        line += StyledText(formula, role == .plain ? .maths : role)
      case .code:
        line += StyledText(SafeText.line(unbroken(span.text)), .code)
      case .text:
        let isStrong = (span.isStrong || span.isEmphasised) && role == .plain
        line += StyledText(SafeText.line(unbroken(span.text)), isStrong ? .strong : role)
      }
    }
  }

  /// A soft line break is a blank, but between two Chinese characters it is nothing.
  private static func unbroken(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\n")) else { return text }
    var joined = ""
    for character in text {
      if character == "\n" {
        if let last = joined.last, CharacterWidth.standard.columns(last) < 2 { joined += " " }
      } else {
        joined.append(character)
      }
    }
    return joined
  }

  static func lines(_ markdown: String, width: Int, role: Role = .plain) -> [StyledText] {
    inline(markdown, role: role).wrapped(to: width)
  }

  static func blocks(_ markdown: String, _ layout: Layout) -> [StyledText] {
    lines(Block.blocks(of: markdown), layout)
  }

  /// The answer of a card: paragraphs, key points, corrections set off.
  static func answer(of card: Card, _ layout: Layout) -> [StyledText] {
    lines(card.answerBlocks, layout)
  }

  private static func lines(_ blocks: [Block], _ layout: Layout) -> [StyledText] {
    var lines: [StyledText] = []
    var wasItem = false
    var point = 0
    for (index, block) in blocks.enumerated() {
      var isItem = false
      if case .item = block { isItem = true }
      if index > 0, !(isItem && wasItem) { lines.append("") }
      wasItem = isItem
      if let points = layout.points, case .item(0, nil, let spans) = block {
        lines += self.lines(point: point, spans, points, layout)
        point += 1
      } else {
        lines += self.lines(block, layout)
      }
    }
    return lines
  }

  private static func lines(
    point: Int, _ spans: [InlineSpan], _ points: Points, _ layout: Layout
  ) -> [StyledText] {
    if points.areNumbered {
      let number = "\(point + 1). "
      return (StyledText(number, .strong) + inline(spans)).wrapped(
        to: layout.width, hangingIndent: number.count)
    }
    let isTicked = points.ticked.contains(point)
    let mark =
      StyledText(points.cursor == point ? "▸" : " ", .accent)
      + StyledText(isTicked ? "☑ " : "☐ ", isTicked ? .good : .dim)
    return (mark + inline(spans)).wrapped(to: layout.width, hangingIndent: 3)
  }

  private static func lines(_ block: Block, _ layout: Layout) -> [StyledText] {
    let width = layout.width
    switch block {
    case .paragraph(let spans):
      return inline(spans).wrapped(to: width)
    case .heading(_, let spans):
      return inline(spans, role: .strong).wrapped(to: width)
    case .item(let level, let number, let spans):
      let indent = String(repeating: " ", count: 2 * level)
      let mark = number.map { "\($0). " } ?? (layout.isAccessible ? "- " : "• ")
      let line = StyledText(indent) + StyledText(mark, .dim) + inline(spans)
      return line.wrapped(to: width, hangingIndent: indent.count + mark.count)
    case .quote(let inner):
      if layout.isAccessible { return lines(inner, layout) }
      let narrow = Layout(width: max(8, width - 2), capabilities: layout.capabilities)
      return lines(inner, narrow).map { StyledText("┃ ", .warning) + $0 }
    case .code(_, let text):
      return text.split(separator: "\n", omittingEmptySubsequences: false).map {
        StyledText("  " + SafeText.line(String($0)), .code).truncated(to: width)
      }
    case .table(let hasHeader, let rows):
      return table(rows, hasHeader: hasHeader, layout)
    case .rule:
      return [StyledText(layout.isAccessible ? "" : String(repeating: "─", count: width), .dim)]
    }
  }

  private static func table(_ rows: [[[InlineSpan]]], hasHeader: Bool, _ layout: Layout) -> [StyledText] {
    let cells = rows.map { $0.map { inline($0) } }
    let columnCount = cells.map(\.count).max() ?? 0
    let header = hasHeader ? cells.first ?? [] : []
    let columns = (0..<columnCount).map { index in
      Table.Column(header.indices.contains(index) ? header[index].plainText : "", .left)
    }
    let table = Table(columns: columns, rows: Array(cells.dropFirst(hasHeader ? 1 : 0)))
    return Drawing.table(table).lines(width: layout.width, capabilities: layout.capabilities)
  }
}
