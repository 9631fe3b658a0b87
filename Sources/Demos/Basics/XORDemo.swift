import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let xor = Demo(
    name: "xor",
    purpose: LocalizedText(
      "A small net learns XOR: with an activation it bends its boundary, without one it cannot",
      "小网络学习异或：有激活函数边界能弯，没有就学不会"),
    topic: .basics,
    options: [
      DemoOption("hidden", .integer(1...32), default: "4", "hidden units", "隐藏单元数"),
      DemoOption(
        "act", .word(["none", "tanh", "relu", "sigmoid"]), default: "tanh", "activation of the hidden layer",
        "隐藏层的激活函数"),
      DemoOption("lr", .number(0.001...10), default: "0.5", "learning rate", "学习率"),
      DemoOption("steps", .integer(1...5000), default: "2000", "steps, all four points each", "步数，每步用全部四个点"),
    ],
    fields: [
      DemoField("loss", "mean cross-entropy after the last step", "最后的平均交叉熵"),
      DemoField("accuracy", "share of the four points on the right side of 0.5", "四个点中分对的比例"),
      DemoField("best_accuracy", "the highest on the way", "训练途中的最高准确率"),
      DemoField("predictions", "for (0,0), (0,1), (1,0), (1,1)", "对 (0,0)、(0,1)、(1,0)、(1,1) 的输出"),
      DemoField("params", "weights and biases", "权重与偏置总数"),
      DemoField("first_solved", "first step with all four right; null if never", "首次全部分对的步数；从未则为 null"),
    ],
    examples: ["xor --act tanh", "xor --act none", "xor --act relu --hidden 8 --lr 0.2"]
  ) { options, context throws(DemoFailure) in
    var training = XORTraining(options, &context.generator)
    training.run()
    return training.result(context)
  }
}

/// An MLP 2-h-1 with a sigmoid output, trained on the whole truth table at once.
private struct XORTraining {
  private static let inputs = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
  private static let targets = Tensor([[0], [1], [1], [0]])
  private static let mapSide = 32

  private let network: Sequential
  private let steps: Int
  private let isLinear: Bool
  private var optimizer: Optimizer
  private var losses: [Double] = []
  private var accuracies: [Double] = []
  private var maps: [(step: Int, values: [[Double]])] = []
  private let grid: Tensor

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    let hidden = options.integer("hidden")
    let activation = Activation(named: options.word("act")) ?? .identity
    isLinear = options.word("act") == "none"
    network = Sequential(
      Linear(2, hidden, using: &generator), Activated(activation), Linear(hidden, 1, using: &generator))
    optimizer = .sgd(learningRate: options.number("lr"))
    steps = options.integer("steps")
    let side = XORTraining.mapSide
    // Row 0 is drawn on top, so it has the largest x₂.
    grid = Tensor(
      (0..<side * side).map { index in
        let share = 2 / Double(side - 1)
        return [Double(index % side) * share - 0.5, 1.5 - Double(index / side) * share]
      })
  }

  private var predictions: [Double] { network(XORTraining.inputs).activated(.sigmoid).scalars }

  private static func accuracy(_ logits: Tensor) -> Double {
    let right = zip(logits.scalars, targets.scalars).count { ($0 > 0) == ($1 == 1) }
    return Double(right) / 4
  }

  mutating func run() {
    let pace = max(1, steps / 24)
    for step in 0...steps {
      let output = network(Node(XORTraining.inputs))
      let loss = output.binaryCrossEntropyWithLogits(XORTraining.targets)
      losses.append(loss.value.scalar)
      accuracies.append(XORTraining.accuracy(output.value))
      if step.isMultiple(of: pace) || step == steps { keepMap(step) }
      guard step < steps else { break }
      network.clearGradients()
      loss.backward()
      optimizer.step(network.parameters)
    }
  }

  private mutating func keepMap(_ step: Int) {
    let side = XORTraining.mapSide
    maps.append((step: step, values: network(grid).activated(.sigmoid).reshaped([side, side]).rows))
  }

  func result(_ context: DemoContext) -> DemoResult {
    let loss = losses[losses.count - 1]
    let accuracy = accuracies[accuracies.count - 1]
    var warnings: [LocalizedText] = []
    if isLinear {
      warnings.append(
        LocalizedText(
          "Without activation the net is one straight boundary: at most three of four right, and the best loss is ln 2 = 0.6931.",
          "没有激活函数，网络只是一条直线：最多对三个，损失最低为 ln 2 = 0.6931。"))
    } else if accuracy < 1 {
      warnings.append(
        LocalizedText(
          "Stuck in a poor place: try another --seed, more --hidden units or more --steps.",
          "停在了不好的位置：换一个 --seed，或增加 --hidden、--steps。"))
    }
    return DemoResult(
      fields: [
        .init("loss", .number(loss)), .init("accuracy", .number(accuracy)),
        .init("best_accuracy", .number(accuracies.max() ?? 0)), .init("predictions", .numbers(predictions)),
        .init("params", .integer(network.parameterCount)),
        .init("first_solved", accuracies.firstIndex(of: 1).map { .integer($0) } ?? .null),
      ],
      steps: [
        FormulaStep(
          formula: "ŷ = σ(W₂·g(W₁·x + b₁) + b₂)",
          substituted: zip(["00", "01", "10", "11"], predictions).map { "\($0) → \(Numbers.fixed($1, 3))" }
            .joined(separator: ", "), value: "\(Numbers.fixed(accuracy * 100, 0)) %"),
        FormulaStep(
          formula: context.text("loss = mean BCE", "损失 = 平均 BCE"),
          substituted: "\(Numbers.significant(losses[0])) → …",
          value: Numbers.significant(loss)),
      ], warnings: warnings, frames: frames(context), details: details(context))
  }

  private func frames(_ context: DemoContext) -> [Drawing] {
    maps.map { map in
      .heat(
        HeatMap(
          title: context.text(
            "step \(map.step): output over x₁, x₂ in −0.5…1.5; loss \(Numbers.significant(losses[map.step], 3))",
            "第 \(map.step) 步：x₁、x₂ 在 −0.5…1.5 上的输出；损失 \(Numbers.significant(losses[map.step], 3))"),
          values: map.values, range: 0...1))
    }
  }

  private func details(_ context: DemoContext) -> Drawing {
    let pace = max(1, losses.count / 200)
    let curve = stride(from: 0, to: losses.count, by: pace).map { (x: Double($0), y: losses[$0]) }
    return .stack([
      .plot(
        Plot(
          title: context.text("loss by step", "每步的损失"), xLabel: context.text("step", "步"),
          series: [
            Plot.Series("BCE", curve, role: .series1),
            Plot.Series("ln 2", [(x: 0, y: log(2)), (x: Double(losses.count - 1), y: log(2))], role: .dim),
          ], yRange: 0...max(0.8, losses.max() ?? 1), height: 9)),
      .table(
        Table(
          ["x₁", "x₂", context.text("target", "目标"), "ŷ"],
          predictions.indices.map { index in
            [
              "\(index / 2)", "\(index % 2)", "\(index == 1 || index == 2 ? 1 : 0)",
              Numbers.fixed(predictions[index], 4),
            ]
          }, shares: predictions)),
    ])
  }
}
