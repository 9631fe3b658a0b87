import Basics
import BuiltInDecks
import Decks
import Foundation
import Testing

@Suite struct BuiltInDecksTests {
  static let content = GoldenTests.folder.appending(path: "../../../content").standardizedFileURL

  @Test func everyDeckOfTheContentFolderIsInTheBinaryByteForByte() throws {
    var paths: [String] = []
    for language in Language.allCases {
      let folder = Self.content.appending(path: language.rawValue)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names.sorted() where name.hasSuffix(".md") {
        let path = "content/\(language.rawValue)/\(name)"
        paths.append(path)
        let file = try #require(BuiltInDecks.files.first { $0.path == path })
        #expect(Data(file.text.utf8) == (try Data(contentsOf: folder.appending(path: name))), "\(path)")
        #expect(file.language == language && file.topic + ".md" == name)
        #expect(file.contentHash == ContentHash.of(file.text.utf8.span))
      }
    }
    #expect(BuiltInDecks.files.map(\.path).sorted() == paths.sorted())
  }

  @Test func theBuiltInDecksHaveNoErrors() {
    for file in BuiltInDecks.files {
      let parsed = DeckParser.parse(file.text, file: file.path, options: .builtIn)
      #expect(parsed.diagnostics.isEmpty, "\(DeckDump.dump(parsed.diagnostics))")
      #expect(parsed.deck.topic == file.topic)
    }
  }
}
