import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let upsample = Demo(
    name: "upsample",
    purpose: LocalizedText(
      "Ways to enlarge a map: nearest, bilinear, bicubic, max unpooling, transposed convolution",
      "放大特征图的方法：最近邻、双线性、双三次、最大反池化、转置卷积"),
    topic: .pooling,
    options: [
      DemoOption(
        "mode", .words(UpsampleMode.allCases.map(\.rawValue)), default: "bilinear", "methods", "方法"),
      DemoOption(
        "in", .matrix(-1000...1000, side: 1...12), default: "1,2;3,4", "rows of the map", "特征图各行"),
      DemoOption("scale", .integer(1...8), default: "2", "factor along each axis", "每轴放大倍数"),
      DemoOption(
        "a", .number(-2...0), default: "-0.5", "coefficient of the cubic: −0.5, or −0.75 as in PyTorch",
        "三次核系数：−0.5；PyTorch 为 −0.75"),
    ],
    fields: [
      DemoField("out", "output size [h, w]", "输出尺寸 [h, w]"),
      DemoField("output", "the values", "输出数值"),
      DemoField("taps", "input pixels read for one output pixel", "计算一个输出像素读取的输入像素数"),
      DemoField(
        "rms_error", "on a sine of 32 samples enlarged to 64, 4 dropped at each end; null for unpool",
        "32 点正弦放大到 64 点的均方根误差，两端各去 4 点；unpool 为 null"),
      DemoField("pooled", "unpool: the maxima that are put back", "unpool：被放回的最大值"),
      DemoField("indices", "unpool: their places, row by row from 0", "unpool：其位置，按行从 0 数起"),
      DemoField("NAME.…", "with several methods: the same fields by method", "选多种方法时：按方法给出以上字段"),
    ],
    examples: [
      "upsample --mode bilinear --in \"1,2;3,4\"", "upsample --mode nearest,bilinear,bicubic,unpool,tconv",
      "upsample --mode unpool --in \"1,3,2,1;2,9,1,1;1,3,2,3;5,6,1,2\"",
    ],
    wrongRules: UpsampleRules.all
  ) { options, context throws(DemoFailure) in
    let runs = try Upsampling.runs(options)
    return DemoResult(
      fields: runs.count == 1 ? runs[0].fields : runs.map { .init($0.mode.rawValue, .object($0.fields)) },
      steps: runs.map { $0.step(context) }, warnings: runs.flatMap(\.warnings),
      frames: runs.map { $0.picture(context) }, details: Upsampling.comparison(runs, context))
  }
}

enum UpsampleMode: String, CaseIterable {
  case nearest, bilinear, bicubic, unpool, tconv
}

/// A map enlarged by one method, with half-pixel centres.
struct Upsampling {
  let mode: UpsampleMode
  let input: [[Double]]
  let scale: Int
  let coefficient: Double
  let output: [[Double]]
  /// Of max unpooling: the maxima and where they stood.
  let pooled: (values: [[Double]], indices: [Int])?

  static func runs(_ options: OptionValues) throws(DemoFailure) -> [Upsampling] {
    var runs: [Upsampling] = []
    for word in options.words("mode") {
      guard let mode = UpsampleMode(rawValue: word) else { continue }
      runs.append(
        try Upsampling(
          mode, input: options.matrix("in"), scale: options.integer("scale"), coefficient: options.number("a")
        ))
    }
    return runs
  }

  init(_ mode: UpsampleMode, input: [[Double]], scale: Int, coefficient: Double) throws(DemoFailure) {
    self.mode = mode
    self.input = input
    self.scale = scale
    self.coefficient = coefficient
    let image = Tensor(plane: input)
    guard mode == .unpool else {
      output = Upsampling.enlarged(image, mode, scale, coefficient).plane()
      pooled = nil
      return
    }
    let size = [input.count, input[0].count]
    guard size.allSatisfy({ $0 % scale == 0 }) else {
      throw DemoFailure(
        LocalizedText(
          "a map of \(size[0])×\(size[1]) cannot be pooled by \(scale) without a rest.",
          "\(size[0])×\(size[1]) 的图无法按 \(scale) 整除地池化。"),
        advice: LocalizedText("Use a --scale that divides both sides.", "请用能整除两边的 --scale。"))
    }
    let maximum = image.maxPool(Window(scale, stride: scale))
    pooled = (maximum.values.plane(), maximum.indices)
    output = maximum.values.maxUnpool(maximum.indices, size: size).plane()
  }

