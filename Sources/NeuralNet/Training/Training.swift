import Basics

/// A training run that advances one step at a time, so that a screen can draw it between steps.
///
///     var training = Training(network, on: data, optimizer: .adam(learningRate: 0.01), seed: 1)
///     while training.epoch < 20 {
///       let step = training.step()   // draw step.loss
///     }
public struct Training {
  public let network: any Layer
  public let data: Dataset
  public var optimizer: Optimizer
  public var schedule: LearningRateSchedule
  public let batchSize: Int
  public var clipping: GradientClipping?
  /// A running mean of the parameters, updated after every step when set.
  public var average: ExponentialMovingAverage?
  /// Full passes over the data that are complete.
  public private(set) var epoch = 0
  /// Steps that are done.
  public private(set) var stepCount = 0
  private let baseRate: Double
  private let parameters: [Node]
  private var pass: Pass
  private var order: [Int]
  private var position = 0

  /// What one step found.
  public struct Step: Sendable, Hashable {
    /// Counts from 1.
    public var number: Int
    public var epoch: Int
    /// The mean cross entropy of the batch, before the update.
    public var loss: Double
    /// The share of the batch the network had right, before the update.
    public var accuracy: Double
    public var learningRate: Double
    /// The 2-norm of all gradients, before clipping.
    public var gradientNorm: Double
    /// False once the loss is no number any more: the step size was too large.
    public var isFinite: Bool { loss.isFinite && gradientNorm.isFinite }
  }

  /// `batchSize` nil takes all examples at once. The network gives one logit for each class.
  public init(
    _ network: any Layer, on data: Dataset, optimizer: Optimizer, schedule: LearningRateSchedule = .constant,
    batchSize: Int? = nil, clipping: GradientClipping? = nil, seed: UInt64
  ) {
    precondition(data.count > 0, "there is nothing to train on")
    self.network = network
    self.data = data
    self.optimizer = optimizer
    self.schedule = schedule
    self.batchSize = min(max(batchSize ?? data.count, 1), data.count)
    self.clipping = clipping
    baseRate = optimizer.learningRate
    parameters = network.parameters
    pass = Pass(.training, generator: SplitMix64(seed: seed))
    order = Array(0..<data.count)
    order.shuffle(using: &pass.generator)
  }

  /// Computes the loss of the next batch, its gradients, and moves the parameters once.
  public mutating func step() -> Step {
    let end = min(position + batchSize, data.count)
    let batch = data.subset(Array(order[position..<end]))
    let logits = network.forward(Node(batch.inputs), &pass)
    let loss = logits.crossEntropy(batch.labels)
    let accuracy = Metrics.accuracy(logits.value.argumentOfMaximum(), batch.labels)
    loss.backward()
    let norm = clipGradients()
    optimizer.learningRate = schedule.rate(at: stepCount, base: baseRate)
    optimizer.step(parameters)
    network.clearGradients()
    average?.update(parameters.map(\.value))
    stepCount += 1
    let step = Step(
      number: stepCount, epoch: epoch, loss: loss.value.scalar, accuracy: accuracy,
      learningRate: optimizer.learningRate, gradientNorm: norm)
    position = end
    if end == data.count {
      epoch += 1
      position = 0
      order.shuffle(using: &pass.generator)
    }
    return step
  }

  /// The norm before clipping.
  private func clipGradients() -> Double {
    let trained = parameters.filter { $0.gradient != nil }
    let gradients = trained.map { $0.gradient! }
    let (clipped, norm) = (clipping ?? .norm(.infinity)).clipped(gradients)
    if clipping != nil {
      for (parameter, gradient) in zip(trained, clipped) { parameter.gradient = gradient }
    }
    return norm
  }

  /// Loss and accuracy on other examples, in evaluation mode.
  public func evaluate(on other: Dataset) -> (loss: Double, accuracy: Double) {
    withoutGradient {
      let logits = network(Node(other.inputs))
      return (
        logits.crossEntropy(other.labels).value.scalar,
        Metrics.accuracy(logits.value.argumentOfMaximum(), other.labels)
      )
    }
  }
}
