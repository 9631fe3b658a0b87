public import Basics
public import Scheduling

extension ReviewStore {
  /// Records a review in one transaction, durable when this returns.
  ///
  /// `review` is given the card's state as it stands under the write lock, so that two processes never overwrite each other.
  @discardableResult
  public func record(
    _ card: CardID, _ review: (CardState) -> NewReview
  ) throws(SQLiteError) -> ReviewRecord {
    try connection.transaction { () throws(SQLiteError) in
      let number = try connection.number(of: card)
      let state = try connection.state(of: number)
      let new = review(state)
      let id = ReviewID(at: new.log.time, after: try lastID(), using: &generator)
      try insert(new, id: id, card: number)
      try setState(new, of: number, wasNew: state == .new)
      return ReviewRecord(id: id, card: card, log: new.log, details: new.details, isRetracted: false)
    }
  }

  /// Takes back the latest review that stands, and leaves its card as `replay` finds it from the rest of its log.
  ///
  /// The log only grows: a retraction is added. Nil when no review stands.
  public func undoLast(
    at now: Timestamp, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> ReviewRecord? {
    try connection.transaction { () throws(SQLiteError) -> ReviewRecord? in
      let latest = try connection.firstRow(
        """
        SELECT \(ReviewRecord.columns) FROM review JOIN card ON card.number = review.card
        WHERE NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)
        ORDER BY review.id DESC LIMIT 1
        """
      ) { row throws(SQLiteError) in try ReviewRecord(row: row, connection: connection) }
      guard var undone = latest else { return nil }
      let id = ReviewID(at: now, after: try lastID(), using: &generator)
      try connection.run(
        "INSERT INTO retraction (review, id, time) VALUES (?, ?, ?)", [.id(undone.id), .id(id), .time(now)])
      try restoreState(of: undone.card, replay: replay)
      undone.isRetracted = true
      return undone
    }
  }

  /// The log of one card, oldest first, without what was undone.
  public func reviews(of card: CardID) throws(SQLiteError) -> [ReviewRecord] {
    try connection.rows(
      """
      SELECT \(ReviewRecord.columns) FROM review JOIN card ON card.number = review.card
      WHERE card.id = ? ORDER BY review.id
      """, [.card(card)]
    ) { row throws(SQLiteError) in try ReviewRecord(row: row, connection: connection) }
    .filter { !$0.isRetracted }
  }

  /// The whole log, oldest first, with what was undone, until the body returns false.
  public func forEachReview(_ body: (ReviewRecord) -> Bool) throws(SQLiteError) {
    try connection.forEachRow(
      """
      SELECT \(ReviewRecord.columns) FROM review JOIN card ON card.number = review.card ORDER BY review.id
      """
    ) { row throws(SQLiteError) in body(try ReviewRecord(row: row, connection: connection)) }
  }

  private func lastID() throws(SQLiteError) -> ReviewID? {
    let bytes = try connection.firstRow("SELECT id FROM review ORDER BY id DESC LIMIT 1") { $0.blob(0) }
    return bytes.flatMap(ReviewID.init(bytes:))
  }

  private func insert(_ new: NewReview, id: ReviewID, card number: Int) throws(SQLiteError) {
    let details = new.details
    try connection.run(
      """
      INSERT INTO review (id, card, time, offset_minutes, day, rating, duration, kind, exercise, seed, numbers,
        answer, mistake, model, parameters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .id(id), .integer(number), .time(new.log.time), .integer(new.log.offsetMinutes), .day(details.day),
        .integer(new.log.rating.rawValue), .integer(details.durationMilliseconds),
        .text(new.log.kind.rawValue), .optional(details.exercise),
        details.seed.map { .integer(Int64(bitPattern: $0)) } ?? .null,
        .optional(details.numbers.map { JSONWriter.write($0) }), .optional(details.answer),
        .optional(details.mistake), .text(details.model), .integer(details.parametersVersion),
      ])
  }

  private func setState(_ new: NewReview, of number: Int, wasNew: Bool) throws(SQLiteError) {
    let exercise = new.details.exercise
    switch (new.schedule, wasNew) {
    case (let schedule?, true):
      try connection.insertState(schedule, of: number, firstDay: new.details.day, exercise: exercise)
    case (let schedule?, false):
      try connection.updateState(schedule, of: number, exercise: exercise)
    case (nil, _):
      try connection.run(
        "UPDATE card_state SET last_exercise = ? WHERE card = ?", [.optional(exercise), .integer(number)])
    }
  }

  func restoreState(
    of card: CardID, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) {
    let number = try connection.number(of: card)
    let rest = try reviews(of: card)
    try connection.deleteState(of: number)
    guard let schedule = replay(card, rest.map(\.log)).schedule,
      let first = rest.first(where: { $0.log.kind.changesSchedule })
    else { return }
    try connection.insertState(
      schedule, of: number, firstDay: first.details.day, exercise: rest.last?.details.exercise)
  }
}
