import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let initialisation = Demo(
    name: "init",
    purpose: LocalizedText(
      "Random data through a deep network: which initialisation keeps the signal alive",
      "随机数据穿过深层网络：哪种初始化能让信号活下来"),
    topic: .initialisation,
    options: [
      DemoOption(
        "scheme", .words(InitScheme.allCases.map(\.rawValue)), default: "small,lecun,he", "initialisations",
        "初始化方法"),
      DemoOption("act", .words(["tanh", "relu", "sigmoid", "none"]), default: "tanh", "activations", "激活函数"),
      DemoOption("depth", .integer(1...50), default: "10", "layers", "层数"),
      DemoOption("width", .integer(2...1000), default: "200", "units in each layer", "每层单元数"),
    ],
    fields: [
      DemoField("NAME.weight_std", "standard deviation of the weights", "权重的标准差"),
      DemoField(
        "NAME.weight_bound", "half the width of a uniform distribution (pytorch)", "均匀分布的半宽（pytorch）"),
      DemoField("NAME.row_sum", "what the weights of a unit add up to on average", "一个单元的权重之和的均值"),
      DemoField("NAME.z_std", "of z = Σ w·x for inputs of variance 1", "输入方差为 1 时 z = Σ w·x 的标准差"),
      DemoField(
        "NAME.ACT.std", "standard deviation of the activations of each layer, measured", "各层激活值的标准差（实测）"),
      DemoField("NAME.ACT.mean", "their mean, measured", "各层均值（实测）"),
      DemoField("NAME.ACT.expected_rms", "their rms in an infinitely wide network", "无限宽网络中各层的均方根"),
    ],
    examples: ["init", "init --scheme xavier,he --act tanh,relu", "init --scheme rand --act relu"],
    wrongRules: InitRules.all
  ) { options, context throws(DemoFailure) in
    let (depth, width) = (options.integer("depth"), options.integer("width"))
    guard depth * width * width <= SignalRun.largestWeightCount else {
      throw DemoFailure(
        LocalizedText(
          "\(depth) layers of width \(width) have \(Numbers.grouped(depth * width * width)) weights.",
          "\(depth) 层、宽 \(width) 共有 \(Numbers.grouped(depth * width * width)) 个权重。"),
        advice: LocalizedText("Use a smaller --depth or --width.", "请用更小的 --depth 或 --width。"))
    }
    let run = SignalRun(options, &context.generator)
    return run.result(context)
  }
}

/// The same data through the same draws, scaled by each scheme, with each activation.
private struct SignalRun {
  static let largestWeightCount = 4_000_000
  static let batch = 64

  struct Lane {
    let scheme: InitScheme
    let activationName: String
    let activation: Activation
    var values: Tensor
    var deviations: [Double] = []
    var means: [Double] = []
    var histograms: [[Double]] = []
  }

