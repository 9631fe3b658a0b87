public import Basics
public import Scheduling

/// A standing entry of the log as statistics read it: its card by number, and no texts.
public struct LoggedAnswer: Hashable, Sendable {
  public var card: Int
  public var day: Day
  public var durationMilliseconds: Int
  public var log: ReviewLog
  /// 1 a guess to 3 sure, stated before the answer was shown.
  public var confidence: Int?

  public init(
    card: Int, day: Day, durationMilliseconds: Int, log: ReviewLog, confidence: Int? = nil
  ) {
    self.card = card
    self.day = day
    self.durationMilliseconds = durationMilliseconds
    self.log = log
    self.confidence = confidence
  }
}

/// How far the log had come when something was computed from it.
public struct LogPosition: Hashable, Sendable {
  /// How often entries of another log were put in: any other entry comes after all that are there.
  public var merges: Int
  public var lastReview: ReviewID?
  public var lastRetraction: ReviewID?
}

extension ReviewStore {
  /// Lets the body read one state of the database, whatever others write meanwhile.
  public func snapshot<Result>(
    _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try connection.run("SAVEPOINT snapshot")
    do {
      let result = try body()
      try connection.run("RELEASE snapshot")
      return result
    } catch {
      try? connection.run("RELEASE snapshot")
      throw error
    }
  }

  public func logPosition() throws(SQLiteError) -> LogPosition {
    LogPosition(
      merges: try connection.int("SELECT merges FROM log_merges") ?? 0,
      lastReview: try connection.firstRow("SELECT max(id) FROM review") { $0.reviewID(0) } ?? nil,
      lastRetraction: try connection.firstRow("SELECT max(id) FROM retraction") { $0.reviewID(0) } ?? nil)
  }

  /// The cards that have left their history to another: it counts as that one's.
  public func cardHeirs() throws(SQLiteError) -> [Int: Int] { try connection.heirs() }

  /// Every standing answer, in the order of their ids, under the card that has its history now.
  public func forEachAnswer(_ body: (LoggedAnswer) -> Void) throws(SQLiteError) {
    let heirs = try connection.heirs()
    try connection.forEachRow(
      """
      SELECT \(LoggedAnswer.columns) FROM review
      WHERE NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id) ORDER BY id
      """
    ) { row throws(SQLiteError) in
      var answer = try LoggedAnswer(row: row)
      answer.card = heirs[answer.card] ?? answer.card
      body(answer)
      return true
    }
  }

  /// The answers of one card and of those whose place it took that stood at a position of the log, oldest first.
  public func answers(ofCard number: Int, at position: LogPosition) throws(SQLiteError) -> [LoggedAnswer] {
    guard let lastReview = position.lastReview else { return [] }
    return try connection.rows(
      """
      \(Connection.reviewsOfCard)
      SELECT \(LoggedAnswer.columns) FROM card_review CROSS JOIN review ON review.id = card_review.id
      WHERE review.id <= ?2 AND NOT EXISTS (
        SELECT 1 FROM retraction WHERE retraction.review = review.id AND retraction.id <= ?3)
      ORDER BY review.id
      """,
      [.integer(number), .id(lastReview), position.lastRetraction.map { .id($0) } ?? .blob([])]
    ) { row throws(SQLiteError) in
      var answer = try LoggedAnswer(row: row)
      answer.card = number
      return answer
    }
  }

  /// The cards whose log has changed since a position; nil when another log was merged in between.
  public func cardsAnswered(
    since old: LogPosition, until new: LogPosition
  ) throws(SQLiteError) -> Set<Int>? {
    guard old.merges == new.merges else { return nil }
    let reviews = try connection.rows(
      "SELECT card FROM review WHERE id > ?", [old.lastReview.map { .id($0) } ?? .blob([])]
    ) { $0.int(0) }
    // A retraction may be here before its review is.
    let retractions = try connection.rows(
      """
      SELECT review.card FROM retraction LEFT JOIN review ON review.id = retraction.review
      WHERE retraction.id > ?
      """, [old.lastRetraction.map { .id($0) } ?? .blob([])]
    ) { $0.optionalInt(0) }
    let heirs = try connection.heirs()
    return Set((reviews + retractions.compactMap(\.self)).map { heirs[$0] ?? $0 })
  }

  /// Every card that was ever named, with its number.
  public func forEachCardNumber(_ body: (Int, CardID) -> Void) throws(SQLiteError) {
    try connection.forEachRow("SELECT number, id FROM card") { row in
      body(row.int(0), row.card(1))
      return true
    }
  }

  public func cardNumber(of id: CardID) throws(SQLiteError) -> Int? {
    try connection.int("SELECT number FROM card WHERE id = ?", [.card(id)])
  }

  public func cardID(ofNumber number: Int) throws(SQLiteError) -> CardID? {
    try connection.firstRow("SELECT id FROM card WHERE number = ?", [.integer(number)]) { $0.card(0) }
  }

  /// Every scheduled card of a range, by number, with what the model asks of it: FSRS-6 reads no trace.
  public func forEachSchedule(
    of cards: ClosedRange<Int> = .min ... .max, for model: MemoryModel,
    _ body: (_ card: Int, Schedule) -> Void
  ) throws(SQLiteError) {
    let hasTrace = model.name != .fsrs6
    let columns = hasTrace ? Schedule.columns : Schedule.columnsWithoutTrace
    try connection.forEachRow(
      "SELECT card, \(columns) FROM card_state WHERE card BETWEEN ? AND ?",
      [.integer(cards.lowerBound), .integer(cards.upperBound)]
    ) { row throws(SQLiteError) in
      body(row.int(0), try Schedule(row: row, from: 1, hasTrace: hasTrace))
      return true
    }
  }

  /// The number half way from the first scheduled card to the last; others follow it.
  public func middleCard() throws(SQLiteError) -> Int {
    try connection.int(
      "SELECT min(1 << 62, ((SELECT min(card) FROM card_state) + (SELECT max(card) FROM card_state)) / 2)")
      ?? 0
  }

  /// What the learner has said about cards, by number. Few have a mark: a join would look for one beside each state.
  public func cardMarks() throws(SQLiteError) -> [Int: CardMark] {
    let marks = try connection.rows("SELECT card, is_suspended, buried_until, flag, note FROM card_mark") {
      row in
      (
        row.int(0),
        CardMark(
          isSuspended: row.bool(1), buriedUntil: row.isNull(2) ? nil : row.day(2), flag: row.int(3),
          note: row.optionalText(4))
      )
    }
    return Dictionary(uniqueKeysWithValues: marks)
  }
}

extension LoggedAnswer {
  fileprivate static let columns =
    "card, time, offset_minutes, day, rating, duration, kind, interval_days, confidence"

  fileprivate init(row: Statement) throws(SQLiteError) {
    guard let rating = Rating(rawValue: row.int(4)), let kind = row.reviewKind(6) else {
      throw .corrupt(detail: "a review of day \(row.int(3)) has an unknown kind or rating")
    }
    let card = row.int(0)
    guard (0..<CardID.mostNumbers).contains(card) else {
      throw .corrupt(detail: "a review is of a card with the number \(card)")
    }
    self.init(
      card: card, day: row.day(3), durationMilliseconds: row.int(5),
      log: ReviewLog(
        rating: rating, time: row.time(1), offsetMinutes: row.int(2), kind: kind,
        intervalDays: row.optionalInt(7)),
      confidence: row.optionalInt(8))
  }
}
