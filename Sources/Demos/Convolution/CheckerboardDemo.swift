import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let checkerboard = Demo(
    name: "checkerboard",
    purpose: LocalizedText(
      "Uneven overlap: how many inputs of a transposed convolution reach each output",
      "棋盘效应：转置卷积中到达每个输出的输入个数"),
    topic: .convolution,
    options: [
      DemoOption("k", .integer(1...12), default: "3", unit: .pixels, "kernel size", "卷积核大小"),
      DemoOption("s", .integer(1...12), default: "2", unit: .cells, "stride", "步长"),
      DemoOption("n", .integer(1...32), default: "5", unit: .pixels, "inputs along an axis", "每轴输入个数"),
      DemoOption("dim", .integer(1...2), default: "1", "counts along a line or over an image", "统计一维还是二维"),
    ],
    fields: [
      DemoField("out", "output size, one number an axis", "输出尺寸，每轴一个数"),
      DemoField("counts", "contributions to each output", "每个输出得到的贡献数"),
      DemoField("max", "the largest of them", "其中最大者"),
      DemoField("even", "whether k is divisible by s", "k 能否被 s 整除"),
      DemoField("pattern", "counts inside, over one period of s outputs", "内部一个周期（s 个输出）的计数"),
    ],
    examples: [
      "checkerboard --k 3 --s 2 --n 5", "checkerboard --k 4 --s 2", "checkerboard --k 3 --n 8 --dim 2",
    ],
    wrongRules: CheckerboardRules.all
  ) { options, context throws(DemoFailure) in
    let overlap = try Overlap(options)
    return DemoResult(
      fields: overlap.fields, steps: overlap.steps, warnings: overlap.warnings,
      frames: overlap.frames(context), details: overlap.details(context))
  }
}

/// What every input of a one-dimensional transposed convolution writes.
private struct Overlap {
  let kernel, stride, inputs, dimensions: Int
  let line: [Double]

  static let largestSide = 64

  init(_ options: OptionValues) throws(DemoFailure) {
    kernel = options.integer("k")
    stride = options.integer("s")
    inputs = options.integer("n")
    dimensions = options.integer("dim")
    line =
      Tensor.ones([1, 1, inputs]).transposedConvolution(
        .ones([1, 1, kernel]), Window(kernel, stride: stride, axes: 1)
      ).scalars
    guard dimensions == 1 || line.count <= Overlap.largestSide else {
      throw DemoFailure(
        LocalizedText(
          "\(line.count)×\(line.count) counts are too many to look at.",
          "\(line.count)×\(line.count) 个计数太多，看不过来。"),
        advice: LocalizedText(
          "Use a smaller --n or --s, or --dim 1.", "请减小 --n 或 --s，或用 --dim 1。"))
    }
  }

  private var image: [[Double]] { line.map { row in line.map { row * $0 } } }
  private var isEven: Bool { kernel % stride == 0 }
  private var largest: Int { Int(line.max() ?? 0) }
  /// Taps that fall on each of s neighbouring outputs.
  private var pattern: [Int] { (0..<stride).map { max(0, (kernel - $0 + stride - 1) / stride) } }

  var fields: [JSONValue.Member] {
    let counts: JSONValue =
      dimensions == 1
      ? .integers(line.map { Int($0) }) : .array(image.map { row in .integers(row.map { Int($0) }) })
    return [
      .init("out", .integers(Array(repeating: line.count, count: dimensions))), .init("counts", counts),
      .init("max", .integer(dimensions == 1 ? largest : largest * largest)), .init("even", .bool(isEven)),
      .init("pattern", .integers(pattern)),
    ]
  }

  var steps: [FormulaStep] {
    [
      FormulaStep(
        formula: "(n − 1)s + k", substituted: "(\(inputs) − 1)·\(stride) + \(kernel)", value: "\(line.count)",
        fields: ["out", "counts"]),
      FormulaStep(
        formula: "⌈k / s⌉", substituted: "⌈\(kernel) / \(stride)⌉",
        value: "\((kernel + stride - 1) / stride)     k mod s = \(kernel % stride)", fields: ["max", "even"]),
    ]
  }

