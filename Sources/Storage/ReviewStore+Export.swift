public import Basics
public import Scheduling

/// A review that was not undone, as far as other programs' logs have room for it.
public struct StandingReview: Hashable, Sendable {
  public var card: CardID
  public var log: ReviewLog
  public var durationMilliseconds: Int

  public init(card: CardID, log: ReviewLog, durationMilliseconds: Int) {
    self.card = card
    self.log = log
    self.durationMilliseconds = durationMilliseconds
  }
}

extension ReviewStore {
  /// Every review that stands, oldest first.
  public func standingReviews() throws(SQLiteError) -> [StandingReview] {
    let names = try cardNames()
    let kinds = Self.kinds
    var retracted: Set<ReviewID> = []
    try connection.forEachRow("SELECT review FROM retraction") { row throws(SQLiteError) in
      if let id = row.reviewID(0) { retracted.insert(id) }
      return true
    }
    var reviews: [StandingReview] = []
    try connection.forEachRow(
      "SELECT id, card, time, offset_minutes, rating, duration, kind, interval_days FROM review ORDER BY id"
    ) { row throws(SQLiteError) in
      guard let id = row.reviewID(0), let card = names[row.int(1)], let rating = Rating(rawValue: row.int(4)),
        let kind = kinds[row.text(6)]
      else { throw .corrupt(detail: "a review has a rating or kind this program cannot have written") }
      guard retracted.isEmpty || !retracted.contains(id) else { return true }
      reviews.append(
        StandingReview(
          card: card,
          log: ReviewLog(
            rating: rating, time: row.time(2), offsetMinutes: row.int(3), kind: kind,
            intervalDays: row.optionalInt(7)),
          durationMilliseconds: row.int(5)))
      return true
    }
    return reviews
  }

  private func cardNames() throws(SQLiteError) -> [Int: CardID] {
    var names: [Int: CardID] = [:]
    try connection.forEachRow("SELECT number, id FROM card") { row throws(SQLiteError) in
      names[row.int(0)] = row.card(1)
      return true
    }
    return names
  }

  private static let kinds = Dictionary(uniqueKeysWithValues: ReviewKind.allCases.map { ($0.rawValue, $0) })
}
