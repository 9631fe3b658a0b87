import Basics
import Decks
import Scheduling
import Storage
import TerminalUI

/// One card's reviews, what the model expected of each, and how recall faded between them.
struct CardStatistics: Sendable {
  let id: CardID
  let question: String
  let changes: [ReviewChange]
  let today: Day
  /// The probability of recall now; nil for a card never seen.
  let recallNow: Double?
  let scheduler: Scheduler

  init(
    id: CardID, question: String, changes: [ReviewChange], today: Day, recallNow: Double?,
    scheduler: Scheduler
  ) {
    self.id = id
    self.question = question
    self.changes = changes
    self.today = today
    self.recallNow = recallNow
    self.scheduler = scheduler
  }

  init(_ study: Study, _ library: Library, card name: String) throws {
    let id = CardID(rawValue: name)
    guard let face = try study.store.deckIndex.face(of: id) else { throw try study.noSuchCard(name) }
    let log = try study.store.reviews(of: id).map(\.log)
    self.init(
      id: id, question: CardText.inline(face.question).plainText,
      changes: study.scheduler.history(log, of: id), today: study.today,
      recallNow: study.scheduler.retrievability(
        of: study.scheduler.replay(log, of: id), at: study.now, offsetMinutes: study.offsetMinutes),
      scheduler: study.scheduler)
  }

  private var firstDay: Int { changes.first?.after.lastDay.number ?? today.number }

  private func day(of change: ReviewChange) -> Double { Double(change.after.lastDay.number - firstDay) }

  /// Recall in percent against days since the first review: it falls after each review, and on to the due day.
  var recallOverTime: [(x: Double, y: Double)] {
    var points: [(x: Double, y: Double)] = []
    for (index, change) in changes.enumerated() {
      let start = day(of: change)
      let last = max(Double(change.after.dueDay.number - firstDay), Double(today.number - firstDay))
      let end = index + 1 < changes.count ? day(of: changes[index + 1]) : max(start + 1, last)
      guard end > start else { continue }
      // Whole days are what the model counts in; sixty are curve enough.
      let days = Array(stride(from: 0, to: end - start, by: max(1, ((end - start) / 60).rounded())))
      for elapsed in days + [end - start] {
        let recall = scheduler.retrievability(
          of: .scheduled(change.after), at: change.entry.time.adding(days: elapsed),
          offsetMinutes: change.entry.offsetMinutes)
        points.append((start + elapsed, (recall ?? 1) * 100))
      }
    }
    return points
  }

  /// The reviews on the curve: recalled ones, or forgotten ones.
  func reviews(recalled: Bool) -> [(x: Double, y: Double)] {
    changes.filter { ($0.entry.rating != .again) == recalled }
      .map { (day(of: $0), ($0.retrievability ?? 1) * 100) }
  }

  var json: JSONValue {
    [
      "card": .string(id.rawValue), "question": .string(question),
      "recall_now": recallNow.map { .number($0) } ?? .null,
      "due": (changes.last?.after.dueDay).map { .string($0.date.description) } ?? .null,
      "reviews": .array(
        changes.map { change in
          [
            "time": .string(change.entry.time.iso), "day": .string(change.after.lastDay.date.description),
            "rating": .integer(change.entry.rating.rawValue), "kind": .string(change.entry.kind.rawValue),
            "elapsed_days": change.elapsedDays.map { .integer($0) } ?? .null,
            "predicted": change.retrievability.map { .number($0) } ?? .null,
            "stability": .number(change.after.memory.stability),
            "difficulty": .number(change.after.memory.difficulty),
            "interval_days": .integer(change.after.intervalDays),
          ]
        }),
    ]
  }

  func sections(_ language: Language) -> [StatisticsSection] {
    let words = StatisticsWords(language)
    let sentence: String
    if let recallNow, let last = changes.last {
      let count = Wording.count(changes.count, "review", "reviews", "次复习", language)
      let due = Wording.date(last.after.dueDay.date, language)
      sentence = words(
        "\(count), recall now \(Wording.percent(recallNow)), due \(due).",
        "\(count)，当前回忆概率 \(Wording.percent(recallNow))，\(due)到期。")
    } else {
      sentence = words("This card was never reviewed.", "这张卡片尚未复习过。")
    }
    let lowest = (recallOverTime + reviews(recalled: true) + reviews(recalled: false)).map(\.y).min() ?? 0
    let plot = Plot(
      xLabel: words("days since the first review", "距首次复习的天数"), yLabel: words("recall %", "回忆概率 %"),
      series: [
        Plot.Series(words("predicted", "预测"), recallOverTime, role: .series1),
        Plot.Series(words("recalled", "记得"), reviews(recalled: true), mark: .points, role: .good),
        Plot.Series(words("forgotten", "忘记"), reviews(recalled: false), mark: .points, role: .bad),
      ], yRange: min(90, (lowest / 10).rounded(.down) * 10)...100)
    let table = Table(
      columns: [
        Table.Column(words("day", "日期"), .left), Table.Column(words("rating", "评分"), .left),
        Table.Column(words("after", "间隔")), Table.Column(words("predicted", "预测")),
        Table.Column(words("stability", "稳定度")), Table.Column(words("difficulty", "难度")),
        Table.Column(words("next in", "下次")),
      ],
      rows: changes.map { change in
        [
          StyledText(change.after.lastDay.date.description),
          StyledText(change.entry.rating.words[words.language]),
          StyledText(change.elapsedDays.map { Wording.days($0, language) } ?? "–"),
          StyledText(change.retrievability.map(Wording.percent) ?? "–"),
          StyledText(words.decimal(change.after.memory.stability)),
          StyledText(words.decimal(change.after.memory.difficulty)),
          StyledText(Wording.days(change.after.intervalDays, language)),
        ]
      })
    return [
      StatisticsSection(
        .card, title: question, sentence: sentence,
        drawing: changes.isEmpty ? nil : .plot(plot), table: table)
    ]
  }
}
