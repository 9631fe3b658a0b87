/// What was typed, checked against the table but not yet given a meaning.
struct Invocation: Sendable {
  let command: String
  var values: [String: [String]] = [:]
  var operands: [String] = []

  func has(_ option: String) -> Bool { values[option] != nil }
  func text(_ option: String) -> String? { values[option]?.last }
  func texts(_ option: String) -> [String] { values[option] ?? [] }
  /// The parser has checked that the text is a number in range.
  func integer(_ option: String) -> Int? { text(option).flatMap { Int($0) } }
  func number(_ option: String) -> Double? { text(option).flatMap { Double($0) } }
  func seconds(_ option: String) -> Int? { text(option).flatMap { OptionSpec.seconds($0) } }
}
