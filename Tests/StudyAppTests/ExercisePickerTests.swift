import Basics
import Decks
import Demos
import Testing

@testable import StudyApp

@Suite struct ExercisePickerTests {
  private func pick(
    _ maturity: ExercisePicker.Maturity, last: ExerciseKind? = nil, wanted: ExerciseKind? = nil,
    seed: UInt64 = 1
  ) -> ExerciseKind? {
    var generator = SplitMix64(seed: seed)
    return ExercisePicker.pick(
      for: TestQuestions.card, maturity: maturity, last: last, wanted: wanted, using: &generator)?.kind
  }

  @Test func maturityDecidesWhatSuits() {
    #expect(pick(.new) == .choice)
    #expect(pick(.young) == .drill)
    #expect(pick(.mature) == .recall)
  }

  @Test func theSameExerciseIsNotAskedTwiceRunning() {
    for maturity in [ExercisePicker.Maturity.new, .young, .mature] {
      let first = pick(maturity)
      #expect(pick(maturity, last: first) != first)
    }
  }

  @Test func aKindThatIsWantedIsAsked() {
    for kind in ExerciseKind.allCases { #expect(pick(.mature, wanted: kind) == kind) }
  }

  @Test func theRightOptionStandsAnywhere() throws {
    let choice = try #require(TestQuestions.card.exercises.first { $0.kind == .choice })
    var counts = [0, 0, 0]
    for seed in UInt64(0)..<3000 {
      var generator = SplitMix64(seed: seed)
      guard case .choice(let choice, let order)? = ExercisePicker.asked(choice, using: &generator) else {
        continue
      }
      counts[order.firstIndex { choice.options[$0].isRight } ?? 0] += 1
    }
    // A thousand each; five standard deviations are 130.
    for count in counts { #expect(abs(count - 1000) < 130, "\(counts)") }
  }

  @Test func aDrillDrawsNumbersOnWhichTheLastMistakeShows() throws {
    let text = """
      ---
      topic: sizes
      title: Sizes
      ---

      ## How large?
      <!-- id: padded -->

      It depends.

      ### Drill
      A {n}×{n} input, a {k}×{k} filter, padding {p}: output?
      - n: 9..12; k: 3..3; p: 0..3
      - answer: `study demo conv --in {n} --k {k} --p {p}` → `out`
      """
    let card = DeckParser.parse(text, file: "sizes.md", options: .builtIn).deck.cards[0]
    func unpadded(mistake: String?) -> Int {
      (UInt64(0)..<20).filter { seed in
        var generator = SplitMix64(seed: seed)
        guard
          case .drill(_, let drawn)? = ExercisePicker.pick(
            for: card, maturity: .young, last: nil, wanted: .drill, mistake: mistake, using: &generator)
        else { return false }
        return drawn.values.contains { $0.name == "p" && $0.text == "0" }
      }.count
    }
    // Without padding nobody can forget it.
    #expect(unpadded(mistake: nil) > 1)
    let name = try #require(
      Catalogue.demo(named: "conv")?.wrongRules.first {
        $0.field == "out" && $0.mistake.english.contains("padding is forgotten")
      }?.name)
    #expect(unpadded(mistake: name) == 0)
  }
}
