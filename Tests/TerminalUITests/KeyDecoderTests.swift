import Basics
import Testing

@testable import TerminalUI

@Suite struct KeyDecoderTests {
  static let keys: [(bytes: String, key: Key)] = [
    ("a", .character("a")), ("中", .character("中")), ("😀", .character("😀")), (" ", .character(" ")),
    ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace),
    ("\u{1}", .control("a")), ("\u{10}", .control("p")), ("\0", .control(" ")), ("\u{1F}", .control("_")),
    ("\u{1B}[A", .up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left),
    ("\u{1B}[1;5C", .wordRight),
    ("\u{1B}[1;3D", .wordLeft), ("\u{1B}[1;2A", .up), ("\u{1B}[H", .home), ("\u{1B}[F", .end),
    ("\u{1B}[1~", .home),
    ("\u{1B}[4~", .end), ("\u{1B}[3~", .delete), ("\u{1B}[2~", .insert), ("\u{1B}[5~", .pageUp),
    ("\u{1B}[6~", .pageDown), ("\u{1B}[Z", .backTab), ("\u{1B}OP", .function(1)),
    ("\u{1B}[15~", .function(5)),
    ("\u{1B}[24~", .function(12)), ("\u{1B}[[B", .function(2)), ("\u{1B}x", .alt("x")),
    ("\u{1B}中", .alt("中")),
    ("\u{1B}[97;5u", .control("a")), ("\u{1B}[27u", .escape), ("\u{1B}[<64;3;4M", .wheelUp),
    ("\u{1B}[<65;3;4M", .wheelDown),
  ]

  @Test(arguments: keys) func bytesAreThisKey(bytes: String, key: Key) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(bytes.utf8) == [.key(key)])
    #expect(!decoder.isIncomplete)
    #expect(decoder.flush() == [])
  }

  @Test func bytesThatComeOneByOneAreTheSameKeys() {
    var decoder = KeyDecoder()
    let bytes = Self.keys.map(\.bytes).joined().utf8
    #expect(bytes.flatMap { decoder.feed([$0]) } == Self.keys.map { .key($0.key) })
  }

  @Test func aLoneEscapeIsTheKeyOnceNothingFollows() {
    var decoder = KeyDecoder()
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.isIncomplete)
    #expect(decoder.flush() == [.key(.escape)])
    #expect(!decoder.isIncomplete)
    #expect(decoder.feed([0x1B, 0x1B]) == [.key(.escape)])
    #expect(decoder.flush() == [.key(.escape)])
    #expect(decoder.feed("\u{1B}[".utf8) == [])
    #expect(decoder.flush() == [.key(.alt("["))])
  }

  @Test func aPasteIsOnePieceAndItsKeysAreText() {
    var decoder = KeyDecoder()
    let bytes = "\u{1B}[200~a\u{1B}[A\r\nq\rb\n\u{1B}[201~x"
    #expect(decoder.feed(bytes.utf8) == [.paste("a\u{1B}[A\nq\nb\n"), .key(.character("x"))])
    var slow = KeyDecoder()
    #expect(bytes.utf8.flatMap { slow.feed([$0]) } == [.paste("a\u{1B}[A\nq\nb\n"), .key(.character("x"))])
  }

  @Test func aPasteWithoutEndDoesNotGrowWithoutBound() {
    var decoder = KeyDecoder()
    _ = decoder.feed("\u{1B}[200~".utf8)
    let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
    for _ in 0..<40 { #expect(decoder.feed(piece) == []) }
    let events = decoder.feed("\u{1B}[201~".utf8)
    #expect(events == [.paste(String(repeating: "a", count: KeyDecoder.longestPaste))])
  }

  @Test func clicksHaveAPlaceFromZero() {
    var decoder = KeyDecoder()
    #expect(decoder.feed("\u{1B}[<0;5;3M\u{1B}[<0;5;3m".utf8) == [.click(Frame.Position(row: 2, column: 4))])
    #expect(decoder.feed("\u{1B}[<99999999999999999999;0;0M".utf8) == [])
  }

  @Test(
    arguments: [
      [0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC2, 0x85], [0x1B, 0x5B, 0x39, 0x39, 0x7A],
      [0x1B, 0x5B, 0x4D, 0x20, 0x21, 0x22], [0xF4, 0x90, 0x80, 0x80],
    ] as [[UInt8]])
  func garbageIsForgottenAndTheNextKeyIsRead(bytes: [UInt8]) {
    var decoder = KeyDecoder()
    #expect(decoder.feed(bytes + [UInt8(ascii: "q")]).last == .key(.character("q")))
    #expect(!decoder.isIncomplete)
  }

  @Test func aSequenceIsBrokenByWhatCannotStandInIt() {
    var decoder = KeyDecoder()
    #expect(decoder.feed("\u{1B}[1;\u{1B}[A".utf8) == [.key(.up)])
    let endless = [0x1B, 0x5B] + [UInt8](repeating: UInt8(ascii: "1"), count: 1000)
    _ = decoder.feed(endless)
    #expect(decoder.feed("q".utf8) == [.key(.character("q"))])
  }

  @Test func randomBytesNeverTrapNorPileUp() {
    let seed: UInt64 = 11
    var generator = SplitMix64(seed: seed)
    let pieces: [[UInt8]] = [
      [0x1B], Array("[".utf8), Array("O".utf8), Array("200~".utf8), Array("\u{1B}[201~".utf8),
      Array("<".utf8),
      Array(";".utf8), Array("M".utf8), Array("中".utf8), [0xE4], [0xFF], [0x00],
      Array("99999999999999999999".utf8),
    ]
    var decoder = KeyDecoder()
    for round in 0..<100_000 {
      let bytes: [UInt8] =
        generator.nextIndex(below: 2) == 0
        ? pieces[generator.nextIndex(below: pieces.count)] : [UInt8(truncatingIfNeeded: generator.next())]
      _ = decoder.feed(bytes)
      if generator.nextIndex(below: 10) == 0 { _ = decoder.flush() }
      if round % 1000 == 0 {
        _ = decoder.feed("\u{1B}[201~".utf8)
        _ = decoder.flush()
        #expect(decoder.feed("q".utf8).last == .key(.character("q")), "seed \(seed), round \(round)")
      }
    }
  }
}
