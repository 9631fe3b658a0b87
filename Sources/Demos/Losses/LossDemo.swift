import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let loss = Demo(
    name: "loss",
    purpose: LocalizedText(
      "Squared error and cross-entropy of one sigmoid output: values, gradients, cost curves",
      "单个 sigmoid 输出的平方误差与交叉熵：数值、梯度与代价曲线"),
    topic: .losses,
    options: [
      DemoOption("y", .integer(0...1), default: "1", "the label", "标签"),
      DemoOption(
        "p", .numbers(0.000001...0.999999, count: 1...32), default: "0.9,0.5,0.1", "predicted probabilities",
        "预测概率"),
      DemoOption("z", .numbers(-13...13, count: 1...32), "logits, instead of --p", "logit，代替 --p"),
      DemoOption("grad", .flag, "derivatives too", "同时给出导数"),
      DemoOption(
        "surface", .flag, "cost of a one-weight model as a function of the weight", "单权重模型的代价随权重的变化"),
      DemoOption("all", .flag, "absolute error, hinge and focal loss too", "同时给出绝对误差、hinge 与 focal"),
      DemoOption("steps", .flag, "from likelihood to loss", "从似然推到损失"),
    ],
    fields: [
      DemoField("p", "σ(z)", "σ(z)"), DemoField("z", "ln(p / (1 − p))", "ln(p / (1 − p))"),
      DemoField("bce", "−[y·ln p + (1 − y)·ln(1 − p)]", "−[y·ln p + (1 − y)·ln(1 − p)]"),
      DemoField("bce_mean", "their mean", "平均值"),
      DemoField("mse", "(y − p)²", "(y − p)²"), DemoField("half_mse", "½(y − p)²", "½(y − p)²"),
      DemoField("bce_dz", "--grad: p − y", "--grad：p − y"),
      DemoField("half_mse_dp", "--grad: p − y", "--grad：p − y"),
      DemoField("half_mse_dz", "--grad: (p − y)·p(1 − p)", "--grad：(p − y)·p(1 − p)"),
      DemoField("ratio", "--grad: the two slopes by z, one over the other", "--grad：两种对 z 的导数之比"),
      DemoField("bce_d2z", "--grad: curvature p(1 − p)", "--grad：曲率 p(1 − p)"),
      DemoField("half_mse_d2z", "--grad: curvature by z, negative far off", "--grad：对 z 的曲率，误差大时为负"),
      DemoField("l1", "--all: |y − p|; hinge and focal stand beside it", "--all：|y − p|；另有 hinge 与 focal"),
      DemoField("likelihood", "--steps: pʸ(1 − p)¹⁻ʸ", "--steps：pʸ(1 − p)¹⁻ʸ"),
      DemoField("log_likelihood", "--steps: its logarithm", "--steps：对数似然"),
      DemoField(
        "bce_convex", "--surface: whether J(w) with cross-entropy is convex", "--surface：交叉熵的 J(w) 是否为凸"),
      DemoField("half_mse_convex", "--surface: the same with ½MSE", "--surface：½MSE 的 J(w) 是否为凸"),
    ],
    examples: [
      "loss --y 1 --p 0.9,0.5,0.1", "loss --y 1 --p 0.01 --grad", "loss --surface",
      "loss --y 1 --p 0.9 --steps",
    ],
    wrongRules: LossRules.all
  ) { options, context throws(DemoFailure) in
    let label = Double(options.integer("y"))
    let points =
      options.optionalNumbers("z").map { $0.map { LossPoint(z: $0, label: label) } }
      ?? options.numbers("p").map { LossPoint(p: $0, label: label) }
    var fields = LossPoint.fields(points, options)
    let frames: [Drawing]
    if options.flag("surface") {
      let surface = CostSurface()
      fields += [
        .init("bce_convex", .bool(CostSurface.isConvex(surface.crossEntropy))),
        .init("half_mse_convex", .bool(CostSurface.isConvex(surface.halfSquare))),
      ]
      frames = surface.frames(context)
    } else {
      frames = LossPoint.frames(points, withSlopes: options.flag("grad"), context)
    }
    return DemoResult(
      fields: fields, steps: points[0].steps(options), warnings: LossPoint.warnings(points, options),
      frames: frames, details: .table(LossPoint.table(points, options, context)))
  }
}

