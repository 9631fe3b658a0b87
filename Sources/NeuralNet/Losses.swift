import Glibc

/// What becomes of the losses of single scalars or rows.
public enum Reduction: String, Sendable, CaseIterable {
  case none, mean, sum
}

extension Node {
  /// (x − t)².
  public func meanSquaredError(_ target: Tensor, reduction: Reduction = .mean) -> Node {
    pointwiseLoss("mse", target, reduction) {
      ($0 - $1) * ($0 - $1)
    } derivative: {
      2 * ($0 - $1)
    }
  }

  /// |x − t|.
  public func absoluteError(_ target: Tensor, reduction: Reduction = .mean) -> Node {
    pointwiseLoss("l1", target, reduction) {
      abs($0 - $1)
    } derivative: {
      $0 > $1 ? 1 : $0 < $1 ? -1 : 0
    }
  }

  /// ½·e² up to |e| = δ, then δ·(|e| − ½·δ).  Huber, 1964.
  public func huberLoss(_ target: Tensor, delta: Double = 1, reduction: Reduction = .mean) -> Node {
    pointwiseLoss("huber", target, reduction) { x, t in
      let e = abs(x - t)
      return e <= delta ? 0.5 * e * e : delta * (e - 0.5 * delta)
    } derivative: { x, t in
      min(max(x - t, -delta), delta)
    }
  }

  /// ½·e²/β up to |e| = β, then |e| − ½·β: the Huber loss over β.  Girshick, 2015.
  public func smoothL1Loss(_ target: Tensor, beta: Double = 1, reduction: Reduction = .mean) -> Node {
    pointwiseLoss("smooth-l1", target, reduction) { x, t in
      let e = abs(x - t)
      return e < beta ? 0.5 * e * e / beta : e - 0.5 * beta
    } derivative: { x, t in
      abs(x - t) < beta ? (x - t) / beta : x > t ? 1 : -1
    }
  }

  /// −t·ln p − (1 − t)·ln(1 − p) of probabilities; logarithms are cut at −100, as in PyTorch.
  public func binaryCrossEntropy(_ target: Tensor, reduction: Reduction = .mean) -> Node {
    pointwiseLoss("bce", target, reduction) { p, t in
      // 0·ln 0 counts 0.
      -(t == 0 ? 0 : t * max(log(p), -100)) - (t == 1 ? 0 : (1 - t) * max(log1p(-p), -100))
    } derivative: { p, t in
      (p - t) / max(p * (1 - p), 1e-12)
    }
  }

  /// The same of logits: max(x, 0) − x·t + ln(1 + e^−|x|), which cannot overflow.
  ///
  /// `positiveWeight` multiplies the loss of positives; it broadcasts.
  public func binaryCrossEntropyWithLogits(
    _ target: Tensor, positiveWeight: Tensor? = nil, reduction: Reduction = .mean
  ) -> Node {
    guard let positiveWeight else {
      return pointwiseLoss("bce-with-logits", target, reduction) { x, t in
        softplusValue(-x) * t + softplusValue(x) * (1 - t)
      } derivative: { x, t in
        logistic(x) - t
      }
    }
    let weights = positiveWeight.broadcast(to: shape)
    let positive = Tensor.combine("bce", value, target) { softplusValue(-$0) * $1 } * weights
    let negative = Tensor.combine("bce", value, target) { softplusValue($0) * (1 - $1) }
    return reduced("bce-with-logits", positive + negative, reduction) {
      let rising = Tensor.combine("bce", self.value, target) { -logistic(-$0) * $1 } * weights
      return rising + Tensor.combine("bce", self.value, target) { logistic($0) * (1 - $1) }
    }
  }

  /// Binary cross entropy of logits times α_t·(1 − p_t)^γ: easy examples hardly count.  Lin et al., 2017.
  public func focalLoss(
    _ target: Tensor, alpha: Double = 0.25, gamma: Double = 2, reduction: Reduction = .mean
  ) -> Node {
    // With s = +1 for a positive and −1 for a negative: p_t = σ(s·x), and the loss is linear in the target.
    func term(_ z: Double) -> Double { pow(logistic(-z), gamma) * softplusValue(-z) }
    // d/dz (1 − p)^γ·(−ln p) = −(1 − p)^γ·(γ·p·(−ln p) + 1 − p), p = σ(z)
    func slope(_ z: Double) -> Double {
      -pow(logistic(-z), gamma) * (gamma * logistic(z) * softplusValue(-z) + logistic(-z))
    }
    if !target.scalars.allSatisfy({ $0 == 0 || $0 == 1 }) {
      return softFocalLoss(target, alpha, gamma, reduction)
    }
    return pointwiseLoss("focal", target, reduction) { x, t in
      t == 1 ? alpha * term(x) : (1 - alpha) * term(-x)
    } derivative: { x, t in
      t == 1 ? alpha * slope(x) : -(1 - alpha) * slope(-x)
    }
  }

