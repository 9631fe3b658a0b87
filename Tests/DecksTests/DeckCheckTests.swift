import Decks
import Testing

@Suite struct DeckCheckTests {
  private func check(_ files: String...) -> [String] {
    let decks = files.enumerated().map { DeckParser.parse($1, file: "\($0).md", options: .user).deck }
    return DeckDump.dump(DeckCheck.diagnostics(decks)).split(separator: "\n").map(String.init)
  }

  private func card(_ id: String, _ rest: String = "") -> String {
    "## \(id)?\n<!-- id: \(id)\(rest) -->\n\nA.\n\n"
  }

  @Test func decksThatReferToEachOtherAreSound() {
    #expect(
      check(card("one", "; see: two"), card("two", "; after: one") + card("three", "; after: two, one")) == []
    )
  }

  @Test func anIdStandsOnceOverAllDecks() {
    #expect(check(card("one"), card("one")) == ["1:1 error id-duplicate \"one\" \"0.md:1:1\""])
    #expect(check("a :: b\n", "A :: c\n") == ["1:1 error question-duplicate \"0.md:1:1\""])
  }

  @Test func anUnknownReferenceSuggestsTheNearest() {
    #expect(
      check(card("conv-what"), card("other", "; see: conv-waht; after: nothing-like-it")) == [
        "1:1 error reference-unknown \"conv-waht\" \"conv-what\"",
        "1:1 error reference-unknown \"nothing-like-it\"",
      ])
    #expect(check(card("one", "; see: one")) == ["1:1 warning reference-to-itself \"one\""])
  }

  @Test func aRingOfPrerequisitesIsReportedOnce() {
    let ring =
      card("a", "; after: b") + card("b", "; after: c") + card("c", "; after: a") + card("d", "; after: a")
    #expect(check(ring) == ["1:1 warning prerequisite-cycle \"a → b → c → a\""])
    let diamond = card("a", "; after: b, c") + card("b", "; after: d") + card("c", "; after: d") + card("d")
    #expect(check(diamond) == [])
  }

  @Test func aDrillThatCannotBeDrawnIsAnError() {
    let text =
      card("a") + "### Drill\nWhat is {n}?\n- n: 1..3\n- where: n > 3\n- answer: `study demo x {n}` → `y`\n"
    #expect(check(text) == ["6:1 error drill-unsatisfiable \"n > 3\""])
  }
}
