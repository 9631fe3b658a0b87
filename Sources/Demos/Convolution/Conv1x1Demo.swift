import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let conv1x1 = Demo(
    name: "conv1x1",
    purpose: LocalizedText(
      "A 1×1 convolution mixes the channels of each pixel: shape, weights, MACs, values",
      "1×1 卷积逐像素混合通道：形状、权重数、乘加次数与数值"),
    topic: .convolution,
    options: [
      DemoOption("hw", .integer(1...4096), default: "500", unit: .pixels, "side of the map", "特征图边长"),
      DemoOption("cin", .integer(1...4096), default: "100", "input channels", "输入通道数"),
      DemoOption(
        "cout", .integer(1...4096), default: "20", "filters, which are the output channels", "滤波器个数，即输出通道数"),
      DemoOption("values", .flag, "list the values of the four pixels shown", "列出所示四个像素的数值"),
    ],
    fields: [
      DemoField("out", "output [h, w, channels]", "输出 [h, w, 通道]"),
      DemoField("weights", "weights, without biases", "权重数，不含偏置"),
      DemoField("params", "weights and one bias a filter", "权重加每个滤波器一个偏置"),
      DemoField("macs", "multiply-accumulates", "乘加次数"),
      DemoField("flops", "2 × MACs", "2 × MACs"),
      DemoField(
        "equals_fc", "whether a fully connected layer at each pixel gives the same", "逐像素做全连接是否得到相同结果"),
      DemoField(
        "output", "with --values: up to 8 channels of up to four pixels", "--values 时：至多四个像素的前 8 个通道"),
    ],
    examples: ["conv1x1 --hw 500 --cin 100 --cout 20", "conv1x1 --hw 2 --cin 3 --cout 2 --values"],
    wrongRules: Conv1x1Rules.all
  ) { options, context throws(DemoFailure) in
    let run = Pointwise(options, &context.generator)
    return DemoResult(
      fields: run.fields(withValues: options.flag("values")), steps: run.steps(context),
      warnings: run.warnings,
      frames: run.frames(context), details: run.details(context))
  }
}

/// A 1×1 convolution: its counts, and the upper left 2×2 pixels of it in small whole numbers.
private struct Pointwise {
  let side, inputs, outputs: Int
  let cost: Cost
  let image, weight, output: Tensor
  let equalsLinear: Bool

