import Basics
import Decks
import Scheduling
import TerminalUI

@testable import StudyApp

/// A small deck with every kind of exercise, and questions from it.
enum TestQuestions {
  static let text = """
    ---
    topic: sizes
    title: Sizes
    ---

    ## How large is the output of a convolution?
    <!-- id: out-size -->

    It is $\\lfloor (n + 2p - k)/s \\rfloor + 1$.

    - **Padding** counts twice.
    - The floor drops what does not fit.

    > Often said, but wrong: "padding changes the receptive field", because it changes the size only.

    ### Choice
    Which padding keeps 56×56 with $k=5$?
    - [ ] $p=1$: shrinks by 2
    - [x] $p=2$: half of $k-1$
    - [ ] $p=4$: grows by 4

    ### Choice
    Which keep the size at stride 1?
    - [x] $k=3$, $p=1$: yes
    - [x] $k=5$, $p=2$: yes
    - [ ] $k=5$, $p=1$: shrinks

    ### Cloze
    With stride ==1== the size stays when $p =$ ==$(k-1)/2$==.

    ### Drill
    A {n}×{n} input, a {k}×{k} filter, padding {p}: output?
    - n: 9..9; k: 3..3; p: 2..2
    - answer: `study demo conv --in {n} --k {k} --p {p}` → `out`

    ### Order
    Put in order.
    1. Pad
    2. Slide
    3. Sum

    ### Demo
    `study demo conv --in 9 --k 3 --p 2` → `out = 11x11`
    """

  static let card: Card = DeckParser.parse(text, file: "sizes.md", options: .builtIn).deck.cards[0]

  static let now = Timestamp(milliseconds: 1_763_600_000_000)

  /// Options and steps in the order of the file, so that letters are known.
  static func question(_ kind: ExerciseKind, index: Int = 0) -> Question {
    let exercise = card.exercises.filter { $0.kind.rawValue == kind.rawValue }
    let asked: AskedExercise
    switch kind == .recall ? nil : exercise[index] {
    case .choice(let choice)?: asked = .choice(choice, order: Array(choice.options.indices))
    case .cloze(let cloze)?: asked = .cloze(cloze)
    case .order(let order)?: asked = .order(order, order: [2, 0, 1])
    case .drill(let drill)?:
      var generator = SplitMix64(seed: 1)
      guard let drawn = try? drill.draw(using: &generator) else {
        preconditionFailure("the test's drill draws")
      }
      asked = .drill(drill, drawn)
    default: asked = .recall
    }
    var generator = SplitMix64(seed: 1)
    let previews = Scheduler().preview(.new, at: now, offsetMinutes: 0, using: generator)
    _ = generator.next()
    return Question(
      queued: QueuedCard(id: card.id, topic: "sizes", isNew: true), faces: [card], topicTitle: "Sizes",
      exercise: asked,
      state: .new, seed: 1, askedAt: now, previews: previews)
  }

  static func model(
    asking kind: ExerciseKind, index: Int = 0, size: Size = .standard, language: Language = .english
  ) -> Model {
    var model = Model(size: size, capabilities: .plain, language: language)
    _ = model.update(
      .asked(question(kind, index: index), SessionProgress(answered: 2, remaining: 8), SessionSummary()),
      at: now)
    return model
  }
}

extension Model {
  /// Types keys one after the other; the effects of the last one.
  @discardableResult
  mutating func type(_ keys: Key...) -> [Effect] {
    var effects: [Effect] = []
    for key in keys { effects = update(.key(key), at: TestQuestions.now.adding(seconds: 5)) }
    return effects
  }

  @discardableResult
  mutating func type(_ text: String) -> [Effect] {
    var effects: [Effect] = []
    for character in text {
      effects = update(.key(.character(character)), at: TestQuestions.now.adding(seconds: 5))
    }
    return effects
  }

  var verdict: Marking.Verdict? {
    if case .answered(let answered) = screen { answered.marking?.verdict } else { nil }
  }
}
