/// Steele, Lea and Flood's SplitMix64: small, fast, the same numbers on every machine for one seed.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable, Hashable {
  private var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  /// A generator whose stream depends on several values, in order.
  public init(seed: UInt64, mixing values: UInt64...) {
    var generator = SplitMix64(seed: seed)
    for value in values {
      generator.state = generator.next() ^ value
    }
    self = generator
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in [0, 1), from the top 53 bits.
  public mutating func nextUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform in 0..<bound without modulo bias; `bound` is at least 1.
  public mutating func nextIndex(below bound: Int) -> Int {
    precondition(bound > 0, "a random index needs at least one choice")
    return Int(next(upperBound: UInt64(bound)))
  }
}
