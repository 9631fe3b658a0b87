import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let symmetry = Demo(
    name: "symmetry",
    purpose: LocalizedText(
      "Training from zero, constant and random weights: when units ever become different",
      "从全零、常数与随机权重开始训练：各单元何时才会不同"),
    topic: .initialisation,
    options: [
      DemoOption("init", .words(SymmetryRun.schemes), default: "zero,const,random", "start", "初始值"),
      DemoOption("act", .words(["tanh", "relu", "sigmoid"]), default: "tanh,sigmoid", "activations", "激活函数"),
      DemoOption("hidden", .integer(1...16), default: "4", "hidden units", "隐藏单元数"),
      DemoOption("steps", .integer(1...50), default: "5", "gradient steps", "梯度步数"),
    ],
    fields: [
      DemoField("runs[].name", "start and activation", "初始值与激活函数"),
      DemoField("runs[].spread", "largest difference between units after each step", "每步之后单元间的最大差异"),
      DemoField("runs[].max_spread", "the largest of them", "其中最大者"),
      DemoField("runs[].distinct", "different hidden units at the end", "最后不同的隐藏单元数"),
      DemoField("runs[].changed", "parameters that have moved, biases included", "变动过的参数个数（含偏置）"),
      DemoField("runs[].hidden", "hidden outputs for the first example at the start", "开始时第一个样本的隐藏输出"),
      DemoField("runs[].w1_moves_at", "the step at which W1 first moves, or never", "W1 首次变动的步数，或 never"),
      DemoField("runs[].w2_moves_at", "the same for W2", "W2 首次变动的步数"),
    ],
    examples: [
      "symmetry", "symmetry --init zero --act sigmoid --hidden 3", "symmetry --init const --act tanh",
    ],
    wrongRules: SymmetryRules.all
  ) { options, context throws(DemoFailure) in
    var runs: [SymmetryRun] = []
    for scheme in options.words("init") {
      for activation in options.words("act") {
        runs.append(
          SymmetryRun(
            scheme, activation, hidden: options.integer("hidden"), steps: options.integer("steps"),
            using: &context.generator))
      }
    }
    let shown = runs
    let output = Numbers.significant(shown[0].outputs[0], 4)
    func step(_ move: Int?) -> String { move.map { "\($0)" } ?? context.text("never", "从不") }
    return DemoResult(
      fields: [.init("runs", .array(shown.map(\.json)))],
      steps: [
        FormulaStep(
          formula: "∂L/∂W₂ = Σ (ŷ − y)·h",
          substituted: context.text(
            "h = \(output):  step at which W₂ first moves", "h = \(output)：W₂ 首次变动的步数"),
          value: step(shown[0].secondMove), fields: ["runs"]),
        FormulaStep(
          formula: "∂L/∂W₁ = Σ (ŷ − y)·W₂·g′(z)·x",
          substituted: context.text(
            "W₂ first has to leave 0:  step at which W₁ first moves", "W₂ 要先离开 0：W₁ 首次变动的步数"),
          value: step(shown[0].firstMove), fields: ["runs"]),
      ],
      warnings: shown.filter { $0.distinct == 1 && $0.hidden > 1 }.map { run in
        LocalizedText(
          "\(run.name): \(run.hidden) units stay one and the same.", "\(run.name)：\(run.hidden) 个单元始终完全相同。")
      },
      frames: (0...options.integer("steps")).map { step in
        let text = context.text(
          "after step \(step): a row for each unit (w₁, w₂, b₁ → W₂)", "第 \(step) 步后：每个单元一行（w₁、w₂、b₁ → W₂）")
        return .stack([
          .text(StyledText(text, .strong)),
          .beside(
            shown.prefix(4).map { .grid(NumberGrid(title: $0.name, values: $0.rows[step], digits: 3)) }),
        ])
      },
      details: .table(
        Table(
          columns: [
            Table.Column(context.text("run", "运行"), .left),
            Table.Column(context.text("distinct units", "不同单元")),
            Table.Column(context.text("spread", "差异")), Table.Column(context.text("W₁ moves at", "W₁ 首动")),
            Table.Column(context.text("W₂ moves at", "W₂ 首动")), Table.Column(context.text("changed", "变动参数")),
          ],
          rows: shown.map { run in
            [
              StyledText(run.name, .strong), StyledText("\(run.distinct)", run.distinct > 1 ? .good : .bad),
              StyledText(Numbers.significant(run.spreads.max() ?? 0, 3)), StyledText(step(run.firstMove)),
              StyledText(step(run.secondMove)), StyledText("\(run.changed)"),
            ]
          })))
  }
}

