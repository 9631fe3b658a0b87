/// The rows of one table, laid out in the leaf pages of its tree: ten times as fast as a statement for each row.
///
/// Source: sqlite.org/fileformat2.html, 1.6 "B-tree Pages".
public struct TableLeaves {
  static let pageSize = 4096
  /// What is longer leaves its tail to pages of its own.
  private static let longestCell = pageSize - 35
  private static let shortestHead = (pageSize - 12) * 32 / 255 - 23

  /// Whole pages, the last of them being filled.
  private(set) var bytes: [UInt8] = []
  /// The number of the last row of each page.
  private(set) var lastRows: [Int] = []
  /// What did not fit, and where the number of the page on which it goes on is to be written.
  private(set) var tails: [(place: Int, rest: [UInt8])] = []
  /// The cells of the last page, and where the lowest of them begins in it.
  private var cellCount = 0
  private var lowest = pageSize

  /// `count` is a guess of how many bytes there will be: memory that is not used is not touched.
  public init(expecting count: Int = 0) {
    // The pages above the leaves will follow them.
    bytes.reserveCapacity(count + count / 64 + 2 * Self.pageSize)
  }

  /// The pages, moved out: a table of megabytes is not copied to put it into a file.
  mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  /// Adds a row; numbers must grow from row to row.
  public mutating func append(row number: Int, _ record: borrowing TableRecord) {
    precondition(lastRows.last.map { $0 < number } ?? true, "rows come in the order of their numbers")
    guard record.count <= Self.longestCell else { return append(long: record, row: number) }
    let head = Varint.count(record.count) + Varint.count(number)
    takeCell(of: head + record.count, row: number) { cell in
      Varint.write(number, to: cell + Varint.write(record.count, to: cell))
      record.write(to: cell + head)
    }
  }

  private mutating func append(long record: borrowing TableRecord, row number: Int) {
    let whole = [UInt8](unsafeUninitializedCapacity: record.count) { buffer, count in
      record.write(to: UnsafeMutableRawPointer(buffer.baseAddress!))
      count = record.count
    }
    let most = Self.shortestHead + (record.count - Self.shortestHead) % (Self.pageSize - 4)
    let kept = most <= Self.longestCell ? most : Self.shortestHead
    let head = Varint.count(record.count) + Varint.count(number)
    takeCell(of: head + kept + 4, row: number) { cell in
      Varint.write(number, to: cell + Varint.write(record.count, to: cell))
      whole.withUnsafeBytes { (cell + head).copyMemory(from: $0.baseAddress!, byteCount: kept) }
    }
    tails.append((bytes.count - Self.pageSize + lowest + head + kept, Array(whole[kept...])))
  }

  /// Room below the lowest cell of the last page, or of a new one.
  @inline(__always)
  private mutating func takeCell(of count: Int, row number: Int, _ fill: (UnsafeMutableRawPointer) -> Void) {
    if lastRows.isEmpty || 8 + 2 * (cellCount + 1) + count > lowest { addPage() }
    lowest -= count
    cellCount += 1
    lastRows[lastRows.count - 1] = number
    bytes.withUnsafeMutableBytes { buffer in
      let page = buffer.baseAddress! + (buffer.count - Self.pageSize)
      fill(page + lowest)
      func set(_ value: Int, at place: Int) {
        (page + place).storeBytes(of: UInt16(truncatingIfNeeded: value).bigEndian, as: UInt16.self)
      }
      set(cellCount, at: 3)
      set(lowest, at: 5)
      set(lowest, at: 6 + 2 * cellCount)
    }
  }

  private mutating func addPage() {
    bytes.append(contentsOf: repeatElement(0, count: Self.pageSize))
    bytes[bytes.count - Self.pageSize] = 0x0D
    lastRows.append(0)
    cellCount = 0
    lowest = Self.pageSize
  }
}
