import Basics
import BuiltInDecks
import Decks
import Testing

/// A learner must not be able to guess the right option from where it stands or how it looks.
@Suite struct OptionPositionTests {
  private func decks(_ language: String) -> [Deck] {
    BuiltInDecks.files.filter { $0.language.rawValue == language }.map {
      DeckParser.parse($0.text, file: $0.path, options: .builtIn).deck
    }
  }

  /// χ² against equal shares. With four options three degrees of freedom: 11.34 is exceeded by chance once in a hundred.
  private func chiSquared(_ counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    return counts.map { (Double($0) - expected) * (Double($0) - expected) / expected }.reduce(0, +)
  }

  @Test(arguments: ["en", "zh"])
  func theRightOptionIsEquallyOftenInEveryPlace(_ language: String) {
    var counts = [0, 0, 0, 0]
    for card in decks(language).flatMap(\.cards) {
      for case .choice(let choice) in card.exercises
      where choice.options.count == 4 && choice.rightIndices.count == 1 {
        counts[choice.rightIndices[0]] += 1
      }
    }
    #expect(counts.reduce(0, +) >= 100, "\(counts)")
    #expect(chiSquared(counts) < 11.34, "\(counts)")
  }

  @Test func aSkewedDeckIsNoticed() {
    #expect(chiSquared([70, 30, 30, 30]) > 11.34)
  }

  @Test(arguments: ["en", "zh"])
  func theLintOfOptionsFindsNothing(_ language: String) {
    let found = ChoiceLint.diagnostics(decks(language), requiresReasons: true)
    #expect(found.isEmpty, "\(found.prefix(3).map { "\($0.location) \($0.code)" })")
  }
}
