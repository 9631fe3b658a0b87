import Basics

/// A note of another tool under way.
struct NoteDraft {
  enum Kind {
    case question
    case cloze
  }

  var kind = Kind.question
  var first = Line()
  /// Where its text begins, after the mark.
  var start = 0
  /// How many of the lines are the question; nil before `A:`.
  var answerStart: Int?
}

/// `Q:`/`A:` pairs, `front :: back` lines and `C:` notes, the plain-text formats of other card programs.
extension DeckReader {
  /// Whether a line was one of a foreign note, or ended one.
  ///
  /// Notes stand outside cards; a `##` heading with nothing but notes under it is their title, not a question.
  mutating func takeForeign(_ line: Line, in bytes: Span<UInt8>) -> Bool {
    switch place {
    case .card where !draft.isBare || draft.section != nil: return false
    case .frontMatter: return false
    default: break
    }
    if line.kind == .rule {
      guard place == .note else { return false }
      closePlace(bytes)
      place = .outside
      return true
    }
    let start = line.text.lowerBound
    let end = line.text.upperBound
    if line.kind == .text, bytes.has("Q:", at: start, before: end) || bytes.has("C:", at: start, before: end)
    {
      beginNotes(bytes)
      place = .note
      note = NoteDraft(
        kind: bytes[start] == UInt8(ascii: "Q") ? .question : .cloze, first: line, start: start + 2)
      lines.append(line)
      return true
    }
    if place == .note, note.kind == .question, note.answerStart == nil,
      bytes.has("A:", at: start, before: end)
    {
      note.answerStart = lines.count
      lines.append(line)
      return true
    }
    if let separator = pairSeparator(line, bytes) {
      beginNotes(bytes)
      place = .outside
      addNote(
        question: DeckText(source, bytes.trimming(line.body.lowerBound..<separator)),
        answer: DeckText(source, bytes.trimming((separator + 2)..<end)), first: line, end: end, bytes)
      return true
    }
    return false
  }

  /// Ends what stood before a note.
  private mutating func beginNotes(_ bytes: Span<UInt8>) {
    if place == .card {
      lines.removeAll(keepingCapacity: true)
    } else {
      closePlace(bytes)
    }
  }

  /// The place of a ` :: ` with text on both sides, outside maths and code.
  private func pairSeparator(_ line: Line, _ bytes: Span<UInt8>) -> Int? {
    let end = line.text.upperBound
    var index = line.body.lowerBound
    while index < end {
      if let next = bytes.opaqueEnd(at: index, before: end) {
        index = next
      } else if bytes[index] == 0x20, index > line.body.lowerBound, bytes.has(" :: ", at: index, before: end)
      {
        return index + 1
      } else {
        index += 1
      }
    }
    return nil
  }

  mutating func closeNote(_ bytes: Span<UInt8>) {
    while lines.last?.kind == .blank { lines.removeLast() }
    guard !lines.isEmpty else { return }
    let end = lines.last?.text.upperBound ?? 0
    lines[0].text = bytes.trimming(note.start..<lines[0].text.upperBound)
    switch note.kind {
    case .question:
      guard let answerStart = note.answerStart else {
        report(.noteWithoutAnswer, at: note.first.text.lowerBound, of: note.first, bytes)
        return
      }
      let mark = lines[answerStart].text
      lines[answerStart].text = bytes.trimming((mark.lowerBound + 2)..<mark.upperBound)
      addNote(
        question: text(of: lines[..<answerStart], bytes), answer: text(of: lines[answerStart...], bytes),
        first: note.first, end: end, bytes)
    case .cloze:
      addCloze(text(of: lines[...], bytes).string, end: end, bytes)
    }
  }

  private mutating func addNote(
    question: DeckText, answer: DeckText, first: Line, end: Int, _ bytes: Span<UInt8>
  ) {
    if question.isEmpty { return report(.emptyQuestion, first, bytes) }
    if answer.isEmpty { return report(.emptyAnswer, first, bytes) }
    add(
      Card(
        id: CardIdentity.id(ofQuestion: question.string), identity: .hashed, question: question,
        answer: answer,
        location: location(at: first.text.lowerBound, of: first, bytes), byteRange: first.start..<end))
  }

  private mutating func addCloze(_ text: String, end: Int, _ bytes: Span<UInt8>) {
    let pieces = deletions(text.utf8.span)
    let place = location(at: note.first.text.lowerBound, of: note.first, bytes)
    guard pieces.contains(where: { if case .gap = $0 { true } else { false } }) else {
      report(.noteWithoutDeletion, place)
      return
    }
    var question = ""
    var answer = ""
    for piece in pieces {
      switch piece {
      case .text(let text):
        question += text
        answer += text
      case .gap(let hidden, _):
        question += "[…]"
        answer += hidden
      }
    }
    add(
      Card(
        id: CardIdentity.id(ofCloze: text), identity: .hashed, question: DeckText(question),
        answer: DeckText(answer),
        exercises: [.cloze(Cloze(pieces: pieces, location: place))], location: place,
        byteRange: note.first.start..<end))
  }

  /// `[deletions]`, but not links, images, escapes, maths or code.
  private func deletions(_ bytes: Span<UInt8>) -> [Cloze.Piece] {
    var pieces: [Cloze.Piece] = []
    let end = bytes.count
    var start = 0
    var index = 0
    while index < end {
      if let next = bytes.opaqueEnd(at: index, before: end) {
        index = next
      } else if bytes[index] == UInt8(ascii: "["), index == 0 || bytes[index - 1] != UInt8(ascii: "!"),
        let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: (index + 1)..<end),
        close + 1 == end || bytes[close + 1] != UInt8(ascii: "("),
        !bytes.trimming((index + 1)..<close).isEmpty
      {
        if index > start { pieces.append(.text(bytes.text(start..<index))) }
        pieces.append(.gap(hidden: bytes.text(bytes.trimming((index + 1)..<close)), hint: nil))
        index = close + 1
        start = index
      } else {
        index += 1
      }
    }
    if start < end { pieces.append(.text(bytes.text(start..<end))) }
    return pieces
  }
}
