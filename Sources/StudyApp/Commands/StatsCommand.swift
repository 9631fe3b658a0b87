import Basics
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let stats = CommandSpec(
    "stats", LocalizedText("Due forecast, retention, counts", "到期预测、保持率与计数"),
    options: [
      OptionTable.json,
      OptionSpec("days", .integer(1...365), "DAYS", "Days of forecast and history (14)", "预测与历史的天数（14）"),
    ],
    examples: [
      ("study stats", LocalizedText("plots in the terminal", "在终端中显示图表")),
      ("study stats --json", LocalizedText("the same numbers for a script", "供脚本使用")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      _ = try study.library()
      let statistics = try Statistics(study, days: invocation.integer("days") ?? 14)
      if invocation.has("json") {
        try workspace.say(statistics.json)
      } else {
        try workspace.say(statistics.drawing(workspace))
      }
      return .success
    })
}

/// What the log and the cards add up to.
struct Statistics {
  let days: Int
  let today: Day
  let reviewCount: Int
  /// Cards by how far they have come.
  private(set) var new = 0, learning = 0, young = 0, mature = 0, suspended = 0
  let dueNow: Int
  /// Cards due on each of the coming days; what is overdue stands under the first.
  let forecast: [Int]
  let history: [ReviewTally]
  let topics: [TopicSummary]
  /// Mean probability of recall of the cards seen, now.
  private(set) var meanRecall: Double?
  private(set) var stabilities: [Double] = []
  private(set) var difficulties: [Double] = []

  init(_ study: Study, days: Int) throws {
    self.days = days
    today = study.today
    let store = study.store
    reviewCount = try store.reviewCount()
    topics = try store.deckIndex.topics(at: study.now, today: today)
    dueNow = topics.map(\.due).reduce(0, +)
    var forecast = Array(repeating: 0, count: days)
    for (day, cards) in try store.dueForecast(through: today.advanced(by: days - 1)) {
      forecast[max(0, day.number - today.number)] += cards
    }
    self.forecast = forecast
    history = try store.tallies(from: today.advanced(by: 1 - days), through: today)
    var recall = 0.0
    var suspended = 0
    var phases = (learning: 0, young: 0, mature: 0)
    var stabilities: [Double] = []
    var difficulties: [Double] = []
    try store.forEachCard { record in
      if record.mark.isSuspended { suspended += 1 }
      guard let schedule = record.state.schedule else { return true }
      stabilities.append(schedule.memory.stability)
      difficulties.append(schedule.memory.difficulty)
      recall +=
        study.scheduler.retrievability(of: record.state, at: study.now, offsetMinutes: study.offsetMinutes)
        ?? 0
      if schedule.phase != .review {
        phases.learning += 1
      } else if schedule.memory.stability >= ExercisePicker.matureStabilityDays {
        phases.mature += 1
      } else {
        phases.young += 1
      }
      return true
    }
    self.suspended = suspended
    (learning, young, mature) = phases
    new = topics.map { $0.total - $0.seen }.reduce(0, +)
    self.stabilities = stabilities
    self.difficulties = difficulties
    meanRecall = stabilities.isEmpty ? nil : recall / Double(stabilities.count)
  }

  /// Share of reviews of known cards that were recalled, in the days of the history; nil without any.
  var trueRetention: Double? {
    let known = history.filter { $0.kind == .review }
    let all = known.map(\.count).reduce(0, +)
    let passed = known.filter { $0.rating != .again }.map(\.count).reduce(0, +)
    return all == 0 ? nil : Double(passed) / Double(all)
  }

  private func reviews(on day: Day) -> Int { history.filter { $0.day == day }.map(\.count).reduce(0, +) }

  private var minutes: Double { Double(history.map(\.durationMilliseconds).reduce(0, +)) / 60_000 }

