import Basics
import Storage
import Testing

@testable import Exchange

@Suite struct TextBufferTests {
  private func text(_ write: (inout TextBuffer) -> Void) -> String {
    // So small that everything has to grow it.
    var buffer = TextBuffer(capacity: 1)
    write(&buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  /// Sixteen scalars a string, one of them alone: what stands beside it is not escaped.
  @Test func everyScalarIsEscapedAsTheWriterOfValuesDoes() {
    for first in stride(from: UInt32(0), through: 0x10FFFF, by: 16) {
      let scalars = (first..<first + 16).compactMap(Unicode.Scalar.init)
      var string = String(String.UnicodeScalarView(scalars))
      #expect(text { $0.append(quoted: string) } == JSONWriter.write(.string(string)), "\(first)")
      string = scalars.first.map { "plain\($0)" } ?? ""
      #expect(text { $0.append(quoted: string) } == JSONWriter.write(.string(string)), "\(first)")
    }
  }

  @Test func wholeNumbersAreThoseOfString() {
    var generator = SplitMix64(seed: 7)
    var numbers = [0, 9, 10, 99, 100, -1, -9, -10, .max, .min]
    for _ in 0..<1000 {
      numbers.append(Int(truncatingIfNeeded: generator.next()) >> generator.nextIndex(below: 64))
    }
    for number in numbers { #expect(text { $0.append(integer: number) } == String(number), "seed 7") }
  }

  @Test func timesDatesAndIdsAreThoseOfTheirTypes() {
    var generator = SplitMix64(seed: 8)
    for round in 0..<2000 {
      // From the year -8000 to 12000; every second one on the day before it.
      let time = Timestamp(
        milliseconds: Int64(generator.nextIndex(below: 20_000)) * 31_556_952_000 - 314_000_000_000_000
          + Int64(generator.nextIndex(below: 86_400_000)))
      let later = time.adding(seconds: round % 2 == 0 ? 1 : 90_000)
      let written = text {
        $0.append(time: time)
        $0.append(time: later)
        $0.removeAll()
        $0.append(time: time)
        $0.append(time: later)
      }
      #expect(written == time.iso + later.iso, "seed 8, round \(round)")
      let id = ReviewID(high: generator.next(), low: generator.next())
      #expect(text { $0.append(id: id) } == id.description, "seed 8, round \(round)")
    }
  }

  @Test(arguments: [
    ("", ""), ("a b", "a b"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""),
    ("\t", "\"\t\""), (";", "\";\""), ("填充", "填充"), ("\"", "\"\"\"\""),
  ])
  func aFieldIsInQuotesWhereItMustBe(_ field: String, _ written: String) {
    #expect(text { $0.append(field: field) } == written)
  }
}
