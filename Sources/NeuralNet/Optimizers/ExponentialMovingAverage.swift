import Glibc

/// A running mean of parameters, or of any series: v = β·v + (1 − β)·x.
///
/// `average` divides by 1 − βᵗ, which removes the pull towards the zero it started from.
public struct ExponentialMovingAverage: Sendable {
  public let decay: Double
  public private(set) var stepCount = 0
  /// v itself, without correction.
  public private(set) var raw: [Tensor] = []

  public init(decay: Double) {
    self.decay = decay
  }

  public mutating func update(_ values: [Tensor]) {
    stepCount += 1
    if raw.isEmpty { raw = values.map { .zeros($0.shape) } }
    if raw.count != values.count { trapMismatch("a moving average", [raw.count], [values.count]) }
    for index in raw.indices { raw[index] = raw[index] * decay + values[index] * (1 - decay) }
  }

  /// Empty before the first update.
  public var average: [Tensor] {
    let correction = 1 - pow(decay, Double(stepCount))
    return raw.map { $0 / correction }
  }
}
