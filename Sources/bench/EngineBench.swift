import Basics
import NeuralNet

/// The engine's rows: the same work as `peers.py` gives NumPy and PyTorch.
enum EngineBench {
  /// One row of the table.
  struct Measurement {
    var row: String
    /// The median of all runs.
    var microseconds: Double
    /// The fastest run, which a busy machine disturbs least.
    var fastest: Double
    var runs: Int
    /// Multiply-accumulates of one run; 0 where they say nothing.
    var macs = 0

    var gflops: Double { Double(2 * macs) / microseconds / 1000 }

    var json: JSONValue {
      var members: [JSONValue.Member] = [
        .init("row", .string(row)), .init("microseconds", .number(microseconds)),
        .init("fastest", .number(fastest)), .init("runs", .integer(runs)),
      ]
      if macs > 0 { members.append(.init("gflops", .number(gflops))) }
      return .object(members)
    }
  }

  /// Median time of one call, after a tenth of the time to warm up.
  static func measure(_ row: String, macs: Int = 0, seconds: Double = 1, _ work: () -> Void) -> Measurement {
    func now() -> UInt64 { Platform.monotonicNanoseconds() }
    let budget = UInt64(seconds * 1e9)
    let warm = now() + budget / 10
    while now() < warm { work() }
    var times: [UInt64] = []
    let end = now() + budget
    while times.count < 5 || now() < end {
      let start = now()
      work()
      times.append(now() - start)
    }
    times.sort()
    return Measurement(
      row: row, microseconds: Double(times[times.count / 2]) / 1000, fastest: Double(times[0]) / 1000,
      runs: times.count, macs: macs)
  }

  /// All rows, or those named; `threads` is 1 for a comparison with the peers.
  static func engineRows(_ wanted: Set<String> = [], threads: Int = 1, seconds: Double = 1) -> [Measurement] {
    Threads.count = threads
    let rows: [(String, () -> Measurement)] = [
      ("matmul-512", { matmul(seconds) }), ("conv-3x3-64-56", { convolution(3, groups: 1, seconds) }),
      ("conv-1x1-64-56", { convolution(1, groups: 1, seconds) }),
      ("depthwise-3x3-64-56", { convolution(3, groups: 64, seconds) }),
      ("mlp-step-1", { perceptron(batch: 1, seconds) }), ("mlp-step-32", { perceptron(batch: 32, seconds) }),
      ("cnn-step", { convolutionalNetwork(2 * seconds) }), ("add-1m", { addition(seconds) }),
    ]
    return rows.filter { wanted.isEmpty || wanted.contains($0.0) }.map { $0.1() }
  }

  private static func matmul(_ seconds: Double) -> Measurement {
    var generator = SplitMix64(seed: 1)
    let a = Tensor.normal([512, 512], using: &generator)
    let b = Tensor.normal([512, 512], using: &generator)
    return measure("matmul-512", macs: 512 * 512 * 512, seconds: seconds) { _ = a.matmul(b) }
  }

  private static func convolution(_ kernel: Int, groups: Int, _ seconds: Double) -> Measurement {
    var generator = SplitMix64(seed: 1)
    let x = Tensor.normal([1, 64, 56, 56], using: &generator)
    let weight = Tensor.normal([64, 64 / groups, kernel, kernel], using: &generator)
    let window = Window(kernel, padding: kernel / 2)
    let name = groups == 1 ? "conv-\(kernel)x\(kernel)-64-56" : "depthwise-\(kernel)x\(kernel)-64-56"
    return measure(name, macs: weight.scalarCount * 56 * 56, seconds: seconds) {
      _ = x.convolution(weight, window, groups: groups)
    }
  }

  private static func perceptron(batch: Int, _ seconds: Double) -> Measurement {
    var generator = SplitMix64(seed: 1)
    let network = Sequential(
      Linear(8, 64, using: &generator), Activated(.relu), Linear(64, 64, using: &generator), Activated(.relu),
      Linear(64, 1, using: &generator))
    let x = Node(.normal([batch, 8], using: &generator))
    let target = Tensor.normal([batch, 1], using: &generator)
    return step("mlp-step-\(batch)", network, x, seconds) { $0.meanSquaredError(target) }
  }

  /// The network of the reference training run (3 and 4 channels, 3 classes) on 28×28 images.
  private static func convolutionalNetwork(_ seconds: Double) -> Measurement {
    var generator = SplitMix64(seed: 1)
    let network = Sequential(
      Convolution(1, 3, Window(3, padding: 1), using: &generator), Activated(.relu),
      Pool(.max, Window(2, stride: 2)), Convolution(3, 4, Window(3), using: &generator), Activated(.relu),
      Flatten(), Linear(4 * 12 * 12, 3, using: &generator))
    let x = Node(.normal([64, 1, 28, 28], using: &generator))
    let targets = (0..<64).map { _ in generator.nextIndex(below: 3) }
    return step("cnn-step", network, x, seconds) { $0.crossEntropy(targets) }
  }

  /// Forward, backward and one step of plain SGD.
  private static func step(
    _ row: String, _ network: Sequential, _ x: Node, _ seconds: Double, _ loss: (Node) -> Node
  ) -> Measurement {
    var optimizer = Optimizer.sgd(learningRate: 0.001)
    let parameters = network.parameters
    var pass = Pass(.training)
    return measure(row, seconds: seconds) {
      loss(network.forward(x, &pass)).backward()
      optimizer.step(parameters)
      for parameter in parameters { parameter.clearGradient() }
    }
  }

  private static func addition(_ seconds: Double) -> Measurement {
    var generator = SplitMix64(seed: 1)
    let a = Tensor.normal([1 << 20], using: &generator)
    let b = Tensor.normal([1 << 20], using: &generator)
    return measure("add-1m", seconds: seconds) { _ = a + b }
  }
}
