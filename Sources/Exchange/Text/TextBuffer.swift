import Basics
import Storage

/// Text made byte by byte: an export writes millions of short pieces, and a String costs more than the piece.
///
/// An array asks with every byte whether it is shared and large enough. Here each piece asks once for its room, and nobody
/// else can hold the buffer. All that is unsafe is in this file.
@safe struct TextBuffer: ~Copyable {
  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0
  /// Most dates are the one before them, and are copied from where that was written.
  private var lastDate: (date: CalendarDate, place: Range<Int>)?

  init(capacity: Int = 4096) {
    self.capacity = capacity
    unsafe start = .allocate(capacity: capacity)
  }

  deinit { unsafe start.deallocate() }

  /// A copy of what was written.
  var bytes: [UInt8] { unsafe withBytes { unsafe [UInt8]($0) } }

  /// What was written, where it lies.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe body(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Begins anew in the same room.
  mutating func removeAll() {
    count = 0
    lastDate = nil
  }

  /// Room for `length` bytes at the end, which the caller fills.
  @inline(__always)
  private mutating func take(_ length: Int) -> UnsafeMutablePointer<UInt8> {
    if count + length > capacity { grow(by: length) }
    defer { count += length }
    return unsafe start + count
  }

  @inline(never)
  private mutating func grow(by length: Int) {
    capacity = max(2 * capacity, count + length)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    unsafe larger.update(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = larger
  }

  @inline(__always)
  private mutating func append(_ source: UnsafePointer<UInt8>, count length: Int) {
    unsafe take(length).update(from: source, count: length)
  }

  /// Words that stand in the program: where their number is known, copying them is a store or two.
  @inline(__always)
  mutating func append(_ words: StaticString) {
    unsafe append(words.utf8Start, count: words.utf8CodeUnitCount)
  }

  mutating func append(text: String) {
    var text = text
    text.withUTF8 { utf8 in
      if let start = utf8.baseAddress { unsafe append(start, count: utf8.count) }
    }
  }

  mutating func append(integer: Int) {
    guard integer < 0 || integer > 9 else {
      let digit = unsafe take(1)
      unsafe digit[0] = 0x30 + UInt8(integer)
      return
    }
    var length = integer < 0 ? 1 : 0
    var rest = integer.magnitude
    repeat {
      length += 1
      rest /= 10
    } while rest > 0
    let digits = unsafe take(length)
    if integer < 0 { unsafe digits[0] = UInt8(ascii: "-") }
    rest = integer.magnitude
    repeat {
      length -= 1
      unsafe digits[length] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
  }

  mutating func append(date: CalendarDate) {
    if let lastDate, lastDate.date == date {
      let copy = unsafe take(lastDate.place.count)
      unsafe copy.update(from: start + lastDate.place.lowerBound, count: lastDate.place.count)
      return
    }
    let first = count
    let (year, month, day) = date.components
    if (0...9999).contains(year) {
      let digits = unsafe take(10)
      unsafe Self.write(year / 100, to: digits)
      unsafe Self.write(year % 100, to: digits + 2)
      unsafe digits[4] = UInt8(ascii: "-")
      unsafe Self.write(month, to: digits + 5)
      unsafe digits[7] = UInt8(ascii: "-")
      unsafe Self.write(day, to: digits + 8)
    } else {
      append(text: date.description)
    }
    lastDate = (date, first..<count)
  }

  /// The same as `iso`.
  mutating func append(time: Timestamp) {
    let day = Day(time, offsetMinutes: 0, rolloverHour: 0)
    append(date: day.date)
    let rest = Int(time.milliseconds - Int64(day.number) * 86_400_000)
    let digits = unsafe take(14)
    unsafe digits[0] = UInt8(ascii: "T")
    unsafe Self.write(rest / 3_600_000, to: digits + 1)
    unsafe digits[3] = UInt8(ascii: ":")
    unsafe Self.write(rest / 60_000 % 60, to: digits + 4)
    unsafe digits[6] = UInt8(ascii: ":")
    unsafe Self.write(rest / 1000 % 60, to: digits + 7)
    unsafe digits[9] = UInt8(ascii: ".")
    unsafe Self.write(rest % 1000 / 10, to: digits + 10)
    unsafe digits[12] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
    unsafe digits[13] = UInt8(ascii: "Z")
  }

  /// Two digits.
  @inline(__always)
  private static func write(_ number: Int, to digits: UnsafeMutablePointer<UInt8>) {
    unsafe digits[0] = 0x30 &+ UInt8(truncatingIfNeeded: number / 10)
    unsafe digits[1] = 0x30 &+ UInt8(truncatingIfNeeded: number % 10)
  }

  mutating func append(id: ReviewID) {
    let text = unsafe UnsafeMutableRawPointer(take(36))
    // The second word and the third have a dash in their middle.
    unsafe Self.write(hexadecimal: id.high >> 32, to: text, text + 4)
    unsafe Self.write(hexadecimal: id.high, to: text + 9, text + 14)
    unsafe Self.write(hexadecimal: id.low >> 32, to: text + 19, text + 24)
    unsafe Self.write(hexadecimal: id.low, to: text + 28, text + 32)
    for dash in [8, 13, 18, 23] {
      unsafe text.storeBytes(of: UInt8(ascii: "-"), toByteOffset: dash, as: UInt8.self)
    }
  }

  /// The digits of the lower 32 bits, four to each place.
  @inline(__always)
  private static func write(
    hexadecimal word: UInt64, to first: UnsafeMutableRawPointer, _ second: UnsafeMutableRawPointer
  ) {
    // A digit a byte, by halves.
    var digits = word & 0xFFFF_FFFF
    digits = (digits << 16 | digits) & 0x0000_FFFF_0000_FFFF
    digits = (digits << 8 | digits) & 0x00FF_00FF_00FF_00FF
    digits = (digits << 4 | digits) & 0x0F0F_0F0F_0F0F_0F0F
    // Six more carries what is above nine into the upper half of its byte; "a" stands 0x27 after where ":" is.
    let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    let text = digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
    unsafe first.storeBytes(of: UInt32(text >> 32).bigEndian, as: UInt32.self)
    unsafe second.storeBytes(of: UInt32(truncatingIfNeeded: text).bigEndian, as: UInt32.self)
  }

  /// A JSON string, escaped as `JSONWriter` does it.
  mutating func append(quoted text: String) {
    let utf8 = text.utf8.span
    unsafe utf8.withUnsafeBufferPointer { source in
      let isPlain = unsafe !source.contains(where: Self.mayNeedEscape)
      guard isPlain else { return append(text: JSONWriter.write(.string(text))) }
      let place = unsafe take(source.count + 2)
      unsafe place[0] = UInt8(ascii: "\"")
      if let start = source.baseAddress {
        unsafe (place + 1).update(from: start, count: source.count)
      }
      unsafe place[source.count + 1] = UInt8(ascii: "\"")
    }
  }

  /// Besides quotes and controls the first bytes of what turns the text or is a control of two bytes: U+0080 to
  /// U+00BF, U+0600 to U+063F, U+2000 to U+2FFF.
  @inline(__always)
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xD8, 0xE2: true
    default: false
    }
  }

