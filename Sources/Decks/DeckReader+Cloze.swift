/// Cloze sections.
extension DeckReader {
  mutating func readCloze(_ heading: Line, _ bytes: Span<UInt8>) -> Cloze? {
    let text = text(of: lines[...], bytes)
    do throws(ClozeText.Problem) {
      try text.withBytes { bytes throws(ClozeText.Problem) in try ClozeText.read(bytes) { _ in } }
      return Cloze(text: text, location: location(at: heading.text.lowerBound, of: heading, bytes))
    } catch {
      // The problem's line is counted from the first line with text.
      let first = lines.firstIndex { $0.kind != .blank } ?? 0
      let line = lines.indices.contains(first + error.line) ? lines[first + error.line] : heading
      report(error.code, line, bytes)
      return nil
    }
  }
}

/// Where the gaps of a cloze lie.
enum ClozeText {
  enum Part {
    case text(Range<Int>)
    case gap(hidden: Range<Int>, hint: Range<Int>?)
  }

  /// Why a cloze cannot be asked, and on which of its lines.
  struct Problem: Error {
    var code: DeckDiagnostic.Code
    var line: Int
  }

  static func read(_ bytes: Span<UInt8>, _ take: (Part) -> Void) throws(Problem) {
    let end = bytes.count
    var start = 0
    var index = 0
    var gap: Int?
    var count = 0
    var hasGapInMaths = false
    func problem(_ code: DeckDiagnostic.Code, at offset: Int) -> Problem {
      var line = 0
      for position in 0..<offset where bytes[position] == 0x0A { line += 1 }
      return Problem(code: code, line: line)
    }
    while index < end {
      if let next = bytes.opaqueEnd(at: index, before: end) {
        // `$p = ==k==$`: maths that reaches over a gap hides it.
        if let mark = gapMark(bytes, in: index..<next) {
          hasGapInMaths = true
          if gap != nil { throw problem(.clozeGapInMaths, at: mark) }
        }
        index = next
      } else if bytes[index] == UInt8(ascii: "="), index + 1 < end, bytes[index + 1] == bytes[index] {
        if let open = gap {
          guard let part = gapPart(bytes, open..<index) else { throw problem(.clozeEmptyGap, at: open) }
          take(part)
          count += 1
          gap = nil
        } else {
          if index > start { take(.text(start..<index)) }
          gap = index + 2
        }
        index += 2
        start = index
      } else {
        index += 1
      }
    }
    if let gap { throw problem(hasGapInMaths ? .clozeGapInMaths : .clozeUnclosed, at: gap) }
    if start < end { take(.text(start..<end)) }
    if count == 0 { throw problem(hasGapInMaths ? .clozeGapInMaths : .clozeWithoutGap, at: 0) }
  }

  private static func gapMark(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
    range.first { bytes.has("==", at: $0, before: range.upperBound) }
  }

  /// `hidden` or `hidden|hint`, split at the last bar outside maths and code.
  private static func gapPart(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Part? {
    var bar: Int?
    var index = range.lowerBound
    while index < range.upperBound {
      if let next = bytes.opaqueEnd(at: index, before: range.upperBound) {
        index = next
      } else {
        if bytes[index] == UInt8(ascii: "|") { bar = index }
        index += 1
      }
    }
    let hidden = bytes.trimming(range.lowerBound..<(bar ?? range.upperBound))
    guard !hidden.isEmpty else { return nil }
    let hint = bar.map { bytes.trimming(($0 + 1)..<range.upperBound) }
    return .gap(hidden: hidden, hint: hint?.isEmpty == false ? hint : nil)
  }
}
