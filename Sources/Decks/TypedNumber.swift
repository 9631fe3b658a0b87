import Basics

/// A number as a learner types it: fractions, percentages, powers of ten, thousands marks and units of size included.
struct TypedNumber: Hashable, Sendable {
  let value: Double
  /// What one in the last digit typed is worth; nil for a fraction, which is as exact as can be.
  let lastDigit: Double?
  let significantDigits: Int
  /// Whole digits without exponent, percent or unit.
  let isPlainWhole: Bool

  /// `text` has been through `AnswerText.folded`.
  init?(_ text: String) {
    var text = Substring(text).trimmed
    if text.hasPrefix("$"), text.hasSuffix("$"), text.utf8.count > 1 {
      text = text.dropFirst().dropLast().trimmed
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard let over = Numeral(String(parts[0].trimmed)), let under = Numeral(String(parts[1].trimmed)),
        under.value != 0
      else {
        return nil
      }
      value = over.value / under.value
      lastDigit = nil
      significantDigits = 15
      isPlainWhole = false
      return
    }
    var scale = 1.0
    var isScaled = false
    if let (rest, factor) = TypedNumber.unit(text) {
      text = rest.trimmed
      scale = factor
      isScaled = true
    } else if let (mantissa, exponent) = TypedNumber.power(text) {
      text = mantissa.trimmed
      scale = Numeral.powerOfTen(exponent)
      isScaled = true
    }
    guard let numeral = Numeral(TypedNumber.withoutThousandsMarks(text)) else { return nil }
    value = numeral.value * scale
    lastDigit = numeral.lastDigit * scale
    significantDigits = numeral.significantDigits
    isPlainWhole = numeral.isWhole && !isScaled
  }

  private static let units: [(String, Double)] = [
    ("%", 0.01), ("k", 1e3), ("K", 1e3), ("m", 1e6), ("M", 1e6), ("g", 1e9), ("G", 1e9), ("b", 1e9),
    ("B", 1e9),
    ("t", 1e12), ("T", 1e12), ("万", 1e4), ("亿", 1e8),
  ]

  private static func unit(_ text: Substring) -> (rest: Substring, factor: Double)? {
    for (name, factor) in units where text.hasSuffix(name) {
      return (text.dropLast(), factor)
    }
    return nil
  }

  /// `1.03*10^8`, the sign folded from × or ·.
  private static func power(_ text: Substring) -> (mantissa: Substring, exponent: Int)? {
    for mark in ["*10^", "x10^", "* 10^", "x 10^"] {
      if let range = text.utf8.firstRange(of: mark.utf8),
        let exponent = Int(text[range.upperBound...].trimmed.filter { $0 != "{" && $0 != "}" }),
        abs(exponent) <= 300
      {
        return (text[..<range.lowerBound], exponent)
      }
    }
    return nil
  }

  /// `14,450,688` without its commas, when each is followed by exactly three digits.
  private static func withoutThousandsMarks(_ text: Substring) -> String {
    let groups = text.split(separator: ",", omittingEmptySubsequences: false)
    let isGrouped =
      groups.count > 1 && (1...4).contains(groups[0].utf8.count)
      && groups.dropFirst().enumerated().allSatisfy { index, group in
        let digits = index == groups.count - 2 ? group.prefix { $0 != "." } : group
        return digits.utf8.count == 3 && digits.utf8.allSatisfy(\.isDigit)
      }
    return isGrouped ? groups.joined() : String(text)
  }

  /// Whether this answers `computed`.
  ///
  /// Whole numbers must be exact unless typed with a unit or power; others may be off by half a percent; and rounding
  /// to three or more significant digits is always right.
  func answers(_ computed: Double) -> Bool {
    guard computed.isFinite else { return false }
    let difference = abs(value - computed)
    let isWhole = Int(exactly: computed) != nil
    if isWhole, isPlainWhole { return value == computed }
    if difference <= 1e-9 * abs(computed) { return true }
    if !isWhole, difference <= 0.005 * abs(computed) { return true }
    guard let lastDigit, significantDigits >= 3 else { return false }
    return difference <= lastDigit / 2 * (1 + 1e-9)
  }
}
