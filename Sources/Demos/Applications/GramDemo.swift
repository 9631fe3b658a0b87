import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let gram = Demo(
    name: "gram",
    purpose: LocalizedText(
      "The Gram matrix of a layer, content and style cost, and a toy style transfer",
      "一层特征的 格拉姆矩阵、内容与风格代价，以及玩具级风格迁移"),
    topic: .applications,
    options: [
      DemoOption(
        "features", .matrix(-100...100, side: 1...12), default: "1,2,3,4;0,1,0,1",
        "a row of positions for each channel",
        "每个通道一行，各位置的激活值"),
      DemoOption(
        "other", .matrix(-100...100, side: 1...12), default: "1,2,3,3;0,1,1,1", "the features compared with",
        "与之比较的特征"),
      DemoOption("content", .flag, "content and style cost against --other", "与 --other 的内容代价与风格代价"),
      DemoOption(
        "transfer", .flag, "take the content of --features and the style of --other",
        "取 --features 的内容与 --other 的风格"),
      DemoOption("steps", .integer(1...500), default: "60", "steps of the transfer", "迁移的步数"),
    ],
    fields: [
      DemoField("gram", "sums of products of channels over positions", "通道两两相乘后对位置求和"),
      DemoField("gram_other", "the same of --other (--content, --transfer)", "--other 的 格拉姆矩阵"),
      DemoField("content_cost", "½·Σ (a − a′)² (--content)", "½·Σ (a − a′)²（--content）"),
      DemoField(
        "style_cost", "Σ (G − G′)² / (2·positions·channels)² (--content)",
        "Σ (G − G′)² / (2·位置数·通道数)²（--content）"),
      DemoField("costs", "cost before each step (--transfer)", "每步之前的代价（--transfer）"),
      DemoField("decreases", "whether the cost ends below its start (--transfer)", "代价是否下降（--transfer）"),
    ],
    examples: ["gram", "gram --content", "gram --transfer"], wrongRules: GramRules.all
  ) { options, context throws(DemoFailure) in
    let run = GramRun(options)
    let isCompared = options.flag("content") || options.flag("transfer")
    if isCompared, run.features.shape != run.other.shape {
      throw DemoFailure(
        LocalizedText(
          "features of \(run.features.shape) and \(run.other.shape) cannot be compared.",
          "\(run.features.shape) 与 \(run.other.shape) 的特征无法比较。"),
        advice: LocalizedText(
          "Give --other as many rows and columns as --features.", "请让 --other 与 --features 的行列数相同。"))
    }
    return run.result(options, &context)
  }
}

private struct GramRun {
  let features, other: Tensor

  /// Weight of the style cost; that of the content is 1.
  static let styleWeight = 4.0

  init(_ options: OptionValues) {
    features = Tensor(options.matrix("features"))
    other = Tensor(options.matrix("other"))
  }

  private static func gram(_ features: Node) -> Node { features.matmul(features.transposed) }
  static func gram(_ features: Tensor) -> Tensor { features.matmul(features.transposed) }

  private static func contentCost(_ features: Node, _ target: Tensor) -> Node {
    (features - Node(target)).squared().sum() * 0.5
  }

  private static func styleCost(_ features: Node, _ target: Tensor) -> Node {
    let scale = Double(2 * target.scalarCount)
    return (gram(features) - Node(gram(target))).squared().sum() / (scale * scale)
  }

  func result(_ options: OptionValues, _ context: inout DemoContext) -> DemoResult {
    let gram = GramRun.gram(features)
    let matrix = { (tensor: Tensor) in JSONValue.array(tensor.rows.map { .numbers($0) }) }
    let shown = { (value: Double) in Numbers.significant(value, 6) }
    var fields: [JSONValue.Member] = [.init("gram", matrix(gram))]
    let rows = features.rows
    let second = min(1, rows.count - 1)
    var steps = [
      FormulaStep(
        formula: "G = A·Aᵀ",
        substituted: "G[0][\(second)] = "
          + zip(rows[0], rows[second]).map { "\(shown($0))·\(shown($1))" }.joined(separator: " + "),
        value: shown(gram[0, second]))
    ]
    var frames: [Drawing] = [
      .beside([
        .grid(NumberGrid(title: context.text("channels × positions", "通道 × 位置"), values: rows)),
        .grid(NumberGrid(title: "G", values: gram.rows)),
        .heat(HeatMap(title: "G", values: gram.rows, scale: .sequential)),
      ])
    ]
    var details: [Drawing] = []
    if options.flag("content") {
      let (content, style) = (
        GramRun.contentCost(Node(features), other).value.scalar,
        GramRun.styleCost(Node(features), other).value.scalar
      )
      fields += [
        .init("gram_other", matrix(GramRun.gram(other))), .init("content_cost", .number(content)),
        .init("style_cost", .number(style)),
      ]
      let difference = gram - GramRun.gram(other)
      let squares = (difference * difference).sum()
      steps += [
        FormulaStep(
          formula: "J(content) = ½·Σ (a − a′)²", substituted: "½ · \(shown(2 * content))",
          value: shown(content)),
        FormulaStep(
          formula: "J(style) = Σ (G − G′)² / (2·n·c)²",
          substituted: "\(shown(squares)) / (2·\(features.shape[1])·\(features.shape[0]))²",
          value: shown(style)),
      ]
      details.append(
        .beside([
          .grid(NumberGrid(title: "A′", values: other.rows)),
          .grid(NumberGrid(title: "G′", values: GramRun.gram(other).rows)),
        ]))
    }
    if options.flag("transfer") {
      let transfer = transfer(steps: options.integer("steps"), &context)
      fields += [
        .init("costs", .numbers(transfer.costs)),
        .init("decreases", .bool(transfer.costs[transfer.costs.count - 1] < transfer.costs[0])),
      ]
      frames = transfer.frames
      steps.append(
        FormulaStep(
          formula: "J = J(content) + \(shown(GramRun.styleWeight))·J(style)",
          substituted: context.text(
            "after \(transfer.costs.count - 1) steps", "\(transfer.costs.count - 1) 步之后"),
          value: "\(shown(transfer.costs[0])) → \(shown(transfer.costs[transfer.costs.count - 1]))"))
    }
    return DemoResult(
      fields: fields, steps: steps, frames: frames, details: details.isEmpty ? .blank : .stack(details))
  }

