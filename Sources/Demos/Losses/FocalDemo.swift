import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let focal = Demo(
    name: "focal",
    purpose: LocalizedText(
      "Focal loss: how γ silences easy examples and α weighs the classes", "focal loss：γ 如何压低易分样本，α 如何平衡类别"),
    topic: .losses,
    options: [
      DemoOption(
        "p", .numbers(0.000001...0.999999, count: 1...32), default: "0.1,0.5,0.9,0.968,0.99",
        "pₜ: the probability of the true class", "pₜ：真实类的概率"),
      DemoOption("gamma", .numbers(0...10, count: 1...6), default: "2", "γ, one or several", "γ，可多个"),
      DemoOption("alpha", .number(0...1), default: "0.25", "weight of the positive class", "正类的权重"),
    ],
    fields: [
      DemoField("ce", "−ln pₜ", "−ln pₜ"),
      DemoField("factor", "(1 − pₜ)^γ (a list per γ when there are several)", "(1 − pₜ)^γ（多个 γ 时各一列）"),
      DemoField("fl", "(1 − pₜ)^γ · ce", "(1 − pₜ)^γ · ce"),
      DemoField("fl_alpha", "α · fl", "α · fl"),
      DemoField("reduction", "ce / fl", "ce / fl"),
    ],
    examples: ["focal", "focal --p 0.1,0.9 --gamma 2", "focal --p 0.9,0.968,0.99 --gamma 0,2,5"],
    wrongRules: FocalRules.all
  ) { options, context throws(DemoFailure) in
    let table = FocalTable(
      options.numbers("p"), gammas: options.numbers("gamma"), alpha: options.number("alpha"))
    return DemoResult(
      fields: table.fields, steps: table.steps, warnings: table.warnings, frames: table.frames(context),
      details: .table(table.table(context)))
  }
}

private struct FocalTable {
  let probabilities, gammas: [Double]
  let alpha: Double

  init(_ probabilities: [Double], gammas: [Double], alpha: Double) {
    self.probabilities = probabilities
    self.gammas = gammas
    self.alpha = alpha
  }

  private func factor(_ p: Double, _ gamma: Double) -> Double { pow(Numbers.decimal(1 - p), gamma) }
  private func loss(_ p: Double, _ gamma: Double) -> Double { -factor(p, gamma) * log(p) }

  var fields: [JSONValue.Member] {
    func each(_ value: (Double, Double) -> Double) -> JSONValue {
      let lists = gammas.map { gamma in JSONValue.numbers(probabilities.map { value($0, gamma) }) }
      return lists.count == 1 ? lists[0] : .array(lists)
    }
    return [
      .init("ce", .numbers(probabilities.map { -log($0) })), .init("factor", each(factor)),
      .init("fl", each(loss)),
      .init("fl_alpha", each { alpha * loss($0, $1) }), .init("reduction", each { 1 / factor($0, $1) }),
    ]
  }

  var steps: [FormulaStep] {
    let (p, gamma) = (probabilities[0], gammas[0])
    let shown = Numbers.significant(p)
    return [
      FormulaStep(
        formula: "CE = −ln pₜ", substituted: "−ln \(shown)", value: Numbers.significant(-log(p), 5),
        fields: ["ce", "fl", "fl_alpha"]),
      FormulaStep(
        formula: "FL = (1 − pₜ)^γ · CE",
        substituted: "(1 − \(shown))^\(Numbers.significant(gamma)) · \(Numbers.significant(-log(p), 5))",
        value: Numbers.significant(loss(p, gamma), 5), fields: ["fl", "fl_alpha"]),
      FormulaStep(
        formula: "CE / FL = 1 / (1 − pₜ)^γ",
        substituted: "1 / (1 − \(shown))^\(Numbers.significant(gamma))",
        value: Numbers.significant(1 / factor(p, gamma), 5), fields: ["reduction", "factor"]),
      FormulaStep(
        formula: "α · FL",
        substituted: "\(Numbers.significant(alpha)) · \(Numbers.significant(loss(p, gamma), 5))",
        value: Numbers.significant(alpha * loss(p, gamma), 5), fields: ["fl_alpha"]),
    ]
  }

