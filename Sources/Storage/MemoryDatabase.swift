import CSQLite

/// A database in memory that is made from, or turned into, the bytes of a file: how other programs' data travel.
public final class MemoryDatabase {
  private let connection: Connection

  /// An empty one, to be filled.
  public init() throws(SQLiteError) {
    connection = try Connection(path: ":memory:", busyTimeoutMilliseconds: 0)
  }

  /// The image of a file, to be read alone; nothing in it is trusted.
  public init(image: [UInt8]) throws(SQLiteError) {
    connection = try Connection(path: ":memory:", busyTimeoutMilliseconds: 0)
    guard image.count >= 512, let memory = sqlite3_malloc64(UInt64(image.count)) else { throw .notADatabase }
    image.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress!, byteCount: image.count) }
    // SQLite frees the memory, also when this fails.
    let code = sqlite3_deserialize(
      connection.pointer, "main", memory.assumingMemoryBound(to: UInt8.self), Int64(image.count),
      Int64(image.count), UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY))
    guard code == SQLITE_OK else { throw .last(of: connection.pointer, code: code) }
    // No value of an honest file is longer than the file.
    sqlite3_limit(connection.pointer, SQLITE_LIMIT_LENGTH, Int32(clamping: max(image.count, 1 << 16)))
    try connection.execute("PRAGMA cell_size_check = ON")
  }

  public func execute(_ sql: String) throws(SQLiteError) {
    try connection.execute(sql)
  }

  /// A statement to be run for many rows.
  public func insertion(_ sql: String) throws(SQLiteError) -> Insertion {
    Insertion(statement: try Statement(sql, on: connection.pointer))
  }

  /// Steps through the rows until the body returns false.
  public func forEachRow(
    _ sql: String, _ body: (DatabaseRow) throws(SQLiteError) -> Bool
  ) throws(SQLiteError) {
    try connection.forEachRow(sql) { row throws(SQLiteError) in try body(DatabaseRow(statement: row)) }
  }

  /// Whether `name` is a table of its own rows: no view, no virtual table, no column that is computed when it is read.
  public func isPlainTable(_ name: String) throws(SQLiteError) -> Bool {
    let sql = try connection.firstRow(
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ? AND rootpage > 0", [.text(name)]
    ) { $0.text(0) }
    guard sql != nil else { return false }
    let hidden = try connection.int(
      "SELECT count(*) FROM pragma_table_xinfo(?) WHERE hidden <> 0", [.text(name)])
    return hidden == 0
  }

  /// The page at which the tree of a table begins.
  public func rootPage(of table: String) throws(SQLiteError) -> Int {
    let page = try connection.int(
      "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?", [.text(table)])
    guard let page else { throw .corrupt(detail: "there is no table \(table)") }
    return page
  }

  /// The bytes of the file that the database would be.
  public func image() throws(SQLiteError) -> [UInt8] {
    var size: sqlite3_int64 = 0
    guard let bytes = sqlite3_serialize(connection.pointer, "main", &size, 0) else {
      throw .other(code: Int(SQLITE_NOMEM), detail: "out of memory")
    }
    defer { sqlite3_free(bytes) }
    return [UInt8](UnsafeBufferPointer(start: bytes, count: Int(size)))
  }

  /// A statement whose parameters, counted from 1, are set one by one; those that are not set keep their last value.
  public struct Insertion {
    let statement: Statement

    public func set(_ parameter: Int, _ value: Int) { statement.set(Int32(parameter), value) }

    /// UTF-8.
    public func set(_ parameter: Int, _ text: [UInt8]) { statement.set(Int32(parameter), text) }

    public func set(_ parameter: Int, _ text: String) { set(parameter, Array(text.utf8)) }

    public func run() throws(SQLiteError) { try statement.run() }
  }
}

/// The row at which a query stands.
public struct DatabaseRow {
  let statement: Statement

  public func integer(_ column: Int) -> Int { statement.int(Int32(column)) }
  public func real(_ column: Int) -> Double { statement.real(Int32(column)) }
  public func text(_ column: Int) -> String { statement.text(Int32(column)) }
}
