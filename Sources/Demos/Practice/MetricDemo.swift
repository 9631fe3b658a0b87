import Basics
import TerminalUI

extension Demo {
  static let metric = Demo(
    name: "metric",
    purpose: LocalizedText(
      "One number to choose by: F1 of precision and recall, and a weighted error",
      "用单一指标做选择：精确率与召回率的 F1，以及加权误差"),
    topic: .practice,
    options: [
      DemoOption(
        "pr", .matrix(0...1, side: 1...12), default: "0.95,0.90;0.98,0.85",
        "precision,recall of a model; may be repeated",
        "一个模型的精确率,召回率，可重复给出"),
      DemoOption("weighted", .flag, "an error with weights for one kind of image", "对某类图像加权的误差"),
      DemoOption("n", .integer(1...1_000_000), default: "100", "images", "图像数"),
      DemoOption("porn", .integer(0...1_000_000), default: "10", "of which pornographic", "其中色情图像数"),
      DemoOption(
        "err", .integers(0...1_000_000, count: 2...2), default: "3,2",
        "errors on ordinary, on pornographic images", "普通图像与色情图像上的错误数"),
      DemoOption("w", .number(1...10_000), default: "10", "weight of a pornographic image", "色情图像的权重"),
    ],
    fields: [
      DemoField("f1", "2PR/(P + R) of each model", "各模型的 2PR/(P + R)"),
      DemoField("mean", "(P + R)/2, for comparison", "(P + R)/2，作对比"),
      DemoField("best", "the model with the highest F1, counted from 1", "F1 最高的模型，从 1 数起"),
      DemoField("error", "--weighted: share of wrong images", "--weighted：错误图像的占比"),
      DemoField("weight_sum", "--weighted: Σ w", "--weighted：权重之和"),
      DemoField("weighted_error", "--weighted: Σ w·wrong / Σ w", "--weighted：Σ w·错误 / Σ w"),
    ],
    examples: ["metric --pr 0.95,0.90 --pr 0.98,0.85", "metric --pr 1,0.1", "metric --weighted"],
    wrongRules: MetricRules.all
  ) { options, context throws(DemoFailure) in
    let models = try Model.all(options)
    var fields: [JSONValue.Member] = [
      .init("f1", .numbers(models.map(\.f1))), .init("mean", .numbers(models.map(\.mean))),
      .init("best", .integer((models.indices.max { models[$0].f1 < models[$1].f1 } ?? 0) + 1)),
    ]
    guard options.flag("weighted") else {
      return DemoResult(
        fields: fields, steps: models.map(\.step), warnings: Model.warnings(models),
        frames: [Model.picture(models, context)], details: .table(Model.table(models, context)))
    }
    let error = try WeightedError(options)
    fields += error.fields
    return DemoResult(
      fields: fields, steps: error.steps, warnings: [], frames: [error.picture(context)], details: .blank)
  }
}

private struct Model {
  let precision, recall: Double

  static func all(_ options: OptionValues) throws(DemoFailure) -> [Model] {
    let rows = options.matrix("pr")
    guard rows.allSatisfy({ $0.count == 2 }) else {
      throw DemoFailure(
        LocalizedText("A model has two numbers: precision and recall.", "每个模型要有两个数：精确率与召回率。"),
        advice: LocalizedText("Write --pr 0.95,0.90 for each model.", "每个模型写成 --pr 0.95,0.90。"))
    }
    return rows.map { Model(precision: $0[0], recall: $0[1]) }
  }

  var mean: Double { (precision + recall) / 2 }
  /// 0 where both are 0.
  var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }

  var step: FormulaStep {
    let (p, r) = (Numbers.significant(precision), Numbers.significant(recall))
    return FormulaStep(
      formula: "F1 = 2PR / (P + R)", substituted: "2·\(p)·\(r) / (\(p) + \(r))",
      value: Numbers.significant(f1), fields: ["f1"])
  }

  static func warnings(_ models: [Model]) -> [LocalizedText] {
    models.filter { $0.mean - $0.f1 > 0.1 }.prefix(1).map { model in
      LocalizedText(
        "The plain mean would be \(Numbers.significant(model.mean, 3)): F1 punishes the weaker of the two.",
        "算术平均会是 \(Numbers.significant(model.mean, 3))：F1 会惩罚较弱的一项。")
    }
  }

  static func picture(_ models: [Model], _ context: DemoContext) -> Drawing {
    .bars(
      BarChart(
        title: context.text("precision, recall and F1 of each model", "各模型的精确率、召回率与 F1"),
        bars: models.enumerated().flatMap { index, model in
          [
            BarChart.Bar(
              "\(index + 1)  P", model.precision, text: Numbers.significant(model.precision), role: .dim),
            BarChart.Bar("   R", model.recall, text: Numbers.significant(model.recall), role: .dim),
            BarChart.Bar("   F1", model.f1, text: Numbers.significant(model.f1), role: .series1),
          ]
        }))
  }

  static func table(_ models: [Model], _ context: DemoContext) -> Table {
    let order = models.indices.sorted { models[$0].f1 > models[$1].f1 }
    return Table(
      [context.text("rank", "名次"), context.text("model", "模型"), "P", "R", context.text("mean", "平均"), "F1"],
      order.enumerated().map { rank, index in
        [
          "\(rank + 1)", "\(index + 1)", Numbers.significant(models[index].precision),
          Numbers.significant(models[index].recall), Numbers.fixed(models[index].mean, 4),
          Numbers.fixed(models[index].f1, 4),
        ]
      }, shares: order.map { models[$0].f1 })
  }
}

