import TerminalUI

/// Which key does what, after the learner's own choices.
struct Keymap: Sendable {
  private var actions: [Key: KeyAction] = [:]
  private var keys: [KeyAction: [Key]] = [:]

  static let standard = Keymap(Configuration())

  /// A key that two actions ask for belongs to the one that was configured, and then to the earlier one of the table.
  init(_ configuration: Configuration) {
    let own = KeyTable.bindings.filter { configuration.values["key.\($0.action.rawValue)"] != nil }
    let others = KeyTable.bindings.filter { binding in !own.contains { $0.action == binding.action } }
    for binding in own + others {
      let names = configuration.text("key.\(binding.action.rawValue)")
      for case let key? in KeyName.keys(names) where actions[key] == nil {
        actions[key] = binding.action
        keys[binding.action, default: []].append(key)
      }
    }
  }

  /// A Chinese input method may send the full-width form of a key.
  func action(for key: Key) -> KeyAction? {
    if let action = actions[key] { return action }
    guard case .character(let character) = key, let narrow = character.halfWidth else { return nil }
    return actions[.character(narrow)]
  }

  func key(for action: KeyAction) -> Key? { keys[action]?.first }

  /// The key as hints show it; `–` when none is left for the action.
  func shown(_ action: KeyAction) -> String { keys[action]?.first.map(KeyName.name) ?? "–" }

  func allShown(_ action: KeyAction) -> String {
    keys[action].map { $0.map(KeyName.name).joined(separator: " ") } ?? "–"
  }
}
