import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let slidingWindow = Demo(
    name: "sliding-window",
    purpose: LocalizedText(
      "A 14×14 classifier over a larger image: one convolutional pass against a pass per crop",
      "把 14×14 的分类器用于更大的图像：一次卷积前向与逐块前向的对比"),
    topic: .detection,
    options: [
      DemoOption("in", .integer(14...512), default: "28", unit: .pixels, "side of the image", "图像边长"),
      DemoOption(
        "mode", .word(["conv", "crops"]), default: "conv", "one pass, or one per window", "一次前向，或每个窗口一次"),
      DemoOption("proposals", .flag, "compare with region proposals", "与候选框比较"),
    ],
    fields: [
      DemoField("sizes", "side of each layer's map", "各层特征图边长"),
      DemoField("out", "[h, w, 4]", "[h, w, 4]"),
      DemoField("windows", "windows classified", "被分类的窗口数"),
      DemoField("stride", "pixels between windows: the product of all strides", "窗口间距：所有步长之积"),
      DemoField("passes", "forward passes in this mode", "此方式的前向次数"),
      DemoField("window_macs", "MACs of one 14×14 window", "一个 14×14 窗口的乘加次数"),
      DemoField("shared_macs", "MACs of one pass over the image", "整图一次前向的乘加次数"),
      DemoField("separate_macs", "MACs of a pass per window", "逐窗口前向的乘加次数"),
      DemoField("first_shared_macs", "first layer, one pass", "第一层，整图"),
      DemoField("first_separate_macs", "first layer, a pass per window", "第一层，逐窗口"),
      DemoField(
        "proposal_macs", "MACs of 8 proposals at 14×14, with --proposals", "8 个 14×14 候选框的乘加次数（--proposals）"),
    ],
    examples: [
      "sliding-window --in 16", "sliding-window --in 28 --mode crops", "sliding-window --in 28 --proposals",
    ],
    wrongRules: SlidingRules.all
  ) { options, context throws(DemoFailure) in
    Sliding(side: options.integer("in")).result(options, context)
  }
}

private struct Sliding {
  static let window = 14
  static let step = 2
  static let proposals = 8

  let side: Int
  let layers: [LayerSummary]
  let windowLayers: [LayerSummary]

  init(side: Int) {
    self.side = side
    layers = Sliding.summary(side)
    windowLayers = Sliding.summary(Sliding.window)
  }

  /// The net of the cards; its last three layers are the FC layers as convolutions.
  private static func summary(_ side: Int) -> [LayerSummary] {
    let text =
      "\(side)x\(side)x3 | conv 5/1/0 16 nobias | pool 2/2/0 | conv 5/1/0 400 nobias | conv 1/1/0 400 nobias | conv 1/1/0 4 nobias"
    guard let network = try? NetworkSpec.parse(text), let rows = try? network.summary() else {
      preconditionFailure("the sliding-window net does not fit \(side) pixels")
    }
    return rows
  }

  var along: Int { layers[layers.count - 1].output[1] }
  var windows: Int { along * along }

