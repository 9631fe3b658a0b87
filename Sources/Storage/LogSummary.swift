/// What someone computed from the log, kept so that the next run adds only what is new.
public struct LogSummary: Hashable, Sendable {
  /// Of what the content depends on besides the log: its layout, the model, the parameters.
  public var fingerprint: UInt64
  public var position: LogPosition
  public var content: [UInt8]

  public init(fingerprint: UInt64, position: LogPosition, content: [UInt8]) {
    self.fingerprint = fingerprint
    self.position = position
    self.content = content
  }
}

extension ReviewStore {
  /// A larger one is not kept: SQLite's own limit here is 64 MiB.
  private static let largestSummary = 32 << 20

  public func logSummary() throws(SQLiteError) -> LogSummary? {
    try connection.firstRow(
      """
      SELECT fingerprint, reviews, retractions, last_review, last_retraction, content FROM log_summary
      """
    ) { row in
      LogSummary(
        fingerprint: UInt64(bitPattern: row.integer(0)),
        position: LogPosition(
          reviews: row.int(1), retractions: row.int(2), lastReview: ReviewID(bytes: row.blob(3)),
          lastRetraction: ReviewID(bytes: row.blob(4))),
        content: row.blob(5))
    }
  }

  /// Takes the place of the summary before.
  public func setLogSummary(_ summary: LogSummary) throws(SQLiteError) {
    guard summary.content.count <= Self.largestSummary else { return }
    let position = summary.position
    try connection.run(
      """
      INSERT INTO log_summary (number, fingerprint, reviews, retractions, last_review, last_retraction, content)
      VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT (number) DO UPDATE SET fingerprint = ?1, reviews = ?2, retractions = ?3, last_review = ?4,
        last_retraction = ?5, content = ?6
      """,
      [
        .integer(Int64(bitPattern: summary.fingerprint)), .integer(position.reviews),
        .integer(position.retractions), position.lastReview.map { .id($0) } ?? .null,
        position.lastRetraction.map { .id($0) } ?? .null, .blob(summary.content),
      ])
  }
}
