public import Basics
public import Decks

/// Decks written as Markdown that reads back: new ones from other programs' cards, and existing ones with the learner's notes.
public enum DeckMarkdown {
  /// A card to be written. Texts are Markdown; without an id the question's hash names the card.
  public struct NewCard: Hashable, Sendable {
    public var id: CardID?
    public var question: String
    public var answer: String
    public var tags: [String]

    public init(id: CardID? = nil, question: String, answer: String, tags: [String] = []) {
      self.id = id
      self.question = question
      self.answer = answer
      self.tags = tags
    }
  }

  /// A whole file.
  public static func deck(topic: String, title: String, cards: [NewCard]) -> [UInt8] {
    var bytes: [UInt8] = []
    let title = oneLine(title)
    bytes.append("---\ntopic: \(topic)\ntitle: \(title)\n---\n\n# \(title)\n")
    for card in cards {
      bytes.append("\n## \(heading(card.question))\n")
      var metadata: [String] = []
      if let id = card.id { metadata.append("id: \(id)") }
      let tags = card.tags.map(tag).filter { !$0.isEmpty }
      if !tags.isEmpty { metadata.append("tags: \(tags.joined(separator: ", "))") }
      if !metadata.isEmpty { bytes.append("<!-- \(metadata.joined(separator: "; ")) -->\n") }
      bytes.append("\n")
      bytes.append(body(card.answer))
      bytes.append("\n")
    }
    return bytes
  }

  /// The text of a file with each card's note after it, in a comment.
  public static func withNotes(_ text: String, _ cards: [Card], notes: [CardID: String]) -> [UInt8] {
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var position = 0
    for card in cards {
      guard let note = notes[card.id], card.byteRange.upperBound <= source.count else { continue }
      let end = textEnd(of: card, in: source)
      bytes += source[position..<max(position, end)]
      append(note: note, to: &bytes)
      position = max(position, end)
    }
    return bytes + source[position...]
  }

  /// The cards of several files as one file, each with its note; what stands between cards stays behind.
  public static func united(
    topic: String, title: String, _ files: [(bytes: [UInt8], cards: [Card])], notes: [CardID: String]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append("---\ntopic: \(topic)\ntitle: \(title)\n---\n")
    for (source, cards) in files {
      for card in cards where card.byteRange.upperBound <= source.count {
        bytes.append("\n")
        bytes += source[card.byteRange.lowerBound..<textEnd(of: card, in: source)]
        if let note = notes[card.id] { append(note: note, to: &bytes) }
        bytes.append("\n")
      }
    }
    return bytes
  }

  /// Where a card ends, without the blank lines before the next.
  private static func textEnd(of card: Card, in source: [UInt8]) -> Int {
    var end = card.byteRange.upperBound
    while end > card.byteRange.lowerBound, source[end - 1] == 0x0A || source[end - 1] == 0x20 { end -= 1 }
    return end
  }

  private static func append(note: String, to bytes: inout [UInt8]) {
    // A comment cannot hold its own end.
    let body = note.parts(between: "-->").joined(separator: "--&gt;")
    bytes.append("\n\n\(notePrefix)\(body) -->")
  }

  static let notePrefix = "<!-- note: "

  /// The notes that stand in a file, by the place of the card before each.
  static func notes(_ text: String, _ cards: [Card]) -> [CardID: String] {
    var notes: [CardID: String] = [:]
    var rest = Substring(text)
    while let open = rest.range(of: notePrefix), let close = rest[open.upperBound...].range(of: " -->") {
      let place = text.utf8.distance(from: text.startIndex, to: open.lowerBound)
      if let card = cards.last(where: { $0.byteRange.lowerBound <= place }) {
        notes[card.id] = rest[open.upperBound..<close.lowerBound].parts(between: "--&gt;").joined(
          separator: "-->")
      }
      rest = rest[close.upperBound...]
    }
    return notes
  }

  // MARK: Text that stays what it is

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func heading(_ question: String) -> String {
    let line = oneLine(question)
    // A heading's trailing hashes would go.
    return line.hasSuffix("#") ? line.dropLast() + "\\#" : line
  }

  private static func tag(_ tag: String) -> String {
    String(tag.map { ",;<>\n\r ".contains($0) ? "-" : $0 })
  }

  /// Lines that would be headings, comments or notes of other tools are escaped; an open code block is closed.
  private static func body(_ answer: String) -> String {
    var lines: [String] = []
    var isCode = false
    for line in answer.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.trimmed
      if text.hasPrefix("```") || text.hasPrefix("~~~") {
        isCode.toggle()
        lines.append(String(line))
        continue
      }
      lines.append(isCode ? String(line) : escaped(line))
    }
    if isCode { lines.append("```") }
    return lines.joined(separator: "\n")
  }

  private static func escaped(_ line: Substring) -> String {
    let text = line.trimmed
    if text.hasPrefix("#") || text.hasPrefix("<!--") || text == "---" { return "\\" + text }
    if ["Q:", "A:", "C:"].contains(where: { text.hasPrefix($0) }) {
      return text.prefix(1) + "\\" + text.dropFirst()
    }
    guard text.range(of: " :: ") != nil else { return String(line) }
    return line.parts(between: " :: ").joined(separator: " \\:: ")
  }
}
