import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let linearStack = Demo(
    name: "linear-stack",
    purpose: LocalizedText(
      "Layers without activation fold into one matrix; with one they do not",
      "没有激活函数的多层会合并成一个矩阵；有了就不会"),
    topic: .basics,
    options: [
      DemoOption("layers", .integer(1...12), default: "3", "layers", "层数"),
      DemoOption("n", .integer(1...8), default: "2", "width of each layer", "每层宽度"),
      DemoOption("act", .word(["none", "relu", "tanh"]), default: "none", "between the layers", "层间的激活函数"),
    ],
    fields: [
      DemoField("params", "weights of the stack, L·n²", "整个网络的权重数 L·n²"),
      DemoField("collapsed_params", "weights of one matrix, n²", "单个矩阵的权重数 n²"),
      DemoField("redundant", "the difference", "两者之差"),
      DemoField("matrix", "M, the product of all W", "M，所有 W 的乘积"),
      DemoField("max_difference", "largest |stack(x) − M·x| over 100 inputs", "100 个输入上 |网络(x) − M·x| 的最大值"),
      DemoField("collapses", "whether the stack is the matrix M", "网络是否就是矩阵 M"),
    ],
    examples: ["linear-stack --layers 3 --act none", "linear-stack --layers 3 --act relu"],
    wrongRules: [
      rule("not-subtracted", "the weights of the whole stack are given", "给出的是整个网络的权重数") { l, n in l * n * n
      },
      rule("one-matrix", "the weights of one matrix are given", "给出的是单个矩阵的权重数") { _, n in n * n },
      rule("side-counted", "a matrix is counted as n weights instead of n²", "每个矩阵只算了 n 个权重") { l, n in
        (l - 1) * n
      },
      rule("with-biases", "biases are counted although there are none", "没有偏置却算了偏置") { l, n in
        (l - 1) * n * (n + 1)
      },
    ]
  ) { options, context throws(DemoFailure) in
    LinearStack(options, &context.generator).result(context)
  }

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Int, Int) -> Int
  ) -> WrongRule {
    WrongRule("redundant", name, english, chinese, count: { formula($0.integer("layers"), $0.integer("n")) })
  }
}

/// Square layers without biases; an activation stands between two layers, not behind the last.
private struct LinearStack {
  let width: Int
  let weights: [Tensor]
  let product: Tensor
  private let name: String
  private let activation: Activation
  private let inputs: Tensor
  private let difference: Double

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    let width = options.integer("n")
    self.width = width
    name = options.word("act")
    activation = Activation(named: name) ?? .identity
    weights = (0..<options.integer("layers")).map { _ in
      // Around the identity, so that a picture of what the layers do stays in view.
      Tensor.identity(width) + Tensor.normal([width, width], deviation: 0.35, using: &generator)
    }
    product = weights.dropFirst().reduce(weights[0]) { $1.matmul($0) }
    inputs = Tensor.uniform([width, 100], in: -1..<1, using: &generator)
    difference =
      (LinearStack.output(inputs, weights, activation) - product.matmul(inputs)).absolute().maximum()
  }

  /// The columns of `inputs` through the layers.
  private static func output(_ inputs: Tensor, _ weights: [Tensor], _ activation: Activation) -> Tensor {
    var values = inputs
    for (index, weight) in weights.enumerated() {
      values = weight.matmul(values)
      if index < weights.count - 1 { values = values.activated(activation) }
    }
    return values
  }

  private var collapses: Bool { difference < 1e-9 }
  private var parameters: Int { weights.count * width * width }

  func result(_ context: DemoContext) -> DemoResult {
    let side = width * width
    let shown = collapses ? LocalizedText("not at all", "没有差别") : LocalizedText("another function", "另一个函数")
    return DemoResult(
      fields: [
        .init("params", .integer(parameters)), .init("collapsed_params", .integer(side)),
        .init("redundant", .integer(parameters - side)),
        .init("matrix", .array(product.rows.map { .numbers($0) })),
        .init("max_difference", .number(difference)), .init("collapses", .bool(collapses)),
      ],
      steps: [
        FormulaStep(
          formula: "L·n² − n²",
          substituted: "\(weights.count)·\(width)² − \(width)² = \(parameters) − \(side)",
          value: "\(parameters - side)", fields: ["redundant", "params", "collapsed_params"]),
        FormulaStep(
          formula: "max |stack(x) − M·x|", substituted: context.text("over 100 inputs", "100 个输入上"),
          value: "\(Numbers.significant(difference, 3))  (\(shown[context.language]))",
          fields: ["max_difference", "collapses"]),
      ],
      warnings: weights.count == 1 && name != "none"
        ? [LocalizedText("One layer has no place for an activation between layers.", "只有一层，层间没有激活函数的位置。")]
        : [],
      frames: frames(context), details: matrices(context))
  }

  /// A grid after each layer; the last frame lays M·x over it.
  private func frames(_ context: DemoContext) -> [Drawing] {
    guard width >= 2 else { return [matrices(context)] }
    let columns = LinearStack.mesh
    func tensor(_ columns: [[Double]]) -> Tensor {
      var points = Tensor.zeros([width, columns.count])
      for (index, column) in columns.enumerated() {
        points[0, index] = column[0]
        points[1, index] = column[1]
      }
      return points
    }
    let points = tensor(columns)
    let knots = (-4...4).flatMap { y in (-4...4).map { [Double($0) / 4, Double(y) / 4] } }
    return (0...weights.count).map { count in
      let isLast = count == weights.count
      let moved = LinearStack.output(points, Array(weights.prefix(count)), activation)
      let seen = isLast || count == 0 ? moved : moved.activated(activation)
      let title =
        count == 0
        ? context.text("the inputs", "输入") : context.text("after layer \(count)", "第 \(count) 层之后")
      var series = [
        Plot.Series(context.text("stack", "网络"), LinearStack.pairs(seen), role: .series1)
      ]
      if isLast {
        series.append(
          Plot.Series("M·x", LinearStack.pairs(product.matmul(tensor(knots))), mark: .points, role: .series2))
      }
      return .plot(Plot(title: title, xLabel: "x₁", series: series, height: 18))
    }
  }

  /// The lines of a square grid as one walk: up and down its columns, then to and fro along its rows.
  private static let mesh: [[Double]] = {
    let steps = (-16...16).map { Double($0) / 16 }
    let columns = (0...8).flatMap { line in
      (line.isMultiple(of: 2) ? steps : steps.reversed()).map { [Double(line) / 4 - 1, $0] }
    }
    let rows = (0...8).flatMap { line in
      (line.isMultiple(of: 2) ? steps.reversed() : steps).map { [$0, 1 - Double(line) / 4] }
    }
    return columns + rows
  }()

  private static func pairs(_ points: Tensor) -> [(x: Double, y: Double)] {
    let rows = points.rows
    return zip(rows[0], rows[1]).map { (x: $0, y: $1) }
  }

  private func matrices(_ context: DemoContext) -> Drawing {
    let shown = weights.prefix(4).enumerated().map { index, weight in
      Drawing.grid(NumberGrid(title: "W\(index + 1)", weight.rows))
    }
    let title = context.text("M = product of all \(weights.count)", "M = 全部 \(weights.count) 个的乘积")
    return .stack([
      .beside(shown + [.grid(NumberGrid(title: title, product.rows))]),
      collapses
        ? context.remark("M alone does the work of the whole stack.", "单个 M 就能完成整个网络的工作。")
        : context.remark("No single matrix matches the stack.", "没有任何单个矩阵能与之相同。"),
    ])
  }
}