  /// Text in which nothing is a tag, an entity, or a template of Anki's.
  mutating func append(html text: String) {
    let utf8 = text.utf8.span
    unsafe utf8.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      // What needs no escape is copied in runs.
      var first = 0
      for index in 0..<source.count {
        let replacement: StaticString
        switch unsafe source[index] {
        case UInt8(ascii: "<"): replacement = "&lt;"
        case UInt8(ascii: ">"): replacement = "&gt;"
        case UInt8(ascii: "&"): replacement = "&amp;"
        case UInt8(ascii: "\""): replacement = "&quot;"
        // A field separator of Anki's, and what HTML does not allow.
        case 0..<0x09, 0x0B..<0x20, 0x7F: replacement = ""
        default: continue
        }
        unsafe append(base + first, count: index - first)
        append(replacement)
        first = index + 1
      }
      unsafe append(base + first, count: source.count - first)
    }
  }

  /// A field of a table (RFC 4180), in quotes where it must be.
  mutating func append(field: String) {
    let utf8 = field.utf8.span
    guard unsafe utf8.withUnsafeBufferPointer({ unsafe $0.contains(where: Self.needsQuotes) }) else {
      return append(text: field)
    }
    let quote = UInt8(ascii: "\"")
    append("\"")
    for index in utf8.indices {
      let byte = utf8[index]
      let place = unsafe take(byte == quote ? 2 : 1)
      unsafe place[0] = byte
      if byte == quote { unsafe place[1] = quote }
    }
    append("\"")
  }

  @inline(__always)
  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, 0x0A, 0x0D: true
    default: false
    }
  }
}
