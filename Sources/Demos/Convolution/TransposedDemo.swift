import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let transposed = Demo(
    name: "transposed",
    purpose: LocalizedText(
      "Transposed convolution two ways: scatter a kernel per input, or insert zeros and convolve",
      "转置卷积的两种算法：逐输入散布卷积核，或插零后做普通卷积"),
    topic: .convolution,
    options: [
      DemoOption("in", .size(1...64), default: "2", unit: .pixels, "input, N or H,W", "输入大小，N 或 H,W"),
      DemoOption("k", .integer(1...9), default: "4", unit: .pixels, "kernel size", "卷积核大小"),
      DemoOption("s", .integer(1...8), default: "3", unit: .cells, "stride", "步长"),
      DemoOption(
        "p", .integer(0...8), default: "0", unit: .cells, "padding, which crops the output", "填充（裁掉输出）"),
      DemoOption(
        "op-pad", .integer(0...7), default: "0", unit: .cells, "output padding at the end", "输出末尾的附加填充"),
      DemoOption(
        "kernel", .word(["ones", "ramp"]), default: "ones", "weights: all 1, or 1, 2, 3 …",
        "权重：全 1 或 1, 2, 3 …"),
      DemoOption("values", .flag, "list the overlap counts too", "同时列出重叠次数"),
      DemoOption("steps", .flag, "show the form with inserted zeros", "显示插零形式"),
    ],
    fields: [
      DemoField("out", "output size [h, w]", "输出尺寸 [h, w]"),
      DemoField("inserted", "zeros between neighbours: s − 1", "相邻元素间插入的零：s − 1"),
      DemoField("stretched", "after the insertion [h, w]", "插零后的尺寸 [h, w]"),
      DemoField("border", "zeros on each side: k − 1 − p; negative crops", "每侧补零：k − 1 − p；为负则裁剪"),
      DemoField("padded", "before the stride-1 convolution [h, w]", "步长 1 卷积之前的尺寸 [h, w]"),
      DemoField("equal", "whether both forms give the same values", "两种形式结果是否相同"),
      DemoField("macs", "products of the scatter form", "散布形式的乘法次数"),
      DemoField("macs_inserted", "products of the zero-insertion form", "插零形式的乘法次数"),
      DemoField("output", "the values, up to 4096 of them", "输出数值（最多 4096 个）"),
      DemoField("overlap", "with --values: inputs that reach each output", "--values 时：到达每个输出的输入个数"),
    ],
    examples: [
      "transposed --in 2 --k 4 --s 3", "transposed --in 2 --k 4 --s 3 --steps",
      "transposed --in 4 --k 3 --s 2 --p 1 --op-pad 1",
    ],
    wrongRules: TransposedRules.all
  ) { options, context throws(DemoFailure) in
    let run = try TransposedRun(options)
    return DemoResult(
      fields: run.fields, steps: run.steps, warnings: run.warnings, frames: run.frames(context),
      details: run.details(context))
  }
}

/// A transposed convolution of a ramp, computed both ways.
private struct TransposedRun {
  let input: (height: Int, width: Int)
  let kernel, stride, padding, extra: Int
  let showsValues, showsSteps: Bool
  let out: [Int]
  let image: Tensor
  let weight: Tensor
  let output: Tensor
  /// Zeros inserted and border added.
  let padded: Tensor
  let isEqual: Bool

  /// Sides up to which the numbers themselves are drawn.
  static let largestGrid = 12

  init(_ options: OptionValues) throws(DemoFailure) {
    input = options.size("in")
    kernel = options.integer("k")
    stride = options.integer("s")
    padding = options.integer("p")
    extra = options.integer("op-pad")
    showsValues = options.flag("values")
    showsSteps = options.flag("steps")
    let window = Window(kernel, stride: stride, padding: padding)
    do {
      out = try OutputSize.transposedConvolution(
        [input.height, input.width], window, outputPadding: [extra, extra])
    } catch {
      throw TransposedRun.failure(error, stride: stride)
    }
    image = Tensor(plane: TestImage.ramp.pixels(height: input.height, width: input.width))
    let isRamp = options.word("kernel") == "ramp"
    weight = Tensor(
      shape: [1, 1, kernel, kernel],
      scalars: (0..<kernel * kernel).map { isRamp ? Double($0 + 1) : 1 })
    output = image.transposedConvolution(weight, window, outputPadding: [extra, extra])
    padded = TransposedRun.inserted(image, kernel, stride, border: kernel - 1 - padding, extra)
    let flipped = Tensor(shape: weight.shape, scalars: weight.scalars.reversed())
    isEqual = padded.convolution(flipped, Window(kernel)) == output
  }

