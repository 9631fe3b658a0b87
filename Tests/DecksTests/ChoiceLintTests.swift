import Basics
import Testing

@testable import Decks

@Suite struct ChoiceLintTests {
  private func deck(_ sections: [String]) -> Deck {
    let cards = sections.enumerated().map { "## Question \($0)?\n\nA.\n\n### Choice\n\($1)\n" }
    return DeckParser.parse(cards.joined(separator: "\n"), file: "x.md", options: .user).deck
  }

  private func codes(_ sections: [String], requiresReasons: Bool = false) -> [DeckDiagnostic.Code] {
    ChoiceLint.diagnostics([deck(sections)], requiresReasons: requiresReasons).map(\.code)
  }

  @Test func everyOptionOwesAReasonWhereReasonsAreRequired() {
    let section = "- [x] yes: so\n- [ ] no"
    #expect(codes([section]) == [])
    #expect(codes([section], requiresReasons: true) == [.optionWithoutReason])
  }

  @Test(arguments: ["All of the above", "none of the above: because", "以上都对", "Both of these"])
  func optionsDoNotReferToOthers(_ text: String) {
    #expect(codes(["- [x] one thing\n- [ ] \(text)"]) == [.optionRefersToOthers])
  }

  @Test func aRightOptionTwiceAsLongStandsOut() {
    #expect(
      codes(["- [x] a much longer and fuller text than that\n- [ ] a short one"]) == [.rightOptionStandsOut])
    #expect(codes(["- [x] not at all\n- [ ] yes"]) == [])
  }

  /// Choices whose right option is at the places given, of four; `isLongest` says whether its length tells.
  private func sections(_ places: [Int], isLongest: (Int) -> Bool) -> [String] {
    places.enumerated().map { number, place in
      (0..<4).map { index in
        let isRight = index == place
        let text = isRight == isLongest(number) ? "longer text" : "short text"
        return "- [\(isRight ? "x" : " ")] \(text) \(index)"
      }.joined(separator: "\n")
    }
  }

  @Test func oneDeckInAHundredAtMostIsSuspectedByChance() {
    var suspected = 0
    for seed in UInt64(0)..<300 {
      var generator = SplitMix64(seed: seed)
      var shape = ChoiceShape()
      for _ in 0..<40 {
        let place = generator.nextIndex(below: 4)
        let lengths = (0..<4).map { _ in 5 + generator.nextIndex(below: 60) }
        let place0 = SourceLocation(file: "x.md", line: 1, column: 1)
        shape.add(
          Choice(
            question: "",
            options: lengths.enumerated().map { index, length in
              Choice.Option(
                text: String(repeating: "a", count: length), isRight: index == place, reason: nil,
                location: place0)
            }, location: place0))
      }
      if shape.isLengthTelling { suspected += 1 }
      if shape.isPlaceTelling { suspected += 1 }
    }
    // Two tests of one per cent in 300 decks: 6 expected, and 15 is beyond three standard deviations.
    #expect(suspected <= 15)
  }

  @Test func aTellingPlaceOrLengthIsFound() {
    let even = (0..<40).map { $0 % 4 }
    #expect(codes(sections(even) { $0 % 4 == 0 }) == [])
    #expect(codes(sections(even) { _ in true }) == [.rightOptionsLongest])
    #expect(codes(sections(even.map { $0 == 3 ? 1 : $0 }) { $0 % 4 == 0 }) == [.rightOptionsSkewed])
    #expect(codes(sections([0, 0, 0]) { _ in true }) == [], "too few to tell")
  }
}
