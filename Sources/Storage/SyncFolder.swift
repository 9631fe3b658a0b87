public import Basics
public import Scheduling

/// How an entry is written as one line of a file, and read again; lines hold no line feed.
public struct EntryCoding: Sendable {
  public var encode: @Sendable (LogEntry) -> String
  /// Nil for a line that is no entry.
  public var decode: @Sendable (Span<UInt8>) -> LogEntry?

  public init(
    encode: @escaping @Sendable (LogEntry) -> String,
    decode: @escaping @Sendable (Span<UInt8>) -> LogEntry?
  ) {
    self.encode = encode
    self.decode = decode
  }
}

/// What a synchronisation did.
public struct SyncSummary: Hashable, Sendable {
  public var merge = MergeSummary()
  /// Entries added to this machine's own file.
  public var written = 0
  /// Files of others that had something new.
  public var filesRead = 0
  /// Lines that are no entries, by file: torn writes, conflict markers of a version control system.
  public var damagedLines: [String: Int] = [:]
}

/// Why a folder could not be synchronised.
public enum SyncError: Error, Hashable, Sendable {
  case database(SQLiteError)
  case file(FileError)
  /// Writing this machine's file failed; `code` is the system's error number.
  case cannotAppend(path: String, code: Int32)
}

/// A folder that holds one log a machine, carried between them by git or any other means.
///
/// A machine appends to its own file and reads the others; nobody rewrites anything. What is read is a set, so it does
/// not matter how often, in which order, or in whose file an entry stands.
public struct SyncFolder: Sendable {
  public let path: String
  let coding: EntryCoding

  /// Longer lines are no entries.
  static let longestLine = 4 << 20
  private static let chunkSize = 8 << 20

  public init(path: String, coding: EntryCoding) {
    self.path = path
    self.coding = coding
  }

  /// Tells this database from a copy of it on another machine or in another place.
  public static func fingerprint(ofDatabase path: String) -> String {
    let id = (try? FileSystem.read("/etc/machine-id", limit: 4096)) ?? Array(Platform.hostName.utf8)
    let text = id + [0] + Array(Platform.absolutePath(path).utf8)
    return String(ContentHash.of(text.span), radix: 16)
  }

  /// Reads what is new in the folder, then appends to this machine's file what the folder lacks.
  ///
  /// The database is in one transaction: when anything fails it is as before, and what was appended is read next time.
  public func synchronise(
    _ store: ReviewStore, machine: String, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SyncError) -> SyncSummary {
    var failure: SyncError?
    do throws(SQLiteError) {
      return try store.connection.transaction { () throws(SQLiteError) in
        do throws(SyncError) {
          return try exchange(store, machine: machine, replay: replay)
        } catch .database(let error) {
          throw error
        } catch {
          failure = error
          throw .constraint(detail: "the folder could not be read or written")
        }
      }
    } catch {
      throw failure ?? .database(error)
    }
  }

  private func exchange(
    _ store: ReviewStore, machine: String, replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SyncError) -> SyncSummary {
    var summary = SyncSummary()
    var arrived: Set<ReviewID> = []
    let own = machine + ".jsonl"
    let folder = try database { () throws(SQLiteError) in try store.syncFolder(Platform.absolutePath(path)) }
    var merge = LogMerge(store)
    for name in try files() {
      var reader = SyncReader(path: path + "/" + name, coding: coding)
      let known = try database { () throws(SQLiteError) in try store.position(of: name, in: folder) }
      let position = try reader.read(from: known ?? .start) { entry throws(SQLiteError) in
        arrived.insert(entry.id)
        try merge.add(entry)
      }
      if reader.damagedLines > 0 { summary.damagedLines[name] = reader.damagedLines }
      guard position != known else { continue }
      if name != own { summary.filesRead += 1 }
      try database { () throws(SQLiteError) in try store.setPosition(position, of: name, in: folder) }
    }
    try database { () throws(SQLiteError) in try merge.finish(replay: replay) }
    summary.merge = merge.summary
    summary.written = try publish(store, folder: folder, arrived: arrived, to: path + "/" + own)
    try database { () throws(SQLiteError) in try store.markPublished(in: folder) }
    return summary
  }

  private func publish(
    _ store: ReviewStore, folder: Int, arrived: Set<ReviewID>, to file: String
  ) throws(SyncError) -> Int {
    var lines: [UInt8] = []
    var count = 0
    var code: Int32 = 0
    try database { () throws(SQLiteError) in
      try store.forEachUnpublished(in: folder, arrived: arrived) { entry in
        lines += coding.encode(entry).utf8
        lines.append(UInt8(ascii: "\n"))
        count += 1
        guard lines.count >= Self.chunkSize, code == 0 else { return }
        code = Platform.append(lines, to: file)
        lines.removeAll(keepingCapacity: true)
      }
    }
    if !lines.isEmpty, code == 0 { code = Platform.append(lines, to: file) }
    guard code == 0 else { throw .cannotAppend(path: file, code: code) }
    return count
  }

  private func files() throws(SyncError) -> [String] {
    do { return try FileSystem.names(in: path).filter { $0.hasSuffix(".jsonl") && !$0.hasPrefix(".") } } catch
    {
      throw .file(error)
    }
  }

  private func database<Result>(_ body: () throws(SQLiteError) -> Result) throws(SyncError) -> Result {
    do { return try body() } catch { throw .database(error) }
  }
}
