import Basics
import Scheduling

/// The standing reviews that lead to one card's state, its own and those of the cards whose place it took.
struct CardHistory {
  let number: Int
  let card: CardID
  private(set) var log: [ReviewLog] = []
  /// The day of the first review that changed the schedule.
  private(set) var firstDay: Day?
  private(set) var lastExercise: String?

  init(number: Int, card: CardID) {
    self.number = number
    self.card = card
  }

  mutating func append(_ review: ReviewLog, day: Day, exercise: String?) {
    log.append(review)
    if firstDay == nil, review.kind.changesSchedule { firstDay = day }
    lastExercise = exercise
  }

  /// Where it leads.
  func replayed(by replay: (CardID, [ReviewLog]) -> CardState) -> ReplayedCard {
    guard let schedule = replay(card, log).schedule, let firstDay else {
      return ReplayedCard(number: number, state: nil)
    }
    return ReplayedCard(
      number: number,
      state: .init(schedule: schedule, firstDay: firstDay, lastExercise: lastExercise))
  }
}

/// What is cached of a card, as its history leads to it; no state for a card that is new.
struct ReplayedCard {
  struct State {
    var schedule: Schedule
    var firstDay: Day
    var lastExercise: String?
  }

  var number: Int
  var state: State?
}

/// Collects the histories of many cards from reviews that arrive in the order of their ids.
struct Histories {
  private var histories: [CardHistory] = []
  /// By card number, which is dense: an array finds the place faster than a dictionary. -1 where nobody asks.
  private var places: [Int]
  private let retracted: Set<ReviewID>
  /// Whether there was any review of it, standing or not.
  private var isLogged: [Bool]

  /// Those of the cards named, each with the reviews of the cards that left it theirs.
  init(
    of cards: [(number: Int, card: CardID)], heirs: [Int: Int], retracted: Set<ReviewID>
  ) throws(SQLiteError) {
    let count = max(cards.map(\.number).max() ?? 0, heirs.keys.max() ?? 0)
    guard count < CardID.mostNumbers else { throw .corrupt(detail: "a card has the number \(count)") }
    places = Array(repeating: -1, count: count + 1)
    histories.reserveCapacity(cards.count)
    for card in cards where card.number >= 0 {
      places[card.number] = histories.count
      histories.append(CardHistory(number: card.number, card: card.card))
    }
    for (number, heir) in heirs where places.indices.contains(heir) && places.indices.contains(number) {
      places[number] = places[heir]
    }
    self.retracted = retracted
    isLogged = Array(repeating: false, count: histories.count)
  }

  /// `card` is the review's, where it has another number in its own log.
  mutating func append(_ review: LoggedReview, of card: Int? = nil) {
    let card = card ?? review.card
    guard places.indices.contains(card), places[card] >= 0 else { return }
    let place = places[card]
    isLogged[place] = true
    guard retracted.isEmpty || !retracted.contains(review.id) else { return }
    histories[place].append(review.log, day: review.day, exercise: review.exercise)
  }

  /// By card number, those without any review left out where `areLogged`.
  func forEach(
    areLogged: Bool, _ body: (CardHistory) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    for (place, history) in histories.enumerated() where !areLogged || isLogged[place] { try body(history) }
  }
}

/// A row of the log as a replay reads it.
struct LoggedReview {
  var id: ReviewID
  var card: Int
  var log: ReviewLog
  var day: Day
  var exercise: String?
}

/// The reviews of a log in the order of their ids, one at a time.
struct ReviewCursor {
  private let statement: Statement
  /// Nil after the last one.
  private(set) var id: ReviewID?
  /// The one at which it stands; after the last one still that.
  private(set) var review: LoggedReview

  /// `schema` is `main` or `other`; the condition is on its columns.
  init(_ connection: Connection, schema: String = "main", where condition: String = "1") throws(SQLiteError) {
    statement = try Statement(
      """
      SELECT id, card, rating, time, offset_minutes, kind, day, exercise, interval_days
      FROM \(schema).review AS theirs WHERE \(condition) ORDER BY id
      """, on: connection.pointer)
    review = LoggedReview(
      id: ReviewID(high: 0, low: 0), card: -1,
      log: ReviewLog(rating: .good, time: Timestamp(milliseconds: 0), offsetMinutes: 0, kind: .learn),
      day: Day(number: 0))
    try advance()
  }

  /// On to the next one.
  mutating func advance() throws(SQLiteError) {
    guard try statement.step() else {
      id = nil
      return
    }
    guard let id = statement.reviewID(0), let rating = Rating(rawValue: statement.int(2)),
      let kind = statement.reviewKind(5)
    else { throw .corrupt(detail: "a review has a rating or kind this program cannot have written") }
    self.id = id
    review.id = id
    review.card = statement.int(1)
    review.log = ReviewLog(
      rating: rating, time: statement.time(3), offsetMinutes: statement.int(4), kind: kind,
      intervalDays: statement.optionalInt(8))
    review.day = statement.day(6)
    // Most are named as the one before.
    if !statement.isText(review.exercise, in: 7) { review.exercise = statement.optionalText(7) }
  }
}

extension Connection {
  /// The cards that have a history of their own, by number.
  func heads() throws(SQLiteError) -> [(number: Int, card: CardID)] {
    try rows("SELECT number, id FROM card WHERE heir IS NULL ORDER BY number") { ($0.int(0), $0.card(1)) }
  }

  /// The reviews that were taken back, whether they are here or not.
  func retracted(schema: String = "main", where condition: String = "1") throws(SQLiteError) -> Set<ReviewID>
  {
    var ids: Set<ReviewID> = []
    try forEachRow("SELECT review FROM \(schema).retraction AS theirs WHERE \(condition)") { row in
      if let id = row.reviewID(0) { ids.insert(id) }
      return true
    }
    return ids
  }
}
