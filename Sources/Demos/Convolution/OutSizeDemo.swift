import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let outSize = Demo(
    name: "out-size",
    purpose: LocalizedText(
      "Output shapes of convolution, pooling, transposed and 3-D convolution by three frameworks' rules",
      "卷积、池化、转置卷积与三维卷积的输出形状，按三种框架的规则"),
    topic: .convolution,
    options: [
      DemoOption("op", .word(OutSize.Operation.allCases.map(\.rawValue)), default: "conv", "operation", "运算"),
      DemoOption(
        "in", .integers(1...100_000, count: 1...3), default: "32", unit: .pixels, "input, N, H,W or D,H,W",
        "输入：N、H,W 或 D,H,W"),
      DemoOption("k", .integers(1...1000, count: 1...3), default: "3", unit: .pixels, "kernel", "核大小"),
      DemoOption(
        "s", .integers(1...1000, count: 1...3), unit: .cells, "stride (1; pooling: the kernel)",
        "步长（1；池化默认等于核）"),
      DemoOption(
        "p", .integers(0...1000, count: 1...3), unit: .cells, "padding on each side (0)", "每侧填充（0）"),
      DemoOption("d", .integers(1...1000, count: 1...3), default: "1", unit: .cells, "dilation", "膨胀率"),
      DemoOption(
        "op-pad", .integers(0...1000, count: 1...3), unit: .cells, "output padding of tconv (0)",
        "转置卷积的输出填充（0）"),
      DemoOption("cin", .integer(1...65_536), default: "1", "input channels", "输入通道数"),
      DemoOption("cout", .integer(1...65_536), "output channels (1; pooling: cin)", "输出通道数（1；池化等于 cin）"),
      DemoOption(
        "framework", .word(["torch", "keras", "caffe"]), default: "torch", "whose rule", "采用哪种框架的规则"),
      DemoOption("padding", .word(["valid", "same"]), "the padding by name", "按名称指定填充"),
      DemoOption("ceil", .flag, "pooling: round up", "池化：向上取整"),
      DemoOption(
        "layout", .word(["nchw", "nhwc"]), default: "nchw", "channels first or last in the shape",
        "形状中通道在前或在后"),
    ],
    fields: [
      DemoField("out", "spatial size, one number an axis", "空间尺寸，每轴一个数"),
      DemoField(
        "shape", "output without the batch, channels by --layout", "不含 batch 维的输出形状，通道位置由 --layout 决定"),
      DemoField(
        "weight_shape", "the weights as the framework stores them; null for pooling", "框架存储的权重形状；池化为 null"),
      DemoField("params", "weights and one bias a filter; 0 for pooling", "权重加每滤波器一个偏置；池化为 0"),
      DemoField("pad_before", "padding in front, per axis", "各轴前侧填充"),
      DemoField("pad_after", "padding behind, per axis", "各轴后侧填充"),
      DemoField("dropped", "padded pixels at the end that no window reaches, per axis", "各轴末尾没有窗口覆盖的像素数"),
    ],
    examples: [
      "out-size --in 50,100 --k 3,5 --s 2,1 --p 4,2 --d 3,1 --cin 16 --cout 33",
      "out-size --op pool --in 50,32 --k 3 --s 2 --p 1 --ceil",
      "out-size --in 50 --k 3 --s 2 --framework keras --padding same",
      "out-size --op tconv --in 2 --k 4 --s 3",
    ],
    wrongRules: OutSizeRules.all
  ) { options, context throws(DemoFailure) in
    let size = try OutSize(options)
    return DemoResult(
      fields: size.fields, steps: size.steps, warnings: size.warnings, frames: [size.picture(context)],
      details: size.comparison(context))
  }
}

/// One operation with its sizes along every axis.
struct OutSize {
  enum Operation: String, CaseIterable {
    case conv, pool, tconv, conv3d
  }

  let operation: Operation
  let framework: String
  let named: OutputSize.KerasPadding?
  let isCeiling: Bool
  let isChannelsLast: Bool
  let input: [Int]
  let window: Window
  let outputPadding: [Int]
  let inputChannels: Int
  let outputChannels: Int
  let out: [Int]
  let before: [Int]
  let after: [Int]

