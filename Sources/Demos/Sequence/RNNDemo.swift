import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let rnn = Demo(
    name: "rnn",
    purpose: LocalizedText(
      "One cell unrolled in time: parameters that do not depend on the length, gradients that do",
      "一个单元沿时间展开：参数量与长度无关，梯度却与长度有关"),
    topic: .sequence,
    options: [
      DemoOption("nx", .integer(1...4096), default: "3", "inputs", "输入维数"),
      DemoOption("nh", .integer(1...4096), default: "4", "hidden units", "隐藏单元数"),
      DemoOption("T", .integer(1...2000), default: "10", "time steps", "时间步数"),
      DemoOption("w", .number(-3...3), default: "0.9", "recurrent weight of a scalar cell", "标量单元的循环权重"),
      DemoOption("grad", .flag, "the gradient through time", "沿时间的梯度"),
    ],
    fields: [
      DemoField("params", "weights and one bias vector", "权重加一个偏置向量"),
      DemoField("params_torch", "with the two bias vectors of PyTorch", "PyTorch 有两个偏置向量"),
      DemoField("params_gru", "the same with three gates' worth", "GRU：三份权重"),
      DemoField("params_lstm", "the same with four", "LSTM：四份权重"),
      DemoField("factor", "w^T: what a linear scalar cell multiplies a gradient by", "w^T：线性标量单元对梯度的倍数"),
      DemoField("gradients", "∂h_T/∂h_t of the linear cell, the last step first", "线性单元的 ∂h_T/∂h_t，从最后一步起"),
      DemoField("tanh_gradients", "the same with tanh and inputs of 0.5", "换成 tanh、输入 0.5 时"),
    ],
    examples: ["rnn", "rnn --w 0.9 --T 50 --grad", "rnn --w 1.1 --T 50 --grad"],
    wrongRules: RNNRules.all
  ) { options, context throws(DemoFailure) in
    let (inputs, hidden, length) = (options.integer("nx"), options.integer("nh"), options.integer("T"))
    let weight = options.number("w")
    let params = hidden * (hidden + inputs) + hidden
    let linear = gradients(weight, length, .identity)
    let tanh = gradients(weight, length, .tanh)
    let shown = { (value: Double) in Numbers.significant(value, 4) }
    var steps = [
      FormulaStep(
        formula: "n_h·(n_h + n_x) + n_h", substituted: "\(hidden)·(\(hidden) + \(inputs)) + \(hidden)",
        value: Numbers.grouped(params), fields: ["params"])
    ]
    var warnings: [LocalizedText] = []
    var details = Drawing.blank
    if options.flag("grad") {
      steps.append(
        FormulaStep(
          formula: "∂h_T/∂h₀ = w^T", substituted: "\(Numbers.short(weight))^\(length)",
          value: shown(linear[length]), fields: ["factor"]))
      if abs(linear[length]) < 0.01 {
        warnings.append(
          LocalizedText("Vanishing: the first words hardly reach the loss.", "梯度消失：最前面的词几乎影响不到损失。"))
      } else if abs(linear[length]) > 100 {
        warnings.append(LocalizedText("Exploding: clip the gradients.", "梯度爆炸：需要梯度裁剪。"))
      }
      details = .plot(
        Plot(
          title: context.text("gradient on its way back through time", "梯度沿时间往回走"),
          xLabel: context.text("steps back", "往回的步数"),
          series: [("w^t", linear), ("tanh", tanh)].enumerated().map { index, one in
            let points = one.1.enumerated().map { (x: Double($0), y: abs($1)) }.filter {
              $0.y > 0 && $0.y.isFinite
            }
            return Plot.Series(one.0, points, role: .series(index))
          }, isYLogarithmic: true))
    } else {
      warnings.append(
        LocalizedText(
          "PyTorch keeps two bias vectors: \(Numbers.grouped(params + hidden)).",
          "PyTorch 有两个偏置向量：\(Numbers.grouped(params + hidden))。"))
    }
    return DemoResult(
      fields: [
        .init("params", .integer(params)), .init("params_torch", .integer(params + hidden)),
        .init("params_gru", .integer(3 * params)), .init("params_lstm", .integer(4 * params)),
        .init("factor", .number(linear[length])), .init("gradients", .numbers(linear)),
        .init("tanh_gradients", .numbers(tanh)),
      ], steps: steps, warnings: warnings, frames: unrolled(min(length, 6), weight, context), details: details
    )
  }

  /// ∂h_T/∂h_t of a scalar cell for t = T … 0, by back-propagation through time.
  private static func gradients(_ weight: Double, _ length: Int, _ activation: Activation) -> [Double] {
    let cell = RNNCell(
      RecurrentWeights(
        inputWeight: Tensor([[1]]), stateWeight: Tensor([[weight]]), inputBias: .zeros([1]),
        stateBias: .zeros([1])),
      activation: activation)
    let input = Node(Tensor([[activation == .identity ? 0 : 0.5]]))
    var states = [Node(Tensor([[0.5]]), requiresGradient: true)]
    for _ in 0..<length { states.append(cell(input, state: states[states.count - 1])) }
    states[length].backward(from: .ones([1, 1]), retainsGraph: true)
    let gradients = states.reversed().map { $0.gradient?.scalar ?? 0 }
    // Once more without keeping the graph: freeing a long chain of nodes at once would nest too deeply.
    states[length].backward(from: .ones([1, 1]))
    return gradients
  }

  /// The cell copied along time, lit up step by step.
  private static func unrolled(_ length: Int, _ weight: Double, _ context: DemoContext) -> [Drawing] {
    (0..<length).map { now in
      let cells = [
        ["h"] + (0..<length).map { $0 <= now ? "h\($0 + 1)" : "·" },
        ["↑"] + (0..<length).map { _ in "↑" },
        [context.text("cell", "单元")] + (0..<length).map { _ in "W" },
        ["↑"] + (0..<length).map { _ in "↑" },
        ["x"] + (0..<length).map { $0 <= now ? "x\($0 + 1)" : "·" },
      ]
      return .stack([
        .text(
          StyledText(
            context.text("step \(now + 1): the same W again", "第 \(now + 1) 步：仍是同一组 W"), .strong)),
        .grid(
          NumberGrid(
            title: "h_t = tanh(W_hh·h_(t−1) + W_xh·x_t + b)", cells: cells,
            window: NumberGrid.Window(rows: 0..<5, columns: now + 1..<now + 2))),
      ])
    }
  }
}

