public import Basics

/// A known mistake: the value it leads to for one field, so that a wrong answer can be named.
public struct WrongRule: Sendable {
  public let name: String
  /// A path into the result; `*` stands for any one part, so that `layers.*.rf` speaks of `layers[3].rf` and of
  /// `layers.conv1.rf`.
  public let field: String
  /// Completes "Yours is what you get when …".
  public let mistake: LocalizedText
  /// By the options and by what `*` stands for; nil where the mistake cannot be made with these options.
  private let formula: @Sendable (OptionValues, String) -> JSONValue?
  /// What `*` stands for; empty without one.
  private let part: String

  public init(
    _ name: String, field: String, mistake: LocalizedText,
    value: @escaping @Sendable (OptionValues) -> JSONValue?
  ) {
    self.init(name, field: field, mistake: mistake, part: "") { options, _ in value(options) }
  }

  /// A mistake about every row of a table; the formula gets the place of the row as a path names it: `3`, `conv1`.
  init(
    _ name: String, rows field: String, mistake: LocalizedText,
    value: @escaping @Sendable (OptionValues, String) -> JSONValue?
  ) {
    self.init(name, field: field, mistake: mistake, part: "", formula: value)
  }

  private init(
    _ name: String, field: String, mistake: LocalizedText, part: String,
    formula: @escaping @Sendable (OptionValues, String) -> JSONValue?
  ) {
    self.name = name
    self.field = field
    self.mistake = mistake
    self.part = part
    self.formula = formula
  }

  public func value(for options: OptionValues) -> JSONValue? { formula(options, part) }

  /// The rule about this very field; nil when it speaks of another.
  func about(_ path: String) -> WrongRule? {
    if field == path { return self }
    let sides = field.split(separator: "*", omittingEmptySubsequences: false)
    guard sides.count == 2, path.hasSuffix(sides[1]) else { return nil }
    let head = path.dropLast(sides[1].count)
    // The list is `layers`, its row `layers.conv1` or `layers[3]`.
    let list = sides[0].dropLast()
    guard head.hasPrefix(list) else { return nil }
    let row = head.dropFirst(list.count)
    let part =
      row.hasPrefix(".")
      ? row.dropFirst() : row.hasPrefix("[") && row.hasSuffix("]") ? row.dropFirst().dropLast() : ""
    guard !part.isEmpty, !part.contains(where: { ".[]".contains($0) }) else { return nil }
    return WrongRule(name, field: path, mistake: mistake, part: String(part), formula: formula)
  }
}
