import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let batchSize = Demo(
    name: "batch-size",
    purpose: LocalizedText(
      "Mini-batch size: how noisy the gradient estimate is, and how many updates an epoch has",
      "mini-batch 的大小：梯度估计有多少噪声，一个 epoch 更新几次"),
    topic: .optimisers,
    options: [
      DemoOption("n", .integer(2...20_000), default: "1024", "samples of the training set", "训练集样本数"),
      DemoOption(
        "b", .integers(1...20_000, count: 1...6), default: "1,16,256,1024", "batch sizes", "batch 大小"),
      DemoOption("steps", .integer(1...500), default: "100", "updates of --plot loss", "--plot loss 的更新次数"),
      DemoOption("plot", .word(["estimate", "loss"]), default: "estimate", "what to draw", "画什么"),
    ],
    fields: [
      DemoField(
        "relative_std", "standard deviation of the estimate, in that of one sample (drawn with replacement)",
        "估计的标准差，以单样本的标准差为 1（有放回抽样）"),
      DemoField("measured_std", "the same, measured over many draws", "多次抽样实测的同一数值"),
      DemoField("updates_per_epoch", "⌈n / B⌉", "⌈n / B⌉"),
      DemoField("draws", "how often each batch size was drawn", "每种 batch 大小的抽样次数"),
      DemoField("final_loss", "with --plot loss: the loss after the last update", "--plot loss 时：最后的损失"),
    ],
    examples: ["batch-size --b 1,16,256,1024", "batch-size --b 1,32,1024 --plot loss"],
    wrongRules: BatchSizeRules.all
  ) { options, context throws(DemoFailure) in
    let count = options.integer("n")
    let sizes = options.integers("b")
    if let size = sizes.first(where: { $0 > count }) {
      throw DemoFailure(
        LocalizedText(
          "A batch of \(size) is larger than the \(count) samples.", "batch 大小 \(size) 超过了样本数 \(count)。"),
        advice: LocalizedText("Take --b of at most --n.", "--b 不应超过 --n。"))
    }
    let data = GradientData(count, &context.generator)
    let batches = sizes.map { size in
      GradientBatch(size, data, draws: max(8, min(400, 1_000_000 / (size * sizes.count))), &context.generator)
    }
    var fields: [JSONValue.Member] = [
      .init("relative_std", .numbers(batches.map(\.relative))),
      .init("measured_std", .numbers(batches.map(\.measured))),
      .init("updates_per_epoch", .integers(batches.map(\.updates))),
      .init("draws", .integers(batches.map(\.estimates.count))),
    ]
    let frames: [Drawing]
    if options.word("plot") == "loss" {
      let curves = sizes.map { data.losses(batch: $0, steps: options.integer("steps"), &context.generator) }
      fields.append(.init("final_loss", .numbers(curves.map { $0[$0.count - 1] })))
      frames = data.lossFrames(sizes, curves, context)
    } else {
      frames = GradientBatch.histograms(batches, data, context)
    }
    return DemoResult(
      fields: fields, steps: batches.flatMap { $0.steps }, warnings: [], frames: frames,
      details: GradientBatch.table(batches, context))
  }
}

/// Samples of y = 2x + noise, and the gradient that each gives the slope of ŷ = w·x at w = 0 under ½(ŷ − y)².
private struct GradientData {
  let x, y: [Double]
  let gradients: Tensor
  let mean, deviation: Double

  init(_ count: Int, _ generator: inout SplitMix64) {
    let inputs = Tensor.normal([count], using: &generator)
    let targets = inputs * 2 + Tensor.normal([count], using: &generator)
    x = inputs.scalars
    y = targets.scalars
    gradients = -(targets * inputs)
    mean = gradients.mean()
    deviation = gradients.standardDeviation()
  }

  /// The loss over all samples before and after each update with batches drawn with replacement.
  func losses(batch: Int, steps: Int, _ generator: inout SplitMix64) -> [Double] {
    let rate = 0.1
    let inputs = Tensor(x)
    let targets = Tensor(y)
    // ½·mean (w·x − y)² is a parabola in w: three means give it for every w.
    let (xx, xy, yy) = ((inputs * inputs).mean(), (inputs * targets).mean(), (targets * targets).mean())
    func loss(_ w: Double) -> Double { (w * w * xx - 2 * w * xy + yy) / 2 }
    var weight = 0.0
    var losses = [loss(weight)]
    for _ in 0..<steps {
      var gradient = 0.0
      if batch == x.count {
        gradient = weight * xx - xy
      } else {
        for _ in 0..<batch {
          let index = generator.nextIndex(below: x.count)
          gradient += (weight * x[index] - y[index]) * x[index]
        }
        gradient /= Double(batch)
      }
      weight -= rate * gradient
      losses.append(loss(weight))
    }
    return losses
  }

