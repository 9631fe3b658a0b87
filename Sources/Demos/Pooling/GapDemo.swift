import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let gap = Demo(
    name: "gap",
    purpose: LocalizedText(
      "Parameters of a fully connected head against global average pooling and one layer",
      "全连接分类头与全局平均池化加一层全连接的参数量之比"),
    topic: .pooling,
    options: [
      DemoOption("hw", .integer(1...128), default: "7", unit: .pixels, "side of the last map", "最后特征图的边长"),
      DemoOption("c", .integer(1...16_384), default: "512", "its channels", "其通道数"),
      DemoOption("classes", .integer(1...100_000), default: "1000", "classes", "类别数"),
      DemoOption(
        "fc", .integer(1...65_536), default: "4096", "units of the two hidden layers", "两个隐藏全连接层的单元数"),
    ],
    fields: [
      DemoField("fc_params", "three layers on the flattened map, with biases", "展平后三层全连接的参数量，含偏置"),
      DemoField("gap_params", "one layer on the averages, with biases", "平均后一层全连接的参数量，含偏置"),
      DemoField("ratio", "the first over the second", "前者与后者之比"),
      DemoField("layers", "of the first head: list of {name, params}", "前一种分类头各层：{name, params} 列表"),
    ],
    examples: ["gap --hw 7 --c 512 --classes 1000 --fc 4096", "gap --c 2048 --classes 10"],
    wrongRules: GapRules.all
  ) { options, context throws(DemoFailure) in
    let heads = Heads(options)
    return DemoResult(
      fields: heads.fields, steps: heads.steps, warnings: heads.warnings, frames: [heads.picture(context)])
  }
}

/// Two classification heads on one last map.
private struct Heads {
  let side, channels, classes, hidden: Int
  let layers: [LayerSummary]
  let pooled: Int

  init(_ options: OptionValues) {
    side = options.integer("hw")
    channels = options.integer("c")
    classes = options.integer("classes")
    hidden = options.integer("fc")
    let map = [channels, side, side]
    func rows(_ layers: [NetworkLayer]) -> [LayerSummary] {
      guard let rows = try? Network(name: "", input: map, layers: layers).summary() else {
        preconditionFailure("a head does not fit \(map)")
      }
      return rows
    }
    layers = rows([
      NetworkLayer("flatten", .flatten), NetworkLayer("fc1", .linear(hidden)),
      NetworkLayer("fc2", .linear(hidden)), NetworkLayer("fc3", .linear(classes)),
    ]).filter { $0.cost.parameters > 0 }
    pooled =
      rows([
        NetworkLayer("gap", .adaptivePool(.average, [1, 1])), NetworkLayer("flatten", .flatten),
        NetworkLayer("fc", .linear(classes)),
      ]).total.parameters
  }

  var connected: Int { layers.total.parameters }
  private var ratio: Double { Double(connected) / Double(pooled) }

  var fields: [JSONValue.Member] {
    [
      .init("fc_params", .integer(connected)), .init("gap_params", .integer(pooled)),
      .init("ratio", .number(ratio)),
      .init(
        "layers",
        .array(layers.map { ["name": .string($0.name), "params": .integer($0.cost.parameters)] })),
    ]
  }

  var steps: [FormulaStep] {
    [
      FormulaStep(
        formula: "(H·W·C·F + F) + (F·F + F) + (F·K + K)",
        substituted:
          "(\(side)·\(side)·\(channels)·\(hidden) + \(hidden)) + (\(hidden)² + \(hidden)) + (\(hidden)·\(classes) + \(classes))",
        value: layers.map { Numbers.grouped($0.cost.parameters) }.joined(separator: " + ") + " = "
          + Numbers.grouped(connected), fields: ["fc_params"]),
      FormulaStep(
        formula: "C·K + K", substituted: "\(channels)·\(classes) + \(classes)",
        value: "\(Numbers.grouped(pooled))     ratio \(Numbers.fixed(ratio, 1))",
        fields: ["gap_params", "ratio"]),
    ]
  }

  var warnings: [LocalizedText] {
    [
      LocalizedText(
        "Averaging has no weights, so the head works on maps of any size; the flattened one is bound to \(side)×\(side).",
        "平均没有权重，因此对任意尺寸的特征图都适用；展平的分类头则固定在 \(side)×\(side)。")
    ]
  }

  func picture(_ context: DemoContext) -> Drawing {
    let bars =
      layers.map {
        BarChart.Bar(
          context.text("flatten: \($0.name)", "展平：\($0.name)"), Double($0.cost.parameters),
          text: Numbers.grouped($0.cost.parameters), role: .series2)
      } + [
        BarChart.Bar(
          context.text("GAP: fc", "GAP：fc"), Double(pooled), text: Numbers.grouped(pooled), role: .series1)
      ]
    return .bars(BarChart(title: context.text("parameters of the head", "分类头的参数量"), bars: bars))
  }
}

private enum GapRules {
  static let all: [WrongRule] = [
    rule("fc_params", "biases-forgotten", "the biases are forgotten", "忘了偏置") {
      $0.connected - 2 * $0.hidden - $0.classes
    },
    rule("fc_params", "second-forgotten", "the second layer is forgotten", "忘了第二层") {
      $0.connected - $0.layers[1].cost.parameters
    },
    rule("fc_params", "first-only", "only the first layer is counted", "只算了第一层") {
      $0.layers[0].cost.parameters
    },
    rule("fc_params", "side-not-squared", "the side is counted once instead of h·w", "边长只乘了一次") {
      $0.connected - ($0.side - 1) * $0.side * $0.channels * $0.hidden
    },
    rule("fc_params", "positions-forgotten", "only the channels enter the first layer", "第一层只算了通道数") {
      $0.connected - ($0.side * $0.side - 1) * $0.channels * $0.hidden
    },
    rule("gap_params", "bias-forgotten", "the biases are forgotten", "忘了偏置") { $0.pooled - $0.classes },
    rule("gap_params", "flattened", "the map is flattened instead of averaged", "按展平而不是平均来算") {
      $0.side * $0.side * $0.channels * $0.classes + $0.classes
    },
    rule("gap_params", "bias-per-channel", "a bias is counted for each channel", "按通道数算了偏置") {
      $0.channels * $0.classes + $0.channels
    },
    rule("gap_params", "pooling-counted", "a parameter is counted for each averaged channel", "把池化也按通道算了参数") {
      $0.pooled + $0.channels
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Heads) -> Int
  ) -> WrongRule {
    WrongRule(field, name, english, chinese) { .integer(formula(Heads($0))) }
  }
}
