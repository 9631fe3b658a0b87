import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let dilated = Demo(
    name: "dilated",
    purpose: LocalizedText(
      "Dilated kernels: what they span, what a stack of them sees, and the holes it leaves",
      "空洞卷积：单个核的跨度、叠加后的感受野与留下的空洞"),
    topic: .convolution,
    options: [
      DemoOption("k", .integer(1...15), default: "3", unit: .pixels, "kernel size", "卷积核大小"),
      DemoOption(
        "rates", .integers(1...64, count: 1...12), default: "1,2,3", unit: .cells,
        "dilation of each layer, the first one nearest to the input", "各层膨胀率，从靠近输入的一层写起"),
      DemoOption("in", .integer(1...255), default: "15", unit: .pixels, "side of the input", "输入边长"),
      DemoOption(
        "stacked", .flag, "show by how many paths the stack reaches each pixel", "显示叠加后到达每个像素的路径数"),
    ],
    fields: [
      DemoField("effective", "what each kernel spans: d(k − 1) + 1", "各核的跨度：d(k − 1) + 1"),
      DemoField("stacked", "receptive field after each layer", "每层之后的感受野"),
      DemoField("taps", "weights of one kernel along an axis: dilation adds none", "每轴的权重个数：膨胀不增加参数"),
      DemoField(
        "covered", "pixels along an axis that the stack really reaches", "叠加后每轴真正到达的像素数"),
      DemoField("holes", "pixels of the field that no path reaches", "感受野中没有路径到达的像素数"),
    ],
    examples: [
      "dilated --k 3 --rates 1,2,3,4", "dilated --rates 2,2,2 --stacked", "dilated --rates 1,2,4,8 --in 31",
    ],
    wrongRules: DilatedRules.all
  ) { options, context throws(DemoFailure) in
    let stack = DilatedStack(options)
    return DemoResult(
      fields: stack.fields, steps: stack.steps, warnings: stack.warnings,
      frames: options.flag("stacked") ? stack.reachFrames(context) : stack.tapFrames(context),
      details: stack.table(context))
  }
}

/// Layers of one kernel size, each with its dilation.
private struct DilatedStack {
  let kernel: Int
  let rates: [Int]
  let image: Int
  /// Receptive fields after each layer.
  let fields1D: [ReceptiveField]
  /// Along an axis: how many paths lead from each pixel to the unit, after each layer.
  let paths: [[Double]]

  init(_ options: OptionValues) {
    kernel = options.integer("k")
    rates = options.integers("rates")
    image = options.integer("in")
    var field = ReceptiveField.pixel
    var fields: [ReceptiveField] = []
    // Spreading a 1 back through the layers counts the paths: the gradient of all-ones kernels.
    var reach = Tensor.ones([1, 1, 1])
    var paths: [[Double]] = []
    for rate in rates {
      let window = Window([kernel], dilation: [rate])
      field = field.through(window, axis: 0)
      fields.append(field)
      reach = reach.transposedConvolution(.ones([1, 1, kernel]), window)
      paths.append(reach.scalars)
    }
    fields1D = fields
    self.paths = paths
  }

  var effective: [Int] { rates.map { $0 * (kernel - 1) + 1 } }
  private var last: Int { fields1D[fields1D.count - 1].size }
  private var covered: Int { paths[paths.count - 1].filter { $0 > 0 }.count }

  var fields: [JSONValue.Member] {
    [
      .init("effective", .integers(effective)), .init("stacked", .integers(fields1D.map(\.size))),
      .init("taps", .integer(kernel)), .init("covered", .integer(covered)),
      .init("holes", .integer(last - covered)),
    ]
  }

