public import Basics
public import Scheduling

extension ReviewStore {
  /// The same as `forEachEntry` gives, several times faster: for a whole log that fits in memory.
  public func entries() throws(SQLiteError) -> [LogEntry] {
    let names = try cardNames()
    let kinds = Self.kinds
    var entries: [LogEntry] = []
    try connection.forEachRow(
      """
      SELECT id, card, time, offset_minutes, day, rating, duration, kind, exercise, seed, numbers, answer,
        mistake, model, parameters, interval_days, confidence FROM review ORDER BY id
      """
    ) { row throws(SQLiteError) in
      guard let id = row.reviewID(0), let card = names[row.int(1)], let rating = Rating(rawValue: row.int(5)),
        let kind = kinds[row.text(7)]
      else { throw .corrupt(detail: "a review has a rating or kind this program cannot have written") }
      let numbers: JSONValue? = if let text = row.optionalText(10) { try connection.json(text) } else { nil }
      entries.append(
        .review(
          ReviewEntry(
            id: id, card: card,
            log: ReviewLog(
              rating: rating, time: row.time(2), offsetMinutes: row.int(3), kind: kind,
              intervalDays: row.optionalInt(15)),
            details: ReviewDetails(
              day: row.day(4), durationMilliseconds: row.int(6), exercise: row.optionalText(8),
              seed: row.isNull(9) ? nil : UInt64(bitPattern: row.integer(9)), numbers: numbers,
              answer: row.optionalText(11), mistake: row.optionalText(12), model: row.text(13),
              parametersVersion: row.int(14), confidence: row.optionalInt(16)))))
      return true
    }
    try appendOthers(to: &entries)
    return entries
  }

  /// Retractions, marks and links, each kind in the order of ids: few, beside reviews.
  private func appendOthers(to entries: inout [LogEntry]) throws(SQLiteError) {
    try connection.forEachRow("SELECT review, id, time FROM retraction ORDER BY id") {
      row throws(SQLiteError) in
      guard let review = row.reviewID(0), let id = row.reviewID(1) else {
        throw .corrupt(detail: "a retraction has no id")
      }
      entries.append(.retraction(RetractionEntry(id: id, review: review, time: row.time(2))))
      return true
    }
    let names = try cardNames()
    try connection.forEachRow("SELECT id, card, field, value FROM mark_change ORDER BY id") {
      row throws(SQLiteError) in
      guard let id = row.reviewID(0), let card = names[row.int(1)],
        let change = MarkEntry.Change(field: row.text(2), value: row.optionalText(3))
      else { throw .corrupt(detail: "a mark is not what this program can have written") }
      entries.append(.mark(MarkEntry(id: id, card: card, change: change)))
      return true
    }
    try connection.forEachRow("SELECT id, old, new, is_linked FROM card_link ORDER BY id") {
      row throws(SQLiteError) in
      guard let id = row.reviewID(0), let old = names[row.int(1)], let new = names[row.int(2)] else {
        throw .corrupt(detail: "a link is not what this program can have written")
      }
      entries.append(.link(LinkEntry(id: id, old: old, new: new, isLinked: row.bool(3))))
      return true
    }
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
