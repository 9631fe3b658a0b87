import Basics
import Storage
import TerminalUI

extension CommandSpec {
  static let why = CommandSpec(
    "why",
    LocalizedText("Why a card is due when it is: its curve, its log, what matters", "卡片为何此时到期：曲线、记录与影响"),
    operands: Operands(usage: "CARD", count: 1...1), options: [OptionTable.json],
    examples: [
      (
        "study why conv-out-size",
        LocalizedText("curve, ratings, weightiest reviews, log", "曲线、评分结果、影响最大的复习、记录")
      ),
      ("study why conv-out-size --json", LocalizedText("the same for a script", "供脚本使用")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      _ = try study.library()
      let id = invocation.operands[0]
      guard let page = try WhyPage(CardID(rawValue: id), study) else { throw try study.noSuchCard(id) }
      if invocation.has("json") {
        try workspace.say(page.story.json)
      } else if workspace.isAccessible {
        try workspace.say(page.reader.spokenLines(workspace.language))
      } else {
        try workspace.say(
          page.reader.lines(
            width: min(workspace.width, 100), capabilities: workspace.capabilities,
            language: workspace.language))
      }
      return .success
    })
}