  init(_ options: OptionValues) throws(DemoFailure) {
    operation = Operation(rawValue: options.word("op")) ?? .conv
    framework = options.word("framework")
    isCeiling = options.flag("ceil")
    isChannelsLast = options.word("layout") == "nhwc"
    let axes = operation == .conv3d ? 3 : 2
    for name in ["in", "k", "s", "p", "d", "op-pad"] {
      guard let typed = options.optionalIntegers(name), typed.count > axes else { continue }
      throw DemoFailure(
        LocalizedText(
          "\(operation.rawValue) has \(axes) axes, but --\(name) names \(typed.count).",
          "\(operation.rawValue) 有 \(axes) 个轴，--\(name) 却给了 \(typed.count) 个。"),
        advice: LocalizedText("Use --op conv3d for three axes.", "三个轴请用 --op conv3d。"))
    }
    input = OutSize.spread(options.integers("in"), axes)
    let kernel = OutSize.spread(options.integers("k"), axes)
    let stride = options.optionalIntegers("s").map { OutSize.spread($0, axes) }
    let dilation = OutSize.spread(options.integers("d"), axes)
    let padding = options.optionalIntegers("p").map { OutSize.spread($0, axes) }
    outputPadding = OutSize.spread(options.optionalIntegers("op-pad") ?? [0], axes)
    inputChannels = options.integer("cin")
    outputChannels = operation == .pool ? inputChannels : options.optionalInteger("cout") ?? 1
    let name = options.optionalWord("padding")
    if name != nil, padding != nil {
      throw DemoFailure(
        LocalizedText("--padding and --p both say how to pad.", "--padding 与 --p 都在指定填充。"),
        advice: LocalizedText("Keep one of them.", "只保留一个。"))
    }
    // Keras pads by name only; without one, its default is valid.
    named =
      name.flatMap(OutputSize.KerasPadding.init(rawValue:))
      ?? (framework == "keras" && padding == nil ? .valid : nil)
    var window = Window(
      kernel, stride: stride ?? (operation == .pool ? kernel : Array(repeating: 1, count: axes)),
      padding: padding, dilation: dilation)
    do {
      switch (operation, named) {
      case (.conv, let named?), (.conv3d, let named?), (.pool, let named?):
        if framework == "torch", named == .same, window.stride.contains(where: { $0 > 1 }) {
          throw DemoFailure(
            LocalizedText(
              "PyTorch has no padding 'same' with a stride above 1.", "PyTorch 在步长大于 1 时不支持 padding='same'。"),
            advice: LocalizedText(
              "Use --framework keras, or --p with numbers.", "请用 --framework keras，或用 --p 给出数值。"))
        }
        let size = try OutputSize.keras(input, window, padding: named)
        (out, before, after) = (size.output, size.paddingBefore, size.paddingAfter)
        window.paddingBefore = before
        window.paddingAfter = after
      case (.tconv, let named?):
        out = try OutputSize.kerasTransposed(input, window, padding: named)
        (before, after) = (window.paddingBefore, window.paddingAfter)
      case (.tconv, nil):
        out = try OutputSize.transposedConvolution(input, window, outputPadding: outputPadding)
        (before, after) = (window.paddingBefore, window.paddingAfter)
      case (.pool, nil):
        out =
          framework == "caffe"
          ? try OutputSize.caffePooling(input, window)
          : try OutputSize.pooling(input, window, ceilMode: isCeiling)
        (before, after) = (window.paddingBefore, window.paddingAfter)
      case (.conv, nil), (.conv3d, nil):
        out = try OutputSize.convolution(input, window)
        (before, after) = (window.paddingBefore, window.paddingAfter)
      }
    } catch let error as ShapeError {
      throw DemoFailure(
        LocalizedText("\(error).", "尺寸不相容：\(error)。"),
        advice: LocalizedText(
          "Use a smaller --k, or pad with a larger --p.", "请减小 --k，或增大 --p。"))
    } catch let error as DemoFailure {
      throw error
    } catch {
      preconditionFailure("sizes throw shape errors only: \(error)")
    }
    self.window = window
  }

  private static func spread(_ values: [Int], _ axes: Int) -> [Int] {
    values.count == 1
      ? Array(repeating: values[0], count: axes)
      : values + Array(repeating: values[values.count - 1], count: max(0, axes - values.count))
  }

  var shape: [Int] { shape() }

  func shape(spatial: [Int]? = nil, channels: Int? = nil) -> [Int] {
    let (spatial, channels) = (spatial ?? out, channels ?? outputChannels)
    return isChannelsLast ? spatial + [channels] : [channels] + spatial
  }

