import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let erf = Demo(
    name: "erf",
    purpose: LocalizedText(
      "Effective receptive field: the gradient of one output with respect to the input",
      "有效感受野：一个输出对输入的梯度分布"),
    topic: .receptiveField,
    options: [
      DemoOption("layers", .integer(1...64), default: "10", "stride-1 layers", "步长为 1 的层数"),
      DemoOption("k", .integer(1...7), default: "3", unit: .pixels, "kernel size", "卷积核大小"),
      DemoOption(
        "weights", .word(["uniform", "random"]), default: "uniform",
        "all equal, or random between 0 and 1", "全部相等，或 0 到 1 之间随机"),
    ],
    fields: [
      DemoField("rf", "theoretical receptive field", "理论感受野"),
      DemoField("sigma", "standard deviation of the gradient's share along an axis", "梯度分布沿一轴的标准差"),
      DemoField("width", "pixels within 2 sigma of the centre", "距中心 2σ 以内的像素数"),
      DemoField("share", "width over the theoretical field", "该宽度占理论感受野的比例"),
      DemoField("inside", "gradient that falls inside that square", "落在该方框内的梯度比例"),
    ],
    examples: ["erf --layers 10 --k 3", "erf --layers 40", "erf --layers 10 --weights random"],
    wrongRules: ERFRules.all
  ) { options, context throws(DemoFailure) in
    let field = try EffectiveField(options, &context.generator)
    return DemoResult(
      fields: field.fields, steps: field.steps(context), warnings: field.warnings,
      frames: field.frames(context),
      details: field.growth(context))
  }
}

/// The gradient that flows back from one output through a stack of equal layers.
private struct EffectiveField {
  let layers, kernel: Int
  let isRandom: Bool
  /// After each of some layers: its number and the shares, which add up to 1.
  let maps: [(layer: Int, shares: [[Double]])]

  /// Nets whose gradients are averaged with random weights.
  static let draws = 8
  /// Fields above this side take too long with random weights.
  static let largestRandomField = 85

  init(_ options: OptionValues, _ generator: inout SplitMix64) throws(DemoFailure) {
    layers = options.integer("layers")
    kernel = options.integer("k")
    isRandom = options.word("weights") == "random"
    let side = layers * (kernel - 1) + 1
    guard !isRandom || side <= EffectiveField.largestRandomField else {
      throw DemoFailure(
        LocalizedText(
          "random weights are computed for fields up to \(EffectiveField.largestRandomField), this one is \(side).",
          "随机权重只计算到感受野 \(EffectiveField.largestRandomField)，这里是 \(side)。"),
        advice: LocalizedText(
          "Use fewer --layers, a smaller --k, or --weights uniform.",
          "请减小 --layers 或 --k，或用 --weights uniform。"))
    }
    let count = layers
    let shown = Set((1...6).map { max(1, $0 * count / 6) })
    maps =
      isRandom
      ? EffectiveField.random(layers: layers, kernel: kernel, shown: shown, &generator)
      : EffectiveField.uniform(layers: layers, kernel: kernel, shown: shown)
  }

  /// Equal weights are separable: one axis is spread back, and both axes multiply.
  private static func uniform(layers: Int, kernel: Int, shown: Set<Int>) -> [(layer: Int, shares: [[Double]])]
  {
    let weight = Tensor(repeating: 1 / Double(kernel), shape: [1, 1, kernel])
    var gradient = Tensor.ones([1, 1, 1])
    var maps: [(layer: Int, shares: [[Double]])] = []
    for layer in 1...layers {
      gradient = gradient.transposedConvolution(weight, Window(kernel, axes: 1))
      if shown.contains(layer) {
        let column = gradient.reshaped([gradient.scalarCount, 1])
        maps.append((layer, column.matmul(column.transposed).rows))
      }
    }
    return maps
  }

  /// Several nets at once, one a group; their shares are averaged.
  private static func random(
    layers: Int, kernel: Int, shown: Set<Int>, _ generator: inout SplitMix64
  ) -> [(layer: Int, shares: [[Double]])] {
    var gradient = Tensor.ones([1, draws, 1, 1])
    var maps: [(layer: Int, shares: [[Double]])] = []
    for layer in 1...layers {
      let weight = Tensor.uniform([draws, 1, kernel, kernel], using: &generator)
      gradient = gradient.transposedConvolution(weight, Window(kernel), groups: draws)
      if shown.contains(layer) {
        let shares = gradient / gradient.sum(axes: [2, 3], keepsAxes: true)
        maps.append((layer, shares.mean(axes: [0, 1]).rows))
      }
    }
    return maps
  }

  private var side: Int { layers * (kernel - 1) + 1 }
  private var shares: [[Double]] { maps[maps.count - 1].shares }

  /// Of the shares added over the rows.
  private static func deviation(_ shares: [[Double]]) -> Double {
    let middle = Double(shares.count - 1) / 2
    var variance = 0.0
    for row in shares {
      for (column, share) in row.enumerated() {
        variance += share * (Double(column) - middle) * (Double(column) - middle)
      }
    }
    return variance.squareRoot()
  }

  private static func width(_ deviation: Double, in side: Int) -> Int {
    // An even field has its centre between two pixels.
    let reach = 2 * deviation
    let pixels = side % 2 == 1 ? 2 * Int(reach) + 1 : 2 * Int(reach + 0.5)
    return min(side, pixels)
  }