  var warnings: [LocalizedText] {
    guard !isEven else { return [] }
    let counts = pattern.map(String.init).joined(separator: ", ")
    return [
      LocalizedText(
        "\(kernel) is not divisible by \(stride): inside, the counts repeat \(counts). Use k = \(stride * max(1, (kernel + stride - 1) / stride)), or resize and then convolve.",
        "\(kernel) 不能被 \(stride) 整除：内部计数按 \(counts) 重复。可取 k = \(stride * max(1, (kernel + stride - 1) / stride))，或先插值再卷积。"
      )
    ]
  }

  // MARK: Drawing

  /// One frame an input: the outputs it writes, and the sums so far.
  func frames(_ context: DemoContext) -> [Drawing] {
    guard dimensions == 1, line.count <= 36, inputs <= 12 else { return [heat(context)] }
    return (0..<inputs).map { newest in
      var sums = Array(repeating: 0, count: line.count)
      var cells: [[String]] = []
      for input in 0..<inputs {
        var row = Array(repeating: "·", count: line.count)
        for tap in 0..<kernel where input <= newest {
          row[input * stride + tap] = "+1"
          sums[input * stride + tap] += 1
        }
        cells.append(row)
      }
      cells.append(sums.map { $0 == 0 ? "·" : "\($0)" })
      let reach = newest * stride..<newest * stride + kernel
      return .grid(
        NumberGrid(
          title: context.text(
            "each row: what one input writes; last row: the sum", "每行：一个输入写到的位置；末行：总和"),
          cells: cells, window: NumberGrid.Window(rows: newest..<newest + 1, columns: reach)))
    }
  }

  private func heat(_ context: DemoContext) -> Drawing {
    let side = min(line.count, Overlap.largestSide)
    return .heat(
      HeatMap(
        title: context.text("contributions to each output pixel", "每个输出像素得到的贡献数"),
        values: image.prefix(side).map { Array($0.prefix(side)) }, scale: .grey))
  }

  func details(_ context: DemoContext) -> Drawing {
    let table = Table(
      columns: [
        Table.Column("k"), Table.Column(context.text("counts inside", "内部计数"), .left),
        Table.Column(context.text("even", "均匀"), .left),
      ],
      rows: (max(1, kernel - 2)...kernel + 2).map { size in
        let counts = (0..<stride).map { max(0, (size - $0 + stride - 1) / stride) }
        let isEven = size % stride == 0
        return [
          StyledText("\(size)", size == kernel ? .strong : .plain),
          StyledText(counts.map(String.init).joined(separator: " ")),
          StyledText(
            isEven ? context.text("yes", "是") : context.text("no", "否"), isEven ? .good : .bad),
        ]
      })
    return .beside([dimensions == 1 ? heat(context) : .blank, .table(table)])
  }
}

private enum CheckerboardRules {
  static let all: [WrongRule] = [
    WrongRule("max", "rounded-down", "k / s is rounded down", "k / s 向下取整了") {
      .integer($0.integer("k") / $0.integer("s"))
    },
    WrongRule("max", "kernel-for-overlap", "every tap is taken to overlap", "以为每个权重都会重叠") {
      .integer($0.integer("k"))
    },
    WrongRule("max", "difference", "k − s is taken", "取了 k − s") {
      .integer($0.integer("k") - $0.integer("s"))
    },
    WrongRule("counts", "no-overlap", "the kernels are laid side by side without overlap", "把各个核首尾相接而没有重叠") {
      .integers(Array(repeating: 1, count: $0.integer("n") * $0.integer("k")))
    },
    WrongRule("counts", "stride-one", "the stride is taken as 1", "把步长当成了 1") { options in
      let (kernel, inputs) = (options.integer("k"), options.integer("n"))
      let counts = (0..<inputs + kernel - 1).map { (place: Int) -> Int in
        let first = max(0, place - kernel + 1)
        let last = min(place, inputs - 1)
        return last - first + 1
      }
      return .integers(counts)
    },
    WrongRule(
      "counts", "kernel-sized-overlap", "the overlap is taken as s instead of k − s", "把重叠宽度当成 s 而不是 k − s"
    ) {
      options in
      let (kernel, stride, inputs) = (options.integer("k"), options.integer("s"), options.integer("n"))
      guard kernel > stride, inputs == 2 else { return nil }
      let edge = Array(repeating: 1, count: kernel - stride)
      return .integers(edge + Array(repeating: 2, count: stride) + edge)
    },
  ]
}
