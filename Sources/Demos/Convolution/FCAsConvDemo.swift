import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let fcAsConv = Demo(
    name: "fc-as-conv",
    purpose: LocalizedText(
      "A fully connected layer as a convolution, and a convolution as a sparse matrix",
      "把全连接层写成卷积，把卷积写成稀疏矩阵"),
    topic: .convolution,
    options: [
      DemoOption("in", .integer(1...512), default: "3", unit: .pixels, "side of the input", "输入边长"),
      DemoOption("cin", .integer(1...4096), default: "5", "input channels", "输入通道数"),
      DemoOption("units", .integer(1...65_536), default: "4096", "neurons of the layer", "全连接层的神经元数"),
      DemoOption(
        "compare", .flag, "compare a convolution and a fully connected layer of equal sizes",
        "比较尺寸相同的卷积层与全连接层"),
      DemoOption(
        "out", .integer(1...512), unit: .pixels, "side of the output (in − k + 1)", "输出边长（in − k + 1）"),
      DemoOption("cout", .integer(1...4096), default: "1", "output channels", "输出通道数"),
      DemoOption("k", .integer(1...15), default: "3", unit: .pixels, "kernel of the convolution", "卷积核大小"),
    ],
    fields: [
      DemoField("weights", "weights of the layer, without biases", "该层权重数，不含偏置"),
      DemoField("weight_shape", "as a convolution [units, cin, in, in]", "写成卷积时 [units, cin, in, in]"),
      DemoField("out", "the convolution's output [1, 1, units]", "卷积的输出 [1, 1, units]"),
      DemoField(
        "equal", "whether both forms give the same values; null above 60,000 weights a unit",
        "两种写法结果是否相同；单个神经元权重超过 6 万时为 null"),
      DemoField(
        "conv_params", "with --compare: convolution, one bias a filter", "--compare 时：卷积参数量，每个滤波器一个偏置"),
      DemoField("fc_weights", "with --compare: weights of the fully connected layer", "--compare 时：全连接的权重数"),
      DemoField(
        "conv_inputs, fc_inputs", "with --compare: values that one output reads", "--compare 时：一个输出读取的数值个数"),
      DemoField("density", "with --compare: share of the matrix that is not zero", "--compare 时：矩阵中非零的比例"),
    ],
    examples: [
      "fc-as-conv --in 3 --cin 5 --units 4096", "fc-as-conv --in 7 --cin 512 --units 4096",
      "fc-as-conv --compare --in 32 --cin 3 --out 28 --cout 6 --k 5",
    ],
    wrongRules: FCAsConvRules.all
  ) { options, context throws(DemoFailure) in
    if options.flag("compare") {
      let pair = ConvolutionAsMatrix(options)
      return DemoResult(
        fields: pair.fields, steps: pair.steps(context),
        warnings: pair.warnings, frames: ConvolutionAsMatrix.frames(kernel: min(pair.kernel, 3), context),
        details: pair.bars(context))
    }
    let layer = FullConnection(options, &context.generator)
    return DemoResult(
      fields: layer.fields, steps: layer.steps(context), warnings: layer.warnings,
      frames: ConvolutionAsMatrix.frames(kernel: 3, context), details: layer.picture(context))
  }
}

/// A fully connected layer on a flattened map, computed both ways.
private struct FullConnection {
  let side, channels, units: Int
  let isEqual: Bool?

