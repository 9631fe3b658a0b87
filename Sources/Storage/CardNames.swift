import Basics

/// The names of cards by their numbers, read a page at a time when one of the page is asked for.
///
/// For walks over the log: a join looks for the name anew with every row, which takes as long as the row itself.
/// Good within one transaction, since a number that is rolled back may be given to another card.
struct CardNames {
  private let connection: Connection
  private var pages: [Int: [CardID?]] = [:]
  private static let pageBits = 10

  init(_ connection: Connection) {
    self.connection = connection
  }

  mutating func name(of number: Int) throws(SQLiteError) -> CardID {
    let page = number >> Self.pageBits
    let place = number & ((1 << Self.pageBits) - 1)
    let names: [CardID?]
    if let known = pages[page] {
      names = known
    } else {
      names = try read(page)
      pages[page] = names
    }
    guard let name = names[place] else { throw .corrupt(detail: "no card has the number \(number)") }
    return name
  }

  private func read(_ page: Int) throws(SQLiteError) -> [CardID?] {
    let first = page << Self.pageBits
    var names = [CardID?](repeating: nil, count: 1 << Self.pageBits)
    try connection.forEachRow(
      "SELECT number, id FROM card WHERE number BETWEEN ? AND ?",
      [.integer(first), .integer(first + names.count - 1)]
    ) { row throws(SQLiteError) in
      names[row.int(0) - first] = row.card(1)
      return true
    }
    return names
  }
}
