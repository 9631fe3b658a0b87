import Basics
import Testing

@testable import NeuralNet

@Suite struct TrainingTests {
  static func perceptron(_ sizes: [Int], _ activation: Activation, _ g: inout SplitMix64) -> Sequential {
    var layers: [any Layer] = [Flatten()]
    for index in 0..<sizes.count - 1 {
      layers.append(Linear(sizes[index], sizes[index + 1], initializer: .heNormal, using: &g))
      if index < sizes.count - 2 { layers.append(Activated(activation)) }
    }
    return Sequential(layers)
  }

  @Test func aSpiralIsLearned() {
    var g = SplitMix64(seed: 3)
    let data = Dataset.spiral(perClass: 60, using: &g)
    var training = Training(
      Self.perceptron([2, 32, 3], .relu, &g), on: data, optimizer: .adam(learningRate: 0.03), batchSize: 60,
      seed: 4)
    var first: Training.Step?
    while training.epoch < 80 {
      let step = training.step()
      first = first ?? step
    }
    let result = training.evaluate(on: data)
    #expect(result.loss < first!.loss / 2 && result.accuracy > 0.9, "\(result)")
    #expect(training.stepCount == 240)
  }

  @Test func drawnDigitsAreLearnedAndRecognised() {
    var g = SplitMix64(seed: 5)
    let (learned, held) = Dataset.digits(perClass: 40, using: &g).split(0.75)
    let network = Sequential(
      Convolution(1, 8, Window(3, padding: 1), using: &g), BatchNorm(8), Activated(.relu),
      Pool(.max, Window(2, stride: 2)), Flatten(), Dropout(0.2), Linear(128, 10, using: &g))
    var training = Training(
      network, on: learned, optimizer: .adam(learningRate: 0.01), batchSize: 50, seed: 6)
    while training.epoch < 15 { _ = training.step() }
    let result = training.evaluate(on: held)
    // Guessing would find a tenth.
    #expect(result.accuracy > 0.8, "\(result)")
  }

  @Test func oneSeedGivesOneRun() {
    func run(_ seed: UInt64) -> [Double] {
      var g = SplitMix64(seed: 9)
      let data = Dataset.moons(perClass: 20, using: &g)
      let network = Sequential(
        Linear(2, 8, using: &g), Activated(.tanh), Dropout(0.3), Linear(8, 2, using: &g))
      var training = Training(network, on: data, optimizer: .sgd(learningRate: 0.1), batchSize: 7, seed: seed)
      return (0..<12).map { _ in training.step().loss }
    }
    #expect(run(1) == run(1))
    #expect(run(1) != run(2))
  }

  @Test func anAbsurdStepSizeIsReportedAndDoesNotTrap() {
    var g = SplitMix64(seed: 1)
    let data = Dataset.blobs(perClass: 10, using: &g)
    var training = Training(
      Self.perceptron([2, 16, 16, 3], .relu, &g), on: data, optimizer: .sgd(learningRate: 1e200), seed: 1)
    var isFinite = true
    for _ in 0..<5 { isFinite = training.step().isFinite && isFinite }
    #expect(!isFinite)
  }

  @Test func theScheduleTheClippingAndTheAverageApply() {
    var g = SplitMix64(seed: 1)
    let data = Dataset.xor(perCorner: 2, noise: 0.1, using: &g)
    var training = Training(
      Self.perceptron([2, 4, 2], .tanh, &g), on: data, optimizer: .sgd(learningRate: 1),
      schedule: .step(size: 1, gamma: 0.5), clipping: .norm(1e-9), seed: 1)
    training.average = ExponentialMovingAverage(decay: 0.5)
    let before = training.network.parameters.map(\.value)
    #expect((0..<3).map { _ in training.step().learningRate } == [1, 0.5, 0.25])
    for (old, new) in zip(before, training.network.parameters) {
      // Clipped to nothing, the weights hardly move.
      #expect((old - new.value).absolute().maximum() < 1e-8)
    }
    #expect(training.average?.average.count == before.count)
  }

  @Test func aBatchedEpochHoldsEveryExampleOnce() {
    var g = SplitMix64(seed: 2)
    let data = Dataset(
      name: "", inputs: Tensor(shape: [10, 1], scalars: (0..<10).map(Double.init)), labels: Array(0..<10),
      classCount: 10)
    let batches = data.batches(of: 4, using: &g)
    #expect(batches.map(\.count) == [4, 4, 2])
    #expect(batches.flatMap(\.labels).sorted() == Array(0..<10))
    for batch in batches { #expect(batch.inputs.scalars == batch.labels.map(Double.init)) }
  }

  @Test func everySetHasItsClassesInEqualParts() {
    var g = SplitMix64(seed: 2)
    let sets: [Dataset] = [
      .spiral(perClass: 9, classes: 4, using: &g), .blobs(perClass: 9, using: &g),
      .moons(perClass: 9, using: &g),
      .xor(perCorner: 5, using: &g), .digits(perClass: 9, using: &g),
    ]
    for set in sets {
      let counts = (0..<set.classCount).map { label in set.labels.count { $0 == label } }
      #expect(Set(counts).count == 1 && counts[0] > 0, "\(set.name)")
      #expect(set.inputs.scalars.allSatisfy { $0.isFinite }, "\(set.name)")
    }
  }

  @Test func glyphsDiffer() {
    #expect(Set((0..<10).map { Dataset.glyph($0) }).count == 10)
  }

  @Test func standardAndInvertedDropoutAgreeOnAverage() {
    let x = Node(Tensor((1...10).map(Double.init)))
    for (scaling, training, evaluation) in [(Dropout.Scaling.standard, 27.5, 27.5), (.inverted, 55, 55)] {
      let layer = Dropout(0.5, scaling: scaling)
      var pass = Pass(.training, generator: SplitMix64(seed: 8))
      let trials = 4000
      let mean =
        (0..<trials).reduce(0.0) { sum, _ in sum + layer.forward(x, &pass).value.sum() } / Double(trials)
      // The mean of 4000 sums, each with a deviation of about 10 or 20, strays by 0.3.
      #expect(abs(mean - training) < 1.5, "\(scaling)")
      #expect(layer(x).value.sum() == evaluation)
    }
  }
}