  /// Weights that the check may use.
  static let largestCheck = 60_000

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    side = options.integer("in")
    channels = options.integer("cin")
    units = options.integer("units")
    let inputs = side * side * channels
    guard inputs <= FullConnection.largestCheck else {
      isEqual = nil
      return
    }
    // The first units are enough for the check where there are many.
    let checked = max(1, min(units, FullConnection.largestCheck / inputs))
    func whole(_ shape: [Int]) -> Tensor {
      Tensor(
        shape: shape,
        scalars: (0..<shape.reduce(1, *)).map { _ in Double(generator.nextIndex(below: 7) - 3) })
    }
    let image = whole([1, channels, side, side])
    let weight = whole([checked, channels, side, side])
    let linear = weight.reshaped([checked, inputs]).matmul(image.reshaped([inputs]))
    isEqual = image.convolution(weight, Window(side)).scalars == linear.scalars
  }

  private var weights: Int {
    Cost(of: .linear(units, hasBias: false), on: [side * side * channels]).parameters
  }

  var fields: [JSONValue.Member] {
    [
      .init("weights", .integer(weights)),
      .init("weight_shape", .integers([units, channels, side, side])),
      .init("out", .integers([1, 1, units])),
      .init("equal", isEqual.map { .bool($0) } ?? .null),
    ]
  }

  func steps(_ context: DemoContext) -> [FormulaStep] {
    [
      FormulaStep(
        substituted: context.text("inputs", "输入数") + " \(side)·\(side)·\(channels)",
        value: Numbers.grouped(side * side * channels), fields: ["weights"]),
      FormulaStep(
        substituted: context.text("weights", "权重") + " \(side)·\(side)·\(channels)·\(units)",
        value: Numbers.grouped(weights), fields: ["weights", "weight_shape"]),
      FormulaStep(
        formula: "(n − k)/s + 1,  k = n", substituted: "(\(side) − \(side))/1 + 1", value: "1",
        fields: ["out"]),
    ]
  }

  var warnings: [LocalizedText] {
    [
      LocalizedText(
        "On a larger input the convolution still runs and gives a map of outputs; the fully connected layer does not.",
        "输入变大时，卷积写法照常运行并输出一张图；全连接层则不行。")
    ]
  }

  func picture(_ context: DemoContext) -> Drawing {
    let larger = side + 2
    return .stack([
      .text(
        StyledText(
          context.text(
            "one unit = one \(side)×\(side)×\(channels) filter → 1×1; \(units) units → 1×1×\(units)",
            "一个神经元 = 一个 \(side)×\(side)×\(channels) 滤波器 → 1×1；\(units) 个 → 1×1×\(units)"))),
      .text(
        StyledText(
          context.text(
            "the same filters on \(larger)×\(larger)×\(channels) → 3×3×\(units): a sliding window in one pass",
            "同样的滤波器作用于 \(larger)×\(larger)×\(channels) → 3×3×\(units)：一次前向完成滑动窗口"))),
    ])
  }
}

/// The matrix that a convolution multiplies its flattened input by.
private struct ConvolutionAsMatrix {
  let input, inputs, output, outputs, kernel: Int

  init(_ options: OptionValues) {
    input = options.integer("in")
    inputs = options.integer("cin")
    kernel = options.integer("k")
    output = options.optionalInteger("out") ?? max(1, input - kernel + 1)
    outputs = options.integer("cout")
  }

  var rows: Int { output * output * outputs }
  var columns: Int { input * input * inputs }
  var reads: Int { kernel * kernel * inputs }
  private var params: Int {
    Cost(of: .convolution(channels: outputs, .same([kernel, kernel])), on: [inputs, 1, 1]).parameters
  }
  private var density: Double { min(1, Double(reads) / Double(columns)) }

  var fields: [JSONValue.Member] {
    [
      .init("conv_params", .integer(params)), .init("fc_weights", .integer(rows * columns)),
      .init("conv_inputs", .integer(reads)), .init("fc_inputs", .integer(columns)),
      .init("density", .number(density)),
    ]
  }

  func steps(_ context: DemoContext) -> [FormulaStep] {
    [
      FormulaStep(
        formula: "k·k·C·N + N", substituted: "\(kernel)·\(kernel)·\(inputs)·\(outputs) + \(outputs)",
        value: Numbers.grouped(params), fields: ["conv_params"]),
      FormulaStep(
        formula: context.text("(H·W·C of the input) · (H·W·C of the output)", "（输入 H·W·C）·（输出 H·W·C）"),
        substituted: "\(input)·\(input)·\(inputs) · \(output)·\(output)·\(outputs)",
        value: Numbers.grouped(rows * columns), fields: ["fc_weights"]),
      FormulaStep(
        substituted: context.text(
          "of \(columns) inputs one output reads", "\(columns) 个输入中，一个输出读取")
          + " \(kernel)·\(kernel)·\(inputs)",
        value: "\(reads)", fields: ["conv_inputs", "fc_inputs", "density"]),
    ]
  }

