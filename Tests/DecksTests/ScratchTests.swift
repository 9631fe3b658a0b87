import Basics
import BuiltInDecks
import Decks
import Foundation
import Testing

@Suite struct ScratchTests {
  @Test func look() throws {
    for path in ProcessInfo.processInfo.environment["LOOK"]!.split(separator: ":") {
      let text = try String(contentsOfFile: String(path), encoding: .utf8)
      let parsed = DeckParser.parse(text, file: String(path), options: .builtIn)
      let kinds = parsed.deck.cards.flatMap { $0.exercises.map(\.kind.rawValue) }
      print(
        path, parsed.deck.cards.count, Dictionary(kinds.map { ($0, 1) }, uniquingKeysWith: +),
        parsed.deck.cards.map(\.claims.count).reduce(0, +))
      for d in parsed.diagnostics {
        print("\(d.location): \(d.severity.rawValue): \(d.code.rawValue): \(d.message.english)")
      }
      if ProcessInfo.processInfo.environment["DUMP"] != nil { print(DeckDump.dump(parsed.deck)) }
    }
  }
}
