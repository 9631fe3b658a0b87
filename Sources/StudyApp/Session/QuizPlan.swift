import Basics
import Scheduling
import Storage

/// What a quiz is to ask, as the command line meant it.
struct QuizPlan: Sendable {
  /// Empty asks all.
  var topics: [String] = []
  /// Cards at most; nil is no limit but the session's.
  var limit: Int?
  /// New cards today at most.
  var newPerDay = QuizPlan.standardNewPerDay
  var seconds: Int?
  var filter = CardFilter()
  /// nil lets the card's maturity decide.
  var exercise: ExerciseKind?
  var isCram = false
  /// Cards due within so many days are asked too.
  var aheadDays = 0

  static let standardNewPerDay = 20
  /// What is loaded at once; the rest of a backlog waits for the next session.
  static let largestSession = 200

  init(
    _ invocation: Invocation, topicNames: [String], _ configuration: Configuration = Configuration()
  ) throws(UsageError) {
    for topic in invocation.operands {
      guard topicNames.contains(topic) else {
        throw .notAllowed(
          option: "topic", typed: topic, allowed: topicNames.joined(separator: ", "))
      }
    }
    topics = invocation.operands
    limit = invocation.integer("limit")
    newPerDay = invocation.integer("new") ?? configuration.integer("new-per-day")
    seconds = invocation.seconds("time")
    filter = CardFilter(level: invocation.integer("level"), tag: invocation.text("tag"))
    exercise = invocation.text("exercise").flatMap(ExerciseKind.init(rawValue:))
    isCram = invocation.has("cram")
    aheadDays = invocation.integer("ahead") ?? 0
  }

  /// The cards of a session: due ones, then new ones up to today's limit.
  func queue(_ study: Study, seed: UInt64) throws(SQLiteError) -> Queue {
    let index = study.store.deckIndex
    let room = min(limit ?? QuizPlan.largestSession, QuizPlan.largestSession)
    if isCram {
      var generator = SplitMix64(seed: seed)
      let faces = try index.cards(filter).filter { exercise?.isIn($0.exercises) ?? true }
      let shuffled = faces.shuffled(using: &generator).prefix(room)
      return Queue(due: shuffled.map { QueuedCard(id: $0.id, topic: $0.topic, isNew: false) }, new: [])
    }
    var due: [QueuedCard] = []
    let until = study.now.adding(days: Double(aheadDays))
    for record in try index.dueCards(
      at: until, today: study.today.advanced(by: aheadDays), filter, limit: room)
    {
      guard let face = try index.face(of: record.id), exercise?.isIn(face.exercises) ?? true else { continue }
      due.append(QueuedCard(id: record.id, topic: face.topic, isNew: false))
    }
    let introduced = try study.store.counts(on: study.today).newCards
    let newRoom = max(0, min(newPerDay - introduced, room - due.count))
    // A kind of exercise is no column of the query: more are read, and those without it left out.
    let faces = try index.newCards(today: study.today, filter, limit: exercise == nil ? newRoom : newRoom * 8)
    let new = faces.filter { exercise?.isIn($0.exercises) ?? true }.prefix(newRoom)
    return Queue(due: due, new: new.map { QueuedCard(id: $0.id, topic: $0.topic, isNew: true) })
  }
}