  /// The focal loss for targets between 0 and 1, from its parts.
  private func softFocalLoss(_ target: Tensor, _ alpha: Double, _ gamma: Double, _ reduction: Reduction)
    -> Node
  {
    let p = activated(.sigmoid)
    let matched = p * Node(target) + (1 - p) * Node(1 - target)
    let weight = Node(target * alpha + (1 - target) * (1 - alpha))
    let loss = weight * (1 - matched).power(gamma) * binaryCrossEntropyWithLogits(target, reduction: .none)
    return loss.reduced(reduction)
  }

  /// 1 − (2·Σ p·t + ε) / (Σ p + Σ t + ε), of probabilities.
  public func diceLoss(_ target: Tensor, epsilon: Double = 1) -> Node {
    if shape != target.shape { trapMismatch("dice", shape, target.shape) }
    let overlap = 2 * (value * target).sum() + epsilon
    let total = value.sum() + target.sum() + epsilon
    return unary("dice", Tensor(1 - overlap / total)) { gradient in
      target.map { (overlap / total - 2 * $0) / total } * gradient.scalar
    }
  }

  /// Σ t·(ln t − log-softmax(x)) along the last axis; `mean` divides by the number of rows.
  public func divergenceFromLogits(_ target: Tensor, reduction: Reduction = .mean) -> Node {
    if shape != target.shape { trapMismatch("divergence", shape, target.shape) }
    let logs = value.logSoftmax()
    let terms = Tensor.combine("divergence", target, logs) { t, l in t == 0 ? 0 : t * (log(t) - l) }
    let rows = Double(value.scalarCount / max(shape.last ?? 1, 1))
    let result = reduction == .none ? terms : Tensor(terms.sum() / (reduction == .mean ? rows : 1))
    return unary("divergence", result) { gradient in
      let upstream = reduction == .none ? gradient : Tensor(repeating: gradient.scalar, shape: self.shape)
      let weighted = upstream * target
      let total = weighted.sum(axes: [self.value.rank - 1], keepsAxes: true)
      let direct = logs.exponential() * total - weighted
      return reduction == .mean ? direct / rows : direct
    }
  }

  /// max(|a − p| − |a − n| + margin, 0) for each row; the distance is the 2-norm of the difference plus 1e-6.
  ///
  /// Source: F. Schroff et al., "FaceNet", 2015, with torch's distance.
  public func tripletLoss(
    positive: Node, negative: Node, margin: Double = 1, reduction: Reduction = .mean
  ) -> Node {
    let toPositive = rowDistance(to: positive)
    let toNegative = rowDistance(to: negative)
    return (toPositive - toNegative + margin).activated(.relu).reduced(reduction)
  }

  /// The 2-norm of the difference of two rows, each scalar moved by 1e-6 so that the root has a slope at 0.
  private func rowDistance(to other: Node) -> Node {
    (self - other + 1e-6).squared().sum(axes: [value.rank - 1]).squareRoot()
  }

  func reduced(_ reduction: Reduction) -> Node {
    switch reduction {
    case .none: self
    case .mean: mean()
    case .sum: sum()
    }
  }

  /// Σ or mean of `losses`; `derivative` gives ∂loss/∂x for every scalar.
  func reduced(
    _ name: String, _ losses: Tensor, _ reduction: Reduction, _ derivative: @escaping () -> Tensor
  ) -> Node {
    switch reduction {
    case .none: return unary(name, losses) { $0 * derivative() }
    case .sum: return unary(name, Tensor(losses.sum())) { derivative() * $0.scalar }
    case .mean:
      return unary(name, Tensor(losses.mean())) { derivative() * ($0.scalar / Double(losses.scalarCount)) }
    }
  }

  @inline(__always)
  private func pointwiseLoss(
    _ name: String, _ target: Tensor, _ reduction: Reduction, _ loss: (Double, Double) -> Double,
    derivative: @escaping (Double, Double) -> Double
  ) -> Node {
    if shape != target.shape { trapMismatch("the loss \(name)", shape, target.shape) }
    return reduced(name, Tensor.combine("loss", value, target, loss), reduction) {
      Tensor.combine("loss", self.value, target, derivative)
    }
  }
}
