import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let gradcheck = Demo(
    name: "gradcheck",
    purpose: LocalizedText(
      "Finite differences against the true derivative, for a function or every weight of a small network",
      "有限差分与真实导数的比较：单个函数，或小网络的每个权重"),
    topic: .backprop,
    options: [
      DemoOption("fn", .word(CheckedFunction.allCases.map(\.rawValue)), default: "cube", "function", "函数"),
      DemoOption("theta", .number(-10...10), default: "1", "where", "求导的位置"),
      DemoOption(
        "eps", .number(1e-15...1), "step of the difference (0.01; 1e-6 with --net)",
        "差分步长（默认 0.01；--net 时 1e-6）"),
      DemoOption(
        "net", .integers(1...6, count: 2...4), "check a network of these sizes instead", "改为检查这样大小的网络"),
      DemoOption("bug", .flag, "forget a slope in dW1 of the network", "让网络的 dW1 漏乘斜率"),
    ],
    fields: [
      DemoField("two_sided", "(J(θ + ε) − J(θ − ε)) / 2ε", "(J(θ + ε) − J(θ − ε)) / 2ε"),
      DemoField("one_sided", "(J(θ + ε) − J(θ)) / ε", "(J(θ + ε) − J(θ)) / ε"),
      DemoField("exact", "the derivative", "导数"),
      DemoField("error_two", "error of the two-sided difference", "双侧差分的误差"),
      DemoField("error_one", "error of the one-sided difference", "单侧差分的误差"),
      DemoField("params", "weights checked, with --net", "被检查的权重个数（--net）"),
      DemoField("evaluations", "forward passes, two for each weight", "前向次数，每个权重两次"),
      DemoField("relative_error", "|a − n| / (|a| + |n|) over all weights", "全部权重的 |a − n| / (|a| + |n|)"),
      DemoField("passes", "whether it is below 1e-7", "是否小于 1e-7"),
    ],
    examples: [
      "gradcheck --fn cube --theta 1 --eps 0.01", "gradcheck --net 2,2,2", "gradcheck --net 2,2,2 --bug",
    ],
    wrongRules: GradCheckRules.all
  ) { options, context throws(DemoFailure) in
    if let sizes = options.optionalIntegers("net") {
      let net = try SmallNet(sizes: sizes, input: nil, target: nil)
      return netResult(net, options, context)
    }
    if options.flag("bug") {
      throw DemoFailure(
        LocalizedText("the bug is planted in a network, and there is none.", "错误要埋在网络里，而这里没有网络。"),
        advice: LocalizedText("Add --net 2,2,2.", "请加上 --net 2,2,2。"))
    }
    return functionResult(options, context)
  }

  private static func functionResult(_ options: OptionValues, _ context: DemoContext) -> DemoResult {
    let function = CheckedFunction(rawValue: options.word("fn")) ?? .cube
    let (theta, epsilon) = (options.number("theta"), options.optionalNumber("eps") ?? 0.01)
    let exact = function.derivative(theta)
    let (two, one) = (function.twoSided(theta, epsilon), function.oneSided(theta, epsilon))
    let shown = { (value: Double) in Numbers.significant(value, 7) }
    let epsilons = (1...26).map { pow(10, -Double($0) / 2) }
    // An error of exactly 0 has no place on a logarithmic axis.
    func errors(_ difference: (Double) -> Double) -> [(x: Double, y: Double)] {
      epsilons.map { (x: $0, y: abs(difference($0) - exact)) }.filter { $0.y > 0 }
    }
    let plot = Plot(
      title: context.text("error by step size", "误差随步长的变化"), xLabel: "ε",
      series: [
        Plot.Series(
          context.text("one-sided", "单侧"), errors { function.oneSided(theta, $0) }, mark: .path,
          role: .series2),
        Plot.Series(
          context.text("two-sided", "双侧"), errors { function.twoSided(theta, $0) }, mark: .path,
          role: .series1),
      ], isXLogarithmic: true, isYLogarithmic: true)
    let table = Table(
      columns: [
        "ε", context.text("two-sided", "双侧"), context.text("error", "误差"), context.text("one-sided", "单侧"),
        context.text("error", "误差"),
      ]
      .map { Table.Column($0) },
      rows: [1, 2, 4, 6, 8, 10, 12].map { exponent in
        let step = pow(10, -Double(exponent))
        let (two, one) = (function.twoSided(theta, step), function.oneSided(theta, step))
        return [
          StyledText("1e-\(exponent)", .strong), StyledText(Numbers.significant(two, 8)),
          StyledText(Numbers.significant(abs(two - exact), 2), .good),
          StyledText(Numbers.significant(one, 8)),
          StyledText(Numbers.significant(abs(one - exact), 2), .bad),
        ]
      })
    let warnings =
      epsilon < 1e-9
      ? [
        LocalizedText(
          "So small a step loses its digits: J(θ + ε) and J(θ) agree in almost all of them.",
          "步长太小会损失精度：J(θ + ε) 与 J(θ) 的数字几乎全部相同。")
      ] : []
    let (t, e) = (Numbers.significant(theta, 6), Numbers.significant(epsilon, 6))
    return DemoResult(
      fields: [
        .init("two_sided", .number(two)), .init("one_sided", .number(one)), .init("exact", .number(exact)),
        .init("error_two", .number(abs(two - exact))), .init("error_one", .number(abs(one - exact))),
      ],
      steps: [
        FormulaStep(
          formula: "(J(θ + ε) − J(θ − ε)) / 2ε",
          substituted:
            "(J(\(t) + \(e)) − J(\(t) − \(e))) / \(Numbers.significant(2 * epsilon, 6))", value: shown(two),
          fields: ["two_sided"]),
        FormulaStep(
          formula: "(J(θ + ε) − J(θ)) / ε", substituted: "(J(\(t) + \(e)) − J(\(t))) / \(e)",
          value: shown(one), fields: ["one_sided"]),
        FormulaStep(formula: "J′(θ)", substituted: function.formula, value: shown(exact), fields: ["exact"]),
      ], warnings: warnings, frames: [.plot(plot)], details: .table(table))
  }

  private static func netResult(_ net: SmallNet, _ options: OptionValues, _ context: DemoContext)
    -> DemoResult
  {
    let step = options.optionalNumber("eps") ?? 1e-6
    let pass = net.pass()
    var check = GradientCheck(net.weights, step: step) { net.loss(of: $0) }.all
    if options.flag("bug") {
      // The classic slip: δ of the first layer without the factor g′(z).
      for index in check.indices where check[index].input == 0 {
        let unit = check[index].position % net.sizes[1]
        check[index].analytic /= net.activation.derivative(pass.sums[0][unit])
      }
    }
    let error = GradientCheck.relativeError(check)
    let passes = error < 1e-7
    let verdict =
      passes
      ? context.text("passes: below 1e-7", "通过：小于 1e-7")
      : error < 1e-3
        ? context.text("doubtful: look at every component", "可疑：逐个查看分量")
        : context.text("fails: look at every component", "未通过：逐个查看分量")
    return DemoResult(
      fields: [
        .init("params", .integer(net.parameterCount)), .init("evaluations", .integer(2 * net.parameterCount)),
        .init("relative_error", .number(error)), .init("passes", .bool(passes)),
      ],
      steps: [
        FormulaStep(
          formula: "‖dθ − dθ(num)‖ / (‖dθ‖ + ‖dθ(num)‖)",
          substituted: context.text(
            "over \(net.parameterCount) weights, 2 forward passes each", "\(net.parameterCount) 个权重上，各 2 次前向"),
          value: "\(Numbers.significant(error, 3))   \(verdict)")
      ],
      warnings: passes
        ? []
        : [
          LocalizedText(
            "Only some components deviate: the bug sits in their formula.", "只有部分分量不符：错误就在它们的公式里。")
        ],
      frames: [GradientCheck.table(check, context)])
  }
}

