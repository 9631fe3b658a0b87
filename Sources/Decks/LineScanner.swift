/// A line of a deck, by its first bytes.
struct Line {
  enum Kind {
    case blank
    /// Its depth is the number of hashes.
    case heading
    case bullet
    case numbered
    case quote
    case fence
    /// Within a fenced code block.
    case code
    case comment
    /// `---`, `***`, `___`
    case rule
    case table
    case text
  }

  var kind = Kind.blank
  var depth = 0
  /// From 1.
  var number = 0
  /// The first byte of the line, indentation included.
  var start = 0
  /// Without indentation, trailing white space and line end.
  var text = 0..<0
  /// What follows the mark of a heading, list item or quote, up to the end of `text`.
  var body = 0..<0
  /// Columns of leading white space, with tab stops every four.
  var indent = 0
  var hasBackquote = false
  var hasCarriageReturn = false
  /// The first control character, if any.
  var control: UInt8?
}

/// Cuts bytes into lines and tells their kinds, in one pass; knows which lines are code.
struct LineScanner {
  /// The line that opened the code block under way.
  private(set) var fence: Line?
  /// Where the next line begins.
  private(set) var position: Int
  private var number: Int

  init(position: Int = 0, firstLine: Int = 1) {
    self.position = position
    number = firstLine
  }

  /// LF and CRLF end a line; nil at the end of the bytes.
  mutating func next(in bytes: Span<UInt8>) -> Line? {
    let count = bytes.count
    guard position < count else { return nil }
    var line = Line()
    line.start = position
    line.number = number
    number += 1

    var first = position
    while first < count {
      let byte = bytes[first]
      if byte == 0x20 {
        line.indent += 1
      } else if byte == 0x09 {
        line.indent = (line.indent / 4 + 1) * 4
      } else {
        break
      }
      first += 1
    }

    var end = first
    while end < count {
      let byte = bytes[end]
      if byte < 0x20 {
        if byte == 0x0A { break }
        if byte == 0x0D, end + 1 == count || bytes[end + 1] == 0x0A {
          line.hasCarriageReturn = true
        } else if byte != 0x09 {
          line.control = line.control ?? byte
        }
      } else if byte == 0x60 {
        line.hasBackquote = true
      }
      end += 1
    }
    position = min(end + 1, count)
    while end > first, bytes[end - 1].isSpace { end -= 1 }
    line.text = first..<end
    line.body = first..<end
    if let open = fence {
      line.kind = .code
      if isEnd(line, of: open, in: bytes) {
        line.kind = .fence
        fence = nil
      }
    } else if first < end {
      classify(&line, in: bytes)
      if line.kind == .fence { fence = line }
    }
    return line
  }

  private func classify(_ line: inout Line, in bytes: Span<UInt8>) {
    let start = line.text.lowerBound
    let end = line.text.upperBound
    let byte = bytes[start]
    line.kind = .text
    switch byte {
    case UInt8(ascii: "#"):
      var mark = start
      while mark < end, bytes[mark] == byte { mark += 1 }
      guard line.indent < 4, mark - start <= 6, mark == end || bytes[mark].isSpace else { return }
      line.kind = .heading
      line.depth = mark - start
      line.body = bytes.trimming(mark..<end)
      trimClosingHashes(&line, in: bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "_"):
      if isRule(byte, start..<end, in: bytes) {
        line.kind = .rule
      } else if byte != UInt8(ascii: "_"), start + 1 == end || bytes[start + 1].isSpace {
        line.kind = .bullet
        line.body = bytes.trimming((start + 1)..<end)
      }
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      var mark = start
      while mark < end, bytes[mark].isDigit { mark += 1 }
      guard mark - start <= 9, mark < end,
        bytes[mark] == UInt8(ascii: ".") || bytes[mark] == UInt8(ascii: ")"),
        mark + 1 == end || bytes[mark + 1].isSpace
      else { return }
      line.kind = .numbered
      line.body = bytes.trimming((mark + 1)..<end)
    case UInt8(ascii: ">"):
      line.kind = .quote
      line.body = bytes.trimming((start + 1)..<end)
    case UInt8(ascii: "`"), UInt8(ascii: "~"):
      var mark = start
      while mark < end, bytes[mark] == byte { mark += 1 }
      guard mark - start >= 3,
        byte == UInt8(ascii: "~") || bytes.firstIndex(of: byte, in: mark..<end) == nil
      else { return }
      line.kind = .fence
      line.depth = mark - start
      line.body = bytes.trimming(mark..<end)
    case UInt8(ascii: "<"):
      if bytes.has("<!--", at: start, before: end) { line.kind = .comment }
    case UInt8(ascii: "|"):
      line.kind = .table
    default:
      return
    }
  }

  private func isEnd(_ line: Line, of open: Line, in bytes: Span<UInt8>) -> Bool {
    guard line.text.count >= open.depth else { return false }
    let mark = bytes[open.text.lowerBound]
    for index in line.text where bytes[index] != mark { return false }
    return true
  }

  /// `## Question ##` means the same as `## Question`.
  private func trimClosingHashes(_ line: inout Line, in bytes: Span<UInt8>) {
    var end = line.body.upperBound
    while end > line.body.lowerBound, bytes[end - 1] == UInt8(ascii: "#") { end -= 1 }
    guard end < line.body.upperBound, end == line.body.lowerBound || bytes[end - 1].isSpace else { return }
    line.body = bytes.trimming(line.body.lowerBound..<end)
  }

  private func isRule(_ mark: UInt8, _ range: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    guard mark != UInt8(ascii: "+") else { return false }
    var count = 0
    for index in range {
      if bytes[index] == mark {
        count += 1
      } else if !bytes[index].isSpace {
        return false
      }
    }
    return count >= 3
  }
}
