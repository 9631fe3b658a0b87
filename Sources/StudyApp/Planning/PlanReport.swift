import Basics
import Planning
import TerminalUI

/// The plan in force, for a person or a script.
struct PlanReport {
  let current: CurrentPlan
  let workspace: Workspace
  private let days: [Plan.PlannedDay]
  private let gainOfToday: Double
  private let gainOfTenMinutes: Double

  /// Coming days that are listed; JSON has all.
  private static let shownDays = 7

  init(_ current: CurrentPlan, _ workspace: Workspace) {
    self.current = current
    self.workspace = workspace
    var days = current.plan.days
    // Today's part is known: what the quiz will ask.
    if !days.isEmpty {
      let session = current.session(minutes: current.minutesToday)
      days[0].new = session.filter(\.isNew).map(\.card)
      days[0].reviews = session.filter { !$0.isNew }.map(\.card)
      days[0].minutes = session.reduce(0) { $0 + $1.expectedSeconds } / 60
    }
    self.days = days
    gainOfToday = current.plan.gainOfToday
    gainOfTenMinutes = current.plan.gainOfTenMinutes
  }

  private var language: Language { workspace.language }
  private var settings: PlanSettings { current.settings }
  private var session: [Plan.Item] { current.session(minutes: current.minutesToday) }

  var json: JSONValue {
    [
      "plan": [
        "date": .string(settings.date.description), "minutes": .integer(settings.minutes),
        "days_left": .integer(current.daysLeft), "minutes_left_today": .number(current.minutesToday),
        "topics": .object(
          settings.topicWeights.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .number($0.value)) }
        ), "left_out": .integer(current.material.leftOut),
        "readiness": ReadinessLines.json(current.plan.readiness),
        "gain_of_today": .number(gainOfToday), "gain_of_ten_minutes": .number(gainOfTenMinutes),
      ],
      "topics": .array(
        current.plan.topics.map { topic in
          [
            "topic": .string(topic.name), "title": .string(current.material.titles[topic.name] ?? topic.name),
            "cards": .integer(topic.cards), "weight": .number(settings.weight(of: topic.name)),
            "readiness": ReadinessLines.json(topic.readiness),
          ]
        }),
      "today": .array(
        session.map { item in
          [
            "id": .string(item.card.rawValue), "new": .bool(item.isNew),
            "seconds": .number(item.expectedSeconds),
          ]
        }),
      "days": .array(
        days.map { day in
          [
            "day": .string(day.day.date.description), "new": .integer(day.new.count),
            "reviews": .integer(day.reviews.count), "minutes": .number(day.minutes),
          ]
        }),
    ]
  }

  var lines: [StyledText] {
    let date = Wording.date(settings.date, language)
    let left = Wording.count(current.daysLeft, "day", "days", "天", language)
    var lines = [
      StyledText(workspace.text("Interview", "面试"), .title)
        + StyledText(
          workspace.text(
            "  \(date), in \(left)  ·  \(settings.minutes) minutes a day",
            "  \(date)，还有 \(left)  ·  每天 \(settings.minutes) 分钟"))
    ]
    if !settings.topicWeights.isEmpty {
      let weights = settings.topicWeights.sorted { $0.key < $1.key }.map { "\($0.key) ×\(short($0.value))" }
      lines.append(
        StyledText(
          SafeText.line(
            workspace.text("topic weights  ", "主题权重  ") + weights.joined(separator: "  ")), .dim))
    }
    if current.material.leftOut > 0 {
      let count = current.material.leftOut
      lines.append(
        StyledText(
          workspace.text(
            "\(count) cards are beyond what a plan weighs (\(PlanMaterial.mostCards)); --topic TOPIC=0 leaves topics out.",
            "有 \(count) 张卡片超出计划的上限（\(PlanMaterial.mostCards) 张）；可用 --topic 主题=0 排除主题。"), .warning))
    }
    lines +=
      [""] + ReadinessLines(current: current, workspace: workspace).lines(width: min(workspace.width, 100))
    lines += [""] + worth + [""] + comingDays + [""] + [Self.next(current, workspace)]
    let width = min(workspace.width, 100)
    var wrapped: [StyledText] = []
    for line in lines { wrapped += line.wrapped(to: width, hangingIndent: 7) }
    return wrapped
  }

  private var worth: [StyledText] {
    [
      (workspace.text("Today's session", "今天的学习"), gainOfToday),
      (workspace.text("Ten more minutes a day", "每天多十分钟"), gainOfTenMinutes),
    ].map { name, gain in
      StyledText(name).padded(to: 24)
        + StyledText("+" + points(gain), .strong).padded(to: 6, .right)
        + StyledText(workspace.text(" points of readiness", " 个百分点"), .dim)
    }
  }

  private var comingDays: [StyledText] {
    let rows = days.prefix(Self.shownDays).enumerated().map { offset, day in
      [
        StyledText(offset == 0 ? workspace.text("today", "今天") : Wording.date(day.day.date, language)),
        StyledText("\(day.new.count)", day.new.isEmpty ? .dim : .strong),
        StyledText("\(day.reviews.count)", day.reviews.isEmpty ? .dim : .strong),
        StyledText("\(Int(day.minutes.rounded()))", .dim),
      ]
    }
    let table = Drawing.table(
      Table(
        columns: [
          Table.Column(workspace.text("coming days", "接下来"), .left),
          Table.Column(workspace.text("new", "新卡")), Table.Column(workspace.text("reviews", "复习")),
          Table.Column(workspace.text("minutes", "分钟")),
        ], rows: Array(rows)))
    return workspace.isAccessible
      ? table.spoken(in: language).map { StyledText($0) }
      : table.lines(
        width: min(workspace.width, 100), capabilities: workspace.capabilities, language: language)
  }

  /// The command that studies what the plan has for today.
  static func next(_ current: CurrentPlan, _ workspace: Workspace) -> StyledText {
    let session = current.session(minutes: current.minutesToday)
    let head =
      StyledText(workspace.text("Next   ", "下一步 ")) + StyledText("study quiz", .code).padded(to: 24) + "  "
    let new = session.count(where: \.isNew)
    guard !session.isEmpty else {
      return head
        + StyledText(
          workspace.text("today's minutes are spent; this goes on", "今天的时间已用完；可继续学习"), .dim)
    }
    let minutes = max(1, Int((session.reduce(0) { $0 + $1.expectedSeconds } / 60).rounded()))
    return head
      + StyledText(
        workspace.text(
          "\(session.count - new) reviews, \(new) new, about \(minutes) minutes",
          "复习 \(session.count - new) 张，新卡 \(new) 张，约 \(minutes) 分钟"), .dim)
  }

  private func points(_ share: Double) -> String { short((share * 1000).rounded() / 10) }

  private func short(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
