/// A decimal number as it was written: its value and how many digits it shows.
public struct Numeral: Hashable, Sendable {
  public let text: String
  public let value: Double
  /// Neither a point nor an exponent.
  public let isWhole: Bool
  /// From the first digit that is not zero; at least 1.
  public let significantDigits: Int
  /// The worth of one in the last digit written: 0.0001 for `0.0452`.
  public let lastDigit: Double

  /// Sign, digits with at most one point, then perhaps `e` and a whole exponent.
  public init?(_ text: some StringProtocol) {
    var rest = Substring(text).utf8[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
    var digits = 0
    var significant = 0
    var decimals = 0
    var hasPoint = false
    while let byte = rest.first, byte.isDigit || (byte == UInt8(ascii: ".") && !hasPoint) {
      rest.removeFirst()
      guard byte.isDigit else {
        hasPoint = true
        continue
      }
      digits += 1
      if significant > 0 || byte != UInt8(ascii: "0") { significant += 1 }
      if hasPoint { decimals += 1 }
    }
    guard digits > 0 else { return nil }
    var exponent = 0
    let hasExponent = rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E")
    if hasExponent {
      guard let written = Int(Substring(rest.dropFirst())), abs(written) <= 400 else { return nil }
      exponent = written
      rest = rest[rest.endIndex...]
    }
    // Double's own reader takes no leading point and no trailing one.
    guard rest.isEmpty, let value = Double(Numeral.padded(text)), value.isFinite, decimals <= 400 else {
      return nil
    }
    self.text = String(text)
    self.value = value
    isWhole = !hasPoint && !hasExponent
    significantDigits = max(1, significant)
    lastDigit = Numeral.powerOfTen(exponent - decimals)
  }

  /// Whether rounding `computed` to the digits written gives this number; whole numbers are exact.
  public func isRounding(of computed: Double) -> Bool {
    let difference = abs(computed - value)
    return difference <= (isWhole ? 0 : lastDigit / 2) + Numeral.noise(at: value)
  }

  public func isRounding(of computed: Int) -> Bool {
    isWhole && Int(text) == computed || isRounding(of: Double(computed))
  }

  /// What rounding errors of the computation may add: a billionth, of one at least.
  static func noise(at value: Double) -> Double { 1e-9 * max(1, abs(value)) }

  static func powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }

  private static func padded(_ text: some StringProtocol) -> String {
    var padded: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "."), !previous.isDigit { padded.append(UInt8(ascii: "0")) }
      if previous == UInt8(ascii: "."), !byte.isDigit { padded.append(UInt8(ascii: "0")) }
      padded.append(byte)
      previous = byte
    }
    if previous == UInt8(ascii: ".") { padded.append(UInt8(ascii: "0")) }
    return String(decoding: padded, as: UTF8.self)
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  var isLetter: Bool { (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z") }

  /// A letter, a digit or an underscore.
  var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }

  var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

  /// The characters that a backslash can escape in Markdown.
  var isPunctuation: Bool {
    (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
      || (0x7B...0x7E).contains(self)
  }
}
