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
      let (number, head) = try connection.numbers(of: card)
      let state = try connection.state(of: head)
      let new = review(state)
      let entry = ReviewEntry(
        id: try nextID(at: new.log.time), card: card, log: new.log, details: new.details)
      guard try connection.insert(entry, card: number) else {
        throw .constraint(detail: "the id \(entry.id) is taken")
      }
      try connection.addReview(entry.id, to: number)
      try setState(new, of: head, wasNew: state == .new)
      return ReviewRecord(entry)
    }
  }

  /// The log of one card and of those whose place it took, oldest first, without what was undone.
  public func reviews(of card: CardID) throws(SQLiteError) -> [ReviewRecord] {
    guard let number = try connection.int("SELECT number FROM card WHERE id = ?", [.card(card)]) else {
      return []
    }
    return try reviews(ofNumber: number)
  }

  func reviews(ofNumber number: Int) throws(SQLiteError) -> [ReviewRecord] {
    try connection.rows(
      """
      \(Connection.reviewsOfCard)
      SELECT \(ReviewRecord.columns) FROM card_review CROSS JOIN review ON review.id = card_review.id
      JOIN card ON card.number = review.card ORDER BY review.id
      """, [.integer(number)]
    ) { row throws(SQLiteError) in try ReviewRecord(row: row, connection: connection) }
    .filter { !$0.isRetracted }
  }

  /// Above every id in the file, so that the order of ids is the order of entries whatever the clock does.
  ///
  /// An id that answers another has its random bits: so an entry says, without a column for it, which one it undoes.
  func nextID(at now: Timestamp, answering answered: ReviewID? = nil) throws(SQLiteError) -> ReviewID {
    lastInstant = max(lastInstant, now)
    let id = ReviewID(at: now, after: try lastID(), using: &generator)
    return ReviewID(high: id.high, low: answered?.low ?? id.low)
  }

  func lastID() throws(SQLiteError) -> ReviewID? {
    let bytes = try connection.firstRow(
      """
      SELECT max(id) FROM (
        SELECT max(id) AS id FROM review UNION ALL SELECT max(id) FROM retraction
        UNION ALL SELECT max(id) FROM mark_change UNION ALL SELECT max(id) FROM card_link)
      """
    ) { $0.blob(0) }
    return bytes.flatMap(ReviewID.init(bytes:))
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
}