  var warnings: [LocalizedText] {
    guard output != input - kernel + 1 else { return [] }
    return [
      LocalizedText(
        "\(kernel)×\(kernel) on \(input) without padding gives \(input - kernel + 1), not \(output): padding or stride must make up for it.",
        "\(kernel)×\(kernel) 作用于 \(input) 且不填充得到 \(input - kernel + 1)，而不是 \(output)：需由填充或步长补足。")
    ]
  }

  func bars(_ context: DemoContext) -> Drawing {
    .bars(
      BarChart(
        title: context.text("parameters, each step ten times more", "参数量（对数刻度）"),
        bars: [
          BarChart.Bar(context.text("convolution", "卷积"), Double(params), text: Numbers.grouped(params)),
          BarChart.Bar(
            context.text("fully connected", "全连接"), Double(rows * columns),
            text: Numbers.grouped(rows * columns), role: .series2),
        ], isLogarithmic: true))
  }

  /// One frame an output: its window on a 5×5 input, and the rows of the matrix so far.
  static func frames(kernel: Int, _ context: DemoContext) -> [Drawing] {
    let side = 5
    let out = side - kernel + 1
    // A convolution is linear: its matrix has the output for each unit pixel as a column.
    let weight = Tensor(
      shape: [1, 1, kernel, kernel], scalars: (0..<kernel * kernel).map { Double($0 + 1) })
    let pixels = Tensor.identity(side * side).reshaped([side * side, 1, side, side])
    let matrix = pixels.convolution(weight, Window(kernel)).reshaped([side * side, out * out]).transposed.rows
    return (0..<out * out).map { position in
      let (row, column) = position.quotientAndRemainder(dividingBy: out)
      let cells = (0..<side).map { y in
        (0..<side).map { x in
          let value = matrix[position][y * side + x]
          return value == 0 ? "·" : "w\(Int(value))"
        }
      }
      let shown = matrix.enumerated().map { index, line in
        line.map { index <= position ? $0 : 0 }
      }
      return .beside([
        .grid(
          NumberGrid(
            title: context.text("output \(position + 1) reads", "输出 \(position + 1) 读取"), cells: cells,
            window: NumberGrid.Window(rows: row..<row + kernel, columns: column..<column + kernel))),
        .heat(
          HeatMap(
            title: context.text(
              "as a matrix: a row an output, a column an input", "写成矩阵：一行一个输出，一列一个输入"),
            values: shown, range: 0...Double(kernel * kernel))),
      ])
    }
  }
}

private enum FCAsConvRules {
  static let all: [WrongRule] = [
    unit("side-not-squared", "the side is counted once instead of n·n", "边长只乘了一次") { n, c, u in n * c * u },
    unit("channels-forgotten", "the channels are forgotten", "忘了通道数") { n, _, u in n * n * u },
    unit("bias-added", "biases are counted although there are none", "没有偏置却算了偏置") { n, c, u in
      n * n * c * u + u
    },
    unit("units-forgotten", "only one unit is counted", "只算了一个神经元") { n, c, _ in n * n * c },
    unit("added", "inputs and units are added instead of multiplied", "把输入数与神经元数相加了") { n, c, u in
      n * n * c + u
    },
    pair("shared", "the weights are shared as in a convolution", "像卷积一样共享了权重") { $0.reads * $0.outputs },
    pair("local", "each output reads its window only", "每个输出只读了自己的窗口") { $0.reads * $0.rows },
    pair("added", "inputs and outputs are added instead of multiplied", "把输入数与输出数相加了") {
      $0.rows + $0.columns
    },
    pair("channels-forgotten", "the channels are forgotten", "忘了通道数") {
      $0.input * $0.input * $0.output * $0.output
    },
    pair("bias-added", "biases are counted although there are none", "没有偏置却算了偏置") {
      $0.rows * $0.columns + $0.rows
    },
  ]

  private static func unit(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Int, Int, Int) -> Int
  ) -> WrongRule {
    WrongRule("weights", name, english, chinese) {
      .integer(formula($0.integer("in"), $0.integer("cin"), $0.integer("units")))
    }
  }

  private static func pair(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (ConvolutionAsMatrix) -> Int
  ) -> WrongRule {
    WrongRule("fc_weights", name, english, chinese) { .integer(formula(ConvolutionAsMatrix($0))) }
  }
}
