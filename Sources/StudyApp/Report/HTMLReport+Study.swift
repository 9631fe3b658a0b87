import Basics
import Decks
import Demos
import Storage
import TerminalUI

extension HTMLReport {
  /// The report of a collection as the text of an HTML file; the decks must be indexed (`Study.library`).
  static func write(_ study: Study, _ library: Library) throws -> String {
    try HTMLReport(study, library).html
  }

  init(_ study: Study, _ library: Library) throws {
    let language = study.workspace.language
    let statistics = try Statistics(study)
    var cards: [Card] = []
    for weak in statistics.weakest {
      guard let id = try study.store.cardID(ofNumber: weak.number),
        let face = try study.store.deckIndex.face(of: id, in: language), let card = try library.card(face)
      else { continue }
      cards.append(
        Card(
          id: id.rawValue, question: CardText.inline(card.question).plainText, topic: library.title(of: face),
          recall: weak.recall, lapses: weak.lapses, stability: weak.stability,
          demo: Demo(firstOf: card, language)))
    }
    self.init(
      day: study.today.date, language: language, sections: StatisticsPage.sections(statistics, language),
      weakest: cards)
  }
}

extension HTMLReport.Demo {
  /// The first demo that the card calls, run; nil when it calls none that can be run.
  init?(firstOf card: Decks.Card, _ language: Language) {
    // A card's own calls are proven; one that fails in the learner's deck is no reason to have no report.
    guard let call = card.demoCalls.first,
      let run = try? DemoRunner.run(call, language: language), let frame = run.result.frames.last
    else { return nil }
    self.init(call: run.call, drawing: frame)
  }
}
