/// The answer: its key points and corrections.
extension DeckReader {
  /// Adds the lines of a section to the answer.
  mutating func readAnswer(_ bytes: Span<UInt8>) {
    guard !lines.isEmpty else { return }
    let text = text(of: lines[...], bytes)
    draft.answer += draft.answer.isEmpty ? text : "\n\n" + text
    var index = 0
    while index < lines.count {
      switch lines[index].kind {
      case .bullet, .numbered:
        index = readKeyPoint(at: index, bytes)
      case .quote:
        index = readQuote(at: index, bytes)
      default:
        index += 1
      }
    }
  }

  /// A top-level item with the plain lines that continue it; nested items are detail, not points.
  private mutating func readKeyPoint(at start: Int, _ bytes: Span<UInt8>) -> Int {
    var end = start + 1
    while end < lines.count, lines[end].kind == .text { end += 1 }
    if lines[start].indent < 2, !lines[start].body.isEmpty {
      draft.keyPoints.append(
        end == start + 1 ? bytes.text(lines[start].body) : itemText(lines[start..<end], bytes))
    }
    return end
  }

  private mutating func readQuote(at start: Int, _ bytes: Span<UInt8>) -> Int {
    var end = start + 1
    while end < lines.count, lines[end].kind == .quote { end += 1 }
    if let content = correction(lines[start].body, bytes) {
      var text = bytes.text(content)
      for line in lines[(start + 1)..<end] { text += "\n" + bytes.text(line.body) }
      draft.corrections.append(text)
    }
    return end
  }

  /// What follows the label of a correction; nil when the quote is another one.
  private func correction(_ quote: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int>? {
    let end = quote.upperBound
    var start = quote.lowerBound
    func skip(_ mark: String) -> Bool {
      guard bytes.has(mark, at: start, before: end) else { return false }
      start += mark.utf8.count
      return true
    }
    _ = skip("**")
    guard skip("Often said, but wrong") || skip("常见误解") else { return nil }
    _ = skip("**")
    guard skip(":") || skip("：") else { return nil }
    _ = skip("**")
    return bytes.trimming(start..<end)
  }
}
