import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let reluHealth = Demo(
    name: "relu-health",
    purpose: LocalizedText(
      "Which ReLU units are active, which are dead, before and after training",
      "哪些 ReLU 单元活跃、哪些已死，训练前后对比"),
    topic: .activations,
    options: [
      DemoOption("layers", .integer(1...8), default: "5", "hidden layers", "隐藏层数"),
      DemoOption("width", .integer(1...96), default: "64", "units of a layer", "每层单元数"),
      DemoOption("bias", .number(-100...100), default: "0", "initial bias of every unit", "各单元的初始偏置"),
      DemoOption("act", .word(["relu", "leaky"]), default: "relu", "activation", "激活函数"),
      DemoOption("lr", .number(0...10), default: "0.1", "learning rate", "学习率"),
      DemoOption(
        "steps", .integer(0...100), default: "0", "training steps, the whole batch each", "训练步数，每步用整批"),
    ],
    fields: [
      DemoField(
        "active", "per layer: share of (unit, input) pairs with z > 0 at the start",
        "每层：初始时 z > 0 的（单元，输入）占比"),
      DemoField(
        "dead_before", "per layer: units that put out 0 for all inputs, at the start", "每层：初始时对所有输入都输出 0 的单元数"
      ),
      DemoField("active_after", "the share after training", "训练后的占比"),
      DemoField("dead_after", "the dead units after training", "训练后死亡的单元数"),
      DemoField("loss", "before the first step and after the last", "训练前后的损失"),
    ],
    examples: [
      "relu-health --layers 5 --width 64", "relu-health --lr 1.0 --steps 100", "relu-health --bias -10",
      "relu-health --lr 1.0 --steps 100 --act leaky",
    ]
  ) { options, context throws(DemoFailure) in
    let data = HealthData(width: options.integer("width"), &context.generator)
    var net = HealthNet(options, &context.generator)
    let before = net.health(on: data)
    var snapshots = [before]
    var losses = [net.loss(on: data)]
    let count = options.integer("steps")
    let pace = max(1, (count + 19) / 20)
    var lostAt: Int?
    for step in 0..<count {
      let last = net
      net.train(on: data, rate: options.number("lr"))
      guard net.isFinite else {
        net = last
        lostAt = step + 1
        break
      }
      if (step + 1).isMultiple(of: pace) || step == count - 1 { snapshots.append(net.health(on: data)) }
    }
    losses.append(net.loss(on: data))
    let after = net.health(on: data)
    return DemoResult(
      fields: [
        .init("active", .numbers(before.map(\.active))), .init("dead_before", .integers(before.map(\.dead))),
        .init("active_after", .numbers(after.map(\.active))),
        .init("dead_after", .integers(after.map(\.dead))), .init("loss", .numbers(losses)),
      ],
      steps: HealthNet.steps(before, data, options),
      warnings: HealthNet.warnings(before, after, options, lostAt: lostAt),
      frames: snapshots.enumerated().map { index, health in
        LayerHealth.bars(health, step: min(index * pace, count), context)
      }, details: LayerHealth.details(before, after, isTrained: count > 0, context))
  }
}

/// Normal inputs in two classes, on either side of a plane.
private struct HealthData {
  static let count = 128
  let inputs, targets: Tensor

  init(width: Int, _ generator: inout SplitMix64) {
    inputs = Tensor.normal([HealthData.count, width], using: &generator)
    let teacher = Tensor.normal([width, 1], deviation: 1 / Double(width).squareRoot(), using: &generator)
    let side = inputs.matmul(teacher)
    targets = Tensor(shape: side.shape, scalars: side.scalars.map { $0 > 0 ? 1 : 0 })
  }
}

/// What one layer's units do on all inputs.
private struct LayerHealth {
  /// Share of pairs with z > 0.
  let active: Double
  /// Units whose output is 0 for every input; with a leak none can be.
  let dead: Int
  let width: Int
  let sums: [Double]

  init(_ sums: Tensor, leaks: Bool) {
    width = sums.shape[1]
    self.sums = sums.scalars
    active = Double(sums.scalars.count { $0 > 0 }) / Double(sums.scalarCount)
    dead = leaks ? 0 : sums.maximum(axes: [0]).scalars.count { $0 <= 0 }
  }

  static func bars(_ layers: [LayerHealth], step: Int, _ context: DemoContext) -> Drawing {
    .stack([
      .bars(
        BarChart(
          title: context.text("step \(step): share of z > 0", "第 \(step) 步：z > 0 的占比"),
          bars: layers.enumerated().map { index, layer in
            BarChart.Bar(
              context.text("layer \(index + 1)", "第 \(index + 1) 层"), layer.active,
              text: "\(Numbers.fixed(layer.active * 100, 1)) %", role: .series3)
          } + [BarChart.Bar(context.text("all", "全部"), 1, text: "100 %", role: .dim)])),
      .bars(
        BarChart(
          title: context.text("dead units", "死亡单元"),
          bars: layers.enumerated().map { index, layer in
            BarChart.Bar(
              context.text("layer \(index + 1)", "第 \(index + 1) 层"), Double(layer.dead),
              text: "\(layer.dead)",
              role: .series5)
          } + [
            BarChart.Bar(
              context.text("width", "宽度"), Double(layers[0].width), text: "\(layers[0].width)", role: .dim)
          ])),
    ])
  }

