public import Basics
import CSQLite

/// What a backup is made before.
public enum BackupReason: Hashable, Sendable {
  case migration(String)
  case importing, merging, restoring, repairing, fitting

  fileprivate var words: String {
    switch self {
    case .migration(let name): name.split(separator: " ").joined(separator: "-")
    case .importing: "import"
    case .merging: "merge"
    case .restoring: "restore"
    case .repairing: "repair"
    case .fitting: "fit"
    }
  }
}

extension ReviewStore {
  /// Daily backups that are kept; older ones are removed.
  public static let dailyBackups = 10

  /// Backups made before a migration, an import, a merge, a restore, a repair or a fit that are kept.
  public static let occasionalBackups = 10

  /// The folder `backups` beside the database; nil in memory.
  public var backupFolder: String? {
    names?.folder
  }

  /// Copies the database as it stands between two transactions; the file appears whole or not at all.
  public func backup(to path: String) throws(SQLiteError) {
    let folder = Platform.folder(of: path)
    let draft = path + ".part"
    try check(Platform.createPrivateFolder(folder))
    // What a killed backup left behind.
    _ = Platform.removeFile(draft)
    try check(Platform.createPrivateFile(draft))
    do {
      try connection.copy("main", to: draft)
      try check(Platform.rename(draft, to: path))
      try check(Platform.syncFolder(folder))
    } catch {
      _ = Platform.removeFile(draft)
      throw error
    }
  }

  private func check(_ failure: Int32) throws(SQLiteError) {
    guard failure == 0 else { throw .cannotOpen(reason: Platform.message(ofError: failure)) }
  }

  /// Makes the backup of a study day unless there is one; returns its path when it was made now.
  ///
  /// One that is there is replaced on demand: it holds more than it did.
  public func backupIfDue(on day: Day, isReplaced: Bool = false) throws(SQLiteError) -> String? {
    guard let names else { return nil }
    let path = "\(names.folder)/\(names.prefix)\(day.date).db"
    guard isReplaced || !Platform.fileExists(path) else { return nil }
    try backup(to: path)
    for old in names.daily.dropLast(Self.dailyBackups) { _ = Platform.removeFile(old) }
    return path
  }

  /// The daily backups of this database, oldest first.
  public func dailyBackupPaths() -> [String] { names?.daily ?? [] }

  /// Makes a backup before something that could not be undone; returns its path, nil in memory.
  ///
  /// The last ten of these are kept, apart from the daily ones.
  @discardableResult
  public func backup(before reason: BackupReason, at now: Timestamp) throws(SQLiteError) -> String? {
    guard let names else { return nil }
    let date = CalendarDate(number: Day(now, offsetMinutes: 0, rolloverHour: 0).number)
    let stem = "\(names.folder)/\(names.prefix)\(date)-before-\(reason.words)"
    var path = stem + ".db"
    var count = 1
    while Platform.fileExists(path) {
      count += 1
      path = "\(stem)-\(count).db"
    }
    try backup(to: path)
    for old in names.occasional.dropLast(Self.occasionalBackups) where old != path {
      _ = Platform.removeFile(old)
    }
    return path
  }

  /// Every backup of this database, the oldest first.
  public func backupPaths() -> [String] { names?.all ?? [] }

  private var names: BackupNames? {
    guard case .file(let path) = location else { return nil }
    return BackupNames(database: path)
  }

  /// Every backup of a database, which need not be readable, the oldest first.
  public static func backupPaths(ofDatabase path: String) -> [String] { BackupNames(database: path).all }
}

/// What the backups of one database are called: `study-…` for `study.db`, so that databases may share a folder.
private struct BackupNames {
  let database: String

  var folder: String { Platform.folder(of: database) + "/backups" }

  var prefix: String {
    let name = database.split(separator: "/").last.map(String.init) ?? database
    return (name.hasSuffix(".db") ? String(name.dropLast(3)) : name) + "-"
  }

  /// Oldest first.
  var daily: [String] {
    files { CalendarDate(iso: $0) != nil }.sorted()
  }

  /// Oldest first.
  var occasional: [String] {
    Self.byAge(files { CalendarDate(iso: $0.prefix(10)) != nil && $0.dropFirst(10).hasPrefix("-before-") })
  }

  var all: [String] { Self.byAge(daily + occasional) }

  /// Those whose names are as the test wants between prefix and `.db`.
  private func files(_ isWanted: (Substring) -> Bool) -> [String] {
    ((try? FileSystem.names(in: folder)) ?? []).filter { name in
      name.hasPrefix(prefix) && name.hasSuffix(".db") && isWanted(name.dropFirst(prefix.count).dropLast(3))
    }.map { "\(folder)/\($0)" }
  }

  private static func byAge(_ paths: [String]) -> [String] {
    paths.map { (time: (try? FileSystem.stamp($0))?.modifiedNanoseconds ?? 0, path: $0) }
      .sorted { ($0.time, $0.path) < ($1.time, $1.path) }.map(\.path)
  }
}

extension Connection {
  /// Copies every page of a database, `main` or `other`, to a file that exists.
  func copy(_ name: String, to path: String) throws(SQLiteError) {
    let target = try Connection(path: path.hasPrefix("/") ? path : "./" + path, busyTimeoutMilliseconds: 5000)
    try target.replaceContent(with: name, of: self)
  }

  /// Makes this database what another is, in one transaction that its other users see. Source: sqlite.org/backup.html.
  func replaceContent(with name: String, of source: Connection) throws(SQLiteError) {
    guard let backup = sqlite3_backup_init(pointer, "main", source.pointer, name) else {
      throw .last(of: pointer, code: sqlite3_extended_errcode(pointer))
    }
    let stepped = sqlite3_backup_step(backup, -1)
    let finished = sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
      let code = finished == SQLITE_OK ? stepped : finished
      throw SQLiteError(
        code: code, detail: String(cString: sqlite3_errstr(code)),
        systemError: sqlite3_system_errno(pointer))
    }
  }
}
