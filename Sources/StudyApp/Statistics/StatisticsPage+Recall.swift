import Basics
import TerminalUI

/// How well was remembered what should have been.
extension StatisticsPage {
  static func retention(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let all = statistics.days.values.reduce(Retention()) { $0 + $1.retention }
    let periods: [(String, Retention)] = [
      (words("today", "今天"), statistics.tally(lastDays: 1).retention),
      (words("last 7 days", "最近 7 天"), statistics.tally(lastDays: 7).retention),
      (words("last 30 days", "最近 30 天"), statistics.tally(lastDays: 30).retention),
      (words("last 365 days", "最近 365 天"), statistics.tally(lastDays: 365).retention),
      (words("all time", "全部"), all),
    ]
    let month = statistics.tally(lastDays: 30).retention
    let share = words.percent(month.all.share)
    let recalled =
      month.all.asked == 0
      ? words("No card was due in the last 30 days.", "最近 30 天没有卡片到期。")
      : words(
        "Of \(words.cards(month.all.asked)) due in the last 30 days \(share) were recalled at the first try of the day.",
        "最近 30 天到期的 \(words.cards(month.all.asked))中，当天首次作答记得的占 \(share)。")
    return StatisticsSection(
      .retention, title: words("True retention", "真实保持率"),
      sentence: recalled
        + words(
          " Learning steps and practice do not count; mature is a stability of 21 days or more.",
          "学习步骤与练习不计；稳定度达到 21 天为牢固。"),
      drawing: nil,
      table: Table(
        columns: retentionColumns(words("period", "时段"), words),
        rows: periods.map { [StyledText($0.0)] + retentionCells($0.1, words) }))
  }

  static func months(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let months = statistics.retentionByMonth
    func points(_ part: KeyPath<Retention, Recall>) -> [(x: Double, y: Double)] {
      months.enumerated().compactMap { index, month in
        month.retention[keyPath: part].share.map { (Double(index - months.count + 1), $0 * 100) }
      }
    }
    let best = months.max { ($0.retention.all.share ?? 0) < ($1.retention.all.share ?? 0) }
    let worst = months.min { ($0.retention.all.share ?? 1) < ($1.retention.all.share ?? 1) }
    func name(_ month: (year: Int, month: Int, retention: Retention)) -> String {
      "\(month.year)-\(month.month < 10 ? "0" : "")\(month.month)"
    }
    let highest =
      best.map {
        words(
          "\(words.percent($0.retention.all.share)) (\(name($0)))",
          "\(words.percent($0.retention.all.share))（\(name($0))）")
      } ?? "–"
    let lowest =
      worst.map {
        words(
          "\(words.percent($0.retention.all.share)) (\(name($0)))",
          "\(words.percent($0.retention.all.share))（\(name($0))）")
      } ?? "–"
    return StatisticsSection(
      .months, title: words("True retention by month", "每月真实保持率"),
      sentence: words("Highest \(highest), lowest \(lowest).", "最高 \(highest)，最低 \(lowest)。"),
      drawing: .plot(
        Plot(
          xLabel: words("months ago", "月（0 为本月）"), yLabel: words("recalled %", "记得 %"),
          series: [
            Plot.Series(words("young", "较新"), points(\.young), mark: .path, role: .series1),
            Plot.Series(words("mature", "牢固"), points(\.mature), mark: .path, role: .series2),
          ])),
      table: Table(
        columns: retentionColumns(words("month", "月份"), words),
        rows: months.map { [StyledText(name($0))] + retentionCells($0.retention, words) }))
  }

  private static func retentionColumns(_ first: String, _ words: StatisticsWords) -> [Table.Column] {
    [
      Table.Column(first, .left), Table.Column(words("young", "较新")), Table.Column(words("asked", "次数")),
      Table.Column(words("mature", "牢固")), Table.Column(words("asked", "次数")),
      Table.Column(words("both", "合计")),
    ]
  }

  private static func retentionCells(_ retention: Retention, _ words: StatisticsWords) -> [StyledText] {
    [
      StyledText(words.percent(retention.young.share)), StyledText("\(retention.young.asked)"),
      StyledText(words.percent(retention.mature.share)), StyledText("\(retention.mature.asked)"),
      StyledText(words.percent(retention.all.share), .strong),
    ]
  }

  static func calibration(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let bins = statistics.calibration.enumerated().filter { $0.element.count > 0 }
    // A few answers make no share worth a point; where all are few, all are shown.
    let isTelling = bins.contains { $0.element.count >= 10 }
    let points = bins.filter { !isTelling || $0.element.count >= 10 }.compactMap {
      bin -> (x: Double, y: Double)? in
      guard let predicted = bin.element.meanPredicted, let share = bin.element.share else { return nil }
      return (predicted * 100, share * 100)
    }
    let count = bins.map(\.element.count).reduce(0, +)
    let error = statistics.calibrationError.map { words.decimal($0 * 100) } ?? "–"
    let low = ((points.map { min($0.x, $0.y) }.min() ?? 0) / 10).rounded(.down) * 10
    return StatisticsSection(
      .calibration, title: words("Calibration of the model", "模型的校准"),
      sentence: words(
        "Over \(words.answers(count)) the model's predicted recall was off by \(error) percentage points on average.",
        "在 \(words.answers(count))中，模型预测的回忆概率平均偏差 \(error) 个百分点。"),
      drawing: .plot(
        Plot(
          xLabel: words("predicted %", "预测 %"), yLabel: words("recalled %", "实际 %"),
          series: [
            Plot.Series(words("as predicted", "完全一致"), [(low, low), (100, 100)], role: .dim),
            Plot.Series(words("what came", "实际结果"), points, mark: .points, role: .series1),
          ], xRange: low...100, yRange: low...100)),
      table: Table(
        columns: [
          Table.Column(words("predicted", "预测范围"), .left), Table.Column(words("mean", "平均预测")),
          Table.Column(words("recalled", "实际")), Table.Column(words("answers", "作答")),
        ],
        rows: bins.map { index, bin in
          [
            StyledText("\(index * 5)–\(index * 5 + 5) %"), StyledText(words.percent(bin.meanPredicted)),
            StyledText(words.percent(bin.share), .strong), StyledText("\(bin.count)"),
          ]
        }))
  }

  static func confidence(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let counts = statistics.confidence.sorted { $0.confidence < $1.confidence }
    func name(_ count: ConfidenceCount) -> String { Wording.confidence(count.confidence, words.language) }
    func share(_ count: ConfidenceCount) -> Double? {
      Recall(asked: count.count, recalled: count.right).share
    }
    let sure = counts.last { $0.confidence == 3 }
    return StatisticsSection(
      .confidence, title: words("Your own confidence", "自信程度的校准"),
      sentence: words(
        "When you were sure, you were right \(words.percent(sure.flatMap(share))) of the time.",
        "你表示“很有把握”时，答对的占 \(words.percent(sure.flatMap(share)))。"),
      drawing: .bars(
        BarChart(
          bars: counts.map { BarChart.Bar(name($0), (share($0) ?? 0) * 100, text: words.percent(share($0))) })
      ),
      table: Table(
        columns: [
          Table.Column(words("confidence", "自信程度"), .left), Table.Column(words("right", "答对")),
          Table.Column(words("answers", "作答")),
        ],
        rows: counts.map {
          [StyledText(name($0)), StyledText(words.percent(share($0)), .strong), StyledText("\($0.count)")]
        }))
  }
}
