import Basics

/// The state of a parse: places × line kinds.
struct DeckReader {
  enum Place {
    case frontMatter
    case introduction
    case card
    case note
    /// Under a `#` heading or after a rule that ends a note: prose that makes no card.
    case outside
  }

  /// Native UTF-8: every place is a place in it.
  let source: String
  let file: String
  let options: ParseOptions
  var diagnostics: [DeckDiagnostic] = []
  var cards: [Card] = []
  /// The place of each id in `cards`.
  var seen: [CardID: Int] = [:]

  var place = Place.introduction
  /// The card under way.
  var draft = CardDraft()
  /// The foreign note under way.
  var note = NoteDraft()
  /// The lines of the section under way: answer, exercise, introduction or note.
  var lines: [Line] = []
  /// Whether the file has CRLF line ends, which texts of several lines must lose.
  var hasCarriageReturn = false
  /// A comment that did not close on its first line.
  var comment: Line?

  var topic: String?
  var title: String?
  var language: Language?
  var introduction = ""

  init(_ source: String, file: String, options: ParseOptions) {
    self.source = source
    self.file = file
    self.options = options
  }

  mutating func reportSize(_ count: Int) {
    report(
      .fileTooLarge, SourceLocation(file: file, line: 1, column: 1), subject: String(count),
      other: String(options.maximumFileBytes))
  }

  mutating func read(firstLine: Int = 1) {
    let source = source
    let bytes = source.utf8.span
    guard bytes.count <= options.maximumFileBytes else {
      reportSize(bytes.count)
      return
    }
    let hasByteOrderMark = bytes.has("\u{FEFF}", at: 0, before: bytes.count)
    var scanner = LineScanner(position: hasByteOrderMark ? 3 : 0, firstLine: firstLine)
    var isFirst = true
    var rereads = 0
    while let line = scanner.next(in: bytes) ?? lineAfterUnclosed(&scanner, &rereads, bytes) {
      if scanner.position - line.start > options.maximumLineBytes {
        report(
          .lineTooLong, at: line.start, of: line, bytes, subject: String(scanner.position - line.start),
          other: String(options.maximumLineBytes))
        continue
      }
      if line.hasCarriageReturn { hasCarriageReturn = true }
      if let control = line.control {
        let offset = bytes.firstIndex(of: control, in: line.text) ?? line.start
        let hex = String(control, radix: 16, uppercase: true)
        report(
          .controlCharacter, at: offset, of: line, bytes, subject: control < 16 ? "000" + hex : "00" + hex)
      }
      if isFirst, line.kind == .rule, line.indent == 0, line.text.count == 3,
        bytes[line.text.lowerBound] == UInt8(ascii: "-")
      {
        place = .frontMatter
        lines.append(line)
      } else {
        take(line, in: bytes)
      }
      isFirst = false
    }
    closePlace(bytes)
  }

  /// At the end of the file: when a code block or comment never closed, reports it and goes back to the line after it.
  private mutating func lineAfterUnclosed(
    _ scanner: inout LineScanner, _ rereads: inout Int, _ bytes: Span<UInt8>
  ) -> Line? {
    guard let open = scanner.fence ?? comment, place != .frontMatter else { return nil }
    if scanner.fence == nil {
      report(.metadataUnclosed, open, bytes)
      comment = nil
      closeComment(open, content: (open.text.lowerBound + 4)..<open.text.upperBound, lastLine: open, bytes)
    } else {
      report(.fenceUnclosed, open, bytes)
      while let last = lines.last, last.number > open.number { lines.removeLast() }
    }
    // Bounded, since a hostile file may open a thousand blocks.
    guard rereads < 8 else { return nil }
    rereads += 1
    let end = bytes.firstIndex(of: 0x0A, in: open.text.upperBound..<bytes.count) ?? bytes.count - 1
    scanner = LineScanner(position: end + 1, firstLine: open.number + 1)
    return scanner.next(in: bytes) ?? lineAfterUnclosed(&scanner, &rereads, bytes)
  }

