/// A run of text with one look.
public struct InlineSpan: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case text
    /// Without its back-quotes.
    case code
    /// LaTeX without its dollar signs.
    case maths
  }

  public var text: String
  public var kind: Kind
  public var isStrong: Bool
  public var isEmphasised: Bool
  /// Where a link leads.
  public var destination: String?

  public init(
    _ text: String, kind: Kind = .text, isStrong: Bool = false, isEmphasised: Bool = false,
    destination: String? = nil
  ) {
    self.text = text
    self.kind = kind
    self.isStrong = isStrong
    self.isEmphasised = isEmphasised
    self.destination = destination
  }
}

/// Inline Markdown as spans; what is no mark of any kind stays as it was typed.
public enum InlineMarkdown {
  /// Line feeds inside the text stay: they are soft breaks.
  public static func spans(of markdown: String) -> [InlineSpan] {
    let bytes = markdown.utf8.span
    return spans(of: 0..<bytes.count, bytes)
  }

  /// The same of a part of a text.
  static func spans(of range: Range<Int>, _ bytes: Span<UInt8>) -> [InlineSpan] {
    var reader = InlineReader(expecting: min(16, 1 + range.count / 8))
    reader.read(bytes, range, destination: nil, depth: 0)
    return reader.spans()
  }

  /// The words alone: marks gone, code and maths as their source.
  public static func plainText(of markdown: String) -> String {
    spans(of: markdown).map(\.text).joined()
  }
}

/// First pass: pieces and delimiter runs; second pass: pairs of delimiters.
private struct InlineReader {
  private struct Piece {
    /// That of a delimiter has no text.
    var span: InlineSpan
    var delimiter: Delimiter?
  }

  /// A run of `*` or `_` that may open or close emphasis.
  private struct Delimiter {
    var mark: UInt8
    var canOpen: Bool
    var canClose: Bool
    /// Marks that belong to no pair.
    var left: Int
    /// By how much what follows lies deeper.
    var strong = 0
    var emphasis = 0
  }

  private var pieces: [Piece] = []
  /// Text of the piece under way: what was copied, since something was left out after it, and a run of the source.
  private var plain: [UInt8] = []
  private var run = 0..<0

  init(expecting count: Int) { pieces.reserveCapacity(count) }

  mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, destination: String?, depth: Int) {
    let end = range.upperBound
    var index = range.lowerBound
    while index < end {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\\") where index + 1 < end && bytes[index + 1].isPunctuation:
        take(index + 1..<index + 2, bytes)
        index += 2
      case UInt8(ascii: "`"):
        if let span = bytes.codeSpan(at: index, before: end) {
          append(InlineSpan(bytes.text(codeContent(span.content, bytes)), kind: .code), destination, bytes)
          index = span.end
        } else {
          var next = index
          while next < end, bytes[next] == byte { next += 1 }
          take(index..<next, bytes)
          index = next
        }
      case UInt8(ascii: "$"):
        if let span = bytes.mathsSpan(at: index, before: end) {
          append(InlineSpan(bytes.text(span.content), kind: .maths), destination, bytes)
          index = span.end
        } else {
          take(index..<index + 1, bytes)
          index += 1
        }
      case UInt8(ascii: "*"), UInt8(ascii: "_"):
        var next = index
        while next < end, bytes[next] == byte { next += 1 }
        appendDelimiter(byte, index..<next, within: range, bytes, destination)
        index = next
      case UInt8(ascii: "["), UInt8(ascii: "!"):
        if depth < 4, let link = link(bytes, at: index, before: end) {
          flush(destination, bytes)
          read(bytes, link.text, destination: bytes.text(link.destination), depth: depth + 1)
          index = link.end
        } else {
          take(index..<index + 1, bytes)
          index += 1
        }
      default:
        var next = index + 1
        while next < end, !bytes[next].mayBeMark { next += 1 }
        take(index..<next, bytes)
        index = next
      }
    }
    flush(destination, bytes)
  }

  /// One space at each end is padding: `` ` a ` `` shows `a`.
  private func codeContent(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
    guard range.count > 2, bytes[range.lowerBound] == 0x20, bytes[range.upperBound - 1] == 0x20 else {
      return range
    }
    return (range.lowerBound + 1)..<(range.upperBound - 1)
  }

  /// `[text](destination)`, or an image, whose text is its description.
  private func link(
    _ bytes: Span<UInt8>, at start: Int, before end: Int
  ) -> (text: Range<Int>, destination: Range<Int>, end: Int)? {
    let open = bytes[start] == UInt8(ascii: "!") ? start + 1 : start
    guard open < end, bytes[open] == UInt8(ascii: "[") else { return nil }
    let end = min(end, open + Span<UInt8>.longestInline)
    var nesting = 0
    var index = open
    while index < end {
      if let next = bytes.opaqueEnd(at: index, before: end) {
        index = next
        continue
      }
      if bytes[index] == UInt8(ascii: "[") { nesting += 1 }
      if bytes[index] == UInt8(ascii: "]") {
        nesting -= 1
        if nesting == 0 { break }
      }
      index += 1
    }
    guard index + 1 < end, bytes[index + 1] == UInt8(ascii: "("),
      let close = bytes.firstIndex(of: UInt8(ascii: ")"), in: (index + 2)..<end)
    else { return nil }
    return ((open + 1)..<index, bytes.trimming((index + 2)..<close), close + 1)
  }

  private mutating func take(_ range: Range<Int>, _ bytes: Span<UInt8>) {
    if run.isEmpty {
      run = range
    } else if run.upperBound == range.lowerBound {
      run = run.lowerBound..<range.upperBound
    } else {
      copyRun(bytes)
      run = range
    }
  }

  private mutating func copyRun(_ bytes: Span<UInt8>) {
    for index in run { plain.append(bytes[index]) }
  }

  private mutating func append(_ span: InlineSpan, _ destination: String?, _ bytes: Span<UInt8>) {
    flush(destination, bytes)
    var span = span
    span.destination = destination
    pieces.append(Piece(span: span))
  }

  private mutating func flush(_ destination: String?, _ bytes: Span<UInt8>) {
    guard !run.isEmpty else { return }
    let text: String
    if plain.isEmpty {
      text = bytes.text(run)
    } else {
      copyRun(bytes)
      text = String(decoding: plain, as: UTF8.self)
      plain.removeAll(keepingCapacity: true)
    }
    run = 0..<0
    pieces.append(Piece(span: InlineSpan(text, destination: destination)))
  }

  /// CommonMark's flanking rules, with non-ASCII taken for letters, so that 中**文**字 works.
  private mutating func appendDelimiter(
    _ mark: UInt8, _ marks: Range<Int>, within range: Range<Int>, _ bytes: Span<UInt8>, _ destination: String?
  ) {
    flush(destination, bytes)
    let before = marks.lowerBound > range.lowerBound ? bytes[marks.lowerBound - 1] : 0x20
    let after = marks.upperBound < range.upperBound ? bytes[marks.upperBound] : 0x20
    var canOpen = !after.isSpace
    var canClose = !before.isSpace
    if mark == UInt8(ascii: "_") {
      // snake_case is no emphasis.
      canOpen = canOpen && !(before.isWord || before >= 0x80)
      canClose = canClose && !(after.isWord || after >= 0x80)
    }
    pieces.append(
      Piece(
        span: InlineSpan("", destination: destination),
        delimiter: Delimiter(mark: mark, canOpen: canOpen, canClose: canClose, left: marks.count)))
  }

  /// Pairs each closing run with the nearest opening one of the same mark.
  mutating func spans() -> [InlineSpan] {
    var openers: [Int] = []
    for index in pieces.indices {
      guard var closer = pieces[index].delimiter else { continue }
      while closer.canClose, closer.left > 0,
        let place = openers.lastIndex(where: { pieces[$0].delimiter?.mark == closer.mark }),
        var opener = pieces[openers[place]].delimiter
      {
        let isStrong = opener.left >= 2 && closer.left >= 2
        let used = isStrong ? 2 : 1
        opener.left -= used
        closer.left -= used
        if isStrong {
          opener.strong += 1
          closer.strong -= 1
        } else {
          opener.emphasis += 1
          closer.emphasis -= 1
        }
        pieces[openers[place]].delimiter = opener
        openers.removeSubrange((opener.left > 0 ? place + 1 : place)...)
      }
      pieces[index].delimiter = closer
      // More open marks than this nest nothing a reader could follow.
      if closer.canOpen, closer.left > 0, openers.count < 64 { openers.append(index) }
    }
    return joined()
  }

  private func joined() -> [InlineSpan] {
    var spans: [InlineSpan] = []
    spans.reserveCapacity(pieces.count)
    var strongDepth = 0
    var emphasisDepth = 0
    for piece in pieces {
      var span = piece.span
      var opens = false
      let (isStrong, isEmphasised) = (strongDepth > 0, emphasisDepth > 0)
      if let delimiter = piece.delimiter {
        opens = delimiter.strong > 0 || delimiter.emphasis > 0
        strongDepth += delimiter.strong
        emphasisDepth += delimiter.emphasis
        guard delimiter.left > 0 else { continue }
        span.text = String(repeating: Character(Unicode.Scalar(delimiter.mark)), count: delimiter.left)
      }
      // What an opening run has left over stands before what it opens.
      span.isStrong = opens ? isStrong : strongDepth > 0
      span.isEmphasised = opens ? isEmphasised : emphasisDepth > 0
      let last = spans.count - 1
      if last >= 0, span.kind == .text, spans[last].kind == .text, spans[last].isStrong == span.isStrong,
        spans[last].isEmphasised == span.isEmphasised, spans[last].destination == span.destination
      {
        spans[last].text += span.text
      } else {
        spans.append(span)
      }
    }
    return spans
  }
}

extension UInt8 {
  /// Whether inline text may end here.
  fileprivate var mayBeMark: Bool {
    switch self {
    case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "$"), UInt8(ascii: "*"), UInt8(ascii: "_"),
      UInt8(ascii: "["), UInt8(ascii: "!"):
      true
    default: false
    }
  }
}
