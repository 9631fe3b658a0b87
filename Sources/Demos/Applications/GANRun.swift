import Basics
import Glibc
import NeuralNet

/// A GAN on the line: the generator learns a normal distribution around 2 from one number of noise.
struct GANRun {
  /// What the discriminator's labels are drawn from.
  static let softReal = 0.7...1.2
  static let softFake = 0.0...0.3
  static let batch = 64
  /// Where the data lie; for the failure so far off and so narrow that nothing overlaps at the start.
  static func data(failing: Bool) -> (mean: Double, deviation: Double) { failing ? (4, 0.25) : (2, 0.5) }

  struct Snapshot {
    let step: Int
    /// Shares of −2…6 in 40 bins.
    let real, fake: [Double]
    /// D's output at the middle of each bin.
    let belief: [Double]
  }

  let steps, discriminatorSteps: Int
  private(set) var discriminatorLosses: [Double] = []
  private(set) var generatorLosses: [Double] = []
  private(set) var snapshots: [Snapshot] = []
  private(set) var fakeMean = 0.0

  /// `failing` gives D every advantage: the saturating loss for G, and a rate a thousand times higher for D.
  init(
    steps: Int, discriminatorSteps: Int, generatorRate: Double, discriminatorRate: Double, tricks: [GANTrick],
    failing: Bool, using generator: inout SplitMix64
  ) {
    self.steps = steps
    self.discriminatorSteps = discriminatorSteps
    let data = GANRun.data(failing: failing)
    let slope = tricks.contains(.leaky) || failing ? 0.2 : 0.01
    let faker = Sequential(
      Linear(1, 16, initializer: .heNormal, using: &generator), Activated(.tanh),
      Linear(16, 1, initializer: .glorotNormal, using: &generator))
    let judge = Sequential(
      Linear(1, 24, initializer: .heNormal, using: &generator), Activated(.leakyReLU(slope: slope)),
      Linear(24, 24, initializer: .heNormal, using: &generator), Activated(.leakyReLU(slope: slope)),
      Linear(24, 1, initializer: .glorotNormal, using: &generator))
    // β₁ = 0.5 as in DCGAN: a long memory makes the two chase each other.
    var fakerOptimizer = Optimizer.adam(learningRate: generatorRate, beta1: 0.5)
    var judgeOptimizer = Optimizer.adam(learningRate: discriminatorRate, beta1: 0.5)
    func noise() -> Tensor { .normal([GANRun.batch, 1], using: &generator) }
    func labels(_ value: Double, _ soft: ClosedRange<Double>) -> Tensor {
      tricks.contains(.softLabels)
        ? .uniform([GANRun.batch, 1], in: soft.lowerBound..<soft.upperBound, using: &generator)
        : Tensor(repeating: value, shape: [GANRun.batch, 1])
    }
    func seen(_ values: Node, _ step: Int) -> Node {
      guard tricks.contains(.inputNoise) else { return values }
      // Fades, so that in the end G fits the data and not their blur.
      let deviation = 0.5 * (1 - Double(step) / Double(steps))
      return values + Node(.normal(values.shape, deviation: deviation, using: &generator))
    }
    let pace = max(1, steps / 20)
    for step in 0..<steps {
      var loss = 0.0
      for _ in 0..<discriminatorSteps {
        let real = Tensor.normal(
          [GANRun.batch, 1], mean: data.mean, deviation: data.deviation, using: &generator)
        let fake = withoutGradient { faker(Node(noise())) }
        let total =
          judge(seen(Node(real), step)).binaryCrossEntropyWithLogits(labels(1, GANRun.softReal))
          + judge(seen(fake, step)).binaryCrossEntropyWithLogits(labels(0, GANRun.softFake))
        loss = total.value.scalar
        total.backward()
        judgeOptimizer.step(judge.parameters)
        judge.clearGradients()
      }
      let verdict = judge(seen(faker(Node(noise())), step))
      let ones = Tensor.ones([GANRun.batch, 1])
      // Flipped labels, unless it shall fail: then G minimises log(1 − D), whose gradient dies.
      let objective =
        failing
        ? -verdict.binaryCrossEntropyWithLogits(.zeros([GANRun.batch, 1]))
        : verdict.binaryCrossEntropyWithLogits(ones)
      generatorLosses.append(
        withoutGradient { verdict.detached().binaryCrossEntropyWithLogits(ones).value.scalar })
      objective.backward()
      fakerOptimizer.step(faker.parameters)
      faker.clearGradients()
      judge.clearGradients()
      discriminatorLosses.append(loss)
      if step % pace == 0 || step == steps - 1 {
        snapshots.append(GANRun.snapshot(step + 1, data, faker, judge, &generator))
      }
    }
    fakeMean = withoutGradient { faker(Node(.normal([1000, 1], using: &generator))).value.mean() }
  }

  private static func snapshot(
    _ step: Int, _ data: (mean: Double, deviation: Double), _ faker: Sequential, _ judge: Sequential,
    _ generator: inout SplitMix64
  ) -> Snapshot {
    let real = Tensor.normal([1000, 1], mean: data.mean, deviation: data.deviation, using: &generator)
    let fake = faker(Tensor.normal([1000, 1], using: &generator))
    let places = Tensor((0..<40).map { [Double($0) / 5 - 1.9] })
    return Snapshot(
      step: step, real: shares(real), fake: shares(fake),
      belief: judge(places).activated(.sigmoid).rows.map { $0[0] })
  }

  private static func shares(_ values: Tensor) -> [Double] {
    var bins = [Double](repeating: 0, count: 40)
    values.withScalars { scalars in
      for index in 0..<scalars.count {
        bins[Int(min(max((scalars[index] + 2) * 5, 0), 39))] += 1 / Double(scalars.count)
      }
    }
    return bins
  }

  /// Mean of D's loss over the last tenth.
  var finalDiscriminatorLoss: Double {
    let last = discriminatorLosses.suffix(max(1, steps / 10))
    return last.reduce(0, +) / Double(last.count)
  }

  /// D's loss near 0: it separates all, and G learns nothing any more.
  var hasFailed: Bool { finalDiscriminatorLoss < 0.1 }
}
