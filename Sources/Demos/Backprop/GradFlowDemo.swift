import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let gradFlow = Demo(
    name: "grad-flow",
    purpose: LocalizedText(
      "How much gradient reaches each layer: vanishing, exploding, and what helps",
      "每一层能得到多少梯度：消失、爆炸，以及补救办法"),
    topic: .backprop,
    options: [
      DemoOption(
        "act", .words(["none", "sigmoid", "tanh", "relu", "leaky"]), default: "sigmoid,relu", "activations",
        "激活函数"),
      DemoOption("depth", .integer(1...200), default: "20", "layers", "层数"),
      DemoOption(
        "width", .word(["scalar", "8", "16", "32", "64"]), default: "64",
        "units of a layer; scalar is a chain of single units", "每层单元数；scalar 为单个单元的链"),
      DemoOption(
        "w", .numbers(-20...20, count: 1...3), default: "1",
        "weight of the chain; in wide layers the gain: weights have deviation w/√width",
        "链的权重；宽层时为增益：权重标准差为 w/√width"),
      DemoOption(
        "norm", .word(["none", "bn"]), default: "none", "batch normalisation before g", "激活之前的批归一化"),
      DemoOption("skip", .flag, "add the input of each layer to its output", "每层输出加上输入"),
      DemoOption("bars", .flag, "a bar per layer instead of curves", "每层一条柱，而不是曲线"),
    ],
    fields: [
      DemoField("NAME.bound", "(|w| · largest slope)ᴸ: the best case of a chain", "(|w|·最大斜率)ᴸ：链的最好情形"),
      DemoField("NAME.max_slope", "largest slope of the activation", "激活函数的最大斜率"),
      DemoField(
        "NAME.gradients",
        "size of the gradient at the output of layers 0 (the input) to L, 1 at L (a list per w)",
        "第 0 层（输入）到第 L 层输出处的梯度大小，第 L 层为 1（多个 w 时各一列）"),
      DemoField("NAME.reaching_input", "what of it reaches the input", "到达输入的部分"),
    ],
    examples: [
      "grad-flow --act sigmoid --depth 20", "grad-flow --act sigmoid,relu --depth 20 --width scalar",
      "grad-flow --act tanh --depth 20 --w 0.5,1,2", "grad-flow --act tanh --depth 20 --skip --norm bn",
    ],
    wrongRules: GradFlowRules.all
  ) { options, context throws(DemoFailure) in
    if options.word("width") == "scalar", options.flag("skip") || options.word("norm") == "bn" {
      throw DemoFailure(
        LocalizedText(
          "A chain of single units has no batch to normalise and no skip.", "单个单元的链没有批归一化，也没有跳跃连接。"),
        advice: LocalizedText("Take --width 64 with --norm and --skip.", "使用 --norm 与 --skip 时请取 --width 64。")
      )
    }
    let flows = options.words("act").flatMap { name in
      options.numbers("w").map { GradientFlow(name, $0, options, &context.generator) }
    }
    return GradientFlow.result(flows, options, context)
  }
}

/// The way of one gradient back through layers that are all alike.
private struct GradientFlow {
  let name: String
  let weight: Double
  let depth: Int
  let slope: Double
  /// At the outputs of layers 0 to L.
  let sizes: [Double]

  init(_ name: String, _ weight: Double, _ options: OptionValues, _ generator: inout SplitMix64) {
    self.name = name
    self.weight = weight
    depth = options.integer("depth")
    let activation = Activation(named: name) ?? .identity
    slope = max(activation.derivative(0), activation.derivative(1))
    if let width = Int(options.word("width")) {
      let layers = WideLayers(
        width, activation, gain: weight, normalizes: options.word("norm") == "bn", skips: options.flag("skip")
      )
      sizes = layers.gradientSizes(depth: depth, &generator)
    } else {
      let factor = abs(weight) * slope
      sizes = (0...depth).map { [depth] in pow(factor, Double(depth - $0)) }
    }
  }

  var bound: Double { pow(abs(weight) * slope, Double(depth)) }
  var label: String { "\(name), w = \(Numbers.significant(weight))" }

