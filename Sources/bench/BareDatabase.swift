import CSQLite

/// SQLite with nothing around it, as peers are made of it.
final class BareDatabase {
  let connection: OpaquePointer?

  init(path: String) throws {
    var connection: OpaquePointer?
    let code = sqlite3_open(path, &connection)
    self.connection = connection
    guard code == SQLITE_OK else { throw Child.Failure(description: "cannot open \(path)") }
  }

  deinit { sqlite3_close(connection) }

  func run(_ sql: String) throws {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
      throw Child.Failure(description: String(cString: sqlite3_errmsg(connection)))
    }
  }
}