  func result(_ options: OptionValues, _ context: DemoContext) -> DemoResult {
    let isShared = options.word("mode") == "conv"
    let each = windowLayers.total.macs
    let shared = layers.total.macs
    var fields: [JSONValue.Member] = [
      .init("sizes", .integers(layers.map { $0.output[1] })),
      .init("out", [.integer(along), .integer(along), .integer(4)]), .init("windows", .integer(windows)),
      .init("stride", .integer(Sliding.step)), .init("passes", .integer(isShared ? 1 : windows)),
      .init("window_macs", .integer(each)), .init("shared_macs", .integer(shared)),
      .init("separate_macs", .integer(windows * each)),
      .init("first_shared_macs", .integer(layers[0].cost.macs)),
      .init("first_separate_macs", .integer(windows * windowLayers[0].cost.macs)),
    ]
    var steps = [
      FormulaStep(
        formula: "⌊(n − 14) / 2⌋ + 1", substituted: "⌊(\(side) − 14) / 2⌋ + 1",
        value: context.text("\(along) along each axis, \(windows) windows", "每轴 \(along) 个，共 \(windows) 个窗口"),
        fields: ["windows", "out"]),
      FormulaStep(
        substituted: "\(context.text("separate", "逐窗口")) \(windows) · \(Numbers.grouped(each))",
        value: Numbers.grouped(windows * each), fields: ["separate_macs"]),
      FormulaStep(
        substituted: context.text("one pass", "一次前向"),
        value:
          "\(Numbers.grouped(shared)) (\(Numbers.significant(Double(shared) / Double(windows * each) * 100, 3)) %)",
        fields: ["shared_macs"]),
    ]
    if options.flag("proposals") {
      fields.append(.init("proposal_macs", .integer(Sliding.proposals * each)))
      steps.append(
        FormulaStep(
          substituted: context.text(
            "\(Sliding.proposals) proposals · \(Numbers.grouped(each))",
            "\(Sliding.proposals) 个候选框 · \(Numbers.grouped(each))"),
          value: Numbers.grouped(Sliding.proposals * each), fields: ["proposal_macs"]))
    }
    var warnings: [LocalizedText] = []
    if (side - Sliding.window) % Sliding.step != 0 {
      warnings.append(
        LocalizedText("The last row and column of pixels belong to no window.", "最后一行与一列像素不属于任何窗口。"))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings, frames: frames(context), details: table(context))
  }

  private func frames(_ context: DemoContext) -> [Drawing] {
    let pace = max(1, (windows + 63) / 64)
    let thinning = max(1, (side + 55) / 56)
    let image = TestImage.digit.pixels(height: side, width: side)
    let pixels = stride(from: 0, to: side, by: thinning).map { row in
      stride(from: 0, to: side, by: thinning).map { image[row][$0] }
    }
    return stride(from: 0, to: windows, by: pace).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: along)
      func span(_ place: Int) -> Range<Int> {
        let start = place * Sliding.step
        return start / thinning..<max(start / thinning + 1, (start + Sliding.window) / thinning)
      }
      let outputs = (0..<along).map { y in
        (0..<along).map { y * along + $0 <= index ? 1.0 : 0 }
      }
      return .beside([
        .heat(
          HeatMap(
            title: context.text("window \(index + 1) of \(windows)", "第 \(index + 1) / \(windows) 个窗口"),
            values: pixels,
            scale: .grey, window: NumberGrid.Window(rows: span(row), columns: span(column)))),
        .heat(
          HeatMap(
            title: context.text("its place in the output", "它在输出中的位置"), values: outputs, range: 0...1,
            window: NumberGrid.Window(rows: row..<row + 1, columns: column..<column + 1))),
      ])
    }
  }

  private func table(_ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column(context.text("layer", "层"), .left),
          Table.Column(context.text("14×14 window", "14×14 窗口")),
          Table.Column(context.text("image", "整图")),
          Table.Column(context.text("MACs, one pass", "一次前向 MACs")),
          Table.Column(context.text("separate", "逐窗口")),
        ],
        rows: zip(layers, windowLayers).map { layer, window in
          [
            StyledText(layer.name, .strong),
            StyledText(window.output.dropFirst().map { "\($0)" }.joined(separator: "×")),
            StyledText(layer.output.dropFirst().map { "\($0)" }.joined(separator: "×")),
            StyledText(Numbers.grouped(layer.cost.macs)),
            StyledText(Numbers.grouped(windows * window.cost.macs)),
          ]
        }))
  }
}

private enum SlidingRules {
  static let all: [WrongRule] = [
    rule("one-axis", "the windows along one axis are given", "只数了一个方向的窗口") { $0.along },
    rule("stride-one", "the stride of the pooling is forgotten", "忘了池化的步长") { sliding in
      let along = sliding.side - Sliding.window + 1
      return along * along
    },
    rule("no-plus-one", "the + 1 is forgotten", "忘了 +1") { ($0.along - 1) * ($0.along - 1) },
    rule("disjoint", "only windows that do not overlap are counted", "只数了不重叠的窗口") {
      ($0.side / Sliding.window) * ($0.side / Sliding.window)
    },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ value: @escaping @Sendable (Sliding) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "windows", mistake: LocalizedText(english, chinese)) { options in
      .integer(value(Sliding(side: options.integer("in"))))
    }
  }
}