  private static func enlarged(
    _ image: Tensor, _ mode: UpsampleMode, _ scale: Int, _ coefficient: Double
  ) -> Tensor {
    let size = image.shape.suffix(2).map { $0 * scale }
    switch mode {
    case .nearest: return image.resized(size, .nearest)
    case .bilinear: return image.resized(size, .bilinear())
    case .bicubic: return image.resized(size, .bicubic(coefficient: coefficient))
    case .unpool: preconditionFailure("max unpooling needs the places of the maxima")
    case .tconv:
      // The bilinear start of FCN: k = 2s − s mod 2, p = (k − s) / 2.  Long et al., 2015.
      let kernel = 2 * scale - scale % 2
      let middle = Double(kernel - 1) / 2
      let line = Tensor((0..<kernel).map { 1 - abs(Double($0) - middle) / Double((kernel + 1) / 2) })
      let weight = line.reshaped([kernel, 1]).matmul(line.reshaped([1, kernel]))
      return image.transposedConvolution(
        weight.reshaped([1, 1, kernel, kernel]), Window(kernel, stride: scale, padding: (kernel - scale) / 2))
    }
  }

  private var taps: Int {
    switch mode {
    case .nearest, .unpool: 1
    case .bilinear: 4
    case .bicubic: 16
    // Along each axis k / s inputs, rounded up.
    case .tconv:
      ((2 * scale - scale % 2 + scale - 1) / scale) * ((2 * scale - scale % 2 + scale - 1) / scale)
    }
  }

  /// sin 4πx at the centres of `count` equal cells.
  static func sine(_ count: Int) -> [Double] {
    (0..<count).map { sin(4 * .pi * (Double($0) + 0.5) / Double(count)) }
  }

  /// The sine's 32 samples as rows of one image, enlarged by 2.
  private var enlargedSine: [Double]? {
    guard mode != .unpool else { return nil }
    let image = Tensor(plane: Array(repeating: Upsampling.sine(32), count: 4))
    return Upsampling.enlarged(image, mode, 2, coefficient).plane()[4]
  }

