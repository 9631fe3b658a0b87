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
      DemoOption("hw", .integer(1...1024), default: "28", unit: "pixels", "side of the map", "特征图边长"),
      DemoOption("cin", .integer(1...8192), default: "192", "input channels", "输入通道数"),
      DemoOption("k", .integer(1...31), default: "5", unit: "pixels", "the large kernel", "大核边长"),
      DemoOption("cout", .integer(1...8192), default: "32", "output channels", "输出通道数"),
      DemoOption("mid", .integer(1...8192), default: "16", "channels after the 1×1", "1×1 之后的通道数"),
      DemoOption(
        "module", .flag, "show GoogLeNet's module 3a with its four branches", "显示 GoogLeNet 3a 模块的四个分支"),
      DemoOption("aux", .flag, "show the auxiliary heads of GoogLeNet", "显示 GoogLeNet 的辅助分类头"),
    ],
    fields: [
      DemoField("direct_macs", "the large kernel on all channels", "大核直接作用于全部通道"),
      DemoField("reduce_macs", "the 1×1 alone", "仅 1×1"),
      DemoField("conv_macs", "the large kernel on the squeezed channels", "压缩后的大核"),
      DemoField("bottleneck_macs", "both together", "两者之和"),
      DemoField("ratio", "direct over bottleneck", "直接与瓶颈之比"),
      DemoField("direct_params, bottleneck_params", "weights, without biases", "权值数，不含偏置"),
      DemoField(
        "branches", "with --module: list of {name, channels, params, macs}",
        "--module 时：{name, channels, params, macs} 列表"
      ),
      DemoField("total_channels", "with --module: channels after concatenation", "--module 时：拼接后的通道数"),
      DemoField(
        "aux_heads, aux_weight", "with --aux: heads, and the weight of their losses", "--aux 时：辅助头个数与其损失权重"),
      DemoField("aux_params", "with --aux: parameters of each head", "--aux 时：每个辅助头的参数量"),
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
private struct Squeeze {
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
        value: "\(Numbers.grouped(direct.macs)) MACs"),
      FormulaStep(
        formula: "H·W·C·M + H·W·k²·M·N",
        substituted: "\(area)·\(inputs)·\(middle) + \(area)·\(kernel)²·\(middle)·\(outputs)",
        value:
          "\(Numbers.grouped(reduce.macs)) + \(Numbers.grouped(conv.macs)) = \(Numbers.grouped(total.macs)) MACs"
      ),
      FormulaStep(
        substituted: "\(Numbers.grouped(direct.macs)) / \(Numbers.grouped(total.macs))",
        value: "\(Numbers.fixed(ratio, 2))     FLOPs = 2 · MACs = \(Numbers.grouped(total.flops))"),
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

/// Four branches on one input, joined along the channels.
private struct InceptionModule {
  struct Branch {
    let name: String
    let channels: Int
    let cost: Cost
  }

  let branches: [Branch]

  /// Module 3a on 28×28×192 with the paper's 5×5; Szegedy et al., 2015, table 1.
  static let first = InceptionModule(
    input: [192, 28, 28], one: 64, three: (96, 128), five: (16, 32), pooled: 32)

  init(input: [Int], one: Int, three: (Int, Int), five: (Int, Int), pooled: Int) {
    func conv(_ kernel: Int, _ channels: Int, on map: [Int]) -> Cost {
      Cost(of: .convolution(channels: channels, .same([kernel, kernel])), on: map)
    }
    let rest = Array(input.dropFirst())
    branches = [
      Branch(name: "1×1", channels: one, cost: conv(1, one, on: input)),
      Branch(
        name: "1×1 → 3×3", channels: three.1,
        cost: conv(1, three.0, on: input) + conv(3, three.1, on: [three.0] + rest)),
      Branch(
        name: "1×1 → 5×5", channels: five.1,
        cost: conv(1, five.0, on: input) + conv(5, five.1, on: [five.0] + rest)),
      Branch(name: "pool → 1×1", channels: pooled, cost: conv(1, pooled, on: input)),
    ]
  }

  private var total: Int { branches.reduce(0) { $0 + $1.channels } }

  var fields: [JSONValue.Member] {
    [
      .init(
        "branches",
        .array(
          branches.map {
            [
              "name": .string($0.name), "channels": .integer($0.channels),
              "params": .integer($0.cost.parameters), "macs": .integer($0.cost.macs),
            ]
          })), .init("total_channels", .integer(total)),
    ]
  }

  /// One frame a branch: the concatenated channels so far.
  func frames(_ context: DemoContext) -> [Drawing] {
    branches.indices.map { newest in
      var joined = StyledText()
      var lines: [Drawing] = [.text(StyledText("28×28×192", .strong))]
      for (index, branch) in branches.enumerated() {
        let isShown = index <= newest
        let bar = isShown ? String(repeating: "█", count: branch.channels / 4) : ""
        if isShown { joined += StyledText(bar, .series(index)) }
        let arrow = index == branches.count - 1 ? "└─ " : "├─ "
        lines.append(
          .text(
            StyledText(arrow, .dim) + StyledText(branch.name.padding(to: 11), .strong)
              + StyledText(bar, .series(index)) + StyledText(isShown ? "  \(branch.channels)" : "", .dim)))
      }
      let sum = branches.prefix(newest + 1).map { "\($0.channels)" }.joined(separator: " + ")
      let count = branches.prefix(newest + 1).reduce(0) { $0 + $1.channels }
      return .stack(
        lines + [
          .text(
            StyledText(context.text("concatenated: ", "拼接："), .dim)
              + StyledText(sum + " = \(count)", .strong)), .text(joined),
        ])
    }
  }

  func table(_ context: DemoContext) -> Table {
    let work = branches.map { Double($0.cost.macs) }
    let largest = work.max() ?? 1
    return Table(
      columns: [
        Table.Column(context.text("branch", "分支"), .left), Table.Column(context.text("channels", "通道")),
        Table.Column(context.text("params", "参数")), Table.Column("MACs"),
      ],
      rows: branches.map {
        [
          StyledText($0.name), StyledText("\($0.channels)", .strong),
          StyledText(Numbers.grouped($0.cost.parameters)), StyledText(Numbers.grouped($0.cost.macs)),
        ]
      }, shares: work.map { $0 / largest })
  }
}

/// The two side classifiers of GoogLeNet: average pooling 5×5 with stride 3, 1×1 to 128, FC 1024, FC 1000.
private enum AuxiliaryHead {
  /// On the outputs of modules 4a and 4d; Szegedy et al., 2015, section 5.
  static let inputs = [("4a", 512), ("4d", 528)]
  static let weight = 0.3

  static func cost(channels: Int) -> Cost {
    Cost(of: .convolution(channels: 128, Window(1)), on: [channels, 4, 4])
      + Cost(of: .linear(1024), on: [128 * 4 * 4]) + Cost(of: .linear(1000), on: [1024])
  }

  static var fields: [JSONValue.Member] {
    [
      .init("aux_heads", .integer(inputs.count)), .init("aux_weight", .number(weight)),
      .init("aux_params", .integers(inputs.map { cost(channels: $0.1).parameters })),
    ]
  }

  static func table(_ context: DemoContext) -> Table {
    Table(
      columns: [
        Table.Column(context.text("head behind", "位于其后"), .left),
        Table.Column(context.text("map", "特征图"), .left),
        Table.Column(context.text("layers", "各层"), .left), Table.Column(context.text("params", "参数")),
        Table.Column(context.text("loss weight", "损失权重")),
      ],
      rows: inputs.map { name, channels in
        [
          StyledText(name), StyledText("14×14×\(channels)"), StyledText("pool 5/3 → 1×1 128 → 1024 → 1000"),
          StyledText(Numbers.grouped(cost(channels: channels).parameters)),
          StyledText(Numbers.short(weight)),
        ]
      })
  }
}

extension String {
  fileprivate func padding(to count: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, count - self.count))
  }
}

