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
      SELECT fingerprint, merges, last_review, last_retraction, content FROM log_summary
      """
    ) { row in
      LogSummary(
        fingerprint: UInt64(bitPattern: row.integer(0)),
        position: LogPosition(
          merges: row.int(1), lastReview: row.reviewID(2), lastRetraction: row.reviewID(3)),
        content: row.blob(4))
    }
  }

  /// Takes the place of the summary before.
  public func setLogSummary(_ summary: LogSummary) throws(SQLiteError) {
    guard summary.content.count <= Self.largestSummary else { return }
    let position = summary.position
    try connection.run(
      """
      REPLACE INTO log_summary (number, fingerprint, merges, last_review, last_retraction, content)
      VALUES (1, ?, ?, ?, ?, ?)
      """,
      [
        .integer(Int64(bitPattern: summary.fingerprint)), .integer(position.merges),
        position.lastReview.map { .id($0) } ?? .null, position.lastRetraction.map { .id($0) } ?? .null,
        .blob(summary.content),
      ])
  }
}
