import Basics
import CSQLite
import Glibc
import Scheduling

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

  /// Sets a parameter, counted from 1; those that are not set keep their last value.
  func set(_ parameter: Int32, _ value: Int) {
    sqlite3_bind_int64(pointer, parameter, Int64(value))
  }

  func set(_ parameter: Int32, _ value: Double?) {
    if let value {
      sqlite3_bind_double(pointer, parameter, value)
    } else {
      sqlite3_bind_null(pointer, parameter)
    }
  }

  /// Not copied: it is there for good.
  func set(_ parameter: Int32, constant text: StaticString) {
    text.utf8Start.withMemoryRebound(to: CChar.self, capacity: text.utf8CodeUnitCount) {
      _ = sqlite3_bind_text(pointer, parameter, $0, Int32(text.utf8CodeUnitCount), nil)
    }
  }

  func set(_ parameter: Int32, _ text: String?) {
    if let text { _ = bind(.text(text), at: parameter) } else { sqlite3_bind_null(pointer, parameter) }
  }

  /// UTF-8.
  func set(_ parameter: Int32, _ text: [UInt8]) {
    text.withUnsafeBytes { bytes in
      // What is empty may have no address, which would bind NULL; what is too long fails as the statement runs.
      let count = Int32(clamping: bytes.count)
      guard count > 0, let base = bytes.baseAddress else {
        _ = csqlite_bind_text(pointer, parameter, "", 0)
        return
      }
      _ = csqlite_bind_text(pointer, parameter, base.assumingMemoryBound(to: CChar.self), count)
    }
  }

  /// 16 bytes each.
  func set(_ parameter: Int32, _ ids: ArraySlice<ReviewID>) {
    var words: [UInt64] = []
    words.reserveCapacity(2 * ids.count)
    for id in ids {
      words.append(id.high.bigEndian)
      words.append(id.low.bigEndian)
    }
    words.withUnsafeBytes {
      _ = csqlite_bind_blob(pointer, parameter, $0.baseAddress, Int32(clamping: $0.count))
    }
  }

  /// For statements without rows.
  func run() throws(SQLiteError) {
    defer { sqlite3_reset(pointer) }
    _ = try step()
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

  /// Nil when the column holds none. Read in place: a log has millions.
  func reviewID(_ column: Int32) -> ReviewID? {
    guard sqlite3_column_bytes(pointer, column) == 16, let bytes = sqlite3_column_blob(pointer, column) else {
      return nil
    }
    return ReviewID(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  /// The text of a column in place, until the next step; nil for NULL, which has no address.
  private func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8>? {
    guard let start = sqlite3_column_text(pointer, column) else { return nil }
    return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
  }

  /// Compared in place, without the string that `text` makes.
  func holds(_ name: StaticString, in column: Int32) -> Bool {
    guard let bytes = bytes(column), bytes.count == name.utf8CodeUnitCount else { return false }
    return memcmp(bytes.baseAddress!, name.utf8Start, bytes.count) == 0
  }

  /// Whether the column is this text, or NULL where there is none. Compared in place as well.
  func isText(_ text: String?, in column: Int32) -> Bool {
    guard let bytes = bytes(column) else { return text == nil }
    guard var text else { return false }
    return text.withUTF8 { $0.elementsEqual(bytes) }
  }

  /// Nil when the column holds the name of none. Compared in place as well.
  func reviewKind(_ column: Int32) -> ReviewKind? {
    guard let bytes = bytes(column) else { return nil }
    func isNamed(_ kind: Int) -> Bool {
      kinds[kind].name.count == bytes.count
        && memcmp(kinds[kind].name, bytes.baseAddress!, bytes.count) == 0
    }
    // One review is mostly of the same kind as the one before.
    if isNamed(lastKind) { return kinds[lastKind].kind }
    guard let kind = kinds.indices.first(where: isNamed) else { return nil }
    lastKind = kind
    return kinds[kind].kind
  }

  private var lastKind = 0
  private let kinds = Statement.kinds
  private static let kinds = ReviewKind.allCases.map { (name: Array($0.rawValue.utf8), kind: $0) }

  /// Bytes that are no UTF-8 are replaced, never trusted.
  func text(_ column: Int32) -> String { optionalText(column) ?? "" }

  func blob(_ column: Int32) -> [UInt8] {
    guard let bytes = sqlite3_column_blob(pointer, column) else { return [] }
    let count = Int(sqlite3_column_bytes(pointer, column))
    return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
  }

  func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }

  func optionalText(_ column: Int32) -> String? {
    bytes(column).map { String(decoding: $0, as: UTF8.self) }
  }
}