/// One prediction and what the losses make of it.
private struct LossPoint {
  let p, z, label: Double

  init(p: Double, label: Double) {
    self.p = p
    self.label = label
    z = log(p / (1 - p))
  }

  init(z: Double, label: Double) {
    self.z = z
    self.label = label
    p = Activation.sigmoid.value(z)
  }

  var likelihood: Double { label == 1 ? p : 1 - p }
  var bce: Double { -log(likelihood) }
  var error: Double { Numbers.decimal(p - label) }
  var mse: Double { error * error }
  /// p(1 − p), which is σ′(z).
  var slope: Double { p * (1 - p) }
  var halfSquareSlope: Double { error * slope }
  /// d²/dz² ½(σ − y)² = σ′·(σ′ + (σ − y)(1 − 2σ)).
  var halfSquareCurvature: Double { slope * (slope + error * (1 - 2 * p)) }
  var hinge: Double { max(0, 1 - (2 * label - 1) * z) }
  /// With γ = 2; Lin et al., 2017.
  var focal: Double { (1 - likelihood) * (1 - likelihood) * bce }

  static func fields(_ points: [LossPoint], _ options: OptionValues) -> [JSONValue.Member] {
    func member(_ name: String, _ value: (LossPoint) -> Double) -> JSONValue.Member {
      .init(name, .numbers(points.map(value)))
    }
    var fields = [
      member("p") { $0.p }, member("z") { $0.z }, member("bce") { $0.bce },
      .init("bce_mean", .number(points.reduce(0) { $0 + $1.bce } / Double(points.count))),
      member("mse") { $0.mse }, member("half_mse") { $0.mse / 2 },
    ]
    if options.flag("grad") {
      fields += [
        member("bce_dz") { $0.error }, member("half_mse_dp") { $0.error },
        member("half_mse_dz") { $0.halfSquareSlope }, member("ratio") { 1 / $0.slope },
        member("bce_d2z") { $0.slope }, member("half_mse_d2z") { $0.halfSquareCurvature },
      ]
    }
    if options.flag("all") {
      fields += [member("l1") { abs($0.error) }, member("hinge") { $0.hinge }, member("focal") { $0.focal }]
    }
    if options.flag("steps") {
      fields += [member("likelihood") { $0.likelihood }, member("log_likelihood") { -$0.bce }]
    }
    return fields
  }

  func steps(_ options: OptionValues) -> [FormulaStep] {
    let (shown, other) = (Numbers.significant(p), Numbers.significant(Numbers.decimal(1 - p)))
    let y = Numbers.significant(label)
    var steps: [FormulaStep] = []
    if options.flag("steps") {
      steps += [
        FormulaStep(
          formula: "P(y|x) = pʸ · (1 − p)¹⁻ʸ", substituted: "\(shown)^\(y) · \(other)^(1 − \(y))",
          value: Numbers.significant(likelihood), fields: ["likelihood"]),
        FormulaStep(
          formula: "ln P(y|x)", substituted: "ln \(Numbers.significant(likelihood))",
          value: Numbers.significant(-bce), fields: ["log_likelihood"]),
      ]
    }
    steps.append(
      FormulaStep(
        formula: "BCE = −[y·ln p + (1 − y)·ln(1 − p)]", substituted: "−ln \(Numbers.significant(likelihood))",
        value: Numbers.significant(bce, 5), fields: ["bce", "bce_mean"]))
    if options.flag("grad") {
      steps += [
        FormulaStep(
          formula: "dBCE/dz = p − y", substituted: "\(shown) − \(y)", value: Numbers.significant(error),
          fields: ["bce_dz"]),
        FormulaStep(
          formula: "d½(p − y)²/dp = p − y", substituted: "\(shown) − \(y)", value: Numbers.significant(error),
          fields: ["half_mse_dp"]),
        FormulaStep(
          formula: "d½(p − y)²/dz = (p − y)·p(1 − p)",
          substituted: "\(Numbers.significant(error)) · \(shown) · \(other)",
          value: Numbers.significant(halfSquareSlope), fields: ["half_mse_dz"]),
      ]
    } else {
      steps.append(
        FormulaStep(
          formula: "½(y − p)²", substituted: "½ · (\(y) − \(shown))²", value: Numbers.significant(mse / 2),
          fields: ["half_mse", "mse"]))
    }
    return steps
  }

