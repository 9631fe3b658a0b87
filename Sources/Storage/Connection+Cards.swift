import Basics
import Scheduling

/// The rows of one card; whoever writes holds the transaction.
extension Connection {
  /// The number of a card, given now when it has none.
  func number(of card: CardID) throws(SQLiteError) -> Int {
    if let number = try int("SELECT number FROM card WHERE id = ?", [.card(card)]) { return number }
    try run("INSERT INTO card (id) VALUES (?)", [.card(card)])
    return Int(lastInsertedRow)
  }

  /// The number of a card, and that of its head.
  func numbers(of card: CardID) throws(SQLiteError) -> (number: Int, head: Int) {
    let known = try firstRow("SELECT number, coalesce(heir, number) FROM card WHERE id = ?", [.card(card)]) {
      (number: $0.int(0), head: $0.int(1))
    }
    if let known { return known }
    let number = try number(of: card)
    return (number, number)
  }

  /// The card whose state holds the history of this one: itself, unless it left the decks and another took its place.
  func head(of number: Int) throws(SQLiteError) -> Int {
    try int("SELECT coalesce(heir, number) FROM card WHERE number = ?", [.integer(number)]) ?? number
  }

  func state(of number: Int) throws(SQLiteError) -> CardState {
    try firstRow("SELECT \(Schedule.columns) FROM card_state WHERE card = ?", [.integer(number)]) {
      row throws(SQLiteError) in .scheduled(try Schedule(row: row))
    } ?? .new
  }

  /// The cached state of a card that was new; its first day is the one on which it was introduced.
  func insertState(
    _ schedule: Schedule, of number: Int, firstDay: Day, exercise: String?
  ) throws(SQLiteError) {
    try run(
      """
      INSERT INTO card_state (card, \(Schedule.columns), first_day, last_exercise)
      VALUES (?, \(Schedule.parameters), ?, ?)
      """, [.integer(number)] + schedule.values + [.day(firstDay), .optional(exercise)])
    try setNew(false, number)
  }

  func updateState(_ schedule: Schedule, of number: Int, exercise: String?) throws(SQLiteError) {
    try run(
      """
      UPDATE card_state SET (\(Schedule.columns), last_exercise) = (\(Schedule.parameters), ?)
      WHERE card = ?
      """, schedule.values + [.optional(exercise), .integer(number)])
  }

  func deleteState(of number: Int) throws(SQLiteError) {
    try run("DELETE FROM card_state WHERE card = ?", [.integer(number)])
    try setNew(true, number)
  }

  /// The deck index repeats which cards are new, so that it finds the next ones at once.
  private func setNew(_ isNew: Bool, _ number: Int) throws(SQLiteError) {
    try run("UPDATE deck_card SET is_new = ? WHERE card = ?", [.bool(isNew), .integer(number)])
  }
}
