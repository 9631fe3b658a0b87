import Basics
import Testing

@Suite struct ContentHashTests {
  /// The values published with the FNV reference code for 64-bit FNV-1a.
  @Test(
    arguments: [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
      as [(String, UInt64)])
  func givesThePublishedValues(_ text: String, _ hash: UInt64) {
    let computed = ContentHash.of(text.utf8.span)
    #expect(computed == hash)
  }
}
