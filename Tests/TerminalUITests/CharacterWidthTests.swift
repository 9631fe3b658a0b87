import Testing

@testable import TerminalUI

@Suite struct CharacterWidthTests {
  @Test(arguments: [
    ("a", 1), ("é", 1), ("e\u{301}", 1), ("x̂", 1), ("中", 2), ("，", 2), ("ｱ", 1), ("ア", 2), ("한", 2),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("😀", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇨🇳", 2), ("1️⃣", 2), ("❤️", 2), ("❤", 1),
    ("\u{301}", 0), ("\u{200B}", 0), ("\u{7}", 0), ("─", 1), ("⣿", 1), ("▌", 1), ("ᵢ", 1), ("⌊", 1), ("½", 1),
    ("𝔼", 1), ("𠀀", 2), ("～", 2), ("“", 1), ("", 0), ("卷积 conv", 9),
  ])
  func textTakesThisManyColumns(text: String, columns: Int) {
    #expect(CharacterWidth.standard.columns(text) == columns)
  }

  @Test(arguments: [("α", 2), ("─", 2), ("“", 2), ("…", 2), ("a", 1), ("⣿", 1), ("中", 2), ("°", 2), ("é", 2)])
  func ambiguousCharactersTakeTwoColumnsOnRequest(text: String, columns: Int) {
    #expect(CharacterWidth(isAmbiguousWide: true).columns(text) == columns)
  }

  @Test func theTablesRiseAndDoNotOverlap() {
    for table in [CharacterWidthTable.wide, CharacterWidthTable.ambiguous] {
      #expect(table.count % 2 == 0)
      for index in table.indices.dropFirst() {
        #expect(index % 2 == 1 ? table[index - 1] <= table[index] : table[index - 1] < table[index])
      }
    }
  }
}