  /// PyTorch stores out, in, kernel (transposed: in, out); TensorFlow kernel, in, out (transposed: out, in).
  var weightShape: [Int]? {
    let kernel = window.kernel
    switch (operation, framework) {
    case (.pool, _): return nil
    case (.tconv, "keras"): return kernel + [outputChannels, inputChannels]
    case (.tconv, _): return [inputChannels, outputChannels] + kernel
    case (_, "keras"): return kernel + [inputChannels, outputChannels]
    default: return [outputChannels, inputChannels] + kernel
    }
  }

  var dropped: [Int] {
    guard operation != .tconv else { return out.map { _ in 0 } }
    return out.indices.map { axis in
      max(
        0,
        input[axis] + before[axis] + after[axis] - (out[axis] - 1) * window.stride[axis]
          - window.effectiveKernel(axis))
    }
  }

  var fields: [JSONValue.Member] {
    let weights = weightShape?.reduce(1, *)
    return [
      .init("out", .integers(out)), .init("shape", .integers(shape)),
      .init("weight_shape", weightShape.map { .integers($0) } ?? .null),
      .init("params", .integer(weights.map { $0 + outputChannels } ?? 0)),
      .init("pad_before", .integers(before)), .init("pad_after", .integers(after)),
      .init("dropped", .integers(dropped)),
    ]
  }

  var steps: [FormulaStep] {
    let isSame = Set(out.indices.map { axisKey($0) }).count == 1
    return out.indices.prefix(isSame ? 1 : out.count).flatMap { axis in
      let label = isSame ? "" : "\(["h", "w"][min(axis, 1)]): "
      let size = FormulaStep(
        formula: axis == 0 ? formula : "",
        substituted: (out.count == 3 && !isSame ? "\(axis + 1): " : label) + substituted(axis),
        value: "\(out[axis])", fields: ["out", "shape", "dropped"])
      return [size] + paddingStep(axis, label)
    }
  }

  /// How `same` arrives at its padding.
  private func paddingStep(_ axis: Int, _ label: String) -> [FormulaStep] {
    guard named == .same, operation != .tconv else { return [] }
    let (n, s, k) = (input[axis], window.stride[axis], window.effectiveKernel(axis))
    return [
      FormulaStep(
        formula: axis == 0 ? "P = max((out − 1)·s + d(k − 1) + 1 − n, 0)      ⌊P / 2⌋, P − ⌊P / 2⌋" : "",
        substituted: "\(label)max((\(out[axis]) − 1)·\(s) + \(k) − \(n), 0)",
        value: "\(before[axis] + after[axis])     \(before[axis]), \(after[axis])",
        fields: ["pad_before", "pad_after"])
    ]
  }

  private func axisKey(_ axis: Int) -> [Int] {
    [
      input[axis], window.kernel[axis], window.stride[axis], before[axis], after[axis], window.dilation[axis],
      outputPadding[axis],
    ]
  }

  private var isRoundedUp: Bool { operation == .pool && named == nil && (isCeiling || framework == "caffe") }

  private var formula: String {
    switch (operation, named) {
    case (.tconv, .same?): "n · s"
    case (.tconv, .valid?): "n · s + max(d(k − 1) + 1 − s, 0)"
    case (.tconv, nil): "(n − 1)s − 2p + d(k − 1) + output padding + 1"
    case (_, .same?): "⌈n / s⌉"
    case (_, .valid?): "⌈(n − d(k − 1)) / s⌉"
    default: isRoundedUp ? "⌈(n + 2p − d(k − 1) − 1) / s⌉ + 1" : "⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1"
    }
  }

