import Basics
import TerminalUI

extension Demo {
  static let roofline = Demo(
    name: "roofline",
    purpose: LocalizedText(
      "FLOPs against bytes of a layer: whether arithmetic or memory decides its time",
      "一层的计算量与访存量：耗时由算力还是带宽决定"),
    topic: .complexity,
    options: [
      DemoOption(
        "layer", .words(RooflineLayer.allCases.map(\.rawValue)), default: "conv,dw,fc", "layers", "层"),
      DemoOption("hw", .integer(1...1024), default: "56", unit: .pixels, "side of the feature map", "特征图边长"),
      DemoOption("cin", .integer(1...16_384), default: "64", "input channels; inputs of fc", "输入通道数；fc 的输入数"),
      DemoOption(
        "cout", .integer(1...16_384), default: "128", "output channels; outputs of fc", "输出通道数；fc 的输出数"),
      DemoOption(
        "k", .integer(1...15), default: "3", unit: .pixels, "kernel of conv and dw", "conv 与 dw 的核大小"),
      DemoOption("peak", .number(0.001...1e6), default: "1000", unit: .gigaflops, "peak arithmetic", "峰值算力"),
      DemoOption("bw", .number(0.001...1e6), default: "100", unit: .gigabytes, "memory bandwidth", "内存带宽"),
    ],
    fields: [
      DemoField("ridge", "FLOPs per byte from which on arithmetic decides", "从多少 FLOP/字节起由算力决定"),
      DemoField("NAME.flops", "2 × MACs", "2 × MACs"),
      DemoField("NAME.bytes", "input, weights and output once, float32", "输入、权重、输出各一次，float32"),
      DemoField("NAME.intensity", "FLOPs per byte", "每字节的 FLOPs"),
      DemoField("NAME.time_us", "the longer of both times, µs", "两种时间中较长者，µs"),
      DemoField("NAME.bound", "compute or memory", "compute 或 memory"),
    ],
    examples: ["roofline", "roofline --layer conv,dw,1x1", "roofline --layer fc --cin 4096 --cout 4096"],
    wrongRules: RooflineRules.all
  ) { options, context throws(DemoFailure) in
    let machine = Roofline(options)
    let layers = options.words("layer").compactMap { RooflineLayer(rawValue: $0) }
    let shown = { (value: Double) in Numbers.significant(value, 4) }
    var fields: [JSONValue.Member] = [.init("ridge", .number(machine.ridge))]
    var steps = [
      FormulaStep(
        formula: context.text("ridge = peak / bandwidth", "拐点 = 峰值 / 带宽"),
        substituted: "\(shown(machine.peak)) / \(shown(machine.bandwidth))",
        value: "\(shown(machine.ridge)) FLOP/B", fields: ["ridge"])
    ]
    for layer in layers {
      let cost = machine.cost(layer)
      fields.append(
        .init(
          layer.rawValue,
          [
            "flops": .integer(cost.flops), "bytes": .integer(cost.bytes),
            "intensity": .number(cost.intensity),
            "time_us": .number(machine.time(cost) * 1e6), "bound": .string(machine.bound(cost)),
          ]))
      steps.append(
        FormulaStep(
          formula: context.text("\(layer.rawValue): FLOPs / bytes", "\(layer.rawValue)：FLOPs / 字节"),
          substituted: "\(Numbers.grouped(cost.flops)) / \(Numbers.grouped(cost.bytes))",
          value: "\(shown(cost.intensity)) FLOP/B, \(shown(machine.time(cost) * 1e6)) µs",
          fields: [layer.rawValue]))
    }
    var warnings: [LocalizedText] = []
    for layer in layers where machine.bound(machine.cost(layer)) == "memory" {
      warnings.append(
        LocalizedText(
          "\(layer.rawValue) waits for memory: fewer FLOPs would not make it faster.",
          "\(layer.rawValue) 在等内存：再少的 FLOPs 也不会更快。"))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings, frames: [machine.plot(layers, context)],
      details: machine.table(layers, context))
  }
}

private enum RooflineLayer: String, CaseIterable {
  case conv, dw
  case pointwise = "1x1"
  case fc
}

private struct Roofline {
  struct Cost {
    let flops, bytes: Int
    var intensity: Double { Double(flops) / Double(bytes) }
  }

  let side, inputs, outputs, kernel: Int
  /// FLOP/s and byte/s in units of 10⁹.
  let peak, bandwidth: Double