  private static func failure(_ error: ShapeError, stride: Int) -> DemoFailure {
    if case .outputPaddingTooLarge(_, let extra, _, _) = error {
      return DemoFailure(
        LocalizedText(
          "output padding \(extra) is not smaller than stride \(stride).", "输出填充 \(extra) 不小于步长 \(stride)。"),
        advice: LocalizedText(
          stride == 1
            ? "Drop --op-pad: stride 1 leaves nothing open." : "Use --op-pad \(stride - 1) or less.",
          stride == 1 ? "去掉 --op-pad：步长为 1 时尺寸没有歧义。" : "请用 --op-pad \(stride - 1) 或更小。"))
    }
    return DemoFailure(
      LocalizedText("the padding crops everything away: \(error).", "填充把输出全部裁掉了。"),
      advice: LocalizedText("Use a smaller --p or a larger --in.", "请减小 --p 或增大 --in。"))
  }

  /// s − 1 zeros between neighbours, and a border that may be negative; `extra` zeros more at the end.
  private static func inserted(_ image: Tensor, _ kernel: Int, _ stride: Int, border: Int, _ extra: Int)
    -> Tensor
  {
    let source = image.plane()
    let sides = [source.count, source[0].count].map { ($0 - 1) * stride + 1 + 2 * border + extra }
    var rows = Array(repeating: Array(repeating: 0.0, count: sides[1]), count: sides[0])
    for (y, line) in source.enumerated() {
      for (x, value) in line.enumerated() {
        let (row, column) = (y * stride + border, x * stride + border)
        if rows.indices.contains(row), rows[row].indices.contains(column) { rows[row][column] = value }
      }
    }
    return Tensor(plane: rows)
  }

  private var border: Int { kernel - 1 - padding }
  private func stretched(_ side: Int) -> Int { (side - 1) * stride + 1 }

  /// How many inputs reach each output.
  private var overlap: [[Double]] {
    Tensor.ones(image.shape).transposedConvolution(
      .ones(weight.shape), Window(kernel, stride: stride, padding: padding), outputPadding: [extra, extra]
    ).plane()
  }

  var fields: [JSONValue.Member] {
    let area = kernel * kernel
    var fields: [JSONValue.Member] = [
      .init("out", .integers(out)), .init("inserted", .integer(stride - 1)),
      .init("stretched", .integers([stretched(input.height), stretched(input.width)])),
      .init("border", .integer(border)), .init("padded", .integers(padded.shape.suffix(2))),
      .init("equal", .bool(isEqual)), .init("macs", .integer(input.height * input.width * area)),
      .init("macs_inserted", .integer(out[0] * out[1] * area)),
      .init("output", rows(output.plane())),
    ]
    if showsValues { fields.append(.init("overlap", rows(overlap))) }
    return fields
  }

  private func rows(_ values: [[Double]]) -> JSONValue {
    out[0] * out[1] > 4096 ? .null : .array(values.map { .numbers($0) })
  }

