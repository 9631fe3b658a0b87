import Basics
import Decks
import Foundation
import Testing

@Suite struct DeckDiagnosticTests {
  let place = SourceLocation(file: "x.md", line: 3, column: 7)

  @Test func everyCodeSaysWhatAndWhatToDoInBothLanguages() {
    for code in DeckDiagnostic.Code.allCases { check(code) }
  }

  private func check(_ code: DeckDiagnostic.Code) {
    let diagnostic = DeckDiagnostic(code, at: place, subject: "SUBJECT", other: "OTHER")
    for language in Language.allCases {
      let (message, hint) = (diagnostic.message[language], diagnostic.hint[language])
      let ends: Set<Character> = language == .english ? [".", "?"] : ["。", "？"]
      // A suggestion ends with a question mark.
      #expect(message.last.map { ends.contains($0) || "”\"".contains($0) } == true, "\(message)")
      #expect(hint.isEmpty == false && hint != message)
      #expect(message.contains { $0.isLetter && !$0.isASCII } == (language == .chinese), "\(message)")
    }
  }

  @Test func theArticleNamesEveryCode() throws {
    let article = GoldenTests.folder.appending(path: "../../../Sources/study/study.docc/DeckFormat.md")
    let text = try String(contentsOf: article.standardizedFileURL, encoding: .utf8)
    for code in DeckDiagnostic.Code.allCases {
      #expect(text.contains("`\(code.rawValue)`"), "\(code.rawValue)")
    }
  }

  @Test func codesAreKebabCase() {
    for code in DeckDiagnostic.Code.allCases {
      #expect(CardID(written: code.rawValue) != nil, "\(code.rawValue)")
    }
  }

  @Test func theSubjectIsNamed() {
    let diagnostic = DeckDiagnostic(.metadataUnknownKey, at: place, subject: "levle", other: "level")
    #expect(diagnostic.message.english == "There is no key \"levle\"; did you mean \"level\"?")
    #expect(diagnostic.severity == .warning)
    #expect(diagnostic.location.description == "x.md:3:7")
  }
}