  func lossFrames(_ sizes: [Int], _ curves: [[Double]], _ context: DemoContext) -> [Drawing] {
    let count = curves[0].count
    let high = curves.joined().max() ?? 1
    let pace = max(1, (count + 29) / 30)
    return stride(from: pace, through: count + pace - 1, by: pace).map { end in
      .plot(
        Plot(
          title: context.text("loss over all samples, learning rate 0.1", "全部样本上的损失，学习率 0.1"),
          xLabel: context.text("update", "更新"),
          series: zip(sizes, curves).enumerated().map { index, curve in
            Plot.Series(
              "B = \(curve.0)", curve.1.prefix(end).enumerated().map { (x: Double($0), y: $1) },
              role: .series(index))
          }, xRange: 0...Double(count - 1), yRange: 0...high))
    }
  }
}

/// Gradient estimates from batches of one size.
private struct GradientBatch {
  let size: Int
  let estimates: [Double]
  let updates: Int
  /// In units of the deviation of one sample: by the formula, and as the estimates came out.
  let relative, measured: Double
  private let count: Int

  init(_ size: Int, _ data: GradientData, draws: Int, _ generator: inout SplitMix64) {
    self.size = size
    count = data.x.count
    updates = (count + size - 1) / size
    let gradients = data.gradients.scalars
    estimates = (0..<draws).map { _ in
      var sum = 0.0
      for _ in 0..<size { sum += gradients[generator.nextIndex(below: gradients.count)] }
      return sum / Double(size)
    }
    relative = 1 / Double(size).squareRoot()
    let squares = estimates.reduce(0) { $0 + ($1 - data.mean) * ($1 - data.mean) }
    measured = (squares / Double(draws)).squareRoot() / data.deviation
  }

  var steps: [FormulaStep] {
    [
      FormulaStep(
        formula: "σ_B / σ₁ = 1 / √B      ⌈n / B⌉", substituted: "1 / √\(size)      ⌈\(count) / \(size)⌉",
        value: "\(Numbers.significant(relative))      \(Numbers.grouped(updates))")
    ]
  }

  /// One more batch size a frame; all on the scale of the single sample.
  static func histograms(_ batches: [GradientBatch], _ data: GradientData, _ context: DemoContext)
    -> [Drawing]
  {
    let widest = (batches.map(\.relative).max() ?? 1) * data.deviation
    let range = (data.mean - 3 * widest)...(data.mean + 3 * widest)
    let bins = 48
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    let curves = batches.map { batch in
      var counts = Array(repeating: 0.0, count: bins)
      for estimate in batch.estimates where range.contains(estimate) {
        counts[min(bins - 1, Int((estimate - range.lowerBound) / width))] += 1
      }
      let highest = counts.max() ?? 1
      return counts.enumerated().map { index, count in
        (x: range.lowerBound + (Double(index) + 0.5) * width, y: count / max(1, highest))
      }
    }
    return batches.indices.map { last in
      .plot(
        Plot(
          title: context.text("estimates of the gradient, each peak scaled to 1", "梯度估计的分布（峰值归一）"),
          xLabel: context.text("gradient", "梯度"),
          series: (0...last).map { index in
            Plot.Series("B = \(batches[index].size)", curves[index], role: .series(index))
          }, xRange: range, yRange: 0...1.05))
    }
  }

  static func table(_ batches: [GradientBatch], _ context: DemoContext) -> Drawing {
    .table(
      Table(
        [
          "B", context.text("updates/epoch", "每 epoch 更新"), "1/√B", context.text("measured", "实测"),
          context.text("draws", "抽样"),
        ],
        batches.map { batch in
          [
            Numbers.grouped(batch.size), Numbers.grouped(batch.updates), Numbers.significant(batch.relative),
            Numbers.significant(batch.measured, 3), "\(batch.estimates.count)",
          ]
        }, shares: batches.map(\.relative)))
  }
}

private enum BatchSizeRules {
  static let all: [WrongRule] = [
    WrongRule(
      "relative_std", "variance", "1/B is given, which is the ratio of variances", "给出 1/B，那是方差之比",
      numbers: { o in
        o.integers("b").map { 1 / Double($0) }
      }),
    WrongRule(
      "relative_std", "inverted", "√B is given, the ratio upside down", "给出 √B，比值颠倒了",
      numbers: { o in
        o.integers("b").map { Double($0).squareRoot() }
      }),
    WrongRule(
      "relative_std", "sample-size", "the whole training set is divided by B", "用 B / n 去算",
      numbers: { o in
        o.integers("b").map { Double($0) / Double(o.integer("n")) }
      }),
    updates("floor", "the last, smaller batch is left out", "漏了最后不满的 batch") { n, b in n / b },
    updates("samples", "one update per sample is counted", "每个样本都算了一次更新") { n, _ in n },
    updates("extra", "a further batch is added although B divides n", "整除时又多加了一个 batch") { n, b in n / b + 1
    },
  ]

  private static func updates(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Int, Int) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "updates_per_epoch", mistake: LocalizedText(english, chinese)) { options in
      .integers(options.integers("b").map { formula(options.integer("n"), $0) })
    }
  }
}
