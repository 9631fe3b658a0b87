import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let residual = Demo(
    name: "residual",
    purpose: LocalizedText(
      "What is left of a gradient behind many layers, with and without shortcuts", "梯度穿过许多层后还剩多少：有无捷径的对比"),
    topic: .architectures,
    options: [
      DemoOption("depth", .integer(1...200), default: "20", "blocks", "块数"),
      DemoOption("branch", .number(-3...3), default: "0.1", "slope F′ of each branch", "每个分支的斜率 F′"),
      DemoOption("f0", .flag, "branches that give 0", "让分支输出 0"),
    ],
    fields: [
      DemoField("plain", "factor on the gradient without shortcuts: F′^n", "无捷径时梯度的倍数：F′^n"),
      DemoField("residual", "factor with shortcuts: (1 + F′)^n", "有捷径时的倍数：(1 + F′)^n"),
      DemoField("identity", "whether the residual net gives its non-negative input back", "残差网络是否原样输出非负输入"),
      DemoField("gradients", "with shortcuts, from the last block to the first", "有捷径时，从末块到首块的梯度"),
    ],
    examples: ["residual", "residual --depth 56 --branch 0.05", "residual --f0"],
    wrongRules: ResidualRules.all
  ) { options, context throws(DemoFailure) in
    let depth = options.integer("depth")
    let slope = options.flag("f0") ? 0 : options.number("branch")
    let residual = chain(depth) { $0 + $0 * slope }
    let plain = chain(depth) { $0 * slope }
    let factor = Numbers.short(slope)
    return DemoResult(
      fields: [
        .init("plain", .number(plain[depth])), .init("residual", .number(residual[depth])),
        .init("identity", .bool(isIdentity(depth, slope))), .init("gradients", .numbers(residual)),
      ],
      steps: [
        FormulaStep(
          formula: context.text("plain: F′^n", "普通：F′^n"), substituted: "\(factor)^\(depth)",
          value: Numbers.significant(plain[depth], 5), fields: ["plain"]),
        FormulaStep(
          formula: context.text("residual: (1 + F′)^n", "残差：(1 + F′)^n"),
          substituted: "(1 + \(factor))^\(depth)",
          value: Numbers.significant(residual[depth], 5), fields: ["residual"]),
      ], warnings: warnings(residual[depth]), frames: frames(plain, residual, context))
  }

  /// ∂(last)/∂(value behind each block), by the engine, from the end to the input.
  private static func chain(_ depth: Int, _ block: (Node) -> Node) -> [Double] {
    let input = Node(Tensor(1), requiresGradient: true)
    var values = [input]
    for _ in 0..<depth { values.append(block(values[values.count - 1])) }
    values[depth].backward(retainsGraph: true)
    return values.reversed().map { $0.gradient?.scalar ?? 0 }
  }

  /// A stack of residual blocks with ReLU, the branch a matrix, on non-negative input.
  private static func isIdentity(_ depth: Int, _ slope: Double) -> Bool {
    let branch = Linear(weight: .identity(4) * slope, bias: nil)
    let blocks = (0..<depth).flatMap { _ -> [any Layer] in [Residual(branch), Activated(.relu)] }
    let input = Tensor([[0, 0.5, 1, 2]])
    return Sequential(blocks)(input) == input
  }

  private static func warnings(_ factor: Double) -> [LocalizedText] {
    guard abs(factor) > 1000 else { return [] }
    return [
      LocalizedText(
        "Shortcuts do not stop explosion: (1 + F′) compounds, hence BN or small branches at the start.",
        "捷径挡不住爆炸：(1 + F′) 会连乘放大，所以要用 BN 或让分支初始很小。")
    ]
  }

  private static func frames(_ plain: [Double], _ residual: [Double], _ context: DemoContext) -> [Drawing] {
    let depth = plain.count - 1
    let pace = max(1, depth / 20)
    let sizes = (plain + residual).map(abs).filter { $0 > 0 }
    return Swift.stride(from: pace, through: depth, by: pace).map { reached in
      func points(_ values: [Double]) -> [(x: Double, y: Double)] {
        values.prefix(reached + 1).enumerated().map { (x: Double($0), y: abs($1)) }.filter { $0.y > 0 }
      }
      return .plot(
        Plot(
          title: context.text("gradient behind \(reached) blocks", "穿过 \(reached) 块后的梯度"),
          xLabel: context.text("blocks passed on the way back", "反向经过的块数"),
          series: [
            Plot.Series(context.text("plain", "普通"), points(plain), mark: .path, role: .series2),
            Plot.Series(context.text("residual", "残差"), points(residual), mark: .path, role: .series1),
          ], xRange: 0...Double(depth), yRange: (sizes.min() ?? 0.1)...(sizes.max() ?? 1),
          isYLogarithmic: true))
    }
  }
}

private enum ResidualRules {
  static let all: [WrongRule] = [
    rule("shortcut-forgotten", "the shortcut is forgotten", "忘了捷径") { pow($1, Double($0)) },
    rule("shortcut-once", "the shortcut is added once at the end", "只在最后加了一次捷径") { 1 + pow($1, Double($0)) },
    rule("summed", "the factors are added instead of multiplied", "把倍数相加而不是相乘") { Double($0) * (1 + $1) },
    rule("linear", "only the first terms of the product are kept", "只保留了展开式的前两项") { 1 + Double($0) * $1 },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ value: @escaping @Sendable (Int, Double) -> Double
  ) -> WrongRule {
    WrongRule(name, field: "residual", mistake: LocalizedText(english, chinese)) {
      .number(value($0.integer("depth"), $0.flag("f0") ? 0 : $0.number("branch")))
    }
  }
}
