import Basics

/// A deck as plain lines, stable between runs, for tests that compare whole parses.
public enum DeckDump {
  public static func dump(_ deck: Deck) -> String {
    var lines = ["deck \(deck.topic)", "title \(quoted(deck.title))"]
    if let language = deck.language { lines.append("lang \(language.rawValue)") }
    if !deck.introduction.isEmpty { lines.append("introduction \(quoted(deck.introduction))") }
    for card in deck.cards { append(card, to: &lines) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `line:column severity code subject`, one line each.
  public static func dump(_ diagnostics: [DeckDiagnostic]) -> String {
    diagnostics.map { diagnostic in
      let place = "\(diagnostic.location.line):\(diagnostic.location.column)"
      let words = [diagnostic.subject, diagnostic.other].filter { !$0.isEmpty }.map(quoted)
      return ([place, diagnostic.severity.rawValue, diagnostic.code.rawValue] + words).joined(separator: " ")
        + "\n"
    }.joined()
  }

  private static func append(_ card: Card, to lines: inout [String]) {
    lines.append("")
    lines.append(
      "card \(card.id) \(card.identity == .written ? "written" : "hashed") level \(card.level)"
        + " at \(card.location.line):\(card.location.column) bytes \(card.byteRange.lowerBound)..<\(card.byteRange.upperBound)"
    )
    lines.append("  question \(quoted(card.question))")
    lines.append("  answer \(quoted(card.answer))")
    lines += card.keyPoints.map { "  point \(quoted($0))" }
    lines += card.corrections.map { "  correction \(quoted($0))" }
    for (name, values) in [("tags", card.tags), ("source", card.sources)] where !values.isEmpty {
      lines.append("  \(name) \(values.map(quoted).joined(separator: " "))")
    }
    for (name, ids) in [("see", card.see), ("after", card.after)] where !ids.isEmpty {
      lines.append("  \(name) \(ids.map(\.rawValue).joined(separator: " "))")
    }
    for exercise in card.exercises { append(exercise, to: &lines) }
    for claim in card.claims {
      lines.append(
        "  claim \(claim.location.line):\(claim.location.column) \(quoted(claim.call.text))"
          + " \(claim.path) = \(describe(claim.expected))")
    }
  }

  private static func append(_ exercise: Exercise, to lines: inout [String]) {
    lines.append("  \(exercise.kind.rawValue) at \(exercise.location.line):\(exercise.location.column)")
    switch exercise {
    case .choice(let choice):
      lines.append("    question \(quoted(choice.question))")
      for option in choice.options {
        let reason = option.reason.map { " because \(quoted($0))" } ?? ""
        lines.append("    \(option.isRight ? "right" : "wrong") \(quoted(option.text))\(reason)")
      }
    case .cloze(let cloze):
      for piece in cloze.pieces {
        switch piece {
        case .text(let text): lines.append("    text \(quoted(text))")
        case .gap(let hidden, let hint):
          lines.append("    gap \(quoted(hidden))\(hint.map { " hint \(quoted($0))" } ?? "")")
        }
      }
    case .drill(let drill):
      lines.append("    question \(quoted(drill.question))")
      for domain in drill.domains { lines.append("    domain \(domain.name): \(describe(domain.values))") }
      if let constraint = drill.constraint { lines.append("    where \(constraint)") }
      lines.append("    answer \(quoted(drill.call.text)) \(drill.field)")
    case .order(let order):
      lines.append("    question \(quoted(order.question))")
      lines += order.items.map { "    item \(quoted($0))" }
    case .demo(let demo):
      lines.append("    text \(quoted(demo.text))")
      for call in demo.calls {
        lines.append("    call \(call.name) \(call.arguments.map(quoted).joined(separator: " "))")
      }
    }
  }

  static func describe(_ values: Drill.Domain.Values) -> String {
    switch values {
    case .integers(let range): "\(range.lowerBound)..\(range.upperBound)"
    case .words(let words): words.joined(separator: "|")
    }
  }

  static func describe(_ value: ClaimedValue) -> String {
    switch value {
    case .scalar(let scalar): describe(scalar)
    case .list(let items): items.map(describe).joined(separator: ", ")
    case .matrix(let rows): rows.map { $0.map(describe).joined(separator: ", ") }.joined(separator: "; ")
    }
  }

  private static func describe(_ scalar: ClaimedValue.Scalar) -> String {
    switch scalar {
    case .number(let numeral): numeral.text
    case .truth(let truth): String(truth)
    case .word(let word): quoted(word)
    }
  }

  private static func quoted(_ text: String) -> String { JSONWriter.write(.string(text)) }
}
