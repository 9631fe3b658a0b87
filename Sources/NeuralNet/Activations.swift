import Glibc

/// A scalar nonlinearity with its derivative.
///
/// All are finite for every finite argument. At a kink `derivative` gives the left one, as PyTorch does.
public enum Activation: Sendable, Hashable {
  case identity
  case sigmoid
  case tanh
  case relu
  case leakyReLU(slope: Double)
  /// Leaky ReLU whose slope is learned; `slope` is its present value.
  case prelu(slope: Double)
  case relu6
  case elu(alpha: Double)
  case selu
  case softplus(beta: Double)
  case silu
  /// relu6(x + 3) / 6, as in MobileNetV3.
  case hardSigmoid
  /// max(0, min(1, (x + 1) / 2)), as in binarised networks.
  case hardSigmoidHalf
  /// max(0, min(1, 0.2·x + 0.5)), as in Theano and early Keras.
  case hardSigmoidKeras
  case hardSwish
  case gelu
  /// GELU by its usual tanh approximation.
  case geluTanh
  case mish

  /// One of each, those with a parameter at its usual value.
  public static let all: [Activation] = [
    .sigmoid, .tanh, .relu, .leakyReLU(slope: 0.01), .prelu(slope: 0.25), .relu6, .elu(alpha: 1), .selu,
    .softplus(beta: 1), .silu, .hardSigmoid, .hardSigmoidHalf, .hardSigmoidKeras,
    .hardSwish, .gelu, .geluTanh, .mish, .identity,
  ]

  /// Finds an activation by the name that `name` gives, or by a usual other spelling.
  public init?(named name: String) {
    let aliases = [
      "leaky": "leaky-relu", "swish": "silu", "linear": "identity", "gelu-erf": "gelu",
      "hard-sigmoid": "hardsigmoid",
      "hard-swish": "hardswish",
    ]
    let wanted = aliases[name] ?? name
    guard let found = Activation.all.first(where: { $0.name == wanted }) else { return nil }
    self = found
  }

  public var name: String {
    switch self {
    case .identity: "identity"
    case .sigmoid: "sigmoid"
    case .tanh: "tanh"
    case .relu: "relu"
    case .leakyReLU: "leaky-relu"
    case .prelu: "prelu"
    case .relu6: "relu6"
    case .elu: "elu"
    case .selu: "selu"
    case .softplus: "softplus"
    case .silu: "silu"
    case .hardSigmoid: "hardsigmoid"
    case .hardSigmoidHalf: "hardsigmoid-half"
    case .hardSigmoidKeras: "hardsigmoid-keras"
    case .hardSwish: "hardswish"
    case .gelu: "gelu"
    case .geluTanh: "gelu-tanh"
    case .mish: "mish"
    }
  }

