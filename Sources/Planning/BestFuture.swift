/// A card's best future from every state and day, for four weights at once, when time has a price.
///
/// Backward induction (R. Bellman, 1957): with n days left, a card that was just met is met again after k days, or never, and
/// V(n) = max(w·R(n), max over k of E[V(n − k)] − price(n − k)·seconds).
struct BestFuture {
  /// Weighted recall on the last day less the time paid for it.
  private(set) var values: Table
  /// Recall on the last day.
  private(set) var recalls: Table
  /// Shares of the waits: (waits of n) × states; what is missing to 1 is not met again.
  private var choices: [Lanes]
  private let weights: Lanes

  init(weights: Lanes, model: PlanModel) {
    self.weights = weights
    values = Table(horizon: model.horizon)
    recalls = values
    choices = Array(repeating: Lanes(), count: model.waits.days.count * MemoryGrid.count)
  }

  /// `prices` by days left, a second each. The choice is softened: waits whose values lie within some `temperature` share.
  mutating func solve(_ model: PlanModel, prices: [Float], daysLeft: Int, temperature: Float) {
    for left in 0...daysLeft {
      choose(model, prices, left, Softness(temperature))
      values.rate(daysLeft: left, rowsAfter: model.rowsAfter)
    }
  }

  /// Fills `recalls` for the choices of the last solution.
  mutating func expectRecalls(_ model: PlanModel, daysLeft: Int) {
    for left in 0...daysLeft {
      expectRecalls(model, left)
      recalls.rate(daysLeft: left, rowsAfter: model.rowsAfter)
    }
  }

  private mutating func choose(_ model: PlanModel, _ prices: [Float], _ left: Int, _ softness: Softness) {
    let states = MemoryGrid.count
    let waits = model.waits.indices(daysLeft: left)
    var best = (0..<states).map { weights * model.recalls[left * states + $0] }
    let untouched = best
    let reviews = model.reviews.span
    for index in waits {
      let wait = model.waits.days[index]
      for row in 0..<MemoryGrid.rows {
        let start = Table.start(daysLeft: left - wait, row: row)
        for state in row * MemoryGrid.columns..<(row + 1) * MemoryGrid.columns {
          let review = reviews[(wait - 1) * states + state]
          let gain = values.expectation(after: review, from: start) - prices[left - wait] * review.seconds
          choices[index * states + state] = gain
          best[state] = best[state].larger(gain)
        }
      }
    }
    var totals = (0..<states).map { softness.share(untouched[$0], best[$0]) }
    for index in waits {
      for state in 0..<states {
        let share = softness.share(choices[index * states + state], best[state])
        choices[index * states + state] = share
        totals[state] += share
      }
    }
    for state in 0..<states { totals[state] = 1 / totals[state] }
    for index in waits {
      for state in 0..<states { choices[index * states + state] *= totals[state] }
    }
    for state in 0..<states { values[daysLeft: left, state: state] = best[state] }
  }

  private mutating func expectRecalls(_ model: PlanModel, _ left: Int) {
    let states = MemoryGrid.count
    for state in 0..<states {
      let untouched = Lanes(repeating: model.recalls[left * states + state])
      var recall = untouched
      for index in model.waits.indices(daysLeft: left) {
        let wait = model.waits.days[index]
        let after = recalls.expectation(
          after: model.reviews[(wait - 1) * states + state],
          from: Table.start(daysLeft: left - wait, row: state / MemoryGrid.columns))
        recall += choices[index * states + state] * (after - untouched)
      }
      recalls[daysLeft: left, state: state] = recall
    }
  }

  /// Follows cards after their first meeting, which brought them into `arrivals`; adds their seconds to `demand`.
  func follow(_ arrivals: inout Table, _ model: PlanModel, daysLeft: Int, demand: inout [Double]) {
    for left in stride(from: daysLeft, to: 1, by: -1) {
      arrivals.gather(daysLeft: left, rowsAfter: model.rowsAfter)
      for state in 0..<MemoryGrid.count {
        let cards = arrivals[daysLeft: left, state: state]
        guard cards.max() > 1e-4 else { continue }
        for index in model.waits.indices(daysLeft: left) {
          let share = cards * choices[index * MemoryGrid.count + state]
          let sum = share.sum()
          guard sum > 1e-4 else { continue }
          let wait = model.waits.days[index]
          let review = model.reviews[(wait - 1) * MemoryGrid.count + state]
          demand[left - wait] += Double(sum * review.seconds)
          arrivals.add(
            share, after: review,
            from: Table.start(daysLeft: left - wait, row: state / MemoryGrid.columns))
        }
      }
    }
  }
}

/// How choices of nearly the same value share: close to e^(−difference/temperature), without its cost.
struct Softness {
  private let scale: Float

  init(_ temperature: Float) {
    scale = 1 / (8 * temperature)
  }

  /// (1 − x/8)^8, and 0 from x = 8 on.
  func share(_ gain: Lanes, _ best: Lanes) -> Lanes {
    let base = (1 + (gain - best) * scale).larger(Lanes())
    let square = base * base
    let fourth = square * square
    return fourth * fourth
  }
}

extension Lanes {
  /// Lane by lane; `pointwiseMax` is a call for each (Swift 6.3).
  @inline(__always)
  func larger(_ other: Lanes) -> Lanes {
    replacing(with: other, where: self .< other)
  }
}
