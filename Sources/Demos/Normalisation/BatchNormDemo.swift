import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let bn = Demo(
    name: "bn",
    purpose: LocalizedText(
      "Batch normalisation: one channel step by step, running statistics, parameters, noise, drift",
      "批归一化：单通道逐步计算、滑动统计量、参数量、噪声与漂移"),
    topic: .normalisation,
    options: [
      DemoOption(
        "x", .numbers(-1_000_000...1_000_000, count: 1...64), default: "2,4,6,8", "the batch of one channel",
        "一个通道在一个 batch 中的值"),
      DemoOption("gamma", .number(-1000...1000), default: "1", "scale γ", "缩放 γ"),
      DemoOption("beta", .number(-1000...1000), default: "0", "shift β", "平移 β"),
      DemoOption("eps", .number(0...1), default: "1e-5", "ε under the root", "根号下的 ε"),
      DemoOption(
        "bias", .number(-1_000_000...1_000_000), default: "0", "added to every x before", "归一化前加到每个 x 上的偏置"),
      DemoOption(
        "mode", .word(["train", "test"]), default: "train", "batch or running statistics",
        "用 batch 统计量还是滑动统计量"),
      DemoOption(
        "momentum", .number(0...1), default: "0.1", "share of the new batch in the running statistics",
        "新 batch 在滑动统计量中的占比"),
      DemoOption("running", .flag, "show how the running statistics move", "展示滑动统计量的更新"),
      DemoOption("steps", .flag, "show every step of every value", "逐值展示每一步"),
      DemoOption("then", .word(["relu", "sigmoid", "tanh"]), "activation behind", "其后的激活函数"),
      DemoOption(
        "batch", .integers(1...4096, count: 1...6), default: "32", "batch sizes of --noise and --count",
        "--noise 与 --count 的 batch 大小"),
      DemoOption("noise", .flag, "how much the mean of a batch varies", "batch 均值的波动"),
      DemoOption("channels", .integer(1...65_536), default: "64", "channels of --count", "--count 的通道数"),
      DemoOption("count", .flag, "parameters and statistics of the layer", "该层的参数量与统计量个数"),
      DemoOption("layers", .integer(1...20), default: "5", "layers of --drift", "--drift 的层数"),
      DemoOption(
        "drift", .flag, "pre-activations through a deep net, with and without", "深层网络的预激活值，有无 BN 的对比"),
    ],
    fields: [
      DemoField("mean", "of the batch, bias included", "batch 均值（含偏置）"),
      DemoField("var", "population variance, which normalises", "总体方差，用于归一化"),
      DemoField(
        "var_unbiased", "÷ (m − 1), which enters the running estimate; null for one value",
        "除以 m − 1，用于滑动估计；只有一个值时为 null"),
      DemoField("x_hat", "(x − mean) / √(var + ε)", "(x − 均值) / √(方差 + ε)"),
      DemoField("y", "γ·x̂ + β", "γ·x̂ + β"),
      DemoField("out", "--then: the activation of y", "--then：y 经激活后的值"),
      DemoField(
        "running", "mean and var after this batch, from 0 and 1", "从 0 与 1 开始，经过该 batch 后的 mean 与 var"),
      DemoField(
        "std_of_mean", "--noise: 1/√m, in units of the data; measured_std beside it",
        "--noise：1/√m（以数据标准差计）；另有 measured_std"),
      DemoField("params", "--count: 2·C, γ and β", "--count：2·C，即 γ 与 β"),
      DemoField("statistics", "--count: 2·C running numbers, not learned", "--count：2·C 个滑动统计量，不参与学习"),
      DemoField(
        "with_bn", "--drift: mean and std of the pre-activations of each layer; without_bn too",
        "--drift：各层预激活值的 mean 与 std；另有 without_bn"),
    ],
    examples: [
      "bn --x 2,4,6,8 --steps", "bn --x 2,4,6,8 --mode test", "bn --drift --layers 5",
      "bn --batch 2,8,32 --noise",
      "bn --channels 64 --count",
    ],
    wrongRules: BatchNormRules.all
  ) { options, context throws(DemoFailure) in
    let channel = ChannelBatch(options)
    if channel.variance + options.number("eps") <= 0 {
      throw DemoFailure(
        LocalizedText("All values are equal and ε is 0: the division is by 0.", "所有值相等且 ε 为 0：会除以 0。"),
        advice: LocalizedText("Take a positive --eps, or an --x that varies.", "取正的 --eps，或让 --x 有变化。"))
    }
    var fields = channel.fields
    var frames = channel.frames(context)
    var details: [Drawing] = [channel.table(context)]
    var steps = channel.steps
    if options.flag("running") || options.word("mode") == "test" { steps += channel.runningSteps }
    if options.flag("noise") {
      let noise = BatchNoise(options.integers("batch"), &context.generator)
      fields += noise.fields
      frames = [noise.picture(context)]
      details = []
      steps = noise.steps
    }
    if options.flag("count") {
      let channels = options.integer("channels")
      fields += [.init("params", .integer(2 * channels)), .init("statistics", .integer(2 * channels))]
      steps = [
        FormulaStep(
          formula: "2·C  (γ, β)", substituted: "2·\(channels)",
          value: context.text("\(2 * channels), whatever the batch", "\(2 * channels)，与 batch 大小无关"))
      ]
      frames = [ChannelBatch.countPicture(channels, options.integers("batch"), context)]
      details = []
    }
    if options.flag("drift") {
      let drift = Drift(layers: options.integer("layers"), &context.generator)
      fields += drift.fields
      frames = drift.frames(context)
      details = [.table(drift.table(context))]
      steps = []
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: channel.warnings, frames: frames, details: .stack(details))
  }
}

