import Basics
import Decks
import Foundation
import Testing

/// `Golden/NAME.md` with what its parse must give: `NAME.dump`, and `NAME.diagnostics` where there are any.
///
/// `STUDY_RECORD=1 swift test --filter GoldenTests` writes what the parser gives now; read the difference.
@Suite struct GoldenTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }()

  static func parse(_ name: String) throws -> (bytes: [UInt8], options: ParseOptions, parsed: ParsedDeck) {
    let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name + ".md")))
    let options = name.hasPrefix("strict-") ? ParseOptions.builtIn : .user
    return (bytes, options, DeckParser.parse(bytes.span, file: name + ".md", options: options))
  }

  @Test(arguments: names) func parsesAsRecorded(_ name: String) throws {
    let parsed = try Self.parse(name).parsed
    let results = [
      ("dump", DeckDump.dump(parsed.deck)), ("diagnostics", DeckDump.dump(parsed.diagnostics)),
    ]
    for (kind, text) in results {
      let file = Self.folder.appending(path: "\(name).\(kind)")
      if ProcessInfo.processInfo.environment["STUDY_RECORD"] != nil {
        if text.isEmpty {
          try? FileManager.default.removeItem(at: file)
        } else {
          try Data(text.utf8).write(to: file)
        }
      }
      let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      #expect(text == expected, "\(name).\(kind)")
    }
  }

  @Test(arguments: names) func aCardReadsAloneFromItsSlice(_ name: String) throws {
    let (bytes, options, parsed) = try Self.parse(name)
    for card in parsed.deck.cards {
      let slice = bytes.span.extracting(card.byteRange)
      let alone = DeckParser.card(
        slice, file: name + ".md", offset: card.byteRange.lowerBound, line: card.location.line,
        options: options)
      #expect(alone == card, "\(card.id)")
    }
  }

  @Test func theCorpusShowsEveryDiagnosticOfAFile() throws {
    #expect(Self.names.count >= 30)
    var shown: Set<DeckDiagnostic.Code> = []
    for name in Self.names { shown.formUnion(try Self.parse(name).parsed.diagnostics.map(\.code)) }
    let others: Set<DeckDiagnostic.Code> = [
      // Found in several decks together, or only in files too large for a corpus.
      .fileTooLarge, .referenceUnknown, .referenceToItself, .prerequisiteCycle, .drillUnsatisfiable,
      .choiceTooManyOptions, .optionWithoutReason, .optionRefersToOthers, .rightOptionStandsOut,
      .rightOptionsLongest, .rightOptionsSkewed, .translationMissing, .translationOrder,
      .translationMetadata, .translationExercises, .translationChoice, .translationCloze,
      .translationDrill, .translationSteps, .translationCalls, .translationClaims, .translationNumbers,
      // Found by running demos.
      .demoUnknown, .callFailed, .claimFieldMissing, .claimFailed,
    ]
    let missing = DeckDiagnostic.Code.allCases.filter { !shown.contains($0) && !others.contains($0) }
    #expect(missing.isEmpty)
    #expect(shown.isDisjoint(with: others))
  }
}
