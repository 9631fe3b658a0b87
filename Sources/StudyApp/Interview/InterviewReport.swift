import Basics
import Demos
import TerminalUI

/// What an interview showed, as a value made from its results alone.
struct InterviewReport: Sendable {
  let results: [InterviewResult]
  /// Titles of topics, by name.
  let titles: [String: String]
  /// Questions of cards, by id: Markdown.
  let questions: [CardID: String]
  let seed: UInt64
  let start: Timestamp
  let minutes: Int
  let level: Int

  struct Group: Hashable, Sendable {
    let name: String
    let count: Int
    let score: Double
  }

  var score: Double? { InterviewReport.mean(results.map(\.score)) }

  /// In the order in which the topics came.
  var byTopic: [Group] { groups(\.topic) }
  var byLevel: [Group] { groups { String($0.level) }.sorted { $0.name < $1.name } }
  var byRung: [Group] {
    Rung.allCases.compactMap { rung in
      let scores = results.filter { $0.rung == rung }.map(\.score)
      return InterviewReport.mean(scores).map { Group(name: "\(rung)", count: scores.count, score: $0) }
    }
  }

  /// Longest over their time first.
  var slowest: [InterviewResult] {
    results.sorted {
      Double($0.seconds) / Double($0.rung.seconds) > Double($1.seconds) / Double($1.rung.seconds)
    }
    .prefix(3).filter { $0.seconds * 2 > $0.rung.seconds }
  }

  var overConfident: [InterviewResult] { results.filter(\.isOverConfident) }
  var misconceptions: [InterviewResult] { results.filter { $0.mistake != nil } }

  var weakestTopics: [Group] {
    Array(byTopic.filter { $0.score < 0.8 }.sorted { $0.score < $1.score }.prefix(3))
  }

  /// What to study next, as a command; nil when everything went well.
  var command: String? {
    let topics = weakestTopics.map(\.name)
    return topics.isEmpty ? nil : "study quiz \(topics.joined(separator: " "))"
  }

  /// The same questions again, as long as the decks are the same.
  var replay: String {
    let topics = Array(Set(results.map(\.topic))).count == 1 ? " \(results[0].topic)" : ""
    return "study interview\(topics) --minutes \(minutes) --level \(level) --seed \(seed)"
  }

  private func groups(_ key: (InterviewResult) -> String) -> [Group] {
    var order: [String] = []
    var scores: [String: [Double]] = [:]
    for result in results {
      let name = key(result)
      if scores[name] == nil { order.append(name) }
      scores[name, default: []].append(result.score)
    }
    return order.map { name in
      let list = scores[name] ?? []
      return Group(name: name, count: list.count, score: InterviewReport.mean(list) ?? 0)
    }
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension InterviewReport {
  var json: JSONValue {
    func groups(_ list: [Group]) -> JSONValue {
      .array(
        list.map { ["name": .string($0.name), "questions": .integer($0.count), "score": .number($0.score)] })
    }
    return [
      "format": "study-interview-1", "start": .string(start.iso), "minutes": .integer(minutes),
      "level": .integer(level), "seed": .string(String(seed)), "score": score.map { .number($0) } ?? .null,
      "topics": groups(byTopic), "levels": groups(byLevel), "rungs": groups(byRung),
      "next": command.map { .string($0) } ?? .null,
      "questions": .array(
        results.map { result in
          [
            "card": .string(result.id.rawValue), "topic": .string(result.topic),
            "level": .integer(result.level), "rung": .string("\(result.rung)"),
            "score": .number(result.score), "seconds": .integer(result.seconds),
            "limit": .integer(result.rung.seconds),
            "confidence": result.confidence.map { .integer($0) } ?? .null,
            "mistake": result.mistake.map { .string($0) } ?? .null,
            "answer": result.answer.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }

  /// The report as a page.
  func blocks(_ language: Language) -> [Reader.Block] {
    func text(_ english: String, _ chinese: String) -> String { language == .english ? english : chinese }
    guard let score else {
      return [.text(StyledText(text("No question was answered.", "没有回答任何问题。")))]
    }
    let minutesUsed = (results.map(\.seconds).reduce(0, +) + 30) / 60
    var blocks: [Reader.Block] = [
      .text(
        StyledText(Wording.percent(score), .strong)
          + StyledText(
            text(
              "   \(Wording.count(results.count, "question", "questions", "", .english)), \(minutesUsed) min of answers",
              "   \(results.count) 个问题，作答 \(minutesUsed) 分钟"), .dim)), .gap,
    ]
    blocks.append(
      .drawing(bars(text("by topic", "按主题"), byTopic.map { (titles[$0.name] ?? $0.name, $0) }, language)))
    blocks.append(.gap)
    let rungs = byRung.map { group in
      (Rung.allCases.first { "\($0)" == group.name }?.title[language] ?? group.name, group)
    }
    let levels = byLevel.map { (text("level \($0.name)", "级别 \($0.name)"), $0) }
    blocks += [
      .drawing(
        .beside([
          bars(text("by step", "按环节"), rungs, language), bars(text("by level", "按级别"), levels, language),
        ])), .gap,
    ]
    blocks += list(text("Slowest", "最慢的回答"), slowest) { result in
      text("\(result.seconds) s of \(result.rung.seconds)", "\(result.seconds) 秒，限时 \(result.rung.seconds) 秒")
    }
    blocks += list(text("Sure, and wrong", "很有把握却答错"), overConfident) { Wording.percent($0.score) }
    blocks += list(text("Misconceptions", "暴露的误解"), misconceptions) { result in
      mistakeSentence(result.mistake ?? "", language)
    }
    blocks += list(text("To look at again", "需要再看"), results.filter { !$0.isPassed }) {
      "\($0.rung.title[language]) · \(Wording.percent($0.score))"
    }
    blocks.append(.heading(text("Next", "下一步")))
    if let command { blocks.append(.text(StyledText(command, .code))) }
    blocks.append(
      .text(StyledText(replay, .code) + StyledText(text("   the same questions", "   同样的问题"), .dim)))
    return blocks
  }

  private func questions(_ count: Int) -> LocalizedText {
    LocalizedText(Wording.count(count, "question", "questions", "", .english), "\(count) 题")
  }

  private func bars(_ title: String, _ rows: [(String, Group)], _ language: Language) -> Drawing {
    .bars(
      BarChart(
        title: title,
        bars: rows.map { name, group in
          BarChart.Bar(
            name, group.score, text: "\(Wording.percent(group.score))  \(questions(group.count)[language])",
            role: group.score >= InterviewResult.pass ? .good : .warning)
        }, range: 0...1))
  }

  private func list(
    _ title: String, _ results: [InterviewResult], _ remark: (InterviewResult) -> String
  ) -> [Reader.Block] {
    if results.isEmpty { return [] }
    return [.heading(title)]
      + results.flatMap { result -> [Reader.Block] in
        // The id begins its line, so that no break falls into it: it is there to be copied.
        [
          .item(StyledText("• ", .dim) + CardText.inline(questions[result.id] ?? result.id.rawValue)),
          .item(StyledText("  \(result.id)   \(remark(result))", .dim)),
        ]
      } + [.gap]
  }

  /// What a mistake's rule says of itself.
  private func mistakeSentence(_ name: String, _ language: Language) -> String {
    for demo in Catalogue.demos {
      if let rule = demo.wrongRules.first(where: { $0.name == name }) { return rule.mistake[language] }
    }
    return name
  }
}
