public import Basics
public import Scheduling

extension ReviewStore {
  /// Unites the log with that of another database, which is only read; an older one is migrated in a copy.
  ///
  /// One transaction, whatever the order and the clocks. Settings stay as they are here: they belong to a machine.
  public func merge(
    file path: String, at now: Timestamp, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> MergeSummary {
    // Below it a thread and a second look at the file cost more than they bring.
    try merge(file: path, at: now, besideFrom: 10_000, replay: replay)
  }

  /// Logs of more than `besideFrom` reviews are replayed on a thread of their own, while this one writes them.
  func merge(
    file path: String, at now: Timestamp, besideFrom minimum: Int,
    replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> MergeSummary {
    let version = try Self.version(ofFile: path)
    guard version < Schema.migrations.count else {
      return try mergeCurrent(path, besideFrom: minimum, replay: replay)
    }
    return try Self.withMigratedCopy(of: path, at: now) { copy throws(SQLiteError) in
      try mergeCurrent(copy, besideFrom: minimum, replay: replay)
    }
  }

  /// Without a log of its own beside it a database is read as it lies, so that it may stand where nothing can be written.
  static func uri(_ path: String) -> String {
    let hasLog = ((try? FileSystem.stamp(path + "-wal"))?.size ?? 0) > 0
    var uri = "file:"
    for byte in (path.hasPrefix("/") ? path : "./" + path).utf8 {
      switch byte {
      case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0..<0x21, 0x7F...:
        uri += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      default: uri.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return uri + (hasLog ? "?mode=ro" : "?immutable=1")
  }

  /// Refuses a file that is no database of this program, or one of a newer version; reads it only.
  public static func checkFile(_ path: String) throws(SQLiteError) { _ = try version(ofFile: path) }

  /// The schema version of a database file, which is only read.
  static func version(ofFile path: String) throws(SQLiteError) -> Int {
    guard Platform.fileExists(path) else {
      throw .cannotOpen(reason: Platform.message(ofError: Platform.noSuchFile))
    }
    guard !Platform.isFolder(path) else {
      throw .cannotOpen(reason: Platform.message(ofError: Platform.isAFolder))
    }
    let reader = try Connection(path: ":memory:", busyTimeoutMilliseconds: 5000)
    return try reader.withOther(uri(path)) { () throws(SQLiteError) in try reader.otherVersion() }
  }

  static func withMigratedCopy<Result>(
    of path: String, at now: Timestamp, _ body: (String) throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    let folder =
      (Platform.environmentVariable("TMPDIR") ?? "/tmp")
      + "/study-merge-\(Platform.randomSeed())"
    let copy = folder + "/study.db"
    defer {
      for suffix in ["", "-wal", "-shm"] { _ = Platform.removeFile(copy + suffix) }
      _ = Platform.removeFolder(folder)
    }
    for made in [Platform.createPrivateFolder(folder), Platform.createPrivateFile(copy)] where made != 0 {
      throw .cannotOpen(reason: Platform.message(ofError: made))
    }
    // A connection to no file of its own, so that the other is only ever attached to read.
    let reader = try Connection(path: ":memory:", busyTimeoutMilliseconds: 5000)
    try reader.withOther(uri(path)) { () throws(SQLiteError) in try reader.copy("other", to: copy) }
    _ = try ReviewStore(
      .file(copy), now: now, idSeed: Platform.randomSeed(), creating: false, keepsBackups: false)
    return try body(copy)
  }

  private func mergeCurrent(
    _ path: String, besideFrom minimum: Int, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> MergeSummary {
    // Every card is given a number before a review names it, and pages that fit in memory are written once.
    try connection.execute("PRAGMA foreign_keys = OFF; PRAGMA cache_size = -256000")
    defer { try? connection.execute("PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000") }
    return try connection.withOther(Self.uri(path)) { () throws(SQLiteError) in
      try connection.transaction { () throws(SQLiteError) in
        var merge = LogMerge(self)
        try connection.mapCards()
        let union = try LogUnion(of: self, with: path, minimumReviews: minimum)
        let (replayed, _) = try Parallel.both(
          { union?.replayed(by: replay) },
          { () throws(SQLiteError) in
            try merge.addOther(toldByUnion: union != nil)
          })
        try merge.finish(replay: replay, union: replayed)
        try connection.execute("DROP TABLE temp.card_map")
        return merge.summary
      }
    }
  }
}

extension Connection {
  /// The schema version of the attached database; refuses what is not this program's.
  fileprivate func otherVersion() throws(SQLiteError) -> Int {
    let version = try int("PRAGMA other.user_version") ?? 0
    let application = try int("PRAGMA other.application_id") ?? 0
    guard application == Schema.applicationID else { throw .otherApplication(id: application) }
    guard version <= Schema.migrations.count else {
      throw .newerVersion(found: version, known: Schema.migrations.count)
    }
    // A view in the place of a table could compute for ever.
    let tables = try int(
      """
      SELECT count(*) FROM other.sqlite_schema
      WHERE type = 'table' AND name IN ('card', 'review', 'retraction') AND sql LIKE 'CREATE TABLE %'
      """)
    guard version > 0, tables == 3 else { throw .corrupt(detail: "tables of the log are missing") }
    return version
  }

  /// Gives every card that the other log names a number here, in the table `temp.card_map`.
  fileprivate func mapCards() throws(SQLiteError) {
    try execute(
      """
      CREATE TEMP TABLE card_map (other INTEGER PRIMARY KEY, number INTEGER NOT NULL);
      INSERT INTO main.card (id) SELECT id FROM other.card WHERE id <> '' ON CONFLICT (id) DO NOTHING;
      INSERT INTO temp.card_map SELECT theirs.number, ours.number
        FROM other.card AS theirs JOIN main.card AS ours ON ours.id = theirs.id;
      """)
  }
}

extension LogMerge {
  /// Takes in the attached database, table by table.
  fileprivate mutating func addOther(toldByUnion: Bool) throws(SQLiteError) {
    summary.reviews = try addReviews(toldByUnion: toldByUnion)
    summary.retractions = try addRetractions()
    summary.marks = try addMarks()
    summary.links = try addLinks()
    let total = try connection.int(Self.counts("")) ?? 0
    guard total > summary.added else { return }
    let possible =
      try connection.int(Self.counts("WHERE \(Self.isPossible)", reviews: "AND \(Self.isReview)")) ?? 0
    summary.refused = total - possible
    let present = possible - summary.added
    // Where nothing was here before, nothing can differ.
    summary.conflicting = present > 0 ? try conflicts() : 0
    summary.known = present - summary.conflicting
  }

  private static func counts(_ condition: String, reviews: String = "") -> String {
    """
    SELECT (SELECT count(*) FROM other.review AS theirs \(condition) \(reviews))
      + (SELECT count(*) FROM other.retraction AS theirs \(condition))
      + (SELECT count(*) FROM other.mark_change AS theirs \(condition))
      + (SELECT count(*) FROM other.card_link AS theirs \(condition))
    """
  }

  private mutating func addReviews(toldByUnion: Bool) throws(SQLiteError) -> Int {
    let table = "review (id, card, \(Self.reviewColumns))"
    let select = """
      SELECT theirs.id, card_map.number, \(Self.reviewColumns) FROM other.review AS theirs
      JOIN temp.card_map ON card_map.other = theirs.card
      WHERE \(Self.isPossible) AND \(Self.isReview)
      """
    guard toldByUnion, try sharesNothing() else {
      return try insert(into: table, select, key: "id", returning: "card") {
        newReviews.append($1, of: $0)
      }
    }
    // To be told of every row costs a quarter of the time, and here the union knows them.
    try connection.run("INSERT INTO main.\(table) \(select) ORDER BY theirs.id ON CONFLICT (id) DO NOTHING")
    hasUntoldReviews = true
    return connection.changes
  }

  /// A guess from either end of their log; a wrong one costs time alone.
  private func sharesNothing() throws(SQLiteError) -> Bool {
    guard try connection.int("SELECT 1 FROM sync_folder LIMIT 1") == nil else { return false }
    for order in ["ASC", "DESC"] {
      let shared = try connection.int(
        """
        SELECT 1 FROM (SELECT id FROM other.review ORDER BY id \(order) LIMIT 1000)
        WHERE id IN (SELECT id FROM main.review) LIMIT 1
        """)
      if shared != nil { return false }
    }
    return true
  }

  private mutating func addRetractions() throws(SQLiteError) -> Int {
    try insert(
      into: "retraction (review, id, time)",
      "SELECT review, id, time FROM other.retraction AS theirs WHERE \(Self.isPossible)", key: "review, id",
      returning: "coalesce((SELECT card FROM main.review AS taken WHERE taken.id = retraction.review), 0)"
    ) { card, _ in if card > 0 { touchedCards.insert(card) } }
  }

  private mutating func addMarks() throws(SQLiteError) -> Int {
    try insert(
      into: "mark_change (id, card, field, value)",
      """
      SELECT theirs.id, card_map.number, field, value FROM other.mark_change AS theirs
      JOIN temp.card_map ON card_map.other = theirs.card
      WHERE \(Self.isPossible)
      """, key: "id", returning: "card"
    ) { card, _ in touchedMarks.insert(card) }
  }

  private mutating func addLinks() throws(SQLiteError) -> Int {
    try insert(
      into: "card_link (id, old, new, is_linked)",
      """
      SELECT theirs.id, past.number, present.number, is_linked FROM other.card_link AS theirs
      JOIN temp.card_map AS past ON past.other = theirs.old
      JOIN temp.card_map AS present ON present.other = theirs.new WHERE \(Self.isPossible)
      """, key: "id", returning: "0"
    ) { _, _ in hasNewLinks = true }
  }

  private func insert(
    into table: String, _ select: String, key: String, returning column: String,
    _ body: (Int, ReviewID) -> Void
  ) throws(SQLiteError) -> Int {
    var count = 0
    let hasFolders = try connection.int("SELECT 1 FROM sync_folder LIMIT 1") != nil
    var ids: [ReviewID] = []
    try connection.forEachRow(
      """
      INSERT INTO main.\(table) \(select) ORDER BY theirs.id ON CONFLICT (\(key)) DO NOTHING
      RETURNING \(column), id
      """
    ) { row in
      guard let id = row.reviewID(1) else { return true }
      count += 1
      body(row.int(0), id)
      if hasFolders { ids.append(id) }
      return true
    }
    for id in ids { try store.queueForFolders(id) }
    return count
  }

  /// The same id with another content on either side.
  private func conflicts() throws(SQLiteError) -> Int {
    let columns = Self.reviewColumns.split { ", ".contains($0) }
    let ours = columns.map { "ours.\($0)" }.joined(separator: ", ")
    let theirs = columns.map { "theirs.\($0)" }.joined(separator: ", ")
    return try connection.int(
      """
      SELECT count(*) FROM other.review AS theirs JOIN main.review AS ours ON ours.id = theirs.id
      LEFT JOIN temp.card_map ON card_map.other = theirs.card
      WHERE (ours.card, \(ours)) IS NOT (card_map.number, \(theirs))
      """) ?? 0
  }

  private static let reviewColumns =
    """
    time, offset_minutes, day, rating, duration, kind, exercise, seed, numbers, answer, mistake, model, \
    parameters, interval_days, confidence
    """

  /// As for single entries. `IN` would look every kind up in a table of its own.
  static let isReview = """
    CASE kind \(ReviewKind.allCases.map { "WHEN '\($0.rawValue)' THEN 1" }.joined(separator: " ")) ELSE 0 END \
    AND theirs.time BETWEEN \(ReviewEntry.times.lowerBound) AND \(ReviewEntry.times.upperBound) \
    AND (numbers IS NULL OR json_valid(numbers)) \
    AND coalesce(confidence, 1) BETWEEN 1 AND 3 AND coalesce(interval_days, 1) BETWEEN 0 AND \(ReviewEntry.longestInterval)
    """

  /// An id that leaves room for those that follow.
  static let isPossible = "length(theirs.id) = 16 AND theirs.id < x'80'"
}
