/// An instant: whole milliseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable {
  public var milliseconds: Int64

  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  public func adding(seconds: Double) -> Timestamp {
    Timestamp(milliseconds: milliseconds + Int64((seconds * 1000).rounded()))
  }

  public func adding(days: Double) -> Timestamp {
    adding(seconds: days * 86400)
  }

  /// Seconds from `earlier` to this instant; negative when the clock went back.
  public func seconds(since earlier: Timestamp) -> Double {
    Double(milliseconds - earlier.milliseconds) / 1000
  }
}

extension Timestamp {
  /// ISO 8601: `2026-11-20`, `2026-11-20T09:30`, seconds and fractions optional, then `Z` or `+08:00` (no zone means UTC).
  public init?(iso text: some StringProtocol) {
    var scanner = ISOScanner(bytes: Array(text.utf8))
    guard let date = scanner.date() else { return nil }
    var milliseconds = Int64(date.number) * 86_400_000
    if scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: " ")) {
      guard let time = scanner.time() else { return nil }
      milliseconds += time
      guard let offset = scanner.zone() else { return nil }
      milliseconds -= Int64(offset) * 60_000
    }
    guard scanner.isAtEnd else { return nil }
    self.init(milliseconds: milliseconds)
  }

  /// `2026-11-20T09:30:00.000Z`
  public var iso: String {
    let day = CalendarDate(number: Int(milliseconds.flooredQuotient(86_400_000)))
    let rest = Int(milliseconds - Int64(day.number) * 86_400_000)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let thousandth = rest % 1000
    let fraction = thousandth < 10 ? "00\(thousandth)" : thousandth < 100 ? "0\(thousandth)" : "\(thousandth)"
    return "\(day)T\(two(rest / 3_600_000)):\(two(rest / 60_000 % 60)):\(two(rest / 1000 % 60)).\(fraction)Z"
  }
}

/// A date of the proleptic Gregorian calendar, as a count of days since 1970-01-01.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var number: Int

  public init(number: Int) {
    self.number = number
  }

  /// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDate.length(ofMonth: month, year: year)
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  public init?(iso text: some StringProtocol) {
    var scanner = ISOScanner(bytes: Array(text.utf8))
    guard let date = scanner.date(), scanner.isAtEnd else { return nil }
    self = date
  }

  /// Source: as above, `civil_from_days`.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = Int(Int64(shifted).flooredQuotient(146_097))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// 0 is Monday.
  public var weekday: Int { ((number + 3) % 7 + 7) % 7 }

  public var description: String {
    let (year, month, day) = components
    let digits = String(year)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "\(padded)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  public static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.number < right.number }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Int64 {
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
  }
}

private struct ISOScanner {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func digits(_ count: Int) -> Int? {
    guard position + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + count] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    position += count
    return value
  }

  mutating func date() -> CalendarDate? {
    guard let year = digits(4), take(UInt8(ascii: "-")), let month = digits(2), take(UInt8(ascii: "-")),
      let day = digits(2)
    else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  /// Milliseconds into the day.
  mutating func time() -> Int64? {
    guard let hour = digits(2), hour < 24, take(UInt8(ascii: ":")), let minute = digits(2), minute < 60
    else { return nil }
    var milliseconds = Int64(hour * 3600 + minute * 60) * 1000
    guard take(UInt8(ascii: ":")) else { return milliseconds }
    guard let second = digits(2), second < 60 else { return nil }
    milliseconds += Int64(second) * 1000
    guard take(UInt8(ascii: ".")) else { return milliseconds }
    var scale: Int64 = 100
    var count = 0
    while let digit = digits(1) {
      milliseconds += Int64(digit) * scale
      scale /= 10
      count += 1
    }
    return count > 0 ? milliseconds : nil
  }

  /// Minutes east of Greenwich.
  mutating func zone() -> Int? {
    if isAtEnd || take(UInt8(ascii: "Z")) { return 0 }
    let isWest = take(UInt8(ascii: "-"))
    guard isWest || take(UInt8(ascii: "+")), let hour = digits(2), hour < 24 else { return nil }
    _ = take(UInt8(ascii: ":"))
    guard let minute = digits(2), minute < 60 else { return nil }
    return (isWest ? -1 : 1) * (hour * 60 + minute)
  }
}
