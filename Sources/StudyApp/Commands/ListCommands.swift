import Basics
import Decks
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let list = CommandSpec(
    "list", LocalizedText("List topics, or the cards of a topic", "列出主题，或某个主题的卡片"),
    operands: Operands(usage: "[TOPIC…]", count: 0...64),
    options: [
      OptionTable.json, OptionTable.tag, OptionTable.level,
      OptionSpec.flag("leeches", "Only cards forgotten again and again", "只看反复忘记的卡片"),
      OptionSpec.flag("flagged", "Only flagged cards", "只看已标记的卡片"),
    ],
    examples: [
      ("study list", LocalizedText("the topics", "所有主题")),
      ("study list convolution --level 3", LocalizedText("the hard cards of one topic", "一个主题中最难的卡片")),
      ("study list --leeches", LocalizedText("cards that need more than another review", "需要特别处理的卡片")),
    ],
    run: { invocation, workspace in try ListCommand(invocation, workspace).run() })

  static let search = CommandSpec(
    "search", LocalizedText("Find cards whose question or answer holds all words", "查找问题或答案中含有全部词语的卡片"),
    operands: Operands(usage: "QUERY…", count: 1...64),
    options: [
      OptionTable.json, OptionSpec("limit", .integer(1...10_000), "N", "At most N cards (20)", "最多 N 张（20）"),
    ],
    examples: [
      ("study search receptive field", LocalizedText("cards about receptive fields", "与感受野有关的卡片")),
      ("study search 填充", LocalizedText("Chinese works too", "也可用中文")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      let library = try study.library()
      let faces = try study.store.deckIndex.search(
        invocation.operands.joined(separator: " "), limit: invocation.integer("limit") ?? 20)
      try CardList(study: study, library: library).say(faces, asJSON: invocation.has("json"))
      return .success
    })
}

private struct ListCommand {
  let invocation: Invocation
  let workspace: Workspace

  init(_ invocation: Invocation, _ workspace: Workspace) {
    self.invocation = invocation
    self.workspace = workspace
  }

  func run() throws -> ExitStatus {
    let study = try Study(workspace)
    let library = try study.library(topics: invocation.operands)
    let filter = CardFilter(level: invocation.integer("level"), tag: invocation.text("tag"))
    let wantsLeeches = invocation.has("leeches")
    let wantsFlagged = invocation.has("flagged")
    guard invocation.operands.isEmpty, filter == CardFilter(), !wantsLeeches, !wantsFlagged else {
      let faces = try study.store.deckIndex.cards(filter).filter { face in
        guard wantsLeeches || wantsFlagged else { return true }
        guard let record = try study.store.card(face.id) else { return false }
        return (!wantsLeeches || Leech.isLeech(lapses: record.state.schedule?.lapses ?? 0))
          && (!wantsFlagged || record.mark.flag != 0)
      }
      try CardList(study: study, library: library).say(faces, asJSON: invocation.has("json"))
      return .success
    }
    let topics = try study.store.deckIndex.topics(at: study.now, today: study.today)
    if invocation.has("json") {
      try workspace.say(.array(topics.map(\.json)))
      return .success
    }
    let table = Table(
      columns: [
        Table.Column(workspace.text("topic", "主题"), .left), Table.Column("", .left),
        Table.Column(workspace.text("cards", "卡片")), Table.Column(workspace.text("seen", "学过")),
        Table.Column(workspace.text("due", "到期")),
      ],
      rows: topics.map { topic in
        [
          StyledText(topic.topic, .accent),
          StyledText(topic.title == topic.topic ? "" : SafeText.line(topic.title)),
          StyledText("\(topic.total)"),
          StyledText("\(topic.seen)"), StyledText("\(topic.due)", topic.due > 0 ? .strong : .dim),
        ]
      })
    try workspace.say(table)
    return .success
  }
}

extension TopicSummary {
  var json: JSONValue {
    [
      "topic": .string(topic), "title": .string(title), "cards": .integer(total), "seen": .integer(seen),
      "due": .integer(due),
    ]
  }
}

/// Cards as a table or as JSON, with what is known of each.
struct CardList {
  let study: Study
  let library: Library

  func say(_ faces: [CardFace], asJSON: Bool) throws {
    let workspace = study.workspace
    if asJSON {
      try workspace.say(.array(try faces.map { try json($0) }))
      return
    }
    if faces.isEmpty {
      try workspace.tell(workspace.text("no card matches.", "没有符合的卡片。"))
      return
    }
    let table = Table(
      columns: [
        Table.Column(workspace.text("card", "卡片"), .left), Table.Column(workspace.text("level", "级别")),
        Table.Column(workspace.text("due", "到期"), .left),
        Table.Column(workspace.text("question", "问题"), .left),
      ],
      rows: try faces.map { face in
        [
          StyledText(face.id.rawValue, .accent), StyledText("\(face.level)"),
          StyledText(try DueText.of(face.id, study)),
          CardText.inline(face.question),
        ]
      })
    try workspace.say(table)
  }

  private func json(_ face: CardFace) throws -> JSONValue {
    let record = try study.store.card(face.id)
    return [
      "id": .string(face.id.rawValue), "topic": .string(face.topic), "level": .integer(face.level),
      "tags": .array(face.tags.map { .string($0) }), "question": .string(face.question),
      "state": record?.state.json ?? CardState.new.json,
      "suspended": .bool(record?.mark.isSuspended ?? false),
    ]
  }
}

extension CardState {
  var json: JSONValue {
    guard let schedule else { return ["phase": "new"] }
    return [
      "phase": .string(schedule.phase.name), "due": .string(schedule.due.iso),
      "due_day": .string(schedule.dueDay.date.description),
      "last_review": .string(schedule.lastReview.iso), "stability": .number(schedule.memory.stability),
      "difficulty": .number(schedule.memory.difficulty), "reviews": .integer(schedule.reviews),
      "lapses": .integer(schedule.lapses),
    ]
  }
}
