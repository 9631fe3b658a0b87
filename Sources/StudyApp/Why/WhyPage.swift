import Basics
import Fitting
import Scheduling
import Storage
import TerminalUI

/// Why a card is where it is, as a page for the full screen and the command line.
struct WhyPage {
  let story: CardStory
  private let study: Study
  private let question: String?

  /// Reviews that the table of influences names.
  private static let shownInfluences = 5

  /// Nil when nothing is known of the card.
  init?(_ id: CardID, _ study: Study) throws(SQLiteError) {
    guard let story = try CardStory(id, study) else { return nil }
    self.story = story
    self.study = study
    question = try study.store.deckIndex.face(of: id)?.question
  }

  private var language: Language { study.workspace.language }

  private func text(_ english: String, _ chinese: String) -> String { study.workspace.text(english, chinese) }

  var reader: Reader {
    Reader(title: "\(text("Why", "缘由")) · \(story.card)", blocks: blocks, card: story.card)
  }

  var blocks: [Reader.Block] {
    var blocks: [Reader.Block] = []
    if let question { blocks += [.text(CardText.inline(question, role: .strong))] }
    blocks += [.text(StyledText(stateSentence, .dim)), .gap]
    let plot = ForgettingPlot(
      changes: story.changes, scheduler: study.scheduler, now: study.now, offsetMinutes: study.offsetMinutes,
      language: language)
    if let drawing = plot.drawing { blocks += [.drawing(drawing), .gap] }
    if let sentence = intervalSentence { blocks += [.text(StyledText(sentence)), .gap] }
    blocks += [.heading(text("What each rating would do now", "现在评分的结果")), .drawing(.table(ratings)), .gap]
    if !story.influences.isEmpty {
      blocks += [
        .heading(text("Which reviews matter most", "影响最大的复习")), .drawing(.table(influences)), .gap,
      ]
    }
    if !story.changes.isEmpty {
      blocks += [.heading(text("The log", "复习记录")), .drawing(.table(log))]
    }
    if !story.practice.isEmpty {
      let count = story.practice.count
      blocks.append(
        .text(
          StyledText(
            text(
              "\(Wording.count(count, "entry", "entries", "", language)) of practice beside it: logged, and no part of the schedule.",
              "另有 \(count) 条练习记录，只记录，不影响排期。"), .dim)))
    }
    return blocks
  }

  private var model: String { ParametersVersion.title(study.scheduler.model.name) }

  private var stateSentence: String {
    guard let schedule = story.state.schedule, let recall = story.recall else {
      return text("never reviewed; there is no memory of it yet", "尚未学过，还没有记忆数据")
    }
    let memory = schedule.memory
    // Whatever the rating was, the answer has just been seen.
    let isFresh = study.now.seconds(since: schedule.lastReview) < 600
    let days = schedule.dueDay.number - study.today.number
    let due =
      days <= 0
      ? text("due now", "现在到期")
      : text("due in \(Wording.days(days, language))", "\(Wording.days(days, language))后到期")
    return text(
      "\(model): \(isFresh ? "just reviewed, " : "")recall now \(Wording.percent(recall)), stability \(memory.stability.fixed(1)) d, difficulty \(memory.difficulty.fixed(1)) of 10, \(due), \(Wording.count(schedule.reviews, "review", "reviews", "", language)), \(Wording.count(schedule.lapses, "lapse", "lapses", "", language))",
      "\(model)：\(isFresh ? "刚刚复习过，" : "")当前回忆概率 \(Wording.percent(recall))，稳定度 \(memory.stability.fixed(1)) 天，难度 \(memory.difficulty.fixed(1))/10，\(due)，复习 \(schedule.reviews) 次，遗忘 \(schedule.lapses) 次"
    )
  }

  /// How the interval came about, maker by maker.
  private var intervalSentence: String? {
    guard let first = story.intervals.first else { return nil }
    let retention = Wording.percent(study.scheduler.desiredRetention)
    var sentence = text(
      "Interval: recall falls to \(retention) after \(first.days) d", "间隔：\(first.days) 天后回忆概率降到 \(retention)"
    )
    var last = first.days
    for step in story.intervals.dropFirst() {
      let name =
        switch step.maker {
        case .model: model
        case .fuzz: text("fuzz", "随机微调")
        }
      sentence +=
        step.days == last
        ? text("; \(name) left it", "；\(name)未改变它")
        : text("; \(name) made it \(step.days) d", "；\(name)改为 \(step.days) 天")
      last = step.days
    }
    return sentence + text(".", "。")
  }

