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

/// Reads the lines that a file has beyond what was read before, or all of them when that part has changed.
struct SyncReader {
  let path: String
  let coding: EntryCoding
  private(set) var damagedLines = 0

  private static let chunkSize = 4 << 20

  init(path: String, coding: EntryCoding) {
    self.path = path
    self.coding = coding
  }

  mutating func read(
    from known: SyncPosition, _ body: (LogEntry) throws(SQLiteError) -> Void
  ) throws(SyncError) -> SyncPosition {
    let stamp: FileStamp
    do { stamp = try FileSystem.stamp(path) } catch { throw .file(error) }
    // The time tells of any change but one within the clock's tick that keeps the size.
    if known.size == Int(stamp.size), known.modifiedNanoseconds == stamp.modifiedNanoseconds { return known }
    var position = SyncPosition.start
    if known.size > 0, known.size <= Int(stamp.size), try hash(upTo: known.size) == known.hash {
      position = known
    }
    position.modifiedNanoseconds = stamp.modifiedNanoseconds
    var rest: [UInt8] = []
    var isSkipping = false
    while true {
      let chunk = try bytes(from: position.size + rest.count, count: Self.chunkSize)
      guard !chunk.isEmpty else { break }
      rest += chunk
      var start = 0
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        if isSkipping { damagedLines += 1 } else { try line(rest, start..<end, body) }
        isSkipping = false
        start = end + 1
      }
      position.hash = ContentHash.of(rest.span.extracting(0..<start), after: position.hash)
      position.size += start
      rest.removeFirst(start)
      if rest.count > SyncFolder.longestLine {
        // No entry is that long: its bytes are passed over up to the next line feed.
        position.hash = ContentHash.of(rest.span, after: position.hash)
        position.size += rest.count
        rest.removeAll()
        isSkipping = true
      }
    }
    // A last line without its end is still being written, and read next time.
    return position
  }

  private mutating func line(
    _ bytes: [UInt8], _ range: Range<Int>, _ body: (LogEntry) throws(SQLiteError) -> Void
  ) throws(SyncError) {
    var range = range
    if let last = range.last, bytes[last] == UInt8(ascii: "\r") { range = range.lowerBound..<last }
    guard !range.isEmpty else { return }
    guard let entry = coding.decode(bytes.span.extracting(range)) else {
      damagedLines += 1
      return
    }
    do { try body(entry) } catch { throw .database(error) }
  }

  private func hash(upTo end: Int) throws(SyncError) -> UInt64 {
    var hash = ContentHash.empty
    var offset = 0
    while offset < end {
      let chunk = try bytes(from: offset, count: min(Self.chunkSize, end - offset))
      guard !chunk.isEmpty else { break }
      hash = ContentHash.of(chunk.span, after: hash)
      offset += chunk.count
    }
    return hash
  }

  private func bytes(from offset: Int, count: Int) throws(SyncError) -> [UInt8] {
    do { return try FileSystem.read(path, from: offset, count: count) } catch { throw .file(error) }
  }
}
