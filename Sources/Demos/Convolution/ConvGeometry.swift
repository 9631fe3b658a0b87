import Basics
import NeuralNet

/// Sizes and counts of one convolution as options describe it; `conv` and `out-size` share its words and mistakes.
struct ConvGeometry {
  struct Pair: Hashable {
    var height: Int
    var width: Int
    init(_ pair: (height: Int, width: Int)) { (height, width) = pair }
    init(_ height: Int, _ width: Int) { (self.height, self.width) = (height, width) }

    func map(_ other: Pair, _ combine: (Int, Int) -> Int) -> Pair {
      Pair(combine(height, other.height), combine(width, other.width))
    }
  }

  /// What decides the size along one axis.
  struct Axis: Hashable {
    let n, k, s, p, d: Int
    let out: Int
  }

  let input, kernel, stride, padding, dilation: Pair
  let groups, inputChannels, filters: Int
  let hasBias: Bool
  let window: Window
  let out: Pair

  init(_ options: OptionValues) throws(DemoFailure) {
    input = Pair(options.size("in"))
    kernel = Pair(options.size("k"))
    stride = Pair(options.size("s"))
    padding = Pair(options.size("p"))
    dilation = Pair(options.size("d"))
    groups = options.integer("groups")
    inputChannels = options.integer("cin")
    filters = options.integer("cout")
    hasBias = options.flag("bias")
    for (count, option) in [(inputChannels, "cin"), (filters, "cout")] where count % groups != 0 {
      throw DemoFailure(
        LocalizedText(
          "\(count) channels (--\(option)) cannot be divided into \(groups) groups.",
          "\(count) 个通道（--\(option)）无法平分成 \(groups) 组。"),
        advice: LocalizedText(
          "Use a --groups that divides both --cin and --cout.", "请让 --groups 同时整除 --cin 与 --cout。"))
    }
    window = Window(
      [kernel.height, kernel.width], stride: [stride.height, stride.width],
      padding: [padding.height, padding.width], dilation: [dilation.height, dilation.width])
    do {
      let sizes = try OutputSize.convolution([input.height, input.width], window)
      out = Pair(sizes[0], sizes[1])
    } catch {
      throw DemoFailure(shape: error, input: input, kernel: kernel, padding: padding, dilation: dilation)
    }
  }

  /// What the dilated kernel covers.
  var span: Pair { Pair(window.effectiveKernel(0), window.effectiveKernel(1)) }
  var padded: Pair { input.map(padding) { $0 + 2 * $1 } }
  var dropped: Pair {
    Pair(
      padded.height - (out.height - 1) * stride.height - span.height,
      padded.width - (out.width - 1) * stride.width - span.width)
  }
  var channelsPerGroup: Int { inputChannels / groups }
  var weightShape: [Int] { [filters, channelsPerGroup, kernel.height, kernel.width] }
  var params: Int { weightShape.reduce(1, *) + (hasBias ? filters : 0) }
  var macs: Int { out.height * out.width * weightShape.reduce(1, *) }

  enum Side { case height, width }

  func axis(_ side: Side) -> Axis {
    switch side {
    case .height:
      Axis(
        n: input.height, k: kernel.height, s: stride.height, p: padding.height, d: dilation.height,
        out: out.height)
    case .width:
      Axis(
        n: input.width, k: kernel.width, s: stride.width, p: padding.width, d: dilation.width, out: out.width)
    }
  }

  /// The size formula with the numbers of one axis put in.
  func sizeStep(_ side: Side, label: String) -> FormulaStep {
    let a = axis(side)
    let top = a.n + 2 * a.p - a.d * (a.k - 1) - 1
    return FormulaStep(
      formula: label.isEmpty || side == .height ? "⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1" : "",
      substituted:
        "\(label)⌊(\(a.n) + 2·\(a.p) − \(a.d)·(\(a.k) − 1) − 1) / \(a.s)⌋ + 1  =  ⌊\(top) / \(a.s)⌋ + 1",
      value: "\(a.out)", fields: ["out", "dropped"])
  }

  /// What an interviewer would probe.
  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    if dropped.height > 0 || dropped.width > 0 {
      warnings.append(
        LocalizedText(
          "The floor drops rows (\(dropped.height)) and columns (\(dropped.width)) at the end: no window reaches them.",
          "向下取整丢掉了末尾的 \(dropped.height) 行、\(dropped.width) 列：没有窗口覆盖到它们。"))
    }
    if padding.height >= span.height || padding.width >= span.width {
      warnings.append(
        LocalizedText(
          "The padding is as large as the kernel: some windows see nothing but zeros.",
          "填充不小于卷积核：有的窗口里全是零。"))
    }
    if stride.height > span.height || stride.width > span.width {
      warnings.append(
        LocalizedText(
          "The stride is larger than the kernel: some pixels are never read.", "步长大于卷积核：有些像素从未被读取。"))
    }
    return warnings
  }
}

extension DemoFailure {
  init(
    shape error: ShapeError, input: ConvGeometry.Pair, kernel: ConvGeometry.Pair, padding: ConvGeometry.Pair,
    dilation: ConvGeometry.Pair
  ) {
    guard case .kernelLargerThanInput(_, _, _) = error else {
      self.init(
        LocalizedText("\(error).", "\(error)。"),
        advice: LocalizedText("Change the sizes so that they fit.", "请调整尺寸使其相容。"))
      return
    }
    let span = kernel.map(dilation) { $1 * ($0 - 1) + 1 }
    let padded = input.map(padding) { $0 + 2 * $1 }
    let missing = max(span.height - padded.height, span.width - padded.width)
    let dilated = dilation == ConvGeometry.Pair(1, 1) ? "" : " dilated"
    let largest = min(padded.height, padded.width)
    let wanted = (padding.height + (missing + 1) / 2, padding.width + (missing + 1) / 2)
    self.init(
      LocalizedText(
        "the\(dilated) kernel (\(span.height)×\(span.width)) is larger than the padded input (\(padded.height)×\(padded.width)).",
        "卷积核（\(span.height)×\(span.width)）大于填充后的输入（\(padded.height)×\(padded.width)）。"),
      advice: LocalizedText(
        "Use --k \(largest) or less, or pad with --p \(max(wanted.0, wanted.1)) or more.",
        "请用 --k \(largest) 或更小，或用 --p \(max(wanted.0, wanted.1)) 以上的填充。"))
  }
}
