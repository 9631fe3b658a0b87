import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let softmax = Demo(
    name: "softmax",
    purpose: LocalizedText(
      "Softmax: logits, exponentials, probabilities; temperature, and why not to apply it twice",
      "softmax：logit、指数、概率；温度，以及为何不能用两次"),
    topic: .losses,
    options: [
      DemoOption("z", .numbers(-10_000...10_000, count: 1...32), default: "5,2,-1,3", "logits", "logit"),
      DemoOption("T", .number(0.001...1000), default: "1", "temperature", "温度"),
      DemoOption("twice", .flag, "apply softmax to the probabilities again", "对概率再做一次 softmax"),
    ],
    fields: [
      DemoField("exp", "e^(z/T); null beyond the largest number", "e^(z/T)；溢出时为 null"),
      DemoField("sum", "their sum", "它们的和"),
      DemoField("shifted_exp", "e^((z − max z)/T), which cannot overflow", "e^((z − max z)/T)，不会溢出"),
      DemoField("p", "the probabilities", "概率"),
      DemoField("twice", "with --twice: softmax of p", "--twice 时：对 p 再做 softmax"),
    ],
    examples: ["softmax --z 5,2,-1,3", "softmax --z 5,2,-1,3 --twice", "softmax --z 1,2,3 --T 0.5"],
    wrongRules: SoftmaxRules.all
  ) { options, context throws(DemoFailure) in
    let logits = options.numbers("z")
    let temperature = options.number("T")
    let scaled = Tensor(logits) / temperature
    let powers = scaled.exponential()
    let largest = scaled.maximum()
    let probabilities = scaled.softmax()
    var fields: [JSONValue.Member] = [
      .init("exp", .array(powers.scalars.map { $0.isFinite ? .number($0) : .null })),
      .init("sum", powers.sum().isFinite ? .number(powers.sum()) : .null),
      .init("shifted_exp", .numbers((scaled - largest).exponential().scalars)),
      .init("p", .numbers(probabilities.scalars)),
    ]
    let again = options.flag("twice") ? probabilities.softmax() : nil
    if let again { fields.append(.init("twice", .numbers(again.scalars))) }
    var warnings: [LocalizedText] = []
    if !powers.sum().isFinite {
      warnings.append(
        LocalizedText(
          "eᶻ overflows here; subtracting the largest logit first gives the same probabilities.",
          "这里 eᶻ 会溢出；先减去最大的 logit，概率不变。"))
    }
    if again != nil {
      warnings.append(
        LocalizedText(
          "Softmax of probabilities flattens them: a loss that takes logits must not be given probabilities.",
          "对概率再做 softmax 会把它们压平：接收 logit 的损失函数不能再喂概率。"))
    }
    let view = SoftmaxView(
      logits: logits, powers: (scaled - largest).exponential().scalars, probabilities: probabilities.scalars,
      again: again?.scalars)
    let first = probabilities.scalars[0]
    let sum = powers.sum().isFinite ? Numbers.significant(powers.sum(), 5) : "∞"
    return DemoResult(
      fields: fields,
      steps: [
        FormulaStep(
          formula: "Σ e^(zⱼ/T)",
          substituted: powers.scalars.prefix(8).map { Numbers.significant($0) }.joined(separator: " + "),
          value: sum, fields: ["p", "sum", "exp"]),
        FormulaStep(
          formula: "p₁ = e^(z₁/T) / Σ e^(zⱼ/T)",
          substituted: "\(Numbers.significant(powers.scalars[0], 5)) / \(sum)",
          value: Numbers.significant(first), fields: ["p"]),
      ],
      warnings: warnings, frames: view.frames(context), details: .table(view.table(context)))
  }
}

private struct SoftmaxView {
  let logits, powers, probabilities: [Double]
  let again: [Double]?

  /// Logits, then exponentials, then probabilities, side by side.
  func frames(_ context: DemoContext) -> [Drawing] {
    var panels: [Drawing] = [
      panel("z", logits, .series1),
      panel(context.text("e^(z − max)", "e^(z − max)"), powers, .series2),
      panel("p", probabilities, .series3),
    ]
    if let again { panels.append(panel(context.text("softmax of p", "对 p 再做 softmax"), again, .series5)) }
    return (1...panels.count).map { .stack(Array(panels.prefix($0))) }
  }

  private func panel(_ title: String, _ values: [Double], _ role: Role) -> Drawing {
    .bars(
      BarChart(
        title: title,
        bars: values.enumerated().map { index, value in
          BarChart.Bar("\(index + 1)", value, text: Numbers.significant(value), role: role)
        }))
  }

  func table(_ context: DemoContext) -> Table {
    var headings = ["", "z", "p"]
    if again != nil { headings.append(context.text("twice", "两次")) }
    return Table(
      headings,
      logits.indices.map { index in
        var row = [
          "\(index + 1)", Numbers.significant(logits[index]), Numbers.fixed(probabilities[index], 4),
        ]
        if let again { row.append(Numbers.fixed(again[index], 4)) }
        return row
      }, shares: probabilities)
  }
}

private enum SoftmaxRules {
  static let all: [WrongRule] = [
    first("logit-share", "the logits themselves are divided by their sum", "直接用 logit 除以总和，没有取指数") { z in
      z[0] / z.reduce(0, +)
    },
    first("not-divided", "eᶻ is not divided by the sum", "没有除以总和") { z in exp(z[0]) },
    first("self-left-out", "the sum leaves out the class itself", "分母漏了自己这一类") { z in
      exp(z[0]) / z.dropFirst().reduce(0) { $0 + exp($1) }
    },
    first("sigmoid", "sigmoid of the one logit is taken", "只对这一个 logit 取了 sigmoid") { z in
      1 / (1 + exp(-z[0]))
    },
    first("negative-exponent", "e⁻ᶻ is taken for eᶻ", "把 eᶻ 当成了 e⁻ᶻ") { z in
      exp(-z[0]) / z.reduce(0) { $0 + exp(-$1) }
    },
    first("uniform", "every class gets the same share", "把概率平均分了") { z in 1 / Double(z.count) },
  ]

  private static func first(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable ([Double]) -> Double
  ) -> WrongRule {
    WrongRule(
      "p[0]", name, english, chinese,
      number: { options in
        formula(options.numbers("z").map { $0 / options.number("T") })
      })
  }
}
