/// The hash by which Anki finds notes with the same first field. Source: FIPS 180-4, 6.1.
enum SHA1 {
  /// The first 32 bits.
  static func prefix(of message: [UInt8]) -> UInt32 {
    let blocks = (message.count + 8) / 64 + 1
    var bytes = message
    bytes.reserveCapacity(64 * blocks)
    bytes.append(0x80)
    bytes.append(contentsOf: repeatElement(0, count: 64 * blocks - 8 - bytes.count))
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: UInt64(message.count * 8) >> UInt64(shift)))
    }
    var state: (UInt32, UInt32, UInt32, UInt32, UInt32) = (
      0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0
    )
    var words = InlineArray<80, UInt32>(repeating: 0)
    for block in stride(from: 0, to: bytes.count, by: 64) {
      for index in 0..<16 {
        let place = block + 4 * index
        words[index] =
          UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16 | UInt32(bytes[place + 2]) << 8
          | UInt32(bytes[place + 3])
      }
      for index in 16..<80 {
        words[index] = rotated(
          words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], by: 1)
      }
      var (a, b, c, d, e) = state
      @inline(__always) func round(_ index: Int, _ mixed: UInt32, _ constant: UInt32) {
        let next = rotated(a, by: 5) &+ mixed &+ e &+ constant &+ words[index]
        (a, b, c, d, e) = (next, a, rotated(b, by: 30), c, d)
      }
      for index in 0..<20 { round(index, b & c | ~b & d, 0x5A82_7999) }
      for index in 20..<40 { round(index, b ^ c ^ d, 0x6ED9_EBA1) }
      for index in 40..<60 { round(index, b & c | b & d | c & d, 0x8F1B_BCDC) }
      for index in 60..<80 { round(index, b ^ c ^ d, 0xCA62_C1D6) }
      state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e)
    }
    return state.0
  }

  private static func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}
