/// Today's order: the highest bid first, and before a new card the cards that come before it.
struct StudyOrder {
  let traces: [Trace?]
  let prerequisites: [[Int]]
  /// By place; nil for a card that cannot be met today.
  let bids: [Double?]
  /// Expected, by place.
  let seconds: [Double]

  /// Places of the cards that are worth today's time. A new card bids together with the unseen cards before it.
  func places() -> [Int] {
    var bundles: [(bid: Double, places: [Int])] = []
    for place in bids.indices {
      let bundle = bundle(of: place)
      let cost = bundle.reduce(0) { $0 + seconds[$1] }
      let worth = bundle.reduce(0) { $0 + (bids[$1] ?? 0) * seconds[$1] }
      if bids[place] != nil, worth > 0 { bundles.append((worth / cost, bundle)) }
    }
    // Among equals the order of the deck stands.
    bundles.sort { ($0.bid, $1.places[0]) > ($1.bid, $0.places[0]) }
    var isTaken = [Bool](repeating: false, count: bids.count)
    var order: [Int] = []
    for place in bundles.lazy.flatMap(\.places) where !isTaken[place] {
      isTaken[place] = true
      order.append(place)
    }
    return order
  }

  /// The card itself, after the unseen cards that come before it, direct or not; a circle is cut where it closes.
  private func bundle(of place: Int) -> [Int] {
    guard traces[place] == nil, !prerequisites[place].isEmpty else { return [place] }
    var bundle: [Int] = []
    var isEntered: Set<Int> = []
    func enter(_ place: Int) {
      guard traces[place] == nil, isEntered.insert(place).inserted else { return }
      for earlier in prerequisites[place] { enter(earlier) }
      bundle.append(place)
    }
    enter(place)
    return bundle
  }
}