  static func warnings(_ points: [LossPoint], _ options: OptionValues) -> [LocalizedText] {
    guard options.flag("grad"), let worst = points.max(by: { abs($0.error) < abs($1.error) }),
      abs(worst.error) > 0.9
    else { return [] }
    let ratio = Numbers.significant(1 / worst.slope, 3)
    return [
      LocalizedText(
        "At p = \(Numbers.significant(worst.p)) the answer is badly wrong, yet squared error pushes \(ratio) times less: sigmoid has saturated.",
        "p = \(Numbers.significant(worst.p)) 时错得离谱，平方误差的梯度却小 \(ratio) 倍：sigmoid 已饱和。")
    ]
  }

  /// The losses over z, and the points moving along them.
  static func frames(_ points: [LossPoint], withSlopes: Bool, _ context: DemoContext) -> [Drawing] {
    let label = points[0].label
    let reach = max(6, points.map { abs($0.z) }.max() ?? 6)
    let curve = (-120...120).map { LossPoint(z: Double($0) / 120 * reach, label: label) }
    let kinds: [(String, (LossPoint) -> Double)] =
      withSlopes
      ? [("dBCE/dz", { $0.error }), ("d½MSE/dz", { $0.halfSquareSlope })]
      : [("BCE", { $0.bce }), ("½(y − p)²", { $0.mse / 2 })]
    return points.map { point in
      .plot(
        Plot(
          title: context.text(
            "y = \(Numbers.short(label)), p = \(Numbers.significant(point.p)): against the logit z",
            "y = \(Numbers.short(label))，p = \(Numbers.significant(point.p))：随 logit z 的变化"),
          xLabel: "z",
          series: kinds.enumerated().map { index, kind in
            Plot.Series(kind.0, curve.map { (x: $0.z, y: kind.1($0)) }, role: .series(index))
          }
            + kinds.enumerated().map { index, kind in
              Plot.Series(
                Numbers.significant(kind.1(point), 3), [(x: point.z, y: kind.1(point))], mark: .path,
                role: .series(index + 2))
            }, xRange: -reach...reach))
    }
  }

  static func table(_ points: [LossPoint], _ options: OptionValues, _ context: DemoContext) -> Table {
    var columns: [(String, (LossPoint) -> Double)] = [
      ("p", { $0.p }), ("z", { $0.z }), ("BCE", { $0.bce }), ("(y−p)²", { $0.mse }),
      ("½(y−p)²", { $0.mse / 2 }),
    ]
    if options.flag("grad") { columns += [("dBCE/dz", { $0.error }), ("d½/dz", { $0.halfSquareSlope })] }
    if options.flag("all") {
      columns += [("|y−p|", { abs($0.error) }), ("hinge", { $0.hinge }), ("focal", { $0.focal })]
    }
    return Table(columns.map(\.0), points.map { point in columns.map { Numbers.significant($0.1(point)) } })
  }
}

/// J(w) of ŷ = σ(w·x) over a few samples that one threshold does not quite separate.
private struct CostSurface {
  private static let x = Tensor([-3, -2, -1, -0.5, 0.5, 1, 2, 3])
  private static let y = Tensor([0, 0, 1, 0, 0, 1, 1, 1])

  let weights: [Double]
  let crossEntropy, halfSquare: [Double]

