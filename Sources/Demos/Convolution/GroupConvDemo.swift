import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let groupConv = Demo(
    name: "group-conv",
    purpose: LocalizedText(
      "Group convolution: weights, their shape, and which channels see which", "分组卷积：权重数、权重形状与通道间的连接"),
    topic: .convolution,
    options: [
      DemoOption("cin", .integer(1...65_536), default: "64", "input channels", "输入通道数"),
      DemoOption(
        "cout", .integer(1...65_536), default: "128", "filters, which are the output channels", "滤波器个数，即输出通道数"
      ),
      DemoOption("k", .integer(1...255), default: "3", unit: .pixels, "kernel size", "卷积核大小"),
      DemoOption("groups", .integer(1...65_536), default: "4", "groups of channels", "通道分组数"),
      DemoOption("shape", .flag, "list the weight shapes of the frameworks", "列出各框架的权重形状"),
    ],
    fields: [
      DemoField("params", "weights, without biases", "权重数，不含偏置"),
      DemoField("params_standard", "weights with one group", "不分组时的权重数"),
      DemoField("weight_shape", "[cout, cin/groups, k, k]", "[cout, cin/groups, k, k]"),
      DemoField("channels_per_group", "input channels that one filter sees", "一个滤波器看到的输入通道数"),
      DemoField("filters_per_group", "filters in one group", "每组的滤波器个数"),
      DemoField("saving", "standard over grouped: the number of groups", "标准与分组之比，即分组数"),
    ],
    examples: [
      "group-conv --cin 64 --cout 128 --k 3 --groups 4", "group-conv --cin 64 --cout 64 --groups 64 --shape",
    ],
    wrongRules: GroupConvRules.all
  ) { options, context throws(DemoFailure) in
    let groups = try GroupConvolution(options)
    return DemoResult(
      fields: groups.fields, steps: groups.steps, warnings: groups.warnings, frames: groups.frames(context),
      details: groups.details(context, withShapes: options.flag("shape")))
  }
}

/// The channels and weights of a convolution in groups.
private struct GroupConvolution {
  let inputs, filters, kernel, groups: Int
  let params, standard: Int

  init(_ options: OptionValues) throws(DemoFailure) {
    inputs = options.integer("cin")
    filters = options.integer("cout")
    kernel = options.integer("k")
    groups = options.integer("groups")
    for (count, option) in [(inputs, "cin"), (filters, "cout")] where count % groups != 0 {
      throw DemoFailure(
        LocalizedText(
          "\(count) channels (--\(option)) cannot be divided into \(groups) groups.",
          "\(count) 个通道（--\(option)）无法平分成 \(groups) 组。"),
        advice: LocalizedText(
          "Use a --groups that divides both --cin and --cout.", "请让 --groups 同时整除 --cin 与 --cout。"))
    }
    // At one position: the smallest map that the kernel fits.
    let map = [inputs, 1, 1]
    params = Cost(convolution: kernel, channels: filters, groups: groups, on: map).parameters
    standard = Cost(convolution: kernel, channels: filters, on: map).parameters
  }

  var shape: [Int] { [filters, inputs / groups, kernel, kernel] }

  var fields: [JSONValue.Member] {
    [
      .init("params", .integer(params)), .init("params_standard", .integer(standard)),
      .init("weight_shape", .integers(shape)), .init("channels_per_group", .integer(inputs / groups)),
      .init("filters_per_group", .integer(filters / groups)), .init("saving", .integer(groups)),
    ]
  }

  var steps: [FormulaStep] {
    [
      FormulaStep(
        formula: "N · (C / G) · k · k",
        substituted: "\(filters) · (\(inputs) / \(groups)) · \(kernel) · \(kernel)",
        value: Numbers.grouped(params), fields: ["params", "weight_shape"]),
      FormulaStep(
        substituted: "G = 1: \(filters) · \(inputs) · \(kernel) · \(kernel)",
        value: "\(Numbers.grouped(standard)) = \(groups) · \(Numbers.grouped(params))",
        fields: ["params_standard", "saving"]),
    ]
  }

  var warnings: [LocalizedText] {
    guard groups > 1 else { return [] }
    if groups == inputs {
      return [
        LocalizedText(
          "One group a channel: a depthwise convolution. No channel is mixed with another; a 1×1 convolution must follow.",
          "每个通道自成一组：这就是深度卷积。通道之间互不混合，后面需要 1×1 卷积。")
      ]
    }
    return [
      LocalizedText(
        "Nothing passes between groups: stacked group convolutions need a channel shuffle or a 1×1 convolution.",
        "各组之间没有信息交换：连续使用分组卷积时需要通道重排或 1×1 卷积。")
    ]
  }

