import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let depthwise = Demo(
    name: "depthwise",
    purpose: LocalizedText(
      "Depthwise separable convolution against a standard one: parameters, MACs, and the saving",
      "深度可分离卷积与标准卷积：参数量、乘加次数与节省倍数"),
    topic: .convolution,
    options: [
      DemoOption("k", .integer(1...31), default: "3", unit: .pixels, "kernel size", "卷积核大小"),
      DemoOption("cin", .integer(1...8192), default: "64", "input channels", "输入通道数"),
      DemoOption("cout", .integer(1...8192), default: "128", "output channels", "输出通道数"),
      DemoOption(
        "hw", .integer(1...2048), default: "56", unit: .pixels, "side of the map, in and out",
        "特征图边长（输入输出相同）"),
    ],
    fields: [
      DemoField("params_standard", "weights of the standard convolution", "标准卷积的权重数"),
      DemoField("params_depthwise", "weights of the depthwise step", "深度卷积的权重数"),
      DemoField("params_pointwise", "weights of the 1×1 step", "逐点卷积（1×1）的权重数"),
      DemoField("params_separable", "both steps", "两步之和"),
      DemoField("macs_standard", "MACs of the standard convolution", "标准卷积的乘加次数"),
      DemoField("macs_depthwise", "MACs of the depthwise step", "深度卷积的乘加次数"),
      DemoField("macs_pointwise", "MACs of the 1×1 step", "逐点卷积的乘加次数"),
      DemoField("macs_separable", "both steps", "两步之和"),
      DemoField("flops_standard, flops_separable", "2 × MACs", "2 × MACs"),
      DemoField("ratio", "separable over standard: 1/cout + 1/k²", "可分离与标准之比：1/cout + 1/k²"),
      DemoField("speedup", "standard over separable", "标准与可分离之比"),
    ],
    examples: [
      "depthwise --k 3 --cin 64 --cout 128 --hw 56", "depthwise --cout 1024", "depthwise --k 5 --hw 28",
    ],
    wrongRules: DepthwiseRules.all
  ) { options, context throws(DemoFailure) in
    let layers = Separable(options)
    return DemoResult(
      fields: layers.fields, steps: layers.steps, warnings: layers.warnings, frames: layers.frames(context),
      details: layers.details(context))
  }
}

/// A standard convolution and the two steps that replace it, all keeping the size.
private struct Separable {
  let kernel, inputs, outputs, side: Int
  let standard, depthwise, pointwise: Cost

  init(_ options: OptionValues) {
    kernel = options.integer("k")
    inputs = options.integer("cin")
    outputs = options.integer("cout")
    side = options.integer("hw")
    let map = [inputs, side, side]
    standard = Cost(convolution: kernel, channels: outputs, on: map)
    depthwise = Cost(of: .depthwise(.same([kernel, kernel]), hasBias: false), on: map)
    pointwise = Cost(convolution: 1, channels: outputs, on: map)
  }

  var separable: Cost { depthwise + pointwise }
  var speedup: Double { Double(standard.macs) / Double(separable.macs) }
  private var ratio: Double { Double(separable.macs) / Double(standard.macs) }

  var fields: [JSONValue.Member] {
    [
      .init("params_standard", .integer(standard.parameters)),
      .init("params_depthwise", .integer(depthwise.parameters)),
      .init("params_pointwise", .integer(pointwise.parameters)),
      .init("params_separable", .integer(separable.parameters)),
      .init("macs_standard", .integer(standard.macs)), .init("macs_depthwise", .integer(depthwise.macs)),
      .init("macs_pointwise", .integer(pointwise.macs)), .init("macs_separable", .integer(separable.macs)),
      .init("flops_standard", .integer(standard.flops)),
      .init("flops_separable", .integer(separable.flops)), .init("ratio", .number(ratio)),
      .init("speedup", .number(speedup)),
    ]
  }

  var steps: [FormulaStep] {
    let area = "\(side)·\(side)·\(kernel)·\(kernel)"
    return [
      FormulaStep(
        formula: "H·W·k·k·C·N", substituted: "\(area)·\(inputs)·\(outputs)",
        value: "\(Numbers.grouped(standard.macs)) MACs", fields: ["macs_standard"]),
      FormulaStep(
        formula: "H·W·k·k·C + H·W·C·N",
        substituted: "\(area)·\(inputs) + \(side)·\(side)·\(inputs)·\(outputs)",
        value:
          "\(Numbers.grouped(depthwise.macs)) + \(Numbers.grouped(pointwise.macs)) = \(Numbers.grouped(separable.macs)) MACs",
        fields: ["macs_separable", "macs_depthwise", "macs_pointwise"]),
      FormulaStep(
        formula: "1/N + 1/k²", substituted: "1/\(outputs) + 1/\(kernel * kernel)",
        value:
          "\(Numbers.significant(ratio))     1 / \(Numbers.significant(ratio)) = \(Numbers.fixed(speedup, 2))×",
        fields: ["ratio", "speedup"]),
    ]
  }

  var warnings: [LocalizedText] {
    var warnings = [
      LocalizedText(
        "Fewer MACs are not as much less time: the depthwise step moves many bytes for each product.",
        "乘加次数减少不等于同比例提速：深度卷积每次乘法要搬运的数据多，受内存带宽限制。")
    ]
    if separable.macs >= standard.macs {
      warnings.append(
        LocalizedText(
          "Nothing is saved here: 1/\(outputs) + 1/\(kernel * kernel) is not below 1.",
          "这里没有节省：1/\(outputs) + 1/\(kernel * kernel) 不小于 1。"))
    }
    return warnings
  }

