import Basics
import Planning
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let today = CommandSpec(
    "today", LocalizedText("Today: what is due, what is new, how each topic stands", "今天：到期、新卡、各主题的掌握程度"),
    options: [OptionTable.json],
    examples: [
      ("study", LocalizedText("today at a glance", "今日概览")),
      ("study quiz", LocalizedText("begin", "开始学习")),
      ("study demo conv --k 3 --s 2", LocalizedText("see a convolution move", "看卷积核如何滑动")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      let library = try study.library()
      let today = try TodayReport(study, library)
      if invocation.has("json") {
        try workspace.say(today.json)
      } else {
        // A terminal's last row is the shell's.
        try workspace.say(
          today.lines(
            width: min(workspace.width, 100), rows: workspace.environment.terminalSize().map { $0.rows - 1 }))
      }
      return .success
    })
}

/// What there is to do today.
struct TodayReport {
  private let study: Study
  private let topics: [TopicSummary]
  private let newToday: Int
  private let forecast: [Int]
  private let recallByTopic: [String: Double]
  private let streak: Int
  private let minutesThisWeek: Int
  /// On the day of the interview and after it there is no plan any more.
  private let current: CurrentPlan?
  private let daysToInterview: Int?

  static let weeks = 2

  init(_ study: Study, _ library: Library) throws {
    self.study = study
    let store = study.store
    topics = try store.deckIndex.topics(at: study.now, today: study.today)
    let current = try CurrentPlan(study, library)
    self.current = current
    daysToInterview = try PlanSettings.read(store)?.daysLeft(study.today)
    let introduced = try store.counts(on: study.today).newCards
    let unseen = topics.map { $0.total - $0.seen }.reduce(0, +)
    newToday =
      current.map { plan in plan.session(minutes: plan.minutesToday).count(where: \.isNew) }
      ?? max(0, min(study.workspace.configuration.integer("new-per-day") - introduced, unseen))
    var forecast = Array(repeating: 0, count: 7 * TodayReport.weeks)
    for (day, cards) in try store.dueForecast(through: study.today.advanced(by: forecast.count - 1)) {
      forecast[max(0, day.number - study.today.number)] += cards
    }
    self.forecast = forecast
    recallByTopic = try TodayReport.recall(study)
    let tallies = try store.tallies(from: study.today.advanced(by: -3650), through: study.today)
    let days = Set(tallies.map(\.day.number))
    // A day not yet studied does not end a streak.
    var day = days.contains(study.today.number) ? study.today.number : study.today.number - 1
    var streak = 0
    while days.contains(day) {
      streak += 1
      day -= 1
    }
    self.streak = streak
    let week = tallies.filter { $0.day > study.today.advanced(by: -7) }
    minutesThisWeek = (week.map(\.durationMilliseconds).reduce(0, +) + 30_000) / 60_000
  }

  /// Expected share of each topic's cards that would be recalled now: cards never seen count as not recalled.
  private static func recall(_ study: Study) throws -> [String: Double] {
    let places = try study.store.deckIndex.cardPlaces()
    var sums = [Double](repeating: 0, count: places.topics.count)
    try study.store.forEachSchedule(for: study.scheduler.model) { number, schedule in
      guard let place = places[number] else { return }
      sums[place.topic] +=
        study.scheduler.retrievability(
          of: .scheduled(schedule), at: study.now, offsetMinutes: study.offsetMinutes) ?? 0
    }
    return Dictionary(uniqueKeysWithValues: zip(places.topics.map(\.topic), sums))
  }

  private var due: Int { topics.map(\.due).reduce(0, +) }

  private func readiness(_ topic: TopicSummary) -> Double {
    topic.total == 0 ? 0 : (recallByTopic[topic.topic] ?? 0) / Double(topic.total)
  }

  var json: JSONValue {
    [
      "interview": current.map { .string($0.settings.date.description) } ?? .null,
      "days_to_interview": current.map { .integer($0.daysLeft) } ?? .null,
      "readiness": current.map { ReadinessLines.json($0.plan.readiness) } ?? .null,
      "day": .string(study.today.date.description), "due": .integer(due), "new_today": .integer(newToday),
      "streak": .integer(streak), "minutes_this_week": .integer(minutesThisWeek),
      "forecast": .integers(forecast),
      "topics": .array(
        topics.map { topic in
          [
            "topic": .string(topic.topic), "title": .string(topic.title), "cards": .integer(topic.total),
            "seen": .integer(topic.seen), "due": .integer(topic.due), "readiness": .number(readiness(topic)),
            "on_the_day": current?.plan.topics.first { $0.name == topic.topic }
              .map { ReadinessLines.json($0.readiness) } ?? .null,
          ]
        }),
    ]
  }

