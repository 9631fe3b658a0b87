import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let gd = Demo(
    name: "gd",
    purpose: LocalizedText(
      "Gradient descent on x²: where each step lands, and from which learning rate it diverges",
      "在 x² 上做梯度下降：每一步落在哪里，学习率多大会发散"),
    topic: .optimisers,
    options: [
      DemoOption("fn", .word(["x2"]), default: "x2", "function to minimise", "要最小化的函数"),
      DemoOption("x0", .number(-1000...1000), default: "5", "start", "起点"),
      DemoOption("lr", .number(0...10), default: "0.1", "learning rate", "学习率"),
      DemoOption("steps", .integer(1...1000), default: "5", "steps", "步数"),
    ],
    fields: [
      DemoField("path", "x before the first step and after each", "起点与每一步之后的 x"),
      DemoField("loss", "x² along the path", "沿途的 x²"),
      DemoField("final", "the last x", "最后的 x"),
      DemoField("factor", "1 − lr·f″: what each step multiplies x by", "1 − lr·f″：每步把 x 乘上的倍数"),
      DemoField("diverges", "whether |factor| > 1", "是否 |factor| > 1"),
    ],
    examples: ["gd", "gd --lr 1.1 --steps 6", "gd --lr 0.5"],
    wrongRules: GDRules.all
  ) { options, context throws(DemoFailure) in
    let descent = Descent(options)
    let rate = Numbers.significant(descent.rate)
    let steps = descent.path.indices.dropLast().prefix(3).map { index in
      let x = Numbers.significant(descent.path[index], 6)
      return FormulaStep(
        formula: index == 0 ? "x ← x − lr · 2x" : "", substituted: "\(x) − \(rate) · 2 · \(x)",
        value: Numbers.significant(descent.path[index + 1], 6), fields: ["path", "final"])
    }
    return DemoResult(
      fields: [
        .init("path", .numbers(descent.path)), .init("loss", .numbers(descent.path.map { $0 * $0 })),
        .init("final", .number(descent.path[descent.path.count - 1])),
        .init("factor", .number(descent.factor)),
        .init("diverges", .bool(descent.diverges)),
      ],
      steps: steps, warnings: descent.warnings, frames: descent.frames(context),
      details: descent.table(context))
  }
}

/// Descent on f(x) = x², whose curvature f″ is 2.
private struct Descent {
  let rate: Double
  let path: [Double]

  static let curvature = 2.0

  init(_ options: OptionValues) {
    rate = options.number("lr")
    var x = options.number("x0")
    var path = [x]
    for _ in 0..<options.integer("steps") {
      x -= rate * 2 * x
      path.append(x)
    }
    self.path = path
  }

  var factor: Double { 1 - rate * Descent.curvature }
  var diverges: Bool { abs(factor) > 1 }

  var warnings: [LocalizedText] {
    if diverges {
      return [
        LocalizedText(
          "The learning rate is above 2/f″ = 1: every step lands further away on the other side.",
          "学习率超过 2/f″ = 1：每一步都落到另一侧更远的地方。")
      ]
    }
    if factor == -1 {
      return [
        LocalizedText("At lr = 2/f″ = 1 it jumps between two points for ever.", "lr = 2/f″ = 1 时在两点之间来回跳。")
      ]
    }
    if factor < 0 {
      return [
        LocalizedText(
          "Above 1/f″ = 0.5 every step overshoots, but less each time.", "超过 1/f″ = 0.5 时每步都越过最低点，但越来越近。")
      ]
    }
    return []
  }

  func frames(_ context: DemoContext) -> [Drawing] {
    let reach = min(path.map(abs).max() ?? 1, 1e6) * 1.05 + 1e-9
    let curve = (-100...100).map { index in
      let x = Double(index) / 100 * reach
      return (x: x, y: x * x)
    }
    let shown = path.prefix(40)
    return shown.indices.dropFirst().map { count in
      let walked = shown.prefix(count + 1).filter { abs($0) <= reach }.map { (x: $0, y: $0 * $0) }
      return .plot(
        Plot(
          title: context.text("step \(count)", "第 \(count) 步"),
          series: [
            Plot.Series("x²", curve, role: .dim),
            Plot.Series(context.text("iterates", "迭代点"), walked, mark: .path, role: .series1),
          ], xRange: -reach...reach, yRange: 0...reach * reach, height: 12))
    }
  }

  func table(_ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column(context.text("step", "步")), Table.Column("x"), Table.Column("x²"),
          Table.Column("f′(x) = 2x"),
        ],
        rows: path.enumerated().map { index, x in
          [
            StyledText("\(index)", .dim), StyledText(Numbers.significant(x, 6), .strong),
            StyledText(Numbers.significant(x * x, 6)), StyledText(Numbers.significant(2 * x, 6)),
          ]
        }, limit: 20))
  }
}

private enum GDRules {
  static let all: [WrongRule] = [
    rule("two-forgotten", "the derivative of x² is taken as x", "把 x² 的导数当成 x") { x, rate in x - rate * x },
    rule("value-for-gradient", "the step uses f(x) = x² instead of f′(x) = 2x", "用了 f(x) = x² 而不是 f′(x) = 2x")
    { x, rate in
      x - rate * x * x
    },
    rule("uphill", "the step goes with the gradient instead of against it", "沿梯度方向走了，而不是反方向") { x, rate in
      x + rate * 2 * x
    },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String,
    _ step: @escaping @Sendable (Double, Double) -> Double
  ) -> WrongRule {
    WrongRule(name, field: "final", mistake: LocalizedText(english, chinese)) { options in
      let rate = options.number("lr")
      let final = (0..<options.integer("steps")).reduce(options.number("x0")) { x, _ in step(x, rate) }
      return final.isFinite ? .number(final) : nil
    }
  }
}
