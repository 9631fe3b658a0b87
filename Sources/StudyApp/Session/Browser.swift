import Basics
import TerminalUI

/// A card in a list.
struct BrowseRow: Hashable, Sendable {
  let id: CardID
  /// The topic's title.
  let topic: String
  let level: Int
  /// Markdown.
  let question: String
  /// When it is due, in words.
  let due: String
}

/// All cards, narrowed by what is typed.
struct Browser: Sendable {
  var field = TextField()
  /// Whether keys go into the field.
  var isTyping = true
  private(set) var rows: [BrowseRow] = []
  private(set) var selected = 0

  var current: BrowseRow? { rows.indices.contains(selected) ? rows[selected] : nil }

  mutating func show(_ rows: [BrowseRow]) {
    self.rows = rows
    selected = 0
  }

  mutating func move(_ count: Int) {
    selected = min(max(0, selected + count), max(0, rows.count - 1))
  }
}
