public import Basics
import Glibc

/// How weights are drawn before training; the fans are the inputs and outputs one unit is connected to.
public enum Initializer: Sendable, Hashable {
  case zeros
  case constant(Double)
  case normal(deviation: Double)
  case uniform(bound: Double)
  /// Variance 1 / fan-in.  LeCun et al., 1998.
  case leCunNormal
  case leCunUniform
  /// Variance 2 / (fan-in + fan-out).  Glorot and Bengio, 2010.
  case glorotNormal
  case glorotUniform
  /// Variance 2 / fan-in.  He et al., 2015.
  case heNormal
  case heUniform
  /// Uniform within ±1 / √fan-in, for weights and biases.
  case pyTorch

  /// `shape` is out, in, kernel….
  public func tensor(_ shape: [Int], using generator: inout SplitMix64) -> Tensor {
    let fans = Initializer.fans(of: shape)
    switch self {
    case .zeros: return .zeros(shape)
    case .constant(let value): return Tensor(repeating: value, shape: shape)
    case .uniform(let bound): return .uniform(shape, in: -bound..<bound, using: &generator)
    case .leCunUniform, .glorotUniform, .heUniform, .pyTorch:
      // A uniform distribution within ±b has the variance b² / 3.
      let bound = deviation(fans) * 3.0.squareRoot()
      return .uniform(shape, in: -bound..<bound, using: &generator)
    case .normal, .leCunNormal, .glorotNormal, .heNormal:
      return .normal(shape, deviation: deviation(fans), using: &generator)
    }
  }

  /// The standard deviation this aims at.
  public func deviation(_ fans: (input: Int, output: Int)) -> Double {
    let (input, output) = (Double(max(fans.input, 1)), Double(max(fans.output, 1)))
    switch self {
    case .zeros, .constant: return 0
    case .normal(let deviation): return deviation
    case .uniform(let bound): return bound / 3.0.squareRoot()
    case .leCunNormal, .leCunUniform: return (1 / input).squareRoot()
    case .glorotNormal, .glorotUniform: return (2 / (input + output)).squareRoot()
    case .heNormal, .heUniform: return (2 / input).squareRoot()
    case .pyTorch: return (1 / (3 * input)).squareRoot()
    }
  }

  /// Inputs and outputs of one unit for a weight of shape out, in, kernel…; a vector counts as inputs of one unit.
  public static func fans(of shape: [Int]) -> (input: Int, output: Int) {
    if shape.count < 2 { return (shape.first ?? 1, 1) }
    let area = shape.dropFirst(2).reduce(1, *)
    return (shape[1] * area, shape[0] * area)
  }
}
