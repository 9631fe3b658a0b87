import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let act = Demo(
    name: "act",
    purpose: LocalizedText(
      "Activation functions: values, derivatives, curves, and a table of their properties",
      "激活函数：函数值、导数、曲线与性质表"),
    topic: .activations,
    options: [
      DemoOption("f", .words(ActCurve.names + ["all"]), default: "sigmoid,tanh,relu", "functions", "函数"),
      DemoOption(
        "x", .numbers(-10_000...10_000, count: 1...64), default: "-3,-1,0,1,3", "where to evaluate", "求值的点"),
      DemoOption(
        "alpha", .number(0...10), "slope of leaky (0.01) and prelu (0.25), α of elu (1)",
        "leaky（0.01）与 prelu（0.25）的斜率，elu 的 α（1）"),
      DemoOption(
        "variant", .words(["mnv3", "binary", "keras"]),
        "formulas of hsigmoid: MobileNetV3, binary nets, Keras before 3",
        "hsigmoid 的公式：MobileNetV3、二值网络、Keras 3 之前"),
      DemoOption("deriv", .flag, "draw the derivatives too", "同时画出导数"),
      DemoOption("table", .flag, "range, slope, saturation, cost of each", "列出值域、最大斜率、饱和与代价"),
    ],
    fields: [
      DemoField("x", "the points", "求值的点"),
      DemoField("NAME.value", "values at the points", "各点的函数值"),
      DemoField("NAME.derivative", "slopes at the points (at a kink the left one)", "各点的导数（折点取左导数）"),
      DemoField("NAME.range", "[infimum, supremum]; null is unbounded", "[下确界, 上确界]；null 表示无界"),
      DemoField("NAME.max_slope", "largest derivative on −20…20", "−20…20 上的最大导数"),
      DemoField("NAME.zero_centred", "whether outputs take both signs evenly", "输出是否以零为中心"),
      DemoField("NAME.saturation", "none, left or both", "饱和侧：none、left 或 both"),
      DemoField(
        "NAME.max_error", "of a hard sigmoid: largest distance to sigmoid", "硬 sigmoid 与 sigmoid 的最大差"),
      DemoField(
        "crossing", "|x| at which tanh′ = sigmoid′, when both are chosen", "同时选 tanh 与 sigmoid 时，两导数相等处的 |x|"),
    ],
    examples: [
      "act --f sigmoid --deriv", "act --f tanh,sigmoid --deriv --x 0,1,1.663,3", "act --f all --table",
    ],
    wrongRules: ActRules.all
  ) { options, context throws(DemoFailure) in
    let points = options.numbers("x")
    let curves = ActCurve.chosen(options)
    var fields: [JSONValue.Member] = [.init("x", .numbers(points))]
    for curve in curves { fields.append(.init(curve.name, curve.json(at: points))) }
    let names = curves.map(\.name)
    let crossing = names.contains("tanh") && names.contains("sigmoid") ? ActCurve.crossing() : nil
    if let crossing { fields.append(.init("crossing", .number(crossing))) }
    var details = [Drawing.table(ActCurve.values(curves, at: points))]
    if let crossing {
      let text = context.text(
        "tanh′ = σ′ at |x| = \(Numbers.significant(crossing, 5)): further out tanh′ is the smaller one.",
        "tanh′ = σ′ 于 |x| = \(Numbers.significant(crossing, 5))：再往外 tanh′ 更小。")
      details.append(.text(StyledText(text)))
    }
    if options.flag("table") { details.append(.table(ActCurve.properties(curves, context))) }
    return DemoResult(
      fields: fields,
      steps: curves.count > 4 ? [] : curves.map { $0.step(at: points[points.count - 1]) },
      warnings: [], frames: [ActCurve.plots(curves, withDerivatives: options.flag("deriv"), context)],
      details: .stack(details))
  }
}

