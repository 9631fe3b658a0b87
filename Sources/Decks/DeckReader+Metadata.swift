import Basics

/// Front matter, and the comment under a question.
extension DeckReader {
  mutating func takeFrontMatter(_ line: Line, in bytes: Span<UInt8>) {
    switch line.kind {
    case .rule:
      lines.removeAll(keepingCapacity: true)
      place = .introduction
    case .blank:
      return
    case .heading:
      // Without this a forgotten --- would swallow the deck.
      if let first = lines.first { report(.frontMatterUnclosed, at: first.start, of: first, bytes) }
      lines.removeAll(keepingCapacity: true)
      place = .introduction
      if line.depth == 1 {
        title = title ?? bytes.text(line.body)
      } else if line.depth == 2 {
        place = .card
        draft = CardDraft(heading: line)
      }
    default:
      guard let (key, value) = pair(line.text, bytes) else {
        report(.frontMatterMalformed, line, bytes, subject: excerpt(line.text, bytes))
        return
      }
      let text = unquoted(value, bytes)
      switch bytes.text(key) {
      case "topic": topic = text
      case "title": title = text
      case "lang":
        language = Language(rawValue: text)
        if language == nil { report(.languageUnknown, at: value.lowerBound, of: line, bytes, subject: text) }
      default:
        report(.frontMatterUnknownKey, line, bytes, subject: bytes.text(key))
      }
    }
  }

