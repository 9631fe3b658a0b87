import Basics
import Testing

@testable import Exchange

@Suite struct ZipTests {
  /// Text that repeats itself, bytes that do not, runs, and nothing.
  static func sample(_ generator: inout SplitMix64) -> [UInt8] {
    let count =
      generator.nextIndex(below: 4) == 0
      ? generator.nextIndex(below: 200_000) : generator.nextIndex(below: 300)
    switch generator.nextIndex(below: 4) {
    case 0: return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    case 1: return (0..<count).map { _ in UInt8(generator.nextIndex(below: 4)) + 0x61 }
    case 2:
      let words = ["convolution ", "kernel", " stride 2,", "padding\n", "0123456789"]
      var bytes: [UInt8] = []
      while bytes.count < count { bytes += words[generator.nextIndex(below: words.count)].utf8 }
      return bytes
    default: return Array(repeating: UInt8(count & 0xFF), count: count)
    }
  }

  @Test func whatIsDeflatedInflatesToTheSame() throws {
    var generator = SplitMix64(seed: 8)
    for round in 0..<60 {
      let bytes = Self.sample(&generator)
      let deflated = deflate(bytes)
      #expect(try inflate(deflated, size: bytes.count) == bytes, "seed 8, round \(round)")
      #expect(deflated.count <= bytes.count + bytes.count / 32_768 * 5 + 16, "seed 8, round \(round)")
    }
  }

  @Test func textBecomesMuchSmaller() {
    let text = Array(String(repeating: "The output of a convolution with padding. ", count: 1000).utf8)
    #expect(deflate(text).count < text.count / 50)
  }

  @Test func theChecksumIsTheOneOfTheStandard() {
    #expect(checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(checksum([]) == 0)
  }

  @Test func partsThatWereCompressedAloneAreReadAsOne() throws {
    var generator = SplitMix64(seed: 21)
    for round in 0..<40 {
      var parts: [[UInt8]] = []
      for _ in 0..<generator.nextIndex(below: 5) { parts.append(Self.sample(&generator)) }
      let end = Self.sample(&generator)
      var writer = ZipWriter()
      writer.add(
        "parts", parts.map { ZipPart($0[...], isLast: false) } + ZipPart.halves(of: end, isLast: true))
      let whole = Array(parts.joined()) + end
      // Its checksum too is the one of the whole.
      #expect(try ZipArchive(writer.finish()).contents(of: "parts") == whole, "seed 21, round \(round)")
    }
    #expect(CRC32.united(7, 0, count: 0) == 7)
  }

  /// A stream of zlib, level 9: "hello hello hello hello\n" as a fixed block.
  @Test func aFixedBlockOfAnotherProgramIsRead() throws {
    let stream: [UInt8] = [0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x27, 0xB9, 0x00]
    #expect(try inflate(stream, size: 24) == Array("hello hello hello hello\n".utf8))
  }

  @Test func aStoredBlockIsRead() throws {
    let stream: [UInt8] = [1, 3, 0, 0xFC, 0xFF, 1, 2, 3]
    #expect(try inflate(stream, size: 3) == [1, 2, 3])
    #expect(throws: InflateError.tooLong) { try inflate(stream, size: 2) }
    #expect(throws: InflateError.tooShort) { try inflate(stream, size: 4) }
    #expect(throws: InflateError.truncated) { try inflate(Array(stream.dropLast()), size: 3) }
    #expect(throws: InflateError.invalid) { try inflate([1, 3, 0, 0xFC, 0xFE, 1, 2, 3], size: 3) }
  }

  @Test func aSizeThatNoStreamCouldHoldTakesNoMemory() {
    #expect(throws: InflateError.tooShort) { try inflate([3, 0], size: 1 << 40) }
  }

