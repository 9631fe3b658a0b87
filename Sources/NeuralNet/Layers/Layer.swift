public import Basics

/// What a forward pass depends on besides its input.
public struct Pass: Sendable {
  public enum Mode: Sendable { case training, evaluation }

  public var mode: Mode
  /// Draws the masks of dropout.
  public var generator: SplitMix64

  public init(_ mode: Mode, generator: SplitMix64 = SplitMix64(seed: 0)) {
    self.mode = mode
    self.generator = generator
  }
}

/// A part of a network that owns its parameters.
public protocol Layer: AnyObject {
  func forward(_ input: Node, _ pass: inout Pass) -> Node
  /// Everything an optimizer moves, always in the same order.
  var parameters: [Node] { get }
}

extension Layer {
  public var parameters: [Node] { [] }
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.scalarCount } }

  /// The output in evaluation mode.
  public func callAsFunction(_ input: Node) -> Node {
    var pass = Pass(.evaluation)
    return forward(input, &pass)
  }

  public func callAsFunction(_ input: Tensor) -> Tensor {
    withoutGradient { self(Node(input)).value }
  }

  public func clearGradients() {
    for parameter in parameters { parameter.clearGradient() }
  }
}

extension Optimizer {
  /// Moves every parameter that has a gradient, and leaves the gradient for the caller to clear or to look at.
  public mutating func step(_ parameters: [Node]) {
    beginStep()
    for (slot, parameter) in parameters.enumerated() {
      guard let gradient = parameter.gradient else { continue }
      update(&parameter.value.scalars, gradient.scalars, slot: slot)
    }
  }
}

/// Layers one after the other.
public final class Sequential: Layer {
  public let layers: [any Layer]

  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  public convenience init(_ layers: any Layer...) {
    self.init(layers)
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    var result = input
    for layer in layers { result = layer.forward(result, &pass) }
    return result
  }

  public var parameters: [Node] { layers.flatMap(\.parameters) }
}

/// y = F(x) + shortcut(x); without a shortcut layer the input itself is added.  He et al., 2016.
public final class Residual: Layer {
  public let branch: any Layer
  public let shortcut: (any Layer)?

  public init(_ branch: any Layer, shortcut: (any Layer)? = nil) {
    self.branch = branch
    self.shortcut = shortcut
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    branch.forward(input, &pass) + (shortcut?.forward(input, &pass) ?? input)
  }

  public var parameters: [Node] { branch.parameters + (shortcut?.parameters ?? []) }
}

/// Branches joined along the channels (axis 1).  Szegedy et al., 2015.
public final class Concatenation: Layer {
  public let branches: [any Layer]

  public init(_ branches: [any Layer]) {
    self.branches = branches
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    var results: [Node] = []
    for branch in branches { results.append(branch.forward(input, &pass)) }
    return .concatenate(results, axis: 1)
  }

  public var parameters: [Node] { branches.flatMap(\.parameters) }
}
