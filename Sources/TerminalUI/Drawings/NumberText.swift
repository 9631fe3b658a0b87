import Glibc

/// Numbers as short text, with the minus sign that typesetters use.
enum NumberText {
  /// At most `digits` significant digits, no zeros at the end: 0.25, 12 000 000 as 1.2e7.
  static func short(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "−∞" : "∞" }
    guard value != 0 else { return "0" }
    let exponent = Int(log10(abs(value)).rounded(.down))
    // Whole numbers up to a million read better without an exponent.
    if value.rounded() == value, abs(value) < 1e6 { return fixed(value, decimals: 0) }
    guard (-4...5).contains(exponent) else {
      // Rounding may carry into the next power: 9.9999e7.
      let mantissa = value / pow(10, Double(exponent))
      let text = trimmed(fixed(mantissa, decimals: digits - 1))
      return text.hasPrefix("10") || text.hasPrefix("−10")
        ? text.replacing10(exponent: exponent + 1) : text + exponentText(exponent)
    }
    return trimmed(fixed(value, decimals: max(0, digits - 1 - exponent)))
  }

  /// A power of ten as a tick of a logarithmic axis: 0.01, 1, 100, 1e6.
  static func powerOfTen(_ exponent: Int) -> String {
    (-3...4).contains(exponent) ? short(pow(10, Double(exponent))) : "1" + exponentText(exponent)
  }

  static func fixed(_ value: Double, decimals: Int) -> String {
    let scaled = (abs(value) * pow(10, Double(decimals))).rounded()
    guard scaled < 1e18 else { return value.description }
    let digits = String(Int64(scaled))
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  private static func exponentText(_ exponent: Int) -> String {
    "e" + (exponent < 0 ? "−" : "") + String(abs(exponent))
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var rest = text[...]
    while rest.last == "0" { rest = rest.dropLast() }
    if rest.last == "." { rest = rest.dropLast() }
    return String(rest)
  }
}

extension String {
  /// "10" as the mantissa of a number is 1 with the next exponent.
  fileprivate func replacing10(exponent: Int) -> String {
    (hasPrefix("−") ? "−1" : "1") + "e" + (exponent < 0 ? "−" : "") + String(abs(exponent))
  }
}
