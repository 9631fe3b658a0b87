import Basics
import TerminalUI

/// A page to read: a card, the statistics, readiness, today.
struct Reader: Sendable {
  /// What a page can be made of.
  enum Request: Hashable, Sendable {
    case today, statistics, readiness
    case card(CardID)
    case why(CardID)
  }

  enum Block: Sendable {
    case heading(String)
    /// Wrapped to the width.
    case text(StyledText)
    /// The same with the lines after the first behind its bullet.
    case item(StyledText)
    case markdown(String)
    case drawing(Drawing)
    case gap
  }

  let title: String
  let blocks: [Block]
  /// The card that the page is about.
  var card: CardID?
  /// The card's demos.
  var demos: [DemoRequest] = []
  var scroll = 0

  func lines(width: Int, capabilities: Capabilities, language: Language) -> [StyledText] {
    let layout = CardText.Layout(width: width, capabilities: capabilities)
    return blocks.flatMap { block -> [StyledText] in
      switch block {
      case .heading(let text): StyledText(text, .title).wrapped(to: width)
      case .text(let text): text.wrapped(to: width)
      case .item(let text): text.wrapped(to: width, hangingIndent: 2)
      case .markdown(let text): CardText.blocks(text, layout)
      case .drawing(let drawing):
        drawing.lines(width: width, capabilities: capabilities, language: language)
      case .gap: [""]
      }
    }
  }

  /// For a screen reader: sentences and plain tables.
  func spokenLines(_ language: Language) -> [StyledText] {
    blocks.flatMap { block -> [StyledText] in
      switch block {
      case .heading(let text): [StyledText(text)]
      case .text(let text), .item(let text): [StyledText(text.plainText)]
      case .markdown(let text):
        CardText.blocks(text, CardText.Layout(width: 10_000, capabilities: .plain, isAccessible: true))
      case .drawing(let drawing): drawing.spoken(in: language).map { StyledText($0) }
      case .gap: [""]
      }
    }
  }
}
