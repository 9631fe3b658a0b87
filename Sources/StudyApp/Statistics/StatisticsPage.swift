import Basics
import TerminalUI

/// The statistics as sections, one function each: for the terminal, the full screen and the report.
enum StatisticsPage {
  static func sections(_ statistics: Statistics, _ language: Language) -> [StatisticsSection] {
    let words = StatisticsWords(language)
    var sections = [overview(statistics, words)]
    // Before the first answer there is nothing to draw but the decks.
    if statistics.reviewCount > 0 {
      sections += [
        forecast(statistics, words), year(statistics, words), retention(statistics, words),
      ]
    }
    if statistics.retentionByMonth.count > 1 { sections.append(months(statistics, words)) }
    if statistics.calibrationError != nil { sections.append(calibration(statistics, words)) }
    if !statistics.confidence.isEmpty { sections.append(confidence(statistics, words)) }
    if statistics.meanRecall != nil {
      sections += [
        stability(statistics, words), difficulty(statistics, words), recall(statistics, words),
      ]
    }
    return sections + [topics(statistics, words), levels(statistics, words)]
  }

  /// Drawings for a terminal, tables for a pipe, sentences for a screen reader.
  static func lines(_ sections: [StatisticsSection], _ workspace: Workspace) -> [StyledText] {
    let width = min(workspace.width, 110)
    return Array(
      sections.map { section in
        if workspace.isAccessible { return spoken(section, workspace.language) }
        let drawing = workspace.environment.isOutputTerminal ? section.drawing : nil
        var parts = drawing.map { [$0] } ?? []
        if drawing == nil || section.needsTable {
          parts += (parts.isEmpty ? [] : [.blank]) + [.table(section.table)]
        }
        let body = Drawing.stack(parts).lines(
          width: width, capabilities: workspace.capabilities, language: workspace.language)
        return [StyledText(section.title, .title).truncated(to: width)]
          + StyledText(section.sentence, .dim).wrapped(to: width) + (body.isEmpty ? [] : [""] + body)
      }.joined(separator: [StyledText()]))
  }

  private static func spoken(_ section: StatisticsSection, _ language: Language) -> [StyledText] {
    let words = StatisticsWords(language)
    let rows = section.table.rows.map { row in
      // The first cell names the row; each other one is told with its heading, unless it is the only one.
      let cells = zip(section.table.columns, row).dropFirst().map { column, cell in
        row.count == 2 || column.heading.isEmpty
          ? cell.plainText : column.heading + " " + cell.plainText
      }
      return StyledText(
        (row.first?.plainText ?? "") + words(": ", "：") + cells.joined(separator: words(", ", "，")))
    }
    return [StyledText(section.title), StyledText(section.sentence)] + rows
  }

  private static func overview(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let month = statistics.tally(lastDays: 30)
    let minutes = (month[.milliseconds] + 30_000) / 60_000
    let counts = statistics.cards
    let rows: [(String, String)] = [
      (words("answers in all", "作答总数"), "\(statistics.reviewCount)"),
      (words("answers, last 30 days", "最近 30 天作答"), "\(month.answers)"),
      (words("minutes, last 30 days", "最近 30 天用时（分钟）"), "\(minutes)"),
      (words("days in a row", "连续学习天数"), "\(statistics.streak)"),
      (words("longest row of days", "最长连续天数"), "\(statistics.longestStreak)"),
      (words("due now", "现在到期"), "\(statistics.dueNow)"),
      (words("cards: new", "卡片：新"), "\(counts.new)"),
      (words("cards: learning", "卡片：学习中"), "\(counts.learning)"),
      (words("cards: young", "卡片：较新"), "\(counts.young)"),
      (words("cards: mature", "卡片：牢固"), "\(counts.mature)"),
      (words("cards: suspended", "卡片：已暂停"), "\(counts.suspended)"),
      (words("recall now, cards seen", "已学卡片当前回忆概率"), words.percent(statistics.meanRecall)),
    ]
    let due = words.cards(statistics.dueNow)
    return StatisticsSection(
      .overview, title: words("Where you stand", "总览"),
      sentence: words(
        "\(due) due now; \(words.days(statistics.streak)) in a row; \(Wording.count(minutes, "minute", "minutes", "", .english)) in the last 30 days.",
        "现在到期 \(due)；连续学习 \(words.days(statistics.streak))；最近 30 天共 \(minutes) 分钟。"),
      drawing: nil,
      table: Table(
        columns: [Table.Column("", .left), Table.Column("")],
        rows: rows.map { [StyledText($0.0), StyledText($0.1, .strong)] }))
  }