private enum BottleneckRules {
  static let all: [WrongRule] = [
    rule("bottleneck_macs", "squeeze-only", "only the 1×1 is counted", "只算了 1×1") { $0.reduce.macs },
    rule("bottleneck_macs", "squeeze-forgotten", "the 1×1 is forgotten", "忘了 1×1") { $0.conv.macs },
    rule("bottleneck_macs", "direct", "the direct convolution is counted", "算的是直接卷积") { $0.direct.macs },
    rule("bottleneck_macs", "flops-for-macs", "additions are counted too (FLOPs)", "把加法也算了（FLOPs）") {
      $0.total.flops
    },
    rule("bottleneck_macs", "one-position", "only one position is counted", "只算了一个位置") {
      $0.total.parameters
    },
    rule("bottleneck_macs", "kernel-not-squared", "k is counted once instead of k·k", "核只乘了一个 k") {
      $0.reduce.macs + $0.conv.macs / $0.kernel
    },
    rule("bottleneck_macs", "inputs-unsqueezed", "the large kernel still reads all channels", "大核仍按全部输入通道算") {
      $0.reduce.macs + $0.direct.macs
    },
    rule("direct_macs", "flops-for-macs", "additions are counted too (FLOPs)", "把加法也算了（FLOPs）") {
      $0.direct.flops
    },
    rule("direct_macs", "one-position", "only one position is counted", "只算了一个位置") { $0.direct.parameters },
    rule("direct_macs", "kernel-not-squared", "k is counted once instead of k·k", "核只乘了一个 k") {
      $0.direct.macs / $0.kernel
    },
    rule("direct_macs", "inputs-forgotten", "the input channels are forgotten", "忘了输入通道数") {
      $0.direct.macs / $0.inputs
    },
    rule("direct_macs", "filters-forgotten", "only one filter is counted", "只算了一个滤波器") {
      $0.direct.macs / $0.outputs
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Squeeze) -> Int
  ) -> WrongRule {
    WrongRule(field, name, english, chinese) { .integer(formula(Squeeze($0))) }
  }
}