/// A 2-h-1 network with biases on eight points of unequal classes, trained by full-batch gradient descent.
private struct SymmetryRun {
  static let schemes = ["zero", "const", "random"]
  static let constant = 0.3
  static let rate = 0.5
  private static let points = Tensor([
    [1, 0.5], [0.5, 1], [1.5, 1], [1, 2], [2, 0.5], [-1, -0.5], [-0.5, -1.5], [-1.5, 0.5],
  ])
  private static let labels = Tensor([[1], [1], [1], [1], [1], [0], [0], [0]])

  let name: String
  let hidden: Int
  /// Incoming weights, bias and outgoing weight of each unit, before the first step and after each.
  private(set) var rows: [[[Double]]] = []
  private(set) var spreads: [Double] = []
  private(set) var changed = 0
  let outputs: [Double]
  /// The step at which the weights first move; nil when they never do.
  private(set) var firstMove: Int?
  private(set) var secondMove: Int?

  init(_ scheme: String, _ act: String, hidden: Int, steps: Int, using generator: inout SplitMix64) {
    name = "\(scheme)_\(act)"
    self.hidden = hidden
    let activation = Activation(named: act) ?? .tanh
    func start(_ shape: [Int]) -> Tensor {
      switch scheme {
      case "const": Tensor(repeating: SymmetryRun.constant, shape: shape)
      case "random": .normal(shape, deviation: 0.5, using: &generator)
      default: .zeros(shape)
      }
    }
    let first = Linear(weight: start([hidden, 2]), bias: .zeros([hidden]))
    let second = Linear(weight: start([1, hidden]), bias: .zeros([1]))
    let network = Sequential(first, Activated(activation), second)
    let initial = network.parameters.map(\.value)
    outputs = Activated(activation)(first(SymmetryRun.points)).rows[0]
    var optimizer = Optimizer.sgd(learningRate: SymmetryRun.rate)
    note(first, second)
    for step in 1...steps {
      let before = (first.weight.value, second.weight.value)
      let loss = network(Node(SymmetryRun.points)).binaryCrossEntropyWithLogits(SymmetryRun.labels)
      loss.backward()
      optimizer.step(network.parameters)
      network.clearGradients()
      if firstMove == nil, first.weight.value != before.0 { firstMove = step }
      if secondMove == nil, second.weight.value != before.1 { secondMove = step }
      note(first, second)
    }
    for (start, end) in zip(initial, network.parameters.map(\.value)) {
      let moved = end - start
      changed += moved.withScalars { scalars in (0..<scalars.count).count { scalars[$0] != 0 } }
    }
  }

  private mutating func note(_ first: Linear, _ second: Linear) {
    let weights = first.weight.value.rows
    let units = (0..<hidden).map { unit in
      weights[unit] + [first.bias?.value[unit] ?? 0, second.weight.value[0, unit]]
    }
    rows.append(units)
    let reach = (0..<4).map { column in
      let values = units.map { $0[column] }
      return (values.max() ?? 0) - (values.min() ?? 0)
    }
    spreads.append(reach.max() ?? 0)
  }

  var distinct: Int { Set(rows[rows.count - 1]).count }

  var json: JSONValue {
    func move(_ step: Int?) -> JSONValue { step.map { .integer($0) } ?? .string("never") }
    return [
      "name": .string(name), "spread": .numbers(spreads), "max_spread": .number(spreads.max() ?? 0),
      "distinct": .integer(distinct), "changed": .integer(changed), "hidden": .numbers(outputs),
      "w1_moves_at": move(firstMove), "w2_moves_at": move(secondMove),
    ]
  }
}

private enum SymmetryRules {
  static let all: [WrongRule] = [
    rule("runs[0].changed", "all", "all parameters are taken to move", "以为所有参数都会变动") { 4 * $0 + 1 },
    rule("runs[0].changed", "none", "nothing is taken to move", "以为什么都不动") { _ in 0 },
    rule("runs[0].changed", "output-bias", "only the output bias is taken to move", "以为只有输出偏置会动") { _ in 1 },
    rule("runs[0].changed", "output-layer", "only the output layer is taken to move", "以为只有输出层会动") { $0 + 1 },
    rule("runs[0].changed", "biases-forgotten", "the biases are forgotten", "忘了偏置") { 3 * $0 },
    rule("runs[0].distinct", "all", "all units are taken to differ", "以为所有单元都不同") { $0 },
    rule("runs[0].distinct", "one", "all units are taken to be equal", "以为所有单元都相同") { _ in 1 },
    rule("runs[0].distinct", "none", "equal units are not counted at all", "以为相同的单元不算数") { _ in 0 },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Int) -> Int
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) {
      .integer(value($0.integer("hidden")))
    }
  }
}
