import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let neuron = Demo(
    name: "neuron",
    purpose: LocalizedText(
      "One neuron: weighted inputs and bias add up to z, the activation makes a of it",
      "一个神经元：加权输入与偏置求和得 z，经激活函数得 a"),
    topic: .basics,
    options: [
      DemoOption("x", .numbers(-1_000_000...1_000_000, count: 1...16), default: "1,2,3", "inputs", "输入"),
      DemoOption(
        "w", .numbers(-1_000_000...1_000_000, count: 1...16), default: "0.5,-1,0.25", "weights", "权重"),
      DemoOption("b", .number(-1_000_000...1_000_000), default: "0.1", "bias", "偏置"),
      DemoOption(
        "act", .word(["none", "sigmoid", "tanh", "relu"]), default: "sigmoid", "activation", "激活函数"),
    ],
    fields: [
      DemoField("terms", "wᵢ·xᵢ", "wᵢ·xᵢ"),
      DemoField("z", "their sum plus the bias", "各项与偏置之和"),
      DemoField("a", "g(z)", "g(z)"),
      DemoField("slope", "g′(z): what the gradient is multiplied by on its way back", "g′(z)：反向传播时乘上的因子"),
    ],
    examples: ["neuron", "neuron --x 0.5,0.8 --w 2,-1 --b 0.3 --act sigmoid", "neuron --act relu"],
    wrongRules: NeuronRules.all
  ) { options, context throws(DemoFailure) in
    let inputs = options.numbers("x")
    let weights = options.numbers("w")
    guard inputs.count == weights.count else {
      throw DemoFailure(
        LocalizedText(
          "\(inputs.count) inputs do not go with \(weights.count) weights.",
          "\(inputs.count) 个输入与 \(weights.count) 个权重对不上。"),
        advice: LocalizedText("Give --x and --w the same count of numbers.", "--x 与 --w 的个数要相同。"))
    }
    return Neuron(inputs, weights, options).result(context)
  }
}

private struct Neuron {
  let inputs, weights, terms: [Double]
  let bias, z: Double
  let name: String
  let activation: Activation

  init(_ inputs: [Double], _ weights: [Double], _ options: OptionValues) {
    self.inputs = inputs
    self.weights = weights
    bias = options.number("b")
    name = options.word("act")
    activation = Activation(named: name) ?? .identity
    terms = (Tensor(weights) * Tensor(inputs)).scalars
    z = Tensor(terms).sum() + bias
  }

  var output: Double { activation.value(z) }

  func result(_ context: DemoContext) -> DemoResult {
    var warnings: [LocalizedText] = []
    let slope = activation.derivative(z)
    if name == "relu", z <= 0 {
      warnings.append(
        LocalizedText("z ≤ 0: the unit is silent and passes no gradient back.", "z ≤ 0：该单元沉默，也不回传梯度。"))
    } else if name == "sigmoid" || name == "tanh", slope < 0.01 {
      warnings.append(
        LocalizedText(
          "Saturated: g′(z) = \(Numbers.significant(slope, 3)), so hardly any gradient gets back.",
          "已饱和：g′(z) = \(Numbers.significant(slope, 3))，梯度几乎传不回去。"))
    }
    let products = zip(weights, inputs).map { "\(Numbers.significant($0))·\(Numbers.significant($1))" }
    return DemoResult(
      fields: [
        .init("terms", .numbers(terms)), .init("z", .number(z)), .init("a", .number(output)),
        .init("slope", .number(slope)),
      ],
      steps: [
        FormulaStep(
          formula: "z = w₁x₁ + … + wₙxₙ + b",
          substituted: (products + [Numbers.significant(bias)]).joined(separator: " + "),
          value: Numbers.significant(z, 6), fields: ["z", "a", "terms"]),
        FormulaStep(
          formula: "a = g(z),  g(z) = \(activation.formula.replacingX)",
          substituted: "g(\(Numbers.significant(z, 6)))",
          value: Numbers.significant(output, 6), fields: ["a"]),
      ],
      warnings: warnings, frames: terms.indices.map { frame($0, context) }, details: .plot(curve(context)))
  }

