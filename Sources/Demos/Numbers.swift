/// Numbers as demos print them.
public enum Numbers {
  /// The shortest digits that read back, without `.0` on whole numbers.
  public static func short(_ number: Double) -> String {
    Demos.short(number)
  }

  /// At most `digits` significant digits, trailing zeros dropped: `0.045177`, `12500`, `4.54e-05`.
  public static func significant(_ number: Double, _ digits: Int = 4) -> String {
    guard number.isFinite, number != 0 else { return number == 0 ? "0" : short(number) }
    let exponent = decimalExponent(number)
    if exponent < -4 || exponent >= 15 {
      let mantissa = number / power(of: exponent)
      return fixed(mantissa, max(0, digits - 1)).trimmed + "e\(exponent)"
    }
    return fixed(number, max(0, digits - 1 - exponent)).trimmed
  }

  /// A fixed count of decimals: `0.50`.
  public static func fixed(_ number: Double, _ decimals: Int) -> String {
    guard number.isFinite, abs(number) < 1e15 else { return short(number) }
    let scale = power(of: decimals)
    let scaled = (abs(number) * scale).rounded()
    guard scaled < 9e18 else { return short(number) }
    var digits = String(Int(scaled))
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    let whole = digits.dropLast(decimals)
    let sign = number < 0 && scaled != 0 ? "−" : ""
    return decimals == 0 ? sign + whole : "\(sign)\(whole).\(digits.suffix(decimals))"
  }

  /// Groups of three: `15,470,264,320`.
  public static func grouped(_ integer: Int) -> String {
    let digits = String(integer.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (integer < 0 ? "−" : "") + text
  }

  /// `1, −0.5, 2`
  static func list(_ values: some Sequence<Double>, _ digits: Int = 4) -> String {
    values.map { significant($0, digits) }.joined(separator: ", ")
  }

  /// Without the last few bits, in which decimal fractions such as 0.15 − 0.14 are off.
  static func decimal(_ number: Double) -> Double {
    let scaled = number * 1e12
    return scaled.magnitude < 9e15 ? scaled.rounded() / 1e12 : number
  }

  private static func decimalExponent(_ number: Double) -> Int {
    var exponent = 0
    var rest = abs(number)
    while rest >= 9.999_999_999_999 {
      rest /= 10
      exponent += 1
    }
    while rest < 1 {
      rest *= 10
      exponent -= 1
    }
    return exponent
  }

  private static func power(of exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? 1 / power : power
  }
}

extension String {
  /// Without zeros behind the last digit after the point.
  fileprivate var trimmed: String {
    guard contains(".") else { return self }
    var text = self
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