  init() {
    weights = (-100...100).map { Double($0) / 10 }
    var crossed: [Double] = []
    var squared: [Double] = []
    for weight in weights {
      let logits = CostSurface.x * weight
      // ln(1 + eᶻ) − y·z is the cross-entropy by the logit, safe from overflow.
      crossed.append((logits.activated(.softplus(beta: 1)) - CostSurface.y * logits).mean())
      let error = logits.activated(.sigmoid) - CostSurface.y
      squared.append((error * error).mean() / 2)
    }
    crossEntropy = crossed
    halfSquare = squared
  }

  /// No second difference below zero but for rounding.
  static func isConvex(_ values: [Double]) -> Bool {
    values.indices.dropFirst().dropLast().allSatisfy {
      values[$0 - 1] - 2 * values[$0] + values[$0 + 1] > -1e-12
    }
  }

  func frames(_ context: DemoContext) -> [Drawing] {
    func plot(_ title: String, _ values: [Double], _ role: Role) -> Drawing {
      .plot(
        Plot(
          title: title, xLabel: "w",
          series: [Plot.Series("J(w)", Array(zip(weights, values)).map { (x: $0, y: $1) }, role: role)],
          xRange: -10...10, yRange: 0...((values.max() ?? 1) * 1.05)))
    }
    return [
      .beside([
        plot(context.text("cross-entropy: one bowl", "交叉熵：一个碗"), crossEntropy, .series1),
        plot(context.text("½MSE: plateaus, not convex", "½MSE：两侧平台，非凸"), halfSquare, .series5),
      ])
    ]
  }
}

private enum LossRules {
  static let all: [WrongRule] = [
    rule("bce", "wrong-label", "−ln of the other label's probability is taken", "取了另一类概率的 −ln") { p, y in
      -log(y == 1 ? 1 - p : p)
    },
    rule("bce", "not-negated", "the minus sign is forgotten", "忘了负号") { p, y in log(y == 1 ? p : 1 - p) },
    rule("bce", "base-ten", "the logarithm is taken to base 10", "对数取了以 10 为底") { p, y in
      -log10(y == 1 ? p : 1 - p)
    },
    rule("bce", "base-two", "the logarithm is taken to base 2", "对数取了以 2 为底") { p, y in
      -log2(y == 1 ? p : 1 - p)
    },
    rule("bce", "squared-error", "the squared error is given", "给出的是平方误差") { p, y in (p - y) * (p - y) },
    rule("half_mse_dp", "sign", "y − p is given: the sign is turned round", "给出 y − p，符号反了") { p, y in y - p
    },
    rule("half_mse_dp", "half-kept", "the ½ is kept although the 2 of the square cancels it", "½ 没有与平方的 2 约掉")
    { p, y in
      (p - y) / 2
    },
    rule("half_mse_dp", "doubled", "2(p − y) is given, as without the ½", "给出 2(p − y)，忘了前面的 ½") { p, y in
      2 * (p - y)
    },
    rule(
      "half_mse_dp", "by-logit", "σ′ is multiplied in: that is the derivative by the logit",
      "多乘了 σ′：那是对 logit 的导数"
    ) {
      p, y in (p - y) * p * (1 - p)
    },
    rule(
      "half_mse_dz", "no-slope", "p(1 − p) is forgotten: that is the slope of cross-entropy",
      "漏了 p(1 − p)：那是交叉熵的导数"
    ) {
      p, y in p - y
    },
    rule("half_mse_dz", "sign", "the sign is turned round", "符号反了") { p, y in (y - p) * p * (1 - p) },
    rule("half_mse_dz", "doubled", "the ½ of the loss is forgotten", "忘了损失里的 ½") { p, y in
      2 * (p - y) * p * (1 - p)
    },
    rule("half_mse_dz", "slope-alone", "p(1 − p) alone is given", "只给出了 p(1 − p)") { p, _ in p * (1 - p) },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ p: Double, _ y: Double) -> Double
  ) -> WrongRule {
    WrongRule(
      field, name, english, chinese,
      numbers: { options in
        guard options.optionalNumbers("z") == nil else { return [.nan] }
        return options.numbers("p").map { formula($0, Double(options.integer("y"))) }
      })
  }
}
