import Basics

/// A function without parameters as a layer.
public final class Activated: Layer {
  public let activation: Activation

  public init(_ activation: Activation) {
    self.activation = activation
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node { input.activated(activation) }
}

/// Leaky ReLU whose slope is learned, one for all channels or one for each.  He et al., 2015.
public final class PReLU: Layer {
  public let slope: Node

  public init(channels: Int = 1, initial: Double = 0.25) {
    slope = Node(Tensor(repeating: initial, shape: [channels]), requiresGradient: true, label: "slope")
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node { input.prelu(slope: slope) }
  public var parameters: [Node] { [slope] }
}

/// All axes but the first made one.
public final class Flatten: Layer {
  public init() {}
  public func forward(_ input: Node, _ pass: inout Pass) -> Node { input.flattened(from: 1) }
}

public final class Pool: Layer {
  public let kind: PoolingKind
  public let window: Window
  public let ceilMode: Bool
  public let countsPadding: Bool

  public init(_ kind: PoolingKind, _ window: Window, ceilMode: Bool = false, countsPadding: Bool = true) {
    self.kind = kind
    self.window = window
    self.ceilMode = ceilMode
    self.countsPadding = countsPadding
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    switch kind {
    case .max: input.maxPool(window, ceilMode: ceilMode)
    case .average: input.averagePool(window, ceilMode: ceilMode, countsPadding: countsPadding)
    }
  }
}

/// Pools to a fixed size; 1×1 is global pooling.
public final class AdaptivePool: Layer {
  public let kind: PoolingKind
  public let size: [Int]

  public init(_ kind: PoolingKind, _ size: [Int] = [1, 1]) {
    self.kind = kind
    self.size = size
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    kind == .max ? input.adaptiveMaxPool(size) : input.adaptiveAveragePool(size)
  }
}

/// Switches scalars off at random in training.  Srivastava et al., 2014.
public final class Dropout: Layer {
  public enum Scaling: String, Sendable, CaseIterable {
    /// Evaluation multiplies by the share that was kept.
    case standard
    /// Training divides by it, and evaluation does nothing.
    case inverted
  }

  public let rate: Double
  public let scaling: Scaling

  /// `rate` is the probability of being switched off, in 0..<1.
  public init(_ rate: Double, scaling: Scaling = .inverted) {
    precondition(rate >= 0 && rate < 1, "a dropout rate lies in 0..<1")
    self.rate = rate
    self.scaling = scaling
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    let kept = 1 - rate
    switch (pass.mode, scaling) {
    case (.evaluation, .inverted): return input
    case (.evaluation, .standard): return input * kept
    case (.training, _):
      let survivor = scaling == .inverted ? 1 / kept : 1
      var mask = Tensor.zeros(input.shape)
      for index in mask.scalars.indices {
        mask.scalars[index] = pass.generator.nextUnit() < kept ? survivor : 0
      }
      return input * Node(mask)
    }
  }
}
