import Testing

@testable import Decks

@Suite struct Hash128Tests {
  /// The published values of MurmurHash3_x64_128 with seed 0.
  @Test(
    arguments: [
      ("", 0x0, 0x0), ("hello", 0xcbd8_a7b3_41bd_9b02, 0x5b1e_906a_48ae_1d19),
      ("The quick brown fox jumps over the lazy dog", 0xe34b_bc7b_bc07_1b6c, 0x7a43_3ca9_c49a_9347),
    ] as [(String, UInt64, UInt64)]) func givesThePublishedValues(
      _ text: String, _ high: UInt64, _ low: UInt64
    )
  {
    let hash = Hash128.of(text.utf8.span)
    #expect(hash.0 == high && hash.1 == low)
  }

  @Test func everyLengthOfTailCounts() {
    var seen: Set<UInt64> = []
    for count in 0..<64 {
      let bytes = [UInt8](repeating: 7, count: count)
      seen.insert(Hash128.of(bytes.span).0)
    }
    #expect(seen.count == 64)
  }
}
