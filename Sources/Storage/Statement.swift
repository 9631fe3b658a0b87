import Basics
import CSQLite

/// Owns one prepared statement; its columns are those of the row the last step stopped at.
final class Statement {
  let pointer: OpaquePointer
  let connection: OpaquePointer
  /// Somebody is stepping through its rows.
  var isInUse = false

  /// The connection must outlive the statement.
  init(_ sql: String, on connection: OpaquePointer) throws(SQLiteError) {
    var pointer: OpaquePointer?
    let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
    guard code == SQLITE_OK, let pointer else { throw .last(of: connection, code: code) }
    self.pointer = pointer
    self.connection = connection
  }

  deinit {
    sqlite3_finalize(pointer)
  }

  func bind(_ values: [SQLiteValue]) throws(SQLiteError) {
    precondition(values.count == Int(sqlite3_bind_parameter_count(pointer)), "a value for each parameter")
    for (offset, value) in values.enumerated() {
      let code = bind(value, at: Int32(offset + 1))
      guard code == SQLITE_OK else { throw .last(of: connection, code: code) }
    }
  }

  private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(pointer, index)
    case .integer(let integer): return sqlite3_bind_int64(pointer, index, integer)
    case .real(let real): return sqlite3_bind_double(pointer, index, real)
    case .text(var text):
      return text.withUTF8 { bytes in
        guard let count = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
        // What is empty may have no address, which would bind NULL.
        guard let base = bytes.baseAddress else { return csqlite_bind_text(pointer, index, "", 0) }
        return base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
          csqlite_bind_text(pointer, index, $0, count)
        }
      }
    case .blob(let bytes):
      guard let count = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
      return bytes.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress else { return sqlite3_bind_zeroblob(pointer, index, 0) }
        return csqlite_bind_blob(pointer, index, base, count)
      }
    }
  }

  /// True when there is a row to read.
  func step() throws(SQLiteError) -> Bool {
    let code = sqlite3_step(pointer)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw .last(of: connection, code: code)
    }
  }

  /// Ready for new values; the result of the last step was reported by it already.
  func reset() {
    sqlite3_reset(pointer)
    sqlite3_clear_bindings(pointer)
  }

  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(pointer, column)) }
  func real(_ column: Int32) -> Double { sqlite3_column_double(pointer, column) }
  func bool(_ column: Int32) -> Bool { sqlite3_column_int64(pointer, column) != 0 }
  func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: integer(column)) }
  func day(_ column: Int32) -> Day { Day(number: int(column)) }
  func card(_ column: Int32) -> CardID { CardID(rawValue: text(column)) }

  /// Bytes that are no UTF-8 are replaced, never trusted.
  func text(_ column: Int32) -> String { optionalText(column) ?? "" }

  func blob(_ column: Int32) -> [UInt8] {
    guard let bytes = sqlite3_column_blob(pointer, column) else { return [] }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
  }

  func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }

  func optionalText(_ column: Int32) -> String? {
    // NULL has no address.
    guard let bytes = sqlite3_column_text(pointer, column) else { return nil }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// An id without the array that `blob` makes; nil when the column holds none.
  func reviewID(_ column: Int32) -> ReviewID? {
    guard sqlite3_column_bytes(pointer, column) == 16, let bytes = sqlite3_column_blob(pointer, column) else {
      return nil
    }
    return ReviewID(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }
}
