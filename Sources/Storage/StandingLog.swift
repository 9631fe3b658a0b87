public import Basics
public import Scheduling

/// What stands of a log: the cards that it names as they are now, and the reviews that were not undone, oldest first.
public struct StandingLog: Sendable {
  public struct Card: Sendable {
    public var id: CardID
    public var schedule: Schedule?
    public var mark: CardMark
  }

  public struct Review: Hashable, Sendable {
    /// The place of its card in `cards`, or of the one that has its card's history.
    public var card: Int
    public var log: ReviewLog
    public var durationMilliseconds: Int
  }

  public private(set) var cards: [Card] = []
  public private(set) var reviews: [Review] = []

  /// What a store holds; call it within one transaction when another process may write.
  public init(_ store: ReviewStore) throws(SQLiteError) {
    let connection = store.connection
    // Card numbers are dense: an array finds the place faster than a dictionary.
    var places: [Int] = []
    try connection.forEachRow(
      "SELECT number, id FROM card WHERE number BETWEEN 0 AND \(CardID.mostNumbers) ORDER BY number"
    ) { row in
      places.append(contentsOf: repeatElement(-1, count: row.int(0) + 1 - places.count))
      places[row.int(0)] = cards.count
      cards.append(Card(id: row.card(1), schedule: nil, mark: .none))
      return true
    }
    // What changes no more is read by the many below without being asked whether it does.
    let numbered = places
    func place(of number: Int) throws(SQLiteError) -> Int {
      guard numbered.indices.contains(number), numbered[number] >= 0 else {
        throw .corrupt(detail: "there is no card \(number)")
      }
      return numbered[number]
    }
    var scheduled = 0
    try connection.forEachRow("SELECT card, \(Schedule.columns) FROM card_state") { row throws(SQLiteError) in
      let schedule = try Schedule(row: row, from: 1)
      scheduled += schedule.reviews
      cards[try place(of: row.int(0))].schedule = schedule
      return true
    }
    let heirs = try connection.heirs()
    for (number, mark) in try store.cardMarks() { cards[try place(of: number)].mark = mark }
    // Asked of every review, it costs a tenth of the time.
    let hasRetractions = try connection.int("SELECT EXISTS (SELECT 1 FROM retraction)") == 1
    // Most of them; counting them all is to read the log once more.
    reviews.reserveCapacity(min(scheduled, 1 << 24))
    try connection.forEachRow(
      """
      SELECT card, time, offset_minutes, rating, duration, kind, interval_days FROM review
      \(hasRetractions ? "WHERE NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)" : "")
      ORDER BY id
      """
    ) { row throws(SQLiteError) in
      guard let rating = Rating(rawValue: row.int(3)), let kind = row.reviewKind(5) else {
        throw .corrupt(detail: "a review has a rating or kind this program cannot have written")
      }
      reviews.append(
        Review(
          card: try place(of: heirs[row.int(0)] ?? row.int(0)),
          log: ReviewLog(
            rating: rating, time: row.time(1), offsetMinutes: row.int(2), kind: kind,
            intervalDays: row.optionalInt(6)),
          durationMilliseconds: row.int(4)))
      return true
    }
  }
}
