/// Reviews under the numbers of their cards, collected in any order.
struct ReviewsByCard {
  private var entries: [(card: Int, id: ReviewID)] = []

  var count: Int { entries.count }

  /// In order.
  var cards: [Int] {
    // Card numbers are dense: an array marks them faster than a set.
    var isNamed = Array(repeating: false, count: end)
    for entry in entries { isNamed[entry.card] = true }
    return isNamed.indices.filter { isNamed[$0] }
  }

  private var end: Int { (entries.lazy.map(\.card).max() ?? -1) + 1 }

  /// Cards are numbered from 0.
  mutating func append(_ id: ReviewID, of card: Int) {
    entries.append((card, id))
  }

  /// By card number, the reviews of a card in the order in which they came.
  func forEachCard(
    _ body: (_ card: Int, _ ids: ArraySlice<ReviewID>) throws(SQLiteError) -> Void
  ) throws(SQLiteError) {
    // Counting sorts millions in one pass.
    var ends = Array(repeating: 0, count: end)
    for entry in entries { ends[entry.card] += 1 }
    var sum = 0
    for card in ends.indices {
      sum += ends[card]
      ends[card] = sum - ends[card]
    }
    var ids = Array(repeating: ReviewID(high: 0, low: 0), count: entries.count)
    for entry in entries {
      ids[ends[entry.card]] = entry.id
      ends[entry.card] += 1
    }
    var start = 0
    for card in ends.indices where ends[card] > start {
      try body(card, ids[start..<ends[card]])
      start = ends[card]
    }
  }
}