/// One channel's values through the layer.
private struct ChannelBatch {
  let values, normalized, scaled: [Double]
  let mean, variance: Double
  private let unbiased: Double?
  private let running: (mean: Double, variance: Double)
  private let options: OptionValues
  private let activation: Activation?

  init(_ options: OptionValues) {
    self.options = options
    let bias = options.number("bias")
    values = options.numbers("x").map { $0 + bias }
    let batch = Tensor(values)
    mean = batch.mean()
    variance = batch.variance()
    unbiased = values.count > 1 ? batch.variance(unbiased: true) : nil
    let momentum = options.number("momentum")
    // PyTorch's convention: momentum is the weight of the new batch; Keras and the paper mean the old one's.
    running = (momentum * mean, (1 - momentum) + momentum * (unbiased ?? variance))
    let isTest = options.word("mode") == "test"
    let (center, spread) = isTest ? running : (mean, variance)
    let hat = (batch - center) / (spread + options.number("eps")).squareRoot()
    normalized = hat.scalars
    scaled = (hat * options.number("gamma") + options.number("beta")).scalars
    activation = options.optionalWord("then").flatMap { Activation(named: $0) }
  }

  private var isTest: Bool { options.word("mode") == "test" }

  var fields: [JSONValue.Member] {
    var fields: [JSONValue.Member] = [
      .init("mean", .number(mean)), .init("var", .number(variance)),
      .init("var_unbiased", unbiased.map { .number($0) } ?? .null), .init("x_hat", .numbers(normalized)),
      .init("y", .numbers(scaled)),
      .init(
        "running", .object([.init("mean", .number(running.mean)), .init("var", .number(running.variance))])),
    ]
    if let activation { fields.append(.init("out", .numbers(scaled.map { activation.value($0) }))) }
    return fields
  }

  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    if values.count == 1, !isTest {
      warnings.append(
        LocalizedText("A batch of one value normalises to 0, whatever it is.", "只有一个值的 batch，归一化后恒为 0。"))
    }
    if options.number("bias") != 0, !isTest {
      warnings.append(
        LocalizedText(
          "The bias moves the mean and is subtracted with it: it changes nothing.", "偏置只移动均值，随即被减掉：毫无作用。"))
    }
    return warnings
  }

  var steps: [FormulaStep] {
    let count = values.count
    let shown =
      values.prefix(8).map { Numbers.significant($0) }.joined(separator: " + ") + (count > 8 ? " + …" : "")
    let squares =
      values.prefix(4).map { "(\(Numbers.significant($0 - mean)))²" }.joined(separator: " + ")
      + (count > 4 ? " + …" : "")
    let (center, spread) = isTest ? running : (mean, variance)
    var steps = [
      FormulaStep(
        formula: "μ = Σ x / m", substituted: "(\(shown)) / \(count)", value: Numbers.significant(mean, 5),
        fields: ["mean", "var", "var_unbiased", "x_hat", "y", "running"]),
      FormulaStep(
        formula: "σ² = Σ (x − μ)² / m", substituted: "(\(squares)) / \(count)",
        value: Numbers.significant(variance, 5), fields: ["var", "var_unbiased", "x_hat", "y", "running"]),
    ]
    if let unbiased {
      steps.append(
        FormulaStep(
          formula: "σ²·m / (m − 1)",
          substituted: "\(Numbers.significant(variance, 5))·\(count) / (\(count) − 1)",
          value: Numbers.significant(unbiased, 5), fields: ["var_unbiased"]))
    }
    let which = options.flag("steps") ? Array(values.indices.prefix(16)) : [0]
    for index in which {
      let root = "√(\(Numbers.significant(spread)) + \(Numbers.significant(options.number("eps"))))"
      let hat = Numbers.significant(normalized[index])
      let (scale, shift) = (
        Numbers.significant(options.number("gamma")), Numbers.significant(options.number("beta"))
      )
      steps.append(
        FormulaStep(
          formula: index == 0 ? "x̂ = (x − μ) / √(σ² + ε),  y = γ·x̂ + β" : "",
          substituted:
            "x̂ = (\(Numbers.significant(values[index])) − \(Numbers.significant(center))) / \(root) = \(hat),"
            + "  \(scale)·\(hat) + \(shift)", value: Numbers.significant(scaled[index]),
          fields: ["x_hat", "y"]))
    }
    return steps
  }

  var runningSteps: [FormulaStep] {
    let momentum = Numbers.significant(options.number("momentum"))
    let rest = Numbers.significant(Numbers.decimal(1 - options.number("momentum")))
    return [
      FormulaStep(
        formula: "running μ ← (1 − a)·running μ + a·μ",
        substituted: "\(rest)·0 + \(momentum)·\(Numbers.significant(mean))",
        value: Numbers.significant(running.mean, 5), fields: ["running"]),
      FormulaStep(
        formula: "running σ² ← (1 − a)·running σ² + a·σ²·m/(m − 1)",
        substituted: "\(rest)·1 + \(momentum)·\(Numbers.significant(unbiased ?? variance))",
        value: Numbers.significant(running.variance, 5), fields: ["running"]),
    ]
  }

  /// The values on their way: x, x − μ, x̂, y and what the activation makes of it.
  func frames(_ context: DemoContext) -> [Drawing] {
    let center = isTest ? running.mean : mean
    var stages: [(String, [Double])] = [
      ("x", values), ("x − μ", values.map { $0 - center }), ("x̂", normalized), ("y = γ·x̂ + β", scaled),
    ]
    if let activation { stages.append((activation.name + "(y)", scaled.map { activation.value($0) })) }
    return stages.indices.map { last in
      .stack(
        stages[...last].suffix(3).map { title, numbers in
          .bars(
            BarChart(
              title: title,
              bars: numbers.prefix(12).enumerated().map { index, value in
                BarChart.Bar(
                  "\(index + 1)", value, text: Numbers.significant(value),
                  role: value < 0 ? .series5 : .series1)
              }))
        })
    }
  }

  func table(_ context: DemoContext) -> Drawing {
    var headings = ["", "x", "x̂", "y"]
    if let activation { headings.append(activation.name) }
    return .table(
      Table(
        headings,
        values.indices.map { index in
          var row = [
            "\(index + 1)", Numbers.significant(values[index], 6), Numbers.fixed(normalized[index], 4),
            Numbers.fixed(scaled[index], 4),
          ]
          if let activation { row.append(Numbers.fixed(activation.value(scaled[index]), 4)) }
          return row
        }, limit: 16))
  }

  static func countPicture(_ channels: Int, _ sizes: [Int], _ context: DemoContext) -> Drawing {
    .stack([
      .table(
        Table(
          ["", context.text("numbers", "个数"), context.text("learned", "是否学习")],
          [
            ["γ", Numbers.grouped(channels), context.text("yes", "是")],
            ["β", Numbers.grouped(channels), context.text("yes", "是")],
            [context.text("running mean", "滑动均值"), Numbers.grouped(channels), context.text("no", "否")],
            [context.text("running variance", "滑动方差"), Numbers.grouped(channels), context.text("no", "否")],
          ], left: [0, 2], shares: [1, 1, 1, 1])),
      context.remark(
        "The batch (here \(sizes.map(String.init).joined(separator: ", "))) does not enter: all images share the channel's pair.",
        "与 batch 大小（这里为 \(sizes.map(String.init).joined(separator: "、"))）无关：所有图像共用该通道的一对参数。"),
    ])
  }
}

