import Basics
import Scheduling

/// Adding entries to the log; whoever writes holds the transaction. Each returns false when the id is there already.
extension Connection {
  func insert(_ entry: ReviewEntry, card number: Int) throws(SQLiteError) -> Bool {
    let details = entry.details
    try run(
      """
      INSERT INTO review (id, card, time, offset_minutes, day, rating, duration, kind, exercise, seed, numbers,
        answer, mistake, model, parameters, interval_days, confidence)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """,
      [
        .id(entry.id), .integer(number), .time(entry.log.time), .integer(entry.log.offsetMinutes),
        .day(details.day), .integer(entry.log.rating.rawValue), .integer(details.durationMilliseconds),
        .text(entry.log.kind.rawValue), .optional(details.exercise),
        details.seed.map { .integer(Int64(bitPattern: $0)) } ?? .null,
        .optional(details.numbers.map { JSONWriter.write($0) }), .optional(details.answer),
        .optional(details.mistake), .text(details.model), .integer(details.parametersVersion),
        .optional(entry.log.intervalDays), .optional(details.confidence),
      ])
    return changes == 1
  }

  func insert(_ entry: RetractionEntry) throws(SQLiteError) -> Bool {
    try run(
      "INSERT INTO retraction (review, id, time) VALUES (?, ?, ?) ON CONFLICT (review, id) DO NOTHING",
      [.id(entry.review), .id(entry.id), .time(entry.time)])
    return changes == 1
  }

  func insert(_ entry: MarkEntry, card number: Int) throws(SQLiteError) -> Bool {
    let (field, value) = entry.change.columns
    try run(
      "INSERT INTO mark_change (id, card, field, value) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
      [.id(entry.id), .integer(number), .text(field), .optional(value)])
    return changes == 1
  }

  func insert(_ entry: LinkEntry, old: Int, new: Int) throws(SQLiteError) -> Bool {
    try run(
      "INSERT INTO card_link (id, old, new, is_linked) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
      [.id(entry.id), .integer(old), .integer(new), .bool(entry.isLinked)])
    return changes == 1
  }

  /// The mark that the log of changes leads to: of each field the entry with the highest id.
  func replayedMark(of number: Int) throws(SQLiteError) -> CardMark {
    var mark = CardMark.none
    try forEachRow(
      "SELECT field, value, max(id) FROM mark_change WHERE card = ? GROUP BY field", [.integer(number)]
    ) { row throws(SQLiteError) in
      guard let change = MarkEntry.Change(field: row.text(0), value: row.optionalText(1)) else {
        throw .corrupt(detail: "a mark says \(row.text(0)) \(row.text(1))")
      }
      change.apply(to: &mark)
      return true
    }
    return mark
  }

  /// The cached mark.
  func setMark(_ mark: CardMark, of number: Int) throws(SQLiteError) {
    guard mark != .none else { return try run("DELETE FROM card_mark WHERE card = ?", [.integer(number)]) }
    try run(
      """
      INSERT INTO card_mark (card, is_suspended, buried_until, flag, note) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (card) DO UPDATE SET is_suspended = excluded.is_suspended,
        buried_until = excluded.buried_until, flag = excluded.flag, note = excluded.note
      """,
      [
        .integer(number), .bool(mark.isSuspended), .optional(mark.buriedUntil?.number), .integer(mark.flag),
        .optional(mark.note),
      ])
  }
}
