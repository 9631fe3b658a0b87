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
  static func seed(of card: CardID) -> UInt64 {
    card.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  /// Uniform in 0..<1, from the top 53 bits.
  static func unit(from bits: UInt64) -> Double {
    Double(bits >> 11) * 0x1p-53
  }

  /// The days from which `unit` (in 0..<1) picks one; a minimum above the maximum gives way to it.
  static func interval(days: Double, minimum: Int, maximum: Int, unit: Double) -> Int {
    let range = range(days: days, minimum: minimum, maximum: maximum)
    return range.lowerBound + Int(unit * Double(range.upperBound - range.lowerBound + 1))
  }

  static func range(days: Double, minimum: Int, maximum: Int) -> ClosedRange<Int> {
    let minimum = min(minimum, maximum)
    let days = min(max(days, Double(minimum)), Double(maximum))
    let natural = naturalRange(days: days)
    let lower = min(max(natural.lowerBound, minimum), maximum)
    var upper = min(max(natural.upperBound, minimum), maximum)
    if upper == lower, upper > 2, upper < maximum { upper += 1 }
    return lower...upper
  }

  /// A grown interval never shrinks: the smallest interval that may follow `previous`; 0 when any may.
  static func minimum(days: Double, previous: Int) -> Int {
    if Int(days.rounded()) > previous { return previous + 1 }
    return naturalRange(days: days).contains(previous) ? previous : 0
  }

  private static func naturalRange(days: Double) -> ClosedRange<Int> {
    let spread = spread(days: days)
    return Int((days - spread).rounded())...Int((days + spread).rounded())
  }

  /// Days to either side.
  private static func spread(days: Double) -> Double {
    guard days >= 2.5 else { return 0 }
    return 1 + 0.15 * (min(days, 7) - 2.5) + 0.1 * max(0, min(days, 20) - 7) + 0.05 * max(0, days - 20)
  }
}