/// How much the means of batches of standard normal values vary.
private struct BatchNoise {
  let sizes: [Int]
  let deviations, measured: [Double]

  init(_ sizes: [Int], _ generator: inout SplitMix64) {
    self.sizes = sizes
    deviations = sizes.map { 1 / Double($0).squareRoot() }
    measured = sizes.map { size in
      let draws = max(16, min(500, 40_000 / size))
      let means = Tensor.normal([draws, size], using: &generator).mean(axes: [1])
      return (means * means).mean().squareRoot()
    }
  }

  var fields: [JSONValue.Member] {
    [.init("std_of_mean", .numbers(deviations)), .init("measured_std", .numbers(measured))]
  }

  var steps: [FormulaStep] {
    zip(sizes, deviations).map {
      FormulaStep(formula: "σ / √m", substituted: "1 / √\($0)", value: Numbers.significant($1))
    }
  }

  func picture(_ context: DemoContext) -> Drawing {
    .bars(
      BarChart(
        title: context.text("standard deviation of the batch mean (measured behind)", "batch 均值的标准差（括号内为实测）"),
        bars: sizes.indices.map { index in
          BarChart.Bar(
            "m = \(sizes[index])", deviations[index],
            text: "\(Numbers.significant(deviations[index], 3)) (\(Numbers.significant(measured[index], 3)))",
            role: .series1)
        }))
  }
}