  var steps: [FormulaStep] {
    var steps = [
      FormulaStep(
        formula: "d(k − 1) + 1",
        substituted: rates.prefix(4).map { "\($0)·(\(kernel) − 1) + 1" }.joined(separator: ",  "),
        value: effective.prefix(4).map(String.init).joined(separator: ", ") + (rates.count > 4 ? " …" : ""),
        fields: ["effective"])
    ]
    var before = 1
    for (index, rate) in rates.enumerated() {
      steps.append(
        FormulaStep(
          formula: index == 0 ? "r ← r + d(k − 1)" : "", substituted: "\(before) + \(rate)·(\(kernel) − 1)",
          value: "\(fields1D[index].size)", fields: ["stacked"]))
      before = fields1D[index].size
    }
    return steps
  }

  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    if let widest = effective.max(), widest > image {
      warnings.append(
        LocalizedText(
          "A kernel spans \(widest), the input is \(image): with same padding its outer taps read zeros only.",
          "有的核跨度为 \(widest)，而输入只有 \(image)：same 填充下外侧的权重只读到零。"))
    }
    if last > covered {
      warnings.append(
        LocalizedText(
          "Gridding: \(last - covered) of \(last) pixels in the field are reached by no path; choose rates without a common factor, such as 1,2,3.",
          "网格效应：感受野 \(last) 个像素中有 \(last - covered) 个没有任何路径到达；请选没有公因数的膨胀率，如 1,2,3。"))
    }
    return warnings
  }

  // MARK: Drawing

  /// One frame a layer: its taps on the input, and the fields so far.
  func tapFrames(_ context: DemoContext) -> [Drawing] {
    rates.indices.map { index in
      let bars = BarChart(
        title: context.text("receptive field of the stack", "叠加后的感受野"),
        bars: fields1D.enumerated().map { layer, field in
          BarChart.Bar(
            context.text("layer \(layer + 1), d=\(rates[layer])", "第 \(layer + 1) 层，d=\(rates[layer])"),
            layer <= index ? Double(field.size) : 0, text: layer <= index ? "\(field.size)" : "",
            role: layer == index ? .series2 : .series1)
        }, range: 0...Double(fields1D.last?.size ?? 1))
      return .beside([taps(index, context), .bars(bars)])
    }
  }

  /// The kernel in the middle of the input, or one axis of it where the grid would be too large.
  private func taps(_ index: Int, _ context: DemoContext) -> Drawing {
    let (span, rate) = (effective[index], rates[index])
    let title = context.text(
      "dilation \(rate): \(kernel)×\(kernel) taps span \(span)",
      "膨胀率 \(rate)：\(kernel)×\(kernel) 个权重跨度 \(span)")
    guard image <= 21, span <= image else {
      let line = (0..<span).map { $0 % rate == 0 ? "▔" : " " }.joined()
      return .stack([
        .text(StyledText(title, .strong)),
        .text(StyledText(span <= 70 ? line : "▔ × \(kernel), + \(rate)", .series2)),
      ])
    }
    let start = (image - span) / 2
    let taps = Set(stride(from: start, to: start + span, by: rate))
    let cells = (0..<image).map { row in
      (0..<image).map { taps.contains(row) && taps.contains($0) ? "w" : "·" }
    }
    let marked = Set(taps.flatMap { row in taps.map { NumberGrid.Cell(row, $0) } })
    return .grid(
      NumberGrid(
        title: title, cells: cells, marked: marked,
        window: NumberGrid.Window(rows: start..<start + span, columns: start..<start + span)))
  }

  /// One frame a layer: the paths by which one unit reaches each pixel around it.
  func reachFrames(_ context: DemoContext) -> [Drawing] {
    let side = min(last, 63)
    return paths.indices.map { index in
      let line = paths[index]
      let offset = (side - line.count) / 2
      let values = (0..<side).map { row in
        (0..<side).map { column -> Double in
          let (y, x) = (row - offset, column - offset)
          guard line.indices.contains(y), line.indices.contains(x) else { return 0 }
          return line[y] * line[x]
        }
      }
      let frame = max(0, offset)..<min(side, offset + line.count)
      return .heat(
        HeatMap(
          title: context.text(
            "paths from each pixel to one unit after \(index + 1) layer\(index == 0 ? "" : "s")",
            "\(index + 1) 层之后，各像素到一个单元的路径数"),
          values: values, window: NumberGrid.Window(rows: frame, columns: frame)))
    }
  }

  func table(_ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column(context.text("layer", "层")), Table.Column("d"),
          Table.Column(context.text("spans", "跨度")), Table.Column(context.text("weights", "权重")),
          Table.Column(context.text("field", "感受野")), Table.Column(context.text("reached", "到达")),
        ],
        rows: rates.indices.map { index in
          [
            StyledText("\(index + 1)"), StyledText("\(rates[index])"), StyledText("\(effective[index])"),
            StyledText("\(kernel * kernel)"), StyledText("\(fields1D[index].size)", .strong),
            StyledText("\(paths[index].filter { $0 > 0 }.count)"),
          ]
        }))
  }
}

private enum DilatedRules {
  static let all: [WrongRule] =
    [
      span("dilated-as-product", "the kernel is taken to span d·k", "把跨度当成 d·k") { $1 * $0 },
      span("rate-as-gap", "d zeros are put between taps instead of d − 1", "权重之间插了 d 个空格而不是 d − 1 个") {
        ($1 + 1) * ($0 - 1) + 1
      },
      span("plus-one-forgotten", "the + 1 is forgotten", "忘了 +1") { $1 * ($0 - 1) },
      span("dilation-forgotten", "the dilation is forgotten", "忘了膨胀率") { k, _ in k },
    ] + [
      stack("dilation-forgotten", "the dilations are forgotten", "忘了膨胀率") { field, k, _ in field + k - 1 },
      stack("spans-added", "the spans are added in full instead of d(k − 1)", "加的是整个跨度而不是 d(k − 1)") {
        field, k, d in (field == 1 ? 0 : field) + d * (k - 1) + 1
      },
      stack("products-added", "d·k is added instead of d(k − 1)", "加的是 d·k 而不是 d(k − 1)") { $0 + $2 * $1 },
      stack("last-layer-only", "only the last layer is counted", "只算了最后一层") { _, k, d in d * (k - 1) + 1 },
    ]

  private static func span(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Int, Int) -> Int
  ) -> WrongRule {
    WrongRule("effective", name, english, chinese) { options in
      let kernel = options.integer("k")
      return .integers(options.integers("rates").map { formula(kernel, $0) })
    }
  }

  private static func stack(
    _ name: String, _ english: String, _ chinese: String,
    _ step: @escaping @Sendable (Int, Int, Int) -> Int
  ) -> WrongRule {
    WrongRule("stacked[-1]", name, english, chinese) { options in
      let kernel = options.integer("k")
      return .integer(options.integers("rates").reduce(1) { step($0, kernel, $1) })
    }
  }
}
