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

  /// The largest number of a card: arrays are as long as it is, so one that no program gave is refused.
  func lastCardNumber() throws(SQLiteError) -> Int {
    let last = try int("SELECT max(number) FROM card") ?? 0
    guard last < CardID.mostNumbers else { throw .corrupt(detail: "a card has the number \(last)") }
    return last
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
    try run(Self.stateInsertion) { $0.set(schedule, firstDay, exercise, of: number) }
    try setNew(false, number)
  }

  func updateState(_ schedule: Schedule, of number: Int, exercise: String?) throws(SQLiteError) {
    try run(Self.stateUpdate) {
      $0.set(1, number)
      $0.set(2, exercise)
      $0.set(schedule, from: 3)
    }
  }

  /// Caches the states of many cards.
  func setStates(of cards: [ReplayedCard]) throws(SQLiteError) {
    // Put in one by one, the entries of the indexes take longer than sorting them all anew.
    let isMost = try cards.count > (int("SELECT count(*) FROM card_state") ?? 0) / 2
    let indexes =
      try isMost
      ? rows("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'card_state'") {
        (name: $0.text(0), sql: $0.text(1))
      } : []
    for index in indexes { try execute("DROP INDEX \(index.name)") }
    let removal = try Statement("DELETE FROM card_state WHERE card = ?", on: pointer)
    let replacement = try Statement("REPLACE" + Self.stateInsertion.dropFirst("INSERT".count), on: pointer)
    for card in cards {
      if let state = card.state {
        replacement.set(state.schedule, state.firstDay, state.lastExercise, of: card.number)
        try replacement.run()
      } else {
        removal.set(1, card.number)
        try removal.run()
      }
    }
    for index in indexes { try execute(index.sql) }
    try repairNewness()
  }

  func deleteState(of number: Int) throws(SQLiteError) {
    try run("DELETE FROM card_state WHERE card = ?", [.integer(number)])
    try setNew(true, number)
  }

  private static let stateInsertion = """
    INSERT INTO card_state (card, first_day, last_exercise, \(Schedule.columns))
    VALUES (?, ?, ?, \(Schedule.parameters))
    """

  private static let stateUpdate = """
    UPDATE card_state SET (last_exercise, \(Schedule.columns)) = (?2, \(Schedule.parameters)) WHERE card = ?1
    """

  /// The deck index repeats which cards are new, so that it finds the next ones at once.
  private func setNew(_ isNew: Bool, _ number: Int) throws(SQLiteError) {
    try run("UPDATE deck_card SET is_new = ? WHERE card = ?", [.bool(isNew), .integer(number)])
  }
}

extension CardID {
  /// More cards than any deck has.
  static let mostNumbers = 1 << 27
}

extension Statement {
  /// The parameters of an inserted state.
  fileprivate func set(_ schedule: Schedule, _ firstDay: Day, _ exercise: String?, of number: Int) {
    set(1, number)
    set(2, firstDay.number)
    set(3, exercise)
    set(schedule, from: 4)
  }
}
