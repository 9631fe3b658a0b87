import Basics

/// What the database remembers of the folders it is synchronised with.
extension ReviewStore {
  /// The name of this database among those that share a folder: 16 hexadecimal digits, made once.
  ///
  /// `fingerprint` tells machine and place (``SyncFolder/fingerprint(ofDatabase:)``): a copy of the database
  /// elsewhere gets a name of its own, so that two never write to one file.
  public func machineName(fingerprint: String) throws(SQLiteError) -> String {
    try connection.transaction { () throws(SQLiteError) in
      let name = try setting(Self.machineKey)
      if let name, try setting(Self.fingerprintKey) == fingerprint { return name }
      let digits = String(generator.next() ^ Platform.randomSeed(), radix: 16)
      let new = String(repeating: "0", count: 16 - digits.count) + digits
      try setSetting(Self.machineKey, to: new)
      try setSetting(Self.fingerprintKey, to: fingerprint)
      return new
    }
  }

  private static let machineKey = "local.machine"
  private static let fingerprintKey = "local.fingerprint"

  /// An entry that came from elsewhere may have an id below what each folder has; those are noted one by one.
  func queueForFolders(_ id: ReviewID) throws(SQLiteError) {
    try connection.run(
      "INSERT OR IGNORE INTO sync_outbox SELECT number, ?1 FROM sync_folder WHERE published >= ?1", [.id(id)])
  }

  /// The number of a folder, given now when it has none.
  func syncFolder(_ path: String) throws(SQLiteError) -> Int {
    if let number = try connection.int("SELECT number FROM sync_folder WHERE path = ?", [.text(path)]) {
      return number
    }
    try connection.run("INSERT INTO sync_folder (path) VALUES (?)", [.text(path)])
    return Int(connection.lastInsertedRow)
  }

  /// How far a file of the folder was read; nil when it never was.
  func position(of file: String, in folder: Int) throws(SQLiteError) -> SyncPosition? {
    try connection.firstRow(
      "SELECT size, modified, hash FROM sync_file WHERE folder = ? AND name = ?",
      [.integer(folder), .text(file)]
    ) {
      SyncPosition(
        size: $0.int(0), modifiedNanoseconds: $0.integer(1), hash: UInt64(bitPattern: $0.integer(2)))
    }
  }

  func setPosition(_ position: SyncPosition, of file: String, in folder: Int) throws(SQLiteError) {
    try connection.run(
      """
      INSERT INTO sync_file (folder, name, size, modified, hash) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (folder, name) DO UPDATE SET size = excluded.size, modified = excluded.modified,
        hash = excluded.hash
      """,
      [
        .integer(folder), .text(file), .integer(position.size), .integer(position.modifiedNanoseconds),
        .integer(Int64(bitPattern: position.hash)),
      ])
  }

  /// Gives the body each entry that no file of the folder holds, as far as this database knows.
  ///
  /// `arrived` are the ids that were read from the folder just now.
  func forEachUnpublished(
    in folder: Int, arrived: Set<ReviewID>, _ body: (LogEntry) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    let published = try connection.firstRow(
      "SELECT published FROM sync_folder WHERE number = ?", [.integer(folder)]
    ) { ReviewID(bytes: $0.blob(0)) }
    let late = try connection.rows("SELECT id FROM sync_outbox WHERE folder = ?", [.integer(folder)]) {
      ReviewID(bytes: $0.blob(0))
    }
    for id in late.compactMap(\.self) where !arrived.contains(id) {
      if let entry = try entry(id) { try body(entry) }
    }
    try forEachEntry(above: published ?? nil) { entry throws(SQLiteError) in
      if !arrived.contains(entry.id) { try body(entry) }
      return true
    }
  }

  /// Notes that the folder holds everything this database does.
  func markPublished(in folder: Int) throws(SQLiteError) {
    try connection.run("DELETE FROM sync_outbox WHERE folder = ?", [.integer(folder)])
    let last = try lastID()
    try connection.run(
      "UPDATE sync_folder SET published = ? WHERE number = ?",
      [last.map { .id($0) } ?? .null, .integer(folder)])
  }
}

/// How far a file was read, and what tells whether that part is still the same.
struct SyncPosition: Hashable, Sendable {
  /// Bytes, up to the end of a line.
  var size: Int
  /// Of the whole file, when it was read.
  var modifiedNanoseconds: Int64
  /// Of the part that was read.
  var hash: UInt64

  static let start = SyncPosition(size: 0, modifiedNanoseconds: 0, hash: ContentHash.empty)
}
