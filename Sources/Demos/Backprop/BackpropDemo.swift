import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let backprop = Demo(
    name: "backprop",
    purpose: LocalizedText(
      "One pass forward and one back through a small network: deltas, gradients, one update",
      "小网络的一次前向与一次反向：δ、梯度与一次更新"),
    topic: .backprop,
    options: [
      DemoOption(
        "sizes", .integers(1...6, count: 2...4), default: "2,2,2", "units of each layer", "各层单元数"),
      DemoOption("x", .numbers(-10...10, count: 1...6), "input (1, 1/2, 1/3, …)", "输入（默认 1, 1/2, 1/3……）"),
      DemoOption("t", .numbers(-10...10, count: 1...6), "target (1, 0, 0, …)", "目标（默认 1, 0, 0……）"),
      DemoOption("act", .word(SmallNet.activations), default: "sigmoid", "activation", "激活函数"),
      DemoOption(
        "loss", .word(SmallNet.Loss.allCases.map(\.rawValue)), default: "half-mse",
        "loss; bce puts a sigmoid behind the last layer", "损失；bce 时最后一层接 sigmoid"),
      DemoOption("lr", .number(0...100), default: "0.5", "learning rate of the update", "更新的学习率"),
      DemoOption("graph", .flag, "list the computation graph with the gradient of each node", "列出计算图与各节点梯度"),
      DemoOption("steps", .flag, "write out every delta", "写出每个 δ 的算式"),
      DemoOption("check", .flag, "compare each gradient with a finite difference", "与有限差分逐个比较"),
    ],
    fields: [
      DemoField("hidden", "activations of the hidden layer (a list for each of several)", "隐藏层激活值（多层时每层一列）"),
      DemoField("out", "output", "输出"),
      DemoField("loss", "loss", "损失"),
      DemoField("d_out", "∂L/∂o", "∂L/∂o"),
      DemoField("delta_out", "∂L/∂z of the output layer", "输出层的 ∂L/∂z"),
      DemoField("delta_hidden", "∂L/∂z of the hidden layer(s)", "隐藏层的 ∂L/∂z"),
      DemoField(
        "dWn", "∂L/∂W of layer n, inputs × outputs; a list for one output", "第 n 层的 ∂L/∂W，输入 × 输出；单输出时为一列"),
      DemoField("loss_after", "loss after one update", "更新一次后的损失"),
      DemoField("relative_error", "against two-sided differences", "与双侧差分的相对误差"),
      DemoField("passes", "relative error below 1e-7", "相对误差是否小于 1e-7"),
    ],
    examples: ["backprop", "backprop --sizes 3,4,2 --act tanh --steps", "backprop --sizes 2,2,2 --graph"],
    wrongRules: BackpropRules.all
  ) { options, context throws(DemoFailure) in
    let net = try SmallNet(options)
    return BackpropRun(net: net, pass: net.pass(), options: options, context: context).result()
  }
}

extension SmallNet {
  init(_ options: OptionValues) throws(DemoFailure) {
    try self.init(
      sizes: options.integers("sizes"), input: options.optionalNumbers("x"),
      target: options.optionalNumbers("t"), activation: options.word("act"),
      loss: Loss(rawValue: options.word("loss")) ?? .halfMSE)
  }
}

private struct BackpropRun {
  let net: SmallNet
  let pass: SmallPass
  let options: OptionValues
  let context: DemoContext

  private var last: Int { net.layerCount - 1 }
  private var output: [Double] { pass.outputs[last] }

  private var outputGradient: [Double] {
    zip(output, net.target).map { net.loss == .bce ? ($0 - $1) / ($0 * (1 - $0)) : $0 - $1 }
  }

  func result() -> DemoResult {
    let rate = options.number("lr")
    let after = net.loss(with: zip(net.weights, pass.gradients).map { $0 - $1 * rate })
    let check = GradientCheck(net.weights, step: 1e-5) { net.loss(of: $0) }
    let error = check.relativeError
    var fields: [JSONValue.Member] = [
      .init("hidden", layered(pass.outputs.dropLast())), .init("out", .numbers(output)),
      .init("loss", .number(pass.loss)), .init("d_out", .numbers(outputGradient)),
      .init("delta_out", .numbers(pass.deltas[last])),
      .init("delta_hidden", layered(pass.deltas.dropLast())),
    ]
    for (index, gradient) in pass.gradients.enumerated() {
      let rows = gradient.rows
      fields.append(
        .init(
          "dW\(index + 1)",
          rows[0].count == 1 ? .numbers(rows.map { $0[0] }) : .array(rows.map { .numbers($0) })))
    }
    fields += [
      .init("loss_after", .number(after)), .init("relative_error", .number(error)),
      .init("passes", .bool(error < 1e-7)),
    ]
    return DemoResult(
      fields: fields, steps: steps(after: after), warnings: warnings(after: after), frames: frames,
      details: details(check))
  }

