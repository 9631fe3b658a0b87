import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let regularise = Demo(
    name: "regularise",
    purpose: LocalizedText(
      "What an L1 and an L2 penalty do to weights: zeros here, shrinking there", "L1 与 L2 惩罚对权重的作用：一个置零，一个缩小"),
    topic: .regularisation,
    options: [
      DemoOption(
        "v", .numbers(-1000...1000, count: 1...32), default: "-2,-0.4,0.1,0.5,3", "weights before", "原权重"),
      DemoOption("lambda", .number(0...1000), default: "0.5", "strength λ", "强度 λ"),
      DemoOption("penalty", .words(["l1", "l2"]), default: "l1,l2", "penalties", "惩罚项"),
      DemoOption(
        "step", .flag, "one descent step with λ/m in the gradient, the data's gradient being 0",
        "做一步梯度下降（含 λ/m 项，数据梯度为 0）"),
      DemoOption("lr", .number(0...10), default: "0.1", "learning rate α of --step", "--step 的学习率 α"),
      DemoOption("m", .integer(1...1_000_000), default: "10", "examples of --step", "--step 的样本数"),
      DemoOption("path", .flag, "the weights as λ grows", "权重随 λ 增大的变化"),
    ],
    fields: [
      DemoField("NAME.values", "argmin ½(w − v)² + penalty", "argmin ½(w − v)² + 惩罚"),
      DemoField("NAME.zeros", "weights that became exactly 0", "恰好变为 0 的权重个数"),
      DemoField("NAME.penalty", "λ·Σ|v| or (λ/2)·Σv² of the weights before", "原权重的 λ·Σ|v| 或 (λ/2)·Σv²"),
      DemoField("l2.decay_factor", "--step: 1 − αλ/m", "--step：1 − αλ/m"),
      DemoField("NAME.after_step", "--step: the weights after it", "--step：这一步之后的权重"),
    ],
    examples: ["regularise", "regularise --penalty l2 --lambda 0.7 --step", "regularise --path"],
    wrongRules: RegulariseRules.all
  ) { options, context throws(DemoFailure) in
    let penalties = options.words("penalty").map { Penalty($0, options) }
    return DemoResult(
      fields: penalties.map { .init($0.name, $0.json(withStep: options.flag("step"))) },
      steps: penalties.map { $0.step(withStep: options.flag("step")) }, warnings: Penalty.warnings(penalties),
      frames: options.flag("path") ? penalties.map { $0.path(context) } : Penalty.frames(penalties, context),
      details: .table(Penalty.table(penalties, withStep: options.flag("step"), context)))
  }
}

private struct Penalty {
  let name: String
  let weights: [Double]
  let lambda, rate: Double
  let examples: Double

  init(_ name: String, _ options: OptionValues) {
    self.name = name
    weights = options.numbers("v")
    lambda = options.number("lambda")
    rate = options.number("lr")
    examples = Double(options.integer("m"))
  }

  private var isL1: Bool { name == "l1" }

  /// The minimiser of ½(w − v)² + penalty: soft thresholding, or a division.
  private func shrunk(_ v: Double, _ lambda: Double) -> Double {
    isL1 ? (v < 0 ? -1 : 1) * max(abs(v) - lambda, 0) : v / (1 + lambda)
  }

  var values: [Double] { weights.map { shrunk($0, lambda) == 0 ? 0 : shrunk($0, lambda) } }
  var zeros: Int { values.count { $0 == 0 } }
  private var cost: Double {
    weights.reduce(0) { $0 + (isL1 ? lambda * abs($1) : lambda / 2 * $1 * $1) }
  }
  var decay: Double { 1 - rate * lambda / examples }

  /// The gradient of the penalty is λ/m·w under L2, λ/m·sign w under L1.
  var afterStep: [Double] {
    weights.map { isL1 ? $0 - rate * lambda / examples * ($0 > 0 ? 1 : $0 < 0 ? -1 : 0) : decay * $0 }
  }

