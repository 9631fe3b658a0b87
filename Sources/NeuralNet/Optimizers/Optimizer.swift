/// A rule that moves parameters against their gradients, with everything it remembers.
///
/// A value: copy it to branch off, and read `states` to show the moments. The definitions are those of torch.optim.
///
///     var optimizer = Optimizer.adam(learningRate: 0.1)
///     var point = [4.0, 1.5]
///     optimizer.step(&point, gradient: [4.0, 75.0])   // point is now [3.9, 1.4] to nine digits
public struct Optimizer: Sendable {
  public let rule: OptimizerRule
  public var learningRate: Double
  /// Added to the gradient times the parameter, except where the rule decouples it.
  public var weightDecay: Double
  /// Shrinks the parameters directly instead of through the gradient, as AdamW does.
  public let decouplesWeightDecay: Bool
  public private(set) var stepCount = 0
  /// One for each parameter array, in the order of the first step; empty before it.
  public private(set) var states: [State] = []

  /// What a rule remembers about one parameter array; arrays a rule does not use stay empty.
  public struct State: Sendable, Hashable {
    /// The momentum buffer, or the running mean of the gradients (m).
    public internal(set) var firstMoment: [Double] = []
    /// The sum or running mean of the squared gradients (v), or Adamax's infinity norm (u).
    public internal(set) var secondMoment: [Double] = []
    /// AMSGrad's largest v, Adadelta's mean squared update, or RMSprop's momentum buffer.
    public internal(set) var extra: [Double] = []
  }

  public init(
    _ rule: OptimizerRule, learningRate: Double, weightDecay: Double = 0, decouplesWeightDecay: Bool = false
  ) {
    self.rule = rule
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.decouplesWeightDecay = decouplesWeightDecay
  }

  public mutating func step(_ parameters: inout [Double], gradient: [Double]) {
    if parameters.count != gradient.count {
      trapMismatch("an optimizer", [parameters.count], [gradient.count])
    }
    beginStep()
    update(&parameters, gradient, slot: 0)
  }

  /// Steps several tensors; they must come in the same order every time.
  public mutating func step(_ parameters: inout [Tensor], gradients: [Tensor]) {
    if parameters.count != gradients.count {
      trapMismatch("an optimizer", [parameters.count], [gradients.count])
    }
    beginStep()
    for slot in parameters.indices {
      if parameters[slot].shape != gradients[slot].shape {
        trapMismatch("an optimizer", parameters[slot].shape, gradients[slot].shape)
      }
      update(&parameters[slot].scalars, gradients[slot].scalars, slot: slot)
    }
  }

  mutating func beginStep() { stepCount += 1 }

  /// Updates one array; `beginStep` was called once before the first of a step.
  mutating func update(_ parameters: inout [Double], _ gradient: [Double], slot: Int) {
    while states.count <= slot { states.append(State()) }
    let decay = weightDecay
    let rate = learningRate
    let step = stepCount
    let decoupled = decouplesWeightDecay
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradient.withUnsafeBufferPointer { gradient in
        if decoupled && decay != 0 {
          for index in 0..<parameters.count { parameters[index] *= 1 - rate * decay }
        }
        let arrays = OptimizerArrays(
          parameters: parameters, gradient: gradient, weightDecay: decoupled ? 0 : decay)
        rule.update(arrays, &states[slot], rate: rate, step: step)
      }
    }
  }
}

extension Optimizer {
  public static func sgd(
    learningRate: Double, momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0
  ) -> Optimizer {
    Optimizer(
      .sgd(momentum: momentum, dampening: 0, nesterov: nesterov), learningRate: learningRate,
      weightDecay: weightDecay)
  }

  public static func adagrad(learningRate: Double = 0.01, epsilon: Double = 1e-10) -> Optimizer {
    Optimizer(.adagrad(rateDecay: 0, initial: 0, epsilon: epsilon), learningRate: learningRate)
  }

  public static func rmsProp(
    learningRate: Double = 0.01, smoothing: Double = 0.99, momentum: Double = 0, centered: Bool = false,
    epsilon: Double = 1e-8
  ) -> Optimizer {
    Optimizer(
      .rmsProp(smoothing: smoothing, momentum: momentum, centered: centered, epsilon: epsilon),
      learningRate: learningRate)
  }

  public static func adadelta(learningRate: Double = 1, decay: Double = 0.9, epsilon: Double = 1e-6)
    -> Optimizer
  {
    Optimizer(.adadelta(decay: decay, epsilon: epsilon), learningRate: learningRate)
  }

  public static func adam(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    amsgrad: Bool = false, weightDecay: Double = 0
  ) -> Optimizer {
    Optimizer(
      .adam(beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad), learningRate: learningRate,
      weightDecay: weightDecay)
  }

  public static func adamW(
    learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    amsgrad: Bool = false, weightDecay: Double = 0.01
  ) -> Optimizer {
    Optimizer(
      .adam(beta1: beta1, beta2: beta2, epsilon: epsilon, amsgrad: amsgrad), learningRate: learningRate,
      weightDecay: weightDecay, decouplesWeightDecay: true)
  }

  public static func adamax(
    learningRate: Double = 0.002, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
  ) -> Optimizer {
    Optimizer(.adamax(beta1: beta1, beta2: beta2, epsilon: epsilon), learningRate: learningRate)
  }

  public static func nadam(
    learningRate: Double = 0.002, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
    momentumDecay: Double = 0.004
  ) -> Optimizer {
    Optimizer(
      .nadam(beta1: beta1, beta2: beta2, epsilon: epsilon, momentumDecay: momentumDecay),
      learningRate: learningRate)
  }
}
