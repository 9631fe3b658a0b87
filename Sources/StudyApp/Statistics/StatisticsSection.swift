import Basics
import Scheduling
import TerminalUI

/// A part of the statistics: what it shows, in a sentence, in a drawing, and in numbers.
struct StatisticsSection: Sendable {
  enum Kind: String, Sendable {
    case overview, forecast, year, retention, months, calibration, confidence, stability, difficulty, recall
    case topics, levels, card
  }

  let kind: Kind
  /// Whether the table says more than the drawing shows, so that both are needed.
  var needsTable: Bool { drawing == nil || [.topics, .levels, .card].contains(kind) }
  let title: String
  /// What a screen reader says first, and what stands under the title everywhere else.
  let sentence: String
  /// nil where the table is the picture, or where there is nothing to draw.
  let drawing: Drawing?
  let table: Table

  init(_ kind: Kind, title: String, sentence: String, drawing: Drawing?, table: Table) {
    self.kind = kind
    self.title = title
    self.sentence = sentence
    self.drawing = drawing
    self.table = table
  }
}

extension StatisticsSection {
  /// For the full screen: what the terminal shows, to be scrolled.
  var blocks: [Reader.Block] {
    let pictures = (drawing.map { [$0] } ?? []) + (needsTable ? [.table(table)] : [])
    return [.heading(title), .text(StyledText(sentence, .dim)), .gap]
      + pictures.flatMap { [.drawing($0), .gap] }
  }
}

/// Picks the words of one language, and writes numbers.
struct StatisticsWords {
  let language: Language

  init(_ language: Language) {
    self.language = language
  }

  func callAsFunction(_ english: String, _ chinese: String) -> String {
    language == .english ? english : chinese
  }

  func percent(_ share: Double?) -> String { share.map(Wording.percent) ?? "–" }

  /// One digit after the point; none from a hundred on.
  func decimal(_ value: Double) -> String {
    if value >= 100 { return "\(Int(value.rounded()))" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  func cards(_ count: Int) -> String { Wording.count(count, "card", "cards", "张卡片", language) }
  func answers(_ count: Int) -> String { Wording.count(count, "answer", "answers", "次作答", language) }
  func days(_ count: Int) -> String { Wording.count(count, "day", "days", "天", language) }
}