  public func value(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .sigmoid: logistic(x)
    case .tanh: Glibc.tanh(x)
    case .relu: x > 0 ? x : 0
    case .leakyReLU(let slope), .prelu(let slope): x > 0 ? x : slope * x
    case .relu6: min(max(x, 0), 6)
    case .elu(let alpha): x > 0 ? x : alpha * expm1(x)
    case .selu: x > 0 ? Selu.scale * x : Selu.scale * Selu.alpha * expm1(x)
    case .softplus(let beta): softplusValue(beta * x) / beta
    case .silu: x * logistic(x)
    case .hardSigmoid: min(max(x / 6 + 0.5, 0), 1)
    case .hardSigmoidHalf: min(max((x + 1) / 2, 0), 1)
    case .hardSigmoidKeras: min(max(0.2 * x + 0.5, 0), 1)
    case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
    case .gelu: x * (0.5 * erfc(-x * 0.5.squareRoot()))
    case .geluTanh: x * logistic(2 * Gelu.inner(x))
    case .mish: x * Glibc.tanh(softplusValue(x))
    }
  }

  public func derivative(_ x: Double) -> Double {
    switch self {
    case .identity: return 1
    case .sigmoid: return logistic(x) * logistic(-x)
    case .tanh:
      let c = cosh(x)
      return 1 / (c * c)
    case .relu: return x > 0 ? 1 : 0
    case .leakyReLU(let slope), .prelu(let slope): return x > 0 ? 1 : slope
    case .relu6: return x > 0 && x < 6 ? 1 : 0
    case .elu(let alpha): return x > 0 ? 1 : alpha * exp(x)
    case .selu: return x > 0 ? Selu.scale : Selu.scale * Selu.alpha * exp(x)
    case .softplus(let beta): return logistic(beta * x)
    case .silu: return logistic(x) * (1 + x * logistic(-x))
    case .hardSigmoid: return x > -3 && x < 3 ? 1.0 / 6 : 0
    case .hardSigmoidHalf: return x > -1 && x < 1 ? 0.5 : 0
    case .hardSigmoidKeras: return x > -2.5 && x < 2.5 ? 0.2 : 0
    case .hardSwish: return x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5
    case .gelu:
      // d/dx x·Φ(x) = Φ(x) + x·φ(x); Hendrycks and Gimpel, 2016.
      return 0.5 * erfc(-x * 0.5.squareRoot()) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
    case .geluTanh:
      let h = logistic(2 * Gelu.inner(x))
      return h + x * 2 * h * logistic(-2 * Gelu.inner(x)) * Gelu.innerDerivative(x)
    case .mish:
      let t = Glibc.tanh(softplusValue(x))
      let s = logistic(x)
      // Both sides of 1 − tanh² underflow together; x is finite, so x·0 stays 0.
      return t + x * (1 - t * t) * s
    }
  }

  /// The formula as Unicode text.
  public var formula: String {
    switch self {
    case .identity: "x"
    case .sigmoid: "1 / (1 + e⁻ˣ)"
    case .tanh: "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)"
    case .relu: "max(0, x)"
    case .leakyReLU(let slope), .prelu(let slope): "x > 0 ? x : \(slope)·x"
    case .relu6: "min(max(0, x), 6)"
    case .elu(let alpha): "x > 0 ? x : \(alpha)·(eˣ − 1)"
    case .selu: "λ·(x > 0 ? x : α·(eˣ − 1))"
    case .softplus(let beta): beta == 1 ? "ln(1 + eˣ)" : "ln(1 + e^(\(beta)·x)) / \(beta)"
    case .silu: "x·σ(x)"
    case .hardSigmoid: "relu6(x + 3) / 6"
    case .hardSigmoidHalf: "max(0, min(1, (x + 1) / 2))"
    case .hardSigmoidKeras: "max(0, min(1, 0.2·x + 0.5))"
    case .hardSwish: "x·relu6(x + 3) / 6"
    case .gelu: "x·Φ(x)"
    case .geluTanh: "½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))"
    case .mish: "x·tanh(ln(1 + eˣ))"
    }
  }

  /// Between which values the results lie; a bound may be approached and never reached.
  public var range: ClosedRange<Double> {
    switch self {
    case .identity, .leakyReLU, .prelu: -.infinity ... .infinity
    case .sigmoid, .hardSigmoid, .hardSigmoidHalf, .hardSigmoidKeras: 0...1
    case .tanh: -1...1
    case .relu, .softplus: 0 ... .infinity
    case .relu6: 0...6
    case .elu(let alpha): -alpha ... .infinity
    case .selu: -Selu.scale * Selu.alpha ... .infinity
    case .silu: -0.2784645427610738 ... .infinity
    case .hardSwish: -0.375 ... .infinity
    case .gelu: -0.16997120747990369 ... .infinity
    case .geluTanh: -0.17004075057125412 ... .infinity
    case .mish: -0.30884346477667385 ... .infinity
    }
  }

  /// Where the derivative jumps.
  public var kinks: [Double] {
    switch self {
    case .relu, .leakyReLU, .prelu, .selu: [0]
    case .elu(let alpha): alpha == 1 ? [] : [0]
    case .relu6: [0, 6]
    case .hardSigmoid, .hardSwish: [-3, 3]
    case .hardSigmoidHalf: [-1, 1]
    case .hardSigmoidKeras: [-2.5, 2.5]
    default: []
    }
  }

  func value(_ x: Tensor) -> Tensor {
    switch self {
    case .relu: x.map { $0 > 0 ? $0 : 0 }
    case .tanh: x.map { Glibc.tanh($0) }
    case .sigmoid: x.map { logistic($0) }
    case .leakyReLU(let slope), .prelu(let slope): x.map { $0 > 0 ? $0 : slope * $0 }
    default: x.map { value($0) }
    }
  }

  /// The derivative at every scalar.
  public func derivative(_ x: Tensor) -> Tensor {
    switch self {
    case .relu: x.map { $0 > 0 ? 1 : 0 }
    case .leakyReLU(let slope), .prelu(let slope): x.map { $0 > 0 ? 1 : slope }
    default: x.map { derivative($0) }
    }
  }
}

/// 1 / (1 + e⁻ˣ), without overflow on either side.
@inline(__always)
func logistic(_ x: Double) -> Double {
  let e = exp(-abs(x))
  return (x >= 0 ? 1 : e) / (1 + e)
}

/// ln(1 + eˣ), without overflow and without loss for very negative x.
@inline(__always)
func softplusValue(_ x: Double) -> Double {
  log1p(exp(-abs(x))) + max(x, 0)
}

/// The fixed point of zero mean and unit variance; Klambauer et al., 2017.
private enum Selu {
  static let alpha = 1.6732632423543772848170429916717
  static let scale = 1.0507009873554804934193349852946
}

private enum Gelu {
  static let factor = (2 / Double.pi).squareRoot()
  /// Beyond ±50 the sigmoid is 0 or 1 to the last digit, while the cube could overflow.
  static func inner(_ x: Double) -> Double {
    let x = min(max(x, -50), 50)
    return factor * (x + 0.044715 * x * x * x)
  }
  static func innerDerivative(_ x: Double) -> Double {
    let x = min(max(x, -50), 50)
    return factor * (1 + 3 * 0.044715 * x * x)
  }
}
