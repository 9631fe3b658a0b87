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
  public init?(_ text: String) {
    let bytes = text.utf8.span
    self.init(bytes, 0..<bytes.count)
  }

  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    let end = range.upperBound
    var index = range.lowerBound
    var isNegative = false
    if index < end, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
      isNegative = bytes[index] == UInt8(ascii: "-")
      index += 1
    }
    var digits = 0
    var significant = 0
    var decimals = 0
    var hasPoint = false
    // Wraps beyond 19 digits, where it is not used.
    var mantissa: UInt64 = 0
    while index < end, bytes[index].isDigit || (bytes[index] == UInt8(ascii: ".") && !hasPoint) {
      let byte = bytes[index]
      index += 1
      guard byte.isDigit else {
        hasPoint = true
        continue
      }
      digits += 1
      mantissa = mantissa &* 10 &+ UInt64(byte & 0x0F)
      if significant > 0 || byte != UInt8(ascii: "0") { significant += 1 }
      if hasPoint { decimals += 1 }
    }
    guard digits > 0, digits <= 800 else { return nil }
    var exponent = 0
    let hasExponent = index < end && bytes[index] | 0x20 == UInt8(ascii: "e")
    if hasExponent {
      guard let written = Int(bytes.text((index + 1)..<end)), abs(written) <= 400 else { return nil }
      exponent = written
      index = end
    }
    guard index == end else { return nil }
    let scale = exponent - decimals
    text = bytes.text(range)
    if significant <= 15, abs(scale) <= 22 {
      // Both are exact, so one division or product rounds correctly (W. D. Clinger, PLDI 1990).
      let magnitude = Double(mantissa)
      let power = Numeral.powerOfTen(abs(scale))
      value = (isNegative ? -1 : 1) * (scale < 0 ? magnitude / power : magnitude * power)
    } else {
      guard let read = Double(Numeral.padded(text)), read.isFinite else { return nil }
      value = read
    }
    isWhole = !hasPoint && !hasExponent
    significantDigits = max(1, significant)
    lastDigit = Numeral.powerOfTen(scale)
  }

  /// Whether rounding `computed` to the digits written gives this number; whole numbers are exact.
  public func isRounding(of computed: Double) -> Bool {
    let difference = abs(computed - value)
    return difference <= (isWhole ? 0 : lastDigit / 2) + Numeral.noise(at: value)
  }

  public func isRounding(of computed: Int) -> Bool {
    if isWhole, let whole = Int(text) { return whole == computed }
    return isRounding(of: Double(computed))
  }

  /// What rounding errors of the computation may add: a billionth, of one at least.
  static func noise(at value: Double) -> Double { 1e-9 * max(1, abs(value)) }

  static func powerOfTen(_ exponent: Int) -> Double {
    switch exponent {
    case 0...22: powers[exponent]
    case -22..<0: 1 / powers[-exponent]
    default: Double("1e\(exponent)") ?? 0
    }
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22,
  ]

  /// Double's own reader takes neither a leading point nor a trailing one.
  private static func padded(_ text: String) -> String {
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
