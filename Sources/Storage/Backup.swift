public import Basics
import CSQLite

extension ReviewStore {
  /// Daily backups that are kept; older ones are removed.
  public static let dailyBackups = 10

  /// The folder `backups` beside the database; nil in memory.
  public var backupFolder: String? {
    guard case .file(let path) = location else { return nil }
    return Platform.folder(of: path) + "/backups"
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
  public func backupIfDue(on day: Day) throws(SQLiteError) -> String? {
    guard let folder = backupFolder else { return nil }
    let name = dailyPrefix + day.date.description + ".db"
    guard !Platform.fileExists("\(folder)/\(name)") else { return nil }
    try backup(to: "\(folder)/\(name)")
    for old in dailyNames(in: folder).dropLast(Self.dailyBackups) {
      _ = Platform.removeFile("\(folder)/\(old)")
    }
    return "\(folder)/\(name)"
  }

  /// The daily backups of this database, oldest first.
  public func dailyBackupPaths() -> [String] {
    guard let folder = backupFolder else { return [] }
    return dailyNames(in: folder).map { "\(folder)/\($0)" }
  }

  /// Kept until the learner removes it: a migration cannot be undone.
  func backup(beforeMigration name: String, at now: Timestamp) throws(SQLiteError) {
    guard let folder = backupFolder else { return }
    let words = name.split(separator: " ").joined(separator: "-")
    let date = CalendarDate(number: Day(now, offsetMinutes: 0, rolloverHour: 0).number)
    try backup(to: "\(folder)/\(dailyPrefix)\(date)-before-\(words).db")
  }

  /// `study-` for `study.db`: databases that share a folder keep their backups apart.
  private var dailyPrefix: String {
    guard case .file(let path) = location else { return "" }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return (name.hasSuffix(".db") ? String(name.dropLast(3)) : name) + "-"
  }

  private func dailyNames(in folder: String) -> [String] {
    let prefix = dailyPrefix
    return ((try? FileSystem.names(in: folder)) ?? []).filter { name in
      name.hasPrefix(prefix) && name.hasSuffix(".db")
        && CalendarDate(iso: name.dropFirst(prefix.count).dropLast(3)) != nil
    }.sorted()
  }
}

extension Connection {
  /// Copies every page of a database to a file that exists. Source: sqlite.org/backup.html.
  func copy(_ name: String, to path: String) throws(SQLiteError) {
    let target = try Connection(path: path.hasPrefix("/") ? path : "./" + path, busyTimeoutMilliseconds: 5000)
    guard let backup = sqlite3_backup_init(target.pointer, "main", pointer, name) else {
      throw .last(of: target.pointer, code: sqlite3_extended_errcode(target.pointer))
    }
    let stepped = sqlite3_backup_step(backup, -1)
    let finished = sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
      let code = finished == SQLITE_OK ? stepped : finished
      throw SQLiteError(
        code: code, detail: String(cString: sqlite3_errstr(code)),
        systemError: sqlite3_system_errno(target.pointer))
    }
  }
}
