import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let convBackprop = Demo(
    name: "conv-backprop",
    purpose: LocalizedText(
      "Gradients through a convolution or a pooling: dW, dX and db, window by window",
      "卷积或池化的反向传播：逐个窗口得到 dW、dX 与 db"),
    topic: .backprop,
    options: [
      DemoOption("layer", .word(RoutingLayer.allCases.map(\.rawValue)), default: "conv", "layer", "层"),
      DemoOption("in", .integer(1...12), default: "3", unit: .pixels, "side of the input", "输入边长"),
      DemoOption("k", .integer(1...6), default: "2", unit: .pixels, "side of the window", "窗口边长"),
      DemoOption("s", .integer(1...6), default: "1", unit: .cells, "stride", "步长"),
    ],
    fields: [
      DemoField("output", "what the layer gives", "该层输出"),
      DemoField("delta", "the gradient that arrives: 1, 2, 3 …", "传来的梯度：1, 2, 3……"),
      DemoField("dW", "gradient of the kernel (conv)", "卷积核的梯度（conv）"),
      DemoField("dX", "gradient of the input", "输入的梯度"),
      DemoField("db", "gradient of the bias (conv)", "偏置的梯度（conv）"),
      DemoField(
        "stretched", "size of δ with s − 1 zeros between its entries [h, w]", "δ 插入 s − 1 个零后的尺寸 [h, w]"),
      DemoField("padded", "the same with k − 1 zeros around [h, w]", "再在四周补 k − 1 个零后的尺寸 [h, w]"),
    ],
    examples: ["conv-backprop", "conv-backprop --layer maxpool --k 2", "conv-backprop --in 4 --k 2 --s 2"],
    wrongRules: ConvBackpropRules.all
  ) { options, context throws(DemoFailure) in
    try Routing(options).result(context)
  }
}

private enum RoutingLayer: String, CaseIterable {
  case conv, maxpool, avgpool
}

/// One layer on the input 1, 2, 3 …, and the gradient 1, 2, 3 … on its way back.
private struct Routing {
  let layer: RoutingLayer
  let side, kernel, stride, out: Int
  let input, weight, delta: Tensor
  let output, inputGradient: Tensor
  let weightGradient: Tensor?

  init(_ options: OptionValues) throws(DemoFailure) {
    layer = RoutingLayer(rawValue: options.word("layer")) ?? .conv
    side = options.integer("in")
    kernel = options.integer("k")
    stride = options.integer("s")
    guard kernel <= side else {
      throw DemoFailure(
        LocalizedText(
          "a \(kernel)×\(kernel) window does not fit a \(side)×\(side) input.",
          "\(kernel)×\(kernel) 的窗口放不进 \(side)×\(side) 的输入。"),
        advice: LocalizedText("Use --k \(side) at most, or a larger --in.", "请用不超过 \(side) 的 --k，或更大的 --in。"))
    }
    out = (side - kernel) / stride + 1
    input = Routing.counting(side)
    delta = Routing.counting(out)
    var corners = Tensor.zeros([1, 1, kernel, kernel])
    corners[0, 0, kernel - 1, kernel - 1] = -1
    corners[0, 0, 0, 0] = 1
    weight = corners
    let x = Node(input, requiresGradient: true)
    let w = Node(weight, requiresGradient: true)
    let window = Window(kernel, stride: stride)
    let y =
      switch layer {
      case .conv: x.convolution(w, window)
      case .maxpool: x.maxPool(window)
      case .avgpool: x.averagePool(window)
      }
    output = y.value
    y.backward(from: delta)
    inputGradient = x.gradient ?? .zeros(input.shape)
    weightGradient = w.gradient
  }

  private static func counting(_ side: Int) -> Tensor {
    Tensor(shape: [1, 1, side, side], scalars: (0..<side * side).map { Double($0 + 1) })
  }

  private func rows(_ tensor: Tensor) -> [[Double]] { tensor.reshaped(Array(tensor.shape.suffix(2))).rows }

  /// What the gradients of the positions up to `last` give the input.
  private func partial(upTo last: Int) -> [[Double]] {
    let x = Node(input, requiresGradient: true)
    let window = Window(kernel, stride: stride)
    let y =
      switch layer {
      case .conv: x.convolution(Node(weight), window)
      case .maxpool: x.maxPool(window)
      case .avgpool: x.averagePool(window)
      }
    y.backward(
      from: Tensor(
        shape: delta.shape, scalars: (0..<out * out).map { $0 <= last ? Double($0 + 1) : 0 }))
    return rows(x.gradient ?? .zeros(input.shape))
  }

