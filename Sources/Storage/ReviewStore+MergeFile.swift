public import Basics
public import Scheduling

extension ReviewStore {
  /// Unites the log with that of another database, which is only read; an older one is migrated in a copy.
  ///
  /// One transaction, whatever the order and the clocks. Settings stay as they are here: they belong to a machine.
  public func merge(
    file path: String, at now: Timestamp, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> MergeSummary {
    guard Platform.fileExists(path) else {
      throw .cannotOpen(reason: Platform.message(ofError: Platform.noSuchFile))
    }
    guard !Platform.isFolder(path) else { throw .cannotOpen(reason: "it is a folder") }
    let version = try connection.withOther(Self.uri(path)) { () throws(SQLiteError) in
      try connection.otherVersion()
    }
    guard version < Schema.migrations.count else { return try mergeCurrent(path, replay: replay) }
    return try Self.withMigratedCopy(of: path, at: now) { copy throws(SQLiteError) in
      try mergeCurrent(copy, replay: replay)
    }
  }

  /// Without a log of its own beside it a database is read as it lies, so that it may stand where nothing can be written.
  private static func uri(_ path: String) -> String {
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

  private static func withMigratedCopy<Result>(
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
    _ path: String, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> MergeSummary {
    try connection.withOther(Self.uri(path)) { () throws(SQLiteError) in
      try connection.transaction { () throws(SQLiteError) in
        var merge = LogMerge(self)
        try connection.mapCards()
        try merge.addOther()
        try connection.execute("DROP TABLE temp.card_map")
        try merge.finish(replay: replay)
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
      INSERT INTO main.card (id) SELECT id FROM other.card WHERE id <> '' AND number IN (
        SELECT card FROM other.review UNION SELECT card FROM other.mark_change
        UNION SELECT old FROM other.card_link UNION SELECT new FROM other.card_link)
      ON CONFLICT (id) DO NOTHING;
      INSERT INTO temp.card_map SELECT theirs.number, ours.number
        FROM other.card AS theirs JOIN main.card AS ours ON ours.id = theirs.id;
      """)
  }
}

extension LogMerge {
  /// Takes in the attached database, table by table.
  fileprivate mutating func addOther() throws(SQLiteError) {
    summary.reviews = try addReviews()
    summary.retractions = try addRetractions()
    summary.marks = try addMarks()
    summary.links = try addLinks()
    let total =
      try connection.int(
        """
        SELECT (SELECT count(*) FROM other.review) + (SELECT count(*) FROM other.retraction)
          + (SELECT count(*) FROM other.mark_change) + (SELECT count(*) FROM other.card_link)
        """) ?? 0
    let present =
      try connection.int(
        """
        SELECT (SELECT count(*) FROM other.review JOIN main.review USING (id))
          + (SELECT count(*) FROM other.retraction JOIN main.retraction USING (review, id))
          + (SELECT count(*) FROM other.mark_change JOIN main.mark_change USING (id))
          + (SELECT count(*) FROM other.card_link JOIN main.card_link USING (id))
        """) ?? 0
    summary.refused = total - present
    summary.conflicting = try conflicts()
    summary.known = present - summary.added - summary.conflicting
  }

  private mutating func addReviews() throws(SQLiteError) -> Int {
    let kinds = ReviewKind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try insert(
      into: "review (id, card, \(Self.reviewColumns))",
      """
      SELECT theirs.id, card_map.number, \(Self.reviewColumns) FROM other.review AS theirs
      JOIN temp.card_map ON card_map.other = theirs.card
      WHERE \(Self.isPossible) AND kind IN (\(kinds)) AND (numbers IS NULL OR json_valid(numbers))
      """, key: "id", returning: "card"
    ) { touchedCards.insert($0) }
  }

  private mutating func addRetractions() throws(SQLiteError) -> Int {
    try insert(
      into: "retraction (review, id, time)",
      "SELECT review, id, time FROM other.retraction AS theirs WHERE \(Self.isPossible)", key: "review, id",
      returning: "coalesce((SELECT card FROM main.review AS taken WHERE taken.id = retraction.review), 0)"
    ) { if $0 > 0 { touchedCards.insert($0) } }
  }

  private mutating func addMarks() throws(SQLiteError) -> Int {
    try insert(
      into: "mark_change (id, card, field, value)",
      """
      SELECT theirs.id, card_map.number, field, value FROM other.mark_change AS theirs
      JOIN temp.card_map ON card_map.other = theirs.card
      WHERE \(Self.isPossible) AND (value IS NULL OR field = 'note' OR value = CAST(CAST(value AS INTEGER) AS TEXT))
      """, key: "id", returning: "card"
    ) { touchedMarks.insert($0) }
  }

  private mutating func addLinks() throws(SQLiteError) -> Int {
    try insert(
      into: "card_link (id, old, new, is_linked)",
      """
      SELECT theirs.id, past.number, present.number, is_linked FROM other.card_link AS theirs
      JOIN temp.card_map AS past ON past.other = theirs.old
      JOIN temp.card_map AS present ON present.other = theirs.new WHERE \(Self.isPossible)
      """, key: "id", returning: "0"
    ) { _ in hasNewLinks = true }
  }

  private func insert(
    into table: String, _ select: String, key: String, returning column: String, _ body: (Int) -> Void
  ) throws(SQLiteError) -> Int {
    var count = 0
    let hasFolders = try connection.int("SELECT 1 FROM sync_folder LIMIT 1") != nil
    var ids: [ReviewID] = []
    try connection.forEachRow(
      """
      INSERT INTO main.\(table) \(select) ORDER BY theirs.id ON CONFLICT (\(key)) DO NOTHING
      RETURNING \(column), \(hasFolders ? "id" : "NULL")
      """
    ) { row in
      count += 1
      body(row.int(0))
      if hasFolders, let id = ReviewID(bytes: row.blob(1)) { ids.append(id) }
      return true
    }
    for id in ids { try store.queueForFolders(id) }
    return count
  }

  /// The same id with another content on either side.
  private func conflicts() throws(SQLiteError) -> Int {
    let columns = Self.reviewColumns.split(separator: ", ")
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
    "time, offset_minutes, day, rating, duration, kind, exercise, seed, numbers, answer, mistake, model, parameters"

  /// As for single entries: an id that leaves room for those that follow.
  private static let isPossible = "length(theirs.id) = 16 AND theirs.id < x'80'"
}
