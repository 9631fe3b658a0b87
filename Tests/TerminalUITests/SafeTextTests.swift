import Testing

@testable import TerminalUI

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("plain, 中文 and ŷ", "plain, 中文 and ŷ"),
    ("\u{1B}[2J", "␛[2J"),
    ("a\u{0}b\u{7F}", "a␀b␡"),
    ("a\u{9B}31m", "a⟨U+009B⟩31m"),
    ("abc\u{202E}fed", "abc⟨U+202E⟩fed"),
    ("pay\u{200B}pal", "pay⟨U+200B⟩pal"),
    ("a\u{200D}b", "a⟨U+200D⟩b"),
    ("👩‍👧", "👩‍👧"),
    ("a\tb\nc\r\nd", "a b c d"),
    ("\u{FEFF}x", "⟨U+FEFF⟩x"),
    ("x\u{2028}y", "x⟨U+2028⟩y"),
  ])
  func whatATerminalWouldActOnBecomesAMark(text: String, shown: String) {
    #expect(SafeText.line(text) == shown)
    #expect(shown.allSatisfy(SafeText.isSafe))
  }

  @Test func lineBreaksStayWhereTheyAreWanted() {
    #expect(SafeText.lines("a\r\nb\rc\nd\u{1B}") == "a\nb\nc\nd␛")
  }

  @Test func towersOfCombiningMarksAreCut() {
    let tower = "a" + String(repeating: "\u{301}", count: 10_000) + "b"
    #expect(SafeText.line(tower).unicodeScalars.count < 16)
    #expect(SafeText.line(tower).hasSuffix("b"))
  }

  @Test func styledTextIsSafeFromTheStart() {
    #expect(StyledText("a\u{1B}[31mb\n").plainText == "a␛[31mb ")
    #expect(("\u{1B}" as StyledText).plainText == "␛")
  }
}
