public import Basics
import Scheduling

extension ReviewStore {
  /// What is known of a card; nil when no entry, no deck and no log that was merged names it.
  public func card(_ id: CardID) throws(SQLiteError) -> CardRecord? {
    try connection.firstRow(
      """
      SELECT \(CardRecord.columns) FROM card
      LEFT JOIN card_state ON card_state.card = card.number LEFT JOIN card_mark ON card_mark.card = card.number
      WHERE card.id = ?
      """, [.card(id)]
    ) { row throws(SQLiteError) in try CardRecord(row: row) }
  }

  /// What orders cards: the number that each got when it came, or its name, byte by byte.
  public enum CardOrder: String {
    case number, id
  }

  /// Every card that has a state or a mark, until the body returns false.
  public func forEachCard(
    by order: CardOrder = .number, _ body: (CardRecord) -> Bool
  ) throws(SQLiteError) {
    try connection.forEachRow(
      """
      SELECT \(CardRecord.columns) FROM card
      LEFT JOIN card_state ON card_state.card = card.number LEFT JOIN card_mark ON card_mark.card = card.number
      WHERE card_state.card IS NOT NULL OR card_mark.card IS NOT NULL
      ORDER BY card.\(order.rawValue)
      """
    ) { row throws(SQLiteError) in body(try CardRecord(row: row)) }
  }

  /// Changes what the learner has said about a card; the mark before the change is given under the write lock.
  ///
  /// Without an instant it is dated by the latest one that the store was told of.
  public func mark(
    _ id: CardID, at now: Timestamp? = nil, _ change: (inout CardMark) -> Void
  ) throws(SQLiteError) {
    try mark(id, at: now, answering: nil, change)
  }

  /// A change that answers another entry is no action of the learner's.
  func mark(
    _ id: CardID, at now: Timestamp?, answering entry: ReviewID?, _ change: (inout CardMark) -> Void
  ) throws(SQLiteError) {
    try connection.transaction { () throws(SQLiteError) in
      let number = try connection.number(of: id)
      let before = try card(id)?.mark ?? .none
      var mark = before
      change(&mark)
      for change in mark.changes(since: before) {
        let entry = MarkEntry(
          id: try nextID(at: now ?? lastInstant, answering: entry), card: id, change: change)
        _ = try connection.insert(entry, card: number)
      }
      try connection.setMark(mark, of: number)
    }
  }

  public func suspend(_ id: CardID) throws(SQLiteError) {
    try mark(id) { $0.isSuspended = true }
  }

  public func unsuspend(_ id: CardID) throws(SQLiteError) {
    try mark(id) { $0.isSuspended = false }
  }

  /// Hides a card until a study day begins.
  public func bury(_ id: CardID, until day: Day) throws(SQLiteError) {
    try mark(id) { $0.buriedUntil = day }
  }
}

extension CardRecord {
  static let columns = """
    card.id, is_suspended, buried_until, flag, note, last_exercise, \(Schedule.columns)
    """

  init(row: Statement) throws(SQLiteError) {
    id = row.card(0)
    mark = CardMark(
      isSuspended: row.bool(1), buriedUntil: row.isNull(2) ? nil : row.day(2), flag: row.int(3),
      note: row.optionalText(4))
    lastExercise = row.optionalText(5)
    state = row.isNull(6) ? .new : .scheduled(try Schedule(row: row, from: 6))
  }
}
