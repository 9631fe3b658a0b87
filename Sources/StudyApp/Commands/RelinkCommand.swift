import Basics
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let relink = CommandSpec(
    "relink",
    LocalizedText(
      "Give the history of a card that left the decks to the one in its place", "把离开卡组的卡片的记录交给取代它的卡片"),
    operands: Operands(usage: "[OLD NEW]", count: 0...2),
    options: [
      OptionTable.dryRun,
      OptionSpec.flag("undo", "Take the link between OLD and NEW back", "取消 OLD 与 NEW 的关联"),
      OptionTable.json,
    ],
    examples: [
      (
        "study relink",
        LocalizedText("find edited and moved cards; ask where it is not clear", "找出改动或移动过的卡片，不确定时询问")
      ),
      ("study relink --dry-run", LocalizedText("only look", "只查看")),
      ("study relink old-card new-card", LocalizedText("these two", "指定的两张")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      _ = try study.library()
      let command = RelinkCommand(study: study, isDryRun: invocation.has("dry-run"))
      switch invocation.operands.count {
      case 2:
        try command.link(
          invocation.operands[0], invocation.operands[1], isUndone: invocation.has("undo"))
      case 1: throw UsageError.missingOperand(command: "relink", usage: "OLD NEW")
      default: try command.find(asJSON: invocation.has("json"))
      }
      return .success
    })
}

private struct RelinkCommand {
  let study: Study
  let isDryRun: Bool

  private var workspace: Workspace { study.workspace }

  func link(_ old: String, _ new: String, isUndone: Bool) throws {
    let (past, present) = (try study.knownCard(old), try study.knownCard(new))
    if isUndone {
      guard !isDryRun else { return }
      let wasLinked = try study.store.unlink(past, present, at: study.now, replay: study.replay)
      return try workspace.say(
        SafeText.line(
          wasLinked
            ? workspace.text("unlinked \(old) \(new)", "已取消关联 \(old) \(new)")
            : workspace.text("\(old) and \(new) were not linked", "\(old) 与 \(new) 没有关联")))
    }
    guard past != present else { throw UsageError.tooManyOperands(new, command: "relink") }
    if !isDryRun { try study.store.relink(old: past, new: present, at: study.now, replay: study.replay) }
    try workspace.say(SafeText.line("\(verb) \(old) → \(new)"))
  }

  private var verb: String {
    isDryRun ? workspace.text("would link", "将关联") : workspace.text("linked", "已关联")
  }

  func find(asJSON: Bool) throws {
    let plan = try study.store.relinkPlan()
    if !isDryRun { try study.store.relink(plan.pairs, at: study.now, replay: study.replay) }
    if asJSON { return try workspace.say(json(plan)) }
    for pair in plan.pairs {
      try workspace.say(
        SafeText.line("\(verb) \(pair.old) → \(pair.new) (\(Wording.percent(pair.similarity)))"))
    }
    let faces = Dictionary(
      try study.store.vanishedFaces().map { ($0.id, $0.question) }, uniquingKeysWith: { first, _ in first })
    let asks = !isDryRun && workspace.environment.isInputTerminal && workspace.environment.isOutputTerminal
    for doubt in plan.doubts {
      try tell(doubt, was: faces[doubt.old] ?? doubt.old.rawValue, numbered: asks)
      guard asks else { continue }
      try workspace.say(workspace.text("Which is it? Number, or Enter for none:", "是哪一张？输入编号，回车表示都不是："))
      guard let line = workspace.environment.readLine() else { return }
      guard let number = Int(line.trimmedBlanks), doubt.candidates.indices.contains(number - 1) else {
        continue
      }
      try link(doubt.old.rawValue, doubt.candidates[number - 1].id.rawValue, isUndone: false)
    }
    for card in plan.gone {
      try workspace.say(
        SafeText.line(
          workspace.text("nothing resembles \(card); its history is kept", "没有与 \(card) 相似的卡片；记录仍保留")))
    }
    if plan.pairs.isEmpty, plan.doubts.isEmpty, plan.gone.isEmpty {
      try workspace.say(workspace.text("every card reviewed stands in a deck", "学过的卡片都在卡组中"))
    }
  }

  private func tell(_ doubt: IdentityPairing.Doubt, was question: String, numbered: Bool) throws {
    try workspace.say(
      SafeText.line(workspace.text("left the decks: ", "离开了卡组：") + "\(doubt.old) “\(question)”"))
    for (index, candidate) in doubt.candidates.enumerated() {
      let now = try study.store.deckIndex.face(of: candidate.id)?.question ?? ""
      let head = numbered ? "  \(index + 1)  " : "  study relink \(doubt.old) \(candidate.id)  # "
      try workspace.say(SafeText.line("\(head)“\(now)” (\(Wording.percent(candidate.similarity)))"))
    }
  }

  private func json(_ plan: IdentityPairing) -> JSONValue {
    [
      "linked": .bool(!isDryRun),
      "pairs": .array(
        plan.pairs.map { pair in
          [
            "old": .string(pair.old.rawValue), "new": .string(pair.new.rawValue),
            "reason": .string(pair.reason == .moved ? "moved" : "edited"),
            "similarity": .number(pair.similarity),
          ]
        }),
      "doubts": .array(
        plan.doubts.map { doubt in
          [
            "old": .string(doubt.old.rawValue),
            "candidates": .array(
              doubt.candidates.map {
                ["id": .string($0.id.rawValue), "similarity": .number($0.similarity)]
              }),
          ]
        }),
      "gone": .array(plan.gone.map { .string($0.rawValue) }),
    ]
  }
}
