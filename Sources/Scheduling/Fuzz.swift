public import Basics

/// Spreads cards that were learned together over neighbouring days. Source: Anki, `states/fuzz.rs` (its ranges and rules).
public enum Fuzz {
  /// The generator of a card's next review: the same card and count give the same fuzz, so a preview keeps its word.
  public static func generator(card: CardID, reviews: Int) -> SplitMix64 {
    generator(seed: seed(of: card), reviews: reviews)
  }

  static func generator(seed: UInt64, reviews: Int) -> SplitMix64 {
    // An odd factor keeps the seeds of one card apart; SplitMix64 does the mixing.
    SplitMix64(seed: seed ^ (UInt64(truncatingIfNeeded: reviews) &* 0xD1B5_4A32_D192_ED03))
  }

  /// FNV-1a, 64 bits: unlike `hashValue` the same in every process.
  public static func seed(of card: CardID) -> UInt64 {
    card.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// Uniform in 0..<1, from the top 53 bits.
  static func unit(from bits: UInt64) -> Double {
    Double(Int64(bits >> 11)) * 0x1p-53
  }

  /// The day that `unit` (in 0..<1) picks from the range; a minimum above the maximum gives way to it.
  static func interval(days: Double, minimum: Int, maximum: Int, unit: Double) -> Int {
    let bounds = bounds(days: days, minimum: minimum, maximum: maximum)
    return bounds.lowerBound + Int(unit * Double(bounds.upperBound - bounds.lowerBound + 1))
  }

  /// The intervals from which one may be picked.
  static func bounds(days: Double, minimum: Int, maximum: Int) -> ClosedRange<Int> {
    let minimum = min(minimum, maximum)
    let range = range(days: min(max(days, Double(minimum)), Double(maximum)))
    let lower = min(max(range.lower, minimum), maximum)
    var upper = min(max(range.upper, minimum), maximum)
    // A floor right under the range's end leaves a day to spread over.
    if upper == lower, upper > 2, upper < maximum { upper += 1 }
    return lower...upper
  }

  /// A grown interval never shrinks: the smallest interval that may follow `previous`; 0 when any may.
  static func minimum(days: Double, previous: Int) -> Int {
    if days + 0.5 >= Double(previous + 1) { return previous + 1 }
    let range = range(days: days)
    return range.lower <= previous && previous <= range.upper ? previous : 0
  }

  private static func range(days: Double) -> (lower: Int, upper: Int) {
    let spread = spread(days: days)
    return (nearest(days - spread), nearest(days + spread))
  }

  /// Halves round up; an addition is several times faster than a call of `round`.
  private static func nearest(_ days: Double) -> Int {
    Int(days + 0.5)
  }

  /// Days to either side: a whole one, and 15 % of the part up to 7 days, 10 % up to 20, 5 % above.
  private static func spread(days: Double) -> Double {
    if days < 2.5 { return 0 }
    if days < 7 { return 1 + 0.15 * (days - 2.5) }
    if days < 20 { return 1.675 + 0.1 * (days - 7) }
    return 2.975 + 0.05 * (days - 20)
  }
}
