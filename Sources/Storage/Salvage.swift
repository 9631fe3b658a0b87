public import Basics
public import Scheduling

/// What could be read of a damaged database.
public struct SalvageSummary: Hashable, Sendable {
  public var merge = MergeSummary()
  /// Reviews whose card's name is lost; they are kept under names such as `lost-card-12`.
  public var nameless = 0
  public var settings = 0
  /// Tables of which some rows could not be read.
  public var incomplete: [String] = []
  /// Where the damaged file lies now.
  public var kept = ""
}

extension ReviewStore {
  /// Makes a new database of what can be read of a damaged one, row by row, and keeps the damaged file.
  ///
  /// Throws, with the file as it was, when not even its first page can be read: then a backup is the way back.
  public static func salvage(
    _ path: String, at now: Timestamp, idSeed: UInt64, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> SalvageSummary {
    let draft = path + ".salvaged"
    defer { for suffix in ["", "-wal", "-shm"] { _ = Platform.removeFile(draft + suffix) } }
    for suffix in ["", "-wal", "-shm"] { _ = Platform.removeFile(draft + suffix) }
    var summary: SalvageSummary
    do {
      let damaged = try Connection(
        path: path.hasPrefix("/") ? path : "./" + path, busyTimeoutMilliseconds: 5000)
      let version = try damaged.schemaVersion()
      guard version <= Schema.migrations.count else {
        throw SQLiteError.newerVersion(found: version, known: Schema.migrations.count)
      }
      guard try damaged.int("PRAGMA application_id") == Schema.applicationID else {
        throw SQLiteError.otherApplication(id: try damaged.int("PRAGMA application_id") ?? 0)
      }
      let store = try ReviewStore(.file(draft), now: now, idSeed: idSeed)
      let salvage = Salvage(damaged: damaged, version: version)
      summary = try store.connection.transaction { () throws(SQLiteError) in
        var merge = LogMerge(store)
        try salvage.copy(to: store, &merge)
        try merge.finish(replay: replay)
        salvage.summary.merge = merge.summary
        return salvage.summary
      }
      try store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    summary.kept = try moveAside(path, at: now)
    try place(draft, at: path)
    return summary
  }
}

/// Reads what is left of a database, each table from both ends towards the damage.
private final class Salvage {
  let damaged: Connection
  let version: Int
  var summary = SalvageSummary()

  init(damaged: Connection, version: Int) {
    self.damaged = damaged
    self.version = version
  }

  func copy(to store: ReviewStore, _ merge: inout LogMerge) throws(SQLiteError) {
    let names = cardNames()
    var nameless: Set<[UInt8]> = []
    try rows("review", columns: reviewColumns, key: "id") { row throws(SQLiteError) in
      guard let entry = review(row, names) else { return }
      if names[row.int(1)] == nil { nameless.insert(entry.id.bytes) }
      try merge.add(.review(entry))
    }
    summary.nameless = nameless.count
    try rows("retraction", columns: "review, id, time", key: "review") { row throws(SQLiteError) in
      guard let review = ReviewID(bytes: row.blob(0)), let id = ReviewID(bytes: row.blob(1)) else { return }
      try merge.add(.retraction(RetractionEntry(id: id, review: review, time: row.time(2))))
    }
    guard version > 1 else { return }
    try rows("setting", columns: "key, value", key: "key") { row throws(SQLiteError) in
      try store.setSetting(row.text(0), to: row.text(1))
    }
    summary.settings = try store.settings().count
    guard version > 3 else { return try copyOldMarks(names, to: store) }
    try rows("mark_change", columns: "id, card, field, value", key: "id") { row throws(SQLiteError) in
      let change = MarkEntry.Change(field: row.text(2), value: row.optionalText(3))
      guard let id = ReviewID(bytes: row.blob(0)), let card = names[row.int(1)], let change else { return }
      try merge.add(.mark(MarkEntry(id: id, card: card, change: change)))
    }
    try rows("card_link", columns: "id, old, new, is_linked", key: "id") { row throws(SQLiteError) in
      guard let id = ReviewID(bytes: row.blob(0)), let old = names[row.int(1)], let new = names[row.int(2)]
      else { return }
      try merge.add(.link(LinkEntry(id: id, old: old, new: new, isLinked: row.bool(3))))
    }
  }

  private func copyOldMarks(_ names: [Int: CardID], to store: ReviewStore) throws(SQLiteError) {
    try rows("card_mark", columns: "card, is_suspended, buried_until, flag, note", key: "card") {
      row throws(SQLiteError) in
      guard let card = names[row.int(0)] else { return }
      let mark = CardMark(
        isSuspended: row.bool(1), buriedUntil: row.isNull(2) ? nil : row.day(2), flag: row.int(3),
        note: row.optionalText(4))
      try store.mark(card) { $0 = mark }
    }
  }

  /// By number, from the table and from the index on its names.
  private func cardNames() -> [Int: CardID] {
    var names: [Int: CardID] = [:]
    try? rows("card", columns: "number, id", key: "number") { names[$0.int(0)] = $0.card(1) }
    let before = summary.incomplete
    try? rows("card", columns: "number, id", key: "id") { names[$0.int(0)] = $0.card(1) }
    // Together they may be whole, and a missing name shows in the reviews.
    if before.isEmpty || summary.incomplete == before { summary.incomplete = before }
    return names
  }

  private func review(_ row: Statement, _ names: [Int: CardID]) -> ReviewEntry? {
    guard let id = ReviewID(bytes: row.blob(0)), let rating = Rating(rawValue: row.int(5)),
      let kind = ReviewKind(rawValue: row.text(7))
    else { return nil }
    let numbers = row.optionalText(10).flatMap { try? damaged.json($0) }
    let hasDetails = version >= Schema.detailsVersion
    return ReviewEntry(
      id: id, card: names[row.int(1)] ?? CardID(rawValue: "lost-card-\(row.int(1))"),
      log: ReviewLog(
        rating: rating, time: row.time(2), offsetMinutes: row.int(3), kind: kind,
        intervalDays: hasDetails ? row.optionalInt(15) : nil),
      details: ReviewDetails(
        day: row.day(4), durationMilliseconds: row.int(6), exercise: row.optionalText(8),
        seed: row.isNull(9) ? nil : UInt64(bitPattern: row.integer(9)), numbers: numbers,
        answer: row.optionalText(11), mistake: row.optionalText(12), model: row.text(13),
        parametersVersion: row.int(14), confidence: hasDetails ? row.optionalInt(16) : nil))
  }

  private var reviewColumns: String {
    """
    id, card, time, offset_minutes, day, rating, duration, kind, exercise, seed, numbers, answer, mistake, \
    model, parameters\(version >= Schema.detailsVersion ? ", interval_days, confidence" : "")
    """
  }

  /// Every row that can be reached from either end of the key; what the body throws ends it, damage does not.
  private func rows(
    _ table: String, columns: String, key: String, _ body: (Statement) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    for order in ["ASC", "DESC"] {
      var failure: SQLiteError?
      do throws(SQLiteError) {
        try damaged.forEachRow("SELECT \(columns) FROM \(table) ORDER BY \(key) \(order)") { row in
          do throws(SQLiteError) { try body(row) } catch { failure = error }
          return failure == nil
        }
        if failure == nil { return }
      } catch {
        // Damage: the other end may reach the rest.
        if !summary.incomplete.contains(table) { summary.incomplete.append(table) }
      }
      if let failure { throw failure }
    }
  }
}
