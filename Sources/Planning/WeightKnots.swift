import Glibc

/// Four weights between which every other is interpolated: values are convex in the weight and nearly straight between them.
struct WeightKnots {
  /// Rising, with a mean of all cards of 1.
  let weights: Lanes
  /// By place: the card's weight on the same scale.
  let scaled: [Float]
  /// By place: shares of the four, which add up to the card's weight.
  let mixtures: [Lanes]

  init(_ all: [Double]) {
    let mean = all.isEmpty ? 0 : all.reduce(0, +) / Double(all.count)
    let scaled = all.map { mean > 0 ? Float($0 / mean) : 0 }
    let distinct = Array(Set(scaled)).sorted()
    let knots =
      distinct.count <= 4
      ? distinct + Array(repeating: distinct.last ?? 1, count: 4 - distinct.count)
      : Self.geometric(from: distinct[0], to: distinct[distinct.count - 1])
    self.scaled = scaled
    weights = Lanes(knots)
    mixtures = scaled.map { weight in
      var mixture = Lanes()
      let upper = knots.firstIndex { $0 >= weight } ?? 3
      if upper == 0 || knots[upper] == weight {
        mixture[upper] = 1
      } else {
        let fraction = (weight - knots[upper - 1]) / (knots[upper] - knots[upper - 1])
        mixture[upper] = fraction
        mixture[upper - 1] = 1 - fraction
      }
      return mixture
    }
  }

  private static func geometric(from least: Float, to most: Float) -> [Float] {
    // A weight of 0 has no logarithm; below a hundredth of the most it hardly counts.
    let start = max(least, most / 100)
    let factor = pow(most / start, 1 / Float(3))
    return [least, start * factor, start * factor * factor, most]
  }
}
