extension Span<UInt8> {
  /// How far an opening mark of code, maths or a link looks for its end, so that hostile text stays linear.
  static var longestInline: Int { 1024 }

  /// The text of a range; bytes that are no UTF-8 become U+FFFD.
  func text(_ range: Range<Int>) -> String {
    let slice = extracting(range)
    if let valid = try? UTF8Span(validating: slice) { return String(copying: valid) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    for index in range { bytes.append(self[index]) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The range without white space at both ends.
  func trimming(_ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, self[lower].isSpace { lower += 1 }
    while lower < upper, self[upper - 1].isSpace { upper -= 1 }
    return lower..<upper
  }

  func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if self[index] == byte { return index }
      index += 1
    }
    return nil
  }

  /// Whether `word` stands at a place, wholly before `end`.
  func has(_ word: String, at start: Int, before end: Int) -> Bool {
    // Most calls end at the first byte.
    guard start + word.utf8.count <= end, word.utf8.first.map({ $0 == self[start] }) ?? true else {
      return false
    }
    var index = start
    for byte in word.utf8 {
      if self[index] != byte { return false }
      index += 1
    }
    return true
  }

  func has(_ word: String, fillingExactly range: Range<Int>) -> Bool {
    range.count == word.utf8.count && has(word, at: range.lowerBound, before: range.upperBound)
  }

  /// Unicode scalars in a range: bytes that continue none.
  func scalarCount(_ range: Range<Int>) -> Int {
    var count = 0
    for index in range where self[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// The end of the code span that opens at a place: its content lies between equal runs of back-quotes.
  func codeSpan(at start: Int, before end: Int) -> (content: Range<Int>, end: Int)? {
    var open = start
    while open < end, self[open] == UInt8(ascii: "`") { open += 1 }
    let length = open - start
    guard length > 0 else { return nil }
    let end = Swift.min(end, open + Span.longestInline)
    var index = open
    while index < end {
      guard self[index] == UInt8(ascii: "`") else {
        index += 1
        continue
      }
      let runStart = index
      while index < end, self[index] == UInt8(ascii: "`") { index += 1 }
      if index - runStart == length { return (open..<runStart, index) }
    }
    return nil
  }

  /// The end of the maths that opens with `$` at a place: `$x$` with no space inside the marks, or `$$x$$`.
  func mathsSpan(at start: Int, before end: Int) -> (content: Range<Int>, end: Int)? {
    guard start < end, self[start] == UInt8(ascii: "$") else { return nil }
    let isDouble = start + 1 < end && self[start + 1] == UInt8(ascii: "$")
    let open = start + (isDouble ? 2 : 1)
    guard open < end, isDouble || !self[open].isSpace else { return nil }
    let end = Swift.min(end, open + Span.longestInline)
    var index = open
    while index < end {
      let byte = self[index]
      if byte == UInt8(ascii: "\\") {
        index += 2
      } else if byte == UInt8(ascii: "$") {
        if isDouble {
          if index + 1 < end, self[index + 1] == byte { return (open..<index, index + 2) }
        } else if index > open, !self[index - 1].isSpace {
          return (open..<index, index + 1)
        }
        index += 1
      } else {
        index += 1
      }
    }
    return nil
  }

  /// Where to go on after an escape, code or maths that begins at a place; nil at ordinary text.
  func opaqueEnd(at start: Int, before end: Int) -> Int? {
    switch self[start] {
    case UInt8(ascii: "\\"): Swift.min(start + 2, end)
    case UInt8(ascii: "`"): codeSpan(at: start, before: end)?.end
    case UInt8(ascii: "$"): mathsSpan(at: start, before: end)?.end
    default: nil
    }
  }
}
