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
    var reader = InlineReader()
    let bytes = markdown.utf8.span
    reader.read(bytes, 0..<bytes.count, destination: nil, depth: 0)
    return reader.spans()
  }

  /// The words alone: marks gone, code and maths as their source.
  public static func plainText(of markdown: String) -> String {
    spans(of: markdown).map(\.text).joined()
  }
}

/// First pass: pieces and delimiter runs; second pass: pairs of delimiters.
private struct InlineReader {
  private enum Piece {
    case span(InlineSpan)
    /// A run of `*` or `_` that may open or close emphasis.
    case delimiter(mark: UInt8, count: Int, canOpen: Bool, canClose: Bool, destination: String?)
  }

  private var pieces: [Piece] = []
  private var plain: [UInt8] = []

  mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>, destination: String?, depth: Int) {
    let end = range.upperBound
    var index = range.lowerBound
    while index < end {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\\") where index + 1 < end && bytes[index + 1].isPunctuation:
        plain.append(bytes[index + 1])
        index += 2
      case UInt8(ascii: "`"):
        var run = index
        while run < end, bytes[run] == byte { run += 1 }
        if let span = bytes.codeSpan(at: index, before: end) {
          append(InlineSpan(bytes.text(codeContent(span.content, bytes)), kind: .code), destination)
          index = span.end
        } else {
          for _ in index..<run { plain.append(byte) }
          index = run
        }
      case UInt8(ascii: "$"):
        if let span = bytes.mathsSpan(at: index, before: end) {
          append(InlineSpan(bytes.text(span.content), kind: .maths), destination)
          index = span.end
        } else {
          plain.append(byte)
          index += 1
        }
      case UInt8(ascii: "*"), UInt8(ascii: "_"):
        var run = index
        while run < end, bytes[run] == byte { run += 1 }
        appendDelimiter(byte, index..<run, within: range, bytes, destination)
        index = run
      case UInt8(ascii: "["), UInt8(ascii: "!"):
        if depth < 4, let link = link(bytes, at: index, before: end) {
          flush(destination)
          read(bytes, link.text, destination: bytes.text(link.destination), depth: depth + 1)
          flush(bytes.text(link.destination))
          index = link.end
        } else {
          plain.append(byte)
          index += 1
        }
      default:
        plain.append(byte)
        index += 1
      }
    }
    flush(destination)
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

  private mutating func append(_ span: InlineSpan, _ destination: String?) {
    flush(destination)
    var span = span
    span.destination = destination
    pieces.append(.span(span))
  }

  private mutating func flush(_ destination: String?) {
    guard !plain.isEmpty else { return }
    pieces.append(.span(InlineSpan(String(decoding: plain, as: UTF8.self), destination: destination)))
    plain.removeAll(keepingCapacity: true)
  }

  /// CommonMark's flanking rules, with non-ASCII taken for letters, so that 中**文**字 works.
  private mutating func appendDelimiter(
    _ mark: UInt8, _ run: Range<Int>, within range: Range<Int>, _ bytes: Span<UInt8>, _ destination: String?
  ) {
    flush(destination)
    let before = run.lowerBound > range.lowerBound ? bytes[run.lowerBound - 1] : 0x20
    let after = run.upperBound < range.upperBound ? bytes[run.upperBound] : 0x20
    var canOpen = !after.isSpace
    var canClose = !before.isSpace
    if mark == UInt8(ascii: "_") {
      // snake_case is no emphasis.
      canOpen = canOpen && !(before.isWord || before >= 0x80)
      canClose = canClose && !(after.isWord || after >= 0x80)
    }
    pieces.append(
      .delimiter(mark: mark, count: run.count, canOpen: canOpen, canClose: canClose, destination: destination)
    )
  }

  /// Pairs each closing run with the nearest opening one of the same mark.
  func spans() -> [InlineSpan] {
    var strong = [Int](repeating: 0, count: pieces.count + 1)
    var emphasis = strong
    var left = pieces.map { piece in
      if case .delimiter(_, let count, _, _, _) = piece { count } else { 0 }
    }
    var openers: [Int] = []
    for (index, piece) in pieces.enumerated() {
      guard case .delimiter(let mark, _, let canOpen, let canClose, _) = piece else { continue }
      while canClose, left[index] > 0,
        let place = openers.lastIndex(where: { self.mark($0) == mark && left[$0] > 0 })
      {
        let opener = openers[place]
        let isStrong = left[opener] >= 2 && left[index] >= 2
        let used = isStrong ? 2 : 1
        left[opener] -= used
        left[index] -= used
        if isStrong {
          strong[opener] += 1
          strong[index] -= 1
        } else {
          emphasis[opener] += 1
          emphasis[index] -= 1
        }
        openers.removeSubrange((left[opener] > 0 ? place + 1 : place)...)
      }
      // More open marks than this nest nothing a reader could follow.
      if canOpen, left[index] > 0, openers.count < 64 { openers.append(index) }
    }
    return joined(strong, emphasis, left)
  }

  private func mark(_ index: Int) -> UInt8? {
    if case .delimiter(let mark, _, _, _, _) = pieces[index] { mark } else { nil }
  }

  private func joined(_ strong: [Int], _ emphasis: [Int], _ left: [Int]) -> [InlineSpan] {
    var spans: [InlineSpan] = []
    var strongDepth = 0
    var emphasisDepth = 0
    for (index, piece) in pieces.enumerated() {
      // What an opening run has left over stands before what it opens.
      let opens = strong[index] > 0 || emphasis[index] > 0
      let (isStrong, isEmphasised) = (strongDepth > 0, emphasisDepth > 0)
      strongDepth += strong[index]
      emphasisDepth += emphasis[index]
      var span: InlineSpan
      switch piece {
      case .span(let whole):
        span = whole
      case .delimiter(let mark, _, _, _, let destination):
        guard left[index] > 0 else { continue }
        span = InlineSpan(
          String(repeating: Character(Unicode.Scalar(mark)), count: left[index]), destination: destination)
      }
      span.isStrong = opens ? isStrong : strongDepth > 0
      span.isEmphasised = opens ? isEmphasised : emphasisDepth > 0
      if let last = spans.last, last.kind == .text, span.kind == .text, last.isStrong == span.isStrong,
        last.isEmphasised == span.isEmphasised, last.destination == span.destination
      {
        spans[spans.count - 1].text += span.text
      } else {
        spans.append(span)
      }
    }
    return spans
  }
}