  // MARK: Drawing

  /// The standard convolution, then the two steps one by one: weights between up to 8 inputs and outputs.
  func frames(_ context: DemoContext) -> [Drawing] {
    let (rows, columns) = (min(outputs, 8), min(inputs, 8))
    func map(_ title: String, rows: Int, _ weights: (Int, Int) -> Int) -> Drawing {
      .grid(
        NumberGrid(
          title: title,
          cells: (0..<rows).map { row in
            (0..<columns).map { weights(row, $0) == 0 ? "·" : "\(weights(row, $0))" }
          }))
    }
    let area = kernel * kernel
    let whole = map(context.text("standard", "标准"), rows: rows) { _, _ in area }
    let first = map(context.text("1 depthwise", "1 深度卷积"), rows: columns) { $0 == $1 ? area : 0 }
    let second = map(context.text("2 pointwise", "2 逐点"), rows: rows) { _, _ in 1 }
    let caption = Drawing.text(
      StyledText(
        context.text(
          "weights between inputs (columns) and outputs (rows), first \(columns) and \(rows) channels",
          "输入（列）与输出（行）之间的权重数，取前 \(columns) 与 \(rows) 个通道"), .dim))
    return [[whole], [whole, first], [whole, first, second]].map { .stack([.beside($0), caption]) }
  }

  func details(_ context: DemoContext) -> Drawing {
    let bars = BarChart(
      title: "MACs",
      bars: [
        BarChart.Bar(
          context.text("standard", "标准"), Double(standard.macs), text: Numbers.grouped(standard.macs),
          role: .series2),
        BarChart.Bar(
          context.text("depthwise", "深度卷积"), Double(depthwise.macs), text: Numbers.grouped(depthwise.macs)),
        BarChart.Bar(
          context.text("pointwise", "逐点"), Double(pointwise.macs), text: Numbers.grouped(pointwise.macs)),
      ])
    let limit = Double(kernel * kernel)
    let curve = (0...50).map { step -> (x: Double, y: Double) in
      let channels = Double(1 << (step / 5)) * (1 + Double(step % 5) / 5)
      return (channels, 1 / (1 / channels + 1 / limit))
    }
    let plot = Plot(
      title: context.text(
        "saving by output channels; the limit is k² = \(Int(limit))", "节省倍数随输出通道数的变化；上限 k² = \(Int(limit))"),
      xLabel: context.text("output channels", "输出通道数"),
      series: [
        Plot.Series(context.text("saving", "节省倍数"), curve, role: .series1),
        Plot.Series(
          context.text("here", "此处"), [(Double(outputs), speedup)], mark: .points, role: .series2),
      ], isXLogarithmic: true, height: 10)
    return .stack([.bars(bars), .blank, .plot(plot)])
  }
}

private enum DepthwiseRules {
  static let all: [WrongRule] = [
    macs("pointwise-forgotten", "the 1×1 step is forgotten", "忘了 1×1 那一步") { $0.depthwise.macs },
    macs("depthwise-forgotten", "the depthwise step is forgotten", "忘了深度卷积那一步") { $0.pointwise.macs },
    macs("standard", "a standard convolution is counted", "按标准卷积算了") { $0.standard.macs },
    macs("flops-for-macs", "FLOPs are given instead of MACs", "把 FLOPs 当成了 MACs") { $0.separable.flops },
    macs("one-position", "only one position is counted", "只算了一个位置") { $0.separable.parameters },
    macs("kernel-not-squared", "k is counted once instead of k·k", "核只乘了一个 k") {
      $0.depthwise.macs / $0.kernel + $0.pointwise.macs
    },
    macs("depthwise-on-outputs", "the depthwise step is counted on the output channels", "深度卷积用了输出通道数") {
      $0.depthwise.macs / $0.inputs * $0.outputs + $0.pointwise.macs
    },
    speedup("limit-only", "only 1/k² is counted, without 1/cout", "只算了 1/k²，漏了 1/cout") {
      Double($0.kernel * $0.kernel)
    },
    speedup("ratio", "the ratio is given the other way round", "比值颠倒了") { 1 / $0.speedup },
    speedup("kernel-not-squared", "1/k is used instead of 1/k²", "用了 1/k 而不是 1/k²") {
      1 / (1 / Double($0.outputs) + 1 / Double($0.kernel))
    },
    speedup("inputs-for-outputs", "1/cin is used instead of 1/cout", "用了 1/cin 而不是 1/cout") {
      1 / (1 / Double($0.inputs) + 1 / Double($0.kernel * $0.kernel))
    },
    speedup("sum", "k² and cout are added", "把 k² 与 cout 直接相加") {
      Double($0.kernel * $0.kernel + $0.outputs)
    },
  ]

  private static func macs(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Separable) -> Int
  ) -> WrongRule {
    WrongRule("macs_separable", name, english, chinese) { .integer(formula(Separable($0))) }
  }

  private static func speedup(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Separable) -> Double
  ) -> WrongRule {
    WrongRule("speedup", name, english, chinese) { .number(formula(Separable($0))) }
  }
}
