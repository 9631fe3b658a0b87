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

  /// Two, three or four digits, zeros in front.
  mutating func append(digits count: Int, of number: Int) {
    switch count {
    // Most are of two digits: dividing by a constant is a multiplication.
    case 2:
      append(0x30 &+ UInt8(truncatingIfNeeded: number / 10 % 10))
      append(0x30 &+ UInt8(truncatingIfNeeded: number % 10))
    case 3:
      append(0x30 &+ UInt8(truncatingIfNeeded: number / 100 % 10))
      append(digits: 2, of: number)
    default:
      append(digits: 2, of: number / 100)
      append(digits: 2, of: number)
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
    append(hexadecimal: id.high >> 32, digits: 8)
    append(UInt8(ascii: "-"))
    append(hexadecimal: id.high >> 16, digits: 4)
    append(UInt8(ascii: "-"))
    append(hexadecimal: id.high, digits: 4)
    append(UInt8(ascii: "-"))
    append(hexadecimal: id.low >> 48, digits: 4)
    append(UInt8(ascii: "-"))
    append(hexadecimal: id.low, digits: 12)
  }

  @inline(__always)
  private mutating func append(hexadecimal word: UInt64, digits: Int) {
    for place in stride(from: 4 * (digits - 1), through: 0, by: -4) {
      append(Self.hexadecimal(UInt8(truncatingIfNeeded: word >> UInt64(place) & 15)))
    }
  }

  @inline(__always)
  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 0x30 + digit : 0x57 + digit
  }

  /// A JSON string, escaped as `JSONWriter` does it.
  mutating func append(quoted text: String) {
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain {
      append(UInt8(ascii: "\""))
      append(text)
      append(UInt8(ascii: "\""))
    } else {
      append(JSONWriter.write(.string(text)))
    }
  }
}
