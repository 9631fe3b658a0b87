/// The key points and corrections of an answer.
struct AnswerParts {
  private(set) var keyPoints: [String] = []
  private(set) var corrections: [String] = []

  init(_ answer: String) {
    let bytes = answer.utf8.span
    var lines: [Line] = []
    var scanner = LineScanner()
    while let line = scanner.next(in: bytes) { lines.append(line) }
    var index = 0
    while index < lines.count {
      switch lines[index].kind {
      case .bullet, .numbered: readKeyPoint(lines, &index, bytes)
      case .quote: readQuote(lines, &index, bytes)
      default: index += 1
      }
    }
  }

  /// A top-level item with the plain lines that continue it; nested items are detail, not points.
  private mutating func readKeyPoint(_ lines: [Line], _ index: inout Int, _ bytes: Span<UInt8>) {
    let line = lines[index]
    var text = bytes.text(line.body)
    index += 1
    while index < lines.count, lines[index].kind == .text {
      text += "\n" + bytes.text(lines[index].text)
      index += 1
    }
    if line.isTopLevelItem { keyPoints.append(text) }
  }

  private mutating func readQuote(_ lines: [Line], _ index: inout Int, _ bytes: Span<UInt8>) {
    let content = correction(lines[index].body, bytes)
    var text = content.map { bytes.text($0) } ?? ""
    index += 1
    while index < lines.count, lines[index].kind == .quote {
      text += "\n" + bytes.text(lines[index].body)
      index += 1
    }
    if content != nil { corrections.append(text) }
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

extension Line {
  /// Whether the line begins a key point.
  var isTopLevelItem: Bool { (kind == .bullet || kind == .numbered) && indent < 2 && !body.isEmpty }
}
