import Basics

/// An option of a command: declared once, read by the parser, the help, the man page and the completions.
struct OptionSpec: Sendable {
  enum Kind: Sendable {
    case flag
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case word([String])
    case text
    case path
    /// `90s`, `20m`, `1h`
    case duration
  }

  /// Without the leading dashes.
  let name: String
  let short: Character?
  let kind: Kind
  /// What stands for the value in the help.
  let valueName: String
  let isRepeatable: Bool
  let meaning: LocalizedText

  init(
    _ name: String, short: Character? = nil, _ kind: Kind, _ valueName: String,
    isRepeatable: Bool = false,
    _ english: String, _ chinese: String
  ) {
    self.name = name
    self.short = short
    self.kind = kind
    self.valueName = valueName
    self.isRepeatable = isRepeatable
    meaning = LocalizedText(english, chinese)
  }

  /// An option that is there or not.
  static func flag(_ name: String, short: Character? = nil, _ english: String, _ chinese: String)
    -> OptionSpec
  {
    OptionSpec(name, short: short, .flag, "", english, chinese)
  }

  var takesValue: Bool {
    if case .flag = kind { false } else { true }
  }

  /// The range in words; empty where anything goes.
  var allowed: LocalizedText {
    switch kind {
    case .flag, .text, .path: LocalizedText(both: "")
    case .integer(let range):
      range.upperBound == .max
        ? LocalizedText("\(range.lowerBound) or more", "\(range.lowerBound) 或更大") : .range(range)
    case .number(let range): .range(range)
    case .word(let words): .list(words)
    case .duration:
      LocalizedText(
        "a time such as 90s, 20m or 1h, or a number of minutes", "如 90s、20m、1h 的时长，或分钟数")
    }
  }

  /// Whether a typed value is one that this option takes.
  func accepts(_ value: String) -> Bool {
    switch kind {
    case .flag: false
    case .integer(let range): Int(value).map(range.contains) ?? false
    case .number(let range): Double(value).map(range.contains) ?? false
    case .word(let words): words.contains(value)
    case .text: true
    case .path: !value.isEmpty
    case .duration: Self.seconds(value) != nil
    }
  }

  /// Seconds of `90s`, `20m`, `1h` or `20` (minutes); 1 second to 24 hours.
  static func seconds(_ text: String) -> Int? {
    let unit = text.last.flatMap { ["s": 1, "m": 60, "h": 3600][$0] }
    guard let count = Int(unit == nil ? text[...] : text.dropLast()), count > 0,
      count <= 86_400 / (unit ?? 60)
    else { return nil }
    return count * (unit ?? 60)
  }
}