  /// Channels that are drawn and filters that are computed.
  static let shown = 8

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    side = options.integer("hw")
    inputs = options.integer("cin")
    outputs = options.integer("cout")
    cost = Cost(convolution: 1, channels: outputs, on: [inputs, side, side])
    let corner = min(side, 2)
    let filters = min(outputs, Pointwise.shown)
    func drawn(_ count: Int, from values: [Double]) -> [Double] {
      (0..<count).map { _ in values[generator.nextIndex(below: values.count)] }
    }
    image = Tensor(
      shape: [1, inputs, corner, corner], scalars: drawn(inputs * corner * corner, from: [0, 1, 2, 3, 4, 5]))
    weight = Tensor(shape: [filters, inputs, 1, 1], scalars: drawn(filters * inputs, from: [-2, -1, 1, 2]))
    output = image.convolution(weight, Window(1))
    // A fully connected layer on the channel vector of every pixel: W · [C, pixels].
    let linear = weight.reshaped([filters, inputs]).matmul(image.reshaped([inputs, corner * corner]))
    equalsLinear = linear.scalars == output.scalars
  }

  func fields(withValues: Bool) -> [JSONValue.Member] {
    var fields: [JSONValue.Member] = [
      .init("out", .integers([side, side, outputs])), .init("weights", .integer(cost.parameters)),
      .init("params", .integer(cost.parameters + outputs)), .init("macs", .integer(cost.macs)),
      .init("flops", .integer(cost.flops)), .init("equals_fc", .bool(equalsLinear)),
    ]
    if withValues {
      fields.append(
        .init(
          "output",
          .array((0..<output.shape[1]).map { .array(output.plane($0).map { .numbers($0) }) })))
    }
    return fields
  }

  func steps(_ context: DemoContext) -> [FormulaStep] {
    [
      FormulaStep(
        substituted: context.text("weights", "权重") + " 1·1·\(inputs)·\(outputs)",
        value:
          "\(Numbers.grouped(cost.parameters))     + \(outputs) = \(Numbers.grouped(cost.parameters + outputs))",
        fields: ["weights", "params"]),
      FormulaStep(
        substituted: "MACs \(side)·\(side)·\(inputs)·\(outputs)",
        value: "\(Numbers.grouped(cost.macs))     FLOPs = 2 · MACs = \(Numbers.grouped(cost.flops))",
        fields: ["macs", "flops"]),
    ]
  }

  var warnings: [LocalizedText] {
    var warnings = [
      LocalizedText(
        "By itself it is linear: the non-linearity comes from the activation after it.",
        "它本身是线性的：非线性来自其后的激活函数。")
    ]
    if outputs > inputs {
      warnings.append(
        LocalizedText("More channels out than in: this one expands.", "输出通道多于输入通道：这里是升维。"))
    }
    return warnings
  }

  // MARK: Drawing

  /// One frame a pixel: its channels, the weights, and the mixed channels.
  func frames(_ context: DemoContext) -> [Drawing] {
    let corner = image.shape[2]
    let channels = min(inputs, Pointwise.shown)
    let more = inputs > channels ? [["…"]] : []
    return (0..<corner * corner).map { position in
      let (row, column) = position.quotientAndRemainder(dividingBy: corner)
      let pixel = image.plane()
      let place = NumberGrid.Window(rows: row..<row + 1, columns: column..<column + 1)
      let before = (0..<channels).map { [Numbers.significant(image[0, $0, row, column])] } + more
      let after = (0..<output.shape[1]).map { [Numbers.significant(output[0, $0, row, column])] }
      let weights = (0..<output.shape[1]).map { filter in
        (0..<channels).map { Numbers.significant(weight[filter, $0, 0, 0]) } + more.flatMap { $0 }
      }
      let terms = (0..<channels).map {
        "\(Numbers.significant(weight[0, $0, 0, 0]))·\(Numbers.significant(image[0, $0, row, column]))"
      }
      let sum = terms.joined(separator: " + ") + (more.isEmpty ? "" : " + …")
      return .stack([
        .beside([
          .grid(NumberGrid(title: context.text("channel 1", "通道 1"), cells: pixel.cells, window: place)),
          .grid(NumberGrid(title: context.text("weights, a row a filter", "权重，一行一个滤波器"), cells: weights)),
          .grid(NumberGrid(title: context.text("pixel", "像素"), cells: before)),
          .grid(NumberGrid(title: context.text("mixed", "混合后"), cells: after)),
        ]), .text(StyledText("\(sum) = \(Numbers.significant(output[0, 0, row, column]))", .maths)),
      ])
    }
  }

  func details(_ context: DemoContext) -> Drawing {
    let larger = Cost(convolution: 3, channels: outputs, on: [inputs, side, side])
    return .bars(
      BarChart(
        title: context.text("weights against a 3×3", "与 3×3 相比的权重数"),
        bars: [("1×1", cost), ("3×3", larger)].map {
          BarChart.Bar($0, Double($1.parameters), text: Numbers.grouped($1.parameters))
        }))
  }
}

private enum Conv1x1Rules {
  static let all: [WrongRule] = [
    rule("macs", "one-position", "only one position is counted", "只算了一个位置") { _, a, b in a * b },
    rule("macs", "flops-for-macs", "FLOPs are given instead of MACs", "把 FLOPs 当成了 MACs") { h, a, b in
      2 * h * h * a * b
    },
    rule("macs", "inputs-forgotten", "the input channels are forgotten", "忘了输入通道数") { h, _, b in h * h * b },
    rule("macs", "filters-forgotten", "only one filter is counted", "只算了一个滤波器") { h, a, _ in h * h * a },
    rule("macs", "one-side", "h is counted once instead of h·w", "只乘了一个边长") { h, a, b in h * a * b },
    rule("params", "bias-forgotten", "the biases are forgotten", "忘了偏置") { _, a, b in a * b },
    rule("params", "one-bias", "one bias is counted for all filters", "所有滤波器只算了一个偏置") { _, a, b in a * b + 1
    },
    rule("params", "bias-per-input", "a bias is counted for each input channel", "按输入通道数算了偏置") { _, a, b in
      a * b + a
    },
    rule("params", "inputs-forgotten", "the input channels are forgotten", "忘了输入通道数") { _, _, b in 2 * b },
    rule("params", "positions-counted", "a weight is counted at every position", "每个位置都算了一套权重") { h, a, b in
      h * h * a * b + b
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Int, Int, Int) -> Int
  ) -> WrongRule {
    WrongRule(field, name, english, chinese) {
      .integer(formula($0.integer("hw"), $0.integer("cin"), $0.integer("cout")))
    }
  }
}
