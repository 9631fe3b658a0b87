import Scheduling

/// What a fit learns from: the part of a log up to a moment, with weights by recency and without outliers.
struct FitData {
  let log: RecallLog
  /// Places of the items that count, oldest first.
  let items: [Int]
  /// By place: the weight of an item; nil for a review that is not predicted.
  private let weights: [Double?]
  /// The cards with at least one item, up to their last item.
  let cards: [Range<Int>]
  let firstStabilities: [Double]?

  /// `count` of the log's items, the oldest, are known.
  init(_ log: RecallLog, first count: Int, rules: FitRules) {
    self.log = log
    let known = log.items.prefix(count)
    var isKnown = [Bool](repeating: false, count: log.reviews.count)
    for place in known { isKnown[place] = true }
    let starts = Self.starts(log, isKnown)
    var counts: [OutlierFilter.Start: Int] = [:]
    for case let start? in starts { counts[start.start, default: 0] += 1 }
    let filter = OutlierFilter(counts: counts)

    for (card, range) in log.cards.enumerated() {
      let isDropped = starts[card].map { filter.dropped.contains($0.start) } ?? true
      for place in range where isKnown[place] {
        if isDropped || place - range.lowerBound >= rules.longestSequence { isKnown[place] = false }
      }
    }
    items = known.filter { isKnown[$0] }
    var weights = [Double?](repeating: nil, count: log.reviews.count)
    for (index, place) in items.enumerated() {
      weights[place] = FitRules.recency(index, of: items.count)
    }
    self.weights = weights
    cards = log.cards.compactMap { card in
      card.last { isKnown[$0] }.map { card.lowerBound..<$0 + 1 }
    }
    let recalled = items.count { log.reviews[$0].isRecalled }
    firstStabilities = FirstStabilities.fitted(
      Self.groups(log, starts.filter { $0.map { !filter.dropped.contains($0.start) } ?? false }),
      meanRecall: Double(recalled) / Double(max(items.count, 1)))
  }

  private typealias Beginning = (start: OutlierFilter.Start, place: Int)

  /// How each card began; nil when it was not seen on a later day yet.
  private static func starts(_ log: RecallLog, _ isKnown: [Bool]) -> [Beginning?] {
    log.cards.map { card in
      guard let place = card.first(where: { log.reviews[$0].elapsed.studyDays >= 1 }), isKnown[place]
      else { return nil }
      let days = log.reviews[place].elapsed.studyDays
      return (OutlierFilter.Start(rating: log.reviews[card.lowerBound].rating, days: days), place)
    }
  }

  private static func groups(
    _ log: RecallLog, _ starts: [Beginning?]
  ) -> [Rating: [FirstStabilities.Group]] {
    var tallies: [OutlierFilter.Start: (recalled: Int, count: Int)] = [:]
    for case (let start, let place)? in starts {
      tallies[start, default: (0, 0)].count += 1
      if log.reviews[place].isRecalled { tallies[start]!.recalled += 1 }
    }
    var groups: [Rating: [FirstStabilities.Group]] = [:]
    // In order, since the sums of a dictionary's order would differ from run to run.
    for (start, tally) in tallies.sorted(by: { $0.key.days < $1.key.days }) {
      groups[start.rating, default: []].append(
        FirstStabilities.Group(
          days: Double(start.days), recall: Double(tally.recalled) / Double(tally.count),
          count: Double(tally.count)))
    }
    return groups
  }

  func batch(_ cards: some Sequence<Range<Int>>) -> SequenceBatch {
    var batch = SequenceBatch()
    for card in cards { batch.append(log.reviews[card]) { weights[$0] } }
    return batch
  }

  /// The cards in parts of about `size` items each, in an order of chance.
  func batches(size: Int, using generator: inout some RandomNumberGenerator) -> [SequenceBatch] {
    let shuffled = cards.shuffled(using: &generator)
    var batches: [SequenceBatch] = []
    var pending: [Range<Int>] = []
    var count = 0
    for card in shuffled {
      pending.append(card)
      count += card.count { weights[$0] != nil }
      if count >= size {
        batches.append(batch(pending))
        (pending, count) = ([], 0)
      }
    }
    if !pending.isEmpty { batches.append(batch(pending)) }
    return batches
  }
}
