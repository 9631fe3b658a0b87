import Glibc

// Each operation stands in one place: the forward value, then the rule that carries its gradient back.

extension Node {
  /// An operation on one node: `vjp` turns the gradient of the result into that of the operand.
  func unary(_ operation: String, _ value: Tensor, _ vjp: @escaping (Tensor) -> Tensor) -> Node {
    Node(operation, [self], value) { [vjp($0)] }
  }

  public static func + (a: Node, b: Node) -> Node {
    // ∂(a + b)/∂a = 1
    Node("+", [a, b], a.value + b.value) { [$0.summed(to: a.shape), $0.summed(to: b.shape)] }
  }

  public static func - (a: Node, b: Node) -> Node {
    Node("-", [a, b], a.value - b.value) { [$0.summed(to: a.shape), (-$0).summed(to: b.shape)] }
  }

  public static func * (a: Node, b: Node) -> Node {
    // ∂(a·b)/∂a = b
    Node("*", [a, b], a.value * b.value) { gradient in
      [
        a.requiresGradient ? (gradient * b.value).summed(to: a.shape) : nil,
        b.requiresGradient ? (gradient * a.value).summed(to: b.shape) : nil,
      ]
    }
  }

  public static func / (a: Node, b: Node) -> Node {
    // ∂(a/b)/∂a = 1/b, ∂(a/b)/∂b = −a/b²
    Node("/", [a, b], a.value / b.value) { gradient in
      [
        a.requiresGradient ? (gradient / b.value).summed(to: a.shape) : nil,
        b.requiresGradient ? (-gradient * a.value / (b.value * b.value)).summed(to: b.shape) : nil,
      ]
    }
  }

  public static func + (a: Node, b: Double) -> Node { a.unary("+", a.value + b) { $0 } }
  public static func - (a: Node, b: Double) -> Node { a.unary("-", a.value - b) { $0 } }
  public static func * (a: Node, b: Double) -> Node { a.unary("*", a.value * b) { $0 * b } }
  public static func / (a: Node, b: Double) -> Node { a.unary("/", a.value / b) { $0 / b } }
  public static func + (a: Double, b: Node) -> Node { b + a }
  public static func - (a: Double, b: Node) -> Node { b.unary("-", a - b.value) { -$0 } }
  public static func * (a: Double, b: Node) -> Node { b * a }
  public static func / (a: Double, b: Node) -> Node {
    b.unary("/", a / b.value) { -$0 * a / (b.value * b.value) }
  }
  public static prefix func - (a: Node) -> Node { a.unary("negate", -a.value) { -$0 } }

  public func exponential() -> Node {
    let y = value.exponential()
    return unary("exp", y) { $0 * y }
  }

  public func logarithm() -> Node { unary("log", value.logarithm()) { $0 / self.value } }

  public func squareRoot() -> Node {
    let y = value.squareRoot()
    return unary("sqrt", y) { $0 / (y * 2) }
  }

  public func squared() -> Node { unary("square", value * value) { $0 * self.value * 2 } }

  public func power(_ exponent: Double) -> Node {
    // ∂xⁿ/∂x = n·xⁿ⁻¹
    unary("power", value.power(exponent)) { $0 * self.value.power(exponent - 1) * exponent }
  }

  /// |x|; the derivative at 0 is taken as 0.
  public func absolute() -> Node {
    unary("abs", value.absolute()) { $0 * self.value.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } }
  }

  /// Outside the bounds the value does not move, and the gradient is 0.
  public func clamped(_ bounds: ClosedRange<Double>) -> Node {
    unary("clamp", value.clamped(bounds)) { $0 * self.value.map { bounds.contains($0) ? 1 : 0 } }
  }

  public func activated(_ activation: Activation) -> Node {
    let y = activation.value(value)
    switch activation {
    case .relu:
      return unary(activation.name, y) { Tensor.combine("relu", $0, y) { $1 > 0 ? $0 : 0 } }
    case .tanh:
      // 1 − tanh²
      return unary(activation.name, y) { Tensor.combine("tanh", $0, y) { $0 * (1 - $1 * $1) } }
    case .sigmoid:
      // σ·(1 − σ)
      return unary(activation.name, y) { Tensor.combine("sigmoid", $0, y) { $0 * $1 * (1 - $1) } }
    case .leakyReLU(let slope), .prelu(let slope):
      return unary(activation.name, y) { gradient in
        Tensor.combine("leaky", gradient, self.value) { $1 > 0 ? $0 : $0 * slope }
      }
    default:
      return unary(activation.name, y) { gradient in
        Tensor.combine("activation", gradient, self.value) { $0 * activation.derivative($1) }
      }
    }
  }

  /// Leaky ReLU whose slope, one for all or one for each channel (axis 1), is learned.
  public func prelu(slope: Node) -> Node {
    let channels = slope.value.scalarCount
    let spread = channels == 1 ? [1] : [channels] + Array(repeating: 1, count: max(0, value.rank - 2))
    let slopes = slope.value.reshaped(spread)
    let y = Tensor.combine("prelu", value, slopes) { $0 > 0 ? $0 : $0 * $1 }
    return Node("prelu", [self, slope], y) { gradient in
      let slopes = slope.value.reshaped(spread)
      let below = Tensor.combine("prelu", gradient, self.value) { $1 > 0 ? 0 : $0 * $1 }
      let factor = Tensor.combine("prelu", self.value, slopes) { $0 > 0 ? 1 : $1 }
      return [gradient * factor, below.summed(to: spread).reshaped(slope.shape)]
    }
  }
}
