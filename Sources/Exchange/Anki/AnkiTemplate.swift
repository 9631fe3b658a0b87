import Basics

/// A card template of Anki's: `{{Field}}`, `{{filter:Field}}`, `{{#Field}}…{{/Field}}`, `{{^Field}}…{{/Field}}`.
///
/// Filters other than `cloze` show the field as it is. Source: the Anki manual, "Card Templates".
struct AnkiTemplate {
  let fields: [String: String]
  /// Of the card, from 1, for clozes.
  let number: Int

  /// Bounded, since a hostile template may name a long field a thousand times.
  static let longest = 1 << 20

  /// The question and what the answer adds to it, as HTML.
  func sides(question: String, answer: String) -> (question: String, answer: String) {
    let front = render(question, isAnswer: false, front: "")
    let back = render(Self.withoutFront(answer), isAnswer: true, front: "")
    return (front, back)
  }

  /// The answer repeats the question up to a line; a card here shows it anyway.
  private static func withoutFront(_ template: String) -> String {
    var text = template
    if let front = text.range(of: "{{FrontSide}}") { text.removeSubrange(front) }
    if let line = text.range(of: "<hr id=answer>") ?? text.range(of: "<hr id=\"answer\">") {
      text.removeSubrange(line)
    }
    return text
  }

  private func render(_ template: String, isAnswer: Bool, front: String) -> String {
    var html = ""
    var rest = Substring(template)
    /// Whether each open section is shown.
    var sections: [Bool] = []
    while let open = rest.range(of: "{{"), html.utf8.count < Self.longest {
      let isShown = !sections.contains(false)
      if isShown { html += rest[..<open.lowerBound] }
      guard let close = rest[open.upperBound...].range(of: "}}") else {
        rest = rest[open.lowerBound...]
        break
      }
      let name = rest[open.upperBound..<close.lowerBound].trimmed
      rest = rest[close.upperBound...]
      switch name.first {
      case "#": sections.append(isFilled(name.dropFirst().trimmed))
      case "^": sections.append(!isFilled(name.dropFirst().trimmed))
      case "/": _ = sections.popLast()
      default: if isShown { html += value(of: name, isAnswer: isAnswer) }
      }
    }
    if !sections.contains(false) { html += rest }
    return html
  }

  private func isFilled(_ name: Substring) -> Bool {
    !HTMLText.stripped(Array((fields[String(name)] ?? "").utf8)).allSatisfy { $0 <= 0x20 }
  }

  private func value(of name: Substring, isAnswer: Bool) -> String {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard let field = parts.last, let value = fields[String(field.trimmed)] else { return "" }
    return parts.dropLast().contains { $0.trimmed == "cloze" } ? cloze(value, isAnswer: isAnswer) : value
  }

  /// `{{c1::text::hint}}`: this card's gaps are hidden, or shown in bold; those of other cards are text.
  private func cloze(_ text: String, isAnswer: Bool) -> String {
    var html = ""
    var rest = Substring(text)
    while let open = rest.range(of: "{{c") {
      html += rest[..<open.lowerBound]
      let body = rest[open.upperBound...]
      guard let separator = body.range(of: "::"), let close = body[separator.upperBound...].range(of: "}}"),
        let number = Int(body[..<separator.lowerBound])
      else {
        html += "{{c"
        rest = body
        continue
      }
      let content = body[separator.upperBound..<close.lowerBound]
      let parts = content.parts(between: "::", maxSplits: 1)
      let hidden = parts.first ?? ""
      if number != self.number {
        html += hidden
      } else if isAnswer {
        html += "<b>\(hidden)</b>"
      } else {
        html += "[" + (parts.count > 1 ? parts[1] : "…") + "]"
      }
      rest = body[close.upperBound...]
    }
    return html + rest
  }
}

extension StringProtocol where SubSequence == Substring {
  var trimmed: Substring {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return self[endIndex...] }
    return self[start...last]
  }

  /// The first place of a word, byte by byte: Foundation has one, but is not used here.
  func range(of word: String) -> Range<String.Index>? {
    utf8.firstRange(of: word.utf8)
  }
}
