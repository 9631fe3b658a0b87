import Basics

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
