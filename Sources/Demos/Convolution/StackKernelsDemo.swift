import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let stackKernels = Demo(
    name: "stack-kernels",
    purpose: LocalizedText(
      "A stack of small kernels against one large kernel: weights, receptive field, non-linearities",
      "小核叠加与单个大核：权重数、感受野与非线性层数"),
    topic: .convolution,
    options: [
      DemoOption("k", .integer(1...15), default: "3", unit: .pixels, "kernel of the stack", "叠加所用的核"),
      DemoOption("n", .integer(1...16), default: "2", "layers of the stack", "叠加层数"),
      DemoOption("vs", .integer(1...63), default: "5", unit: .pixels, "the single kernel", "单个大核"),
      DemoOption("c", .integer(1...8192), default: "64", "channels, in and out everywhere", "通道数（处处相同）"),
    ],
    fields: [
      DemoField("stack_params", "weights of the stack, without biases", "叠加的权重数，不含偏置"),
      DemoField("single_params", "weights of the single layer", "单层的权重数"),
      DemoField("ratio", "stack over single", "叠加与单层之比"),
      DemoField("extra_percent", "how many percent more the single layer has", "单层多出的百分比"),
      DemoField("stack_rf", "receptive field of the stack", "叠加的感受野"),
      DemoField("single_rf", "receptive field of the single layer", "单层的感受野"),
      DemoField("nonlinearities", "activations in the stack, one a layer", "叠加中的激活次数，每层一次"),
    ],
    examples: ["stack-kernels --k 3 --n 2 --vs 5 --c 64", "stack-kernels --k 3 --n 3 --vs 7"],
    wrongRules: StackKernelsRules.all
  ) { options, context throws(DemoFailure) in
    let stack = KernelStack(options)
    return DemoResult(
      fields: stack.fields, steps: stack.steps, warnings: stack.warnings, frames: stack.frames(context))
  }
}

/// n layers of k×k and one layer of K×K, all with the same channels.
private struct KernelStack {
  let kernel, layers, single, channels: Int
  let stackParams, singleParams: Int
  /// Receptive fields after each layer.
  let growth: [Int]

  init(_ options: OptionValues) {
    kernel = options.integer("k")
    layers = options.integer("n")
    single = options.integer("vs")
    channels = options.integer("c")
    let map = [channels, 1, 1]
    stackParams = layers * Cost(convolution: kernel, channels: channels, on: map).parameters
    singleParams = Cost(convolution: single, channels: channels, on: map).parameters
    var field = ReceptiveField.pixel
    var growth: [Int] = []
    for _ in 0..<layers {
      field = field.through(kernel: kernel)
      growth.append(field.size)
    }
    self.growth = growth
  }

  var ratio: Double { Double(stackParams) / Double(singleParams) }
  private var extraPercent: Double { 100 * (1 / ratio - 1) }
  private var field: Int { growth[layers - 1] }

  var fields: [JSONValue.Member] {
    [
      .init("stack_params", .integer(stackParams)), .init("single_params", .integer(singleParams)),
      .init("ratio", .number(ratio)), .init("extra_percent", .number(extraPercent)),
      .init("stack_rf", .integer(field)), .init("single_rf", .integer(single)),
      .init("nonlinearities", .integer(layers)),
    ]
  }

