import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let conv = Demo(
    name: "conv",
    purpose: LocalizedText(
      "A kernel slides over the padded input: output size, values, parameters, MACs",
      "卷积核在填充后的输入上滑动：输出尺寸、数值、参数量与乘加次数"),
    topic: .convolution,
    options: [
      DemoOption("in", .size(1...4096), default: "7", unit: .pixels, "input, N or H,W", "输入大小，N 或 H,W"),
      DemoOption("k", .size(1...255), default: "3", unit: .pixels, "kernel size", "卷积核大小"),
      DemoOption("s", .size(1...255), default: "1", unit: .cells, "stride", "步长"),
      DemoOption("p", .size(0...255), default: "0", unit: .cells, "zero padding on each side", "每侧的填充（补零）"),
      DemoOption("d", .size(1...255), default: "1", unit: .cells, "dilation", "膨胀率"),
      DemoOption("groups", .integer(1...65_536), default: "1", "groups of channels", "通道分组数"),
      DemoOption("cin", .integer(1...65_536), default: "1", "input channels", "输入通道数"),
      DemoOption(
        "cout", .integer(1...65_536), default: "1", "filters, which are the output channels", "滤波器个数，即输出通道数"),
      DemoOption(
        "kernel", .word(Filter.allCases.map(\.rawValue)), default: "ones", "weights of the kernel", "卷积核的权重"),
      DemoOption("image", .word(TestImage.allCases.map(\.rawValue)), default: "ramp", "the input", "输入图像"),
      DemoOption("bias", .flag, "one bias per filter", "每个滤波器带一个偏置"),
      DemoOption("show", .word(["filters"]), "show the filters' panels", "显示各滤波器"),
      DemoOption("step", .integer(1...1_000_000), "show only this position of the kernel", "只看第几个位置"),
    ],
    fields: [
      DemoField("out", "output size [h, w]", "输出尺寸 [h, w]"),
      DemoField("kernel_effective", "what the dilated kernel spans [h, w]", "膨胀后卷积核的跨度 [h, w]"),
      DemoField("weight_shape", "[cout, cin/groups, kh, kw]", "[cout, cin/groups, kh, kw]"),
      DemoField("params", "weights, and biases with --bias", "权重数，--bias 时含偏置"),
      DemoField("macs", "multiply-accumulates", "乘加次数"),
      DemoField("flops", "2 × MACs", "2 × MACs"),
      DemoField("rf", "receptive field of one output [h, w]", "一个输出的感受野 [h, w]"),
      DemoField("jump", "input pixels between neighbouring outputs [h, w]", "相邻输出在输入上的间距 [h, w]"),
      DemoField("dropped", "rows and columns no window reaches [h, w]", "没有窗口覆盖到的行与列 [h, w]"),
      DemoField("products", "products of the first window, and their sum", "第一个窗口的各乘积与总和"),
      DemoField("output", "the values, up to 4096 of them", "输出数值（最多 4096 个）"),
    ],
    examples: [
      "conv --k 3 --s 2", "conv --in 224 --k 3 --s 2 --p 1",
      "conv --in 6 --kernel vertical --image halves",
    ],
    wrongRules: ConvRules.all
  ) { options, context throws(DemoFailure) in
    try ConvRun(options, &context).result()
  }
}

/// One convolution: its sizes, and its values where they are few enough to look at.
private struct ConvRun {
  let options: OptionValues
  let context: DemoContext
  let geometry: ConvGeometry
  let image: [[Double]]
  let filter: [[Double]]
  /// nil above `largestComputation`.
  let output: Tensor?

  /// MACs beyond which only sizes and counts are given.
  static let largestComputation = 100_000_000
  static let largestTensor = 1_000_000
  static let largestPrintedOutput = 4096
  /// Sides up to which the numbers themselves are drawn.
  static let largestGrid = 14

  init(_ options: OptionValues, _ context: inout DemoContext) throws(DemoFailure) {
    self.options = options
    geometry = try ConvGeometry(options)
    let picture = TestImage(rawValue: options.word("image")) ?? .ramp
    let weights = Filter(rawValue: options.word("kernel")) ?? .ones
    let isSmall =
      geometry.macs <= ConvRun.largestComputation
      && geometry.input.height * geometry.input.width * geometry.inputChannels <= ConvRun.largestTensor
      && geometry.params <= ConvRun.largestTensor
      && geometry.out.height * geometry.out.width * geometry.filters <= ConvRun.largestTensor
    image = isSmall ? picture.pixels(height: geometry.input.height, width: geometry.input.width) : []
    filter = weights.weights(
      height: geometry.kernel.height, width: geometry.kernel.width, using: &context.generator)
    self.context = context
    guard isSmall else {
      output = nil
      return
    }
    let flat = image.flatMap { $0 }
    let pixels = Tensor(
      shape: [1, geometry.inputChannels, geometry.input.height, geometry.input.width],
      scalars: (0..<geometry.inputChannels).flatMap { _ in flat })
    let slice = filter.flatMap { $0 }
    let kernels = Tensor(
      shape: geometry.weightShape,
      scalars: (0..<geometry.filters * geometry.channelsPerGroup).flatMap { _ in slice })
    output = pixels.convolution(kernels, geometry.window, groups: geometry.groups)
  }