  @Test func anArchiveGivesBackWhatWasPutIn() throws {
    let text = Array(String(repeating: "abc", count: 500).utf8)
    let bytes = archive([("a/b.txt", text), ("empty", []), ("深度学习", [1, 2, 3])])
    let zip = try ZipArchive(bytes)
    #expect(zip.entries.map(\.name) == ["a/b.txt", "empty", "深度学习"])
    #expect(try zip.contents(of: "a/b.txt") == text)
    #expect(try zip.contents(of: "empty") == [])
    #expect(try zip.contents(of: "深度学习") == [1, 2, 3])
    #expect(try zip.contents(of: "nothing") == nil)
    #expect(bytes.count < text.count)
  }

  @Test(arguments: ["/etc/passwd", "../x", "a/../../x", "a\\b", "C:x", "a/./b", "a\u{1B}b", "x\0"])
  func aNameThatLeadsOutOfTheFolderIsRefused(_ name: String) {
    #expect(throws: ZipError.unsafeName(name)) { try ZipArchive(archive([(name, [1])])) }
  }

  @Test func anEmptyNameIsRefused() {
    #expect(throws: ZipError.unsafeName("")) { try ZipArchive(archive([("", [1])])) }
  }

  @Test func aNameThatStandsTwiceIsRefused() {
    #expect(throws: ZipError.duplicateName("a")) { try ZipArchive(archive([("a", [1]), ("a", [2])])) }
  }

  @Test func entriesThatShareBytesAreRefused() {
    var bytes = archive([("a", [1, 2, 3]), ("b", [1, 2, 3])])
    // The directory's second record points to the first header, under the first one's name.
    let directory = 2 * (30 + 1 + 3)
    for offset in 0..<4 { bytes[directory + 47 + 42 + offset] = 0 }
    #expect(throws: ZipError.overlapping(name: "a")) { try ZipArchive(bytes) }
  }

  @Test func limitsHoldBeforeAnythingIsUnpacked() {
    let bytes = archive([("a", Array(repeating: 0, count: 5000)), ("b", [1])])
    #expect(throws: ZipError.tooLarge(name: "a")) {
      try ZipArchive(bytes, limits: ZipLimits(entries: 9, bytes: 4999))
    }
    #expect(throws: ZipError.tooManyEntries(2)) {
      try ZipArchive(bytes, limits: ZipLimits(entries: 1, bytes: 9999))
    }
  }

  @Test func aLyingSizeIsFound() throws {
    var bytes = archive([("a", Array(repeating: 7, count: 5000))])
    let directory = bytes.count - 22 - 47
    bytes[directory + 24] ^= 1
    let zip = try ZipArchive(bytes)
    #expect(throws: ZipError.damaged(name: "a", .tooShort)) { try zip.contents(of: "a") }
  }

  @Test func aChangedByteIsFound() throws {
    var bytes = archive([("a", [1, 2, 3, 4, 5])])
    bytes[33] ^= 1
    let zip = try ZipArchive(bytes)
    #expect(throws: ZipError.checksum(name: "a")) { try zip.contents(of: "a") }
  }

  @Test func whatIsNoArchiveIsSaidToBeNone() {
    #expect(throws: ZipError.notAnArchive) { try ZipArchive([]) }
    #expect(throws: ZipError.notAnArchive) { try ZipArchive(Array("SQLite format 3".utf8)) }
    let bytes = archive([("a", [1])])
    #expect(throws: ZipError.notAnArchive) { try ZipArchive(Array(bytes.dropLast())) }
  }
}

// A span may not stand inside `#expect`.
private func deflate(_ bytes: [UInt8]) -> [UInt8] { Deflate.compress(bytes[...]) }
private func checksum(_ bytes: [UInt8]) -> UInt32 { CRC32.of(bytes.span) }
private func inflate(_ bytes: [UInt8], size: Int) throws(InflateError) -> [UInt8] {
  try Inflate.inflate(bytes.span, size: size)
}

func archive(_ entries: [(String, [UInt8])]) -> [UInt8] {
  var writer = ZipWriter()
  for (name, content) in entries { writer.add(name, content) }
  return writer.finish()
}
