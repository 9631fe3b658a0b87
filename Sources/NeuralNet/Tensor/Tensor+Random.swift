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
  /// A standard normal number, four times faster than by logarithm and cosine.
  ///
  /// Source: J. Doornik, "An improved ziggurat method to generate normal random samples", 2005.
  public mutating func nextNormal() -> Double {
    while true {
      let bits = next()
      // Seven bits choose the layer, fifty-three others the place in it.
      let layer = Int(bits & 127)
      let place = Double(bits >> 11) * 0x1p-52 - 1
      let width = Ziggurat.widths[layer]
      if abs(place) < Ziggurat.ratios[layer] { return place * width }
      if layer == 0 { return place < 0 ? -nextTail() : nextTail() }
      let x = place * width
      let next = Ziggurat.widths[layer + 1]
      let outer = exp(-0.5 * (width * width - x * x))
      let inner = exp(-0.5 * (next * next - x * x))
      if inner + nextUnit() * (outer - inner) < 1 { return x }
    }
  }

  /// A normal number beyond the edge; G. Marsaglia, 1964.
  private mutating func nextTail() -> Double {
    while true {
      let x = -log(1 - nextUnit()) / Ziggurat.edge
      if -2 * log(1 - nextUnit()) >= x * x { return Ziggurat.edge + x }
    }
  }
}

/// The normal density cut into 128 layers of equal area.
private enum Ziggurat {
  static let edge = 3.442619855899
  private static let area = 9.91256303526217e-3

  static let widths: [Double] = {
    var widths = [area / exp(-0.5 * edge * edge), edge]
    for _ in 2..<128 {
      let x = widths[widths.count - 1]
      widths.append((-2 * log(area / x + exp(-0.5 * x * x))).squareRoot())
    }
    return widths + [0]
  }()

  /// Each layer's share that lies wholly under the density.
  static let ratios = zip(widths, widths.dropFirst()).map { $1 / $0 }
}
