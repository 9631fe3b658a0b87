public import Basics

/// Where a database lies.
public enum DatabaseLocation: Hashable, Sendable {
  case file(String)
  /// Gone when the store is.
  case memory
}

/// The store of one database: the log of reviews, and the caches that follow from it.
public final class ReviewStore {
  public let location: DatabaseLocation
  let connection: Connection
  /// What makes ids unique across machines.
  var generator: SplitMix64
  /// The latest instant that the store was told of: what it goes by where it is told of none.
  var lastInstant: Timestamp

  /// Opens a database, creating or migrating it where needed; a backup is made before a migration.
  ///
  /// `idSeed` must differ between runs: ids of different machines are told apart by it, and undone marks from others.
  public convenience init(
    _ location: DatabaseLocation, now: Timestamp, idSeed: UInt64, creating: Bool = true,
    busyTimeoutMilliseconds: Int = 5000
  ) throws(SQLiteError) {
    try self.init(
      location, now: now, idSeed: idSeed, creating: creating,
      busyTimeoutMilliseconds: busyTimeoutMilliseconds, keepsBackups: true)
  }

  init(
    _ location: DatabaseLocation, now: Timestamp, idSeed: UInt64, creating: Bool = true,
    busyTimeoutMilliseconds: Int = 5000, migrations: [Migration] = Schema.migrations,
    keepsBackups: Bool = true
  ) throws(SQLiteError) {
    self.location = location
    generator = SplitMix64(seed: idSeed)
    lastInstant = now
    connection = try Connection(
      path: try location.preparedPath(creating: creating), busyTimeoutMilliseconds: busyTimeoutMilliseconds)
    let version = try checkedVersion(known: migrations.count)
    // Readers and a writer do not wait for each other; a file system without shared memory keeps its rollback journal.
    if case .file = location { try connection.run("PRAGMA journal_mode = WAL") }
    try configure()
    guard version < migrations.count else { return }
    if version == 0 {
      // A new file has all its tables at once, so that nobody who starts at the same time finds it half made.
      try connection.transaction { () throws(SQLiteError) in try connection.migrate(migrations, at: now) }
    } else {
      if keepsBackups { try backup(before: .migration(migrations[version].name), at: now) }
      try connection.migrate(migrations, at: now)
    }
  }

  /// Another connection to a file that is open already, for another thread.
  private init(_ path: String, beside seed: UInt64, now: Timestamp) throws(SQLiteError) {
    location = .file(path)
    generator = SplitMix64(seed: seed)
    lastInstant = now
    connection = try Connection(path: location.preparedPath(creating: false), busyTimeoutMilliseconds: 5000)
    try configure()
    // What is read once need not be kept: the same few pages of memory serve for all of it.
    try connection.run("PRAGMA cache_size = -512")
  }

  /// What both bodies give, read at once: the first on a thread of its own, with a store of its own for the same file.
  ///
  /// One after the other, and from this store, where it is in memory, small, or in a transaction, of which another would
  /// see nothing. They must share nothing that either changes.
  public func both<Aside, Value>(
    _ aside: (ReviewStore) throws(SQLiteError) -> Aside, _ body: () throws(SQLiteError) -> Value
  ) throws(SQLiteError) -> (Aside, Value) {
    // Below it a thread and a connection cost more than they bring.
    guard case .file(let path) = location, !connection.isInTransaction,
      try connection.lastCardNumber() > 10_000
    else { return (try aside(self), try body()) }
    let (seed, now) = (generator.next(), lastInstant)
    let (first, second) = try Parallel.both(
      { () -> Result<Aside, SQLiteError> in
        do throws(SQLiteError) {
          return .success(try aside(ReviewStore(path, beside: seed, now: now)))
        } catch {
          return .failure(error)
        }
      }, body)
    return (try first.get(), second)
  }

  /// Makes everything that the body writes durable at once, or nothing of it.
  public func transaction<Result>(
    _ body: () throws(SQLiteError) -> Result
  ) throws(SQLiteError) -> Result {
    try connection.transaction(body)
  }

  /// Refuses what must not be written to, before anything is.
  private func checkedVersion(known: Int) throws(SQLiteError) -> Int {
    // Reading a database in WAL mode writes beside it, so nothing can be asked of a file that is read-only.
    guard !connection.isReadOnly else { throw .readOnly }
    let version = try connection.schemaVersion()
    let application = try connection.int("PRAGMA application_id") ?? 0
    if application == Schema.applicationID {
      guard version <= known else { throw .newerVersion(found: version, known: known) }
    } else {
      let tables = try connection.int("SELECT count(*) FROM sqlite_schema") ?? 0
      guard application == 0, version == 0, tables == 0 else { throw .otherApplication(id: application) }
    }
    return version
  }

  private func configure() throws(SQLiteError) {
    // FULL syncs the log at every commit: what was acknowledged survives a power cut.
    // Recursive triggers make REPLACE run the delete trigger that guards the log.
    try connection.execute(
      """
      PRAGMA synchronous = FULL;
      PRAGMA foreign_keys = ON;
      PRAGMA recursive_triggers = ON;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -8000;
      PRAGMA journal_size_limit = 16777216;
      """)
  }
}

extension DatabaseLocation {
  /// A path for SQLite, to a file that is readable by the user alone from its first byte on.
  fileprivate func preparedPath(creating: Bool) throws(SQLiteError) -> String {
    guard case .file(let path) = self else { return ":memory:" }
    guard !path.isEmpty else { throw .cannotOpen(reason: LocalizedText("the path is empty", "路径为空")) }
    if creating {
      var failure = Platform.createPrivateFolder(Platform.folder(of: path))
      if failure == 0 { failure = Platform.createPrivateFile(path) }
      guard failure == 0 else { throw .cannotOpen(reason: Platform.message(ofError: failure)) }
    }
    guard !Platform.isFolder(path) else {
      throw .cannotOpen(reason: Platform.message(ofError: Platform.isAFolder))
    }
    // SQLite would read a name such as `file:x?mode=memory` or `:memory:` as more than a name.
    return path.hasPrefix("/") ? path : "./" + path
  }
}
