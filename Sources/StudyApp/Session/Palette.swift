import Basics
import TerminalUI

/// Commands by name: what is typed narrows them, Enter does the selected one.
struct Palette: Sendable {
  var field = TextField()
  var selected = 0

  /// The actions whose names hold the typed letters in order, the tightest match first.
  func entries(_ language: Language) -> [KeyBinding] {
    let typed = field.text.lowercased().filter { !$0.isWhitespace }
    let scored = KeyTable.bindings.compactMap { binding -> (KeyBinding, Int)? in
      if binding.action == .palette { return nil }
      let name = "\(binding.short[language]) \(binding.action.rawValue) \(binding.meaning[language])"
      return Palette.score(typed, in: name.lowercased()).map { (binding, $0) }
    }
    return scored.enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
      .map(\.element.0)
  }

  /// Letters between the first and the last one found; nil when one is missing.
  static func score(_ typed: String, in name: String) -> Int? {
    if typed.isEmpty { return 0 }
    var rest = typed[...]
    var first: Int?
    for (place, character) in name.enumerated() {
      guard let wanted = rest.first else { break }
      if character == wanted {
        rest = rest.dropFirst()
        first = first ?? place
        if rest.isEmpty { return place - (first ?? place) + (first ?? 0) }
      }
    }
    return nil
  }
}