  private func layered(_ layers: ArraySlice<[Double]>) -> JSONValue {
    layers.count == 1 ? .numbers(layers[layers.startIndex]) : .array(layers.map { .numbers($0) })
  }

  // MARK: Formulas

  private func steps(after: Double) -> [FormulaStep] {
    let shown = { (value: Double) in Numbers.significant(value, 5) }
    var steps: [FormulaStep] = []
    let terms = zip(output, net.target).map { output, target in
      net.loss == .bce
        ? "−\(shown(target))·ln \(shown(output)) − \(shown(1 - target))·ln \(shown(1 - output))"
        : "½·(\(shown(output)) − \(shown(target)))²"
    }
    steps.append(
      FormulaStep(
        formula: net.loss == .bce ? "L = −Σ t·ln o + (1 − t)·ln(1 − o)" : "L = ½·Σ (o − t)²",
        substituted: terms.joined(separator: " + "), value: shown(pass.loss), fields: ["loss"]))
    let isAll = options.flag("steps")
    for unit in output.indices.prefix(isAll ? 6 : 1) {
      let slope = shown(net.activation.derivative(pass.sums[last][unit]))
      steps.append(
        FormulaStep(
          formula: net.loss == .bce ? "δ = o − t" : "δ = (o − t) · g′(z)",
          substituted: "\(shown(output[unit])) − \(shown(net.target[unit]))"
            .wrapped(net.loss == .bce ? "" : " · \(slope)"),
          value: shown(pass.deltas[last][unit]), fields: ["delta_out", "delta_hidden", "dW1", "dW2"]))
    }
    for layer in (0..<last).reversed() {
      for unit in pass.deltas[layer].indices.prefix(isAll ? 6 : 1) {
        let sum = net.weights[layer + 1].rows[unit].enumerated().map {
          "\(shown($1))·\(shown(pass.deltas[layer + 1][$0]))"
        }
        steps.append(
          FormulaStep(
            formula: "δ = g′(z) · Σ w·δ(next)",
            substituted:
              "\(shown(net.activation.derivative(pass.sums[layer][unit]))) · (\(sum.joined(separator: " + ")))",
            value: shown(pass.deltas[layer][unit]), fields: ["delta_hidden", "dW1"]))
      }
    }
    let before = last == 0 ? net.input : pass.outputs[last - 1]
    steps.append(
      FormulaStep(
        formula: "∂L/∂w = δ · input", substituted: "\(shown(pass.deltas[last][0])) · \(shown(before[0]))",
        value: shown(pass.gradients[last].rows[0][0]), fields: ["dW1", "dW2"]))
    steps.append(
      FormulaStep(
        formula: "W ← W − lr · dW,  ΔL",
        substituted: "\(shown(after)) − \(shown(pass.loss))", value: shown(after - pass.loss),
        fields: ["loss_after"]))
    return steps
  }

  private func warnings(after: Double) -> [LocalizedText] {
    guard after > pass.loss else { return [] }
    return [
      LocalizedText(
        "The loss has grown: the learning rate is too large for this step.", "损失变大了：这一步的学习率太大。")
    ]
  }

  // MARK: Drawing

  /// Forward layer by layer, then backward.
  private var frames: [Drawing] {
    let forward = (0...net.layerCount).map { frame(reached: $0, returned: nil) }
    let backward = (0..<net.layerCount).reversed().map { frame(reached: net.layerCount, returned: $0) }
    return forward + backward
  }

  private func frame(reached: Int, returned: Int?) -> Drawing {
    let columns = [net.input] + pass.outputs
    var parts: [Drawing] = []
    for layer in columns.indices {
      if layer > 0 {
        let isBack = returned.map { layer > $0 } ?? false
        parts.append(
          .grid(
            NumberGrid(
              title: isBack ? "dW\(layer)" : "W\(layer)",
              values: isBack ? pass.gradients[layer - 1].rows : net.weights[layer - 1].rows, digits: 3)))
      }
      let name = layer == 0 ? "x" : layer == net.layerCount ? "o" : "h\(layer)"
      let hasDelta = layer > 0 && (returned.map { layer > $0 } ?? false)
      let cells = columns[layer].indices.map { unit -> [String] in
        let value = layer <= reached ? Numbers.significant(columns[layer][unit], 4) : "·"
        return hasDelta ? [value, Numbers.significant(pass.deltas[layer - 1][unit], 3)] : [value]
      }
      let isActive = returned.map { layer == $0 + 1 } ?? (layer == reached)
      parts.append(
        .grid(
          NumberGrid(
            title: hasDelta ? "\(name), δ" : name, cells: cells,
            window: isActive
              ? NumberGrid.Window(rows: 0..<cells.count, columns: 0..<cells[0].count) : nil)))
    }
    let caption: String
    if let returned {
      caption = context.text("backward: deltas of layer \(returned + 1)", "反向：第 \(returned + 1) 层的 δ")
    } else {
      caption =
        reached == 0
        ? context.text("the input", "输入") : context.text("forward: layer \(reached)", "前向：第 \(reached) 层")
    }
    let loss = reached == net.layerCount ? "   L = \(Numbers.significant(pass.loss, 5))" : ""
    return .stack([.text(StyledText(caption + loss, .strong)), .beside(parts)])
  }

