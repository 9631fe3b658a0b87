import Basics
import Storage
import TerminalUI

/// The statistics as one HTML file: no script, no network, drawings inside; light, dark, and on paper.
struct HTMLReport: Sendable {
  /// A card that is hardly remembered, with the picture of its first demo.
  struct Card: Sendable {
    let id: String
    let question: String
    let topic: String
    let recall: Double
    let lapses: Int
    let stability: Double
    let demo: Demo?
  }

  struct Demo: Sendable {
    let call: String
    let drawing: Drawing
  }

  let day: CalendarDate
  let language: Language
  let sections: [StatisticsSection]
  let weakest: [Card]

  /// Pixels that drawings are laid out for: a column of the page.
  private static let drawingWidth = 520.0

  /// The file as text.
  var html: String {
    let words = StatisticsWords(language)
    let year = String(day.components.year)
    let date = words(Wording.date(day, language) + " " + year, year + " 年 " + Wording.date(day, language))
    let title = words("Study report", "学习报告") + " · " + date
    var page = """
      <!DOCTYPE html>
      <html lang="\(language == .english ? "en" : "zh-Hans")">
      <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
      <title>\(SafeText.markup(title))</title>
      <style>
      \(ReportStyle.css)
      </style>
      </head>
      <body>
      <header>
      <h1>\(SafeText.markup(words("Study report", "学习报告")))</h1>
      <p>\(SafeText.markup(date))</p>
      </header>
      <main>

      """
    for section in ordered { page += element(section, words) }
    if !weakest.isEmpty { page += weakestElement(words) }
    return page + "</main>\n</body>\n</html>\n"
  }

  /// What to do next comes before how it was.
  private var ordered: [StatisticsSection] {
    let first: [StatisticsSection.Kind] = [.overview, .forecast, .retention, .year, .topics]
    return first.compactMap { kind in sections.first { $0.kind == kind } }
      + sections.filter { !first.contains($0.kind) }
  }

  private func element(_ section: StatisticsSection, _ words: StatisticsWords) -> String {
    let id = section.kind.rawValue
    let isWide = section.kind == .year || section.kind == .topics
    // Beside each other where the page is wide.
    let isPaired = section.kind == .topics
    var html =
      "<section aria-labelledby=\"\(id)\"\(isPaired ? " class=\"wide paired\"" : isWide ? " class=\"wide\"" : "")>\n"
    html += HTMLText.element("h2", section.title, attributes: " id=\"\(id)\"")
    html += HTMLText.element("p", section.sentence)
    if isPaired { html += "<div class=\"cards\">\n" }
    if let drawing = section.drawing {
      html += figure(
        drawing, label: section.title + ": " + section.sentence, scrolls: section.kind == .year, caption: nil)
    }
    let table =
      "<div class=\"tabular\" tabindex=\"0\" role=\"group\" aria-labelledby=\"\(id)\">\n"
      + HTMLText.table(section.table, caption: section.title) + "</div>\n"
    if section.needsTable {
      html += table
    } else {
      html +=
        "<details>\n" + HTMLText.element("summary", words("The numbers", "查看数字")) + table + "</details>\n"
    }
    return html + (isPaired ? "</div>\n" : "") + "</section>\n"
  }

  private func figure(_ drawing: Drawing, label: String, scrolls: Bool, caption: String?) -> String {
    let svg = drawing.inlineSVG(width: Self.drawingWidth, label: label, language: language)
    // What can be scrolled must be reached by the keyboard.
    let attributes =
      scrolls
      ? " class=\"scrolls\" tabindex=\"0\" role=\"group\" aria-label=\"\(SafeText.markup(label))\"" : ""
    return "<figure\(attributes)>\n\(svg)"
      + (caption.map { HTMLText.element("figcaption", $0) } ?? "") + "</figure>\n"
  }

  private func weakestElement(_ words: StatisticsWords) -> String {
    var html = "<section class=\"wide\" aria-labelledby=\"weakest\">\n"
    html += HTMLText.element("h2", words("Weakest cards", "最弱的卡片"), attributes: " id=\"weakest\"")
    html += HTMLText.element(
      "p",
      words(
        "Those you are least likely to recall now, of all that you have seen.", "已学卡片中，现在最可能想不起来的几张。"))
    html += "<div class=\"cards\">\n"
    for card in weakest {
      html += "<article>\n" + HTMLText.element("h3", card.question)
      let lapses = Wording.count(card.lapses, "time", "times", "次", language)
      html += HTMLText.element(
        "p",
        words(
          "\(card.topic): recall now \(Wording.percent(card.recall)), forgotten \(lapses), stability \(words.decimal(card.stability)) days.",
          "\(card.topic)：当前回忆概率 \(Wording.percent(card.recall))，忘记 \(lapses)，稳定度 \(words.decimal(card.stability)) 天。"
        ))
      html += HTMLText.element("p", "study show \(card.id)", attributes: " class=\"id\"")
      if let demo = card.demo {
        let spoken = demo.drawing.spoken(in: language).first ?? ""
        html += figure(demo.drawing, label: "\(demo.call): \(spoken)", scrolls: false, caption: demo.call)
      }
      html += "</article>\n"
    }
    return html + "</div>\n</section>\n"
  }
}
