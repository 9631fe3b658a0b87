import Basics
import TerminalUI

/// What the memories are like now, and what was answered, by topic and level.
extension StatisticsPage {
  static func stability(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let ends = MemoryHistograms.stabilityEnds.map { "\(Int($0))" }
    let labels =
      [words("under \(ends[0]) day", "不足 \(ends[0]) 天")]
      + zip(ends, ends.dropFirst()).map { words("\($0)–\($1) days", "\($0)–\($1) 天") }
      + [words("over \(ends[ends.count - 1]) days", "\(ends[ends.count - 1]) 天以上")]
    let long = statistics.memory.stability[4...].reduce(0, +)
    return histogram(
      .stability, words("Stability", "稳定度"), labels, statistics.memory.stability,
      words(
        "Days until recall falls to 90 %: \(words.cards(long)) hold for two weeks or longer.",
        "回忆概率降到 90 % 所需的天数：\(words.cards(long))可保持两周以上。"), words)
  }

  static func difficulty(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let hard = statistics.memory.difficulty[7...].reduce(0, +)
    return histogram(
      .difficulty, words("Difficulty", "难度"), (1...10).map(String.init), statistics.memory.difficulty,
      words(
        "From 1, easy, to 10, hard: \(words.cards(hard)) at 8 or above.",
        "1 最易，10 最难：\(words.cards(hard))达到 8 或以上。"),
      words)
  }

  static func recall(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let low = statistics.memory.recall[..<7].reduce(0, +)
    return histogram(
      .recall, words("Probability of recall now", "当前回忆概率"),
      (0..<10).map { "\($0 * 10)–\($0 * 10 + 10) %" }, statistics.memory.recall,
      words("\(words.cards(low)) stand below 70 %.", "\(words.cards(low))低于 70 %。"), words)
  }

  private static func histogram(
    _ kind: StatisticsSection.Kind, _ title: String, _ labels: [String], _ counts: [Int], _ sentence: String,
    _ words: StatisticsWords
  ) -> StatisticsSection {
    // Ends without a card only take room.
    let used = counts.indices.filter { counts[$0] > 0 }
    let range = used.first.map { $0...(used.last ?? $0) } ?? 0...counts.count - 1
    return StatisticsSection(
      kind, title: title, sentence: sentence,
      drawing: .bars(
        BarChart(
          bars: range.map { BarChart.Bar(labels[$0], Double(counts[$0]), text: "\(counts[$0])") })),
      table: Table(
        columns: [Table.Column(title, .left), Table.Column(words("cards", "卡片"))],
        rows: range.map { [StyledText(labels[$0]), StyledText("\(counts[$0])")] }))
  }

  static func topics(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let groups = statistics.topics.filter { $0.total > 0 }
    let weakest = groups.min { $0.readiness < $1.readiness }
    let sentence =
      weakest.map {
        words(
          "Readiness is the share of a topic's cards that you would recall now, those never seen included; least ready: \(SafeText.line($0.title)), \(words.percent($0.readiness)).",
          "掌握程度：该主题全部卡片（含未学）中现在能回忆的比例；最低的是\(SafeText.line($0.title))，\(words.percent($0.readiness))。")
      } ?? words("There are no cards.", "没有卡片。")
    return group(.topics, words("By topic", "按主题"), words("topic", "主题"), groups, sentence, words)
  }

  static func levels(_ statistics: Statistics, _ words: StatisticsWords) -> StatisticsSection {
    let slowest = statistics.levels.max {
      ($0.answers.secondsPerAnswer ?? 0) < ($1.answers.secondsPerAnswer ?? 0)
    }
    let seconds = slowest?.answers.secondsPerAnswer.map { words.decimal($0) } ?? "–"
    return group(
      .levels, words("By level", "按级别"), words("level", "级别"), statistics.levels.filter { $0.total > 0 },
      words(
        "Slowest: level \(slowest?.name ?? "–") with \(seconds) seconds an answer.",
        "最慢的是级别 \(slowest?.name ?? "–")，平均每次作答 \(seconds) 秒。"), words)
  }

  private static func group(
    _ kind: StatisticsSection.Kind, _ title: String, _ heading: String, _ groups: [GroupStatistics],
    _ sentence: String, _ words: StatisticsWords
  ) -> StatisticsSection {
    let bars = BarChart(
      bars: groups.map {
        BarChart.Bar(
          SafeText.line($0.title), $0.readiness * 100, text: words.percent($0.readiness), role: .series3)
      })
    let table = Table(
      columns: [
        Table.Column(heading, .left), Table.Column(words("ready", "掌握")), Table.Column(words("cards", "卡片")),
        Table.Column(words("seen", "已学")), Table.Column(words("due", "到期")),
        Table.Column(words("answers", "作答")), Table.Column(words("again", "重来")),
        Table.Column(words("seconds", "秒/次")),
      ],
      rows: groups.map { group in
        let again = group.answers.recall
        return [
          StyledText(SafeText.line(group.title)), StyledText(words.percent(group.readiness), .strong),
          StyledText("\(group.total)"), StyledText("\(group.seen)"), StyledText("\(group.due)"),
          StyledText("\(again.asked)"), StyledText(words.percent(again.share.map { 1 - $0 })),
          StyledText(group.answers.secondsPerAnswer.map { words.decimal($0) } ?? "–"),
        ]
      })
    return StatisticsSection(
      kind, title: title, sentence: sentence, drawing: .bars(bars), table: table)
  }
}