  /// The bars up to one term, and the sum so far.
  private func frame(_ last: Int, _ context: DemoContext) -> Drawing {
    var bars: [BarChart.Bar] = []
    var sum = 0.0
    for index in terms.indices {
      let isThere = index <= last
      if isThere { sum += terms[index] }
      let label = "\(Numbers.significant(weights[index])) · \(Numbers.significant(inputs[index]))"
      bars.append(
        BarChart.Bar(
          label, isThere ? terms[index] : 0, text: isThere ? Numbers.significant(terms[index]) : "",
          role: terms[index] < 0 ? .series5 : .series1))
    }
    let isWhole = last == terms.count - 1
    bars.append(
      BarChart.Bar("b", isWhole ? bias : 0, text: isWhole ? Numbers.significant(bias) : "", role: .series2))
    if isWhole { sum += bias }
    bars.append(
      BarChart.Bar(
        isWhole ? "z" : context.text("sum so far", "目前之和"), sum, text: Numbers.significant(sum, 6),
        role: isWhole ? .series3 : .series4))
    let sums = terms.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
    let all = terms + sums + [bias, z]
    return .bars(
      BarChart(
        title: context.text("weight · input", "权重 · 输入"), bars: bars,
        range: (all.min() ?? 0)...(all.max() ?? 0)))
  }

  private func curve(_ context: DemoContext) -> Plot {
    let reach = max(6, abs(z) * 1.2)
    let xs = (-120...120).map { Double($0) / 120 * reach }
    return Plot(
      title: context.text("the activation, and where z meets it", "激活函数，以及 z 所在之处"), xLabel: "z",
      series: [
        Plot.Series(
          name == "none" ? "a = z" : name, xs.map { (x: $0, y: activation.value($0)) }, role: .series1),
        Plot.Series(
          "(\(Numbers.significant(z, 3)), \(Numbers.significant(output, 3)))",
          [(x: z, y: 0), (x: z, y: output)], mark: .path, role: .series2),
      ], xRange: -reach...reach, height: 11)
  }
}

extension String {
  /// Formulas of activations are written in x; a neuron calls its argument z.
  fileprivate var replacingX: String {
    parts(between: "max")
      .map { part in String(part.map { $0 == "x" ? "z" : $0 == "ˣ" ? "ᶻ" : $0 }) }
      .joined(separator: "max")
  }
}

private enum NeuronRules {
  static let all: [WrongRule] = [
    value("no-bias", "the bias is forgotten", "忘了偏置") { sum, _, _ in sum },
    value("bias-subtracted", "the bias is subtracted", "把偏置减掉了") { sum, bias, _ in sum - bias },
    value("sign-lost", "the signs of the weights are lost", "丢了权重的正负号") { _, bias, options in
      zip(options.numbers("w"), options.numbers("x")).reduce(bias) { $0 + abs($1.0) * $1.1 }
    },
    value("inputs-added", "the inputs are added without their weights", "没有乘权重就把输入相加") { _, bias, options in
      options.numbers("x").reduce(bias, +)
    },
    value("first-term", "only the first input is weighted in", "只算了第一个输入") { _, bias, options in
      options.numbers("w")[0] * options.numbers("x")[0] + bias
    },
    WrongRule(
      "a", "before-activation", "z is given, before the activation", "给出的是激活之前的 z",
      number: { options in
        sum(options) + options.number("b")
      }),
    WrongRule(
      "a", "sign-flipped", "a negative z is made positive instead of 0", "把负的 z 变成正数而不是 0",
      number: { options in
        options.word("act") == "relu" ? abs(sum(options) + options.number("b")) : nil
      }),
    WrongRule(
      "a", "no-bias", "the bias is forgotten", "忘了偏置",
      number: { options in
        (Activation(named: options.word("act")) ?? .identity).value(sum(options))
      }),
  ]

  private static func sum(_ options: OptionValues) -> Double {
    zip(options.numbers("w"), options.numbers("x")).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func value(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ sum: Double, _ bias: Double, _ options: OptionValues) -> Double
  ) -> WrongRule {
    WrongRule("z", name, english, chinese, number: { formula(sum($0), $0.number("b"), $0) })
  }
}