  private var rmsError: Double? {
    guard let enlargedSine else { return nil }
    let errors = zip(enlargedSine, Upsampling.sine(64)).map { $0 - $1 }.dropFirst(4).dropLast(4)
    return (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
  }

  var fields: [JSONValue.Member] {
    func rows(_ values: [[Double]]) -> JSONValue { .array(values.map { .numbers($0) }) }
    var fields: [JSONValue.Member] = [
      .init("out", .integers([output.count, output[0].count])), .init("output", rows(output)),
      .init("taps", .integer(taps)), .init("rms_error", rmsError.map { .number($0) } ?? .null),
    ]
    if let pooled {
      let columns = pooled.values[0].count
      let indices = stride(from: 0, to: pooled.indices.count, by: columns).map {
        JSONValue.integers(pooled.indices[$0..<$0 + columns])
      }
      fields += [.init("pooled", rows(pooled.values)), .init("indices", .array(indices))]
    }
    return fields
  }

  /// The second output of the first row, written out.
  func step(_ context: DemoContext) -> FormulaStep {
    let value = Numbers.significant(output[0][min(1, output[0].count - 1)], 6)
    let column = min(1, output[0].count - 1)
    let source = (Double(column) + 0.5) / Double(scale) - 0.5
    let first = Numbers.significant(input[0][0])
    switch mode {
    case .nearest:
      return FormulaStep(
        formula: "y[j] = x[⌊j / s⌋]", substituted: "y[0, \(column)] = x[0, \(column / scale)]", value: value)
    case .bilinear:
      let share = max(0, source)
      let second = Numbers.significant(input[0][min(1, input[0].count - 1)])
      return FormulaStep(
        formula: "x = (j + ½) / s − ½,  (1 − t)·a + t·b",
        substituted:
          "x = (\(column) + ½) / \(scale) − ½ = \(Numbers.significant(source)):  \(Numbers.significant(1 - share))·\(first) + \(Numbers.significant(share))·\(second)",
        value: value)
    case .bicubic:
      return FormulaStep(
        formula: "w(d) = (a + 2)|d|³ − (a + 3)|d|² + 1,  |d| ≤ 1;   a|d|³ − 5a|d|² + 8a|d| − 4a,  |d| < 2",
        substituted: "a = \(Numbers.significant(coefficient)),  x = \(Numbers.significant(source))",
        value: value)
    case .unpool:
      return FormulaStep(
        substituted: context.text("each maximum back to its own place, zeros elsewhere", "每个最大值放回原位，其余为零"),
        value: "\(pooled?.indices.map(String.init).joined(separator: ", ") ?? "")")
    case .tconv:
      let kernel = 2 * scale - scale % 2
      return FormulaStep(
        formula: "(n − 1)s − 2p + k",
        substituted: "(\(input.count) − 1)·\(scale) − 2·\((kernel - scale) / 2) + \(kernel)",
        value: "\(output.count)")
    }
  }

  var warnings: [LocalizedText] {
    switch mode {
    case .unpool:
      [
        LocalizedText(
          "Unpooling restores places, not values: what lost to the maximum is gone.",
          "反池化只恢复位置不恢复数值：没有胜出的值已丢失。")
      ]
    case .tconv:
      [
        LocalizedText(
          "Its kernel starts as bilinear interpolation and is then learned; at the border it misses contributions.",
          "其核以双线性插值初始化，随后参与学习；边界处缺少贡献。")
      ]
    default: []
    }
  }

  // MARK: Drawing

  func picture(_ context: DemoContext) -> Drawing {
    let limits = input.joined().min()!...input.joined().max()!
    var drawings: [Drawing] = []
    func show(_ title: String, _ values: [[Double]]) {
      if max(values.count, values[0].count) <= 8 {
        drawings.append(
          .grid(NumberGrid(title: title, cells: values.map { $0.map { Numbers.significant($0, 4) } })))
      } else {
        drawings.append(.heat(HeatMap(title: title, values: values, scale: .grey)))
      }
    }
    show(context.text("input", "输入"), input)
    if let pooled { show(context.text("pooled", "池化后"), pooled.values) }
    show(mode.rawValue, output)
    if limits.lowerBound < limits.upperBound, output.count <= 8 {
      drawings.append(
        .heat(HeatMap(title: context.text("as an image", "作为图像"), values: output, scale: .grey)))
    }
    return .beside(drawings)
  }

  /// The sine by every method, and what each costs.
  static func comparison(_ runs: [Upsampling], _ context: DemoContext) -> Drawing {
    let fitting = runs.compactMap { run in run.enlargedSine.map { (run, $0) } }
    let truth = sine(64)
    let window = 8..<28
    let curves =
      [
        Plot.Series(
          context.text("sine", "正弦"), window.map { (x: Double($0), y: truth[$0]) }, role: .dim)
      ]
      + fitting.enumerated().map { index, pair in
        Plot.Series(
          pair.0.mode.rawValue, window.map { (x: Double($0), y: pair.1[$0]) }, role: .series(index))
      }
    let table = Table(
      columns: [
        Table.Column(context.text("method", "方法"), .left), Table.Column(context.text("pixels read", "读取像素")),
        Table.Column(context.text("RMS error", "均方根误差")),
      ],
      rows: runs.map {
        [
          StyledText($0.mode.rawValue, .strong), StyledText("\($0.taps)"),
          StyledText($0.rmsError.map { Numbers.significant($0, 3) } ?? "–"),
        ]
      })
    guard !fitting.isEmpty else { return .table(table) }
    return .stack([
      .table(table), .blank,
      .plot(
        Plot(
          title: context.text("a sine of 32 samples enlarged to 64 (part)", "32 点正弦放大到 64 点（局部）"),
          xLabel: context.text("sample", "采样点"), series: curves, height: 11)),
    ])
  }
}
