extension DeckReader {
  /// Lines as Markdown: a plain slice where that is the same, else joined by line feeds.
  func text(of lines: ArraySlice<Line>, _ bytes: Span<UInt8>) -> DeckText {
    var lines = lines
    while lines.last?.kind == .blank { lines.removeLast() }
    while lines.first?.kind == .blank { lines.removeFirst() }
    guard let first = lines.first, let last = lines.last else { return DeckText("") }
    let slice = first.text.lowerBound..<last.text.upperBound
    let isWhole = last.number - first.number == lines.count - 1
    if isWhole, lines.count == 1 || !hasCarriageReturn { return DeckText(source, slice) }
    var text = ""
    for line in lines {
      if line.start != first.start {
        text += "\n"
        text += String(repeating: " ", count: line.kind == .blank ? 0 : min(line.indent, 64))
      }
      text += bytes.text(line.text)
    }
    return DeckText(text)
  }

  /// A list item's text: its first line without the mark, and the lines that continue it.
  func itemText(_ lines: ArraySlice<Line>, _ bytes: Span<UInt8>) -> String {
    guard let first = lines.first else { return "" }
    var text = bytes.text(first.body)
    for line in lines.dropFirst() where line.kind != .blank {
      text += "\n" + bytes.text(line.text)
    }
    return text
  }

  /// The first words, for a diagnostic.
  func excerpt(_ range: Range<Int>, _ bytes: Span<UInt8>) -> String {
    let text = bytes.text(range.lowerBound..<min(range.upperBound, range.lowerBound + 160))
    return text.count > 40 ? text.prefix(39) + "…" : text
  }

  mutating func reportStray(_ indices: [Int], _ bytes: Span<UInt8>) {
    for index in indices {
      report(.strayText, lines[index], bytes, subject: excerpt(lines[index].text, bytes))
    }
  }
}

/// A list with what stands before it.
struct ListParts {
  /// The lines before the first item.
  private(set) var lead: Range<Int>
  /// Each from the line with the mark up to the next item.
  private(set) var items: [Range<Int>] = []
  /// Lines that belong neither to the lead nor to an item.
  private(set) var stray: [Int] = []

  /// Splits lines at the top-level items of one kind.
  ///
  /// A line continues an item when it is indented under it, or is plain text without a blank line between.
  init(_ lines: [Line], markedBy kind: Line.Kind) {
    guard let start = lines.firstIndex(where: { $0.kind == kind }) else {
      lead = lines.indices
      return
    }
    lead = 0..<start
    let base = lines[start].indent + 1
    var itemStart = start
    var itemEnd = start + 1
    for index in (start + 1)..<max(lines.count, start + 1) {
      let line = lines[index]
      if line.kind == kind, line.indent <= base {
        items.append(itemStart..<itemEnd)
        (itemStart, itemEnd) = (index, index + 1)
      } else if line.kind == .blank {
        continue
      } else if line.indent > base || (line.kind == .text && itemEnd == index) || line.kind == .code {
        itemEnd = index + 1
      } else {
        stray.append(index)
      }
    }
    items.append(itemStart..<itemEnd)
  }
}
