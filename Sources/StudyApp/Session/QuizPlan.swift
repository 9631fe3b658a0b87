import Basics
import Decks
import Planning
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
  /// Reviews of a usual day; a larger backlog is spread over days.
  var reviewsPerDay = 200
  /// Whether the plan for a date chooses the cards: not where the learner has.
  var followsPlan = false

  static let standardNewPerDay = 20
  /// Of a backlog larger than this the longest overdue are weighed.
  static let largestBacklog = 2000
  /// What is loaded at once; the rest of a backlog waits for the next session.
  static let largestSession = 200

  init(
    _ invocation: Invocation, topics: [String], _ configuration: Configuration = Configuration()
  ) {
    self.topics = topics
    limit = invocation.integer("limit")
    newPerDay = invocation.integer("new") ?? configuration.integer("new-per-day")
    seconds = invocation.seconds("time")
    filter = CardFilter(level: invocation.integer("level"), tag: invocation.text("tag"))
    exercise = invocation.text("exercise").flatMap(ExerciseKind.init(rawValue:))
    isCram = invocation.has("cram")
    aheadDays = invocation.integer("ahead") ?? 0
    reviewsPerDay = configuration.integer("reviews-per-day")
    followsPlan =
      !invocation.has("no-plan") && topics.isEmpty && filter == CardFilter() && exercise == nil && !isCram
      && aheadDays == 0 && !invocation.has("new")
  }

  /// The cards of a session: what the plan says; without one those that are due, then new ones up to today's limit.
  func queue(_ study: Study, _ library: Library, seed: UInt64) throws -> Queue {
    if followsPlan, let current = try CurrentPlan(study, library) { return planned(current) }
    let index = study.store.deckIndex
    let room = min(limit ?? QuizPlan.largestSession, QuizPlan.largestSession)
    if isCram {
      var generator = SplitMix64(seed: seed)
      let faces = try index.cards(filter).filter { exercise?.isIn($0.exercises) ?? true }
      let shuffled = faces.shuffled(using: &generator).prefix(room)
      return Queue(due: shuffled.map { QueuedCard(id: $0.id, topic: $0.topic, isNew: false) }, new: [])
    }
    let due = try self.due(study, room: room)
    let introduced = try study.store.counts(on: study.today).newCards
    let newRoom = max(0, min(newPerDay - introduced, room - due.count))
    return Queue(due: due, newInOrder: try new(study, library, room: newRoom))
  }

  /// New cards a day, when as many were learnt today and more are waiting.
  func newLimitReached(_ study: Study) throws -> Int? {
    guard !isCram, try study.store.counts(on: study.today).newCards >= newPerDay,
      try !study.store.deckIndex.newCards(today: study.today, filter, limit: 1).isEmpty
    else { return nil }
    return newPerDay
  }

  /// The plan's cards for the time there is, the weightiest first.
  private func planned(_ current: CurrentPlan) -> Queue {
    let minutes =
      seconds.map { Double($0) / 60 }
      ?? (current.minutesToday >= 1 ? current.minutesToday : CurrentPlan.extraMinutes)
    let items = limit == nil ? current.session(minutes: minutes) : current.session(minutes: .infinity)
    var topics: [CardID: StudyCard] = [:]
    for card in current.material.cards { topics[card.id] = card }
    let cards = items.prefix(min(limit ?? QuizPlan.largestSession, QuizPlan.largestSession)).compactMap {
      item in
      topics[item.card].map { QueuedCard(id: $0.id, topic: $0.topic, isNew: item.isNew) }
    }
    return Queue(planned: cards) { topics[$0]?.prerequisites ?? [] }
  }

  /// Due cards, the longest overdue first; of a backlog today's share, steps first and then those best remembered.
  private func due(_ study: Study, room: Int) throws -> [QueuedCard] {
    let index = study.store.deckIndex
    var records = try index.dueCards(
      at: study.now.adding(days: Double(aheadDays)), today: study.today.advanced(by: aheadDays), filter,
      limit: QuizPlan.largestBacklog)
    let reviews = records.filter { $0.state.schedule?.phase == .review }
    if aheadDays == 0 {
      let done = try study.store.tallies(from: study.today, through: study.today).filter {
        $0.kind == .review
      }
      .map(\.count).reduce(0, +)
      let backlog = Backlog(usualPerDay: reviewsPerDay)
      let share = max(0, backlog.limit(due: done + reviews.count) - done)
      if share < reviews.count {
        let recalls = reviews.map { record in
          study.scheduler.retrievability(
            of: record.state, at: study.now, offsetMinutes: study.offsetMinutes) ?? 0
        }
        records = records.filter { $0.state.schedule?.phase != .review }
        records += backlog.today(recalls).prefix(share).map { reviews[$0] }
      }
    }
    var due: [QueuedCard] = []
    for record in records where due.count < room {
      guard let face = try index.face(of: record.id), exercise?.isIn(face.exercises) ?? true else { continue }
      due.append(QueuedCard(id: record.id, topic: face.topic, isNew: false))
    }
    return due
  }

  /// New cards, and before each those unseen ones that it comes after.
  private func new(_ study: Study, _ library: Library, room: Int) throws -> [QueuedCard] {
    guard room > 0 else { return [] }
    let index = study.store.deckIndex
    // A kind of exercise is no column of the query: more are read, and those without it left out.
    let faces = try index.newCards(today: study.today, filter, limit: exercise == nil ? room : room * 8)
      .filter { exercise?.isIn($0.exercises) ?? true }.prefix(room)
    let cards = Queue.interleaved(faces.map { QueuedCard(id: $0.id, topic: $0.topic, isNew: true) })
    var known = Dictionary(faces.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var order: [QueuedCard] = []
    var isEntered: Set<CardID> = []
    func enter(_ id: CardID) throws {
      guard order.count < room, isEntered.insert(id).inserted, let face = known[id] else { return }
      for earlier in try library.card(face)?.after ?? [] where !isEntered.contains(earlier) {
        if known[earlier] == nil { known[earlier] = try unseen(earlier, study) }
        try enter(earlier)
      }
      if order.count < room { order.append(QueuedCard(id: id, topic: face.topic, isNew: true)) }
    }
    for card in cards { try enter(card.id) }
    return order
  }

  /// The card if it is new and may be asked in this session.
  private func unseen(_ id: CardID, _ study: Study) throws -> CardFace? {
    let record = try study.store.card(id)
    guard record?.state ?? .new == .new, record?.mark.isHidden(on: study.today) != true,
      let face = try study.store.deckIndex.face(of: id), exercise?.isIn(face.exercises) ?? true,
      filter.level.map({ $0 == face.level }) ?? true, filter.tag.map(face.tags.contains) ?? true
    else { return nil }
    return face
  }
}
