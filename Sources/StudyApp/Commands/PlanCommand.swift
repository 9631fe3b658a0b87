import Basics
import Planning
import Storage
import TerminalUI

extension CommandSpec {
  static let plan = CommandSpec(
    "plan", LocalizedText("Study for a date: what to learn on which day", "为面试日期制定计划：哪天学什么"),
    options: [
      OptionSpec("date", .text, "DATE", "The day of the interview, such as 2026-12-10", "面试日期，例如 2026-12-10"),
      OptionSpec("minutes", .integer(PlanSettings.minuteRange), "N", "Minutes of study a day", "每天学习的分钟数"),
      OptionSpec(
        "topic", .text, "TOPIC=WEIGHT", isRepeatable: true,
        "What a topic counts beside the others: 0 (left out) to 10 (repeatable)",
        "主题的权重：0（排除）到 10（可重复）"),
      OptionSpec.flag("clear", "Study without a plan again", "取消计划"), OptionTable.json,
    ],
    examples: [
      (
        "study plan --date 2026-12-10 --minutes 30",
        LocalizedText("make a plan; study quiz follows it", "制定计划，study quiz 会照此进行")
      ),
      ("study plan --topic convolution=2", LocalizedText("this topic counts double", "这个主题权重加倍")),
      ("study plan", LocalizedText("the plan in force", "当前计划")),
      ("study plan --clear", LocalizedText("study without a date again", "取消计划")),
    ],
    run: { invocation, workspace in try PlanCommand(invocation, workspace).run() })
}

private struct PlanCommand {
  let invocation: Invocation
  let workspace: Workspace

  init(_ invocation: Invocation, _ workspace: Workspace) {
    self.invocation = invocation
    self.workspace = workspace
  }

  func run() throws -> ExitStatus {
    let study = try Study(workspace)
    let library = try study.library()
    if invocation.has("clear") {
      try PlanSettings.write(nil, to: study.store)
      return try sayNone(workspace.text("There is no plan now.", "已取消计划。"))
    }
    let old = try PlanSettings.read(study.store)
    let settings = try changed(old, study, library)
    if let settings, settings != old { try PlanSettings.write(settings, to: study.store) }
    guard let settings else { return try sayNone(workspace.text("There is no plan yet.", "还没有计划。")) }
    guard let current = try CurrentPlan(study, library, settings) else {
      let date = Wording.date(settings.date, workspace.language)
      return try sayNone(
        settings.daysLeft(study.today) == 0
          ? workspace.text("The interview is today. Good luck!", "面试就在今天，祝顺利！")
          : workspace.text("The interview was on \(date).", "面试日期是 \(date)，已过。"))
    }
    let report = PlanReport(current, workspace)
    if invocation.has("json") {
      try workspace.say(report.json)
    } else {
      try workspace.say(report.lines)
    }
    return .success
  }

  /// What the command line changes of the plan; nil when there is none and none is asked for.
  private func changed(_ old: PlanSettings?, _ study: Study, _ library: Library) throws -> PlanSettings? {
    let date = try invocation.text("date").map { try self.date($0, study.today) } ?? old?.date
    let minutes = invocation.integer("minutes") ?? old?.minutes
    let weights = try self.weights(library)
    guard let date, let minutes else {
      guard date != nil || minutes != nil || !weights.isEmpty else { return nil }
      throw UsageError.missingOperand(
        command: "study plan",
        usage: [date == nil ? "--date DATE" : nil, minutes == nil ? "--minutes N" : nil]
          .compactMap { $0 }.joined(separator: " "))
    }
    var settings = PlanSettings(date: date, minutes: minutes, topicWeights: old?.topicWeights ?? [:])
    for (topic, weight) in weights { settings.topicWeights[topic] = weight == 1 ? nil : weight }
    guard library.topicNames.contains(where: { settings.weight(of: $0) > 0 }) else {
      throw UsageError.notAllowed(
        name: "--topic", typed: invocation.texts("topic").last ?? "",
        allowed: LocalizedText("a weight that leaves some topic in", "至少保留一个主题"))
    }
    return settings
  }

  private func date(_ text: String, _ today: Day) throws(UsageError) -> CalendarDate {
    let last = today.advanced(by: Plan.mostDays).date
    guard let date = CalendarDate(iso: text), date > today.date, date <= last else {
      throw .notAllowed(
        name: "--date", typed: text, allowed: .range(today.advanced(by: 1).date...last))
    }
    return date
  }

  /// `convolution=2`, in the order typed.
  private func weights(_ library: Library) throws(UsageError) -> [(topic: String, weight: Double)] {
    var weights: [(topic: String, weight: Double)] = []
    for text in invocation.texts("topic") {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let topic = try library.topic(named: String(parts[0]))
      guard parts.count == 2, let weight = Double(parts[1]), PlanSettings.weightRange.contains(weight) else {
        throw .notAllowed(
          name: "--topic", typed: text, allowed: LocalizedText(both: "\(topic)=0 … \(topic)=10"))
      }
      weights.append((topic, weight))
    }
    return weights
  }

  private func sayNone(_ sentence: String) throws -> ExitStatus {
    if invocation.has("json") {
      try workspace.say(["plan": .null])
    } else {
      try workspace.say([
        StyledText(sentence),
        StyledText(workspace.text("Make one:  ", "制定计划：  "), .dim)
          + StyledText("study plan --date DATE --minutes N", .code),
      ])
    }
    return .success
  }
}