  static func result(_ flows: [GradientFlow], _ options: OptionValues, _ context: DemoContext) -> DemoResult {
    let isChain = options.word("width") == "scalar"
    var fields: [JSONValue.Member] = []
    for name in options.words("act") {
      let own = flows.filter { $0.name == name }
      func each(_ value: (GradientFlow) -> JSONValue) -> JSONValue {
        own.count == 1 ? value(own[0]) : .array(own.map(value))
      }
      var members: [JSONValue.Member] = [.init("max_slope", .number(own[0].slope))]
      if isChain { members.append(.init("bound", each { .number($0.bound) })) }
      members.append(.init("gradients", each { .numbers($0.sizes) }))
      members.append(.init("reaching_input", each { .number($0.sizes[0]) }))
      fields.append(.init(name, .object(members)))
    }
    return DemoResult(
      fields: fields, steps: flows.map { $0.step(isChain: isChain) }, warnings: flows.compactMap(\.warning),
      frames: frames(flows, options, context), details: table(flows, context))
  }

  private func step(isChain: Bool) -> FormulaStep {
    let w = Numbers.significant(abs(weight))
    return isChain
      ? FormulaStep(
        formula: "\(name):  (|w| · max g′)ᴸ", substituted: "(\(w) · \(Numbers.significant(slope)))^\(depth)",
        value: Numbers.significant(bound))
      : FormulaStep(
        formula: "\(name):  δₗ₋₁ = Wᵀ(δₗ ⊙ g′(zₗ))",
        substituted: "W ~ N(0, \(w)² / n), \(depth) ×", value: Numbers.significant(sizes[0], 3))
  }

  private var warning: LocalizedText? {
    let reaching = Numbers.significant(sizes[0], 3)
    if sizes[0] < 1e-4 {
      return LocalizedText(
        "\(label): vanishes; the first layer gets \(reaching) of the gradient.",
        "\(label)：梯度消失，最前面只得到 \(reaching)。")
    }
    if sizes[0] > 1e4 {
      return LocalizedText(
        "\(label): explodes; the first layer gets \(reaching) times the gradient.",
        "\(label)：梯度爆炸，最前面得到 \(reaching) 倍。")
    }
    return nil
  }

  /// The gradient walks from the last layer to the first.
  private static func frames(_ flows: [GradientFlow], _ options: OptionValues, _ context: DemoContext)
    -> [Drawing]
  {
    let depth = flows[0].depth
    let pace = max(1, (depth + 19) / 20)
    var starts = Array(stride(from: depth - pace, to: 0, by: -pace))
    starts.append(0)
    let title = context.text("gradient at each layer's output", "各层输出处的梯度")
    if options.flag("bars"), depth <= 60 {
      return starts.map { start in
        .stack(
          flows.enumerated().map { index, flow in
            .bars(
              BarChart(
                title: "\(title), \(flow.label)",
                bars: flow.sizes.enumerated().map { layer, size in
                  BarChart.Bar(
                    layer == 0 ? context.text("input", "输入") : "\(layer)", layer >= start ? size : 0,
                    text: layer >= start ? Numbers.significant(size, 3) : "", role: .series(index))
                }, isLogarithmic: true))
          })
      }
    }
    let all = flows.flatMap(\.sizes).filter { $0 > 0 }
    let range = (all.min() ?? 0.1) / 2...(all.max() ?? 1) * 2
    return starts.map { start in
      .plot(
        Plot(
          title: title, xLabel: context.text("layer", "层"),
          series: flows.enumerated().map { index, flow in
            let points = flow.sizes.enumerated().filter { $0.offset >= start }
            return Plot.Series(
              flow.label, points.map { (x: Double($0.offset), y: $0.element) },
              mark: depth <= 40 ? .path : .line, role: .series(index))
          }, xRange: 0...Double(depth), yRange: range, isYLogarithmic: true))
    }
  }

  private static func table(_ flows: [GradientFlow], _ context: DemoContext) -> Drawing {
    .table(
      Table(
        [
          context.text("layers", "网络"), context.text("reaches the input", "到达输入"),
          context.text("per layer", "每层因子"),
        ],
        flows.map { flow in
          let factor = pow(flow.sizes[0], 1 / Double(flow.depth))
          return [flow.label, Numbers.significant(flow.sizes[0], 4), "× \(Numbers.significant(factor, 3))"]
        }, left: [0]))
  }
}

/// Fully connected layers of one width, and a batch of normal inputs.
private struct WideLayers {
  private static let batch = 32
  /// As frameworks have it.
  private static let epsilon = 1e-5

  let width: Int
  let activation: Activation
  let gain: Double
  let normalizes, skips: Bool

  init(_ width: Int, _ activation: Activation, gain: Double, normalizes: Bool, skips: Bool) {
    self.width = width
    self.activation = activation
    self.gain = gain
    self.normalizes = normalizes
    self.skips = skips
  }

