import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let dropout = Demo(
    name: "dropout",
    purpose: LocalizedText(
      "Dropout masks over activations 1 … n, and how training and testing are made to agree",
      "对激活值 1 … n 做 dropout，以及训练与测试如何保持一致"),
    topic: .regularisation,
    options: [
      DemoOption("keep", .number(0.01...1), default: "0.5", "probability of keeping a unit", "保留概率"),
      DemoOption("n", .integer(1...50), default: "10", "units", "单元数"),
      DemoOption(
        "mode", .words(["standard", "inverted"]), default: "standard,inverted", "where the scaling happens",
        "在哪里做缩放"),
      DemoOption(
        "steps", .integer(1...20), default: "1", "training steps, each with a new mask", "训练步数，每步换一个掩码"),
      DemoOption(
        "trials", .integer(10...20_000), default: "2000", "masks for the measured mean", "实测均值所用的掩码数"),
    ],
    fields: [
      DemoField("drop", "1 − keep", "1 − keep"), DemoField("expected_kept", "keep·n", "keep·n"),
      DemoField("masks", "2ⁿ thinned networks", "2ⁿ 个子网络"),
      DemoField("sum", "1 + 2 + … + n", "1 + 2 + … + n"),
      DemoField("kept", "units kept in each step", "每一步保留的单元数"),
      DemoField("dropped_unchanged", "whether a dropped unit's weight stayed as it was", "被丢弃单元的权重是否保持不变"),
      DemoField("NAME.train_factor", "survivors are multiplied by this in training", "训练时存活单元乘以此数"),
      DemoField("NAME.test_factor", "activations are multiplied by this in testing", "测试时激活乘以此数"),
      DemoField("NAME.expected_train", "expected sum in training", "训练时和的期望"),
      DemoField("NAME.measured_train", "its mean over the trials", "实测均值"),
      DemoField("NAME.test", "sum in testing", "测试时的和"),
    ],
    examples: [
      "dropout", "dropout --keep 0.8 --n 10 --mode inverted", "dropout --keep 0.5 --n 10 --steps 3",
    ],
    wrongRules: DropoutRules.all
  ) { options, context throws(DemoFailure) in
    DropoutRun(options, &context.generator).result(context)
  }
}

