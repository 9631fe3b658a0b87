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
      switch key {
      case "topic": topic = text
      case "title": title = text
      case "lang":
        language = Language(rawValue: text)
        if language == nil { report(.languageUnknown, at: value.lowerBound, of: line, bytes, subject: text) }
      default:
        report(.frontMatterUnknownKey, line, bytes, subject: key)
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
  private func pair(_ range: Range<Int>, _ bytes: Span<UInt8>) -> (key: String, value: Range<Int>)? {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), in: range) else { return nil }
    let key = bytes.trimming(range.lowerBound..<colon)
    guard !key.isEmpty, bytes.firstIndex(of: 0x20, in: key) == nil else { return nil }
    return (bytes.text(key), bytes.trimming((colon + 1)..<range.upperBound))
  }

  mutating func takeComment(_ line: Line, in bytes: Span<UInt8>) {
    if let end = commentEnd(from: line.text.lowerBound + 4, before: line.text.upperBound, bytes) {
      close(line, content: (line.text.lowerBound + 4)..<end, lastLine: line, bytes)
    } else {
      comment = line
    }
  }

  mutating func closeComment(_ open: Line, with line: Line, in bytes: Span<UInt8>) {
    guard let end = commentEnd(from: line.text.lowerBound, before: line.text.upperBound, bytes) else {
      return
    }
    comment = nil
    close(open, content: (open.text.lowerBound + 4)..<end, lastLine: line, bytes)
  }

  /// The place of the `-->`.
  private func commentEnd(from start: Int, before end: Int, _ bytes: Span<UInt8>) -> Int? {
    var index = start
    while index + 2 < end {
      if bytes.has("-->", at: index, before: end) { return index }
      index += 1
    }
    return nil
  }

  private mutating func close(_ line: Line, content: Range<Int>, lastLine: Line, _ bytes: Span<UInt8>) {
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

  private static let keys = ["id", "level", "tags", "source", "see", "after"]

  /// Whether a comment names one of the keys; other comments are remarks of the author.
  private func holdsMetadata(_ content: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var start = content.lowerBound
    while start < content.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: ";"), in: start..<content.upperBound) ?? content.upperBound
      if let (key, _) = pair(bytes.trimming(start..<end), bytes), DeckReader.keys.contains(key) {
        return true
      }
      start = end + 1
    }
    return false
  }

  private mutating func readMetadata(_ content: Range<Int>, _ line: Line, _ bytes: Span<UInt8>) {
    var known = Set<String>()
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
      guard DeckReader.keys.contains(key) else {
        reportMetadata(
          .metadataUnknownKey, at: part.lowerBound, line, bytes, subject: key,
          other: Suggestion.nearest(to: key, among: DeckReader.keys) ?? "")
        continue
      }
      guard known.insert(key).inserted else {
        reportMetadata(.metadataDuplicateKey, at: part.lowerBound, line, bytes, subject: key)
        continue
      }
      read(key, value, line, bytes)
    }
  }

  private mutating func read(_ key: String, _ value: Range<Int>, _ line: Line, _ bytes: Span<UInt8>) {
    switch key {
    case "id":
      let text = bytes.text(value)
      draft.id = CardID(written: text)
      if draft.id == nil { reportMetadata(.idMalformed, at: value.lowerBound, line, bytes, subject: text) }
    case "level":
      let text = bytes.text(value)
      if let level = Int(text), (1...3).contains(level) {
        draft.level = level
      } else {
        reportMetadata(.levelOutOfRange, at: value.lowerBound, line, bytes, subject: text)
      }
    case "tags": draft.tags = list(value, bytes).map { bytes.text($0) }
    case "source": draft.sources = list(value, bytes).map { bytes.text($0) }
    case "see": draft.see = references(value, line, bytes)
    default: draft.after = references(value, line, bytes)
    }
  }

  private mutating func references(_ value: Range<Int>, _ line: Line, _ bytes: Span<UInt8>) -> [CardID] {
    list(value, bytes).compactMap { item in
      let id = CardID(written: bytes.text(item))
      if id == nil {
        reportMetadata(.referenceMalformed, at: item.lowerBound, line, bytes, subject: bytes.text(item))
      }
      return id
    }
  }

  private func list(_ range: Range<Int>, _ bytes: Span<UInt8>) -> [Range<Int>] {
    var items: [Range<Int>] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let end = bytes.firstIndex(of: UInt8(ascii: ","), in: start..<range.upperBound) ?? range.upperBound
      let item = bytes.trimming(start..<end)
      if !item.isEmpty { items.append(item) }
      start = end + 1
    }
    return items
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