  let schemes: [InitScheme]
  let depth, width: Int
  private(set) var lanes: [Lane]

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    schemes = options.words("scheme").compactMap { InitScheme(rawValue: $0) }
    depth = options.integer("depth")
    width = options.integer("width")
    // A stream of its own, and exactly mean 0 and variance 1: chance is left to the weights.
    var stream = SplitMix64(seed: generator.next())
    let draws = Tensor.normal([SignalRun.batch, width], using: &stream)
    let input = (draws - draws.mean()) / draws.standardDeviation()
    var lanes: [Lane] = []
    for scheme in schemes {
      for name in options.words("act") {
        lanes.append(
          Lane(
            scheme: scheme, activationName: name,
            activation: name == "none" ? .identity : Activation(named: name) ?? .identity, values: input))
      }
    }
    for _ in 0..<depth {
      // Layer by layer, so that only one matrix of each kind exists at a time.
      let normal =
        schemes.contains { !$0.isUniform }
        ? Tensor.normal([width, width], using: &generator) : .zeros([width, width])
      let uniform =
        schemes.contains { $0.isUniform }
        ? Tensor.uniform([width, width], using: &generator) : .zeros([width, width])
      for index in lanes.indices {
        let scheme = lanes[index].scheme
        let sums = scheme.sums(of: lanes[index].values, drawn: scheme.isUniform ? uniform : normal)
        let values = sums.activated(lanes[index].activation)
        lanes[index].values = values
        lanes[index].deviations.append(values.standardDeviation())
        lanes[index].means.append(values.mean())
        lanes[index].histograms.append(SignalRun.histogram(values))
      }
    }
    self.lanes = lanes
  }

  /// Shares of −2…2 in 41 bins; what lies outside counts in the outer ones.
  private static func histogram(_ values: Tensor) -> [Double] {
    var bins = [Double](repeating: 0, count: 41)
    values.withScalars { scalars in
      for index in 0..<scalars.count {
        bins[Int(min(max((scalars[index] + 2) * 10, 0), 40) + 0.5)] += 1
      }
    }
    return bins.map { $0 / Double(values.scalarCount) }
  }

  func result(_ context: DemoContext) -> DemoResult {
    let shown = { (value: Double) in Numbers.significant(value, 4) }
    var steps: [FormulaStep] = []
    let fields = schemes.map { scheme -> JSONValue.Member in
      let sum = scheme.sumDeviation(width)
      steps.append(
        FormulaStep(
          formula: context.text(
            "\(scheme.rawValue): std(z) = √(n · E[w²])", "\(scheme.rawValue)：std(z) = √(n · E[w²])"),
          substituted: "√(\(width) · \(shown(sum * sum / Double(width))))", value: shown(sum)))
      var members: [JSONValue.Member] = [
        .init("weight_std", .number(scheme.deviation(width))),
        .init("weight_bound", scheme.bound(width).map { .number($0) } ?? .null),
        .init("row_sum", .number(scheme.rowSum(width))), .init("z_std", .number(sum)),
      ]
      for lane in lanes where lane.scheme == scheme {
        let expected = scheme.expectedPowers(width, depth: depth, lane.activation)
        members.append(
          .init(
            lane.activationName,
            [
              "std": .numbers(lane.deviations), "mean": .numbers(lane.means),
              "expected_rms": expected.map { .numbers($0) } ?? .null,
            ]))
      }
      return .init(scheme.rawValue, .object(members))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings, frames: lanes.map { picture($0, context) },
      details: .stack([plot(context), table(context)]))
  }

  private var warnings: [LocalizedText] {
    lanes.compactMap { lane in
      guard let last = lane.deviations.last else { return nil }
      let name = "\(lane.scheme.rawValue) + \(lane.activationName)"
      if last == 0 {
        return LocalizedText(
          "\(name): every unit gives the same, and none will learn.", "\(name)：所有单元输出相同，学不到东西。")
      }
      if last < 1e-3 {
        return LocalizedText(
          "\(name): the signal dies out, and the gradients with it.", "\(name)：信号逐层消失，梯度也随之消失。")
      }
      if last > 1e3 { return LocalizedText("\(name): the signal explodes.", "\(name)：信号逐层爆炸。") }
      if lane.activation == .tanh, last > 0.95 {
        return LocalizedText(
          "\(name): almost all units are saturated at −1 or 1.", "\(name)：几乎所有单元都饱和在 −1 或 1。")
      }
      return nil
    }
  }

  private func picture(_ lane: Lane, _ context: DemoContext) -> Drawing {
    .heat(
      HeatMap(
        title: "\(lane.scheme.rawValue) + \(lane.activationName): "
          + context.text("a row for each layer, activations from −2 to 2", "每层一行，激活值从 −2 到 2"),
        values: lane.histograms.map { $0.map { $0.squareRoot() } }))
  }

  private func plot(_ context: DemoContext) -> Drawing {
    let series = lanes.enumerated().map { index, lane in
      Plot.Series(
        "\(lane.scheme.rawValue) \(lane.activationName)",
        lane.deviations.enumerated().map { (x: Double($0 + 1), y: $1) }.filter { $0.y > 0 }, mark: .path,
        role: .series(index))
    }
    return .plot(
      Plot(
        title: context.text("std of the activations by layer", "各层激活值的标准差"),
        xLabel: context.text("layer", "层"),
        series: series, isYLogarithmic: true))
  }

  private func table(_ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [Table.Column(context.text("layer", "层"))]
          + lanes.map { Table.Column("\($0.scheme.rawValue) \($0.activationName)") },
        rows: (0..<depth).map { layer in
          [StyledText("\(layer + 1)", .dim)]
            + lanes.map { StyledText(Numbers.significant($0.deviations[layer], 3)) }
        }, limit: 12))
  }
}

private enum InitRules {
  static let all: [WrongRule] = [
    rule("small.z_std", "not-rooted", "0.01 is multiplied by n instead of √n", "0.01 乘了 n 而不是 √n") {
      0.01 * $0
    },
    rule("small.z_std", "weight", "the standard deviation of one weight is given", "给出了单个权重的标准差") { _ in 0.01
    },
    rule("small.z_std", "variance", "the variance is given", "给出了方差") { 0.0001 * $0 },
    rule("he.weight_std", "variance", "the variance is given", "给出了方差") { 2 / $0 },
    rule("he.weight_std", "lecun", "√(1/n) is taken, which suits tanh", "取了适合 tanh 的 √(1/n)") {
      (1 / $0).squareRoot()
    },
    rule("he.weight_std", "uniform", "the bound of the uniform variant is given", "给出了均匀版本的边界") {
      (6 / $0).squareRoot()
    },
    rule(
      "pytorch.weight_bound", "he", "He's uniform bound is taken: the name kaiming misleads",
      "取了 He 的均匀边界：kaiming 这个名字有误导"
    ) { (6 / $0).squareRoot() },
    rule("pytorch.weight_bound", "deviation", "the standard deviation is given", "给出了标准差") {
      (1 / (3 * $0)).squareRoot()
    },
    rule("pytorch.weight_bound", "not-rooted", "the root is forgotten", "忘了开根号") { 1 / $0 },
    rule("pytorch.weight_bound", "he-normal", "√(2/n) is taken", "取了 √(2/n)") { (2 / $0).squareRoot() },
    rule(
      "rand.row_sum", "centred", "the mean of the weights is taken as 0, as with randn", "像 randn 那样把均值当成 0"
    ) { _ in 0 },
    rule("rand.row_sum", "mean-one", "the mean of rand is taken as 1", "把 rand 的均值当成 1") { $0.squareRoot() },
    rule("rand.row_sum", "unscaled", "the factor √(1/n) is forgotten", "忘了系数 √(1/n)") { 0.5 * $0 },
    rule("rand.row_sum", "half", "the mean of rand is given", "给出了 rand 的均值") { _ in 0.5 },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Double) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) {
      .number(value(Double($0.integer("width"))))
    }
  }
}
