import Glibc

/// Standardises each channel by the batch in training and by running statistics in evaluation.
///
/// Source: S. Ioffe, C. Szegedy, "Batch normalization", 2015; running statistics as in PyTorch.
public final class BatchNorm: Layer {
  public let gamma: Node?
  public let beta: Node?
  public private(set) var runningMeans: [Double]
  /// Unbiased, unlike the variance inside the formula.
  public private(set) var runningVariances: [Double]
  /// The share of the new batch in the running statistics.
  public let momentum: Double
  public let epsilon: Double

  public init(
    _ channels: Int, isAffine: Bool = true, momentum: Double = 0.1, epsilon: Double = 1e-5,
    runningMeans: [Double]? = nil, runningVariances: [Double]? = nil
  ) {
    gamma = isAffine ? Node(.ones([channels]), requiresGradient: true, label: "gamma") : nil
    beta = isAffine ? Node(.zeros([channels]), requiresGradient: true, label: "beta") : nil
    self.momentum = momentum
    self.epsilon = epsilon
    self.runningMeans = runningMeans ?? Array(repeating: 0, count: channels)
    self.runningVariances = runningVariances ?? Array(repeating: 1, count: channels)
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    if input.value.rank < 2 || input.shape[1] != runningMeans.count {
      trapMismatch("batch norm", input.shape, [runningMeans.count])
    }
    let standardized: Node
    switch pass.mode {
    case .evaluation:
      standardized = input.batchNorm(means: runningMeans, variances: runningVariances, epsilon: epsilon)
    case .training:
      let (node, means, variances) = input.batchNorm(epsilon: epsilon)
      standardized = node
      let count = Double(input.value.scalarCount / runningMeans.count)
      for channel in runningMeans.indices {
        runningMeans[channel] += momentum * (means[channel] - runningMeans[channel])
        let unbiased = variances[channel] * count / max(count - 1, 1)
        runningVariances[channel] += momentum * (unbiased - runningVariances[channel])
      }
    }
    guard let gamma, let beta else { return standardized }
    return standardized.scaledAndShifted(gamma, beta)
  }

  public var parameters: [Node] { [gamma, beta].compactMap { $0 } }
}

/// Standardises each example over its last axes.  Ba et al., 2016.
public final class LayerNorm: Layer {
  public let gamma: Node
  public let beta: Node
  public let epsilon: Double

  /// `shape` is that of the axes to normalise over.
  public init(_ shape: [Int], epsilon: Double = 1e-5) {
    gamma = Node(.ones(shape), requiresGradient: true, label: "gamma")
    beta = Node(.zeros(shape), requiresGradient: true, label: "beta")
    self.epsilon = epsilon
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    let axes = gamma.shape.count
    if Array(input.shape.suffix(axes)) != gamma.shape { trapMismatch("layer norm", input.shape, gamma.shape) }
    return input.layerNorm(axes: axes, epsilon: epsilon) * gamma + beta
  }

  public var parameters: [Node] { [gamma, beta] }
}

/// Standardises groups of channels of each image.  Wu and He, 2018.
///
/// As many groups as channels is instance norm (Ulyanov et al., 2016), one group is layer norm over the image.
public final class GroupNorm: Layer {
  public let gamma: Node
  public let beta: Node
  public let groups: Int
  public let epsilon: Double

  public init(groups: Int, channels: Int, epsilon: Double = 1e-5) {
    gamma = Node(.ones([channels]), requiresGradient: true, label: "gamma")
    beta = Node(.zeros([channels]), requiresGradient: true, label: "beta")
    self.groups = groups
    self.epsilon = epsilon
  }

  public static func instance(channels: Int, epsilon: Double = 1e-5) -> GroupNorm {
    GroupNorm(groups: channels, channels: channels, epsilon: epsilon)
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    input.groupNorm(groups: groups, epsilon: epsilon).scaledAndShifted(gamma, beta)
  }

  public var parameters: [Node] { [gamma, beta] }
}

public final class LocalResponseNorm: Layer {
  public let size: Int
  public let alpha: Double
  public let beta: Double
  public let k: Double

  public init(size: Int = 5, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1) {
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.k = k
  }

  public func forward(_ input: Node, _ pass: inout Pass) -> Node {
    input.localResponseNorm(size: size, alpha: alpha, beta: beta, k: k)
  }
}

/// The largest singular value of a weight by power iteration, kept between steps.
///
/// Source: T. Miyato et al., "Spectral normalization for GANs", 2018.
public struct SpectralNorm: Sendable {
  /// The left singular vector as far as it is known, of length 1.
  public private(set) var left: [Double]
  /// The right one; empty before the first iteration.
  public private(set) var right: [Double] = []
  /// uᵀ·W·v; 0 before the first iteration.
  public private(set) var sigma = 0.0

  public init(start: [Double]) {
    left = SpectralNorm.unit(start)
  }

  /// v = Wᵀu / |Wᵀu|, u = Wv / |Wv|, σ = uᵀWv. A weight of higher rank counts as out × rest.
  public mutating func iterate(_ weight: Tensor) {
    let matrix = weight.rank == 2 ? weight : weight.flattened(from: 1)
    if matrix.shape[0] != left.count { trapMismatch("spectral norm", weight.shape, [left.count]) }
    right = SpectralNorm.unit(Tensor(left).matmul(matrix).scalars)
    let image = matrix.matmul(Tensor(right)).scalars
    left = SpectralNorm.unit(image)
    sigma = zip(left, image).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The weight divided by σ; the gradient flows through both, with u and v held fixed.
  public func normalized(_ weight: Node) -> Node {
    let matrix = weight.value.rank == 2 ? weight : weight.reshaped([left.count, -1])
    let sigma = Node(Tensor(left)).matmul(matrix).matmul(Node(Tensor(right)))
    return weight / sigma
  }

  private static func unit(_ vector: [Double]) -> [Double] {
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    // A zero vector has no direction; torch guards its division the same way.
    return vector.map { $0 / max(norm, 1e-12) }
  }
}
