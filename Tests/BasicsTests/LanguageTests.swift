import Basics
import Testing

@Suite struct LanguageTests {
  @Test(
    arguments: [
      ("zh_CN.UTF-8", .chinese), ("zh", .chinese), ("en_GB.UTF-8", .english), ("C", .english),
      ("C.UTF-8", .english),
      ("POSIX", .english), ("fr_FR", nil), ("", nil),
    ] as [(String, Language?)]) func aLocaleNamesALanguage(_ locale: String, _ language: Language?)
  {
    #expect(Language(locale: locale) == language)
  }

  @Test func aTextHasBothLanguages() {
    let text = LocalizedText("yes", "是")
    #expect(text[.english] == "yes" && text[.chinese] == "是")
    #expect(LocalizedText(both: "×")[.chinese] == "×")
  }
}