  var steps: [FormulaStep] {
    let n = input.height
    let label = input.height == input.width ? "" : "h: "
    return [
      FormulaStep(
        formula: "(n − 1)s − 2p + k + output padding",
        substituted: "\(label)(\(n) − 1)·\(stride) − 2·\(padding) + \(kernel) + \(extra)", value: "\(out[0])",
        fields: ["out"]),
      FormulaStep(
        formula: "(n − 1)s + 1 + 2(k − 1 − p)",
        substituted: "\(label)(\(n) − 1)·\(stride) + 1 + 2·(\(kernel) − 1 − \(padding))"
          + (extra > 0 ? " + \(extra)" : ""),
        value: "\(padded.shape[2]) → \(padded.shape[2]) − \(kernel) + 1 = \(out[0])",
        fields: ["padded", "out"]),
    ]
  }

  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    if kernel % stride != 0 {
      warnings.append(
        LocalizedText(
          "Kernel \(kernel) is not divisible by stride \(stride): outputs get unequal numbers of contributions (checkerboard).",
          "核 \(kernel) 不能被步长 \(stride) 整除：各输出得到的贡献数不等（棋盘效应）。"))
    }
    if stride > kernel {
      warnings.append(
        LocalizedText(
          "The stride is larger than the kernel: some outputs are reached by no input.",
          "步长大于卷积核：有的输出没有任何输入到达。"))
    }
    return warnings
  }

  // MARK: Drawing

  func frames(_ context: DemoContext) -> [Drawing] {
    let largest = max(showsSteps ? padded.shape[2] : out[0], showsSteps ? padded.shape[3] : out[1])
    guard largest <= TransposedRun.largestGrid else {
      return [
        .beside([
          .heat(HeatMap(title: context.text("input", "输入"), values: image.plane(), scale: .grey)),
          .heat(HeatMap(title: context.text("output", "输出"), values: output.plane(), scale: .grey)),
        ])
      ]
    }
    let count = showsSteps ? out[0] * out[1] : input.height * input.width
    return (0..<count).map { showsSteps ? gathering($0, context) : scattering($0, context) }
  }

  /// The inputs up to one have written their kernels into the output.
  private func scattering(_ position: Int, _ context: DemoContext) -> Drawing {
    let (row, column) = position.quotientAndRemainder(dividingBy: input.width)
    var so = image
    so = Tensor(
      shape: so.shape, scalars: so.scalars.enumerated().map { $0.offset <= position ? $0.element : 0 })
    let written = so.transposedConvolution(
      weight, Window(kernel, stride: stride, padding: padding), outputPadding: [extra, extra])
    let value = Numbers.significant(image[0, 0, row, column])
    func reach(_ index: Int, _ side: Int) -> Range<Int> {
      let start = index * stride - padding
      return max(0, min(side, start))..<max(0, min(side, start + kernel))
    }
    return .stack([
      .beside([
        .grid(
          NumberGrid(
            title: context.text("input", "输入"), cells: image.plane().cells,
            window: NumberGrid.Window(rows: row..<row + 1, columns: column..<column + 1))),
        .grid(NumberGrid(title: context.text("kernel", "卷积核"), cells: weight.plane().cells)),
        .grid(
          NumberGrid(
            title: context.text("output so far", "目前的输出"), cells: written.plane().cells,
            window: NumberGrid.Window(rows: reach(row, out[0]), columns: reach(column, out[1])))),
      ]),
      .text(
        StyledText(
          context.text(
            "\(value) · kernel is added at row \(row)·\(stride) − \(padding), column \(column)·\(stride) − \(padding)",
            "\(value) · 卷积核 加到第 \(row)·\(stride) − \(padding) 行、第 \(column)·\(stride) − \(padding) 列"), .maths
        )),
    ])
  }

  /// An ordinary convolution of the stretched map with the flipped kernel.
  private func gathering(_ position: Int, _ context: DemoContext) -> Drawing {
    let (row, column) = position.quotientAndRemainder(dividingBy: out[1])
    let stretchedMap = padded.plane()
    var dimmed: Set<NumberGrid.Cell> = []
    for (y, line) in stretchedMap.enumerated() {
      for (x, value) in line.enumerated() where value == 0 { dimmed.insert(NumberGrid.Cell(y, x)) }
    }
    let result = output.plane()
    return .beside([
      .grid(
        NumberGrid(
          title: context.text("zeros inserted, border added", "插零并补边之后"), cells: stretchedMap.cells,
          dimmed: dimmed,
          window: NumberGrid.Window(rows: row..<row + kernel, columns: column..<column + kernel))),
      .grid(
        NumberGrid(
          title: context.text("kernel, turned by 180°", "旋转 180° 的核"),
          cells: weight.plane().reversed().map { Array($0.reversed()) }.cells)),
      .grid(
        NumberGrid(
          title: context.text("output", "输出"),
          cells: result.enumerated().map { y, line in
            line.enumerated().map { y * out[1] + $0 <= position ? Numbers.significant($1) : "·" }
          }, window: NumberGrid.Window(rows: row..<row + 1, columns: column..<column + 1))),
    ])
  }

  func details(_ context: DemoContext) -> Drawing {
    let counts = Drawing.heat(
      HeatMap(title: context.text("inputs that reach each output", "到达每个输出的输入个数"), values: overlap))
    let area = kernel * kernel
    let work = BarChart(
      title: context.text("products", "乘法次数"),
      bars: [
        (context.text("scatter", "散布"), input.height * input.width * area),
        (context.text("zeros inserted", "插零"), out[0] * out[1] * area),
      ].map { BarChart.Bar($0, Double($1), text: Numbers.grouped($1)) })
    return .beside([showsValues ? counts : .blank, .bars(work)])
  }
}