/// An error in which one kind of image weighs more.
private struct WeightedError {
  let count, special: Int
  let errors: [Int]
  let weight: Double

  init(_ options: OptionValues) throws(DemoFailure) {
    count = options.integer("n")
    special = options.integer("porn")
    errors = options.integers("err")
    weight = options.number("w")
    guard special <= count, errors[1] <= special, errors[0] <= count - special else {
      throw DemoFailure(
        LocalizedText(
          "Of \(count) images \(special) are pornographic: \(errors[0]) and \(errors[1]) errors do not fit.",
          "\(count) 张图中有 \(special) 张色情图：错误数 \(errors[0]) 与 \(errors[1]) 不成立。"),
        advice: LocalizedText("Raise --n or --porn, or lower --err.", "增大 --n 或 --porn，或减小 --err。"))
    }
  }

  var error: Double { Double(errors[0] + errors[1]) / Double(count) }
  var weightSum: Double { Double(count - special) + weight * Double(special) }
  var weighted: Double { (Double(errors[0]) + weight * Double(errors[1])) / weightSum }

  var fields: [JSONValue.Member] {
    [
      .init("error", .number(error)), .init("weight_sum", .number(weightSum)),
      .init("weighted_error", .number(weighted)),
    ]
  }

  var steps: [FormulaStep] {
    let w = Numbers.significant(weight)
    return [
      FormulaStep(
        formula: "Σ wrong / n", substituted: "(\(errors[0]) + \(errors[1])) / \(count)",
        value: Numbers.significant(error), fields: ["error"]),
      FormulaStep(
        formula: "Σ w", substituted: "\(count - special)·1 + \(special)·\(w)",
        value: Numbers.significant(weightSum, 6), fields: ["weight_sum", "weighted_error"]),
      FormulaStep(
        formula: "Σ w·wrong / Σ w",
        substituted: "(\(errors[0]) + \(w)·\(errors[1])) / \(Numbers.significant(weightSum, 6))",
        value: Numbers.significant(weighted), fields: ["weighted_error"]),
    ]
  }

  func picture(_ context: DemoContext) -> Drawing {
    .bars(
      BarChart(
        title: context.text("the same errors, counted and weighed", "同样的错误：计数与加权"),
        bars: [
          BarChart.Bar(
            context.text("plain error", "普通误差"), error, text: "\(Numbers.significant(error * 100, 3)) %",
            role: .dim),
          BarChart.Bar(
            context.text("weighted error", "加权误差"), weighted,
            text: "\(Numbers.significant(weighted * 100, 3)) %", role: .series5),
        ]))
  }
}

private enum MetricRules {
  static let all: [WrongRule] = [
    f1("mean", "the arithmetic mean is given, not the harmonic", "给出的是算术平均，不是调和平均") { $0.mean },
    f1("product", "the product P·R is given", "给出的是乘积 P·R") { $0.precision * $0.recall },
    f1("no-two", "the 2 is forgotten", "漏了系数 2") { $0.f1 / 2 },
    f1("geometric", "the geometric mean is given", "给出的是几何平均") { ($0.precision * $0.recall).squareRoot() },
    f1("smaller", "the smaller of the two is given", "给出的是较小的一个") { min($0.precision, $0.recall) },
    weighted("plain", "the weights are forgotten", "忘了权重") { $0.error },
    weighted(
      "not-normalised", "the weighted errors are divided by n, not by the sum of weights", "加权错误除以了 n，而不是权重之和"
    ) { e in
      (Double(e.errors[0]) + e.weight * Double(e.errors[1])) / Double(e.count)
    },
    weighted("errors-plain", "the errors are not weighted, only the sum is", "错误没有加权，只有分母加了权") { e in
      Double(e.errors[0] + e.errors[1]) / e.weightSum
    },
    weighted(
      "counted-twice", "the weighted images are added to n instead of replacing theirs",
      "把加权的图像加到 n 上，没有扣除原来的"
    ) { e in
      (Double(e.errors[0]) + e.weight * Double(e.errors[1]))
        / (Double(e.count) + e.weight * Double(e.special))
    },
  ]

  private static func f1(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Model) -> Double
  ) -> WrongRule {
    WrongRule(
      "f1", name, english, chinese,
      numbers: { options in
        options.matrix("pr").map { $0.count == 2 ? formula(Model(precision: $0[0], recall: $0[1])) : .nan }
      })
  }

  private static func weighted(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (WeightedError) -> Double
  ) -> WrongRule {
    WrongRule(
      "weighted_error", name, english, chinese,
      number: { options in
        (try? WeightedError(options)).map(formula)
      })
  }
}
