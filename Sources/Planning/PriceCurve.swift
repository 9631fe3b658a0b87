import Glibc

/// What a second costs on each remaining day: straight between knots, which stand closer the nearer the last day is.
///
/// A price of its own for each day would follow the accidents of the tabulated waits; far days differ little anyway.
struct PriceCurve {
  /// By days left; 0 is unused.
  private(set) var prices: [Float]
  private let knots: [Int]
  private var heights: [Float]

  init(horizon: Int) {
    prices = Array(repeating: 0, count: horizon + 1)
    var knots = [1, 2, 3, 4]
    while let last = knots.last, last < horizon { knots.append(last + max(2, last / 3)) }
    self.knots = knots
    heights = Array(repeating: 0, count: knots.count)
  }

  /// One price for all days.
  mutating func flatten(to price: Float) {
    for left in prices.indices { prices[left] = price }
    for knot in knots.indices { heights[knot] = price }
  }

  /// Moves every knot by `step` times the logarithm of what is asked for over what there is around it.
  mutating func adjust(demand: [Double], supply: [Double], daysLeft: Int, step: Float) {
    var demanded = [Double](repeating: 0, count: knots.count)
    var supplied = demanded
    for left in 1...daysLeft where supply[left] > 0 {
      let (knot, fraction) = position(of: left)
      demanded[knot] += demand[left] * (1 - fraction)
      supplied[knot] += supply[left] * (1 - fraction)
      if fraction > 0 {
        demanded[knot + 1] += demand[left] * fraction
        supplied[knot + 1] += supply[left] * fraction
      }
    }
    for knot in knots.indices where supplied[knot] > 0 {
      let excess = Float(log((demanded[knot] + 1e-3 * supplied[knot]) / supplied[knot]))
      heights[knot] = max(0, heights[knot] + step * min(max(excess, -2), 2))
    }
    for left in 1..<prices.count {
      let (knot, fraction) = position(of: left)
      prices[left] =
        fraction > 0 ? heights[knot] + Float(fraction) * (heights[knot + 1] - heights[knot]) : heights[knot]
      // No card is worth a second of this price: without time nothing is met.
      if left <= daysLeft, supply[left] <= 0 { prices[left] = 1 }
    }
  }

  private func position(of left: Int) -> (knot: Int, fraction: Double) {
    let upper = knots.firstIndex { $0 >= left } ?? knots.count - 1
    if knots[upper] == left || upper == 0 { return (upper, 0) }
    return (upper - 1, Double(left - knots[upper - 1]) / Double(knots[upper] - knots[upper - 1]))
  }
}
