import Basics
import CSQLite

/// Owns one connection to a database and the statements prepared on it; used from one thread at a time.
final class Connection {
  let pointer: OpaquePointer
  /// Statements by their text; a query inside the same query gets one of its own.
  private var prepared: [String: Statement] = [:]
  /// The last few of them: texts that are the same literal are equal at a glance, and need no hash.
  private var recent: [(sql: String, statement: Statement)] = []
  private static let mostRecent = 4
  /// Once, before the first connection.
  private static let isConfigured = csqlite_leave_out_memory_count() == SQLITE_OK

  /// Opens a file that exists, or `:memory:`.
  init(path: String, busyTimeoutMilliseconds: Int) throws(SQLiteError) {
    _ = Self.isConfigured
    var pointer: OpaquePointer?
    // A path is given so that it cannot be read as a URI; the one that is attached for a merge is one.
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI
    let code = sqlite3_open_v2(path, &pointer, flags, nil)
    guard let pointer else { throw SQLiteError(code: SQLITE_NOMEM, detail: "out of memory") }
    guard code == SQLITE_OK else {
      let systemError = sqlite3_system_errno(pointer)
      sqlite3_close_v2(pointer)
      throw .cannotOpen(
        reason: systemError == 0
          ? LocalizedText(both: String(cString: sqlite3_errstr(code)))
          : Platform.message(ofError: systemError))
    }
    self.pointer = pointer
    sqlite3_busy_timeout(pointer, Int32(busyTimeoutMilliseconds))
    // Nothing here needs them, so nobody else shall.
    sqlite3_limit(pointer, SQLITE_LIMIT_ATTACHED, 0)
    sqlite3_limit(pointer, SQLITE_LIMIT_LENGTH, 64 << 20)
    sqlite3_limit(pointer, SQLITE_LIMIT_SQL_LENGTH, 1 << 20)
    let hardened = csqlite_harden(pointer)
    guard hardened == SQLITE_OK else { throw .last(of: pointer, code: hardened) }
  }

  deinit {
    recent = []
    prepared = [:]
    sqlite3_close_v2(pointer)
  }

  /// SQLite opens a file it may not write without saying so.
  var isReadOnly: Bool { sqlite3_db_readonly(pointer, "main") == 1 }

  var isInTransaction: Bool { sqlite3_get_autocommit(pointer) == 0 }

  /// Rows that the last statement changed.
  var changes: Int { Int(sqlite3_changes64(pointer)) }

  var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(pointer) }

  /// Runs several statements without values, once each.
  func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(pointer, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw .last(of: pointer, code: code) }
  }

  /// Steps through the rows until the body returns false.
  func forEachRow(
    _ sql: String, _ values: [SQLiteValue] = [], _ body: (Statement) throws(SQLiteError) -> Bool
  ) throws(SQLiteError) {
    let statement = try statement(sql)
    statement.isInUse = true
    defer {
      statement.reset()
      statement.isInUse = false
    }
    try statement.bind(values)
    while try statement.step() {
      guard try body(statement) else { return }
    }
  }

  private func statement(_ sql: String) throws(SQLiteError) -> Statement {
    for known in recent where known.sql == sql && !known.statement.isInUse { return known.statement }
    if let known = prepared[sql] {
      if known.isInUse { return try Statement(sql, on: pointer) }
      remember(known, sql)
      return known
    }
    let statement = try Statement(sql, on: pointer)
    prepared[sql] = statement
    remember(statement, sql)
    return statement
  }

  private func remember(_ statement: Statement, _ sql: String) {
    if recent.count == Self.mostRecent { recent.removeFirst() }
    recent.append((sql, statement))
  }

  func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) {
    try forEachRow(sql, values) { _ in true }
  }

  /// Runs a statement without rows whose parameters the body sets, all of them.
  func run(_ sql: String, setting: (Statement) -> Void) throws(SQLiteError) {
    let statement = try statement(sql)
    setting(statement)
    defer { statement.reset() }
    _ = try statement.step()
  }

  func rows<Row>(
    _ sql: String, _ values: [SQLiteValue] = [], _ read: (Statement) throws(SQLiteError) -> Row
  ) throws(SQLiteError) -> [Row] {
    var rows: [Row] = []
    try forEachRow(sql, values) { statement throws(SQLiteError) in
      rows.append(try read(statement))
      return true
    }
    return rows
  }

  func firstRow<Row>(
    _ sql: String, _ values: [SQLiteValue] = [], _ read: (Statement) throws(SQLiteError) -> Row
  ) throws(SQLiteError) -> Row? {
    var row: Row?
    try forEachRow(sql, values) { statement throws(SQLiteError) in
      row = try read(statement)
      return false
    }
    return row
  }

  func int(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) -> Int? {
    try firstRow(sql, values) { $0.int(0) }
  }

  /// Runs the body with another database as `other`, which is read and never written.
  func withOther<Result>(
    _ uri: String, _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    sqlite3_limit(pointer, SQLITE_LIMIT_ATTACHED, 1)
    defer { sqlite3_limit(pointer, SQLITE_LIMIT_ATTACHED, 0) }
    try run("ATTACH ? AS other", [.text(uri)])
    defer {
      // What was prepared for this database would keep it from being detached.
      recent = []
      prepared = prepared.filter { !$0.key.holds("other.") }
      try? run("DETACH other")
    }
    return try body()
  }

  /// Takes the write lock first, so that what the body reads cannot change before it writes; all or nothing.
  /// Inside another transaction it is a part of that.
  func transaction<Result>(_ body: () throws(SQLiteError) -> Result) throws(SQLiteError) -> Result {
    guard !isInTransaction else { return try body() }
    try run("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // A full disk or a failed write has ended the transaction already.
      if isInTransaction { try? run("ROLLBACK") }
      throw error
    }
  }
}
