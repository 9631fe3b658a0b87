import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let mixup = Demo(
    name: "mixup",
    purpose: LocalizedText(
      "Two images and their labels mixed with one weight, and where such weights come from",
      "两张图与标签按同一权重混合，以及权重从何而来"),
    topic: .data,
    options: [
      DemoOption(
        "lambda", .number(0...1), "weight of the first image (drawn from Beta(α, α))",
        "第一张图的权重（默认从 Beta(α, α) 抽取）"),
      DemoOption("alpha", .number(0.01...100), default: "0.2", "α of Beta(α, α)", "Beta(α, α) 的 α"),
      DemoOption("manifold", .integer(0...3), "mix behind this layer; 0 is the input", "在第几层之后混合；0 为输入"),
    ],
    fields: [
      DemoField("lambda", "weight of the first image", "第一张图的权重"),
      DemoField("label", "mixed label", "混合后的标签"),
      DemoField("layer", "where features are mixed", "在哪一层混合特征"),
      DemoField("mean", "mean of Beta(α, α)", "Beta(α, α) 的均值"),
      DemoField("variance", "variance of Beta(α, α): 1 / (4(2α + 1))", "Beta(α, α) 的方差：1 / (4(2α + 1))"),
      DemoField("sample_variance", "variance of 4000 draws", "4000 次抽样的方差"),
      DemoField("feature_gap", "rms between mixing there and mixing the input", "在该层混合与在输入混合的均方根差"),
    ],
    examples: ["mixup --lambda 0.7", "mixup --alpha 2", "mixup --manifold 1 --lambda 0.7"],
    wrongRules: MixupRules.all
  ) { options, context throws(DemoFailure) in
    let alpha = options.number("alpha")
    let draws = (0..<4000).map { _ in context.generator.nextBeta(alpha) }
    let weight = options.optionalNumber("lambda") ?? draws[0]
    let layer = options.optionalInteger("manifold") ?? 0
    let variance = 1 / (4 * (2 * alpha + 1))
    let (first, second) = (Dataset.glyph(3), Dataset.glyph(7))
    let gap = featureGap(first, second, weight, layer: layer, &context.generator)
    let mean = draws.reduce(0, +) / Double(draws.count)
    let spread = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count)
    let shown = { (value: Double) in Numbers.significant(value, 4) }
    var bins = [Int](repeating: 0, count: 20)
    for draw in draws { bins[min(19, Int(draw * 20))] += 1 }
    let context = context
    let path = (0...10).map { Double($0) / 10 }.filter { $0 < weight } + [weight]
    return DemoResult(
      fields: [
        .init("lambda", .number(weight)), .init("label", .numbers([weight, 1 - weight])),
        .init("layer", .integer(layer)), .init("mean", 0.5), .init("variance", .number(variance)),
        .init("sample_variance", .number(spread)), .init("feature_gap", .number(gap)),
      ],
      steps: [
        FormulaStep(
          formula: "y = λ·y₁ + (1 − λ)·y₂",
          substituted: "\(shown(weight))·(1, 0) + \(shown(1 - weight))·(0, 1)",
          value: "(\(shown(weight)), \(shown(1 - weight)))", fields: ["label"]),
        FormulaStep(
          formula: "Var(λ) = 1 / (4(2α + 1))", substituted: "1 / (4(2·\(shown(alpha)) + 1))",
          value: shown(variance), fields: ["variance"]),
      ],
      warnings: layer > 0
        ? [
          LocalizedText(
            "Behind layer \(layer) mixing differs from mixing the pixels by \(shown(gap)) (rms), for the layers are not linear.",
            "在第 \(layer) 层之后混合与直接混合像素相差 \(shown(gap))（均方根），因为各层不是线性的。")
        ] : [],
      frames: path.map { mixture(first, second, $0, context) },
      details: .plot(
        Plot(
          title: context.text(
            "4000 draws from Beta(\(shown(alpha)), \(shown(alpha)))",
            "Beta(\(shown(alpha)), \(shown(alpha))) 的 4000 次抽样"),
          xLabel: "λ",
          series: [
            Plot.Series(
              context.text("count", "次数"),
              bins.enumerated().map { (x: (Double($0) + 0.5) / 20, y: Double($1)) },
              mark: .stems, role: .series1)
          ], xRange: 0...1, height: 10)))
  }

  private static func mixture(
    _ first: Tensor, _ second: Tensor, _ weight: Double, _ context: DemoContext
  ) -> Drawing {
    let mixed = first * weight + second * (1 - weight)
    let bars = BarChart(
      title: context.text("label", "标签"),
      bars: [
        BarChart.Bar("3", weight, text: Numbers.significant(weight, 3), role: .series1),
        BarChart.Bar("7", 1 - weight, text: Numbers.significant(1 - weight, 3), role: .series2),
      ], range: 0...1)
    let pictures = [("3", first), ("7", second), ("λ = \(Numbers.significant(weight, 3))", mixed)].map {
      name, image in
      Drawing.heat(HeatMap(title: name, values: image.rows, scale: .grey, range: 0...1))
    }
    return .stack([.beside(pictures), .bars(bars)])
  }

  /// How far mixed features lie from the features of the mixed image, in a small random ReLU network.
  private static func featureGap(
    _ first: Tensor, _ second: Tensor, _ weight: Double, layer: Int, _ generator: inout SplitMix64
  ) -> Double {
    var layers: [any Layer] = []
    for depth in 0..<layer {
      layers.append(Linear(depth == 0 ? 64 : 16, 16, initializer: .heNormal, using: &generator))
      layers.append(Activated(.relu))
    }
    let network = Sequential(layers)
    func features(_ image: Tensor) -> Tensor { network(image.reshaped([1, 64])) }
    let mixed = features(first) * weight + features(second) * (1 - weight)
    let difference = mixed - features(first * weight + second * (1 - weight))
    return ((difference * difference).sum() / Double(difference.scalarCount)).squareRoot()
  }
}

