import Basics
import Decks
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let show = CommandSpec(
    "show",
    LocalizedText("Print a card, or what a term of the glossary means", "显示一张卡片，或术语表中某个术语的含义"),
    operands: Operands(usage: "CARD|TERM", count: 1...1), options: [OptionTable.json],
    examples: [
      ("study show conv-out-size", LocalizedText("one card", "一张卡片")),
      ("study show conv-out-size --lang both", LocalizedText("in both languages", "中英对照")),
      ("study show 感受野", LocalizedText("a term, in either language", "一个术语，中英文均可")),
    ],
    run: { invocation, workspace in
      try ShowCommand(workspace).run(invocation.operands[0], asJSON: invocation.has("json"))
    }
  )
}

private struct ShowCommand {
  let workspace: Workspace

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  func run(_ id: String, asJSON: Bool) throws -> ExitStatus {
    let study = try Study(workspace)
    let library = try study.library()
    let index = study.store.deckIndex
    let faces = try workspace.cardLanguages.compactMap { try index.face(of: CardID(rawValue: id), in: $0) }
    let cards = try faces.compactMap { try library.card($0) }
    guard let face = faces.first, let card = cards.first else {
      let entries = Glossary.builtIn.entries(for: id)
      guard entries.isEmpty else { return try show(entries, asJSON: asJSON) }
      throw try study.noSuchCard(id)
    }
    let record = try study.store.card(card.id)
    if asJSON {
      try workspace.say(json(cards, face, record))
      return .success
    }
    let width = min(workspace.width, 100)
    let layout = CardText.Layout(
      width: width, capabilities: workspace.capabilities, isAccessible: workspace.isAccessible)
    var lines: [StyledText] = [
      StyledText(
        "\(library.title(of: face)) · \(card.id) · \(workspace.text("level", "级别")) \(card.level)", .dim)
    ]
    for card in cards {
      lines += [""] + CardText.lines(card.question, width: width, role: .strong)
      lines += [""] + CardText.answer(of: card, layout)
      lines += exercises(card, layout)
    }
    lines += ["", StyledText(CardStateText.line(record, study), .dim)]
    try workspace.say(lines)
    return .success
  }

  /// Terms of the glossary in both languages.
  private func show(_ entries: [Glossary.Entry], asJSON: Bool) throws -> ExitStatus {
    if asJSON {
      try workspace.say(.array(entries.map(\.json)))
      return .success
    }
    var lines: [StyledText] = []
    for entry in entries {
      if !lines.isEmpty { lines.append("") }
      lines.append(StyledText(entry.term.english, .title) + StyledText("   " + entry.term.chinese, .title))
      for language in [workspace.language] + Language.allCases.filter({ $0 != workspace.language }) {
        lines += StyledText(entry.meaning[language]).wrapped(to: min(workspace.width, 100))
      }
    }
    try workspace.say(lines)
    return .success
  }

  private func exercises(_ card: Card, _ layout: CardText.Layout) -> [StyledText] {
    let width = layout.width
    return card.exercises.flatMap { exercise -> [StyledText] in
      var lines: [StyledText] = ["", StyledText(heading(exercise), .title)]
      switch exercise {
      case .choice(let choice):
        lines += CardText.blocks(choice.question, layout)
        for option in choice.options {
          let reason = option.reason.map { workspace.text(": ", "：") + $0 } ?? ""
          lines += CardText.lines((option.isRight ? "[x] " : "[ ] ") + option.text + reason, width: width)
        }
      case .cloze(let cloze):
        let text = cloze.pieces.map { piece in
          switch piece {
          case .text(let text): text
          case .gap(let hidden, _): "**\(hidden)**"
          }
        }.joined()
        lines += CardText.blocks(text, layout)
      case .drill(let drill):
        lines += CardText.blocks(drill.question, layout)
        lines += CardText.lines("`\(drill.call.text)` → `\(drill.field)`", width: width)
      case .order(let order):
        lines += CardText.blocks(order.question, layout)
        lines += order.items.enumerated().flatMap { CardText.lines("\($0 + 1). \($1)", width: width) }
      case .demo(let demo):
        lines += demo.text.split(separator: "\n").flatMap { CardText.lines(String($0), width: width) }
      }
      return lines
    }
  }

  private func heading(_ exercise: Exercise) -> String {
    ExerciseKind(rawValue: exercise.kind.rawValue)?.title[workspace.language] ?? workspace.text("demo", "演示")
  }

  private func json(_ cards: [Card], _ face: CardFace, _ record: CardRecord?) -> JSONValue {
    let card = cards[0]
    return [
      "id": .string(card.id.rawValue), "topic": .string(face.topic), "level": .integer(card.level),
      "tags": .array(card.tags.map { .string($0) }), "see": .array(card.see.map { .string($0.rawValue) }),
      "after": .array(card.after.map { .string($0.rawValue) }),
      "faces": .array(
        cards.map { card in
          [
            "question": .string(card.question), "answer": .string(card.answer),
            "key_points": .array(card.keyPoints.map { .string($0) }),
            "exercises": .array(card.exercises.map { .string($0.kind.rawValue) }),
          ]
        }),
      "state": record?.state.json ?? CardState.new.json,
    ]
  }
}

extension Study {
  /// The error for a name that is no card's, with the nearest one that is.
  func noSuchCard(_ id: String) throws -> CommandFailure {
    let known = try store.deckIndex.cards().map(\.id.rawValue)
    return .noSuchCard(id, suggestion: Suggestion.nearest(to: id, among: known))
  }
}
