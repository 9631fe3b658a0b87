import Glibc

/// A mean with its 95 % confidence interval.
public struct MeanInterval: Hashable, Sendable {
  public var mean: Double
  /// Half the interval's width.
  public var halfWidth: Double

  public var lower: Double { mean - halfWidth }
  public var upper: Double { mean + halfWidth }

  /// Of independent values, at least two: for two policies the differences learner by learner.
  public init(_ values: [Double]) {
    precondition(values.count >= 2, "one value has no spread")
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    self.mean = mean
    halfWidth = Self.quantile(degreesOfFreedom: count - 1) * (variance / count).squareRoot()
  }

  /// Student's t for 97.5 %, by the first terms of its expansion about the normal (R. Fisher, E. Cornish, 1960).
  private static func quantile(degreesOfFreedom n: Double) -> Double {
    let z = 1.959964
    let z2 = z * z
    return z + z * (z2 + 1) / (4 * n) + z * (5 * z2 * z2 + 16 * z2 + 3) / (96 * n * n)
  }
}
