import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let focus = Demo(
    name: "focus",
    purpose: LocalizedText(
      "Focus: every second pixel into four slices, then a 3×3, equals a 6×6 with stride 2",
      "Focus：隔像素取样成四个切片再做 3×3，等于步长 2 的 6×6 卷积"),
    topic: .convolution,
    options: [
      DemoOption(
        "hw", .integer(2...8192), default: "640", unit: .pixels, "side of the image, even", "图像边长（偶数）"),
      DemoOption("c", .integer(1...256), default: "3", "channels of the image", "图像通道数"),
      DemoOption("cout", .integer(1...4096), default: "32", "filters", "滤波器个数"),
    ],
    fields: [
      DemoField("out", "size after slicing [h, w]", "切片后的尺寸 [h, w]"),
      DemoField("channels", "channels after slicing: 4c", "切片后的通道数：4c"),
      DemoField("macs", "MACs of Focus and a 3×3", "Focus 加 3×3 的乘加次数"),
      DemoField("macs_6x6", "MACs of a 6×6 with stride 2", "步长 2 的 6×6 的乘加次数"),
      DemoField("macs_3x3", "MACs of a 3×3 with stride 2", "步长 2 的 3×3 的乘加次数"),
      DemoField("flops", "2 × MACs of the first", "第一种的 2 × MACs"),
      DemoField("equal", "whether the first two give the same values", "前两种结果是否相同"),
      DemoField("error", "largest difference on a small image", "在小图上的最大差"),
    ],
    examples: ["focus --hw 640 --c 3 --cout 32", "focus --hw 8 --c 1 --cout 1"],
    wrongRules: FocusRules.all
  ) { options, context throws(DemoFailure) in
    let stem = try FocusStem(options, &context.generator)
    return DemoResult(
      fields: stem.fields, steps: stem.steps, warnings: stem.warnings, frames: FocusStem.frames(context),
      details: stem.bars(context))
  }
}

/// Three ways from an image to a map of half its size.
private struct FocusStem {
  let side, channels, filters: Int
  let sliced, six, three: Cost
  let error: Double

  /// Rounding of sums of 108 products of the order of 1.
  static let tolerance = 1e-12
  /// Row and column of each slice's first pixel, in YOLOv5's order.
  static let offsets = [(0, 0), (1, 0), (0, 1), (1, 1)]

  init(_ options: OptionValues, _ generator: inout SplitMix64) throws(DemoFailure) {
    side = options.integer("hw")
    channels = options.integer("c")
    filters = options.integer("cout")
    guard side % 2 == 0 else {
      throw DemoFailure(
        LocalizedText(
          "\(side) is odd: the four slices would differ in size.", "\(side) 是奇数：四个切片尺寸会不一致。"),
        advice: LocalizedText("Use an even --hw, such as \(side + 1).", "请用偶数，如 \(side + 1)。"))
    }
    let half = side / 2
    sliced = Cost(convolution: 3, channels: filters, on: [4 * channels, half, half])
    six = FocusStem.cost(6, padding: 2, filters, on: [channels, side, side])
    three = FocusStem.cost(3, padding: 1, filters, on: [channels, side, side])
    error = FocusStem.difference(channels: min(channels, 3), filters: min(filters, 4), &generator)
  }

  private static func cost(_ kernel: Int, padding: Int, _ filters: Int, on image: [Int]) -> Cost {
    Cost(
      of: .convolution(channels: filters, Window(kernel, stride: 2, padding: padding), hasBias: false),
      on: image)
  }

  /// Every second pixel from each offset, stacked along the channels.
  static func slices(_ image: Tensor) -> Tensor {
    let size = image.shape[2]
    let parts = offsets.map { row, column in
      image.gathered(Array(stride(from: row, to: size, by: 2)), axis: 2)
        .gathered(Array(stride(from: column, to: size, by: 2)), axis: 3)
    }
    return .concatenate(parts, axis: 1)
  }

  /// Focus and a random 3×3 against the 6×6 with the same weights in their places.
  private static func difference(channels: Int, filters: Int, _ generator: inout SplitMix64) -> Double {
    let image = Tensor.normal([1, channels, 12, 12], using: &generator)
    let weight = Tensor.normal([filters, 4 * channels, 3, 3], using: &generator)
    var large = Tensor.zeros([filters, channels, 6, 6])
    for filter in 0..<filters {
      for channel in 0..<channels {
        for (slice, offset) in offsets.enumerated() {
          for row in 0..<3 {
            for column in 0..<3 {
              large[filter, channel, 2 * row + offset.0, 2 * column + offset.1] =
                weight[filter, slice * channels + channel, row, column]
            }
          }
        }
      }
    }
    let first = slices(image).convolution(weight, Window(3, padding: 1))
    let second = image.convolution(large, Window(6, stride: 2, padding: 2))
    return (first - second).absolute().maximum()
  }

