import TerminalUI

/// Keys by the names people write: `s`, `ctrl-s`, `alt-x`, `F5`, `space`, `pgdn`.
enum KeyName {
  private static let named: [(name: String, key: Key)] = [
    ("space", .character(" ")), ("enter", .enter), ("esc", .escape), ("tab", .tab), ("backtab", .backTab),
    ("backspace", .backspace), ("del", .delete), ("ins", .insert), ("up", .up), ("down", .down),
    ("left", .left), ("right", .right), ("home", .home), ("end", .end), ("pgup", .pageUp),
    ("pgdn", .pageDown),
  ]

  static func key(_ name: String) -> Key? {
    if let entry = named.first(where: { $0.name == name }) { return entry.key }
    if name.count == 1, let character = name.first { return .character(character) }
    if name.hasPrefix("ctrl-"), name.count == 6, let letter = name.last, letter.isASCII, letter.isLetter,
      // These are signals, or what terminals send for Tab and Enter.
      !"czijm".contains(letter)
    {
      return .control(letter)
    }
    if name.hasPrefix("alt-"), name.count == 5, let letter = name.last { return .alt(letter) }
    if name.hasPrefix("F"), let number = Int(name.dropFirst()), (1...12).contains(number) {
      return .function(number)
    }
    return nil
  }

  /// One element for each name between blanks; nil for one that is no key.
  static func keys(_ text: String) -> [Key?] { text.split(separator: " ").map { key(String($0)) } }

  static func name(_ key: Key) -> String {
    if let entry = named.first(where: { $0.key == key }) { return entry.name }
    switch key {
    case .character(let character): return String(character)
    case .control(let letter): return "ctrl-\(letter)"
    case .alt(let letter): return "alt-\(letter)"
    case .function(let number): return "F\(number)"
    default: return "?"
    }
  }
}
