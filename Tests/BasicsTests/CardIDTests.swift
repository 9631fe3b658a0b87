import Basics
import Testing

@Suite struct CardIDTests {
  @Test(arguments: ["a", "conv-out-size", "conv1x1-vs-fc", "3d", String(repeating: "a", count: 64)])
  func acceptsKebabCase(_ text: String) {
    #expect(CardID(written: text)?.rawValue == text)
    #expect(CardID(written: text[...])?.description == text)
    let isWritten = CardID.isWritten(text.utf8.span)
    #expect(isWritten)
  }

  @Test(arguments: [
    "", "-", "-a", "a-", "a--b", "A", "a b", "a_b", "a.b", "é", "卡", "@0123", "a\n",
    String(repeating: "a", count: 65),
  ]) func refusesTheRest(_ text: String) {
    #expect(CardID(written: text) == nil)
    let isWritten = CardID.isWritten(text.utf8.span)
    #expect(!isWritten)
  }

  @Test func anIDFromTheLogIsTakenAsItIs() {
    #expect(CardID(rawValue: "Any Thing").rawValue == "Any Thing")
    #expect(CardID(rawValue: "a") < CardID(rawValue: "b"))
  }
}
