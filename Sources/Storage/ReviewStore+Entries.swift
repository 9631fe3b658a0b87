import Basics
import Scheduling

extension ReviewStore {
  /// Every entry, reviews before what refers to them, each kind in the order of ids, until the body returns false.
  ///
  /// Of one moment inside `snapshot` or a transaction; a dangling row is `corrupt`.
  public func forEachEntry(_ body: (LogEntry) -> Bool) throws(SQLiteError) {
    try forEachEntry(above: nil) { entry throws(SQLiteError) in body(entry) }
  }

  func forEachEntry(
    above last: ReviewID?, _ body: (LogEntry) throws(SQLiteError) -> Bool
  ) throws(SQLiteError) {
    let limit = [SQLiteValue.blob(last?.bytes ?? [])]
    var names = CardNames(connection)
    var goesOn = true
    for kind in EntryKind.allCases where goesOn {
      let sql = "\(kind.select { $0 }) WHERE id > ? ORDER BY id"
      try connection.forEachRow(sql, limit) { row throws(SQLiteError) in
        let entry = try kind.entry(row: row, connection: connection) { column throws(SQLiteError) in
          try names.name(of: row.int(column))
        }
        goesOn = try body(entry)
        return goesOn
      }
    }
  }

  /// The whole log of reviews, oldest first, with what was undone, until the body returns false.
  public func forEachReview(_ body: (ReviewRecord) -> Bool) throws(SQLiteError) {
    let retracted = try connection.retracted()
    var names = CardNames(connection)
    try connection.forEachRow("\(EntryKind.review.select { $0 }) ORDER BY id") { row throws(SQLiteError) in
      let card = try names.name(of: row.int(ReviewEntry.columnCount))
      let review = try ReviewEntry(row: row, card: card, connection: connection)
      return body(ReviewRecord(review, isRetracted: !retracted.isEmpty && retracted.contains(review.id)))
    }
  }

  /// The entry with an id, whatever its kind; nil when there is none.
  func entry(_ id: ReviewID) throws(SQLiteError) -> LogEntry? {
    for kind in EntryKind.allCases {
      if let found = try entry(id, kind) { return found }
    }
    return nil
  }

  /// The entry in the place that this one would take.
  func entry(like entry: LogEntry) throws(SQLiteError) -> LogEntry? {
    try self.entry(entry.id, EntryKind(entry))
  }

  private func entry(_ id: ReviewID, _ kind: EntryKind) throws(SQLiteError) -> LogEntry? {
    // For one entry the name is looked up with it.
    let select = kind.select { "(SELECT card.id FROM card WHERE card.number = \($0))" }
    return try connection.firstRow("\(select) WHERE id = ?", [.id(id)]) { row throws(SQLiteError) in
      try kind.entry(row: row, connection: connection) { row.card($0) }
    }
  }
}

/// The tables that the log is made of.
private enum EntryKind: CaseIterable {
  case review, retraction, mark, link

  init(_ entry: LogEntry) {
    self =
      switch entry {
      case .review: .review
      case .retraction: .retraction
      case .mark: .mark
      case .link: .link
      }
  }

  /// The columns of an entry; `name` makes of the column of a card's number the one that is read.
  func select(_ name: (String) -> String) -> String {
    switch self {
    case .review: "SELECT \(ReviewEntry.columns), \(name("review.card")) FROM review"
    case .retraction: "SELECT review, id, time FROM retraction"
    case .mark: "SELECT id, \(name("mark_change.card")), field, value FROM mark_change"
    case .link: "SELECT id, \(name("card_link.old")), \(name("card_link.new")), is_linked FROM card_link"
    }
  }

  /// `name` reads the name of a card where `select` put it.
  func entry(
    row: Statement, connection: Connection, name: (Int32) throws(SQLiteError) -> CardID
  ) throws(SQLiteError) -> LogEntry {
    switch self {
    case .review:
      let card = try name(ReviewEntry.columnCount)
      return .review(try ReviewEntry(row: row, card: card, connection: connection))
    case .retraction:
      guard let review = row.reviewID(0), let id = row.reviewID(1) else { break }
      return .retraction(RetractionEntry(id: id, review: review, time: row.time(2)))
    case .mark:
      let change = MarkEntry.Change(field: row.text(2), value: row.optionalText(3))
      guard let id = row.reviewID(0), let change else { break }
      return .mark(MarkEntry(id: id, card: try name(1), change: change))
    case .link:
      guard let id = row.reviewID(0) else { break }
      return .link(LinkEntry(id: id, old: try name(1), new: try name(2), isLinked: row.bool(3)))
    }
    throw .corrupt(detail: "a \(self) is not what this program can have written")
  }
}