  var fields: [JSONValue.Member] {
    [
      .init("out", .integers([side / 2, side / 2])), .init("channels", .integer(4 * channels)),
      .init("macs", .integer(sliced.macs)), .init("macs_6x6", .integer(six.macs)),
      .init("macs_3x3", .integer(three.macs)), .init("flops", .integer(sliced.flops)),
      .init("equal", .bool(error < FocusStem.tolerance)), .init("error", .number(error)),
    ]
  }

  var steps: [FormulaStep] {
    let half = side / 2
    return [
      FormulaStep(
        formula: "H × W × C → H/2 × W/2 × 4C", substituted: "\(side) × \(side) × \(channels)",
        value: "\(half) × \(half) × \(4 * channels)", fields: ["out", "channels"]),
      FormulaStep(
        substituted: "Focus + 3×3: \(half)·\(half)·3·3·\(4 * channels)·\(filters)",
        value: "\(Numbers.grouped(sliced.macs)) MACs     FLOPs = 2 · MACs = \(Numbers.grouped(sliced.flops))",
        fields: ["macs", "flops"]),
      FormulaStep(
        substituted: "6×6, s = 2: \(half)·\(half)·6·6·\(channels)·\(filters)",
        value: "\(Numbers.grouped(six.macs)) MACs", fields: ["macs_6x6"]),
      FormulaStep(
        substituted: "3×3, s = 2: \(half)·\(half)·3·3·\(channels)·\(filters)",
        value: "\(Numbers.grouped(three.macs)) MACs", fields: ["macs_3x3"]),
    ]
  }

  var warnings: [LocalizedText] {
    [
      LocalizedText(
        "Focus saves nothing in this layer: it costs four times a 3×3 with stride 2. The gain is the small map afterwards.",
        "Focus 在这一层并不省计算：是步长 2 的 3×3 的四倍。好处在于之后的特征图更小。")
    ]
  }

  // MARK: Drawing

  /// A 4×4 image, one slice after the other taken out.
  static func frames(_ context: DemoContext) -> [Drawing] {
    let image = TestImage.ramp.pixels(height: 4, width: 4)
    let sliced = slices(Tensor(plane: image))
    return offsets.indices.map { newest in
      let (row, column) = offsets[newest]
      let marked = [0, 2].flatMap { y in [0, 2].map { NumberGrid.Cell(y + row, $0 + column) } }
      let whole = Drawing.grid(
        NumberGrid(
          title: context.text("image", "图像"), cells: image.cells, marked: Set(marked)))
      let parts = (0...newest).map { slice in
        Drawing.grid(
          NumberGrid(
            title: "[\(offsets[slice].0)::2, \(offsets[slice].1)::2]", cells: sliced.plane(slice).cells))
      }
      return .beside([whole] + parts)
    }
  }

  func bars(_ context: DemoContext) -> Drawing {
    .bars(
      BarChart(
        title: "MACs",
        bars: [("Focus + 3×3", sliced), ("6×6, s = 2", six), ("3×3, s = 2", three)].enumerated().map {
          BarChart.Bar(
            $1.0, Double($1.1.macs), text: Numbers.grouped($1.1.macs), role: $0 < 2 ? .series1 : .series2)
        }))
  }
}

private enum FocusRules {
  static let all: [WrongRule] = [
    rule("channels", "twice", "the channels are doubled instead of quadrupled", "通道只翻了一倍而不是四倍") { _, c, _ in
      2 * c
    },
    rule("channels", "unchanged", "the channels are left as they were", "通道数没有变") { _, c, _ in c },
    rule("channels", "filters", "the filters of the convolution are given", "给的是卷积的滤波器个数") { _, _, m in m },
    rule("macs", "channels-unchanged", "the input channels stay c instead of 4c", "输入通道仍按 c 而不是 4c 算") {
      $0 * $0 / 4 * 9 * $1 * $2
    },
    rule("macs", "full-size", "the positions of the whole image are counted", "按原图的位置数算了") {
      $0 * $0 * 9 * 4 * $1 * $2
    },
    rule("macs", "flops-for-macs", "FLOPs are given instead of MACs", "把 FLOPs 当成了 MACs") {
      2 * ($0 * $0 / 4) * 9 * 4 * $1 * $2
    },
    rule("macs", "filters-forgotten", "only one filter is counted", "只算了一个滤波器") { h, c, _ in
      h * h / 4 * 9 * 4 * c
    },
    rule("macs", "one-position", "only one position is counted", "只算了一个位置") { _, c, m in 9 * 4 * c * m },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Int, Int, Int) -> Int
  ) -> WrongRule {
    WrongRule(field, name, english, chinese) {
      .integer(formula($0.integer("hw"), $0.integer("c"), $0.integer("cout")))
    }
  }
}