  private func name(_ rating: Rating) -> String {
    rating.words[language]
  }

  private func role(_ rating: Rating) -> Role { rating == .again ? .bad : .plain }

  private var ratings: Table {
    Table(
      columns: [
        Table.Column(text("rating", "评分"), .left), Table.Column(text("interval", "间隔")),
        Table.Column(text("before fuzz", "随机微调前")), Table.Column(text("due", "到期"), .left),
        Table.Column(text("stability", "稳定度")), Table.Column(text("difficulty", "难度")),
      ],
      rows: story.options.map { option in
        let schedule = option.preview.schedule
        return [
          StyledText(name(option.preview.rating), role(option.preview.rating)),
          StyledText(Wording.interval(option.preview.interval, language)),
          StyledText(option.unfuzzedDays.map { Wording.days($0, language) } ?? "–", .dim),
          StyledText(schedule.dueDay.date.description), StyledText(schedule.memory.stability.fixed(1)),
          StyledText(schedule.memory.difficulty.fixed(1)),
        ]
      })
  }

  private var influences: Table {
    let now = story.recall ?? 1
    var columns = [
      Table.Column("#"), Table.Column(text("day", "日期"), .left), Table.Column(text("rating", "评分"), .left),
      Table.Column(text("recall now, had it gone the other way", "若结果相反，当前回忆概率")),
      Table.Column(text("change", "变化")),
    ]
    let hasGradient = story.influences.contains { $0.gradient != nil }
    if hasGradient { columns.append(Table.Column(text("slope ∂R/∂answer", "斜率 ∂R/∂作答"))) }
    var table = Table(
      columns: columns,
      rows: story.influences.prefix(Self.shownInfluences).map { influence in
        let change = influence.recallIfReversed - now
        var cells = [
          StyledText("\(influence.index + 1)", .dim), StyledText(day(influence.review.time)),
          StyledText(name(influence.review.rating), role(influence.review.rating)),
          StyledText(Wording.percent(influence.recallIfReversed)),
          StyledText((change > 0 ? "+" : "") + (100 * change).fixed(1) + " %", change < 0 ? .bad : .good),
        ]
        if hasGradient { cells.append(StyledText(influence.gradient.map { $0.fixed(3) } ?? "–")) }
        return cells
      })
    table.limit = Self.shownInfluences
    return table
  }

  /// The newest review first: that is what is looked for.
  private var log: Table {
    Table(
      columns: [
        Table.Column("#"), Table.Column(text("day", "日期"), .left), Table.Column(text("kind", "类型"), .left),
        Table.Column(text("rating", "评分"), .left), Table.Column(text("after", "相隔")),
        Table.Column(text("expected recall", "预期回忆概率")), Table.Column(text("stability", "稳定度")),
        Table.Column(text("difficulty", "难度")), Table.Column(text("interval", "间隔")),
      ],
      rows: story.changes.enumerated().reversed().map { index, change in
        [
          StyledText("\(index + 1)", .dim), StyledText(day(change.entry.time)),
          StyledText(kind(change.entry.kind)),
          StyledText(name(change.entry.rating), role(change.entry.rating)),
          StyledText(change.elapsedDays.map { Wording.days($0, language) } ?? "–"),
          StyledText(change.retrievability.map(Wording.percent) ?? "–"),
          StyledText(change.after.memory.stability.fixed(1)),
          StyledText(change.after.memory.difficulty.fixed(1)),
          StyledText(Wording.interval(change.after.interval, language)),
        ]
      })
  }

  private func day(_ instant: Timestamp) -> String {
    Day(instant, offsetMinutes: study.offsetMinutes, rolloverHour: Scheduler.rolloverHour).date.description
  }

  private func kind(_ kind: ReviewKind) -> String {
    kind.words[language]
  }
}
