import Basics
import Scheduling

extension ReviewStore {
  /// Every entry, reviews before what refers to them, each kind in the order of ids, until the body returns false.
  public func forEachEntry(_ body: (LogEntry) -> Bool) throws(SQLiteError) {
    try forEachEntry(above: nil) { entry throws(SQLiteError) in body(entry) }
  }

  func forEachEntry(
    above last: ReviewID?, _ body: (LogEntry) throws(SQLiteError) -> Bool
  ) throws(SQLiteError) {
    let limit = [SQLiteValue.blob(last?.bytes ?? [])]
    var goesOn = true
    for kind in EntryKind.allCases where goesOn {
      let sql = "\(kind.select) WHERE \(kind.table).id > ? ORDER BY \(kind.table).id"
      try connection.forEachRow(sql, limit) { row throws(SQLiteError) in
        goesOn = try body(try kind.entry(row: row, connection: connection))
        return goesOn
      }
    }
  }

  /// The entry with an id, whatever its kind; nil when there is none.
  func entry(_ id: ReviewID) throws(SQLiteError) -> LogEntry? {
    for kind in EntryKind.allCases {
      let found = try connection.firstRow("\(kind.select) WHERE \(kind.table).id = ?", [.id(id)]) {
        row throws(SQLiteError) in try kind.entry(row: row, connection: connection)
      }
      if let found { return found }
    }
    return nil
  }

  /// The entry in the place that this one would take.
  func entry(like entry: LogEntry) throws(SQLiteError) -> LogEntry? {
    let kind = EntryKind(entry)
    return try connection.firstRow("\(kind.select) WHERE \(kind.table).id = ?", [.id(entry.id)]) {
      row throws(SQLiteError) in try kind.entry(row: row, connection: connection)
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

  var table: String {
    switch self {
    case .review: "review"
    case .retraction: "retraction"
    case .mark: "mark_change"
    case .link: "card_link"
    }
  }

  var select: String {
    switch self {
    case .review: "SELECT \(ReviewRecord.columns) FROM review JOIN card ON card.number = review.card"
    case .retraction: "SELECT review, id, time FROM retraction"
    case .mark:
      """
      SELECT mark_change.id, card.id, field, value FROM mark_change JOIN card ON card.number = mark_change.card
      """
    case .link:
      """
      SELECT card_link.id, past.id, present.id, is_linked FROM card_link
      JOIN card AS past ON past.number = card_link.old JOIN card AS present ON present.number = card_link.new
      """
    }
  }

  func entry(row: Statement, connection: Connection) throws(SQLiteError) -> LogEntry {
    switch self {
    case .review: return .review(try ReviewRecord(row: row, connection: connection).entry)
    case .retraction:
      guard let review = ReviewID(bytes: row.blob(0)), let id = ReviewID(bytes: row.blob(1)) else { break }
      return .retraction(RetractionEntry(id: id, review: review, time: row.time(2)))
    case .mark:
      let change = MarkEntry.Change(field: row.text(2), value: row.optionalText(3))
      guard let id = ReviewID(bytes: row.blob(0)), let change else { break }
      return .mark(MarkEntry(id: id, card: row.card(1), change: change))
    case .link:
      guard let id = ReviewID(bytes: row.blob(0)) else { break }
      return .link(LinkEntry(id: id, old: row.card(1), new: row.card(2), isLinked: row.bool(3)))
    }
    throw .corrupt(detail: "an entry of \(table) is not what this program can have written")
  }
}
