/// The pages of a table as they stand in a file: leaves, tails of long rows, and what lies between leaves and root.
public struct TablePages: Sendable {
  /// One after the other from the page on for which they were made.
  public private(set) var bytes: [UInt8]
  /// The root, which has its place in the file already; nil where there is no row.
  private(set) var root: [UInt8]?
  private let firstPage: Int

  /// The tree over the leaves; its pages are to follow the first `pageCount` ones of the file.
  public init(_ leaves: consuming TableLeaves, after pageCount: Int) {
    firstPage = pageCount + 1
    bytes = leaves.takeBytes()
    guard leaves.lastRows.count > 1 else {
      // A single leaf is the root itself.
      var leaf = bytes
      bytes = []
      for tail in leaves.tails { leaf.set(append(tail: tail.rest), bytes: 4, at: tail.place) }
      root = leaves.lastRows.isEmpty ? nil : leaf
      return
    }
    for tail in leaves.tails { bytes.set(append(tail: tail.rest), bytes: 4, at: tail.place) }
    root = tree(over: leaves.lastRows)
  }

  func follow(_ pageCount: Int) -> Bool { firstPage == pageCount + 1 }

  private var nextPage: Int { firstPage + bytes.count / TableLeaves.pageSize }

  /// Adds the pages above the leaves, level by level, until one holds all: that is the root, which is returned.
  private mutating func tree(over lastRows: [Int]) -> [UInt8] {
    var children = lastRows.enumerated().map { Child(page: firstPage + $0.offset, lastRow: $0.element) }
    while true {
      let nodes = Self.nodes(of: children)
      guard nodes.count > 1 else { return Self.page(of: children[...]) }
      children = nodes.map { node in
        let page = nextPage
        bytes.append(contentsOf: Self.page(of: node))
        return Child(page: page, lastRow: node[node.endIndex - 1].lastRow)
      }
    }
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
    let first = nextPage
    let room = TableLeaves.pageSize - 4
    for start in stride(from: 0, to: tail.count, by: room) {
      let part = tail[start..<min(start + room, tail.count)]
      let next = start + room < tail.count ? nextPage + 1 : 0
      let page = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: 4))
      bytes.set(next, bytes: 4, at: page)
      bytes.append(contentsOf: part)
      bytes.append(contentsOf: repeatElement(0, count: room - part.count))
    }
    return first
  }
}

/// A database file whose empty tables are filled page by page.
public struct DatabaseImage {
  /// The pages that it had; those of the tables follow, in the order in which they were put in.
  public private(set) var head: [UInt8]
  public private(set) var pageCount: Int

  /// Its tables must have no indexes, and those that are filled no rows.
  public init(_ database: MemoryDatabase) throws(SQLiteError) {
    head = try database.image()
    guard head.count >= TableLeaves.pageSize, head.int(bytes: 2, at: 16) == TableLeaves.pageSize else {
      throw .corrupt(detail: "the database has pages of another size")
    }
    pageCount = head.count / TableLeaves.pageSize
  }

  /// Gives a table its rows; the pages must have been made for this place of the file.
  public mutating func put(_ pages: TablePages, root: Int) {
    precondition(pages.follow(pageCount), "pages know each other by their numbers")
    guard let page = pages.root else { return }
    let place = (root - 1) * TableLeaves.pageSize
    head.replaceSubrange(place..<place + TableLeaves.pageSize, with: page)
    pageCount += pages.bytes.count / TableLeaves.pageSize
    // The count of pages, which is believed where the two counts of changes agree.
    head.set(pageCount, bytes: 4, at: 28)
    head.set(head.int(bytes: 4, at: 24), bytes: 4, at: 92)
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
