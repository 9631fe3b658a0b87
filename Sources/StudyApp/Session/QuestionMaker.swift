import Basics
import Decks
import Scheduling
import Storage

/// Makes the question for a card: its faces, an exercise that suits it, and what each rating would lead to.
struct QuestionMaker {
  let study: Study
  var library: Library
  let load: DueLoad
  /// Numbers and orders are drawn from it, the card and how many questions came before.
  let seed: UInt64

  /// nil for a card whose file has vanished since it was indexed, or that lacks the kind of exercise wanted.
  ///
  /// - Parameter number: how many questions came before in this session.
  func question(_ card: QueuedCard, number: Int, wanted: ExerciseKind?) throws -> Question? {
    let index = study.store.deckIndex
    var faces: [Card] = []
    var title = card.topic
    for language in study.workspace.cardLanguages {
      guard let face = try index.face(of: card.id, in: language), let parsed = try library.card(face) else {
        continue
      }
      if faces.isEmpty { title = library.title(of: face) }
      if faces.isEmpty || face.language == language { faces.append(parsed) }
    }
    guard let first = faces.first else { return nil }
    // Another process may have changed the model since: its states are read by it.
    try study.memory.refresh()
    let record = try study.store.card(card.id)
    let state = record?.state ?? .new
    var generator = SplitMix64(
      seed: seed, mixing: ContentHash.of(card.id.rawValue.utf8.span), UInt64(number))
    let drawSeed = generator.next()
    var draw = SplitMix64(seed: drawSeed)
    let picked = ExercisePicker.pick(
      for: first, maturity: maturity(state), last: record?.lastExercise.flatMap(ExerciseKind.init(rawValue:)),
      wanted: wanted, mistake: try lastMistake(card.id), using: &draw)
    guard let exercise = picked else { return nil }
    let fuzz = Fuzz.generator(card: card.id, reviews: state.reviews)
    let now = study.workspace.now
    let previews =
      if let balance = try load.balance() {
        study.scheduler.preview(
          state, at: now, offsetMinutes: study.offsetMinutes, balance: balance, using: fuzz)
      } else {
        study.scheduler.preview(state, at: now, offsetMinutes: study.offsetMinutes, using: fuzz)
      }
    var question = Question(
      queued: card, faces: faces, topicTitle: title, exercise: exercise, state: state, seed: drawSeed,
      askedAt: now, previews: previews)
    question.note = record?.mark.note
    question.isFlagged = (record?.mark.flag ?? 0) != 0
    return question
  }

  /// The misconception that the last calculation on this card showed.
  private func lastMistake(_ card: CardID) throws -> String? {
    try study.store.reviews(of: card).last { $0.details.exercise == ExerciseKind.drill.rawValue }?.details
      .mistake
  }

  private func maturity(_ state: CardState) -> ExercisePicker.Maturity {
    guard let schedule = state.schedule else { return .new }
    return schedule.memory.stability >= ExercisePicker.matureStabilityDays ? .mature : .young
  }
}

/// Writes answers into the log.
struct ReviewRecorder {
  /// Whether an answer moves the card's schedule.
  enum Effect {
    case schedules
    case practises(ReviewKind)
  }

  let study: Study
  let load: DueLoad

  /// Durable when this returns.
  func record(_ question: Question, _ answer: GivenAnswer, _ effect: Effect) throws -> SavedReview {
    let card = question.queued.id
    let now = study.workspace.now
    let offset = study.offsetMinutes
    let balance = try load.balance()
    var last: Schedule?
    var due: Schedule?
    try study.record(card) { state in
      last = state.schedule
      let kind: ReviewKind
      switch effect {
      case .schedules:
        kind = ReviewKind(scheduled: state)
        var generator = Fuzz.generator(card: card, reviews: state.reviews)
        due =
          if let balance {
            study.scheduler.review(
              state, answer.rating, at: now, offsetMinutes: offset, balance: balance, using: &generator)
          } else {
            study.scheduler.review(
              state, answer.rating, at: now, offsetMinutes: offset, using: &generator)
          }
      case .practises(let practice):
        kind = practice
      }
      return NewReview(
        log: ReviewLog(
          rating: answer.rating, time: now, offsetMinutes: offset, kind: kind,
          intervalDays: balance == nil ? nil : due.flatMap { $0.phase == .review ? $0.intervalDays : nil }),
        details: details(question, answer), schedule: due)
    }
    if let due { load.move(from: last, to: due) }
    return SavedReview(
      card: card, rating: answer.rating, schedule: due,
      isLeech: answer.rating == .again && Leech.isNamed(lapses: due?.lapses ?? 0))
  }

  private func details(_ question: Question, _ answer: GivenAnswer) -> ReviewDetails {
    var numbers: JSONValue?
    if case .drill(_, let drawn) = question.exercise {
      numbers = .object(drawn.values.map { JSONValue.Member($0.name, .string($0.text)) })
    }
    return ReviewDetails(
      day: study.today, durationMilliseconds: answer.milliseconds, exercise: question.exercise.kind.rawValue,
      seed: question.seed, numbers: numbers,
      answer: answer.typed, mistake: answer.mistake, model: study.modelName,
      parametersVersion: study.parametersVersion, confidence: answer.confidence)
  }
}

/// A review that is on disk.
struct SavedReview {
  let card: CardID
  let rating: Rating
  /// nil for practice, which changes no schedule.
  let schedule: Schedule?
  /// Forgotten so often that something else than another review is called for.
  var isLeech = false

  /// `saved conv-out-size good 2026-11-21T09:10:00.000Z`: what scripts wait for.
  var line: String {
    "saved \(card) \(rating) \(schedule?.due.iso ?? "unscheduled")"
  }
}

/// A card that is forgotten again and again.
enum Leech {
  /// Lapses from which a card is one, as in Anki; it is named again after half as many more.
  static let threshold = 8

  static func isLeech(lapses: Int) -> Bool { lapses >= threshold }

  static func isNamed(lapses: Int) -> Bool {
    lapses >= threshold && (lapses - threshold) % (threshold / 2) == 0
  }

  static func advice(lapses: Int, _ language: Language) -> String {
    language == .english
      ? "Forgotten \(lapses) times: open its demo (d), note what you mix up (m), or suspend it (s)."
      : "已忘记 \(lapses) 次：可看演示（d）、记下混淆之处（m）或暂停（s）。"
  }
}