private enum RNNRules {
  static let all: [WrongRule] = [
    count("bias-forgotten", "the biases are forgotten", "忘了偏置") { x, h, _ in h * (h + x) },
    count("two-biases", "two bias vectors are counted", "算了两个偏置向量") { x, h, _ in h * (h + x) + 2 * h },
    count("times-steps", "the parameters are counted for every time step", "每个时间步都算了一遍参数") { x, h, t in
      t * (h * (h + x) + h)
    },
    count("recurrent-forgotten", "the recurrent weights are forgotten", "忘了循环权重") { x, h, _ in h * x + h },
    factor("multiplied", "w is multiplied by T instead of raised to it", "w 乘了 T 而不是 T 次方") { $0 * $1 },
    factor("one-less", "one step too few is counted", "少算了一步") { pow($0, $1 - 1) },
    factor("one-more", "one step too many is counted", "多算了一步") { pow($0, $1 + 1) },
    factor("once", "the weight counts once", "只乘了一次权重") { w, _ in w },
  ]

  private static func count(
    _ name: String, _ english: String, _ chinese: String, _ value: @escaping @Sendable (Int, Int, Int) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "params", mistake: LocalizedText(english, chinese)) {
      .integer(value($0.integer("nx"), $0.integer("nh"), $0.integer("T")))
    }
  }

  private static func factor(
    _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Double, Double) -> Double
  ) -> WrongRule {
    WrongRule(name, field: "factor", mistake: LocalizedText(english, chinese)) {
      .number(value($0.number("w"), Double($0.integer("T"))))
    }
  }
}
