/// A hash of 128 bits: no two questions of a learner share one by accident, the same on every machine for ever.
///
/// Source: A. Appleby, MurmurHash3, the variant x64_128 with seed 0 (public domain, described in SMHasher).
enum Hash128 {
  static func of(_ bytes: Span<UInt8>) -> (UInt64, UInt64) {
    let first: UInt64 = 0x87c3_7b91_1142_53d5
    let second: UInt64 = 0x4cf5_ad43_2745_937f
    var high: UInt64 = 0
    var low: UInt64 = 0
    var index = 0
    while index + 16 <= bytes.count {
      let left = word(bytes, index, 8)
      let right = word(bytes, index + 8, 8)
      index += 16
      high ^= rotated(left &* first, 31) &* second
      high = (rotated(high, 27) &+ low) &* 5 &+ 0x52dc_e729
      low ^= rotated(right &* second, 33) &* first
      low = (rotated(low, 31) &+ high) &* 5 &+ 0x3849_5ab5
    }
    let rest = bytes.count - index
    if rest > 8 { low ^= rotated(word(bytes, index + 8, rest - 8) &* second, 33) &* first }
    if rest > 0 { high ^= rotated(word(bytes, index, min(rest, 8)) &* first, 31) &* second }
    high ^= UInt64(bytes.count)
    low ^= UInt64(bytes.count)
    high &+= low
    low &+= high
    high = mixed(high)
    low = mixed(low)
    high &+= low
    low &+= high
    return (high, low)
  }

  /// Up to eight bytes, the first the least significant.
  private static func word(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
    var word: UInt64 = 0
    for offset in 0..<count { word |= UInt64(bytes[start + offset]) << UInt64(8 * offset) }
    return word
  }

  private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ (word >> 33)) &* 0xff51_afd7_ed55_8ccd
    word = (word ^ (word >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return word ^ (word >> 33)
  }
}
