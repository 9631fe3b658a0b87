import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let edge = Demo(
    name: "edge",
    purpose: LocalizedText(
      "One filter over a whole image, or a bank of fixed filters stacked: edges, corners, boxes",
      "一个滤波器扫过整张图，或多层固定滤波器叠加：边缘、角点、方框"),
    topic: .convolution,
    options: [
      DemoOption(
        "kernel", .word(["horizontal", "vertical", "sobel", "blur", "sharpen"]), default: "horizontal",
        "the 3×3 filter", "3×3 滤波器"),
      DemoOption("image", .word(TestImage.allCases.map(\.rawValue)), default: "bars", "the input", "输入图像"),
      DemoOption(
        "layers", .integer(1...3), "show this many layers of the filter bank instead", "改为显示滤波器组的若干层"),
      DemoOption("top", .integer(1...16), "strongest patches of the last layer", "最后一层响应最强的若干图块"),
    ],
    fields: [
      DemoField("weights", "weights of the filter, used at every position", "滤波器权重数，所有位置共用"),
      DemoField("out", "size of the response [h, w]", "响应的尺寸 [h, w]"),
      DemoField("max", "largest |response|", "|响应| 的最大值"),
      DemoField(
        "horizontal_max", "on bars: largest |response| inside the horizontal bars", "bars 图：横条内部 |响应| 的最大值"),
      DemoField(
        "vertical_max", "on bars: largest |response| inside the vertical bars", "bars 图：竖条内部 |响应| 的最大值"),
      DemoField(
        "layers", "with --layers: list of {name, channels, size, rf, active}",
        "--layers 时：{name, channels, size, rf, active} 列表"),
      DemoField(
        "top", "with --top: list of {activation, row, column} of the patches",
        "--top 时：各图块的 {activation, row, column}"
      ),
    ],
    examples: [
      "edge --image bars --kernel horizontal", "edge --image digit --kernel sobel", "edge --layers 3 --top 9",
    ]
  ) { options, context throws(DemoFailure) in
    if options.optionalInteger("layers") != nil || options.optionalInteger("top") != nil {
      let bank = FilterBank(layers: options.optionalInteger("layers") ?? 3, using: &context.generator)
      let top = options.optionalInteger("top") ?? 0
      return DemoResult(
        fields: [.init("weights", .integer(9))] + bank.fields(top: top), steps: bank.steps,
        frames: bank.frames(context), details: bank.patches(top, context))
    }
    let run = FilterRun(options, &context.generator)
    return DemoResult(
      fields: run.fields, steps: run.steps, warnings: run.warnings, frames: run.frames(context))
  }
}

/// One 3×3 filter over one image of 24×24.
private struct FilterRun {
  static let side = 24

  let name: String
  let isBars: Bool
  let filter, image, response: [[Double]]

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    name = options.word("kernel")
    let picture = TestImage(rawValue: options.word("image")) ?? .bars
    isBars = picture == .bars
    filter = (Filter(rawValue: name) ?? .horizontal).weights(height: 3, width: 3, using: &generator)
    image = picture.pixels(height: FilterRun.side, width: FilterRun.side)
    response = Tensor(plane: image).convolution(Tensor(plane: filter), Window(3)).plane()
  }

  private func largest(_ columns: Range<Int>) -> Double {
    response.map { $0[columns].map(abs).max() ?? 0 }.max() ?? 0
  }

  /// Responses whose windows lie wholly in one half.
  private var left: Range<Int> { 0..<FilterRun.side / 2 - 2 }
  private var right: Range<Int> { FilterRun.side / 2..<FilterRun.side - 2 }

  var fields: [JSONValue.Member] {
    [
      .init("weights", .integer(9)),
      .init("out", .integers([response.count, response[0].count])),
      .init("max", .number(largest(0..<response[0].count))),
      .init("horizontal_max", isBars ? .number(largest(left)) : .null),
      .init("vertical_max", isBars ? .number(largest(right)) : .null),
    ]
  }

  var steps: [FormulaStep] {
    let count = response.count * response[0].count
    return [
      FormulaStep(
        formula: "y[i, j] = Σ w[u, v] · x[i + u, j + v]",
        substituted: filter.map { "[" + $0.map { Numbers.significant($0, 2) }.joined(separator: " ") + "]" }
          .joined(separator: " "), value: "9 · \(count) = \(9 * count) MACs")
    ]
  }

  var warnings: [LocalizedText] {
    guard isBars, largest(right) == 0 else { return [] }
    return [
      LocalizedText(
        "Inside the vertical bars every response is 0: this filter sees one direction only.",
        "竖条内部的响应全为 0：这个滤波器只对一个方向敏感。")
    ]
  }

  /// One frame a row of the response; the frame on the image is what the last row was computed from.
  func frames(_ context: DemoContext) -> [Drawing] {
    let reach = max(1, largest(0..<response[0].count))
    let kernel = NumberGrid(
      title: context.text("filter", "滤波器"), cells: filter.map { $0.map { Numbers.significant($0, 2) } })
    return response.indices.map { row in
      let filled = response.enumerated().map { index, line in
        index <= row ? line : Array(repeating: 0, count: line.count)
      }
      let isLast = row == response.count - 1
      return .beside([
        .heat(
          HeatMap(
            title: context.text("image", "图像"), values: image, scale: .grey,
            window: isLast ? nil : NumberGrid.Window(rows: row..<row + 3, columns: 0..<FilterRun.side))),
        .grid(kernel),
        .heat(
          HeatMap(
            title: context.text("response", "响应"), values: filled, scale: .diverging, range: -reach...reach)),
      ])
    }
  }
}
