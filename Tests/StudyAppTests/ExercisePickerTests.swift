import Basics
import Decks
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
}