/// A function of the demo: the name it is asked by, and the activation that computes it.
struct ActCurve {
  let name: String
  let value: @Sendable (Double) -> Double
  let derivative: @Sendable (Double) -> Double
  let range: ClosedRange<Double>
  let formula: String
  let saturation: String
  /// Compare and multiply only, no exponential.
  let isCheap: Bool

  static let names = [
    "sigmoid", "tanh", "relu", "relu6", "leaky", "prelu", "elu", "softplus", "swish", "hsigmoid", "hswish",
  ]

  static func chosen(_ options: OptionValues) -> [ActCurve] {
    let words = options.words("f")
    let wanted = words.contains("all") ? names : words
    let alpha = options.optionalNumber("alpha")
    return wanted.flatMap { name -> [ActCurve] in
      if name == "hsigmoid", let variants = options.optionalWords("variant") {
        return variants.map { ActCurve(hardSigmoid: $0) }
      }
      return [ActCurve(name, alpha: alpha)]
    }
  }

  init(_ name: String, alpha: Double? = nil) {
    let activation: Activation =
      switch name {
      case "sigmoid": .sigmoid
      case "tanh": .tanh
      case "relu": .relu
      case "relu6": .relu6
      case "leaky": .leakyReLU(slope: alpha ?? 0.01)
      case "prelu": .prelu(slope: alpha ?? 0.25)
      case "elu": .elu(alpha: alpha ?? 1)
      case "softplus": .softplus(beta: 1)
      case "swish": .silu
      case "hsigmoid": .hardSigmoid
      case "hswish": .hardSwish
      default: preconditionFailure("no activation is named \(name)")
      }
    self.init(name, activation)
  }

  /// The three formulas that go by this name; Keras changed its own with version 3.
  init(hardSigmoid variant: String) {
    let name = "hsigmoid_\(variant)"
    switch variant {
    case "mnv3": self.init(name, .hardSigmoid)
    case "binary": self.init(name, .hardSigmoidHalf)
    default:
      self.init(
        name, range: 0...1, formula: "max(0, min(1, 0.2·x + 0.5))", saturation: "both", isCheap: true,
        value: { min(max(0.2 * $0 + 0.5, 0), 1) }, derivative: { $0 > -2.5 && $0 < 2.5 ? 0.2 : 0 })
    }
  }

  private init(
    _ name: String, range: ClosedRange<Double>, formula: String, saturation: String, isCheap: Bool,
    value: @escaping @Sendable (Double) -> Double, derivative: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.range = range
    self.formula = formula
    self.saturation = saturation
    self.isCheap = isCheap
    self.value = value
    self.derivative = derivative
  }

  private init(_ name: String, _ activation: Activation) {
    self.name = name
    value = { activation.value($0) }
    derivative = { activation.derivative($0) }
    range = activation.range
    formula = activation.formula
    // Saturated where the slope has died away: far out on that side.
    let left = abs(activation.derivative(-60)) < 1e-9
    let right = abs(activation.derivative(60)) < 1e-9
    saturation = left && right ? "both" : left ? "left" : right ? "right" : "none"
    isCheap =
      switch activation {
      case .relu, .relu6, .leakyReLU, .prelu, .hardSigmoid, .hardSigmoidHalf, .hardSwish: true
      default: false
      }
  }

  /// Odd functions put out both signs evenly.
  var isZeroCentred: Bool {
    [0.5, 1, 3].allSatisfy { abs(value($0) + value(-$0)) < 1e-12 }
  }

  /// On a grid of hundredths: fine enough for every maximum that is not at a kink or at zero, which are on the grid.
  var maximumSlope: Double {
    (-2000...2000).map { derivative(Double($0) / 100) }.max() ?? 0
  }

  private var maximumError: Double {
    // The distance is largest at a corner or where the slopes agree; a grid of ten-thousandths meets both.
    (-80_000...80_000).map { index in
      let x = Double(index) / 10_000
      return abs(value(x) - Activation.sigmoid.value(x))
    }.max() ?? 0
  }