  /// What one layer keeps for the way back.
  private struct Trace {
    let weight, argument: Tensor
    /// x̂ and 1/σ of the normalisation.
    let normalized: (values: Tensor, scale: Tensor)?
  }

  /// Root mean square of a random gradient after each layer on its way back; 1 at the last output.
  func gradientSizes(depth: Int, _ generator: inout SplitMix64) -> [Double] {
    let deviation = abs(gain) / Double(width).squareRoot()
    var values = Tensor.normal([WideLayers.batch, width], using: &generator)
    var traces: [Trace] = []
    for _ in 0..<depth {
      let weight = Tensor.normal([width, width], deviation: deviation, using: &generator)
      let sums = values.matmul(weight)
      let normalized = normalizes ? WideLayers.normalize(sums) : nil
      let argument = normalized?.values ?? sums
      let output = argument.activated(activation)
      values = skips ? values + output : output
      traces.append(Trace(weight: weight, argument: argument, normalized: normalized))
    }
    var gradient = Tensor.normal([WideLayers.batch, width], using: &generator)
    gradient = gradient / WideLayers.size(gradient)
    var sizes = [1.0]
    for trace in traces.reversed() {
      let slopes = Tensor(
        shape: trace.argument.shape, scalars: trace.argument.scalars.map { activation.derivative($0) })
      var inner = gradient * slopes
      if let (normalized, scale) = trace.normalized {
        // ∂L/∂z = (δ − mean δ − x̂·mean(δ·x̂)) / σ; Ioffe and Szegedy, 2015.
        let mean = inner.mean(axes: [0], keepsAxes: true)
        let along = (inner * normalized).mean(axes: [0], keepsAxes: true)
        inner = (inner - mean - normalized * along) * scale
      }
      let back = inner.matmul(trace.weight.transposed)
      gradient = skips ? gradient + back : back
      sizes.append(WideLayers.size(gradient))
    }
    return sizes.reversed()
  }

  private static func normalize(_ sums: Tensor) -> (values: Tensor, scale: Tensor) {
    let centered = sums - sums.mean(axes: [0], keepsAxes: true)
    let variance = (centered * centered).mean(axes: [0], keepsAxes: true)
    let scale = 1 / (variance + epsilon).squareRoot()
    return (centered * scale, scale)
  }

  /// Root mean square, of numbers whose squares may overflow.
  private static func size(_ tensor: Tensor) -> Double {
    let largest = tensor.absolute().maximum()
    guard largest > 0 else { return 0 }
    return (tensor / largest).norm() / Double(tensor.scalarCount).squareRoot() * largest
  }
}

private enum GradFlowRules {
  static let all: [WrongRule] = ["none", "sigmoid"].flatMap { name in
    let slope = name == "none" ? 1.0 : 0.25
    return [
      rule(name, "added", "the factors are added instead of multiplied", "把各层因子相加，而不是相乘") { w, n in
        w * slope * n
      },
      rule(name, "one-short", "one layer is missing", "少算了一层") { w, n in pow(w * slope, n - 1) },
      rule(name, "one-more", "one layer too many is counted", "多算了一层") { w, n in pow(w * slope, n + 1) },
      rule(name, "one-layer", "the factor of a single layer is given", "给出的是单层的因子") { w, _ in w * slope },
    ]
      + (name == "none"
        ? []
        : [
          rule(name, "no-weight", "the weight is forgotten", "忘了权重") { _, n in pow(slope, n) },
          rule(name, "no-slope", "the slope of the activation is forgotten", "忘了激活函数的斜率") { w, n in pow(w, n)
          },
          rule(
            name, "value-for-slope", "the value σ(0) = 0.5 is taken for the slope 0.25",
            "把函数值 σ(0) = 0.5 当成了斜率 0.25"
          ) {
            w, n in pow(w * 0.5, n)
          },
          rule(name, "weight-once", "the weight is counted once only", "权重只乘了一次") { w, n in w * pow(slope, n)
          },
        ])
  }

  private static func rule(
    _ name: String, _ mistake: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ weight: Double, _ depth: Double) -> Double
  ) -> WrongRule {
    WrongRule(
      "\(name).bound", mistake, english, chinese,
      number: { options in
        guard options.word("width") == "scalar" else { return nil }
        return formula(abs(options.numbers("w")[0]), Double(options.integer("depth")))
      })
  }
}
