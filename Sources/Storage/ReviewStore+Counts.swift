public import Basics
public import Scheduling

/// What was done on one study day; what was undone is not counted.
public struct DayCounts: Hashable, Sendable {
  /// Answers of any kind.
  public var reviews: Int
  /// Cards asked for the first time.
  public var newCards: Int
}

/// Reviews of one study day that share kind and rating.
public struct ReviewTally: Hashable, Sendable {
  public var day: Day
  public var kind: ReviewKind
  public var rating: Rating
  public var count: Int
  public var durationMilliseconds: Int
}

extension ReviewStore {
  public func counts(on day: Day) throws(SQLiteError) -> DayCounts {
    DayCounts(
      reviews: try connection.int(
        """
        SELECT count(*) FROM review WHERE id >= ? AND day = ?
        AND NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)
        """, [.firstID(of: day), .day(day)]) ?? 0,
      newCards: try connection.int("SELECT count(*) FROM card_state WHERE first_day = ?", [.day(day)]) ?? 0)
  }

  /// Reviews of some kinds from an instant on that stand.
  public func reviewCount(since start: Timestamp, kinds: [ReviewKind]) throws(SQLiteError) -> Int {
    try connection.int(
      """
      SELECT count(*) FROM review WHERE id >= ? AND time >= ?
      AND kind IN (\(kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")))
      AND NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)
      """, [.firstID(at: start), .time(start)]) ?? 0
  }

  /// Reviews that stand, of any kind.
  public func reviewCount() throws(SQLiteError) -> Int {
    try connection.int(
      """
      SELECT (SELECT count(*) FROM review) - (SELECT count(*) FROM (
        SELECT DISTINCT review FROM retraction WHERE review IN (SELECT id FROM review)))
      """) ?? 0
  }

  /// By day, kind and rating, in that order.
  public func tallies(from first: Day, through last: Day) throws(SQLiteError) -> [ReviewTally] {
    try connection.rows(
      """
      SELECT day, kind, rating, count(*), sum(duration) FROM review WHERE id >= ? AND day BETWEEN ? AND ?
      AND NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)
      GROUP BY day, kind, rating ORDER BY day, kind, rating
      """, [.firstID(of: first), .day(first), .day(last)]
    ) { row throws(SQLiteError) in
      guard let kind = ReviewKind(rawValue: row.text(1)), let rating = Rating(rawValue: row.int(2)) else {
        throw .corrupt(detail: "a review of day \(row.int(0)) has an unknown kind or rating")
      }
      return ReviewTally(
        day: row.day(0), kind: kind, rating: rating, count: row.int(3), durationMilliseconds: row.int(4))
    }
  }

  /// Cards by the day on which they fall due, up to the last one; what is overdue stands under its own day.
  public func dueForecast(through last: Day) throws(SQLiteError) -> [(day: Day, cards: Int)] {
    try connection.rows(
      """
      SELECT due_day, count(*) FROM card_state WHERE due_day <= ?
      AND NOT EXISTS (SELECT 1 FROM card_mark WHERE card_mark.card = card_state.card AND is_suspended = 1)
      GROUP BY due_day ORDER BY due_day
      """, [.day(last)]
    ) { ($0.day(0), $0.int(1)) }
  }
}

extension ReviewStore {
  /// The time of the latest review, undone or not; nil when there is none.
  public func lastReviewTime() throws(SQLiteError) -> Timestamp? {
    try connection.firstRow("SELECT time FROM review ORDER BY id DESC LIMIT 1") { $0.time(0) }
  }
}

extension SQLiteValue {
  /// No entry made at this instant or later has a smaller id: an id is never earlier than what it names.
  fileprivate static func firstID(at instant: Timestamp) -> SQLiteValue {
    .id(ReviewID(high: min(UInt64(clamping: instant.milliseconds), ReviewID.latest) << 16, low: 0))
  }

  /// The same for a study day, wherever on earth and at whatever hour it begins.
  fileprivate static func firstID(of day: Day) -> SQLiteValue {
    firstID(at: Timestamp(milliseconds: Int64(min(max(day.number, 1), 1 << 30) - 1) * 86_400_000))
  }
}