  func json(at points: [Double]) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("value", .numbers(points.map(value))),
      .init("derivative", .numbers(points.map(derivative))),
      .init("range", .array([bound(range.lowerBound), bound(range.upperBound)])),
      .init("max_slope", .number(maximumSlope)),
      .init("zero_centred", .bool(isZeroCentred)),
      .init("saturation", .string(saturation)),
    ]
    if name.hasPrefix("hsigmoid") { members.append(.init("max_error", .number(maximumError))) }
    return .object(members)
  }

  private func bound(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }

  func step(at x: Double) -> FormulaStep {
    FormulaStep(
      substituted: "\(name)(x) = \(formula)     \(name)(\(Numbers.significant(x)))",
      value: "\(Numbers.significant(value(x), 5))     \(name)′ = \(Numbers.significant(derivative(x), 5))",
      fields: [name])
  }

  /// Bisection on 1…3: σ′ − tanh′ changes its sign once there.
  static func crossing() -> Double {
    var (low, high) = (1.0, 3.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if Activation.tanh.derivative(middle) > Activation.sigmoid.derivative(middle) {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }

  static func values(_ curves: [ActCurve], at points: [Double]) -> Table {
    Table(
      columns: [Table.Column("x")] + curves.flatMap { [Table.Column($0.name), Table.Column("\($0.name)′")] },
      rows: points.map { x in
        [StyledText(Numbers.significant(x), .strong)]
          + curves.flatMap { curve in
            [
              StyledText(Numbers.significant(curve.value(x), 4)),
              StyledText(Numbers.significant(curve.derivative(x), 4), .dim),
            ]
          }
      })
  }

  static func properties(_ curves: [ActCurve], _ context: DemoContext) -> Table {
    Table(
      columns: [
        Table.Column(context.text("function", "函数"), .left), Table.Column(context.text("range", "值域"), .left),
        Table.Column(context.text("max slope", "最大斜率")),
        Table.Column(context.text("zero-centred", "零中心"), .left),
        Table.Column(context.text("saturates", "饱和"), .left), Table.Column(context.text("cost", "代价"), .left),
      ],
      rows: curves.map { curve in
        let low = curve.range.lowerBound.isFinite ? Numbers.significant(curve.range.lowerBound) : "−∞"
        let high = curve.range.upperBound.isFinite ? Numbers.significant(curve.range.upperBound) : "∞"
        return [
          StyledText(curve.name, .strong), StyledText("\(low) … \(high)"),
          StyledText(Numbers.significant(curve.maximumSlope)),
          StyledText(curve.isZeroCentred ? context.text("yes", "是") : context.text("no", "否")),
          StyledText(curve.saturation), StyledText(curve.isCheap ? context.text("cheap", "低") : "exp"),
        ]
      })
  }

  static func plots(_ curves: [ActCurve], withDerivatives: Bool, _ context: DemoContext) -> Drawing {
    let xs = (-120...120).map { Double($0) / 20 }
    func plot(_ title: String, _ range: ClosedRange<Double>, _ y: (ActCurve) -> @Sendable (Double) -> Double)
      -> Drawing
    {
      .plot(
        Plot(
          title: title,
          series: curves.enumerated().map { index, curve in
            let f = y(curve)
            return Plot.Series(
              curve.name, xs.map { (x: $0, y: f($0)) }.filter { range.contains($0.y) }, role: .series(index))
          }, xRange: -6...6, yRange: range, height: withDerivatives ? 16 : 18))
    }
    let isFlat = curves.allSatisfy { $0.range.upperBound <= 1 }
    let value = plot("f(x)", isFlat ? -1.1...1.1 : -2...6.2) { $0.value }
    guard withDerivatives else { return value }
    return .beside([value, plot("f′(x)", -0.2...1.2) { $0.derivative }])
  }
}
