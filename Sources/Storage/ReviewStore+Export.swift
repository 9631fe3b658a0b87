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
    var names: [Int: CardID] = [:]
    try connection.forEachRow("SELECT number, id FROM card") { row throws(SQLiteError) in
      names[row.int(0)] = row.card(1)
      return true
    }
    var reviews: [StandingReview] = []
    try connection.forEachRow(
      """
      SELECT card, time, offset_minutes, rating, duration, kind FROM review
      WHERE id NOT IN (SELECT review FROM retraction) ORDER BY id
      """
    ) { row throws(SQLiteError) in
      guard let rating = Rating(rawValue: row.int(3)), let kind = ReviewKind(rawValue: row.text(5)),
        let card = names[row.int(0)]
      else { throw .corrupt(detail: "a review has a rating or kind this program cannot have written") }
      reviews.append(
        StandingReview(
          card: card,
          log: ReviewLog(rating: rating, time: row.time(1), offsetMinutes: row.int(2), kind: kind),
          durationMilliseconds: row.int(4)))
      return true
    }
    return reviews
  }
}
