public import Basics

/// y = x·Wᵀ + b.
public final class Linear: Layer {
  public let weight: Node
  public let bias: Node?

  /// `weight` is out, in.
  public init(weight: Tensor, bias: Tensor?) {
    self.weight = Node(weight, requiresGradient: true, label: "weight")
    self.bias = bias.map { Node($0, requiresGradient: true, label: "bias") }
  }

  /// Draws weights by `initializer`; biases start at zero, or by PyTorch's rule with its initializer.
  public convenience init(
    _ inputs: Int, _ outputs: Int, hasBias: Bool = true, initializer: Initializer = .pyTorch,
    using generator: inout SplitMix64
  ) {
    let weight = initializer.tensor([outputs, inputs], using: &generator)
    self.init(
      weight: weight,
      bias: hasBias ? initialBias(outputs, fanIn: inputs, initializer, using: &generator) : nil)
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node { input.linear(weight, bias: bias) }
  public var parameters: [Node] { [weight] + (bias.map { [$0] } ?? []) }
}

func initialBias(
  _ count: Int, fanIn: Int, _ initializer: Initializer, using generator: inout SplitMix64
) -> Tensor {
  if initializer != .pyTorch { return .zeros([count]) }
  let bound = 1 / Double(max(fanIn, 1)).squareRoot()
  return .uniform([count], in: -bound..<bound, using: &generator)
}

/// A convolution over 1, 2 or 3 spatial axes, as many as its window has.
public final class Convolution: Layer {
  public let weight: Node
  public let bias: Node?
  public let window: Window
  public let groups: Int

  /// `weight` is out, in / groups, kernel….
  public init(weight: Tensor, bias: Tensor?, _ window: Window, groups: Int = 1) {
    self.weight = Node(weight, requiresGradient: true, label: "weight")
    self.bias = bias.map { Node($0, requiresGradient: true, label: "bias") }
    self.window = window
    self.groups = groups
  }

  public convenience init(
    _ inputs: Int, _ outputs: Int, _ window: Window, groups: Int = 1, hasBias: Bool = true,
    initializer: Initializer = .pyTorch, using generator: inout SplitMix64
  ) {
    if inputs % groups != 0 || outputs % groups != 0 {
      trapMismatch("a convolution of \(groups) groups", [inputs], [outputs])
    }
    let weight = initializer.tensor([outputs, inputs / groups] + window.kernel, using: &generator)
    let fanIn = inputs / groups * window.area
    self.init(
      weight: weight,
      bias: hasBias ? initialBias(outputs, fanIn: fanIn, initializer, using: &generator) : nil,
      window, groups: groups)
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    input.convolution(weight, bias: bias, window, groups: groups)
  }

  public var parameters: [Node] { [weight] + (bias.map { [$0] } ?? []) }
}

public final class TransposedConvolution: Layer {
  public let weight: Node
  public let bias: Node?
  public let window: Window
  public let outputPadding: [Int]?
  public let groups: Int

  /// `weight` is in, out / groups, kernel….
  public init(weight: Tensor, bias: Tensor?, _ window: Window, outputPadding: [Int]? = nil, groups: Int = 1) {
    self.weight = Node(weight, requiresGradient: true, label: "weight")
    self.bias = bias.map { Node($0, requiresGradient: true, label: "bias") }
    self.window = window
    self.outputPadding = outputPadding
    self.groups = groups
  }

  public convenience init(
    _ inputs: Int, _ outputs: Int, _ window: Window, outputPadding: [Int]? = nil, groups: Int = 1,
    hasBias: Bool = true, initializer: Initializer = .pyTorch, using generator: inout SplitMix64
  ) {
    let weight = initializer.tensor([inputs, outputs / groups] + window.kernel, using: &generator)
    let fanIn = outputs / groups * window.area
    self.init(
      weight: weight,
      bias: hasBias ? initialBias(outputs, fanIn: fanIn, initializer, using: &generator) : nil,
      window, outputPadding: outputPadding, groups: groups)
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    input.transposedConvolution(weight, bias: bias, window, outputPadding: outputPadding, groups: groups)
  }

  public var parameters: [Node] { [weight] + (bias.map { [$0] } ?? []) }
}

/// A row of the table for each index; as many indices as the input has scalars.
public final class Embedding: Layer {
  public let table: Node

  public init(table: Tensor) {
    self.table = Node(table, requiresGradient: true, label: "table")
  }

  /// Standard normal rows, as in PyTorch.
  public convenience init(_ count: Int, _ width: Int, using generator: inout SplitMix64) {
    self.init(table: .normal([count, width], using: &generator))
  }

  public func callAsFunction(_ indices: [Int]) -> Node { table.gathered(indices) }

  /// Reads the input's scalars as indices; the width becomes a new last axis.
  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    table.gathered(input.value.scalars.map { Int($0) }).reshaped(input.shape + [table.shape[1]])
  }

  public var parameters: [Node] { [table] }
}