  var steps: [FormulaStep] {
    [
      FormulaStep(
        formula: "n · k² · C²", substituted: "\(layers) · \(kernel)² · \(channels)²",
        value: Numbers.grouped(stackParams), fields: ["stack_params"]),
      FormulaStep(
        formula: "K² · C²", substituted: "\(single)² · \(channels)²", value: Numbers.grouped(singleParams),
        fields: ["single_params"]),
      FormulaStep(
        formula: "n·k² / K²", substituted: "\(layers * kernel * kernel) / \(single * single)",
        value: "\(Numbers.significant(ratio))     K² / n·k² − 1 = \(Numbers.fixed(extraPercent, 1)) %",
        fields: ["ratio", "extra_percent"]),
      FormulaStep(
        formula: "1 + n(k − 1)", substituted: "1 + \(layers)·(\(kernel) − 1)", value: "\(field)",
        fields: ["stack_rf"]),
    ]
  }

  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    if field != single {
      warnings.append(
        LocalizedText(
          "The stack sees \(field) pixels, the single kernel \(single): the comparison is not a fair one.",
          "叠加看到 \(field) 个像素，单个核看到 \(single) 个：这样比较并不公平。"))
    }
    if ratio >= 1 {
      warnings.append(
        LocalizedText("The stack has no fewer weights here.", "这里叠加并不节省权重。"))
    }
    return warnings
  }

  // MARK: Drawing

  /// One frame a layer: from one unit on top down to the pixels that it sees.
  func frames(_ context: DemoContext) -> [Drawing] {
    (1...layers).map { depth in
      .beside([pyramid(depth, context), .bars(weights(depth, context))])
    }
  }

  private func pyramid(_ depth: Int, _ context: DemoContext) -> Drawing {
    let widths = [1] + growth.prefix(depth)
    let widest = max(field, single)
    let shown = min(widest, 31)
    var lines: [Drawing] = [
      .text(StyledText(context.text("what one unit sees, layer by layer", "一个单元逐层看到的范围"), .strong))
    ]
    for (level, width) in widths.enumerated() {
      let cells = max(1, width * shown / widest)
      let margin = String(repeating: " ", count: (shown - cells) / 2)
      let label =
        level == 0
        ? context.text("  unit", "  单元")
        : level == depth ? context.text("  \(width) pixels below", "  下方 \(width) 个像素") : "  \(width)"
      lines.append(
        .text(
          StyledText(margin) + StyledText(String(repeating: "█", count: cells), .series(level % 6))
            + StyledText(label, .dim)))
    }
    let cells = max(1, single * shown / widest)
    lines.append(
      .text(
        StyledText(String(repeating: " ", count: (shown - cells) / 2))
          + StyledText(String(repeating: "▔", count: cells), .accent)
          + StyledText(
            context.text("  \(single)×\(single) in one step", "  \(single)×\(single) 一步到位"), .dim)))
    return .stack(lines)
  }

  private func weights(_ depth: Int, _ context: DemoContext) -> BarChart {
    let one = stackParams / layers
    return BarChart(
      title: context.text("weights", "权重数"),
      bars: [
        BarChart.Bar(
          "\(depth) × \(kernel)×\(kernel)", Double(depth * one), text: Numbers.grouped(depth * one)),
        BarChart.Bar(
          "\(single)×\(single)", Double(singleParams), text: Numbers.grouped(singleParams), role: .series2),
      ])
  }
}

private enum StackKernelsRules {
  static let all: [WrongRule] = [
    params("one-layer", "only one layer is counted", "只算了一层") { $0.stackParams / $0.layers },
    params("channels-once", "C is counted once instead of C²", "通道数只乘了一次") { $0.stackParams / $0.channels },
    params("channels-forgotten", "the channels are forgotten", "忘了通道数") {
      $0.layers * $0.kernel * $0.kernel
    },
    params("single", "the weights of the single kernel are given", "给的是单个大核的权重数") { $0.singleParams },
    params("bias-added", "biases are counted although there are none", "没有偏置却算了偏置") {
      $0.stackParams + $0.layers * $0.channels
    },
    params("areas-multiplied", "the kernel areas are multiplied instead of added", "把各层核面积相乘而不是相加") { stack in
      guard stack.layers <= 4 else { return nil }
      return (0..<stack.layers).reduce(stack.channels * stack.channels) { area, _ in
        area * stack.kernel * stack.kernel
      }
    },
    ratio("upside-down", "the ratio is given the other way round", "比值颠倒了") { 1 / $0.ratio },
    ratio("one-layer", "only one layer of the stack is counted", "叠加只算了一层") { $0.ratio / Double($0.layers) },
    ratio("sides-for-areas", "the sides are compared instead of the areas", "比的是边长而不是面积") {
      Double($0.layers * $0.kernel) / Double($0.single)
    },
    ratio("saving", "the share saved is given instead of the share left", "给的是省下的比例而不是剩下的比例") {
      1 - $0.ratio
    },
  ]

  private static func params(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (KernelStack) -> Int?
  ) -> WrongRule {
    WrongRule("stack_params", name, english, chinese) { formula(KernelStack($0)).map { .integer($0) } }
  }

  private static func ratio(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (KernelStack) -> Double
  ) -> WrongRule {
    WrongRule("ratio", name, english, chinese) { .number(formula(KernelStack($0))) }
  }
}