  func json(withStep: Bool) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("values", .numbers(values)), .init("zeros", .integer(zeros)), .init("penalty", .number(cost)),
    ]
    if withStep {
      if !isL1 { members.append(.init("decay_factor", .number(decay))) }
      members.append(.init("after_step", .numbers(afterStep)))
    }
    return .object(members)
  }

  func step(withStep: Bool) -> FormulaStep {
    let v = Numbers.significant(weights[0])
    let strength = Numbers.significant(lambda)
    if withStep {
      let share = "\(Numbers.significant(rate)) · \(strength) / \(Numbers.significant(examples, 7))"
      return isL1
        ? FormulaStep(
          formula: "w ← w − α·(λ/m)·sign w", substituted: "\(v) − \(share) · sign \(v)",
          value: Numbers.significant(afterStep[0]))
        : FormulaStep(
          formula: "w ← (1 − αλ/m)·w",
          substituted: "(1 − \(share)) · \(v) = \(Numbers.significant(decay, 6)) · \(v)",
          value: Numbers.significant(afterStep[0]))
    }
    return isL1
      ? FormulaStep(
        formula: "L1: sign(v)·max(|v| − λ, 0)",
        substituted: "sign(\(v)) · max(\(Numbers.significant(abs(weights[0]))) − \(strength), 0)",
        value: Numbers.significant(values[0]))
      : FormulaStep(
        formula: "L2: v / (1 + λ)", substituted: "\(v) / (1 + \(strength))",
        value: Numbers.significant(values[0]))
  }

  static func warnings(_ penalties: [Penalty]) -> [LocalizedText] {
    var warnings: [LocalizedText] = []
    for penalty in penalties
    where !penalty.isL1 && penalty.lambda > 0 && penalty.weights.contains(where: { $0 != 0 }) {
      warnings.append(
        LocalizedText(
          "L2 makes every weight smaller and none exactly 0.", "L2 使每个权重变小，但不会恰好为 0。"))
    }
    if let penalty = penalties.first, penalty.decay < 0 {
      warnings.append(
        LocalizedText("αλ/m is above 1: each step would turn the weights' signs.", "αλ/m 超过 1：每一步都会让权重变号。"))
    }
    return warnings
  }

  /// λ grows from 0 to its value.
  static func frames(_ penalties: [Penalty], _ context: DemoContext) -> [Drawing] {
    (0...10).map { step in
      let lambda = penalties[0].lambda * Double(step) / 10
      return .beside(
        penalties.map { penalty in
          .bars(
            BarChart(
              title: "\(penalty.name.uppercased()), λ = \(Numbers.significant(lambda, 3))",
              bars: penalty.weights.prefix(16).flatMap { v in
                let w = penalty.shrunk(v, lambda)
                return [
                  BarChart.Bar(Numbers.significant(v), v, text: "", role: .dim),
                  BarChart.Bar(
                    "→", w, text: w == 0 ? "0" : Numbers.significant(w), role: w == 0 ? .series5 : .series1),
                ]
              }))
        })
    }
  }

  func path(_ context: DemoContext) -> Drawing {
    let highest = max(1, weights.map(abs).max() ?? 1) * 1.2
    let lambdas = (0...100).map { highest * Double($0) / 100 }
    return .plot(
      Plot(
        title: context.text("\(name.uppercased()): weights as λ grows", "\(name.uppercased())：权重随 λ 的变化"),
        xLabel: "λ",
        series: weights.prefix(6).enumerated().map { index, v in
          Plot.Series(Numbers.significant(v), lambdas.map { (x: $0, y: shrunk(v, $0)) }, role: .series(index))
        }, xRange: 0...highest))
  }

  static func table(_ penalties: [Penalty], withStep: Bool, _ context: DemoContext) -> Table {
    Table(
      ["v"]
        + penalties.flatMap { withStep ? [$0.name, $0.name + context.text(" step", " 一步后")] : [$0.name] },
      penalties[0].weights.indices.map { index in
        [Numbers.significant(penalties[0].weights[index])]
          + penalties.flatMap { penalty in
            [Numbers.significant(penalty.values[index])]
              + (withStep ? [Numbers.significant(penalty.afterStep[index])] : [])
          }
      })
  }
}

