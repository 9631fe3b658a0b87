import Basics
import Scheduling

extension ReviewStore {
  /// Makes the cached state of one card what its log leads to.
  func restoreState(of number: Int, replay: (CardID, [ReviewLog]) -> CardState) throws(SQLiteError) {
    let id = try connection.firstRow("SELECT id FROM card WHERE number = ?", [.integer(number)]) {
      $0.card(0)
    }
    guard let id else { return }
    guard try connection.head(of: number) == number else { return try connection.deleteState(of: number) }
    var history = CardHistory(number: number, card: id)
    for record in try reviews(ofNumber: number) {
      history.append(record.log, day: record.details.day, exercise: record.details.exercise)
    }
    try connection.deleteState(of: number)
    guard let state = history.replayed(by: replay).state else { return }
    try connection.insertState(
      state.schedule, of: number, firstDay: state.firstDay, exercise: state.lastExercise)
  }

  /// The same for many cards, reading the log once when they are a good part of it.
  func restoreStates(of heads: Set<Int>, replay: (CardID, [ReviewLog]) -> CardState) throws(SQLiteError) {
    guard heads.count > 1000 else {
      for head in heads.sorted() { try restoreState(of: head, replay: replay) }
      return
    }
    var cards: [ReplayedCard] = []
    try histories(of: heads).forEach(areLogged: false) { cards.append($0.replayed(by: replay)) }
    try connection.setStates(of: cards)
  }

  /// The history of each card that is its own head and has a log, by number.
  func forEachHistory(_ body: (CardHistory) throws(SQLiteError) -> Void) throws(SQLiteError) {
    try histories(of: nil).forEach(areLogged: true, body)
  }

  /// Read in one pass in the order of ids; going by card would seek every review on its own.
  private func histories(of heads: Set<Int>?) throws(SQLiteError) -> Histories {
    var cards = try connection.heads()
    if let heads { cards = cards.filter { heads.contains($0.number) } }
    var histories = try Histories(
      of: cards, heirs: connection.heirs(), retracted: connection.retracted())
    var cursor = try ReviewCursor(connection)
    while cursor.id != nil {
      histories.append(cursor.review)
      try cursor.advance()
    }
    return histories
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