  func result() throws(DemoFailure) -> DemoResult {
    DemoResult(
      fields: fields, steps: steps, warnings: geometry.warnings, frames: try frames(), details: details)
  }

  private var fields: [JSONValue.Member] {
    let out = geometry.out
    return [
      .init("out", [.integer(out.height), .integer(out.width)]),
      .init("kernel_effective", [.integer(geometry.span.height), .integer(geometry.span.width)]),
      .init("weight_shape", .integers(geometry.weightShape)),
      .init("params", .integer(geometry.params)),
      .init("macs", .integer(geometry.macs)),
      .init("flops", .integer(2 * geometry.macs)),
      .init("rf", [.integer(geometry.span.height), .integer(geometry.span.width)]),
      .init("jump", [.integer(geometry.stride.height), .integer(geometry.stride.width)]),
      .init("dropped", [.integer(geometry.dropped.height), .integer(geometry.dropped.width)]),
      .init("products", image.isEmpty ? .null : .numbers(products(row: 0, column: 0))),
      .init("output", outputJSON),
    ]
  }

  private var outputJSON: JSONValue {
    guard let output, output.scalarCount <= ConvRun.largestPrintedOutput else { return .null }
    let maps = (0..<geometry.filters).map { filter in
      JSONValue.array(rows(of: output, filter).map { .numbers($0) })
    }
    return maps.count == 1 ? maps[0] : .array(maps)
  }

  private func rows(of output: Tensor, _ filter: Int) -> [[Double]] {
    (0..<geometry.out.height).map { row in
      (0..<geometry.out.width).map { output[0, filter, row, $0] }
    }
  }

  // MARK: Formulas

  private var steps: [FormulaStep] {
    let isSquare = geometry.axis(.height) == geometry.axis(.width)
    var steps = [geometry.sizeStep(.height, label: isSquare ? "" : "h: ")]
    if !isSquare { steps.append(geometry.sizeStep(.width, label: "w: ")) }
    let kernel = geometry.kernel
    let bias = options.flag("bias") ? " + \(geometry.filters)" : ""
    steps.append(
      FormulaStep(
        substituted:
          "\(context.text("parameters", "参数量")) \(kernel.height)·\(kernel.width)·\(geometry.channelsPerGroup)·\(geometry.filters)\(bias)",
        value: Numbers.grouped(geometry.params), fields: ["params", "weight_shape"]))
    steps.append(
      FormulaStep(
        substituted:
          "MACs \(geometry.out.height)·\(geometry.out.width)·\(kernel.height)·\(kernel.width)·\(geometry.channelsPerGroup)·\(geometry.filters)",
        value:
          "\(Numbers.grouped(geometry.macs))     FLOPs = 2 · MACs = \(Numbers.grouped(2 * geometry.macs))",
        fields: ["macs", "flops"]))
    if let output {
      steps.append(
        FormulaStep(
          substituted: "\(context.text("first window", "第一个窗口")) \(sum(0, 0))",
          value: Numbers.significant(output[0, 0, 0, 0], 6), fields: ["output", "products"]))
    }
    return steps
  }

  // MARK: Drawing

  private func frames() throws(DemoFailure) -> [Drawing] {
    guard let output else {
      return [
        .text(
          StyledText(
            context.text(
              "\(Numbers.grouped(geometry.macs)) MACs: too many to draw, so sizes and counts only.",
              "共 \(Numbers.grouped(geometry.macs)) 次乘加，数量过大，只给出尺寸与计数。"), .dim))
      ]
    }
    let out = rows(of: output, 0)
    let padded = geometry.padded
    guard max(padded.height, padded.width) <= ConvRun.largestGrid else { return [images(out)] }
    let count = geometry.out.height * geometry.out.width
    if let step = options.optionalInteger("step") {
      guard step <= count else {
        throw DemoFailure(
          LocalizedText("there are only \(count) positions.", "一共只有 \(count) 个位置。"),
          advice: LocalizedText("Use --step 1 to \(count).", "请用 --step 1 到 \(count)。"))
      }
      return [frame(step - 1, out)]
    }
    return (0..<count).map { frame($0, out) }
  }