  private func substituted(_ axis: Int) -> String {
    let (n, k, s, d, p) = (
      input[axis], window.kernel[axis], window.stride[axis], window.dilation[axis], before[axis]
    )
    switch (operation, named) {
    case (.tconv, .same?): return "\(n) · \(s)"
    case (.tconv, .valid?): return "\(n) · \(s) + max(\(d)·(\(k) − 1) + 1 − \(s), 0)"
    case (.tconv, nil): return "(\(n) − 1)·\(s) − 2·\(p) + \(d)·(\(k) − 1) + \(outputPadding[axis]) + 1"
    case (_, .same?): return "⌈\(n) / \(s)⌉"
    case (_, .valid?): return "⌈(\(n) − \(d)·(\(k) − 1)) / \(s)⌉"
    default:
      let (open, close) = isRoundedUp ? ("⌈", "⌉") : ("⌊", "⌋")
      let top = n + 2 * p - d * (k - 1) - 1
      return
        "\(open)(\(n) + 2·\(p) − \(d)·(\(k) − 1) − 1) / \(s)\(close) + 1  =  \(open)\(top) / \(s)\(close) + 1"
    }
  }

  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    if dropped.contains(where: { $0 > 0 }) {
      let list = dropped.map(String.init).joined(separator: ", ")
      warnings.append(
        LocalizedText(
          "The division leaves a rest: \(list) pixels at the end (per axis) are read by no window.",
          "除法有余数：各轴末尾有 \(list) 个像素没有被任何窗口读到。"))
    }
    if named == .same, before != after {
      warnings.append(
        LocalizedText(
          "'same' pads unevenly here: the extra pixel goes behind.", "此处 same 填充不对称：多出的一格补在后侧。"))
    }
    if isRoundedUp,
      out.indices.contains(where: {
        (out[$0] - 1) * window.stride[$0] + window.kernel[$0] > input[$0] + before[$0] + after[$0]
      })
    {
      warnings.append(
        LocalizedText(
          "Rounding up: the last window hangs over the edge and sees fewer pixels.",
          "向上取整：最后一个窗口伸出边界，看到的像素更少。"))
    }
    return warnings
  }

  /// Where the windows of the last axis lie.
  func picture(_ context: DemoContext) -> Drawing {
    let axis = out.count - 1
    guard operation != .tconv, input[axis] + before[axis] + after[axis] <= 72 else {
      let text = context.text(
        "shape in: \(shown(inputShape))     shape out: \(shown(shape))",
        "输入形状：\(shown(inputShape))     输出形状：\(shown(shape))")
      return .text(StyledText(text, .strong))
    }
    var line = StyledText(String(repeating: "░", count: before[axis]), .dim)
    line += StyledText(String(repeating: "█", count: input[axis]), .series1)
    line += StyledText(String(repeating: "░", count: after[axis]), .dim)
    var lines: [Drawing] = [
      .text(
        StyledText(
          context.text(
            "last axis: ░ padding, █ pixels, ▔ what each window reads", "最后一轴：░ 填充，█ 像素，▔ 每个窗口读取的位置"), .dim)),
      .text(line),
    ]
    // Of many windows the first and the last tell the rule.
    let shownWindows = out[axis] <= 10 ? Array(0..<out[axis]) : [0, 1, 2, 3, out[axis] - 2, out[axis] - 1]
    for (place, index) in shownWindows.enumerated() {
      if place > 0, index > shownWindows[place - 1] + 1 {
        let hidden = index - shownWindows[place - 1] - 1
        lines.append(.text(StyledText(context.text("… \(hidden) more", "……还有 \(hidden) 个"), .dim)))
      }
      var taps = Array(repeating: " ", count: index * window.stride[axis] + window.effectiveKernel(axis))
      for tap in 0..<window.kernel[axis] {
        taps[index * window.stride[axis] + tap * window.dilation[axis]] = "▔"
      }
      lines.append(.text(StyledText(taps.joined(), .series(index))))
    }
    lines.append(.text(StyledText(shown(inputShape) + " → " + shown(shape), .strong)))
    return .stack(lines)
  }

  private var inputShape: [Int] { isChannelsLast ? input + [inputChannels] : [inputChannels] + input }

  private func shown(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "×") }

  /// The same window by every rule.
  func comparison(_ context: DemoContext) -> Drawing {
    guard operation != .tconv else { return .blank }
    var rows: [[StyledText]] = []
    func row(_ name: String, _ size: [Int]?) {
      rows.append([StyledText(name), StyledText(size.map(shown) ?? context.text("impossible", "不可行"))])
    }
    var plain = window
    plain.paddingBefore = named == nil ? before : before.map { _ in 0 }
    plain.paddingAfter = plain.paddingBefore
    if operation == .pool {
      row("torch", try? OutputSize.pooling(input, plain))
      row("torch ceil_mode", try? OutputSize.pooling(input, plain, ceilMode: true))
      row("caffe", try? OutputSize.caffePooling(input, plain))
    } else {
      row("torch, caffe", try? OutputSize.convolution(input, plain))
    }
    row("keras valid", (try? OutputSize.keras(input, plain, padding: .valid))?.output)
    row("keras same", (try? OutputSize.keras(input, plain, padding: .same))?.output)
    return .table(
      Table(
        columns: [
          Table.Column(context.text("rule", "规则"), .left), Table.Column(context.text("out", "输出"), .left),
        ],
        rows: rows))
  }
}
