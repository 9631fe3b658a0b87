public import Basics
import Scheduling

extension DeckIndex {
  /// The active tables' part that every question about faces shares.
  static let faces = """
    FROM deck_card JOIN temp.active_source ON active_source.number = deck_card.source
    JOIN source ON source.number = deck_card.source JOIN card ON card.number = deck_card.card
    """

  /// True of the face in the preferred language, and of another where there is none in that.
  static let isShown = """
    (active_source.is_preferred OR NOT EXISTS (
      SELECT 1 FROM deck_card AS other JOIN temp.active_source AS chosen ON chosen.number = other.source
      WHERE other.card = deck_card.card AND chosen.is_preferred))
    """

  /// The card in a language, or in the preferred one; in another when it has no face in that.
  public func face(of id: CardID, in language: Language? = nil) throws(SQLiteError) -> CardFace? {
    try connection.firstRow(
      """
      SELECT \(CardFace.columns) \(Self.faces) WHERE card.id = ?1
      ORDER BY coalesce(source.language = ?2, 0) DESC, is_preferred DESC, deck_card.source LIMIT 1
      """, [.card(id), .optional(language?.rawValue)]
    ) { row throws(SQLiteError) in try CardFace(row: row) }
  }

  /// Cards in the order of their sources, each in one language.
  public func cards(
    _ filter: CardFilter = CardFilter(), limit: Int = .max, offset: Int = 0
  ) throws(SQLiteError) -> [CardFace] {
    try connection.rows(
      """
      SELECT \(CardFace.columns) \(Self.faces)
      WHERE \(Self.isShown) AND \(CardFilter.condition)
      ORDER BY deck_card.source, deck_card.position LIMIT ?3 OFFSET ?4
      """, filter.values + [.integer(limit), .integer(offset)]
    ) { row throws(SQLiteError) in try CardFace(row: row) }
  }

  /// Cards that are due and neither suspended nor buried, longest overdue first.
  public func dueCards(
    at now: Timestamp, today: Day, _ filter: CardFilter = CardFilter(), limit: Int = .max
  ) throws(SQLiteError) -> [CardRecord] {
    try connection.rows(
      """
      SELECT \(CardRecord.columns) FROM card_state INDEXED BY card_state_by_due
      JOIN card ON card.number = card_state.card LEFT JOIN card_mark ON card_mark.card = card_state.card
      WHERE due_day <= ?3 AND (phase = 'review' OR due <= ?4)
      AND coalesce(is_suspended, 0) = 0 AND coalesce(buried_until, 0) <= ?3
      AND EXISTS (
        SELECT 1 FROM deck_card JOIN temp.active_source ON active_source.number = deck_card.source
        WHERE deck_card.card = card_state.card AND \(CardFilter.condition))
      ORDER BY due_day, due LIMIT ?5
      """, filter.values + [.day(today), .time(now), .integer(limit)]
    ) { row throws(SQLiteError) in try CardRecord(row: row) }
  }

  /// When the next step that is not due yet falls due; nil when none is pending.
  public func nextStepDue(after now: Timestamp, today: Day) throws(SQLiteError) -> Timestamp? {
    try connection.firstRow(
      """
      SELECT due FROM card_state INDEXED BY card_state_by_due
      WHERE due_day BETWEEN ?1 AND ?1 + 1 AND phase <> 'review' AND due > ?2
      AND EXISTS (
        SELECT 1 FROM deck_card JOIN temp.active_source ON active_source.number = deck_card.source
        WHERE deck_card.card = card_state.card)
      ORDER BY due_day, due LIMIT 1
      """, [.day(today), .time(now)]
    ) { $0.time(0) }
  }
}

extension CardFilter {
  /// Of the table deck_card, with the parameters ?1 and ?2.
  static let condition =
    "(?1 IS NULL OR deck_card.level = ?1) AND (?2 IS NULL OR instr(deck_card.tags, ',' || ?2 || ','))"

  var values: [SQLiteValue] { [.optional(level), .optional(tag)] }
}
