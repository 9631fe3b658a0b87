public import Basics
import CSQLite

/// Why the database did not do what was asked.
public enum SQLiteError: Error, Hashable, Sendable {
  /// Another process held the lock for longer than the busy timeout.
  case busy
  case readOnly
  /// The file is no SQLite database.
  case notADatabase
  /// The file is an SQLite database of another program.
  case otherApplication(id: Int)
  /// The file is damaged.
  case corrupt(detail: String)
  /// The disk, or the quota, is full; nothing of the transaction was kept.
  case full
  /// A newer program wrote the file; versions count migrations.
  case newerVersion(found: Int, known: Int)
  case cannotOpen(reason: LocalizedText)
  /// The data broke a rule of the schema.
  case constraint(detail: String)
  /// An extended result code of SQLite.
  case other(code: Int, detail: String)

  init(code: Int32, detail: String, systemError: Int32 = 0) {
    switch (code & 0xFF, systemError) {
    // SQLite reports as I/O errors what kept it from growing or creating its files beside the database.
    case (SQLITE_IOERR, Self.noSpace), (SQLITE_CANTOPEN, Self.noSpace): self = .full
    case (SQLITE_CANTOPEN, Self.noPermission), (SQLITE_CANTOPEN, Self.readOnlyFileSystem): self = .readOnly
    case (SQLITE_BUSY, _), (SQLITE_LOCKED, _): self = .busy
    case (SQLITE_READONLY, _): self = .readOnly
    case (SQLITE_NOTADB, _): self = .notADatabase
    case (SQLITE_CORRUPT, _): self = .corrupt(detail: detail)
    case (SQLITE_FULL, _): self = .full
    case (SQLITE_CANTOPEN, _), (SQLITE_PERM, _), (SQLITE_AUTH, _):
      self = .cannotOpen(reason: LocalizedText(both: detail))
    case (SQLITE_CONSTRAINT, _): self = .constraint(detail: detail)
    default: self = .other(code: Int(code), detail: detail)
    }
  }

  /// The file cannot be read as it is, and waiting or other rights would not help.
  public var isDamage: Bool {
    switch self {
    case .corrupt, .notADatabase: true
    default: false
    }
  }

  // ENOSPC, EACCES and EROFS have these numbers on Linux and on Darwin.
  private static let noSpace: Int32 = 28
  private static let noPermission: Int32 = 13
  private static let readOnlyFileSystem: Int32 = 30
}

extension SQLiteError {
  /// The connection's message belongs to its latest call alone, so this is asked for at once.
  static func last(of connection: OpaquePointer, code: Int32) -> SQLiteError {
    SQLiteError(
      code: code, detail: String(cString: sqlite3_errmsg(connection)),
      systemError: sqlite3_system_errno(connection))
  }
}
