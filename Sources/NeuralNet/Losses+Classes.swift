import Glibc

/// Variants of the cross entropy.
public struct CrossEntropyOptions: Sendable, Hashable {
  /// One for each class; the mean then divides by the sum of the targets' weights.
  public var classWeights: [Double]?
  /// (1 − e) on the target and e / K on every class.
  public var labelSmoothing = 0.0
  /// Rows with this target are left out.
  public var ignoredTarget: Int?
  public var reduction = Reduction.mean

  public init(
    classWeights: [Double]? = nil, labelSmoothing: Double = 0, ignoredTarget: Int? = nil,
    reduction: Reduction = .mean
  ) {
    self.classWeights = classWeights
    self.labelSmoothing = labelSmoothing
    self.ignoredTarget = ignoredTarget
    self.reduction = reduction
  }
}

extension Node {
  /// −log-softmax(x) at the target class of each row of logits.
  public func crossEntropy(_ targets: [Int], _ options: CrossEntropyOptions = .init()) -> Node {
    guard value.rank == 2, targets.count == shape[0] else {
      trapMismatch("cross entropy", shape, [targets.count])
    }
    let classes = shape[1]
    for target in targets where target != options.ignoredTarget && !(0..<classes).contains(target) {
      fatalError("target \(target) is none of \(classes) classes")
    }
    let weights = options.classWeights ?? Array(repeating: 1, count: classes)
    if weights.count != classes { trapMismatch("cross entropy", shape, [weights.count]) }
    // q = the weighted distribution each row should have; the loss is −Σ q·log-softmax.
    var wanted = Tensor.zeros(shape)
    var divisor = 0.0
    for (row, target) in targets.enumerated() where target != options.ignoredTarget {
      for other in 0..<classes {
        let share =
          options.labelSmoothing / Double(classes) + (other == target ? 1 - options.labelSmoothing : 0)
        wanted.scalars[row * classes + other] = weights[other] * share
      }
      divisor += weights[target]
    }
    let logs = value.logSoftmax()
    let losses = -Tensor.combine("cross entropy", wanted, logs) { $0 == 0 ? 0 : $0 * $1 }.sum(axes: [1])
    let result: Tensor
    switch options.reduction {
    case .none: result = losses
    case .sum: result = Tensor(losses.sum())
    case .mean: result = Tensor(losses.sum() / divisor)
    }
    // ∂L/∂x = softmax·Σ q − q for each row
    return unary("cross-entropy", result) { gradient in
      let slope = logs.exponential() * wanted.sum(axes: [1], keepsAxes: true) - wanted
      switch options.reduction {
      case .none: return slope * gradient.reshaped([targets.count, 1])
      case .sum: return slope * gradient.scalar
      case .mean: return slope * (gradient.scalar / divisor)
      }
    }
  }

  /// −α·(1 − p)^γ·ln p of the target class of each row, averaged; p is its softmax.
  public func focalLoss(
    _ targets: [Int], alpha: Double = 0.25, gamma: Double = 2, reduction: Reduction = .mean
  ) -> Node {
    guard value.rank == 2, targets.count == shape[0] else {
      trapMismatch("focal loss", shape, [targets.count])
    }
    let classes = shape[1]
    let logs = value.logSoftmax()
    let targetLogs = Tensor(targets.enumerated().map { logs.scalars[$0 * classes + $1] })
    let losses = targetLogs.map { -alpha * pow(-expm1($0), gamma) * $0 }
    let result = reduction == .none ? losses : Tensor(reduction == .mean ? losses.mean() : losses.sum())
    return unary("focal", result) { gradient in
      // d/dl −α(1 − eˡ)^γ·l = α·(γ(1 − eˡ)^(γ−1)·eˡ·l − (1 − eˡ)^γ), and ∂l/∂xⱼ = [j = target] − softmaxⱼ
      let share = reduction == .mean ? 1 / Double(targets.count) : 1
      var result = logs.exponential()
      for (row, target) in targets.enumerated() {
        let l = targetLogs.scalars[row]
        let rest = -expm1(l)
        let bend = gamma == 0 || rest == 0 ? 0 : gamma * pow(rest, gamma - 1) * exp(l) * l
        let slope = alpha * (bend - pow(rest, gamma)) * share
        let upstream = reduction == .none ? gradient.scalars[row] : gradient.scalar
        for column in 0..<classes {
          let index = row * classes + column
          result.scalars[index] = ((column == target ? 1 : 0) - result.scalars[index]) * slope * upstream
        }
      }
      return result
    }
  }
}
