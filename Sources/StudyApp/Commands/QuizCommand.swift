import Basics
import Storage
import TerminalUI

extension CommandSpec {
  static let quiz = CommandSpec(
    "quiz", LocalizedText("Review what is due, then new cards", "复习到期的卡片，再学新卡片"),
    operands: Operands(usage: "[TOPIC…]", count: 0...64),
    options: [
      OptionSpec("limit", .integer(1...100_000), "N", "At most N cards", "最多 N 张卡片"),
      OptionSpec("new", .integer(0...10_000), "N", "At most N new cards today (20)", "今天最多 N 张新卡（20）"),
      OptionSpec("time", .duration, "TIME", "Stop asking after this time: 20m, 90s, 1h", "到时间就停：20m、90s、1h"),
      OptionTable.tag, OptionTable.level,
      OptionSpec(
        "exercise", .word(ExerciseKind.allCases.map(\.rawValue) + ["auto"]), "KIND",
        "Ask only as recall, choice, cloze, drill or order; auto picks by how well a card is known",
        "只用一种练习：recall、choice、cloze、drill、order；auto 按掌握程度选择"),
      OptionSpec.flag("cram", "Practise without touching the schedule", "随意练习，不影响排期"),
      OptionSpec(
        "ahead", .integer(1...365), "DAYS", "Ask what is due within DAYS days too", "提前复习 DAYS 天内到期的卡片"),
      OptionSpec.flag("no-plan", "What is due, whatever the plan says", "不按计划，只按到期顺序"),
      OptionSpec.flag("plain", "Line by line, without the full screen", "逐行问答，不用全屏"),
    ],
    examples: [
      (
        "study quiz",
        LocalizedText("today's cards of the plan; without one, what is due", "按计划学习；没有计划时复习到期的卡片")
      ),
      ("study quiz convolution --new 5", LocalizedText("one topic, five new cards", "一个主题，五张新卡")),
      (
        "study quiz --exercise drill --cram",
        LocalizedText("only calculations, just for practice", "只做计算题，不影响排期")
      ),
      ("study quiz --time 20m --lang zh", LocalizedText("twenty minutes, in Chinese", "二十分钟，中文")),
    ],
    run: { invocation, workspace in try QuizCommand.run(invocation, workspace) })
}

enum QuizCommand {
  static func run(_ invocation: Invocation, _ workspace: Workspace) throws -> ExitStatus {
    let study = try Study(workspace)
    try study.refuseClockThatWentBack()
    let library = try study.library(topics: invocation.operands)
    let plan = QuizPlan(invocation, topics: library.topics, workspace.configuration)
    if let tag = plan.filter.tag, try study.store.deckIndex.cards(CardFilter(tag: tag)).isEmpty {
      let tags = Set(try study.store.deckIndex.cards().flatMap(\.tags))
      throw CommandFailure.noSuchTag(tag, suggestion: Suggestion.nearest(to: tag, among: tags.sorted()))
    }
    let (session, answered) = try OpenSession.resume(invocation, study)
    let runner = try SessionRunner(
      study: study, library: library, plan: plan, seed: session.seed, answeredBefore: answered)
    let isFullScreen =
      workspace.capabilities.isInteractive && !invocation.has("plain") && !workspace.isAccessible
    guard isFullScreen else {
      try PlainQuiz(workspace: workspace, runner: runner).run()
      if runner.isExhausted { try OpenSession.finish(study) }
      try study.backUp()
      return .success
    }
    let pages = Pages(study: study, library: library)
    let end = try FullScreenQuiz(workspace: workspace, runner: runner, pages: pages).run()
    if runner.isExhausted { try OpenSession.finish(study) }
    let summary = runner.finalSummary
    if summary.answered > 0 { try workspace.say(SummaryText.line(summary, language: workspace.language)) }
    try study.backUp()
    return end == .interrupted ? .interrupted : .success
  }
}
