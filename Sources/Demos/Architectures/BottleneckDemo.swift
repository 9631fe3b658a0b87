import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let bottleneck = Demo(
    name: "bottleneck",
    purpose: LocalizedText(
      "A 1×1 squeeze before a large kernel, and the Inception module built from it",
      "大核之前先用 1×1 压缩通道，以及由此构成的 Inception 模块"),
    topic: .architectures,
    options: [
      DemoOption("hw", .integer(1...1024), default: "28", unit: .pixels, "side of the map", "特征图边长"),
      DemoOption("cin", .integer(1...8192), default: "192", "input channels", "输入通道数"),
      DemoOption("k", .integer(1...31), default: "5", unit: .pixels, "the large kernel", "大核边长"),
      DemoOption("cout", .integer(1...8192), default: "32", "output channels", "输出通道数"),
      DemoOption("mid", .integer(1...8192), default: "16", "channels after the 1×1", "1×1 之后的通道数"),
      DemoOption(
        "module", .flag, "show GoogLeNet's module 3a with its four branches", "显示 GoogLeNet 3a 模块的四个分支"),
      DemoOption("aux", .flag, "show the auxiliary heads of GoogLeNet", "显示 GoogLeNet 的辅助分类器"),
    ],
    fields: [
      DemoField("direct_macs", "the large kernel on all channels", "大核直接作用于全部通道"),
      DemoField("reduce_macs", "the 1×1 alone", "仅 1×1"),
      DemoField("conv_macs", "the large kernel on the squeezed channels", "压缩后的大核"),
      DemoField("bottleneck_macs", "both together", "两者之和"),
      DemoField("ratio", "direct over bottleneck", "直接与瓶颈之比"),
      DemoField("direct_params, bottleneck_params", "weights, without biases", "权重数，不含偏置"),
      DemoField(
        "branches", "with --module: list of {name, channels, params, macs}",
        "--module 时：{name, channels, params, macs} 列表"
      ),
      DemoField("total_channels", "with --module: channels after concatenation", "--module 时：拼接后的通道数"),
      DemoField(
        "aux_heads, aux_weight", "with --aux: heads, and the weight of their losses", "--aux 时：辅助分类器个数与其损失权重"),
      DemoField("aux_params", "with --aux: parameters of each head", "--aux 时：每个辅助分类器的参数量"),
    ],
    examples: [
      "bottleneck --hw 28 --cin 192 --k 5 --cout 32 --mid 16", "bottleneck --module",
      "bottleneck --module --aux",
    ],
    wrongRules: BottleneckRules.all
  ) { options, context throws(DemoFailure) in
    let squeeze = Squeeze(options)
    var fields = squeeze.fields
    var details: [Drawing] = []
    if options.flag("module") {
      let module = InceptionModule.first
      fields += module.fields
      details += [.table(module.table(context)), .blank]
    }
    if options.flag("aux") {
      fields += AuxiliaryHead.fields
      details.append(.table(AuxiliaryHead.table(context)))
    }
    return DemoResult(
      fields: fields, steps: squeeze.steps, warnings: squeeze.warnings,
      frames: options.flag("module") ? InceptionModule.first.frames(context) : squeeze.frames(context),
      details: .stack(details))
  }
}

/// A large kernel, directly and behind a 1×1.
struct Squeeze {
  let side, inputs, kernel, outputs, middle: Int
  let direct, reduce, conv: Cost

  init(_ options: OptionValues) {
    side = options.integer("hw")
    inputs = options.integer("cin")
    kernel = options.integer("k")
    outputs = options.integer("cout")
    middle = options.integer("mid")
    direct = Cost(convolution: kernel, channels: outputs, on: [inputs, side, side])
    reduce = Cost(convolution: 1, channels: middle, on: [inputs, side, side])
    conv = Cost(convolution: kernel, channels: outputs, on: [middle, side, side])
  }

  var total: Cost { reduce + conv }
  private var ratio: Double { Double(direct.macs) / Double(total.macs) }

  var fields: [JSONValue.Member] {
    [
      .init("direct_macs", .integer(direct.macs)), .init("reduce_macs", .integer(reduce.macs)),
      .init("conv_macs", .integer(conv.macs)), .init("bottleneck_macs", .integer(total.macs)),
      .init("ratio", .number(ratio)), .init("direct_params", .integer(direct.parameters)),
      .init("bottleneck_params", .integer(total.parameters)),
      .init("direct_flops", .integer(direct.flops)), .init("bottleneck_flops", .integer(total.flops)),
    ]
  }

  var steps: [FormulaStep] {
    let area = "\(side)·\(side)"
    return [
      FormulaStep(
        formula: "H·W·k²·C·N", substituted: "\(area)·\(kernel)²·\(inputs)·\(outputs)",
        value: "\(Numbers.grouped(direct.macs)) MACs", fields: ["direct_macs", "direct_flops"]),
      FormulaStep(
        formula: "H·W·C·M + H·W·k²·M·N",
        substituted: "\(area)·\(inputs)·\(middle) + \(area)·\(kernel)²·\(middle)·\(outputs)",
        value:
          "\(Numbers.grouped(reduce.macs)) + \(Numbers.grouped(conv.macs)) = \(Numbers.grouped(total.macs)) MACs",
        fields: ["bottleneck_macs", "reduce_macs", "conv_macs"]),
      FormulaStep(
        substituted: "\(Numbers.grouped(direct.macs)) / \(Numbers.grouped(total.macs))",
        value: "\(Numbers.fixed(ratio, 2))     FLOPs = 2 · MACs = \(Numbers.grouped(total.flops))",
        fields: ["ratio", "bottleneck_flops"]),
    ]
  }

  var warnings: [LocalizedText] {
    guard total.macs >= direct.macs else { return [] }
    return [
      LocalizedText(
        "Nothing is saved: \(middle) channels between are too many for \(inputs) → \(outputs).",
        "没有节省：对 \(inputs) → \(outputs) 来说，中间 \(middle) 个通道太多了。")
    ]
  }

  /// The direct way first, then the two steps beneath it.
  func frames(_ context: DemoContext) -> [Drawing] {
    let bars = [
      BarChart.Bar(
        context.text("\(kernel)×\(kernel) directly", "直接 \(kernel)×\(kernel)"), Double(direct.macs),
        text: Numbers.grouped(direct.macs), role: .series2),
      BarChart.Bar("1×1", Double(reduce.macs), text: Numbers.grouped(reduce.macs)),
      BarChart.Bar(
        context.text("then \(kernel)×\(kernel)", "再 \(kernel)×\(kernel)"), Double(conv.macs),
        text: Numbers.grouped(conv.macs)),
    ]
    func channels(_ count: Int) -> String {
      String(repeating: "▮", count: max(1, min(40, count * 40 / max(inputs, outputs, middle))))
    }
    let way = Drawing.stack(
      [(inputs, context.text("in", "输入")), (middle, "1×1"), (outputs, "\(kernel)×\(kernel)")].enumerated().map
      {
        .text(
          StyledText(channels($1.0), .series($0)) + StyledText("  \($1.0) \($1.1)", .dim))
      })
    return (1...3).map { count in
      .stack([
        .bars(BarChart(title: "MACs", bars: Array(bars.prefix(count)))), .blank,
        .text(StyledText(context.text("channels on the way", "沿途的通道数"), .strong)), way,
      ])
    }
  }
}