  private static func forecast(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let forecast = statistics.forecast
    let bars =
      [
        BarChart.Bar(
          words("overdue", "已逾期"), Double(forecast.overdue), text: "\(forecast.overdue)", role: .series2)
      ]
      + forecast.days.enumerated().map { offset, cards in
        BarChart.Bar(
          Wording.date(statistics.today.advanced(by: offset).date, words.language), Double(cards),
          text: "\(cards)", role: .series1)
      }
    // A bar a line is no picture of a whole season.
    let plot = Plot(
      xLabel: words("days from today", "距今天数"), yLabel: words("cards due", "到期卡片"),
      series: [
        Plot.Series(
          "", forecast.days.enumerated().map { (Double($0), Double($1)) }, mark: .stems, role: .series1)
      ])
    let sum = words.cards(forecast.days.reduce(0, +))
    let span = words.days(forecast.days.count)
    return StatisticsSection(
      .forecast, title: words("What falls due", "到期预测"),
      sentence: words(
        "\(words.cards(forecast.overdue)) overdue; \(sum) due within \(span) if none is answered before.",
        "已逾期 \(words.cards(forecast.overdue))；若不复习，\(span)内到期 \(sum)。"),
      drawing: forecast.days.count <= 21 ? .bars(BarChart(bars: bars)) : .plot(plot),
      table: Table(
        columns: [Table.Column(words("day", "日期"), .left), Table.Column(words("cards due", "到期卡片"))],
        rows: bars.map { [StyledText($0.label), StyledText($0.text)] }))
  }

  private static func year(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let year = statistics.yearOfAnswers
    let calendar = DayCalendar(
      last: statistics.today.date, values: year, unit: LocalizedText("answers", "次作答"))
    let studied = year.filter { $0 > 0 }.count
    var months: [(name: String, days: Int, answers: Int, milliseconds: Int, introduced: Int)] = []
    for offset in year.indices {
      let day = statistics.today.number - 364 + offset
      let name = String(CalendarDate(number: day).description.prefix(7))
      if months.last?.name != name { months.append((name, 0, 0, 0, 0)) }
      guard let tally = statistics.days[day] else { continue }
      months[months.count - 1].days += 1
      months[months.count - 1].answers += tally.answers
      months[months.count - 1].milliseconds += tally[.milliseconds]
      months[months.count - 1].introduced += tally[.introduced]
    }
    return StatisticsSection(
      .year, title: words("The year", "一年"),
      sentence: words(
        "\(words.answers(year.reduce(0, +))) on \(words.days(studied)) of the last 365; \(words.days(statistics.streak)) in a row now, \(statistics.longestStreak) at best.",
        "最近 365 天中有 \(words.days(studied))学习，共 \(words.answers(year.reduce(0, +)))；目前连续 \(words.days(statistics.streak))，最长 \(statistics.longestStreak) 天。"
      ),
      drawing: .calendar(calendar),
      table: Table(
        columns: [
          Table.Column(words("month", "月份"), .left), Table.Column(words("days", "天数")),
          Table.Column(words("answers", "作答")), Table.Column(words("new cards", "新卡")),
          Table.Column(words("minutes", "分钟")),
        ],
        rows: months.filter { $0.days > 0 }.map { month in
          [
            StyledText(month.name), StyledText("\(month.days)"), StyledText("\(month.answers)"),
            StyledText("\(month.introduced)"), StyledText("\((month.milliseconds + 30_000) / 60_000)"),
          ]
        }))
  }
}