  /// - Parameter rows: as many as there is room for; nil leaves nothing out.
  func lines(width: Int, rows: Int? = nil) -> [StyledText] {
    let workspace = study.workspace
    let date = [Wording.date(study.today.date, workspace.language), interview]
      .compactMap { $0 }.joined(separator: " · ")
    var lines: [StyledText] = [
      StyledText("study", .title).padded(to: max(0, width - StyledText(date).columns()))
        + StyledText(date, .dim), "",
    ]
    // A plan asks what gains most, whatever the schedule calls due.
    let (label, count) =
      current.map { plan in
        (
          workspace.text("To review    ", "今日复习     "),
          plan.session(minutes: plan.minutesToday).count { !$0.isNew }
        )
      } ?? (workspace.text("Due now      ", "现在到期     "), due)
    lines.append(StyledText(label) + StyledText("\(count)", .strong).padded(to: 8, .left) + forecastLine)
    lines.append(
      StyledText(workspace.text("New today    ", "今日新卡     ")) + StyledText("\(newToday)", .strong))
    let days = Wording.count(streak, "day", "days", "天", workspace.language)
    let minutes = Wording.count(minutesThisWeek, "minute", "minutes", "分钟", workspace.language)
    lines += StyledText(
      workspace.text("Streak       \(days) · \(minutes) this week", "连续学习     \(days) · 本周 \(minutes)")
    ).wrapped(to: width, hangingIndent: 13)
    lines.append("")
    var end: [StyledText] = [""]
    for line in next { end += line.wrapped(to: width, hangingIndent: 7) }
    let room = rows.map { $0 - lines.count - end.count }
    if let current {
      let readiness = ReadinessLines(current: current, workspace: workspace)
      return lines + readiness.lines(width: width, rows: room) + end
    }
    lines.append(StyledText(workspace.text("Ready today", "今日掌握程度"), .title))
    let table = TopicLines(
      rows: topics.map { topic in
        let cards = Wording.count(topic.total, "card", "cards", "张", workspace.language)
        return TopicLines.Row(
          name: SafeText.line(topic.title), share: readiness(topic), isBegun: topic.seen > 0,
          tail: StyledText(Wording.percent(readiness(topic)), .strong).padded(to: 6, .right)
            + StyledText("   \(topic.seen)/\(cards)", .dim))
      }, widestBar: 24, whole: "study stats", workspace: workspace)
    return lines + table.lines(width: width, rows: room.map { $0 - 1 }) + end
  }

  private var interview: String? {
    let workspace = study.workspace
    guard let days = daysToInterview, days >= 0 else { return nil }
    return switch days {
    case 0: workspace.text("interview today", "今天面试")
    case 1: workspace.text("interview tomorrow", "明天面试")
    default: workspace.text("interview in \(days) days", "\(days) 天后面试")
    }
  }

  private var forecastLine: StyledText {
    guard !study.workspace.isAccessible, let most = forecast.max(), most > 0 else { return StyledText() }
    let blocks = Array("▁▂▃▄▅▆▇█")
    let text = forecast.map { String($0 == 0 ? "·" : blocks[min(7, $0 * 8 / (most + 1))]) }.joined()
    return StyledText(text, .series1) + StyledText(study.workspace.text("   next two weeks", "   未来两周"), .dim)
  }

  private var next: [StyledText] {
    let workspace = study.workspace
    let minutes = max(1, (due * 20 + newToday * 60) / 60)
    let head = StyledText(workspace.text("Next   ", "下一步 "))
    if let current { return [PlanReport.next(current, workspace)] + weakest }
    guard due + newToday > 0 else {
      return [
        head + StyledText("study quiz --ahead 1", .code)
          + StyledText(workspace.text("   nothing is due", "   现在没有到期的卡片"), .dim)
      ]
    }
    return [
      head + StyledText("study quiz", .code).padded(to: 24) + "  "
        + StyledText(
          workspace.text(
            "\(due) due, \(newToday) new, about \(minutes) minutes",
            "\(due) 张到期，\(newToday) 张新卡，约 \(minutes) 分钟"), .dim)
    ] + weakest
  }

  private var weakest: [StyledText] {
    guard topics.count > 1,
      let weakest = topics.filter({ $0.total > 0 }).min(by: { readiness($0) < readiness($1) })
    else { return [] }
    return [
      StyledText("       ") + StyledText("study quiz \(weakest.topic)", .code).padded(to: 24) + "  "
        + StyledText(study.workspace.text("weakest topic", "最弱的主题"), .dim)
    ]
  }
}