/// A deep ReLU net whose weights and biases have wandered off a little, as they do in training.
private struct Drift {
  struct Layer {
    let mean, deviation: Double
    let values: [Double]
  }

  let with, without: [Layer]
  private static let width = 32
  private static let batch = 64

  init(layers: Int, _ generator: inout SplitMix64) {
    let input = Tensor.normal([Drift.batch, Drift.width], using: &generator)
    let weights = (0..<layers).map { _ in
      Tensor.normal([Drift.width, Drift.width], mean: 0.03, deviation: 0.3, using: &generator)
    }
    func run(normalizes: Bool) -> [Layer] {
      var values = input
      return weights.map { weight in
        var sums = values.matmul(weight)
        if normalizes {
          let centered = sums - sums.mean(axes: [0], keepsAxes: true)
          let variance = (centered * centered).mean(axes: [0], keepsAxes: true)
          sums = centered / (variance + 1e-5).squareRoot()
        }
        values = sums.activated(.relu)
        return Layer(mean: sums.mean(), deviation: sums.standardDeviation(), values: sums.scalars)
      }
    }
    with = run(normalizes: true)
    without = run(normalizes: false)
  }

  var fields: [JSONValue.Member] {
    func object(_ layers: [Layer]) -> JSONValue {
      ["mean": .numbers(layers.map(\.mean)), "std": .numbers(layers.map(\.deviation))]
    }
    return [.init("with_bn", object(with)), .init("without_bn", object(without))]
  }

  /// A histogram of the pre-activations, a layer a frame.
  func frames(_ context: DemoContext) -> [Drawing] {
    let reach = min(40, max(4, without.flatMap(\.values).map(abs).max() ?? 4))
    return with.indices.map { index in
      .plot(
        Plot(
          title: context.text("pre-activations of layer \(index + 1)", "第 \(index + 1) 层的预激活值"), xLabel: "z",
          series: [
            Plot.Series(
              context.text("without BN", "无 BN"), Drift.histogram(without[index].values, reach),
              role: .series5),
            Plot.Series(
              context.text("with BN", "有 BN"), Drift.histogram(with[index].values, reach), role: .series3),
          ], xRange: -reach...reach))
    }
  }

  private static func histogram(_ values: [Double], _ reach: Double) -> [(x: Double, y: Double)] {
    let bins = 64
    var counts = Array(repeating: 0.0, count: bins)
    for value in values where abs(value) <= reach {
      counts[min(bins - 1, Int((value + reach) / (2 * reach) * Double(bins)))] += 1
    }
    return counts.enumerated().map { (x: -reach + (Double($0) + 0.5) * 2 * reach / Double(bins), y: $1) }
  }

  func table(_ context: DemoContext) -> Table {
    Table(
      [
        context.text("layer", "层"), context.text("mean", "均值"), context.text("std", "标准差"),
        context.text("with BN: mean", "有 BN：均值"), context.text("std", "标准差"),
      ],
      with.indices.map { index in
        [
          "\(index + 1)", Numbers.significant(without[index].mean, 3),
          Numbers.significant(without[index].deviation, 3),
          Numbers.fixed(with[index].mean, 3), Numbers.fixed(with[index].deviation, 3),
        ]
      })
  }
}
