/// Cloze sections, and the gaps in them.
extension DeckReader {
  mutating func readCloze(_ heading: Line, _ bytes: Span<UInt8>) -> Cloze? {
    let text = text(of: lines[...], bytes)
    var pieces: [Cloze.Piece] = []
    if let problem = split(text.utf8.span, into: &pieces) {
      let line = lines.indices.contains(problem.line) ? lines[problem.line] : heading
      report(problem.code, line, bytes)
      return nil
    }
    return Cloze(pieces: pieces, location: location(at: heading.text.lowerBound, of: heading, bytes))
  }

  /// Why a cloze cannot be asked, and on which of its lines.
  private struct GapProblem {
    var code: DeckDiagnostic.Code
    var line: Int
  }

  private func split(_ bytes: Span<UInt8>, into pieces: inout [Cloze.Piece]) -> GapProblem? {
    let end = bytes.count
    var start = 0
    var index = 0
    var gap: Int?
    var hasGapInMaths = false
    func problem(_ code: DeckDiagnostic.Code, at offset: Int) -> GapProblem {
      var line = 0
      for position in 0..<offset where bytes[position] == 0x0A { line += 1 }
      return GapProblem(code: code, line: line)
    }
    while index < end {
      if let next = bytes.opaqueEnd(at: index, before: end) {
        // `$p = ==k==$`: maths that reaches over a gap hides it.
        if let mark = gapMark(bytes, in: index..<next) {
          hasGapInMaths = true
          if gap != nil { return problem(.clozeGapInMaths, at: mark) }
        }
        index = next
      } else if bytes.has("==", at: index, before: end) {
        if let open = gap {
          guard let piece = gapPiece(bytes, open..<index) else { return problem(.clozeEmptyGap, at: open) }
          pieces.append(piece)
          gap = nil
        } else {
          if index > start { pieces.append(.text(bytes.text(start..<index))) }
          gap = index + 2
        }
        index += 2
        start = index
      } else {
        index += 1
      }
    }
    if let gap { return problem(hasGapInMaths ? .clozeGapInMaths : .clozeUnclosed, at: gap) }
    if start < end { pieces.append(.text(bytes.text(start..<end))) }
    let hidesNothing = !pieces.contains { if case .gap = $0 { true } else { false } }
    return hidesNothing ? problem(hasGapInMaths ? .clozeGapInMaths : .clozeWithoutGap, at: 0) : nil
  }

  private func gapMark(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
    range.first { bytes.has("==", at: $0, before: range.upperBound) }
  }

  /// `hidden` or `hidden|hint`, split at the last bar outside maths and code.
  private func gapPiece(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Cloze.Piece? {
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
    return .gap(hidden: bytes.text(hidden), hint: hint.flatMap { $0.isEmpty ? nil : bytes.text($0) })
  }
}
