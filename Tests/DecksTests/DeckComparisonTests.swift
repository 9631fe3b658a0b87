import Decks
import Testing

@Suite struct DeckComparisonTests {
  static let original = """
    ## One?
    <!-- id: one; level: 2; tags: a; source: 002; see: two; after: zero -->

    About $0.25$ and $n = 3$.

    - Point.

    ### Choice
    - [ ] a: 1
    - [x] b: 2

    ### Cloze
    A ==gap==.

    ### Drill
    What is {n}?
    - n: 1..3
    - where: n > 1
    - answer: `study demo x --n {n}` → `out`

    ### Order
    1. a
    2. b
    3. c

    ### Demo
    `study demo x --n 3` → `out = 5`, `loss = 0.25`

    ## Two?
    <!-- id: two -->

    B.

    """

  private func deck(_ text: String, _ file: String) -> Deck {
    DeckParser.parse(text, file: file, options: .user).deck
  }

  private func differences(_ change: (from: String, to: String)) -> [DeckDiagnostic.Code] {
    precondition(Self.original.contains(change.from))
    let other = Self.original.replacing(change.from, with: change.to)
    return DeckComparison.diagnostics(deck(Self.original, "en.md"), deck(other, "zh.md")).map(\.code)
  }

  @Test func wordsMayDiffer() {
    let chinese = Self.original.replacing("One?", with: "一？").replacing("Point.", with: "要点。")
      .replacing("### Choice", with: "### 选择").replacing("a: 1", with: "甲：1").replacing("gap", with: "空")
    #expect(DeckComparison.diagnostics(deck(Self.original, "en.md"), deck(chinese, "zh.md")).isEmpty)
  }

  @Test(
    arguments: [
      ("id: two", "id: three", [.translationMissing, .translationMissing]),
      ("level: 2", "level: 3", [.translationMetadata]), ("tags: a", "tags: b", [.translationMetadata]),
      ("see: two", "see: zero", [.translationMetadata]),
      ("after: zero", "after: two", [.translationMetadata]),
      ("- [ ] a: 1\n- [x] b: 2", "- [x] a: 1\n- [ ] b: 2", [.translationChoice]),
      ("### Choice\n- [ ] a: 1\n- [x] b: 2\n", "", [.translationExercises]),
      ("A ==gap==.", "A ==gap== ==more==.", [.translationCloze]), ("n: 1..3", "n: 1..4", [.translationDrill]),
      ("n > 1", "n > 2", [.translationDrill]), ("demo x --n {n}", "demo x --m {n}", [.translationDrill]),
      ("`out`", "`loss`", [.translationDrill]), ("What is {n}?", "What?", [.translationDrill]),
      ("3. c\n", "3. c\n4. d\n", [.translationSteps]), ("out = 5", "out = 6", [.translationClaims]),
      ("`, `loss = 0.25`", "`", [.translationClaims]),
      ("x --n 3`", "x --n 4`", [.translationCalls, .translationClaims]),
      ("$n = 3$", "$n = 4$", [.translationNumbers]),
    ] as [(String, String, [DeckDiagnostic.Code])])
  func everythingElseMustNot(_ from: String, _ to: String, _ codes: [DeckDiagnostic.Code]) {
    #expect(differences((from, to)) == codes)
  }

  @Test func theOrderOfCardsIsPartOfADeck() {
    let parts = Self.original.split(separator: "## Two?")
    let swapped = "## Two?" + parts[1] + "\n" + parts[0]
    let found = DeckComparison.diagnostics(deck(Self.original, "en.md"), deck(swapped, "zh.md"))
    #expect(found.map(\.code) == [.translationOrder])
    #expect(found.first?.location.file == "zh.md")
  }
}
