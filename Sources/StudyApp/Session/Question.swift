import Basics
import Decks
import Scheduling

/// One card as it is asked now.
struct Question: Sendable {
  let queued: QueuedCard
  /// The card in the language asked, then in the other one when both are wanted.
  let faces: [Card]
  let topicTitle: String
  let exercise: AskedExercise
  /// What was known of the card before this question.
  let state: CardState
  /// The seed that drew the numbers and shuffled the options.
  let seed: UInt64
  let askedAt: Timestamp
  /// What each rating would lead to, in the order again, hard, good, easy.
  let previews: [Preview]
  /// The learner's own note on the card.
  var note: String?
  /// Whether the learner has flagged it.
  var isFlagged = false
  /// A rating is logged, but moves no schedule.
  var isPractice = false

  var card: Card { faces[0] }

  /// The same card and kind of exercise with other numbers; nil where nothing is drawn.
  func redrawn() -> Question? {
    guard case .drill(let drill, _) = exercise else { return nil }
    let newSeed = seed &+ 1
    var generator = SplitMix64(seed: newSeed)
    guard let exercise = ExercisePicker.asked(.drill(drill), using: &generator) else { return nil }
    return Question(
      queued: queued, faces: faces, topicTitle: topicTitle, exercise: exercise, state: state, seed: newSeed,
      askedAt: askedAt, previews: previews, note: note, isFlagged: isFlagged, isPractice: isPractice)
  }
}