  /// The kernel at one position: padded input with its window, the filter, the output so far, the sum written out.
  private func frame(_ position: Int, _ out: [[Double]]) -> Drawing {
    let (row, column) = position.quotientAndRemainder(dividingBy: geometry.out.width)
    let top = row * geometry.stride.height
    let left = column * geometry.stride.width
    let padding = geometry.padding
    var cells: [[String]] = []
    var dimmed: Set<NumberGrid.Cell> = []
    for y in 0..<geometry.padded.height {
      var line: [String] = []
      for x in 0..<geometry.padded.width {
        let pixel = pixel(y, x)
        if pixel == nil { dimmed.insert(NumberGrid.Cell(y, x)) }
        line.append(Numbers.significant(pixel ?? 0))
      }
      cells.append(line)
    }
    var marked: Set<NumberGrid.Cell> = []
    if geometry.dilation.height > 1 || geometry.dilation.width > 1 {
      for tap in taps(row, column) { marked.insert(NumberGrid.Cell(tap.row, tap.column)) }
    }
    let input = NumberGrid(
      title: context.text(
        padding.height + padding.width > 0 ? "input, padded" : "input",
        padding.height + padding.width > 0 ? "输入（已填充）" : "输入"),
      cells: cells, dimmed: dimmed, marked: marked,
      window: NumberGrid.Window(
        rows: top..<top + geometry.span.height, columns: left..<left + geometry.span.width))
    let kernel = NumberGrid(
      title: context.text("kernel", "卷积核"), cells: filter.map { $0.map { Numbers.significant($0, 3) } })
    let filled = NumberGrid(
      title: context.text("output", "输出"),
      cells: out.enumerated().map { y, line in
        line.enumerated().map { x, value in
          y * geometry.out.width + x <= position ? Numbers.significant(value) : "·"
        }
      },
      window: NumberGrid.Window(rows: row..<row + 1, columns: column..<column + 1))
    return .stack([
      .beside([.grid(input), .grid(kernel), .grid(filled)]),
      .text(StyledText(sum(row, column) + " = " + Numbers.significant(out[row][column], 6), .maths)),
    ])
  }

  private func images(_ out: [[Double]]) -> Drawing {
    .beside([
      .heat(HeatMap(title: context.text("input", "输入"), values: thinned(image), scale: .grey)),
      .heat(HeatMap(title: context.text("output", "输出"), values: thinned(out), scale: .grey)),
    ])
  }

  /// Every so many rows and columns, so that the longer side has at most 48.
  private func thinned(_ values: [[Double]]) -> [[Double]] {
    let longest = max(values.count, values[0].count)
    let pace = (longest + 47) / 48
    return stride(from: 0, to: values.count, by: pace).map { row in
      stride(from: 0, to: values[row].count, by: pace).map { values[row][$0] }
    }
  }

  private var details: Drawing {
    guard options.optionalWord("show") != nil else { return .blank }
    let title = context.text("each of \(geometry.filters) filters", "\(geometry.filters) 个滤波器中的每一个")
    let panels = (0..<min(geometry.channelsPerGroup, 8)).map { channel in
      Drawing.grid(
        NumberGrid(
          title: context.text("channel \(channel + 1)", "通道 \(channel + 1)"),
          cells: filter.prefix(9).map { $0.prefix(9).map { Numbers.significant($0, 3) } }))
    }
    return .stack([.text(StyledText("\(title): \(geometry.weightShape)", .strong)), .beside(panels)])
  }

  // MARK: One window

  /// nil in the padding.
  private func pixel(_ y: Int, _ x: Int) -> Double? {
    let row = y - geometry.padding.height
    let column = x - geometry.padding.width
    guard image.indices.contains(row), image[row].indices.contains(column) else { return nil }
    return image[row][column]
  }

  private func taps(_ row: Int, _ column: Int) -> [(row: Int, column: Int, weight: Double)] {
    filter.enumerated().flatMap { y, line in
      line.enumerated().map { x, weight in
        (
          row * geometry.stride.height + y * geometry.dilation.height,
          column * geometry.stride.width + x * geometry.dilation.width, weight
        )
      }
    }
  }

  private func products(row: Int, column: Int) -> [Double] {
    taps(row, column).map { (pixel($0.row, $0.column) ?? 0) * $0.weight }
  }

  private func sum(_ row: Int, _ column: Int) -> String {
    let terms = taps(row, column).filter { $0.weight != 0 }.map { tap in
      let value = Numbers.significant(pixel(tap.row, tap.column) ?? 0)
      return tap.weight == 1 ? value : "\(value)·\(Numbers.significant(tap.weight, 3))"
    }
    let shown = terms.count > 12 ? terms.prefix(5) + ["…"] + terms.suffix(3) : terms[...]
    let channels = geometry.channelsPerGroup > 1 ? "\(geometry.channelsPerGroup) · (" : ""
    return channels + shown.joined(separator: " + ") + (channels.isEmpty ? "" : ")")
  }
}