  init(_ options: OptionValues) {
    side = options.integer("hw")
    inputs = options.integer("cin")
    outputs = options.integer("cout")
    kernel = options.integer("k")
    peak = options.number("peak")
    bandwidth = options.number("bw")
  }

  var ridge: Double { peak / bandwidth }

  func cost(_ layer: RooflineLayer) -> Cost {
    let area = side * side
    func convolution(_ weights: Int, _ outputs: Int) -> Cost {
      Cost(flops: 2 * weights * area, bytes: 4 * (area * inputs + weights + area * outputs))
    }
    switch layer {
    case .conv: return convolution(kernel * kernel * inputs * outputs, outputs)
    case .dw: return convolution(kernel * kernel * inputs, inputs)
    case .pointwise: return convolution(inputs * outputs, outputs)
    case .fc: return Cost(flops: 2 * inputs * outputs, bytes: 4 * (inputs + inputs * outputs + outputs))
    }
  }

  /// Seconds.
  func time(_ cost: Cost) -> Double { max(Double(cost.flops) / peak, Double(cost.bytes) / bandwidth) / 1e9 }

  func bound(_ cost: Cost) -> String { cost.intensity >= ridge ? "compute" : "memory" }

  func plot(_ layers: [RooflineLayer], _ context: DemoContext) -> Drawing {
    let reached = layers.map { cost($0).intensity }
    let low = min(reached.min() ?? ridge, ridge) / 10
    let high = max(reached.max() ?? ridge, ridge) * 10
    let roof = [low, ridge, high].map { (x: $0, y: min(peak, $0 * bandwidth)) }
    return .plot(
      Plot(
        title: context.text("attainable GFLOP/s by FLOPs per byte", "可达 GFLOP/s 随 FLOP/字节 的变化"),
        xLabel: "FLOP/B",
        yLabel: "GFLOP/s",
        series: [Plot.Series(context.text("roof", "屋顶线"), roof, role: .dim)]
          + layers.enumerated().map { index, layer in
            let cost = cost(layer)
            return Plot.Series(
              layer.rawValue, [(x: cost.intensity, y: min(peak, cost.intensity * bandwidth))], mark: .points,
              role: .series(index))
          }, isXLogarithmic: true, isYLogarithmic: true))
  }

  func table(_ layers: [RooflineLayer], _ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column(context.text("layer", "层"), .left), Table.Column("MFLOP"), Table.Column("MB"),
          Table.Column("FLOP/B"),
          Table.Column("µs"), Table.Column(context.text("limited by", "受限于"), .left),
        ],
        rows: layers.map { layer in
          let cost = cost(layer)
          let isCompute = bound(cost) == "compute"
          return [
            StyledText(layer.rawValue, .strong), StyledText(Numbers.significant(Double(cost.flops) / 1e6, 4)),
            StyledText(Numbers.significant(Double(cost.bytes) / 1e6, 3)),
            StyledText(Numbers.significant(cost.intensity, 3)),
            StyledText(Numbers.significant(time(cost) * 1e6, 4)),
            StyledText(
              isCompute ? context.text("arithmetic", "算力") : context.text("memory", "内存"),
              isCompute ? .good : .bad),
          ]
        }))
  }
}

private enum RooflineRules {
  static let all: [WrongRule] = [
    rule("ridge", "inverted", "bandwidth is divided by peak", "除反了：带宽 / 峰值") { $0.bandwidth / $0.peak },
    rule("ridge", "multiplied", "both are multiplied", "两者相乘了") { $0.peak * $0.bandwidth },
    rule("ridge", "bits", "bytes are taken as bits", "把字节当成了比特") { $0.ridge / 8 },
    rule("fc.bytes", "numbers", "numbers are counted instead of bytes", "数的是个数而不是字节") {
      Double($0.cost(.fc).bytes / 4)
    },
    rule("fc.bytes", "weights-only", "inputs and outputs are forgotten", "忘了输入与输出") {
      Double(4 * $0.inputs * $0.outputs)
    },
    rule("fc.bytes", "outputs-forgotten", "the outputs are forgotten", "忘了输出") {
      Double(4 * ($0.inputs + $0.inputs * $0.outputs))
    },
    rule("fc.bytes", "bias", "a bias is counted although there is none", "没有偏置却算了偏置") {
      Double($0.cost(.fc).bytes + 4 * $0.outputs)
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Roofline) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { .number(value(Roofline($0))) }
  }
}
