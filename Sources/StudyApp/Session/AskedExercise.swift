import Basics
import Decks
import Demos

/// An exercise as it stands before the learner: numbers drawn, options and steps shuffled.
enum AskedExercise: Sendable {
  case recall
  /// `order[i]` is the place in the file of the option shown at place i.
  case choice(Choice, order: [Int])
  case cloze(Cloze)
  case drill(Drill, DrawnDrill)
  /// `order[i]` is the right place of the step shown at place i.
  case order(Order, order: [Int])

  var kind: ExerciseKind {
    switch self {
    case .recall: .recall
    case .choice: .choice
    case .cloze: .cloze
    case .drill: .drill
    case .order: .order
    }
  }
}

/// The ways of asking a card; the raw value is what `--exercise` takes and the log keeps.
enum ExerciseKind: String, CaseIterable, Sendable {
  case recall, choice, cloze, drill, order

  var title: LocalizedText {
    switch self {
    case .recall: LocalizedText("recall", "问答")
    case .choice: LocalizedText("choice", "选择")
    case .cloze: LocalizedText("cloze", "填空")
    case .drill: LocalizedText("drill", "计算")
    case .order: LocalizedText("order", "排序")
    }
  }
}

/// Decides which exercise a card is asked as.
enum ExercisePicker {
  /// How far a card has come, as far as the choice of exercise cares.
  enum Maturity { case new, young, mature }

  /// A memory that holds for three weeks is mature, as in Anki.
  static let matureStabilityDays = 21.0

  /// Kinds from the most to the least suitable for a maturity.
  static func preference(_ maturity: Maturity) -> [ExerciseKind] {
    switch maturity {
    case .new: [.choice, .recall, .cloze, .order, .drill]
    case .young: [.drill, .cloze, .order, .choice, .recall]
    case .mature: [.recall, .drill, .order, .cloze, .choice]
    }
  }

  /// The exercise to ask: the most suitable that was not asked last, or one of the `wanted` kind; nil when the card has
  /// none of that kind that can be asked.
  ///
  /// - Parameter mistake: the misconception last seen on this card; a drill then draws numbers on which it shows.
  static func pick(
    for card: Card, maturity: Maturity, last: ExerciseKind?, wanted: ExerciseKind?,
    mistake: String? = nil, using generator: inout SplitMix64
  ) -> AskedExercise? {
    let kinds = wanted.map { [$0] } ?? preference(maturity).filter { $0 != last } + (last.map { [$0] } ?? [])
    for kind in kinds {
      if kind == .recall { return .recall }
      let candidates = card.exercises.filter { $0.kind.rawValue == kind.rawValue }
      guard !candidates.isEmpty else { continue }
      let exercise = candidates[generator.nextIndex(below: candidates.count)]
      if let asked = asked(exercise, mistake: mistake, using: &generator) { return asked }
    }
    return nil
  }

  /// Draws numbers, shuffles options; nil for a section that asks nothing (Demo) or a drill that cannot be drawn.
  static func asked(
    _ exercise: Exercise, mistake: String? = nil, using generator: inout SplitMix64
  ) -> AskedExercise? {
    switch exercise {
    case .choice(let choice):
      return .choice(choice, order: Array(choice.options.indices).shuffled(using: &generator))
    case .cloze(let cloze):
      return .cloze(cloze)
    case .drill(let drill):
      return drawn(drill, mistake: mistake, using: &generator)
    case .order(let order):
      return .order(order, order: shuffledAway(order.items.count, using: &generator))
    case .demo:
      return nil
    }
  }

  /// A draw whose demo has a result: a domain may hold shapes that are impossible.
  private static func drawn(
    _ drill: Drill, mistake: String?, using generator: inout SplitMix64
  ) -> AskedExercise? {
    var sound: AskedExercise?
    for _ in 0..<20 {
      guard let draw = try? drill.draw(using: &generator) else { break }
      guard let run = try? DemoRunner.run(draw.call, language: .english) else { continue }
      guard let mistake, !shows(mistake, draw, run) else { return .drill(drill, draw) }
      sound = sound ?? .drill(drill, draw)
    }
    return sound
  }

  /// Whether a mistake would lead to a wrong value with these numbers, and to one that no other mistake explains.
  private static func shows(_ mistake: String, _ draw: DrawnDrill, _ run: DemoRun) -> Bool {
    guard let right = try? draw.field.value(in: run.result.json) else { return false }
    return run.demo.mistakes(showingIn: "\(draw.field)", options: run.options, right: right)
      .contains { $0.name == mistake }
  }

  /// A shuffle that is not already the right order.
  private static func shuffledAway(_ count: Int, using generator: inout SplitMix64) -> [Int] {
    let right = Array(0..<count)
    guard count > 1 else { return right }
    var order = right
    repeat { order.shuffle(using: &generator) } while order == right
    return order
  }
}