private struct DropoutRun {
  let keep: Double
  let count: Int
  private let modes: [String]
  private let masks: [[Bool]]
  /// Weights before the first step and after each.
  private let weights: [[Double]]
  /// Sums of the kept activations, a mask each.
  private let sums: [Double]

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    let keep = options.number("keep")
    let count = options.integer("n")
    self.keep = keep
    self.count = count
    modes = options.words("mode")
    func mask() -> [Bool] { (0..<count).map { _ in generator.nextUnit() < keep } }
    masks = (0..<options.integer("steps")).map { _ in mask() }
    // One output of weights 1 on the activations; the gradient of ½·out² by a weight is out·mask·activation.
    var weights = [Array(repeating: 1.0, count: count)]
    for mask in masks {
      let now = weights[weights.count - 1]
      let active = mask.indices.map { mask[$0] ? Double($0 + 1) : 0 }
      let output = zip(now, active).reduce(0) { $0 + $1.0 * $1.1 }
      weights.append(zip(now, active).map { $0 - 1e-4 * output * $1 })
    }
    self.weights = weights
    sums = (0..<options.integer("trials")).map { _ in
      mask().enumerated().reduce(0) { $0 + ($1.element ? Double($1.offset + 1) : 0) }
    }
  }

  private var sum: Double { Double(count * (count + 1) / 2) }

  private var leavesDropped: Bool {
    masks.indices.allSatisfy { step in
      masks[step].indices.allSatisfy { masks[step][$0] || weights[step + 1][$0] == weights[step][$0] }
    }
  }

  func result(_ context: DemoContext) -> DemoResult {
    let mean = Tensor(sums).mean()
    var fields: [JSONValue.Member] = [
      .init("drop", .number(Numbers.decimal(1 - keep))),
      .init("expected_kept", .number(Numbers.decimal(keep * Double(count)))),
      .init("masks", .integer(1 << count)), .init("sum", .number(sum)),
      .init("kept", .integers(masks.map { $0.count { $0 } })),
      .init("dropped_unchanged", .bool(leavesDropped)),
    ]
    for mode in modes {
      let train = mode == "inverted" ? 1 / keep : 1
      let test = mode == "inverted" ? 1 : keep
      fields.append(
        .init(
          mode,
          [
            "train_factor": .number(train), "test_factor": .number(test),
            "expected_train": .number(Numbers.decimal(train * keep * sum)),
            "measured_train": .number(train * mean),
            "test": .number(Numbers.decimal(test * sum)),
          ]))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings, frames: masks.indices.map { frame($0, context) },
      details: details(context))
  }

  private var steps: [FormulaStep] {
    let (p, s) = (Numbers.significant(keep), Numbers.significant(sum, 6))
    return modes.map { mode in
      mode == "inverted"
        ? FormulaStep(
          formula: "inverted: E[Σ mask·a / keep]", substituted: "\(p) · \(s) / \(p)", value: "\(s) = test")
        : FormulaStep(
          formula: "standard: E[Σ mask·a];  test: keep·Σ a", substituted: "\(p) · \(s)",
          value: Numbers.significant(keep * sum, 6))
    }
  }

  private var warnings: [LocalizedText] {
    var warnings = [
      LocalizedText(
        "Each unit is drawn on its own: \(Numbers.significant(keep * Double(count))) are kept on average, not every time.",
        "每个单元独立抽取：平均保留 \(Numbers.significant(keep * Double(count))) 个，并非每次如此。")
    ]
    if keep < 0.5 {
      warnings.append(
        LocalizedText(
          "--keep is the probability of keeping; PyTorch's p is that of dropping, here \(Numbers.significant(1 - keep)).",
          "--keep 是保留概率；PyTorch 的 p 是丢弃概率，此处为 \(Numbers.significant(1 - keep))。"))
    }
    return warnings
  }

  /// The units with those crossed out that the mask drops, and the weights that moved.
  private func frame(_ step: Int, _ context: DemoContext) -> Drawing {
    let mask = masks[step]
    let cells = [mask.indices.map { "\($0 + 1)" }, mask.map { $0 ? "●" : "×" }]
    let dropped = Set(
      mask.indices.filter { !mask[$0] }.flatMap { [NumberGrid.Cell(0, $0), NumberGrid.Cell(1, $0)] })
    let kept = mask.indices.filter { mask[$0] }
    let sum = kept.reduce(0) { $0 + $1 + 1 }
    return .stack([
      .grid(
        NumberGrid(
          title: context.text(
            "mask \(step + 1): \(kept.count) of \(count) kept", "掩码 \(step + 1)：保留 \(kept.count)/\(count)"),
          cells: cells, dimmed: dropped)),
      .bars(
        BarChart(
          title: context.text("weights after this step", "这一步之后的权重"),
          bars: mask.indices.prefix(20).map { index in
            BarChart.Bar(
              "\(index + 1)", weights[step + 1][index], text: Numbers.fixed(weights[step + 1][index], 4),
              role: mask[index] ? .series1 : .dim)
          })),
      context.remark(
        "Sum of what is kept: \(sum); ÷ keep: \(Numbers.significant(Double(sum) / keep)).",
        "保留部分之和：\(sum)；除以 keep：\(Numbers.significant(Double(sum) / keep))。"),
    ])
  }

  private func details(_ context: DemoContext) -> Drawing {
    var counts = Array(repeating: 0.0, count: min(count * (count + 1) / 2 + 1, 56))
    let width = (sum + 1) / Double(counts.count)
    for value in sums { counts[min(counts.count - 1, Int(value / width))] += 1 }
    let mean = Tensor(sums).mean()
    return .plot(
      Plot(
        title: context.text(
          "sum of kept activations over \(sums.count) masks; mean \(Numbers.significant(mean)), keep·sum \(Numbers.significant(keep * sum))",
          "\(sums.count) 个掩码下保留激活之和；均值 \(Numbers.significant(mean))，keep·sum 为 \(Numbers.significant(keep * sum))"
        ),
        xLabel: context.text("sum", "和"),
        series: [
          Plot.Series(
            context.text("masks", "掩码数"), counts.enumerated().map { (x: (Double($0) + 0.5) * width, y: $1) },
            mark: .stems, role: .series1)
        ], xRange: 0...(sum + 1), height: 9))
  }
}

private enum DropoutRules {
  static let all: [WrongRule] = [
    train("not-thinned", "the full sum is given, nothing dropped", "给出了全部之和，没有丢弃") { _, sum in sum },
    train("drop-share", "the dropped part is given, (1 − keep)·sum", "给出的是被丢弃的部分 (1 − keep)·sum") {
      keep, sum in
      (1 - keep) * sum
    },
    train("inverted", "the survivors are divided by keep, and the sum as well", "又除以了 keep") { keep, sum in
      sum / keep
    },
    WrongRule(
      "standard.expected_train", "count", "the expected count of units is given, not their sum",
      "给出的是期望保留个数，不是和",
      number: { o in
        o.number("keep") * Double(o.integer("n"))
      }),
    factor("keep", "keep itself is given: survivors get larger, not smaller", "给出了 keep 本身：存活单元应放大") { $0 },
    factor(
      "drop-reciprocal", "1/(1 − keep) is given, the reciprocal of the drop rate", "给出 1/(1 − keep)，那是丢弃率的倒数"
    ) { 1 / (1 - $0) },
    factor("drop", "the drop rate is given", "给出的是丢弃率") { 1 - $0 },
    factor("one-plus", "1 + (1 − keep) is given", "给出的是 1 + (1 − keep)") { 2 - $0 },
    factor("none", "1 is given, as in standard dropout", "给出 1，那是标准 dropout") { _ in 1 },
  ]

  private static func train(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Double, Double) -> Double
  ) -> WrongRule {
    WrongRule(
      "standard.expected_train", name, english, chinese,
      number: { options in
        let count = options.integer("n")
        return formula(options.number("keep"), Double(count * (count + 1) / 2))
      })
  }

  private static func factor(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Double) -> Double
  ) -> WrongRule {
    WrongRule("inverted.train_factor", name, english, chinese, number: { formula($0.number("keep")) })
  }
}
