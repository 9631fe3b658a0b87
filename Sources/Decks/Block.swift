import Basics

/// A block of Markdown, ready to be laid out.
public enum Block: Hashable, Sendable {
  case paragraph([InlineSpan])
  case heading(depth: Int, [InlineSpan])
  /// `level` is 0 at the left; `number` is nil for a bullet.
  case item(level: Int, number: Int?, [InlineSpan])
  case quote([Block])
  /// `language` is what follows the fence; the text has no final line feed.
  case code(language: String, text: String)
  /// Rows of cells, the header first when a line of dashes follows it.
  case table(hasHeader: Bool, rows: [[[InlineSpan]]])
  case rule

  /// The blocks of a Markdown text such as an answer; comments are left out.
  public static func blocks(of markdown: String) -> [Block] {
    blocks(of: markdown.utf8.span, depth: 0)
  }

  /// `depth` counts the quotes around the text.
  static func blocks(of bytes: Span<UInt8>, depth: Int) -> [Block] {
    var scanner = LineScanner()
    var lines: [Line] = []
    while let line = scanner.next(in: bytes) { lines.append(line) }
    var reader = BlockReader(lines: lines, depth: depth)
    reader.read(bytes)
    return reader.blocks
  }
}

private struct BlockReader {
  let lines: [Line]
  let depth: Int
  var blocks: [Block] = []
  var index = 0
  /// The indentation of each open list level.
  var indents: [Int] = []

  init(lines: [Line], depth: Int) {
    self.lines = lines
    self.depth = depth
  }

  mutating func read(_ bytes: Span<UInt8>) {
    while index < lines.count {
      let line = lines[index]
      if line.kind != .bullet, line.kind != .numbered, line.kind != .blank, line.indent < 2 { indents = [] }
      switch line.kind {
      case .blank:
        index += 1
      case .comment:
        skipComment(bytes)
      case .heading:
        blocks.append(.heading(depth: line.depth, InlineMarkdown.spans(of: line.body, bytes)))
        index += 1
      case .rule:
        blocks.append(.rule)
        index += 1
      case .fence:
        readCode(line, bytes)
      case .quote where depth < 8:
        readQuote(bytes)
      case .bullet, .numbered:
        readItem(line, bytes)
      case .table:
        readTable(bytes)
      case .text, .quote, .code:
        readParagraph(line, bytes)
      }
    }
  }

  private mutating func skipComment(_ bytes: Span<UInt8>) {
    while index < lines.count {
      let text = bytes.text(lines[index].text)
      index += 1
      if text.utf8.firstRange(of: "-->".utf8) != nil { return }
    }
  }

  /// This line and the plain lines that continue it.
  private mutating func continuedSpans(_ first: Range<Int>, _ bytes: Span<UInt8>) -> [InlineSpan] {
    index += 1
    guard index < lines.count, lines[index].kind == .text else {
      return InlineMarkdown.spans(of: first, bytes)
    }
    var text = bytes.text(first)
    while index < lines.count, lines[index].kind == .text {
      text += "\n" + bytes.text(lines[index].text)
      index += 1
    }
    return InlineMarkdown.spans(of: text)
  }

  private mutating func readParagraph(_ line: Line, _ bytes: Span<UInt8>) {
    blocks.append(.paragraph(continuedSpans(line.text, bytes)))
  }

  private mutating func readItem(_ line: Line, _ bytes: Span<UInt8>) {
    while let last = indents.last, line.indent < last { indents.removeLast() }
    if indents.last.map({ line.indent >= $0 + 2 }) ?? true { indents.append(line.indent) }
    var number: Int?
    if line.kind == .numbered {
      var value = 0
      for place in line.text {
        guard bytes[place].isDigit else { break }
        value = value * 10 + Int(bytes[place] - UInt8(ascii: "0"))
      }
      number = value
    }
    let level = indents.count - 1
    blocks.append(.item(level: level, number: number, continuedSpans(line.body, bytes)))
  }

  private mutating func readCode(_ open: Line, _ bytes: Span<UInt8>) {
    var rows: [String] = []
    index += 1
    while index < lines.count {
      let line = lines[index]
      index += 1
      if line.kind == .fence { break }
      let end = max(line.start, line.text.upperBound)
      // The fence's own indentation is no part of the code.
      let start = min(line.start + open.indent, line.text.lowerBound, end)
      rows.append(bytes.text(start..<end))
    }
    blocks.append(.code(language: bytes.text(open.body), text: rows.joined(separator: "\n")))
  }

  private mutating func readQuote(_ bytes: Span<UInt8>) {
    var rows: [String] = []
    while index < lines.count, lines[index].kind == .quote || (lines[index].kind == .text && !rows.isEmpty) {
      let line = lines[index]
      rows.append(bytes.text(line.body))
      index += 1
    }
    blocks.append(.quote(Block.blocks(of: rows.joined(separator: "\n").utf8.span, depth: depth + 1)))
  }

  private mutating func readTable(_ bytes: Span<UInt8>) {
    var rows: [[[InlineSpan]]] = []
    var hasHeader = false
    while index < lines.count, lines[index].kind == .table {
      let cells = cells(lines[index].text, bytes)
      let isRule = cells.allSatisfy { cell in
        !cell.isEmpty && cell.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") }
      }
      if isRule, rows.count == 1, !hasHeader {
        hasHeader = true
      } else {
        rows.append(cells.map { InlineMarkdown.spans(of: $0) })
      }
      index += 1
    }
    blocks.append(.table(hasHeader: hasHeader, rows: rows))
  }

  /// Cells between bars; a bar within code or maths, or behind a backslash, parts nothing.
  private func cells(_ range: Range<Int>, _ bytes: Span<UInt8>) -> [String] {
    var cells: [String] = []
    var index = range.lowerBound + 1
    var start = index
    while index < range.upperBound {
      if let next = bytes.opaqueEnd(at: index, before: range.upperBound) {
        index = next
      } else if bytes[index] == UInt8(ascii: "|") {
        cells.append(bytes.text(bytes.trimming(start..<index)))
        index += 1
        start = index
      } else {
        index += 1
      }
    }
    let rest = bytes.trimming(min(start, range.upperBound)..<range.upperBound)
    if !rest.isEmpty { cells.append(bytes.text(rest)) }
    return cells
  }
}
