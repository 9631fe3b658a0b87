import Basics
import Scheduling

/// The standing reviews that lead to one card's state, its own and those of the cards whose place it took.
struct CardHistory {
  let number: Int
  let card: CardID
  var log: [ReviewLog] = []
  /// The day of the first review that changed the schedule.
  var firstDay: Day?
  var lastExercise: String?

  init(number: Int, card: CardID) {
    self.number = number
    self.card = card
  }

  mutating func append(_ review: ReviewLog, day: Day, exercise: String?) {
    log.append(review)
    if firstDay == nil, review.kind.changesSchedule { firstDay = day }
    lastExercise = exercise
  }
}

extension ReviewStore {
  /// Makes the cached state of one card what its log leads to.
  func restoreState(of number: Int, replay: (CardID, [ReviewLog]) -> CardState) throws(SQLiteError) {
    guard
      let id = try connection.firstRow(
        "SELECT id FROM card WHERE number = ?", [.integer(number)],
        {
          $0.card(0)
        })
    else { return }
    guard try connection.head(of: number) == number else { return try connection.deleteState(of: number) }
    var history = CardHistory(number: number, card: id)
    for record in try reviews(ofNumber: number) {
      history.append(record.log, day: record.details.day, exercise: record.details.exercise)
    }
    try connection.deleteState(of: number)
    guard let schedule = replay(id, history.log).schedule, let first = history.firstDay else { return }
    try connection.insertState(schedule, of: number, firstDay: first, exercise: history.lastExercise)
  }

  /// The same for many cards, reading the log once when they are a good part of it.
  func restoreStates(of heads: Set<Int>, replay: (CardID, [ReviewLog]) -> CardState) throws(SQLiteError) {
    guard heads.count > 1000 else {
      for head in heads.sorted() { try restoreState(of: head, replay: replay) }
      return
    }
    try forEachHistory(of: heads) { history throws(SQLiteError) in
      let number = SQLiteValue.integer(history.number)
      guard let schedule = replay(history.card, history.log).schedule, let first = history.firstDay else {
        return try connection.run("DELETE FROM card_state WHERE card = ?", [number])
      }
      try connection.run(
        """
        INSERT INTO card_state (card, \(Schedule.columns), first_day, last_exercise)
        VALUES (?, \(Schedule.parameters), ?, ?)
        ON CONFLICT (card) DO UPDATE SET (\(Schedule.columns), first_day, last_exercise) =
          (excluded.phase, excluded.step, excluded.stability, excluded.difficulty, excluded.due,
          excluded.due_day, excluded.last_review, excluded.last_day, excluded.reviews, excluded.lapses,
          excluded.slow, excluded.fast, excluded.repetition, excluded.easiness, excluded.first_day, excluded.last_exercise)
        """, [number] + schedule.values + [.day(first), .optional(history.lastExercise)])
    }
    try connection.repairNewness()
  }

  /// The history of each card that is its own head, by number; those of `heads` alone, or of all cards with a log.
  func forEachHistory(
    of heads: Set<Int>? = nil, _ body: (CardHistory) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    // One pass in the order of ids; going by card would seek every review on its own.
    let count = try connection.int("SELECT max(number) FROM card") ?? 0
    guard count < 1 << 27 else { throw .corrupt(detail: "a card has the number \(count)") }
    // Card numbers are dense: an array finds the place faster than a dictionary.
    var places = Array(repeating: -1, count: count + 1)
    var histories: [CardHistory] = []
    try connection.forEachRow("SELECT number, id FROM card WHERE heir IS NULL ORDER BY number") { row in
      if row.int(0) >= 0, heads?.contains(row.int(0)) ?? true {
        places[row.int(0)] = histories.count
        histories.append(CardHistory(number: row.int(0), card: row.card(1)))
      }
      return true
    }
    for (number, heir) in try connection.heirs() where places.indices.contains(heir) {
      places[number] = places[heir]
    }
    // Asked of every review, it costs a fifth of the time.
    let hasRetractions = try connection.int("SELECT EXISTS (SELECT 1 FROM retraction)") == 1
    var isLogged = Array(repeating: heads != nil, count: histories.count)
    try connection.forEachRow(
      """
      SELECT card, rating, time, offset_minutes, kind, day, exercise,
        interval_days, \(hasRetractions ? "EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)" : "0")
      FROM review ORDER BY id
      """
    ) { row throws(SQLiteError) in
      let number = row.int(0)
      guard places.indices.contains(number), places[number] >= 0 else { return true }
      let place = places[number]
      isLogged[place] = true
      guard !row.bool(8) else { return true }
      guard let rating = Rating(rawValue: row.int(1)), let kind = ReviewKind(rawValue: row.text(4)) else {
        throw .corrupt(detail: "a review has a rating or kind this program cannot have written")
      }
      histories[place].append(
        ReviewLog(
          rating: rating, time: row.time(2), offsetMinutes: row.int(3), kind: kind,
          intervalDays: row.optionalInt(7)), day: row.day(5), exercise: row.optionalText(6))
      return true
    }
    for (place, history) in histories.enumerated() where isLogged[place] { try body(history) }
  }
}

extension Connection {
  /// Makes the deck index agree with the states about which cards are new.
  func repairNewness() throws(SQLiteError) {
    try run(
      """
      UPDATE deck_card SET is_new = 1 - is_new
      WHERE is_new = EXISTS (SELECT 1 FROM card_state WHERE card_state.card = deck_card.card)
      """)
  }
}
