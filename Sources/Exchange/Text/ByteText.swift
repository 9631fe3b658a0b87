import Basics
import Storage

/// Text made byte by byte: an export writes millions of short pieces, and a String costs more than the piece.
extension [UInt8] {
  @inline(__always)
  mutating func append(_ text: String) {
    append(contentsOf: text.utf8)
  }

  mutating func append(integer: Int) {
    if integer >= 0, integer < 10 {
      append(0x30 + UInt8(integer))
    } else {
      append(String(integer))
    }
  }

  /// As many digits as asked for, zeros in front.
  mutating func append(digits count: Int, of number: Int) {
    var divisor = 1
    for _ in 1..<count { divisor *= 10 }
    while divisor > 0 {
      append(0x30 + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  mutating func append(date: CalendarDate) {
    let (year, month, day) = date.components
    guard (0...9999).contains(year) else { return append(date.description) }
    append(digits: 4, of: year)
    append(UInt8(ascii: "-"))
    append(digits: 2, of: month)
    append(UInt8(ascii: "-"))
    append(digits: 2, of: day)
  }

  /// The same as `iso`.
  mutating func append(time: Timestamp) {
    let day = Day(time, offsetMinutes: 0, rolloverHour: 0)
    let rest = Int(time.milliseconds - Int64(day.number) * 86_400_000)
    append(date: day.date)
    append(UInt8(ascii: "T"))
    append(digits: 2, of: rest / 3_600_000)
    append(UInt8(ascii: ":"))
    append(digits: 2, of: rest / 60_000 % 60)
    append(UInt8(ascii: ":"))
    append(digits: 2, of: rest / 1000 % 60)
    append(UInt8(ascii: "."))
    append(digits: 3, of: rest % 1000)
    append(UInt8(ascii: "Z"))
  }

  mutating func append(id: ReviewID) {
    for (place, byte) in id.bytes.enumerated() {
      if place == 4 || place == 6 || place == 8 || place == 10 { append(UInt8(ascii: "-")) }
      append(Self.hexadecimal(byte >> 4))
      append(Self.hexadecimal(byte & 15))
    }
  }

  @inline(__always)
  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 0x30 + digit : 0x57 + digit
  }

  /// A JSON string, escaped as `JSONWriter` does it.
  mutating func append(quoted text: String) {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if isPlain {
      append(UInt8(ascii: "\""))
      append(text)
      append(UInt8(ascii: "\""))
    } else {
      append(JSONWriter.write(.string(text)))
    }
  }
}
