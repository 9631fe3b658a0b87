import Basics
import Glibc
import NeuralNet

/// A way to draw the weights of a layer with n inputs and n outputs.
enum InitScheme: String, CaseIterable, Sendable {
  case zero, small, rand, lecun, xavier, he, pytorch

  /// Whether weights come from a uniform distribution.
  var isUniform: Bool { self == .rand || self == .pytorch }

  /// Standard deviation of the weights.
  func deviation(_ width: Int) -> Double {
    let n = Double(width)
    return switch self {
    case .zero: 0
    case .small: 0.01
    // U(0, 1) has the variance 1/12.
    case .rand: (1 / (12 * n)).squareRoot()
    case .lecun: Initializer.leCunNormal.deviation((width, width))
    case .xavier: Initializer.glorotNormal.deviation((width, width))
    case .he: Initializer.heNormal.deviation((width, width))
    case .pytorch: Initializer.pyTorch.deviation((width, width))
    }
  }

  /// What the weights of one unit add up to on average: 0 but for `rand(n)·√(1/n)`.
  func rowSum(_ width: Int) -> Double { self == .rand ? 0.5 * Double(width).squareRoot() : 0 }

  /// Half the width of the distribution; nil for a normal one.
  func bound(_ width: Int) -> Double? { self == .pytorch ? (1 / Double(width)).squareRoot() : nil }

  /// E[w²].
  private func power(_ width: Int) -> Double {
    let (deviation, mean) = (deviation(width), rowSum(width) / Double(width))
    return deviation * deviation + mean * mean
  }

  /// Standard deviation of z = Σ w·x for inputs of mean 0 and variance 1.
  func sumDeviation(_ width: Int) -> Double { (Double(width) * power(width)).squareRoot() }

  /// Weighted sums of rows of inputs, from standard normal or uniform draws, so that schemes compare on the same ones.
  ///
  /// The scale is put on the sums: the matrix of weights need not be copied.
  func sums(of values: Tensor, drawn: Tensor) -> Tensor {
    let width = drawn.shape[1]
    let product = values.linear(drawn)
    return switch self {
    case .zero: .zeros(product.shape)
    case .rand: product * (1 / Double(width)).squareRoot()
    // U(−1, 1) is 2·U(0, 1) − 1.
    case .pytorch: (product * 2 - values.sum(axes: [1], keepsAxes: true)) * (1 / Double(width)).squareRoot()
    default: product * deviation(width)
    }
  }

  /// The rms of activations behind each layer of an infinitely wide network; nil where weights have a mean.
  func expectedPowers(_ width: Int, depth: Int, _ activation: Activation) -> [Double]? {
    if self == .rand { return nil }
    var power = 1.0
    return (0..<depth).map { _ in
      let deviation = (Double(width) * self.power(width) * power).squareRoot()
      power = InitScheme.meanSquare(activation, deviation)
      return power.squareRoot()
    }
  }

  /// E[f(s·g)²] for a standard normal g.
  private static func meanSquare(_ activation: Activation, _ deviation: Double) -> Double {
    switch activation {
    case .identity: return deviation * deviation
    case .relu: return deviation * deviation / 2
    default:
      var (sum, total) = (0.0, 0.0)
      for step in -400...400 {
        let g = Double(step) / 50
        let density = exp(-g * g / 2)
        let value = activation.value(deviation * g)
        sum += density * value * value
        total += density
      }
      return sum / total
    }
  }
}