extension SplitMix64 {
  /// Gamma(α, 1).  Source: G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", 2000.
  private mutating func nextGamma(_ alpha: Double) -> Double {
    if alpha < 1 { return nextGamma(alpha + 1) * pow(1 - nextUnit(), 1 / alpha) }
    let d = alpha - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = nextNormal()
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      if v > 0, log(1 - nextUnit()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  /// Beta(α, α).
  fileprivate mutating func nextBeta(_ alpha: Double) -> Double {
    let (x, y) = (nextGamma(alpha), nextGamma(alpha))
    // Both can underflow for tiny α, where the weight is 0 or 1 anyway.
    return x + y > 0 ? x / (x + y) : nextUnit() < 0.5 ? 0 : 1
  }
}

private enum MixupRules {
  static let all: [WrongRule] = [
    rule("variance", "quarter-forgotten", "the factor ¼ is forgotten", "忘了系数 ¼") {
      1 / (2 * $0.number("alpha") + 1)
    },
    rule("variance", "two-forgotten", "α + 1 is used instead of 2α + 1", "用了 α + 1 而不是 2α + 1") {
      1 / (4 * ($0.number("alpha") + 1))
    },
    rule("variance", "deviation", "the standard deviation is given", "给出了标准差") {
      (1 / (4 * (2 * $0.number("alpha") + 1))).squareRoot()
    },
    rule("variance", "uniform", "the variance of the uniform distribution is given", "给出了均匀分布的方差") { _ in
      1.0 / 12
    },
    rule("label[1]", "first-entry", "the weight of the other image is given", "给出了另一张图的权重") {
      $0.optionalNumber("lambda")
    },
    rule("label[1]", "hard", "the label is not mixed", "标签没有混合") {
      $0.optionalNumber("lambda") == nil ? nil : 1
    },
    rule("label[1]", "halved", "the labels are averaged", "标签取了平均") { _ in 0.5 },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (OptionValues) -> Double?
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { value($0).map { .number($0) } }
  }
}
