import Basics

extension WrongRule {
  /// A mistake written in one line: the field, the name, the sentence in both languages, the formula.
  init(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (OptionValues) -> JSONValue?
  ) {
    self.init(name, field: field, mistake: LocalizedText(english, chinese), value: formula)
  }

  /// A mistake with one number; what it gives is nil, or not finite, where it cannot be made.
  init(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    number: @escaping @Sendable (OptionValues) -> Double?
  ) {
    self.init(field, name, english, chinese) { options in
      number(options).flatMap { $0.isFinite ? .number($0) : nil }
    }
  }

  /// A mistake with one count.
  init(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    count: @escaping @Sendable (OptionValues) -> Int?
  ) {
    self.init(field, name, english, chinese) { options in count(options).map { .integer($0) } }
  }

  /// A mistake with every number of a list; it cannot be made where one of them is not finite.
  init(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    numbers: @escaping @Sendable (OptionValues) -> [Double]
  ) {
    self.init(field, name, english, chinese) { options in
      let values = numbers(options)
      return values.allSatisfy(\.isFinite) ? .numbers(values) : nil
    }
  }
}
