import Basics
import Decks
import Testing

@Suite struct DrillDrawerTests {
  private func drill(_ body: String) throws -> Drill {
    let parsed = DeckParser.parse("## One?\n\nA.\n\n### Drill\n\(body)\n", file: "x.md", options: .user)
    guard case .drill(let drill)? = parsed.deck.cards.first?.exercises.first else {
      throw Missing(diagnostics: DeckDump.dump(parsed.diagnostics))
    }
    return drill
  }

  private struct Missing: Error {
    let diagnostics: String
  }

  @Test func drawsWithinItsDomainsAndItsConstraint() throws {
    let drill = try drill(
      """
      Size of {n} under {k}, {mode}?
      - n: 2..9; k: 1|3|5; mode: valid|same
      - where: k < n and (n - k) % 2 = 0
      - answer: `study demo conv --in {n} --k {k} --padding {mode}` → `out`
      """)
    var seen: Set<[String]> = []
    for seed in UInt64(0)..<500 {
      var generator = SplitMix64(seed: seed)
      let drawn = try drill.draw(using: &generator)
      let texts = drawn.values.map(\.text)
      let (n, k) = (try #require(Int(texts[0])), try #require(Int(texts[1])))
      #expect((2...9).contains(n) && [1, 3, 5].contains(k) && k < n && (n - k) % 2 == 0, "seed \(seed)")
      #expect(drawn.question == "Size of \(n) under \(k), \(texts[2])?", "seed \(seed)")
      #expect(drawn.call.arguments == ["--in", "\(n)", "--k", "\(k)", "--padding", texts[2]], "seed \(seed)")
      seen.insert(texts)
    }
    // k = 1: n in 3,5,7,9; k = 3: 5,7,9; k = 5: 7,9; twice for the mode.
    #expect(seen.count == 18)
  }

  @Test func theSameSeedDrawsTheSame() throws {
    let drill = try drill("What is {a}?\n- a: 1..1000000\n- answer: `study demo x --a {a}` → `b`")
    var first = SplitMix64(seed: 42)
    var second = SplitMix64(seed: 42)
    #expect(try drill.draw(using: &first) == drill.draw(using: &second))
    #expect(try drill.draw(using: &first).values != drill.draw(using: &first).values)
  }

  @Test func aRareDrawIsFoundAndAnImpossibleOneIsAnError() throws {
    let rare = try drill(
      "{a} {b}?\n- a: 1..300; b: 1..300\n- where: a = 300 and b = 1\n- answer: `study demo x {a} {b}` → `c`")
    let none = try drill("{a}?\n- a: 1..9\n- where: a > 9\n- answer: `study demo x {a}` → `c`")
    let huge = try drill(
      "{a} {b}?\n- a: 1..999999999; b: 1..999999999\n- where: a + b < 0\n- answer: `study demo x {a} {b}` → `c`"
    )
    var generator = SplitMix64(seed: 1)
    #expect(try rare.draw(using: &generator).values.map(\.text) == ["300", "1"])
    for drill in [none, huge] {
      let constraint = try #require(drill.constraint)
      #expect(throws: Drill.DrawFailure.unsatisfiable(constraint)) { try drill.draw(using: &generator) }
    }
  }

  @Test func aLogBringsTheSameDrillBack() throws {
    let drill = try drill(
      "What is {a} of {b}?\n- a: 1..9; b: x|y\n- answer: `study demo x --a {a} {b}` → `c`")
    var generator = SplitMix64(seed: 3)
    let drawn = try drill.draw(using: &generator)
    let values = Dictionary(uniqueKeysWithValues: drawn.values.map { ($0.name, $0.text) })
    #expect(try drill.redrawn(with: values) == drawn)
    #expect(throws: Drill.DrawFailure.valueMissing("b")) { try drill.redrawn(with: ["a": "1"]) }
  }

  @Test func bracesOfLaTeXStayWhereItNeedsThem() throws {
    let drill = try drill(
      "$x^{n} + \\frac{a}{n} + {n}$, {n}, \\{n}?\n- n: 12|12.5\n- answer: `study demo x {n}` → `c`")
    #expect(try drill.redrawn(with: ["n": "12"]).question == "$x^{12} + \\frac{a}{12} + 12$, 12, \\{n}?")
  }
}
