public import Basics
public import Scheduling

/// What the log keeps of a review beyond what a memory model needs.
public struct ReviewDetails: Hashable, Sendable {
  public var day: Day
  public var durationMilliseconds: Int
  /// The name of the kind of exercise, such as `choice`.
  public var exercise: String?
  /// What a drill drew its numbers from.
  public var seed: UInt64?
  /// The numbers drawn, by name.
  public var numbers: JSONValue?
  /// What the learner typed.
  public var answer: String?
  /// The known mistake that explains a wrong answer.
  public var mistake: String?
  /// The memory model that set the schedule, such as `fsrs-6`.
  public var model: String
  /// Which of the learner's parameter sets; 0 is the standard one.
  public var parametersVersion: Int
  /// How sure the learner was before the answer was shown: 1 guessed, 2 fairly, 3 certain; nil when not asked.
  public var confidence: Int?

  public init(
    day: Day, durationMilliseconds: Int, exercise: String? = nil, seed: UInt64? = nil,
    numbers: JSONValue? = nil, answer: String? = nil, mistake: String? = nil,
    model: String, parametersVersion: Int, confidence: Int? = nil
  ) {
    self.day = day
    self.durationMilliseconds = durationMilliseconds
    self.exercise = exercise
    self.seed = seed
    self.numbers = numbers
    self.answer = answer
    self.mistake = mistake
    self.model = model
    self.parametersVersion = parametersVersion
    self.confidence = confidence
  }
}

/// A review to be recorded, with the schedule it leads to; nil for practice, which changes none.
public struct NewReview: Hashable, Sendable {
  public var log: ReviewLog
  public var details: ReviewDetails
  public var schedule: Schedule?

  public init(log: ReviewLog, details: ReviewDetails, schedule: Schedule?) {
    self.log = log
    self.details = details
    self.schedule = schedule
  }
}

/// An entry of the log.
public struct ReviewRecord: Hashable, Sendable {
  public var id: ReviewID
  public var card: CardID
  public var log: ReviewLog
  public var details: ReviewDetails
  /// Undone: it stays in the log, and counts for nothing.
  public var isRetracted: Bool
}

extension ReviewRecord {
  /// The columns that `init(row:connection:)` reads, in its order.
  static let columns = """
    \(ReviewEntry.columns), card.id, EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)
    """

  init(row: Statement, connection: Connection) throws(SQLiteError) {
    let card = row.card(ReviewEntry.columnCount)
    self.init(
      try ReviewEntry(row: row, card: card, connection: connection),
      isRetracted: row.bool(ReviewEntry.columnCount + 1))
  }

  init(_ entry: ReviewEntry, isRetracted: Bool = false) {
    self.init(
      id: entry.id, card: entry.card, log: entry.log, details: entry.details, isRetracted: isRetracted)
  }
}

extension ReviewEntry {
  /// The columns that `init(row:card:connection:)` reads, in its order; whoever asks for them adds the card's.
  static let columns = """
    review.id, time, offset_minutes, day, rating, duration, kind, exercise, seed, numbers, answer, mistake, \
    model, parameters, interval_days, confidence
    """

  /// Where further columns of a query begin.
  static let columnCount: Int32 = 16

  init(row: Statement, card: CardID, connection: Connection) throws(SQLiteError) {
    guard let id = row.reviewID(0), let rating = Rating(rawValue: row.int(4)),
      let kind = row.reviewKind(6)
    else {
      throw .corrupt(detail: "review \(row.blob(0)) has a rating or kind this program cannot have written")
    }
    let numbers: JSONValue? = if let text = row.optionalText(9) { try connection.json(text) } else { nil }
    self.init(
      id: id, card: card,
      log: ReviewLog(
        rating: rating, time: row.time(1), offsetMinutes: row.int(2), kind: kind,
        intervalDays: row.optionalInt(14)),
      details: ReviewDetails(
        day: row.day(3), durationMilliseconds: row.int(5), exercise: row.optionalText(7),
        seed: row.isNull(8) ? nil : UInt64(bitPattern: row.integer(8)), numbers: numbers,
        answer: row.optionalText(10), mistake: row.optionalText(11), model: row.text(12),
        parametersVersion: row.int(13), confidence: row.optionalInt(15)))
  }
}
