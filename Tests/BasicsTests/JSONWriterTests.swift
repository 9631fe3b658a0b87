import Basics
import Foundation
import Testing

@Suite struct JSONWriterTests {
  @Test func writesOneLine() {
    let value: JSONValue = [
      "demo": "conv", "out": [112, 96], "none": nil, "yes": true, "ratio": 0.1, "empty": [], "nothing": [:],
    ]
    #expect(
      JSONWriter.write(value)
        == #"{"demo":"conv","out":[112,96],"none":null,"yes":true,"ratio":0.1,"empty":[],"nothing":{}}"#)
  }

  @Test func controlsOfWritingDirectionAreEscaped() {
    #expect(JSONWriter.write(.string("a\u{202E}b\u{2066}\u{9B}")) == #""a\u202eb\u2066\u009b""#)
  }

  @Test func indentsContainersAndKeepsShortListsOnALine() {
    let value: JSONValue = [
      "out": [1, 2], "layers": [["rf": 3], ["rf": 5]], "rows": [[1, 2], [3, 4]], "e": [],
    ]
    #expect(
      JSONWriter.write(value, indented: true) == """
        {
          "out": [1, 2],
          "layers": [
            {
              "rf": 3
            },
            {
              "rf": 5
            }
          ],
          "rows": [
            [1, 2],
            [3, 4]
          ],
          "e": []
        }
        """)
  }

  @Test func escapesWhatATerminalMightActOn() {
    let text = "\"\\\n\r\t\u{0}\u{1B}[31m\u{7F}\u{9B}é卡😀/"
    #expect(
      JSONWriter.write(.string(text)) == #""\"\\\n\r\t\u0000\u001b[31m\u007f\u009bé卡😀/""#)
  }

  @Test func numbersReadBackExactly() throws {
    for seed in UInt64(0)..<2000 {
      var generator = SplitMix64(seed: seed)
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      #expect(Double(JSONWriter.write(.number(number))) == number, "seed \(seed)")
    }
    for (number, text) in [
      (1.0, "1"), (-0.5, "-0.5"), (1e15, "1000000000000000"), (1e22, "1e+22"),
      (Double.leastNonzeroMagnitude, "5e-324"), (.nan, "null"),
      (-.infinity, "null"),
    ] as [(Double, String)] {
      #expect(JSONWriter.write(.number(number)) == text)
    }
    #expect(JSONWriter.write(.integer(.min)) == "-9223372036854775808")
  }

  @Test func anotherReaderUnderstandsIt() throws {
    let value: JSONValue = ["a": [1, [2.5, ["b": "c\u{1B}"]], true, nil], "b": [:]]
    for isIndented in [false, true] {
      let text = JSONWriter.write(value, indented: isIndented)
      let read = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
      #expect(
        read == ["a": [1, [2.5, ["b": "c\u{1B}"]], true, NSNull()], "b": NSDictionary()] as NSDictionary)
    }
  }

  @Test func membersAreFoundByName() {
    let value: JSONValue = ["a": 1, "b": [2]]
    #expect(value["b"] == [2])
    #expect(value["c"] == nil)
    #expect(JSONValue.integer(1)["a"] == nil)
    #expect(JSONValue.integers([1, 2]) == [1, 2])
    #expect(JSONValue.numbers([0.5]) == [0.5])
  }
}
