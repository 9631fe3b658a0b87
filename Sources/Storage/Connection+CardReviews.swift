import Basics

/// Which reviews are whose: a cache beside the log, for those who ask for one card; whoever writes holds the transaction.
extension Connection {
  /// A query's beginning: `card_review.id` are the ids of the reviews of card `?1` and of those whose place it took.
  static let reviewsOfCard = """
    WITH RECURSIVE rest (ids) AS (
      SELECT ids FROM card_reviews
        WHERE card = ?1 OR card IN (SELECT number FROM card WHERE heir = ?1)
      UNION ALL SELECT substr(ids, 17) FROM rest WHERE length(ids) > 16),
    card_review (id) AS (SELECT substr(ids, 1, 16) FROM rest)
    """

  private static let addition = """
    INSERT INTO card_reviews (card, ids) VALUES (?, ?)
    ON CONFLICT (card) DO UPDATE SET ids = CAST(ids || excluded.ids AS BLOB)
    """

  /// Remembers that a new review is a card's.
  func addReview(_ id: ReviewID, to number: Int) throws(SQLiteError) {
    try run(Self.addition, [.integer(number), .id(id)])
  }

  func addReviews(_ reviews: ReviewsByCard) throws(SQLiteError) {
    let statement = try Statement(Self.addition, on: pointer)
    try reviews.forEachCard { card, ids throws(SQLiteError) in
      statement.set(1, card)
      statement.set(2, ids)
      try statement.run()
    }
  }

  /// Makes the cache what the log says.
  func rebuildCardReviews() throws(SQLiteError) {
    try execute("DELETE FROM card_reviews; \(Schema.fillCardReviews)")
  }

  /// The cards whose remembered reviews are not those of the log.
  func cardsWithOtherReviews() throws(SQLiteError) -> [CardID] {
    var logged = ReviewSets()
    try forEachRow("SELECT card, id FROM review") { row in
      if let id = row.reviewID(1) { logged.add(id, to: row.int(0)) }
      return true
    }
    var remembered = ReviewSets()
    try forEachRow("SELECT card, ids FROM card_reviews") { row in
      let ids = row.blob(1)
      for start in stride(from: 0, to: ids.count, by: 16) {
        // What is no id spoils the sum, as it should.
        let id = ReviewID(bytes: Array(ids[start...].prefix(16))) ?? ReviewID(high: .max, low: .max)
        remembered.add(id, to: row.int(0))
      }
      return true
    }
    var cards: [CardID] = []
    for number in logged.differences(from: remembered) {
      cards += try rows("SELECT id FROM card WHERE number = ?", [.integer(number)]) { $0.card(0) }
    }
    return cards
  }
}

/// A set of ids for each card, of which only a fingerprint is kept: how many, and their sum.
private struct ReviewSets {
  private struct Fingerprint: Equatable {
    var count = 0
    var high: UInt64 = 0
    var low: UInt64 = 0
  }

  private var sets: [Int: Fingerprint] = [:]

  mutating func add(_ id: ReviewID, to card: Int) {
    let mixed = sets[card, default: Fingerprint()]
    sets[card] = Fingerprint(
      count: mixed.count + 1, high: mixed.high &+ id.high &* (id.low | 1), low: mixed.low &+ id.low)
  }

  func differences(from other: ReviewSets) -> [Int] {
    Set(sets.keys).union(other.sets.keys).filter { sets[$0] != other.sets[$0] }.sorted()
  }
}