private enum RegulariseRules {
  static let all: [WrongRule] = [
    rule("l1.values[1]", 1, "sign-lost", "the sign is lost", "丢了负号") { v, l, _, _ in max(abs(v) - l, 0) },
    rule("l1.values[1]", 1, "subtracted", "λ is subtracted from v itself, away from 0", "直接用 v 减 λ，离 0 更远") {
      v, l, _, _ in v - l
    },
    rule(
      "l1.values[1]", 1, "past-zero", "the weight is pushed past 0 instead of stopping there", "越过了 0，没有停在 0"
    ) { v, l, _, _ in
      v + l
    },
    rule("l1.values[1]", 1, "l2", "the L2 step v/(1 + λ) is made", "用了 L2 的 v/(1 + λ)") { v, l, _, _ in
      v / (1 + l)
    },
    rule("l1.values[1]", 1, "hard", "weights above λ are kept whole: hard thresholding", "大于 λ 的保持不变：那是硬阈值") {
      v, l, _, _ in
      abs(v) > l ? v : 0
    },
    rule("l2.values[0]", 0, "l1", "λ is subtracted, as under L1", "像 L1 一样减去 λ") { v, l, _, _ in max(v - l, 0)
    },
    rule("l2.values[0]", 0, "multiplied", "v is multiplied by 1 − λ", "乘了 1 − λ") { v, l, _, _ in v * (1 - l)
    },
    rule("l2.values[0]", 0, "doubled", "v is divided by 1 + 2λ: the penalty had no ½", "除以了 1 + 2λ：漏看了惩罚里的 ½")
    { v, l, _, _ in
      v / (1 + 2 * l)
    },
    rule("l2.values[0]", 0, "lambda-alone", "v is divided by λ", "除以了 λ") { v, l, _, _ in
      l == 1 ? .nan : v / l
    },
    rule("l2.after_step[0]", 0, "not-averaged", "λ is not divided by m", "λ 没有除以 m") { v, l, a, _ in
      (1 - a * l) * v
    },
    rule("l2.after_step[0]", 0, "no-rate", "the learning rate is forgotten", "忘了学习率") { v, l, _, m in
      (1 - l / m) * v
    },
    rule(
      "l2.after_step[0]", 0, "doubled", "the gradient is taken as 2λ/m·w: the cost has λ/2m",
      "梯度当成 2λ/m·w：代价里是 λ/2m"
    ) { v, l, a, m in
      (1 - 2 * a * l / m) * v
    },
    rule(
      "l2.after_step[0]", 0, "decay-alone", "the factor 1 − αλ/m is given, not the weight",
      "给出的是因子 1 − αλ/m，不是权重"
    ) { v, l, a, m in
      v == 1 ? .nan : 1 - a * l / m
    },
    rule("l2.after_step[0]", 0, "growing", "the sign is turned round: the weight grows", "符号反了：权重变大") {
      v, l, a, m in
      (1 + a * l / m) * v
    },
  ]

  private static func rule(
    _ field: String, _ index: Int, _ name: String, _ english: String, _ chinese: String,
    _ formula:
      @escaping @Sendable (_ v: Double, _ lambda: Double, _ rate: Double, _ examples: Double) -> Double
  ) -> WrongRule {
    WrongRule(
      field, name, english, chinese,
      number: { options in
        let weights = options.numbers("v")
        guard index < weights.count else { return nil }
        return formula(
          weights[index], options.number("lambda"), options.number("lr"), Double(options.integer("m")))
      })
  }
}
