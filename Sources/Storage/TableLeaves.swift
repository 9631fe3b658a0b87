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

  public init() {}

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

/// The bytes of a database file, to whose empty tables rows are added.
public struct DatabaseImage {
  public private(set) var bytes: [UInt8]

  /// Its tables must have no indexes, and those that are filled no rows.
  public init(_ database: MemoryDatabase) throws(SQLiteError) {
    bytes = try database.image()
    guard bytes.count >= TableLeaves.pageSize, bytes.int(bytes: 2, at: 16) == TableLeaves.pageSize else {
      throw .corrupt(detail: "the database has pages of another size")
    }
  }

  /// Puts the leaves under the root page of a table, and the pages between them.
  public mutating func fill(root: Int, with leaves: TableLeaves) {
    guard !leaves.lastRows.isEmpty else { return }
    let rootPlace = (root - 1) * TableLeaves.pageSize
    // A single leaf is the root itself.
    let isSingle = leaves.lastRows.count == 1
    let start = isSingle ? rootPlace : bytes.count
    if isSingle {
      bytes.replaceSubrange(start..<start + leaves.bytes.count, with: leaves.bytes)
    } else {
      bytes.append(contentsOf: leaves.bytes)
    }
    for tail in leaves.tails { bytes.set(append(tail: tail.rest), bytes: 4, at: start + tail.place) }
    if !isSingle { putTree(over: leaves.lastRows, from: start / TableLeaves.pageSize + 1, root: rootPlace) }
    // The count of pages, which is believed where the two counts of changes agree.
    bytes.set(bytes.count / TableLeaves.pageSize, bytes: 4, at: 28)
    bytes.set(bytes.int(bytes: 4, at: 24), bytes: 4, at: 92)
  }

  /// The pages above leaves that lie one after the other from page `first` on.
  private mutating func putTree(over lastRows: [Int], from first: Int, root: Int) {
    var children = lastRows.enumerated().map { Child(page: first + $0.offset, lastRow: $0.element) }
    // Level by level, until one page holds all: that one is the root.
    while true {
      let nodes = Self.nodes(of: children)
      guard nodes.count > 1 else { break }
      children = nodes.map { node in
        bytes.append(contentsOf: Self.page(of: node))
        return Child(page: bytes.count / TableLeaves.pageSize, lastRow: node[node.endIndex - 1].lastRow)
      }
    }
    bytes.replaceSubrange(root..<root + TableLeaves.pageSize, with: Self.page(of: children[...]))
  }

  private struct Child {
    var page: Int
    var lastRow: Int
  }

  /// As many children as surely fit into a page: four bytes for the page, nine for the row, two for the place.
  private static func nodes(of children: [Child]) -> [ArraySlice<Child>] {
    let most = (TableLeaves.pageSize - 12) / 15
    let count = (children.count + most - 1) / most
    // Shares of one size: a page between leaves must have two children at least.
    return (0..<count).map { children[children.count * $0 / count..<children.count * ($0 + 1) / count] }
  }

  private static func page(of node: ArraySlice<Child>) -> [UInt8] {
    var page = [UInt8](repeating: 0, count: TableLeaves.pageSize)
    var lowest = page.count
    page[0] = 0x05
    page.set(node.count - 1, bytes: 2, at: 3)
    for (index, child) in node.dropLast().enumerated() {
      lowest -= 4 + Varint.count(child.lastRow)
      page.set(child.page, bytes: 4, at: lowest)
      page.withUnsafeMutableBytes { _ = Varint.write(child.lastRow, to: $0.baseAddress! + lowest + 4) }
      page.set(lowest, bytes: 2, at: 12 + 2 * index)
    }
    page.set(lowest, bytes: 2, at: 5)
    page.set(node[node.endIndex - 1].page, bytes: 4, at: 8)
    return page
  }

  /// A chain of pages, each beginning with the number of the next; returns the number of the first.
  private mutating func append(tail: [UInt8]) -> Int {
    let first = bytes.count / TableLeaves.pageSize + 1
    let room = TableLeaves.pageSize - 4
    for start in stride(from: 0, to: tail.count, by: room) {
      let part = tail[start..<min(start + room, tail.count)]
      let next = start + room < tail.count ? bytes.count / TableLeaves.pageSize + 2 : 0
      let page = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: 4))
      bytes.set(next, bytes: 4, at: page)
      bytes.append(contentsOf: part)
      bytes.append(contentsOf: repeatElement(0, count: room - part.count))
    }
    return first
  }
}

extension [UInt8] {
  /// Big-endian.
  fileprivate mutating func set(_ number: Int, bytes count: Int, at place: Int) {
    for index in 0..<count {
      self[place + index] = UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - index)))
    }
  }

  fileprivate func int(bytes count: Int, at place: Int) -> Int {
    self[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
  }
}
