public import Basics
import Glibc

extension Tensor {
  /// Independent uniform scalars in `range`, its upper end excluded.
  public static func uniform(
    _ shape: [Int], in range: Range<Double> = 0..<1, using generator: inout SplitMix64
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    return Tensor(
      shape: shape,
      scalars: (0..<shape.reduce(1, *)).map { _ in range.lowerBound + width * generator.nextUnit() })
  }

  /// Independent normal scalars.
  public static func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double = 1, using generator: inout SplitMix64
  ) -> Tensor {
    Tensor(
      shape: shape, scalars: (0..<shape.reduce(1, *)).map { _ in mean + deviation * generator.nextNormal() })
  }
}

extension SplitMix64 {
  /// A standard normal number.
  ///
  /// Source: G. Box, M. Muller, "A note on the generation of random normal deviates", 1958.
  public mutating func nextNormal() -> Double {
    let radius = (-2 * log(1 - nextUnit())).squareRoot()
    return radius * cos(2 * .pi * nextUnit())
  }
}