  func result(_ context: DemoContext) -> DemoResult {
    let stretched = (out - 1) * stride + 1
    let padded = stretched + 2 * (kernel - 1)
    let matrix = { (tensor: Tensor) in JSONValue.array(rows(tensor).map { .numbers($0) }) }
    let isConv = layer == .conv
    let last = out * out
    var steps: [FormulaStep] = []
    switch layer {
    case .conv:
      steps = [
        FormulaStep(
          formula: "dX = pad(δ, k − 1) ⋆ rot180(W)",
          substituted:
            "\(out)×\(out) → \(stretched)×\(stretched) → \(padded)×\(padded), ⋆ \(kernel)×\(kernel)",
          value: "\(side)×\(side)", fields: ["dX"]),
        FormulaStep(
          formula: "dW = X ⋆ δ", substituted: "dW[0][0] = Σ x·δ",
          value: Numbers.significant(weightGradient?.rowsOfImage[0][0] ?? 0, 6), fields: ["dW"]),
        FormulaStep(
          formula: "db = Σ δ", substituted: last == 1 ? "1" : "1 + … + \(last)",
          value: Numbers.significant(delta.sum(), 8), fields: ["db"]),
      ]
    case .maxpool:
      steps = [
        FormulaStep(
          formula: "dX[winner] += δ",
          substituted: context.text(
            "share of the largest of \(kernel)×\(kernel)", "\(kernel)×\(kernel) 中最大者所得"),
          value: context.text("all of δ", "整个 δ"), fields: ["dX"])
      ]
    case .avgpool:
      steps = [
        FormulaStep(
          formula: "dX += δ / k²", substituted: "\(last) / \(kernel * kernel)",
          value: Numbers.significant(Double(last) / Double(kernel * kernel), 6), fields: ["dX"])
      ]
    }
    let missed = (side - kernel) % stride
    let warnings =
      missed > 0
      ? [
        LocalizedText(
          "\(missed) rows and columns at the end are in no window: their gradient is 0.",
          "末尾 \(missed) 行与列不在任何窗口内：梯度为 0。")
      ] : []
    return DemoResult(
      fields: [
        .init("output", matrix(output)), .init("delta", matrix(delta)),
        .init("dW", isConv ? weightGradient.map(matrix) ?? .null : .null),
        .init("dX", matrix(inputGradient)), .init("db", isConv ? .number(delta.sum()) : .null),
        .init("stretched", [.integer(stretched), .integer(stretched)]),
        .init("padded", [.integer(padded), .integer(padded)]),
      ], steps: steps, warnings: warnings, frames: (0..<out * out).map { frame($0, context) },
      details: isConv
        ? .beside([
          .grid(NumberGrid(title: "W", values: rows(weight))),
          .grid(NumberGrid(title: "dW = X ⋆ δ", values: weightGradient.map(rows) ?? [[0]])),
          .grid(NumberGrid(title: context.text("Y", "Y"), values: rows(output))),
        ]) : .grid(NumberGrid(title: "Y", values: rows(output))))
  }

  private func frame(_ position: Int, _ context: DemoContext) -> Drawing {
    let (row, column) = position.quotientAndRemainder(dividingBy: out)
    let window = NumberGrid.Window(
      rows: row * stride..<row * stride + kernel, columns: column * stride..<column * stride + kernel)
    let gradient = partial(upTo: position)
    return .beside([
      .grid(NumberGrid(title: "X", values: rows(input), window: window)),
      .grid(
        NumberGrid(
          title: "δ", values: rows(delta),
          window: NumberGrid.Window(rows: row..<row + 1, columns: column..<column + 1))),
      .grid(NumberGrid(title: context.text("dX so far", "累积的 dX"), values: gradient, window: window)),
    ])
  }
}

extension Tensor {
  /// The rows of an image alone in its batch.
  fileprivate var rowsOfImage: [[Double]] { reshaped(Array(shape.suffix(2))).rows }
}

private enum ConvBackpropRules {
  private static let corner = "dX[-1][-1]"

  static let all: [WrongRule] = [
    rule("db", "mean-for-sum", "the deltas are averaged instead of summed", "把 δ 取了平均而不是求和") { _, _, m in
      (Double(m * m) + 1) / 2
    },
    rule("db", "last-only", "only the last delta is taken", "只取了最后一个 δ") { _, _, m in Double(m * m) },
    rule("db", "one", "the bias counts once, as a derivative of 1", "把导数 1 当成了答案") { _, _, _ in 1 },
    rule(corner, "not-rotated", "the kernel is not rotated", "卷积核没有旋转 180°", only: .conv) { _, k, m in
      k > 1 ? Double(m * m) : nil
    },
    rule(corner, "centre-zero", "the corner is taken to get nothing", "以为角上得不到梯度") { _, _, _ in 0 },
    rule(corner, "shared", "the gradient is shared out as by average pooling", "像平均池化那样平分了梯度", only: .maxpool)
    {
      _, k, m in Double(m * m) / Double(k * k)
    },
    rule(corner, "input-value", "the pixel's own value is given", "给出了像素自身的值", only: .maxpool) { n, _, _ in
      Double(n * n)
    },
    rule(corner, "not-divided", "the gradient is not shared out", "没有平分梯度", only: .avgpool) { _, _, m in
      Double(m * m)
    },
    rule(corner, "divided-by-side", "it is divided by k instead of k²", "除以了 k 而不是 k²", only: .avgpool) {
      _, k, m in
      Double(m * m) / Double(k)
    },
  ]

  /// `value` takes the side of the input, of the window and of δ.
  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String, only layer: RoutingLayer? = nil,
    _ value: @escaping @Sendable (_ n: Int, _ k: Int, _ m: Int) -> Double?
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      let (n, k) = (options.integer("in"), options.integer("k"))
      guard k <= n, layer == nil || layer?.rawValue == options.word("layer") else { return nil }
      return value(n, k, (n - k) / options.integer("s") + 1).map { .number($0) }
    }
  }
}
