import Basics
import Decks
import Scheduling
import Storage

/// Performs a session's effects: loads questions, saves reviews, takes them back.
final class SessionRunner {
  private let study: Study
  private var library: Library
  private let plan: QuizPlan
  private let seed: UInt64
  private var queue: Queue
  private var current: QueuedCard?
  private var summary = SessionSummary()
  private var asked = 0
  private let startNanoseconds: UInt64

  init(study: Study, library: Library, plan: QuizPlan, seed: UInt64) throws(SQLiteError) {
    self.study = study
    self.library = library
    self.plan = plan
    self.seed = seed
    queue = try plan.queue(study, seed: seed)
    startNanoseconds = study.workspace.environment.monotonicNanoseconds()
  }

  private var language: Language { study.workspace.language }
  private var now: Timestamp { study.workspace.now }

  var progress: SessionProgress {
    SessionProgress(answered: summary.answered, remaining: queue.count + (current == nil ? 0 : 1))
  }

  var finalSummary: SessionSummary {
    var summary = summary
    summary.seconds = elapsedSeconds
    summary.nextDueSeconds = queue.nextLearningDue.map { max(0, $0.seconds(since: now)) }
    return summary
  }

  private var elapsedSeconds: Int {
    Int((study.workspace.environment.monotonicNanoseconds() &- startNanoseconds) / 1_000_000_000)
  }

  // MARK: Questions

  /// The next question, or nil when the session is over.
  func next() throws -> Question? {
    current = nil
    if let seconds = plan.seconds, elapsedSeconds >= seconds { return nil }
    if let limit = plan.limit, summary.answered >= limit { return nil }
    while let card = queue.next(at: now) {
      if let question = try question(card) {
        current = card
        return question
      }
      // A card whose file has vanished since it was indexed, or that lacks the kind of exercise wanted, is passed over.
    }
    return nil
  }

  private func question(_ card: QueuedCard) throws -> Question? {
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
    let record = try study.store.card(card.id)
    let state = record?.state ?? .new
    asked += 1
    let questionSeed = SplitMix64(
      seed: seed, mixing: ContentHash.of(card.id.rawValue.utf8.span), UInt64(asked))
    var generator = questionSeed
    let drawSeed = generator.next()
    var draw = SplitMix64(seed: drawSeed)
    let picked = ExercisePicker.pick(
      for: first, maturity: maturity(state), last: record?.lastExercise.flatMap(ExerciseKind.init(rawValue:)),
      wanted: plan.exercise, mistake: try lastMistake(card.id), using: &draw)
    guard let exercise = picked else { return nil }
    var question = Question(
      queued: card, faces: faces, topicTitle: title, exercise: exercise, state: state, seed: drawSeed,
      askedAt: now,
      previews: study.scheduler.preview(
        state, at: now, offsetMinutes: study.offsetMinutes, using: fuzzGenerator(card.id, state)))
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

  private func fuzzGenerator(_ card: CardID, _ state: CardState) -> SplitMix64 {
    Fuzz.generator(card: card, reviews: state.reviews)
  }

  /// The same card after its file was edited: the decks are read again.
  func edited(_ question: Question) throws -> Question? {
    library = try study.library()
    return try self.question(question.queued)
  }

  /// The file and line of a card; nil for one that is built in.
  func place(of question: Question) throws -> (path: String, line: Int)? {
    guard let face = try study.store.deckIndex.face(of: question.queued.id) else { return nil }
    return try library.place(of: face)
  }

  // MARK: Answers

  /// Records an answer durably; returns when the card is due next.
  @discardableResult
  func save(_ question: Question, _ answer: GivenAnswer) throws -> SavedReview {
    let card = question.queued
    let now = now
    let offset = study.offsetMinutes
    let scheduler = study.scheduler
    var due: Schedule?
    try study.store.record(card.id) { state in
      let kind: ReviewKind = plan.isCram ? .cram : ReviewKind(scheduled: state)
      var generator = fuzzGenerator(card.id, state)
      let schedule =
        plan.isCram
        ? nil : scheduler.review(state, answer.rating, at: now, offsetMinutes: offset, using: &generator)
      due = schedule
      return NewReview(
        log: ReviewLog(rating: answer.rating, time: now, offsetMinutes: offset, kind: kind),
        details: details(question, answer), schedule: schedule)
    }
    summary.answered += 1
    if answer.rating == .again { summary.again += 1 }
    // Practice outside the schedule introduces no card.
    if due != nil, case .new = question.state { summary.newCards += 1 }
    current = nil
    if let due, due.phase != .review { queue.bringBack(card, at: due.due) }
    return SavedReview(
      card: card.id, rating: answer.rating, schedule: due,
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
      parametersVersion: study.parametersVersion)
  }

  /// Takes back the latest review; its card is asked again.
  func undo() throws -> Question? {
    guard let record = try study.store.undoLast(at: now, replay: study.replay) else { return nil }
    if let current { queue.putFirst(current) }
    let face = try study.store.deckIndex.face(of: record.card)
    let card = QueuedCard(id: record.card, topic: face?.topic ?? "", isNew: false)
    queue.remove(record.card)
    summary.answered = max(0, summary.answered - 1)
    if record.log.rating == .again { summary.again = max(0, summary.again - 1) }
    if record.log.kind == .learn, try study.store.card(record.card)?.state ?? .new == .new {
      summary.newCards = max(0, summary.newCards - 1)
    }
    guard let question = try question(card) else { return nil }
    current = card
    return question
  }

  /// The card leaves the session, for ever or until tomorrow.
  func putAway(_ id: CardID, forever: Bool) throws {
    if forever {
      try study.store.suspend(id)
    } else {
      try study.store.bury(id, until: study.today.advanced(by: 1))
    }
    queue.remove(id)
    current = nil
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
