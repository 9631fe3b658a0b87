public import Basics

/// What putting a backup in the place of the database would change.
public struct RestorePreview: Hashable, Sendable {
  /// Reviews that the backup holds.
  public var reviews: Int
  /// The latest of them.
  public var lastReview: Timestamp?
  /// What the current file has and the backup has not; nil when the current file cannot be read.
  public var lost: Loss?

  public struct Loss: Hashable, Sendable {
    public var reviews: Int
    public var marks: Int
    public var firstDay: Day?
    public var lastDay: Day?
    /// Study days on which something was done that the backup does not know of.
    public var days: Int
  }
}

extension ReviewStore {
  /// Looks at a backup without changing anything; a damaged one is refused.
  public static func previewRestore(
    of backup: String, over path: String, at now: Timestamp
  ) throws(SQLiteError) -> RestorePreview {
    try withSoundCopy(of: backup, at: now) { copy throws(SQLiteError) in
      let reader = try Connection(path: ":memory:", busyTimeoutMilliseconds: 5000)
      return try reader.withOther(uri(copy)) { () throws(SQLiteError) in
        var preview = RestorePreview(
          reviews: try reader.int("SELECT count(*) FROM other.review") ?? 0, lastReview: nil, lost: nil)
        preview.lastReview = try reader.firstRow(
          "SELECT time FROM other.review ORDER BY id DESC LIMIT 1"
        ) { $0.time(0) }
        preview.lost = try? loss(of: path, beside: copy, at: now)
        return preview
      }
    }
  }

  /// Puts a backup in the place of the database and keeps what was there; returns where that lies.
  ///
  /// A sound database is replaced in one transaction, so other programs that have it open go on with the new content.
  /// A damaged one is moved aside with its log, and the backup takes its name.
  public static func restore(
    _ backup: String, over path: String, at now: Timestamp, busyTimeoutMilliseconds: Int = 5000
  ) throws(SQLiteError) -> String? {
    try withSoundCopy(of: backup, at: now) { copy throws(SQLiteError) -> String? in
      guard Platform.fileExists(path) else {
        try place(copy, at: path)
        return nil
      }
      let store: ReviewStore
      do throws(SQLiteError) {
        store = try readable(path, at: now, busyTimeoutMilliseconds: busyTimeoutMilliseconds)
      } catch {
        // What another program holds, or a newer one wrote, is not damaged.
        guard error.isDamage else { throw error }
        let kept = try moveAside(path, at: now)
        try place(copy, at: path)
        return kept
      }
      let kept = try store.backup(before: .restoring, at: now)
      let reader = try Connection(path: ":memory:", busyTimeoutMilliseconds: 5000)
      try reader.withOther(uri(copy)) { () throws(SQLiteError) in
        try store.connection.replaceContent(with: "other", of: reader)
      }
      return kept
    }
  }

  /// Moves a file that cannot be used, and what SQLite keeps beside it, out of the way; returns its new name.
  static func moveAside(_ path: String, at now: Timestamp) throws(SQLiteError) -> String {
    let date = CalendarDate(number: Day(now, offsetMinutes: 0, rolloverHour: 0).number)
    var kept = "\(path).damaged-\(date)"
    var count = 1
    while Platform.fileExists(kept) {
      count += 1
      kept = "\(path).damaged-\(date)-\(count)"
    }
    for suffix in ["-wal", "-shm", ""] where Platform.fileExists(path + suffix) {
      let failure = Platform.rename(path + suffix, to: kept + suffix)
      guard failure == 0 else { throw .cannotOpen(reason: Platform.message(ofError: failure)) }
    }
    return kept
  }

  /// Copies a closed database to a place where nothing is; it appears whole or not at all.
  static func place(_ copy: String, at path: String) throws(SQLiteError) {
    let draft = path + ".part"
    _ = Platform.removeFile(draft)
    for failure in [
      Platform.createPrivateFolder(Platform.folder(of: path)), Platform.createPrivateFile(draft),
    ] where failure != 0 {
      throw .cannotOpen(reason: Platform.message(ofError: failure))
    }
    let reader = try Connection(path: ":memory:", busyTimeoutMilliseconds: 5000)
    try reader.withOther(uri(copy)) { () throws(SQLiteError) in try reader.copy("other", to: draft) }
    for failure in [Platform.rename(draft, to: path), Platform.syncFolder(Platform.folder(of: path))]
    where failure != 0 {
      throw .cannotOpen(reason: Platform.message(ofError: failure))
    }
  }

  /// The store of a file, when every page of it can be read.
  private static func readable(
    _ path: String, at now: Timestamp, busyTimeoutMilliseconds: Int = 5000
  ) throws(SQLiteError) -> ReviewStore {
    let store = try ReviewStore(
      .file(path), now: now, idSeed: 0, creating: false, busyTimeoutMilliseconds: busyTimeoutMilliseconds)
    guard try store.connection.rows("PRAGMA quick_check(1)", [], { $0.text(0) }) == ["ok"] else {
      throw .corrupt(detail: "quick_check")
    }
    return store
  }

  /// A copy of a backup at the current schema version, checked.
  private static func withSoundCopy<Result>(
    of backup: String, at now: Timestamp, _ body: (String) throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    _ = try version(ofFile: backup)
    return try withMigratedCopy(of: backup, at: now) { copy throws(SQLiteError) in
      do {
        let store = try readable(copy, at: now)
        // Nothing may stay in the log beside the copy.
        try store.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
      }
      return try body(copy)
    }
  }

  private static func loss(
    of path: String, beside copy: String, at now: Timestamp
  ) throws(SQLiteError) -> RestorePreview.Loss {
    guard Platform.fileExists(path) else {
      throw .cannotOpen(reason: Platform.message(ofError: Platform.noSuchFile))
    }
    // An older file is looked at in a copy too: a preview changes nothing.
    return try withSoundCopy(of: path, at: now) { current throws(SQLiteError) in
      let reader = try Connection(path: current, busyTimeoutMilliseconds: 5000)
      return try reader.withOther(uri(copy)) { () throws(SQLiteError) in
        let marks =
          try reader.int(
            "SELECT count(*) FROM main.mark_change WHERE id NOT IN (SELECT id FROM other.mark_change)") ?? 0
        return try reader.firstRow(
          """
          SELECT count(*), min(day), max(day), count(DISTINCT day) FROM main.review AS ours
          WHERE NOT EXISTS (SELECT 1 FROM other.review AS theirs WHERE theirs.id = ours.id)
          """
        ) { row in
          RestorePreview.Loss(
            reviews: row.int(0), marks: marks, firstDay: row.isNull(1) ? nil : row.day(1),
            lastDay: row.isNull(2) ? nil : row.day(2), days: row.int(3))
        } ?? RestorePreview.Loss(reviews: 0, marks: marks, firstDay: nil, lastDay: nil, days: 0)
      }
    }
  }
}