extension GradientCheck {
  /// The norm of the difference over the sum of the norms.
  static func relativeError(_ all: [Difference]) -> Double {
    func norm(_ value: (Difference) -> Double) -> Double {
      all.reduce(0) { $0 + value($1) * value($1) }.squareRoot()
    }
    let scale = norm(\.analytic) + norm(\.numeric)
    return scale > 0 ? norm { $0.analytic - $0.numeric } / scale : 0
  }

  var relativeError: Double { GradientCheck.relativeError(all) }

  func table(_ net: SmallNet, _ context: DemoContext) -> Drawing { GradientCheck.table(all, context) }

  static func table(_ all: [Difference], _ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column(context.text("weight", "权重"), .left), Table.Column(context.text("back-prop", "反向传播")),
          Table.Column(context.text("difference", "差分")), Table.Column(context.text("error", "误差")),
        ],
        rows: all.map { one in
          [
            StyledText("W\(one.input + 1)[\(one.position)]", .strong),
            StyledText(Numbers.significant(one.analytic, 6)), StyledText(Numbers.significant(one.numeric, 6)),
            StyledText(Numbers.significant(one.error, 2), one.error > 1e-6 ? .bad : .good),
          ]
        }, limit: 40))
  }
}

/// Functions of one variable whose derivative is known.
private enum CheckedFunction: String, CaseIterable {
  case cube, square, exp, sin

