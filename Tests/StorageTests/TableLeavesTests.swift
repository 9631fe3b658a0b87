import Basics
import Testing

@testable import Storage

@Suite struct TableLeavesTests {
  /// The rows that SQLite reads from an image into which `rows` were laid, after it has checked it.
  private func read(_ rows: [(number: Int, integer: Int, text: String)]) throws -> [(Int, Int, String)] {
    let empty = try MemoryDatabase()
    try empty.execute(
      "CREATE TABLE before (a); CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b TEXT); CREATE TABLE after (a)"
    )
    var leaves = TableLeaves()
    var record = TableRecord()
    for row in rows {
      record.clear()
      record.appendRowNumber()
      record.append(row.integer)
      record.append(text: row.text)
      leaves.append(row: row.number, record)
    }
    var image = try DatabaseImage(empty)
    let pages = TablePages(leaves, after: image.pageCount)
    image.put(pages, root: try empty.rootPage(of: "t"))
    let database = try MemoryDatabase(image: image.head + pages.bytes)
    var problems: [String] = []
    try database.forEachRow("PRAGMA integrity_check") { row in
      problems.append(row.text(0))
      return true
    }
    #expect(problems == ["ok"])
    var found: [(Int, Int, String)] = []
    try database.forEachRow("SELECT id, a, b FROM t ORDER BY id") { row in
      found.append((row.integer(0), row.integer(1), row.text(2)))
      return true
    }
    // The tree leads to each row, not only the leaves one after the other.
    for row in rows.shuffledSample(40) {
      var text: String?
      try database.forEachRow("SELECT b FROM t WHERE id = \(row.number)") { found in
        text = found.text(0)
        return true
      }
      #expect(text == row.text, "row \(row.number)")
    }
    return found
  }

  private func expectSame(_ rows: [(number: Int, integer: Int, text: String)]) throws {
    let found = try read(rows)
    #expect(found.map(\.0) == rows.map(\.number))
    #expect(found.map(\.1) == rows.map(\.integer))
    #expect(found.map(\.2) == rows.map(\.text))
  }

  @Test func rowsOfEverySizeComeBack() throws {
    var integers: [Int] = []
    for bit in 0..<64 {
      let power = 1 << bit
      integers += [power, power &- 1, power &+ 1, 0 &- power, 0 &- power &- 1, 0 &- power &+ 1]
    }
    try expectSame(integers.enumerated().map { ($0.offset, $0.element, "π \($0.element)") })
    // Around what a page holds, what leaves a tail, and tails of one to several pages.
    let lengths = [0, 1, 57, 58, 127, 128, 4000] + Array(4040...4070) + [8146, 8147, 8148, 12_240, 70_000]
    try expectSame(lengths.enumerated().map { ($0.offset + 1, 7, String(repeating: "x", count: $0.element)) })
  }

  /// A single leaf is the root, and has its place before the tails.
  @Test func theOnlyRowMayBeLong() throws {
    for length in [4062, 9000, 70_000] { try expectSame([(5, 7, String(repeating: "x", count: length))]) }
  }

  @Test func rowNumbersMayLieAnywhere() throws {
    let numbers = [Int.min, -1_700_000_000_000, -1, 0, 1, 127, 128, 1 << 55, 1 << 56, .max]
    try expectSame(numbers.map { ($0, 0, "") })
  }

  @Test func aTreeIsAsDeepAsItMustBe() throws {
    // One page, a root over a few, and one between: 3,000 leaves are more than a root has children.
    for count in [0, 1, 2, 300, 3000] {
      try expectSame((0..<count).map { ($0 * 3, $0, String(repeating: "long ", count: 500)) })
    }
  }
}

extension Array {
  fileprivate func shuffledSample(_ count: Int) -> ArraySlice<Element> {
    var random = SplitMix64(seed: 11)
    return shuffled(using: &random).prefix(count)
  }
}