  /// From noise down the gradient of the joint cost; the features themselves are moved, as pixels would be.
  private func transfer(steps: Int, _ context: inout DemoContext) -> (costs: [Double], frames: [Drawing]) {
    let scale = max(features.absolute().maximum(), other.absolute().maximum(), 1e-3)
    var image = Tensor.uniform(features.shape, in: 0..<scale, using: &context.generator)
    var optimizer = Optimizer.adam(learningRate: scale / 25)
    var costs: [Double] = []
    var images: [Tensor] = []
    for _ in 0...steps {
      let node = Node(image, requiresGradient: true)
      let cost =
        GramRun.contentCost(node, features) + GramRun.styleCost(node, other) * GramRun.styleWeight
      costs.append(cost.value.scalar)
      images.append(image)
      cost.backward()
      var moved = [image]
      optimizer.step(&moved, gradients: [node.gradient ?? .zeros(image.shape)])
      image = moved[0]
    }
    let target = GramRun.gram(other)
    let pace = max(1, steps / 24)
    let frames = stride(from: 0, through: steps, by: pace).map { step -> Drawing in
      .stack([
        .beside([
          .heat(
            HeatMap(
              title: context.text("the image's features, step \(step)", "图像特征，第 \(step) 步"),
              values: images[step].rows)),
          .heat(
            HeatMap(
              title: context.text("its Gram matrix", "它的格拉姆矩阵"), values: GramRun.gram(images[step]).rows)),
          .heat(HeatMap(title: context.text("the style's", "风格的"), values: target.rows)),
        ]),
        .plot(
          Plot(
            title: context.text("cost", "代价"), xLabel: context.text("step", "步"),
            series: [
              Plot.Series(
                "J", costs.prefix(step + 1).enumerated().map { (x: Double($0), y: $1) }, role: .series1)
            ], xRange: 0...Double(steps), height: 9)),
      ])
    }
    return (costs, frames)
  }
}

private enum GramRules {
  static let all: [WrongRule] = [
    rule("gram[0][1]", "other-diagonal", "the sum of squares of the second channel is taken", "取成了第二个通道的平方和")
    { _, b in
      dot(b, b)
    },
    rule("gram[0][1]", "means", "the products are averaged", "取了平均") { a, b in dot(a, b) / Double(a.count) },
    rule("gram[0][1]", "sums-multiplied", "the sums of the channels are multiplied", "先各自求和再相乘了") { a, b in
      a.reduce(0, +) * b.reduce(0, +)
    },
    rule("gram[0][1]", "own-channel", "the channel is multiplied with itself", "算成了通道与自己的乘积") { a, _ in
      dot(a, a)
    },
    rule("gram[0][0]", "sum", "the values are not squared", "没有平方") { a, _ in a.reduce(0, +) },
    rule("gram[0][0]", "root", "the root is taken, which is the norm", "又开了根号，成了范数") { a, _ in
      dot(a, a).squareRoot()
    },
    rule("gram[0][0]", "off-diagonal", "the product with the other channel is taken", "算成了与另一通道的乘积") { a, b in
      dot(a, b)
    },
    rule("gram[0][0]", "sum-squared", "the sum is squared", "先求和再平方了") { a, _ in
      a.reduce(0, +) * a.reduce(0, +)
    },
  ]

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable ([Double], [Double]) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      let rows = options.matrix("features")
      return rows.count > 1 ? .number(value(rows[0], rows[1])) : nil
    }
  }
}