  private var sigma: Double { EffectiveField.deviation(shares) }
  private var width: Int { EffectiveField.width(sigma, in: side) }
  private var share: Double { Double(width) / Double(side) }

  private var effective: Range<Int> {
    let start = (side - width) / 2
    return start..<start + width
  }

  private var inside: Double {
    shares[effective].reduce(0) { $0 + $1[effective].reduce(0, +) }
  }

  var fields: [JSONValue.Member] {
    [
      .init("rf", .integer(side)), .init("sigma", .number(sigma)), .init("width", .integer(width)),
      .init("share", .number(share)), .init("inside", .number(inside)),
    ]
  }

  func steps(_ context: DemoContext) -> [FormulaStep] {
    [
      FormulaStep(
        formula: "1 + n(k − 1)", substituted: "1 + \(layers)·(\(kernel) − 1)", value: "\(side)",
        fields: ["rf"]),
      FormulaStep(
        formula: "σ = √(n (k² − 1) / 12)",
        substituted: "√(\(layers) · (\(kernel)² − 1) / 12)",
        value: "\(Numbers.fixed((Double(layers * (kernel * kernel - 1)) / 12).squareRoot(), 3))"
          + (isRandom ? "     (here: \(Numbers.fixed(sigma, 3)))" : ""), fields: ["sigma"]),
      FormulaStep(
        formula: "|x| ≤ 2σ", substituted: "2·⌊2 · \(Numbers.fixed(sigma, 3))⌋ + 1",
        value: context.text("\(width) of \(side)", "\(side) 中的 \(width)")
          + " = \(Numbers.fixed(100 * share, 0)) %", fields: ["width", "share"]),
    ]
  }

  var warnings: [LocalizedText] {
    guard isRandom else { return [] }
    return [
      LocalizedText(
        "Random: mean of \(EffectiveField.draws) nets; over 200 seeds sigma stays within 8 % of the formula.",
        "随机结果：\(EffectiveField.draws) 个网络的平均；200 个种子下 σ 与公式相差不超过 8 %。")
    ]
  }

  // MARK: Drawing

  /// The field growing: the frame is the 2-sigma square, the picture the theoretical field.
  func frames(_ context: DemoContext) -> [Drawing] {
    maps.map { layer, shares in
      let width = EffectiveField.width(EffectiveField.deviation(shares), in: shares.count)
      let margin = (side - shares.count) / 2
      let start = margin + (shares.count - width) / 2
      let pace = (side + 62) / 63
      let peak = shares.joined().max() ?? 1
      let values = stride(from: 0, to: side, by: pace).map { row in
        stride(from: 0, to: side, by: pace).map { column -> Double in
          let (y, x) = (row - margin, column - margin)
          guard shares.indices.contains(y), shares.indices.contains(x) else { return 0 }
          return shares[y][x] / peak
        }
      }
      let window = start / pace..<max(start / pace + 1, (start + width) / pace)
      return .heat(
        HeatMap(
          title: context.text(
            "gradient behind \(layer) layer\(layer == 1 ? "" : "s"), field \(shares.count); the frame holds 2σ",
            "\(layer) 层之后的梯度，感受野 \(shares.count)；框内为 2σ"),
          values: values, window: NumberGrid.Window(rows: window, columns: window)))
    }
  }

  /// The field grows with n, what counts of it with √n.
  func growth(_ context: DemoContext) -> Drawing {
    let depths = 1...max(2, layers)
    let theory = depths.map { (x: Double($0), y: Double($0 * (kernel - 1) + 1)) }
    let effective = depths.map { depth in
      (x: Double(depth), y: 4 * (Double(depth * (kernel * kernel - 1)) / 12).squareRoot())
    }
    return .plot(
      Plot(
        title: context.text("field (∝ n) and 4σ (∝ √n) by depth", "感受野（∝ n）与 4σ（∝ √n）随深度的变化"),
        xLabel: context.text("layers", "层数"),
        series: [
          Plot.Series(context.text("theoretical", "理论"), theory, role: .series2),
          Plot.Series("4σ", effective, role: .series1),
        ], height: 10))
  }
}

private enum ERFRules {
  static let all: [WrongRule] = [
    rule("root-forgotten", "the variance is given, without the square root", "给的是方差，忘了开方") { n, k in
      n * (k * k - 1) / 12
    },
    rule("one-layer", "only one layer is counted", "只算了一层") { _, k in ((k * k - 1) / 12).squareRoot() },
    rule("deviations-added", "deviations are added instead of variances", "把标准差相加而不是方差相加") { n, k in
      n * ((k * k - 1) / 12).squareRoot()
    },
    rule("minus-one-forgotten", "k² is used instead of k² − 1", "用了 k² 而不是 k² − 1") { n, k in
      (n * k * k / 12).squareRoot()
    },
    rule("kernel-not-squared", "k is used instead of k²", "用了 k 而不是 k²") { n, k in
      (n * (k - 1) / 12).squareRoot()
    },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Double, Double) -> Double
  ) -> WrongRule {
    WrongRule("sigma", name, english, chinese) {
      .number(formula(Double($0.integer("layers")), Double($0.integer("k"))))
    }
  }
}