  private func details(_ check: GradientCheck) -> Drawing {
    var parts = [ComputationTree(net: net, pass: pass, context: context).drawing]
    if options.flag("graph") {
      parts.append(
        .table(
          Table(
            columns: [
              Table.Column(context.text("node", "节点"), .left),
              Table.Column(context.text("operation", "运算"), .left),
              Table.Column(context.text("value", "值"), .left), Table.Column("∂L/∂", .left),
            ],
            rows: pass.graph.map { node in
              [
                StyledText(node.name, .strong),
                StyledText(
                  node.operation.isEmpty ? "—" : "\(node.operation)(\(node.inputs.joined(separator: ", ")))"),
                StyledText(shown(node.value)), StyledText(node.gradient.map(shown) ?? "—", .accent),
              ]
            })))
    }
    if options.flag("check") { parts.append(check.table(net, context)) }
    return .stack(parts)
  }

  private func shown(_ tensor: Tensor) -> String {
    let values = tensor.withScalars { scalars in
      (0..<min(4, scalars.count)).map { Numbers.significant(scalars[$0], 4) }
    }
    return values.joined(separator: " ") + (tensor.scalarCount > 4 ? " …" : "")
  }
}

extension String {
  /// In brackets with the tail behind them; unchanged without a tail.
  fileprivate func wrapped(_ tail: String) -> String { tail.isEmpty ? self : "(\(self))\(tail)" }
}

/// Mistakes with deltas and gradients of the small network.
private enum BackpropRules {
  static let all: [WrongRule] = [
    rule("delta_out[1]", "slope-forgotten", "the slope g′(z) is forgotten", "忘了乘 g′(z)") { net, pass in
      net.loss == .halfMSE ? difference(net, pass, 1) : nil
    },
    rule("delta_out[1]", "sign-turned", "t − o is used instead of o − t", "用了 t − o 而不是 o − t") { _, pass in
      pass.deltas[pass.deltas.count - 1].dropFirst().first.map { -$0 }
    },
    rule("delta_out[1]", "other-output", "the first output is taken", "取成了第一个输出") { _, pass in
      pass.deltas[pass.deltas.count - 1][0]
    },
    rule("dW2[1][0]", "slope-forgotten", "the slope g′(z) of the output is forgotten", "忘了乘输出层的 g′(z)") {
      net, pass in
      guard net.layerCount == 2, net.sizes[1] > 1, net.loss == .halfMSE else { return nil }
      return difference(net, pass, 0).map { $0 * pass.outputs[0][1] }
    },
    rule("dW2[1][0]", "first-hidden", "the first hidden unit is taken", "取成了第一个隐藏单元") { net, pass in
      net.layerCount == 2 ? pass.gradients[1].rows[0][0] : nil
    },
    rule("dW2[1][0]", "indices-swapped", "the weight to the second output is taken", "取成了连向第二个输出的权重") {
      net, pass in
      net.layerCount == 2 && net.sizes[2] > 1 ? pass.gradients[1].rows[0][1] : nil
    },
    rule("loss", "half-forgotten", "the factor ½ is forgotten", "忘了系数 ½") { net, pass in
      net.loss == .halfMSE ? 2 * pass.loss : nil
    },
    rule("loss", "not-squared", "the errors are not squared", "误差没有平方") { net, pass in
      net.loss == .halfMSE ? 0.5 * net.target.indices.reduce(0) { $0 + abs(difference(net, pass, $1)!) } : nil
    },
    rule("dW1[0]", "sign-turned", "t − o is used instead of o − t", "用了 t − o 而不是 o − t") { net, pass in
      net.sizes.count == 2 && net.sizes[1] == 1 ? -pass.gradients[0].rows[0][0] : nil
    },
    rule(
      "dW1[0]", "slope-kept", "the slope o(1 − o) is multiplied in, though it cancels", "多乘了 o(1 − o)，其实它会约掉"
    ) { net, pass in
      guard net.sizes.count == 2, net.sizes[1] == 1, net.loss == .bce else { return nil }
      let output = pass.outputs[0][0]
      return pass.gradients[0].rows[0][0] * output * (1 - output)
    },
    rule("dW1[0]", "input-forgotten", "the input is forgotten", "忘了乘输入") { net, pass in
      net.sizes.count == 2 && net.sizes[1] == 1 ? pass.deltas[0][0] : nil
    },
  ]

  private static func difference(_ net: SmallNet, _ pass: SmallPass, _ unit: Int) -> Double? {
    let output = pass.outputs[net.layerCount - 1]
    return output.indices.contains(unit) ? output[unit] - net.target[unit] : nil
  }

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (SmallNet, SmallPass) -> Double?
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      guard let net = try? SmallNet(options) else { return nil }
      return value(net, net.pass()).map { .number($0) }
    }
  }
}
