import Glibc

/// How recall fades: R(t, S) = (1 + F·t/S)^d with F = 0.9^(1/d) − 1, so that R(S, S) = 0.9. Source: FSRS-6.
public struct ForgettingCurve: Hashable, Sendable {
  /// d, below zero.
  public let decay: Double
  /// F
  public let factor: Double

  public init(decay: Double) {
    precondition(decay < 0, "recall fades only with a negative exponent")
    self.decay = decay
    factor = pow(0.9, 1 / decay) - 1
  }

  public init(_ parameters: Parameters) {
    self.init(decay: parameters.decay)
  }

  /// The probability of recall; 1 on the day of the review, and before it when a clock went back.
  public func retrievability(elapsedDays: Double, stability: Double) -> Double {
    elapsedDays <= 0 ? 1 : pow(1 + factor * elapsedDays / stability, decay)
  }

  /// Days, not rounded, after which recall has fallen to `retention` (above 0, at most 1).
  public func interval(retention: Double, stability: Double) -> Double {
    stability * intervalPerStability(retention: retention)
  }

  /// The interval is proportional to the stability; this factor costs a power once instead of at every review.
  func intervalPerStability(retention: Double) -> Double {
    precondition(retention > 0 && retention <= 1, "a retention is a probability above zero")
    return (pow(retention, 1 / decay) - 1) / factor
  }
}
