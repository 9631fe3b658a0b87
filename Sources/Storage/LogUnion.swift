import Basics
import Scheduling

/// The log of a file united with that of another, as a replay of both leaves the cards that the other names.
///
/// Read through a connection of its own, so that a second thread may do it while the first writes the union.
struct LogUnion {
  /// What a replay of both logs gives.
  struct Replayed {
    /// Heads of the cards that the other log has reviews of.
    var cards: [ReplayedCard] = []
    /// The reviews of the other log, by the number of their card here.
    var theirs = ReviewsByCard()
  }

  private let path: String
  private let other: String
  private let heirs: [Int: Int]
  /// Numbers here by numbers there; -1 where there is none.
  private let numbers: [Int]

  /// Nil where the store is in memory, which one connection alone can read, and where a thread would not pay.
  ///
  /// Every card of the other log must have its number in `temp.card_map`.
  init?(of store: ReviewStore, with other: String, minimumReviews: Int) throws(SQLiteError) {
    let connection = store.connection
    guard case .file(let path) = store.location else { return nil }
    let isLong = try connection.int(
      "SELECT 1 FROM other.review LIMIT 1 OFFSET ?", [.integer(minimumReviews)])
    guard isLong != nil else { return nil }
    self.path = path
    self.other = other
    heirs = try connection.heirs()
    let count = try connection.int("SELECT max(other) FROM temp.card_map") ?? 0
    guard (0..<CardID.mostNumbers).contains(count) else { return nil }
    var numbers = Array(repeating: -1, count: count + 1)
    try connection.forEachRow("SELECT other, number FROM temp.card_map WHERE other >= 0") { row in
      numbers[row.int(0)] = row.int(1)
      return true
    }
    self.numbers = numbers
  }

  /// The cards whose states may change: those that the other log names, and those that took the place of one.
  ///
  /// What the first thread has not yet committed is not to be seen here: new cards have their names in the other log.
  private func cards(reading connection: Connection) throws(SQLiteError) -> [(number: Int, card: CardID)] {
    var named = Set(numbers.lazy.filter { $0 >= 0 }.map { heirs[$0] ?? $0 })
    var cards = try connection.heads().filter { named.remove($0.number) != nil }
    try connection.forEachRow("SELECT number, id FROM other.card") { row in
      let other = row.int(0)
      guard numbers.indices.contains(other), named.contains(numbers[other]) else { return true }
      cards.append((numbers[other], row.card(1)))
      return true
    }
    return cards.sorted { $0.number < $1.number }
  }

  /// Nil when either file cannot be read to its end.
  func replayed(by replay: (CardID, [ReviewLog]) -> CardState) -> Replayed? {
    do throws(SQLiteError) {
      let connection = try Connection(
        path: path.hasPrefix("/") ? path : "./" + path, busyTimeoutMilliseconds: 5000)
      return try connection.withOther(ReviewStore.uri(other)) { () throws(SQLiteError) in
        try replayed(by: replay, reading: connection)
      }
    } catch {
      return nil
    }
  }

  private static func first(_ one: ReviewID?, _ other: ReviewID?) -> ReviewID? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
  }

  private func replayed(
    by replay: (CardID, [ReviewLog]) -> CardState, reading connection: Connection
  ) throws(SQLiteError) -> Replayed {
    var union = Replayed()
    var histories = try Histories(
      of: cards(reading: connection), heirs: heirs,
      retracted: connection.retracted().union(
        connection.retracted(schema: "other", where: LogMerge.isPossible)))
    var ours = try ReviewCursor(connection)
    var theirs = try ReviewCursor(
      connection, schema: "other", where: "\(LogMerge.isPossible) AND \(LogMerge.isReview)")
    while let id = Self.first(ours.id, theirs.id) {
      guard ours.id != id else {
        histories.append(ours.review)
        try ours.advance()
        // One that is in both is the same in both, or the union is not used.
        if theirs.id == id { try theirs.advance() }
        continue
      }
      let card = theirs.review.card
      // The merge leaves out what names no card.
      if numbers.indices.contains(card), numbers[card] >= 0 {
        histories.append(theirs.review, of: numbers[card])
        union.theirs.append(id, of: numbers[card])
      }
      try theirs.advance()
    }
    let heads = Set(union.theirs.cards.map { heirs[$0] ?? $0 })
    try histories.forEach(areLogged: true) { history in
      if heads.contains(history.number) { union.cards.append(history.replayed(by: replay)) }
    }
    return union
  }
}