  private func unquoted(_ range: Range<Int>, _ bytes: Span<UInt8>) -> String {
    let mark = range.isEmpty ? 0 : bytes[range.lowerBound]
    let isQuoted =
      range.count >= 2 && (mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'"))
      && bytes[range.upperBound - 1] == mark
    return bytes.text(isQuoted ? (range.lowerBound + 1)..<(range.upperBound - 1) : range)
  }

  /// Splits `key: value` at the first colon.
  private func pair(_ range: Range<Int>, _ bytes: Span<UInt8>) -> (key: Range<Int>, value: Range<Int>)? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: range) else { return nil }
    let key = bytes.trimming(range.lowerBound..<colon)
    guard !key.isEmpty, bytes.firstIndex(of: 0x20, in: key) == nil else { return nil }
    return (key, bytes.trimming((colon + 1)..<range.upperBound))
  }

  mutating func takeComment(_ line: Line, in bytes: Span<UInt8>) {
    if let end = commentEnd(from: line.text.lowerBound + 4, before: line.text.upperBound, bytes) {
      closeComment(line, content: (line.text.lowerBound + 4)..<end, lastLine: line, bytes)
    } else {
      comment = line
    }
  }

  mutating func closeComment(_ open: Line, with line: Line, in bytes: Span<UInt8>) {
    guard let end = commentEnd(from: line.text.lowerBound, before: line.text.upperBound, bytes) else {
      return
    }
    comment = nil
    closeComment(open, content: (open.text.lowerBound + 4)..<end, lastLine: line, bytes)
  }

  /// The place of the `-->`.
  private func commentEnd(from start: Int, before end: Int, _ bytes: Span<UInt8>) -> Int? {
    var index = start
    while index + 2 < end {
      if bytes[index] == UInt8(ascii: "-"), bytes.has("-->", at: index, before: end) { return index }
      index += 1
    }
    return nil
  }

  mutating func closeComment(_ line: Line, content: Range<Int>, lastLine: Line, _ bytes: Span<UInt8>) {
    let rest = bytes.trimming(
      (content.upperBound + 3)..<max(content.upperBound + 3, lastLine.text.upperBound))
    if !rest.isEmpty {
      report(.strayText, at: rest.lowerBound, of: lastLine, bytes, subject: excerpt(rest, bytes))
    }
    guard place == .card, holdsMetadata(content, bytes) else { return }
    guard draft.section == nil, draft.isBare, !draft.hasMetadata else {
      report(.metadataMisplaced, line, bytes)
      return
    }
    draft.hasMetadata = true
    draft.isBare = false
    draft.end = lastLine.text.upperBound
    readMetadata(content, line, bytes)
  }

  private enum Key: String, CaseIterable {
    case id, level, tags, source, see, after

    /// One bit each.
    var bit: UInt8 {
      switch self {
      case .id: 1
      case .level: 2
      case .tags: 4
      case .source: 8
      case .see: 16
      case .after: 32
      }
    }

    init?(_ range: Range<Int>, _ bytes: Span<UInt8>) {
      guard !range.isEmpty else { return nil }
      // The first letter all but decides.
      let key: Key? =
        switch bytes[range.lowerBound] {
        case UInt8(ascii: "i"): .id
        case UInt8(ascii: "l"): .level
        case UInt8(ascii: "t"): .tags
        case UInt8(ascii: "s"): range.count == 3 ? .see : .source
        case UInt8(ascii: "a"): .after
        default: nil
        }
      guard let key, bytes.has(key.rawValue, fillingExactly: range) else { return nil }
      self = key
    }
  }

  /// Whether a comment names one of the keys; other comments are remarks of the author.
  private func holdsMetadata(_ content: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var start = content.lowerBound
    while start < content.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: ";"), in: start..<content.upperBound) ?? content.upperBound
      if let (key, _) = pair(bytes.trimming(start..<end), bytes), Key(key, bytes) != nil { return true }
      start = end + 1
    }
    return false
  }

  private mutating func readMetadata(_ content: Range<Int>, _ line: Line, _ bytes: Span<UInt8>) {
    var read: UInt8 = 0
    var start = content.lowerBound
    while start < content.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: ";"), in: start..<content.upperBound) ?? content.upperBound
      let part = bytes.trimming(start..<end)
      start = end + 1
      if part.isEmpty { continue }
      guard let (key, value) = pair(part, bytes) else {
        reportMetadata(.metadataMalformed, at: part.lowerBound, line, bytes, subject: excerpt(part, bytes))
        continue
      }
      guard let known = Key(key, bytes) else {
        let name = bytes.text(key)
        reportMetadata(
          .metadataUnknownKey, at: part.lowerBound, line, bytes, subject: name,
          other: Suggestion.nearest(to: name, among: Key.allCases.map(\.rawValue)) ?? "")
        continue
      }
      guard read & known.bit == 0 else {
        reportMetadata(.metadataDuplicateKey, at: part.lowerBound, line, bytes, subject: known.rawValue)
        continue
      }
      read |= known.bit
      self.read(known, value, line, bytes)
    }
  }

  private mutating func read(_ key: Key, _ value: Range<Int>, _ line: Line, _ bytes: Span<UInt8>) {
    switch key {
    case .id:
      draft.id = CardID(written: bytes.extracting(value))
      if draft.id == nil {
        reportMetadata(.idMalformed, at: value.lowerBound, line, bytes, subject: bytes.text(value))
      }
    case .level:
      if value.count == 1, (UInt8(ascii: "1")...UInt8(ascii: "3")).contains(bytes[value.lowerBound]) {
        draft.metadata.level = Int(bytes[value.lowerBound] - UInt8(ascii: "0"))
      } else {
        reportMetadata(.levelOutOfRange, at: value.lowerBound, line, bytes, subject: bytes.text(value))
      }
    case .tags: draft.metadata.tags = DeckText(source, value)
    case .source: draft.metadata.sources = DeckText(source, value)
    case .see:
      draft.metadata.see = DeckText(source, value)
      checkReferences(value, line, bytes)
    case .after:
      draft.metadata.after = DeckText(source, value)
      checkReferences(value, line, bytes)
    }
  }

  private mutating func checkReferences(_ value: Range<Int>, _ line: Line, _ bytes: Span<UInt8>) {
    var start = value.lowerBound
    while let item = CardMetadata.nextItem(bytes, from: &start, before: value.upperBound) {
      guard !CardID.isWritten(bytes.extracting(item)) else { continue }
      reportMetadata(.referenceMalformed, at: item.lowerBound, line, bytes, subject: bytes.text(item))
    }
  }

  /// A comment may run over several lines: the place is counted from its first.
  private mutating func reportMetadata(
    _ code: DeckDiagnostic.Code, at offset: Int, _ first: Line, _ bytes: Span<UInt8>, subject: String = "",
    other: String = ""
  ) {
    var line = first
    var index = first.start
    while index < offset {
      if bytes[index] == 0x0A {
        line.number += 1
        line.start = index + 1
      }
      index += 1
    }
    report(code, at: offset, of: line, bytes, subject: subject, other: other)
  }
}