  private mutating func take(_ line: Line, in bytes: Span<UInt8>) {
    if let open = comment {
      closeComment(open, with: line, in: bytes)
      return
    }
    if place == .frontMatter {
      takeFrontMatter(line, in: bytes)
      return
    }
    switch line.kind {
    case .heading where line.depth == 1:
      closePlace(bytes)
      if cards.isEmpty, place == .introduction, title == nil, line.body.count > 0 {
        title = bytes.text(line.body)
      }
      place = cards.isEmpty && place == .introduction ? .introduction : .outside
    case .heading where line.depth == 2:
      closePlace(bytes)
      place = .card
      draft = CardDraft(heading: line)
    case .heading where line.depth == 3 && place == .card:
      openSection(line, in: bytes)
    case .comment:
      takeComment(line, in: bytes)
    case .text, .bullet, .rule:
      if options.allowsForeignNotes, takeForeign(line, in: bytes) { return }
      takeText(line, in: bytes)
    default:
      takeText(line, in: bytes)
    }
  }

  private mutating func takeText(_ line: Line, in bytes: Span<UInt8>) {
    guard place != .outside else { return }
    if place == .card, line.kind != .code {
      draft.isBare = draft.isBare && line.kind == .blank
      if line.kind == .text, bytes[line.text.lowerBound] == UInt8(ascii: "#") {
        reportTightHeading(line, in: bytes)
      }
      if line.hasBackquote { takeCalls(of: line, in: bytes) }
    }
    lines.append(line)
  }

  /// Ends whatever is under way at a heading of depth 1 or 2, or at the end of the file.
  mutating func closePlace(_ bytes: Span<UInt8>) {
    switch place {
    case .frontMatter:
      if let first = lines.first { report(.frontMatterUnclosed, at: first.start, of: first, bytes) }
      place = .introduction
    case .introduction:
      let text = self.text(of: lines[...], bytes).string
      introduction += introduction.isEmpty || text.isEmpty ? text : "\n\n" + text
    case .card:
      closeSection(bytes)
      closeCard(bytes)
    case .note:
      closeNote(bytes)
    case .outside:
      break
    }
    lines.removeAll(keepingCapacity: true)
  }

  mutating func reportInvalid(at offset: Int) {
    let bytes = source.utf8.span
    var place = SourceLocation(file: file, line: 1, column: 1)
    for index in 0..<offset {
      if bytes[index] == 0x0A {
        place.line += 1
        place.column = 1
      } else if bytes[index] & 0xC0 != 0x80 {
        place.column += 1
      }
    }
    diagnostics.append(DeckDiagnostic(.invalidUTF8, at: place))
  }

  mutating func finish() -> ParsedDeck {
    let stem = FileName.stem(of: file)
    if options.isStrict {
      if let topic {
        if topic != stem {
          report(
            .topicDiffersFromFile, SourceLocation(file: file, line: 1, column: 1), subject: topic, other: stem
          )
        }
      } else {
        report(.topicMissing, SourceLocation(file: file, line: 1, column: 1))
      }
    }
    if cards.isEmpty, diagnostics.isEmpty { report(.noCards, SourceLocation(file: file, line: 1, column: 1)) }
    let topic = topic ?? stem
    diagnostics.sort { $0.location < $1.location }
    // A second reading after an unclosed block may see the same line twice.
    diagnostics = diagnostics.enumerated().filter { $0 == 0 || diagnostics[$0 - 1] != $1 }.map(\.element)
    return ParsedDeck(
      deck: Deck(
        file: file, topic: topic, title: title ?? topic, language: language, introduction: introduction,
        cards: cards),
      diagnostics: diagnostics)
  }
}

extension DeckReader {
  func location(at offset: Int, of line: Line, _ bytes: Span<UInt8>) -> SourceLocation {
    SourceLocation(file: file, line: line.number, column: bytes.scalarCount(line.start..<offset) + 1)
  }

  mutating func report(
    _ code: DeckDiagnostic.Code, _ location: SourceLocation, subject: String = "", other: String = ""
  ) {
    diagnostics.append(DeckDiagnostic(code, at: location, subject: subject, other: other))
  }

  mutating func report(
    _ code: DeckDiagnostic.Code, at offset: Int, of line: Line, _ bytes: Span<UInt8>, subject: String = "",
    other: String = ""
  ) {
    report(code, location(at: offset, of: line, bytes), subject: subject, other: other)
  }

  /// At the first byte of the line's text.
  mutating func report(
    _ code: DeckDiagnostic.Code, _ line: Line, _ bytes: Span<UInt8>, subject: String = "", other: String = ""
  ) {
    report(code, at: line.text.lowerBound, of: line, bytes, subject: subject, other: other)
  }
}

/// The part of a path that names a deck.
enum FileName {
  static func stem(of path: String) -> String {
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
    return name.hasSuffix(".md") ? String(name.dropLast(3)) : name
  }
}
