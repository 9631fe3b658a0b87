import Basics

extension WrongRule {
  /// A mistake written in one line: the field, the name, the sentence in both languages, the formula.
  init(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (OptionValues) -> JSONValue?
  ) {
    self.init(name, field: field, mistake: LocalizedText(english, chinese), value: formula)
  }
}