  var json: JSONValue {
    [
      "reviews": .integer(reviewCount), "due": .integer(dueNow),
      "cards": [
        "new": .integer(new), "learning": .integer(learning), "young": .integer(young),
        "mature": .integer(mature),
        "suspended": .integer(suspended),
      ],
      "retention": trueRetention.map { .number($0) } ?? .null,
      "mean_recall": meanRecall.map { .number($0) } ?? .null,
      "minutes": .number(minutes),
      "forecast": .array(
        forecast.enumerated().map { offset, cards in
          ["day": .string(today.advanced(by: offset).date.description), "cards": .integer(cards)]
        }),
      "history": .array(
        (0..<days).map { offset in
          let day = today.advanced(by: offset - days + 1)
          return ["day": .string(day.date.description), "reviews": .integer(reviews(on: day))]
        }),
      "topics": .array(topics.map(\.json)),
    ]
  }

  func drawing(_ workspace: Workspace) -> Drawing {
    let language = workspace.language
    let dash = "–"
    let head = Table(
      columns: [Table.Column("", .left), Table.Column("", .right)],
      rows: [
        [StyledText(workspace.text("reviews", "复习次数")), StyledText("\(reviewCount)", .strong)],
        [StyledText(workspace.text("due now", "现在到期")), StyledText("\(dueNow)", .strong)],
        [
          StyledText(workspace.text("retention, last \(days) days", "最近 \(days) 天保持率")),
          StyledText(trueRetention.map(Wording.percent) ?? dash, .strong),
        ],
        [
          StyledText(workspace.text("recall now, cards seen", "已学卡片当前回忆概率")),
          StyledText(meanRecall.map(Wording.percent) ?? dash, .strong),
        ],
        [
          StyledText(workspace.text("minutes, last \(days) days", "最近 \(days) 天用时（分钟）")),
          StyledText("\(Int(minutes.rounded()))", .strong),
        ],
      ])
    let states = BarChart(
      title: workspace.text("cards", "卡片"),
      bars: [
        (workspace.text("new", "新"), new), (workspace.text("learning", "学习中"), learning),
        (workspace.text("young", "较新"), young), (workspace.text("mature", "牢固"), mature),
        (workspace.text("suspended", "已暂停"), suspended),
      ].enumerated().map { index, bar in
        BarChart.Bar(bar.0, Double(bar.1), text: "\(bar.1)", role: .series(index))
      })
    let coming = BarChart(
      title: workspace.text("due on the coming days", "未来到期"),
      bars: forecast.enumerated().map { offset, cards in
        BarChart.Bar(
          Wording.date(today.advanced(by: offset).date, language), Double(cards), text: "\(cards)",
          role: offset == 0 ? .series2 : .series1)
      })
    let past = BarChart(
      title: workspace.text("reviews on the last days", "最近的复习"),
      bars: (0..<days).map { offset in
        let day = today.advanced(by: offset - days + 1)
        let count = reviews(on: day)
        return BarChart.Bar(Wording.date(day.date, language), Double(count), text: "\(count)", role: .series3)
      })
    return .stack([
      .table(head), .blank, .bars(states), .blank, .beside([.bars(coming), .bars(past)]), .blank,
      .beside([
        .plot(
          histogram(
            workspace.text("stability, days (log)", "稳定度（天，对数）"), stabilities.map { max(-2, log2Rounded($0)) }
          )),
        .plot(histogram(workspace.text("difficulty", "难度"), difficulties.map { $0.rounded() })),
      ]),
    ])
  }

  private func log2Rounded(_ value: Double) -> Double {
    var exponent = 0.0
    var rest = value
    while rest >= 2 {
      rest /= 2
      exponent += 1
    }
    while rest < 1, exponent > -4 {
      rest *= 2
      exponent -= 1
    }
    return exponent
  }

  private func histogram(_ title: String, _ values: [Double]) -> Plot {
    var counts: [Double: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    let points = counts.sorted { $0.key < $1.key }.map { (x: $0.key, y: Double($0.value)) }
    return Plot(
      title: title, xLabel: "", series: [Plot.Series("", points, mark: .stems, role: .series1)], height: 8)
  }
}