  static func details(
    _ before: [LayerHealth], _ after: [LayerHealth], isTrained: Bool, _ context: DemoContext
  )
    -> Drawing
  {
    let headings = [
      context.text("layer", "层"), context.text("active", "活跃"), context.text("dead", "死亡"),
      context.text("active after", "训练后活跃"), context.text("dead after", "训练后死亡"),
    ]
    let rows = before.indices.map { index in
      [
        "\(index + 1)", Numbers.fixed(before[index].active, 3), "\(before[index].dead)",
        Numbers.fixed(after[index].active, 3), "\(after[index].dead)",
      ]
    }
    let shown = isTrained ? 5 : 3
    var curves = [before[0].histogram(context.text("layer 1 before", "第 1 层，训练前"), .series1)]
    if isTrained { curves.append(after[0].histogram(context.text("after", "训练后"), .series5)) }
    return .stack([
      .table(Table(Array(headings.prefix(shown)), rows.map { Array($0.prefix(shown)) })),
      .plot(
        Plot(
          title: context.text("how often each z occurs in layer 1", "第 1 层各 z 值的频数"), xLabel: "z",
          series: curves, height: 9)),
    ])
  }

  private func histogram(_ name: String, _ role: Role) -> Plot.Series {
    let low = min(-4, sums.min() ?? 0)
    let high = max(4, sums.max() ?? 0)
    let bins = 40
    var counts = Array(repeating: 0.0, count: bins)
    for sum in sums { counts[min(bins - 1, Int((sum - low) / (high - low) * Double(bins)))] += 1 }
    return Plot.Series(
      name,
      counts.enumerated().map { (x: low + (Double($0) + 0.5) / Double(bins) * (high - low), y: $1) },
      role: role)
  }
}

/// Hidden layers with He's initialisation and one linear output, trained on binary cross-entropy.
private struct HealthNet {
  private var weights: [Tensor]
  private var biases: [Tensor]
  private let activation: Activation

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    let width = options.integer("width")
    let layers = options.integer("layers")
    activation = options.word("act") == "leaky" ? .leakyReLU(slope: 0.01) : .relu
    // He et al., 2015: variance 2 / fan-in.
    weights = (0...layers).map { index in
      Tensor.normal(
        [width, index == layers ? 1 : width], deviation: (2 / Double(width)).squareRoot(), using: &generator)
    }
    biases = (0...layers).map { index in
      index == layers ? .zeros([1]) : Tensor(repeating: options.number("bias"), shape: [width])
    }
  }

  private var leaks: Bool { activation != .relu }
  var isFinite: Bool { weights.allSatisfy { $0.scalars.allSatisfy { abs($0) < 1e6 } } }

  /// z of every layer, the output's last.
  private func sums(_ inputs: Tensor) -> [Tensor] {
    var values = inputs
    return zip(weights, biases).map { weight, bias in
      let sum = values.matmul(weight) + bias
      values = sum.activated(activation)
      return sum
    }
  }

  func health(on data: HealthData) -> [LayerHealth] {
    sums(data.inputs).dropLast().map { LayerHealth($0, leaks: leaks) }
  }

  func loss(on data: HealthData) -> Double {
    // ln(1 + eᶻ) − t·z: cross-entropy by the logit.
    let logits = sums(data.inputs)[weights.count - 1]
    return (logits.activated(.softplus(beta: 1)) - data.targets * logits).mean()
  }

  mutating func train(on data: HealthData, rate: Double) {
    let sums = sums(data.inputs)
    var delta = (sums[weights.count - 1].activated(.sigmoid) - data.targets) / Double(HealthData.count)
    for layer in weights.indices.reversed() {
      let input = layer == 0 ? data.inputs : sums[layer - 1].activated(activation)
      // δ·Wᵀ
      let back = delta.linear(weights[layer])
      weights[layer] = weights[layer] - input.transposed.matmul(delta) * rate
      biases[layer] = biases[layer] - delta.sum(axes: [0]) * rate
      guard layer > 0 else { break }
      delta = back * activation.derivative(sums[layer - 1])
    }
  }

  static func steps(_ before: [LayerHealth], _ data: HealthData, _ options: OptionValues) -> [FormulaStep] {
    let pairs = before[0].width * HealthData.count
    let positive = before[0].sums.count { $0 > 0 }
    return [
      FormulaStep(
        formula: "active₁ = #{z > 0} / (units · inputs)",
        substituted: "\(Numbers.grouped(positive)) / (\(before[0].width) · \(HealthData.count)) = "
          + "\(Numbers.grouped(positive)) / \(Numbers.grouped(pairs))",
        value: Numbers.fixed(before[0].active, 3))
    ]
  }

  static func warnings(
    _ before: [LayerHealth], _ after: [LayerHealth], _ options: OptionValues, lostAt: Int?
  ) -> [LocalizedText] {
    var warnings: [LocalizedText] = []
    let (early, late) = (before.reduce(0) { $0 + $1.dead }, after.reduce(0) { $0 + $1.dead })
    if let lostAt {
      warnings.append(
        LocalizedText(
          "Training diverged at step \(lostAt): weights beyond 10⁶. The last usable state is shown.",
          "训练在第 \(lostAt) 步发散（权重超过 10⁶），显示的是发散前的状态。"))
    }
    if late > early {
      warnings.append(
        LocalizedText(
          "\(late - early) units died while training: no input gets a gradient through them any more.",
          "训练中死亡了 \(late - early) 个单元：不再有任何输入能让梯度通过它们。"))
    }
    if early > 0, options.number("bias") < 0 {
      warnings.append(
        LocalizedText(
          "The negative bias outweighs every weighted sum: dead from the start.", "负偏置压过了所有加权和：一开始就是死的。"))
    }
    return warnings
  }
}
