import Basics
import Decks
import Scheduling
import Storage

/// Performs a session's effects: loads questions, saves reviews, takes them back.
final class SessionRunner {
  private let study: Study
  private var maker: QuestionMaker
  private let recorder: ReviewRecorder
  private let load: DueLoad
  private let plan: QuizPlan
  private var queue: Queue
  private var current: QueuedCard?
  private var summary = SessionSummary()
  private var asked = 0
  private let startNanoseconds: UInt64

  /// Nothing was left to ask.
  private(set) var isExhausted = false
  /// Answers of the same session before it was interrupted.
  private let answeredBefore: Int

  init(
    study: Study, library: Library, plan: QuizPlan, seed: UInt64, answeredBefore: Int = 0
  ) throws {
    self.study = study
    let load = DueLoad(study)
    self.load = load
    maker = QuestionMaker(study: study, library: library, load: load, seed: seed)
    recorder = ReviewRecorder(study: study, load: load)
    self.plan = plan
    self.answeredBefore = answeredBefore
    queue = try plan.queue(study, library, seed: seed)
    summary.newLimit = try plan.newLimitReached(study)
    startNanoseconds = study.workspace.environment.monotonicNanoseconds()
  }

  private var language: Language { study.workspace.language }
  private var now: Timestamp { study.workspace.now }

  var progress: SessionProgress {
    SessionProgress(
      answered: answeredBefore + summary.answered, remaining: queue.count + (current == nil ? 0 : 1))
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
    isExhausted = true
    return nil
  }

  private func question(_ card: QueuedCard) throws -> Question? {
    asked += 1
    var question = try maker.question(card, number: asked, wanted: plan.exercise)
    question?.isPractice = plan.isCram && !study.scheduler.practiceKinds.contains(.cram)
    return question
  }

  /// The same card after its file was edited: the decks are read again.
  func edited(_ question: Question) throws -> Question? {
    maker.library = try Library(study, topics: maker.library.topics)
    // Another wording makes another card of one without an id, which has the history of the first.
    guard let heir = try study.store.heir(of: question.queued.id) else {
      return try self.question(question.queued)
    }
    let card = QueuedCard(id: heir, topic: question.queued.topic, isNew: question.queued.isNew)
    if current == question.queued { current = card }
    return try self.question(card)
  }

  /// The file and line of a card; nil for one that is built in.
  func place(of question: Question) throws -> (path: String, line: Int)? {
    guard let face = try study.store.deckIndex.face(of: question.queued.id) else { return nil }
    return try maker.library.place(of: face)
  }

  // MARK: Answers

  /// Records an answer durably; returns when the card is due next.
  @discardableResult
  func save(_ question: Question, _ answer: GivenAnswer) throws -> SavedReview {
    let card = question.queued
    let saved = try recorder.record(question, answer, plan.isCram ? .practises(.cram) : .schedules)
    let due = saved.schedule
    summary.answered += 1
    if answer.rating == .again { summary.again += 1 }
    // Practice outside the schedule introduces no card.
    if due != nil, case .new = question.state { summary.newCards += 1 }
    current = nil
    if let due, due.phase != .review { queue.bringBack(card, at: due.due) }
    return saved
  }

  /// What taking back the latest action came to.
  enum Undo {
    case nothing
    /// It stands, and so does the question in front.
    case refused(LocalizedText)
    /// Its card is asked again, unless nothing of what this session asks can be made of it.
    case done(LocalizedText, Question?)
  }

  /// Takes back the latest rating or mark, of this session or an earlier one.
  func undo() throws -> Undo {
    guard let action = try study.undoLast(at: now) else { return .nothing }
    guard let said = action.undone else {
      return .refused(CommandFailure.cannotUndoForgetting(action.card).sentence)
    }
    load.forget()
    if let current { queue.putFirst(current) }
    let face = try study.store.deckIndex.face(of: action.card)
    let card = QueuedCard(id: action.card, topic: face?.topic ?? "", isNew: false)
    queue.remove(action.card)
    if case .review(let record) = action {
      summary.answered = max(0, summary.answered - 1)
      if record.log.rating == .again { summary.again = max(0, summary.again - 1) }
      if record.log.kind == .learn, try study.store.card(record.card)?.state ?? .new == .new {
        summary.newCards = max(0, summary.newCards - 1)
      }
    }
    let question = try question(card)
    current = question == nil ? nil : card
    return .done(said, question)
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