  // MARK: Drawing

  /// One frame a group, up to 16: which outputs it connects with which inputs.
  func frames(_ context: DemoContext) -> [Drawing] {
    let shown = min(groups, 16)
    return (1...shown).map { count in
      .beside([
        .heat(connections(upTo: count * groups / shown, context)),
        .bars(
          BarChart(
            title: context.text("weights", "权重数"),
            bars: [
              BarChart.Bar(
                "G = 1", Double(standard), text: Numbers.grouped(standard), role: .series2),
              BarChart.Bar(
                "G = \(groups)", Double(params), text: Numbers.grouped(params), role: .series1),
            ])),
      ])
    }
  }

  private func connections(upTo count: Int, _ context: DemoContext) -> HeatMap {
    let (rows, columns) = (min(filters, 16), min(inputs, 16))
    let values = (0..<rows).map { row in
      (0..<columns).map { column -> Double in
        let group = row * filters / rows * groups / filters
        guard group < count, column * inputs / columns * groups / inputs == group else { return 0 }
        return Double(1 + group % 6)
      }
    }
    return HeatMap(
      title: context.text("rows: outputs, columns: inputs", "行：输出通道，列：输入通道"), values: values,
      scale: .categorical)
  }

  func details(_ context: DemoContext, withShapes: Bool) -> Drawing {
    guard withShapes else { return .blank }
    func row(_ name: String, _ axes: String, _ shape: [Int]) -> [StyledText] {
      [StyledText(name), StyledText(axes, .dim), StyledText("\(shape)", .strong)]
    }
    var rows = [
      row("PyTorch Conv2d", "N, C/G, kh, kw", shape),
      row("Keras Conv2D", "kh, kw, C/G, N", [kernel, kernel, inputs / groups, filters]),
    ]
    if groups == inputs {
      rows.append(
        row("Keras DepthwiseConv2D", "kh, kw, C, N/C", [kernel, kernel, inputs, filters / inputs]))
    }
    return .table(
      Table(
        columns: [
          Table.Column(context.text("layer", "层"), .left), Table.Column(context.text("axes", "各轴"), .left),
          Table.Column(context.text("shape", "形状"), .left),
        ], rows: rows))
  }
}

private enum GroupConvRules {
  static let all: [WrongRule] = [
    count("groups-forgotten", "the groups are forgotten", "忘了分组") { $0.standard },
    count("both-divided", "both channel counts are divided by the groups", "输入和输出通道都除以了分组数") {
      $0.params / $0.groups
    },
    count("groups-multiplied", "the groups are multiplied instead of divided", "把分组数乘上而不是除去") {
      $0.standard * $0.groups
    },
    count("kernel-not-squared", "k is counted once instead of k·k", "核只乘了一个 k") { $0.params / $0.kernel },
    count("bias-added", "biases are counted although there are none", "没有偏置却算了偏置") {
      $0.params + $0.filters
    },
    shape("groups-forgotten", "the groups are forgotten", "忘了分组") {
      [$0.filters, $0.inputs, $0.kernel, $0.kernel]
    },
    shape("channels-swapped", "input and output channels are swapped", "输入与输出通道写反了") {
      [$0.inputs, $0.filters / $0.groups, $0.kernel, $0.kernel]
    },
    shape("both-divided", "both channel counts are divided by the groups", "输入和输出通道都除以了分组数") {
      [$0.filters / $0.groups, $0.inputs / $0.groups, $0.kernel, $0.kernel]
    },
    shape("keras-order", "the order of Keras is used", "用了 Keras 的顺序") {
      [$0.kernel, $0.kernel, $0.inputs / $0.groups, $0.filters]
    },
  ]

  private static func count(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (GroupConvolution) -> Int
  ) -> WrongRule {
    WrongRule("params", name, english, chinese) { options in
      (try? GroupConvolution(options)).map { .integer(formula($0)) }
    }
  }

  private static func shape(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (GroupConvolution) -> [Int]
  ) -> WrongRule {
    WrongRule("weight_shape", name, english, chinese) { options in
      (try? GroupConvolution(options)).map { .integers(formula($0)) }
    }
  }
}