  func value(_ x: Double) -> Double {
    switch self {
    case .cube: x * x * x
    case .square: x * x
    case .exp: Glibc.exp(x)
    case .sin: Glibc.sin(x)
    }
  }

  func derivative(_ x: Double) -> Double {
    switch self {
    case .cube: 3 * x * x
    case .square: 2 * x
    case .exp: Glibc.exp(x)
    case .sin: Glibc.cos(x)
    }
  }

  var formula: String {
    switch self {
    case .cube: "3θ²"
    case .square: "2θ"
    case .exp: "e^θ"
    case .sin: "cos θ"
    }
  }

  func twoSided(_ x: Double, _ step: Double) -> Double { (value(x + step) - value(x - step)) / (2 * step) }
  func oneSided(_ x: Double, _ step: Double) -> Double { (value(x + step) - value(x)) / step }
}

private enum GradCheckRules {
  static let all: [WrongRule] = [
    rule("two_sided", "not-halved", "the difference is divided by ε instead of 2ε", "除以了 ε 而不是 2ε") {
      2 * $0.twoSided($1, $2)
    },
    rule("two_sided", "one-sided", "the one-sided difference is taken", "算成了单侧差分") { $0.oneSided($1, $2) },
    rule(
      "two_sided", "exact", "the exact derivative is given, without the ε² of the difference",
      "给出了准确导数，漏了差分的 ε²"
    ) { function, theta, _ in function.derivative(theta) },
    rule("one_sided", "two-sided", "the two-sided difference is taken", "算成了双侧差分") { $0.twoSided($1, $2) },
    rule("one_sided", "backward", "the difference is taken to the left", "差分取到了左边") { $0.oneSided($1, -$2) },
    rule("one_sided", "exact", "the exact derivative is given", "给出了准确导数") { function, theta, _ in
      function.derivative(theta)
    },
    rule("one_sided", "square-lost", "the ε² is lost", "漏了 ε²") { function, theta, step in
      function.oneSided(theta, step) - step * step
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (CheckedFunction, _ theta: Double, _ step: Double) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      guard options.value("net") == nil, let function = CheckedFunction(rawValue: options.word("fn")) else {
        return nil
      }
      return .number(value(function, options.number("theta"), options.optionalNumber("eps") ?? 0.01))
    }
  }
}
