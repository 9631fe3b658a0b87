/// A place that moves along a line, so that its column is counted once.
private struct LinePlace {
  private let line: Int
  private var offset: Int
  private var column = 1

  init(_ line: Line) {
    self.line = line.number
    offset = line.start
  }

  /// `next` never lies before the place asked for last.
  mutating func location(at next: Int, _ bytes: Span<UInt8>, _ file: String) -> SourceLocation {
    column += bytes.scalarCount(offset..<next)
    offset = next
    return SourceLocation(file: file, line: line, column: column)
  }
}

/// Demo calls in back-quotes, and the claims after their arrows.
extension DeckReader {
  /// Collects the calls and claims of a line of the card under way.
  mutating func takeCalls(of line: Line, in bytes: Span<UInt8>) {
    // A drill's answer is a call with names in it, and asks where a claim tells.
    if draft.section?.kind == .drill,
      bytes.has("answer:", at: line.body.lowerBound, before: line.body.upperBound)
    {
      return
    }
    let end = line.text.upperBound
    var index = line.text.lowerBound
    var place = LinePlace(line)
    while let quote = bytes.firstIndex(of: UInt8(ascii: "`"), in: index..<end) {
      guard let span = bytes.codeSpan(at: quote, before: end) else {
        index = quote
        while index < end, bytes[index] == UInt8(ascii: "`") { index += 1 }
        continue
      }
      index = span.end
      let isSingle = span.content.lowerBound == quote + 1
      guard isSingle, isCall(span.content, bytes) else { continue }
      guard let call = call(span.content, bytes, place.location(at: quote, bytes, file)) else { continue }
      draft.calls.append(call)
      if let arrow = arrowEnd(from: span.end, before: end, bytes) {
        index = takeClaims(of: call, from: arrow, line, &place, bytes)
      }
    }
  }

  func isCall(_ content: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    guard bytes.has("study demo", at: content.lowerBound, before: content.upperBound) else { return false }
    let next = content.lowerBound + 10
    return next == content.upperBound || bytes[next].isSpace
  }

  mutating func call(_ content: Range<Int>, _ bytes: Span<UInt8>, _ place: SourceLocation) -> DemoCall? {
    let range = bytes.trimming(content)
    do throws(DemoCall.Malformation) {
      return try DemoCall(DeckText(source, range), location: place)
    } catch {
      let reason =
        switch error {
        case .notADemo: ""
        case .nameMissing: "study demo ?"
        case .unterminatedQuote: "' \" \\ ?"
        }
      report(.callMalformed, place, subject: bytes.text(range), other: reason)
      return nil
    }
  }

  /// The end of `→` or `->` with the white space around it.
  func arrowEnd(from start: Int, before end: Int, _ bytes: Span<UInt8>) -> Int? {
    let arrow = spacesEnd(from: start, before: end, bytes)
    let width = bytes.has("→", at: arrow, before: end) ? 3 : bytes.has("->", at: arrow, before: end) ? 2 : 0
    return width == 0 ? nil : spacesEnd(from: arrow + width, before: end, bytes)
  }

  private func spacesEnd(from start: Int, before end: Int, _ bytes: Span<UInt8>) -> Int {
    var index = start
    while index < end, bytes[index].isSpace { index += 1 }
    return index
  }

  /// Reads `path = value` spans separated by commas; the result is where the reading stopped.
  private mutating func takeClaims(
    of call: DemoCall, from start: Int, _ line: Line, _ running: inout LinePlace, _ bytes: Span<UInt8>
  ) -> Int {
    let end = line.text.upperBound
    var index = start
    var count = 0
    while index < end, bytes[index] == UInt8(ascii: "`"), let span = bytes.codeSpan(at: index, before: end),
      !isCall(span.content, bytes)
    {
      let place = running.location(at: index, bytes, file)
      if let equals = bytes.firstIndex(of: UInt8(ascii: "="), in: span.content),
        let path = FieldPath(DeckText(source, bytes.trimming(span.content.lowerBound..<equals))),
        let claim = Claim(
          call: call, path: path, value: DeckText(source, (equals + 1)..<span.content.upperBound),
          location: place)
      {
        draft.claims.append(claim)
      } else {
        report(.claimMalformed, place, subject: bytes.text(span.content))
      }
      count += 1
      let comma = spacesEnd(from: span.end, before: end, bytes)
      let width = separatorWidth(at: comma, before: end, bytes)
      let next = spacesEnd(from: comma + width, before: end, bytes)
      guard width > 0, next < end, bytes[next] == UInt8(ascii: "`") else {
        index = span.end
        break
      }
      index = next
    }
    if count == 0 { report(.claimWithoutValue, at: min(start, line.text.upperBound), of: line, bytes) }
    return max(index, start)
  }

  private func separatorWidth(at index: Int, before end: Int, _ bytes: Span<UInt8>) -> Int {
    if index < end, bytes[index] == UInt8(ascii: ",") { return 1 }
    return bytes.has("，", at: index, before: end) || bytes.has("、", at: index, before: end) ? 3 : 0
  }
}
