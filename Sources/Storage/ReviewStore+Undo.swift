public import Basics
public import Scheduling

/// What the learner did last, as `undoLast` found it.
public enum LastAction: Hashable, Sendable {
  /// A rating, which is now taken back.
  case review(ReviewRecord)
  /// A mark, in whose place `restored` now stands.
  case mark(CardID, restored: MarkEntry.Change, insteadOf: MarkEntry.Change)
  /// The card was forgotten, which stands: the log cannot give a review back.
  case forgetting(CardID)

  public var card: CardID {
    switch self {
    case .review(let review): review.card
    case .mark(let card, _, _), .forgetting(let card): card
    }
  }
}

extension ReviewStore {
  /// Takes back the learner's latest action that stands: a review, or a mark. Nil when none stands.
  ///
  /// The log only grows: a retraction is added, or the change that restores the earlier mark. A card whose review went is left as
  /// `replay` finds it from the rest of its log.
  public func undoLast(
    at now: Timestamp, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> LastAction? {
    try connection.transaction { () throws(SQLiteError) -> LastAction? in
      let review = try latestReview()
      let mark = try latestMark()
      if let forgetting = try latestForgetting(),
        forgetting.id > max(review?.id ?? .least, mark?.id ?? .least)
      {
        return .forgetting(forgetting.card)
      }
      if let mark, mark.id > review?.id ?? .least { return try undo(mark, at: now) }
      guard var review else { return nil }
      _ = try connection.insert(RetractionEntry(id: try nextID(at: now), review: review.id, time: now))
      try restoreState(of: connection.head(of: connection.number(of: review.card)), replay: replay)
      review.isRetracted = true
      return .review(review)
    }
  }

  private func undo(_ mark: MarkEntry, at now: Timestamp) throws(SQLiteError) -> LastAction {
    let number = try connection.number(of: mark.card)
    let field = mark.change.columns.field
    let before = try connection.firstRow(
      "SELECT value FROM mark_change WHERE card = ? AND field = ? AND id < ? ORDER BY id DESC LIMIT 1",
      [.integer(number), .text(field), .id(mark.id)]
    ) { $0.optionalText(0) }
    guard let restored = MarkEntry.Change(field: field, value: before ?? nil) else {
      throw .corrupt(detail: "a mark says \(field) \((before ?? nil) ?? "")")
    }
    let entry = MarkEntry(id: try nextID(at: now, answering: mark.id), card: mark.card, change: restored)
    _ = try connection.insert(entry, card: number)
    try connection.setMark(connection.replayedMark(of: number), of: number)
    return .mark(mark.card, restored: restored, insteadOf: mark.change)
  }

  /// Takes back every review of a card, its own and those of the cards whose place it took; returns how many.
  ///
  /// The card is new again. Its reviews stay in the log, and count for nothing.
  public func forget(
    _ card: CardID, at now: Timestamp, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> Int {
    try connection.transaction { () throws(SQLiteError) in
      let (number, head) = try connection.numbers(of: card)
      let standing = try reviews(ofNumber: number)
      for review in standing {
        // The id tells this from an undone rating, which may be followed by another.
        let id = try nextID(at: now, answering: review.id)
        _ = try connection.insert(RetractionEntry(id: id, review: review.id, time: now))
      }
      try restoreState(of: head, replay: replay)
      return standing.count
    }
  }

  private func latestReview() throws(SQLiteError) -> ReviewRecord? {
    try connection.firstRow(
      """
      SELECT \(ReviewRecord.columns) FROM review JOIN card ON card.number = review.card
      WHERE NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)
      ORDER BY review.id DESC LIMIT 1
      """
    ) { row throws(SQLiteError) in try ReviewRecord(row: row, connection: connection) }
  }

  /// Of marks that share their random bits the later one undoes the earlier: neither stands. Those of a link
  /// came to a card with the history of another.
  private func latestMark() throws(SQLiteError) -> MarkEntry? {
    let id = try connection.firstRow(
      """
      SELECT id FROM mark_change AS change WHERE NOT EXISTS (
        SELECT 1 FROM mark_change AS other WHERE other.card = change.card AND other.field = change.field
        AND other.id <> change.id AND substr(other.id, 9) = substr(change.id, 9))
      AND NOT EXISTS (
        SELECT 1 FROM card_link WHERE new = change.card AND substr(card_link.id, 9) = substr(change.id, 9))
      ORDER BY id DESC LIMIT 1
      """
    ) { ReviewID(bytes: $0.blob(0)) }
    guard let id, let id, case .mark(let mark)? = try entry(id) else { return nil }
    return mark
  }

  private func latestForgetting() throws(SQLiteError) -> (id: ReviewID, card: CardID)? {
    let found = try connection.firstRow(
      """
      SELECT retraction.id, card.id FROM retraction
      JOIN review ON review.id = retraction.review JOIN card ON card.number = review.card
      WHERE substr(retraction.id, 9) = substr(review.id, 9) ORDER BY retraction.id DESC LIMIT 1
      """
    ) { (ReviewID(bytes: $0.blob(0)), $0.card(1)) }
    guard let found, let id = found.0 else { return nil }
    return (id, found.1)
  }
}

extension ReviewID {
  fileprivate static let least = ReviewID(high: 0, low: 0)
}
