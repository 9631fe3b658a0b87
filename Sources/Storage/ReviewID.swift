public import Basics

/// The name of a log entry: 16 bytes, ordered by time, unique across machines. Source: RFC 9562, UUID version 7.
public struct ReviewID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The first eight bytes as a number: 48 bits of milliseconds, the version, 12 bits that count.
  public let high: UInt64
  public let low: UInt64

  /// The last millisecond that an id has room for, in the year 10889.
  static let latest: UInt64 = 0xFFFF_FFFF_FFFF

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// 16 bytes, big-endian, so that their order is the order of ids.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: integer(bytes[..<8]), low: integer(bytes[8...]))
  }

  /// The first id at this instant, or, when the log is already past it, the first after `last`.
  ///
  /// 48 bits of milliseconds, 12 that count within one, 62 at random. A clock that goes back does not turn the order around.
  init(at now: Timestamp, after last: ReviewID?, using generator: inout some RandomNumberGenerator) {
    let milliseconds = UInt64(clamping: now.milliseconds) & Self.latest
    // The version's four bits lie between time and count, and are put in last.
    var ordinal = milliseconds << 12
    if let last { ordinal = max(ordinal, ((last.high >> 16) << 12 | last.high & 0xFFF) + 1) }
    high = (ordinal >> 12) << 16 | 0x7000 | ordinal & 0xFFF
    low = 0x8000_0000_0000_0000 | generator.next() >> 2
  }

  /// The form that `description` writes; nil for anything else.
  public init?(_ text: some StringProtocol) {
    var digits: [UInt8] = []
    for (place, byte) in text.utf8.enumerated() {
      if [8, 13, 18, 23].contains(place) {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
        digits.append(UInt8(digit))
      }
    }
    guard digits.count == 32 else { return nil }
    self.init(bytes: (0..<16).map { digits[2 * $0] << 4 | digits[2 * $0 + 1] })
  }

  /// When the entry was made, by a clock that never goes back.
  public var time: Timestamp { Timestamp(milliseconds: Int64(high >> 16)) }

  public var bytes: [UInt8] {
    [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
  }

  /// The usual form of a UUID.
  public var description: String {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
  }

  public static func < (left: ReviewID, right: ReviewID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}
