import Basics
import Testing

@Suite struct JSONReaderTests {
  private func value(_ text: String) throws(JSONError) -> JSONValue {
    try JSONReader.value(of: Array(text.utf8))
  }

  private func problem(_ text: String) -> JSONError? {
    do throws(JSONError) {
      _ = try value(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func whatTheWriterWritesIsReadBack() throws {
    let original: JSONValue = [
      "text": "a \"b\" \\ \n \u{1} é 填充 \u{1F600}",
      "numbers": [0, -7, 9_007_199_254_740_993, 0.1, -2.5e-300],
      "flags": [true, false, nil], "empty": [[:], []],
    ]
    #expect(try value(JSONWriter.write(original)) == original)
    #expect(try value(JSONWriter.write(original, indented: true)) == original)
  }

  @Test func escapesAndSurrogatesAreResolved() throws {
    #expect(try value(#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#) == .string("\"\\/\u{8}\u{C}\n\r\té\u{1F600}"))
    // A surrogate without its other half is no character.
    #expect(try value(#""\uD83Dx\uDE00""#) == .string("\u{FFFD}x\u{FFFD}"))
  }

  @Test func wholeNumbersStayWholeAndTooLargeOnesBecomeFloatingPoint() throws {
    #expect(try value("-9223372036854775808") == .integer(.min))
    #expect(try value("9223372036854775807") == .integer(.max))
    #expect(try value("9223372036854775808") == .number(9_223_372_036_854_775_808))
    #expect(try value("1e2") == .number(100))
  }

  @Test(arguments: [
    ("", JSONError(reason: .unexpectedEnd, offset: 0)), ("[1", JSONError(reason: .unexpectedEnd, offset: 2)),
    ("[1 2]", JSONError(reason: .unexpectedByte(0x32), offset: 3)),
    ("[1,]", JSONError(reason: .unexpectedByte(0x5D), offset: 3)),
    ("{\"a\" 1}", JSONError(reason: .unexpectedByte(0x31), offset: 5)),
    ("{a:1}", JSONError(reason: .unexpectedByte(0x61), offset: 1)),
    ("1 2", JSONError(reason: .trailing, offset: 2)), ("01", JSONError(reason: .invalidNumber, offset: 0)),
    ("-", JSONError(reason: .invalidNumber, offset: 0)), ("1.", JSONError(reason: .invalidNumber, offset: 0)),
    ("1e999", JSONError(reason: .invalidNumber, offset: 0)),
    ("\"\\x\"", JSONError(reason: .invalidEscape, offset: 1)),
    ("\"a\nb\"", JSONError(reason: .controlCharacter, offset: 2)),
    ("nul", JSONError(reason: .unexpectedEnd, offset: 3)),
    ("nulL", JSONError(reason: .unexpectedByte(0x4C), offset: 3)),
  ]) func whatIsNoJSONIsRefusedWithItsPlace(_ text: String, _ error: JSONError) {
    #expect(problem(text) == error)
  }

  @Test func bytesThatAreNoUTF8AreRefused() {
    #expect(throws: JSONError(reason: .invalidUTF8, offset: 1)) {
      try JSONReader.value(of: [0x22, 0xC3, 0x28, 0x22])
    }
  }

  @Test func nestingIsBounded() throws {
    let deepest = JSONReader.deepest
    let nested = String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
    #expect(problem(nested) == nil)
    #expect(problem("[" + nested + "]") == JSONError(reason: .tooDeep, offset: deepest + 1))
  }

  @Test func anObjectIsReadMemberByMemberAndTheRestIsPassedOver() throws {
    var reader = JSONReader(
      Array(" {\"skip\": {\"a\": [1, \"}\"]}, \"name\": \"kernel\", \"size\": 3} ".utf8))
    try reader.beginObject()
    var text: String?
    while let name = try reader.nextName() {
      if name == "name" { text = try reader.stringIfNext() } else { try reader.skip() }
    }
    try reader.finish()
    #expect(text == "kernel")
  }

  @Test func aPartOfTheBytesIsReadAlone() throws {
    let bytes = Array("{\"a\":1}\n{\"b\":2}\n".utf8)
    var reader = JSONReader(bytes, in: 8..<15)
    #expect(try reader.value() == ["b": 2])
    try reader.finish()
  }
}
