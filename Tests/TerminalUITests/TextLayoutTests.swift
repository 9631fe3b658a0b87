import Basics
import Testing

@testable import TerminalUI

@Suite struct TextLayoutTests {
  private func wrap(_ text: String, _ width: Int, hanging: Int = 0) -> [String] {
    StyledText(text).wrapped(to: width, hangingIndent: hanging).map(\.plainText)
  }

  @Test func wordsStayWhole() {
    #expect(wrap("the quick brown fox", 10) == ["the quick", "brown fox"])
    #expect(wrap("the quick", 9) == ["the quick"])
    #expect(wrap("", 10) == [""])
    #expect(wrap("a  b   c", 4) == ["a  b", "c"])
  }

  @Test func aWordLongerThanALineIsBroken() {
    #expect(wrap("abcdefghij kl", 4) == ["abcd", "efgh", "ij", "kl"])
    #expect(wrap("中文", 1) == ["中", "文"])
  }

  @Test func chineseBreaksAnywhereButNotAroundPunctuation() {
    #expect(wrap("卷积核滑动。", 10) == ["卷积核滑", "动。"])
    #expect(wrap("填充多少（像素）", 10) == ["填充多少", "（像素）"])
    #expect(wrap("步长1,填充", 5) == ["步长", "1,填", "充"])
    #expect(wrap("他说“你好”", 6) == ["他说", "“你好”"])
  }

  @Test func aHyphenLetsALongWordEnd() {
    #expect(wrap("a well-known trap", 8) == ["a well-", "known", "trap"])
    #expect(wrap("x -1", 3) == ["x", "-1"])
  }

  @Test func linesAfterTheFirstHangBehindTheBullet() {
    #expect(wrap("• one two three", 9, hanging: 2) == ["• one two", "  three"])
    #expect(wrap("• 中文", 3, hanging: 2) == ["•", "中", "文"])
  }

  @Test func stylesSurviveWrapping() {
    let text = StyledText("one ", .plain) + StyledText("two three", .strong)
    let lines = text.wrapped(to: 8)
    #expect(lines.map(\.plainText) == ["one two", "three"])
    #expect(lines[1].spans == [StyledText.Span("three", Style(.strong))])
    #expect(lines[0].spans.map(\.style.role) == [.plain, .strong])
  }

  @Test func cutTextEndsInAnEllipsis() {
    #expect(StyledText("convolution").truncated(to: 6).plainText == "convo…")
    #expect(StyledText("卷积神经").truncated(to: 6).plainText == "卷积…")
    #expect(StyledText("abc").truncated(to: 3).plainText == "abc")
    #expect(StyledText("abc").truncated(to: 0).plainText == "")
  }

  @Test func paddingCountsColumnsNotCharacters() {
    #expect(StyledText("卷积").padded(to: 6).plainText == "卷积  ")
    #expect(StyledText("12").padded(to: 5, .right).plainText == "   12")
    #expect(StyledText("卷积神经").fitted(to: 6).plainText == "卷积… ")
  }

  @Test func noLineIsWiderThanAskedAndNothingIsLost() {
    let letters = Array("ab  -–—中文，。（）“”.,x̂😀α─ \n")
    let seed: UInt64 = 7
    var generator = SplitMix64(seed: seed)
    for round in 0..<5_000 {
      let text = String(
        (0..<generator.nextIndex(below: 60)).map { _ in letters.randomElement(using: &generator) ?? "a" })
      let width = 2 + generator.nextIndex(below: 20)
      let lines = StyledText(spans: [.init(text, .plain)]).wrapped(
        to: width, hangingIndent: generator.nextIndex(below: 4))
      #expect(lines.allSatisfy { $0.columns() <= width }, "seed \(seed), round \(round): \(text)")
      #expect(
        lines.map(\.plainText).joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace },
        "seed \(seed), round \(round): \(text)")
    }
  }
}