  var warnings: [LocalizedText] {
    gammas.contains(0)
      ? [LocalizedText("γ = 0 is plain cross-entropy.", "γ = 0 就是普通交叉熵。")] : []
  }

  /// The curve of cross-entropy first, then one γ more a frame.
  func frames(_ context: DemoContext) -> [Drawing] {
    let shown = Array(Set([0, 1, 2, 5] + gammas)).sorted().prefix(6)
    let ps = (2...200).map { Double($0) / 201 }
    return shown.indices.map { last in
      .plot(
        Plot(
          title: context.text("loss by pₜ; right: easy examples", "损失随 pₜ 的变化；右侧为易分样本"), xLabel: "pₜ",
          series: shown[...last].enumerated().map { index, gamma in
            Plot.Series(
              "γ = \(Numbers.significant(gamma))", ps.map { (x: $0, y: loss($0, gamma)) },
              role: .series(index))
          }, xRange: 0...1, yRange: 0...4))
    }
  }

  func table(_ context: DemoContext) -> Table {
    Table(
      ["pₜ", "CE"] + gammas.flatMap { ["γ = \(Numbers.significant($0))", context.text("÷", "缩小倍数")] },
      probabilities.map { p in
        [Numbers.significant(p), Numbers.significant(-log(p))]
          + gammas.flatMap { [Numbers.significant(loss(p, $0)), Numbers.significant(1 / factor(p, $0))] }
      })
  }
}

private enum FocalRules {
  static let all: [WrongRule] = [
    rule("fl_alpha", "alpha-forgotten", "α is forgotten", "忘了 α") { p, g, _ in -pow(1 - p, g) * log(p) },
    rule("fl_alpha", "factor-forgotten", "the factor (1 − pₜ)^γ is forgotten", "忘了 (1 − pₜ)^γ") { p, _, a in
      -a * log(p)
    },
    rule("fl_alpha", "p-for-complement", "pₜ^γ is taken for (1 − pₜ)^γ", "把 (1 − pₜ)^γ 当成了 pₜ^γ") { p, g, a in
      -a * pow(p, g) * log(p)
    },
    rule("fl_alpha", "negative-alpha", "1 − α is taken, the weight of negatives", "用了 1 − α，那是负类的权重") {
      p, g, a in
      -(1 - a) * pow(1 - p, g) * log(p)
    },
    rule("fl_alpha", "gamma-times", "γ multiplies instead of being the power", "把 γ 当成乘数，而不是指数") { p, g, a in
      -a * g * (1 - p) * log(p)
    },
    rule("reduction", "p-for-complement", "1/pₜ^γ is taken for 1/(1 − pₜ)^γ", "把 1/(1 − pₜ)^γ 当成了 1/pₜ^γ") {
      p, g, _ in
      1 / pow(p, g)
    },
    rule("reduction", "factor", "the factor itself is given, not its reciprocal", "给出的是系数本身，没有取倒数") {
      p, g, _ in
      pow(1 - p, g)
    },
    rule("reduction", "power-forgotten", "γ is forgotten", "忘了 γ") { p, _, _ in 1 / (1 - p) },
    rule("reduction", "gamma-times", "γ multiplies instead of being the power", "把 γ 当成乘数，而不是指数") { p, g, _ in
      g / (1 - p)
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ p: Double, _ gamma: Double, _ alpha: Double) -> Double
  ) -> WrongRule {
    WrongRule(
      field, name, english, chinese,
      numbers: { options in
        options.numbers("p").map { formula($0, options.numbers("gamma")[0], options.number("alpha")) }
      })
  }
}
