import Basics
import NeuralNet

/// The engine's rows: the same work as `peers.py` gives NumPy and PyTorch.
enum EngineBench {
  static let rows: [Row] = [
    row("matmul-512", unit: "GFLOP/s") { matmul() },
    row("conv-3x3-64-56", unit: "ms") { convolution(3, groups: 1) },
    row("conv-1x1-64-56", unit: "ms") { convolution(1, groups: 1) },
    row("depthwise-3x3-64-56", unit: "ms") { convolution(3, groups: 64) },
    row("mlp-step-1", unit: "us") { perceptron(batch: 1) },
    row("mlp-step-32", unit: "us") { perceptron(batch: 32) },
    row("cnn-step", unit: "ms") { convolutionalNetwork() },
    row("add-1m", unit: "ms") { addition() },
  ]

  /// Seconds of one call, from all calls made in a second after a tenth of that to warm up.
  private typealias Timed = (seconds: [Double], work: Double)

  /// One thread, as the peers are run; `work` is what a run does in the unit's numerator, for rates.
  private static func row(_ name: String, unit: String, _ timed: @escaping @Sendable () -> Timed) -> Row {
    Row(name, group: "engine", unit: unit) {
      Threads.count = 1
      let (seconds, work) = timed()
      let scale = ["ms": 1e3, "us": 1e6][unit]
      return Samples(values: seconds.map { time in scale.map { time * $0 } ?? work / time / 1e9 })
    }
  }

  private static func measure(work amount: Double = 0, _ work: () -> Void) -> Timed {
    func now() -> UInt64 { Platform.monotonicNanoseconds() }
    let budget: UInt64 = 1_000_000_000
    let warm = now() + budget / 10
    while now() < warm { work() }
    var times: [Double] = []
    let end = now() + budget
    while times.count < 5 || now() < end {
      let start = now()
      work()
      times.append(Double(now() - start) * 1e-9)
    }
    return (times, amount)
  }

  private static func matmul() -> Timed {
    var generator = SplitMix64(seed: 1)
    let a = Tensor.normal([512, 512], using: &generator)
    let b = Tensor.normal([512, 512], using: &generator)
    return measure(work: 2 * 512 * 512 * 512) { _ = a.matmul(b) }
  }

  private static func convolution(_ kernel: Int, groups: Int) -> Timed {
    var generator = SplitMix64(seed: 1)
    let x = Tensor.normal([1, 64, 56, 56], using: &generator)
    let weight = Tensor.normal([64, 64 / groups, kernel, kernel], using: &generator)
    let window = Window(kernel, padding: kernel / 2)
    return measure {
      _ = x.convolution(weight, window, groups: groups)
    }
  }

  private static func perceptron(batch: Int) -> Timed {
    var generator = SplitMix64(seed: 1)
    let network = Sequential(
      Linear(8, 64, using: &generator), Activated(.relu), Linear(64, 64, using: &generator), Activated(.relu),
      Linear(64, 1, using: &generator))
    let x = Node(.normal([batch, 8], using: &generator))
    let target = Tensor.normal([batch, 1], using: &generator)
    return step(network, x) { $0.meanSquaredError(target) }
  }

  /// The network of the reference training run (3 and 4 channels, 3 classes) on 28×28 images.
  private static func convolutionalNetwork() -> Timed {
    var generator = SplitMix64(seed: 1)
    let network = Sequential(
      Convolution(1, 3, Window(3, padding: 1), using: &generator), Activated(.relu),
      Pool(.max, Window(2, stride: 2)), Convolution(3, 4, Window(3), using: &generator), Activated(.relu),
      Flatten(), Linear(4 * 12 * 12, 3, using: &generator))
    let x = Node(.normal([64, 1, 28, 28], using: &generator))
    let targets = (0..<64).map { _ in generator.nextIndex(below: 3) }
    return step(network, x) { $0.crossEntropy(targets) }
  }

  /// Forward, backward and one step of plain SGD.
  private static func step(
    _ network: Sequential, _ x: Node, _ loss: (Node) -> Node
  ) -> Timed {
    var optimizer = Optimizer.sgd(learningRate: 0.001)
    let parameters = network.parameters
    var pass = Pass(.training)
    return measure {
      loss(network.forward(x, &pass)).backward()
      optimizer.step(parameters)
      for parameter in parameters { parameter.clearGradient() }
    }
  }

  private static func addition() -> Timed {
    var generator = SplitMix64(seed: 1)
    let a = Tensor.normal([1 << 20], using: &generator)
    let b = Tensor.normal([1 << 20], using: &generator)
    return measure { _ = a + b }
  }
}
