import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let optim = Demo(
    name: "optim",
    purpose: LocalizedText(
      "Optimizers walk down a function side by side: paths, losses, and every moment with --trace",
      "多种优化器在同一函数上的下降路径、损失，--trace 列出每步的动量"),
    topic: .optimisers,
    options: [
      DemoOption("algo", .words(Walk.algorithms + ["all"]), default: "gd,momentum,adam", "optimizers", "优化器"),
      DemoOption("fn", .word(Landscape.allCases.map(\.rawValue)), default: "ravine", "function", "函数"),
      DemoOption(
        "lr", .number(0...100), "learning rate of all (each its own: gd 0.09, momentum 0.02, …)",
        "统一的学习率（默认各用各的：gd 0.09、momentum 0.02……）"),
      DemoOption(
        "m", .number(0...0.9999), default: "0.9", "momentum of momentum and nag", "momentum 与 nag 的动量系数"),
      DemoOption(
        "b1", .number(0...0.9999), default: "0.9", "β₁ of adam; decay of rmsprop's mean",
        "adam 的 β₁；rmsprop 的衰减率"),
      DemoOption("b2", .number(0...0.999999), default: "0.999", "β₂ of adam", "adam 的 β₂"),
      DemoOption("eps", .number(0...1), default: "1e-8", "ε, added outside the root", "ε，加在根号之外"),
      DemoOption("g", .number(-1000...1000), default: "1", "gradient of the slope", "slope 的梯度"),
      DemoOption("steps", .integer(1...10_000), default: "20", "steps", "步数"),
      DemoOption("trace", .flag, "list g, m, v, m̂, v̂ and the step taken", "列出 g、m、v、m̂、v̂ 与步长"),
    ],
    fields: [
      DemoField("NAME.path", "points, the start first", "路径上的点，首个为起点"),
      DemoField("NAME.loss", "function value at each point", "各点的函数值"),
      DemoField("NAME.final", "the last point", "最后的点"),
      DemoField("NAME.final_loss", "the last value", "最后的函数值"),
      DemoField("NAME.lr", "its learning rate", "所用的学习率"),
      DemoField(
        "NAME.trace", "per step {g, m, v, m_hat, v_hat, step}; step is what is subtracted",
        "每步 {g, m, v, m_hat, v_hat, step}；step 为减去的量"),
    ],
    examples: [
      "optim --fn ravine --algo gd,momentum,adam",
      "optim --fn slope --algo adam --lr 0.001 --steps 4 --trace",
      "optim --fn rosenbrock --algo adam,momentum --steps 200",
    ],
    wrongRules: OptimRules.all
  ) { options, context throws(DemoFailure) in
    let landscape = Landscape(rawValue: options.word("fn")) ?? .ravine
    let words = options.words("algo")
    let names = words.contains("all") ? Walk.algorithms : words
    let walks = names.map { Walk($0, landscape, options) }
    return DemoResult(
      fields: walks.map { .init($0.name, $0.json(withTrace: options.flag("trace"))) },
      steps: walks.map(\.step), warnings: Walk.warnings(walks, landscape, options),
      frames: Walk.frames(walks, landscape, context, slope: options.number("g")),
      details: Walk.details(walks, context, withTrace: options.flag("trace")))
  }
}

/// One optimizer's way down.
private struct Walk {
  /// What one step saw and did; empty lists are what the rule does not have.
  struct Step {
    var g, m, v, mHat, vHat, taken: [Double]
  }

  static let algorithms = ["gd", "momentum", "nag", "adagrad", "rmsprop", "adam"]
  /// Rates tuned for the ravine: equal rates would say little about the rules.
  static let tuned = ["gd": 0.09, "momentum": 0.02, "nag": 0.02, "adagrad": 1, "rmsprop": 0.5, "adam": 0.5]

  let name: String
  let rate: Double
  let landscape: Landscape
  private(set) var path: [[Double]]
  private(set) var losses: [Double]
  private(set) var trace: [Step] = []

  init(_ name: String, _ landscape: Landscape, _ options: OptionValues) {
    self.name = name
    self.landscape = landscape
    // A rate near the limit 2/λ shows the staircase of the zigzag.
    let tuned = landscape == .zigzag && name == "gd" ? 0.8 : Walk.tuned[name] ?? 0.1
    rate = options.optionalNumber("lr") ?? tuned * (landscape == .rosenbrock ? 0.01 : 1)
    let slope = options.number("g")
    let momentum = options.number("m")
    let beta1 = options.number("b1")
    let beta2 = options.number("b2")
    let epsilon = options.number("eps")
    var optimizer: Optimizer =
      switch name {
      case "momentum", "nag": .sgd(learningRate: rate, momentum: momentum)
      case "adagrad": .adagrad(learningRate: rate, epsilon: epsilon)
      case "rmsprop": .rmsProp(learningRate: rate, smoothing: beta1, epsilon: epsilon)
      case "adam": .adam(learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon)
      default: .sgd(learningRate: rate)
      }
    var point = landscape.start
    path = [point]
    losses = [landscape.value(point, slope: slope)]
    for count in 1...options.integer("steps") {
      // Nesterov's rule is momentum with the gradient taken where the momentum alone would lead.
      let buffer = optimizer.states.first?.firstMoment ?? []
      let place =
        name == "nag" && !buffer.isEmpty ? zip(point, buffer).map { $0 - rate * momentum * $1 } : point
      let gradient = landscape.gradient(place, slope: slope)
      let before = point
      optimizer.step(&point, gradient: gradient)
      // Beyond this there is nothing left to see, and squares would overflow.
      let isLost = point.contains { !($0.magnitude < 1e100) }
      if isLost { point = before }
      path.append(point)
      losses.append(landscape.value(point, slope: slope))
      let state = optimizer.states.first
      let first = state?.firstMoment ?? []
      let second = state?.secondMoment ?? []
      let isAdam = name == "adam"
      trace.append(
        Step(
          g: gradient, m: isAdam ? first : [],
          // The velocity as the cards write it: v ← m·v + lr·g.
          v: name == "momentum" || name == "nag" ? first.map { rate * $0 } : second,
          mHat: isAdam ? first.map { $0 / (1 - pow(beta1, Double(count))) } : [],
          vHat: isAdam ? second.map { $0 / (1 - pow(beta2, Double(count))) } : [],
          taken: zip(before, point).map { $0 - $1 }))
    }
  }

  private var isOneDimensional: Bool { landscape.dimensions == 1 }

  private func value(_ point: [Double]) -> JSONValue {
    point.isEmpty ? .null : isOneDimensional ? .number(point[0]) : .numbers(point)
  }

  func json(withTrace: Bool) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("path", .array(path.map(value))), .init("loss", .numbers(losses)),
      .init("final", value(path[path.count - 1])), .init("final_loss", .number(losses[losses.count - 1])),
      .init("lr", .number(rate)),
    ]
    if withTrace {
      members.append(
        .init(
          "trace",
          .array(
            trace.map { step in
              [
                "g": value(step.g), "m": value(step.m), "v": value(step.v), "m_hat": value(step.mHat),
                "v_hat": value(step.vHat), "step": value(step.taken),
              ]
            })))
    }
    return .object(members)
  }

  /// The first step with its numbers.
  var step: FormulaStep {
    let formula =
      switch name {
      case "momentum": "v ← m·v + lr·g      x ← x − v"
      case "nag": "v ← m·v + lr·g(x − m·v)      x ← x − v"
      case "adagrad": "G ← G + g²      x ← x − lr·g / (√G + ε)"
      case "rmsprop": "v ← ρ·v + (1 − ρ)·g²      x ← x − lr·g / (√v + ε)"
      case "adam": "m ← β₁·m + (1 − β₁)·g    v ← β₂·v + (1 − β₂)·g²      x ← x − lr·m̂ / (√v̂ + ε)"
      default: "x ← x − lr·g"
      }
    let first = trace[0]
    return FormulaStep(
      formula: "\(name), lr \(Numbers.significant(rate)):  \(formula)",
      substituted:
        "g = \(Walk.shown(first.g)):  \(Walk.shown(path[0])) − \(Walk.shown(first.taken))",
      value: Walk.shown(path[1]))
  }

  private static func shown(_ point: [Double]) -> String {
    point.count == 1
      ? Numbers.significant(point[0], 5)
      : "(" + point.map { Numbers.significant($0, 5) }.joined(separator: ", ") + ")"
  }

  static func warnings(_ walks: [Walk], _ landscape: Landscape, _ options: OptionValues) -> [LocalizedText] {
    var warnings: [LocalizedText] = []
    if let curvature = landscape.largestCurvature, let gd = walks.first(where: { $0.name == "gd" }),
      gd.rate > 2 / curvature
    {
      let limit = Numbers.significant(2 / curvature)
      warnings.append(
        LocalizedText(
          "gd: the learning rate is above 2/λ = \(limit), so it diverges along the steepest axis.",
          "gd：学习率超过 2/λ = \(limit)，会在最陡的方向上发散。"))
    }
    if walks.count > 1, options.optionalNumber("lr") != nil {
      warnings.append(
        LocalizedText(
          "Equal learning rates favour one rule over another; without --lr each uses one tuned for it.",
          "统一学习率的比较并不公平；不给 --lr 时各自使用调好的值。"))
    }
    return warnings
  }

  static func frames(_ walks: [Walk], _ landscape: Landscape, _ context: DemoContext, slope: Double)
    -> [Drawing]
  {
    let count = walks[0].path.count
    guard landscape.dimensions == 2 else {
      let series = walks.enumerated().map { index, walk in
        Plot.Series(walk.name, walk.path.enumerated().map { (x: Double($0), y: $1[0]) }, role: .series(index))
      }
      return [
        .plot(Plot(title: landscape.formula, xLabel: context.text("step", "步"), yLabel: "x", series: series))
      ]
    }
    let (xs, ys) = landscape.view
    let samples = (0..<48).map { row in
      (0..<96).map { column in
        landscape.value(
          [
            xs.lowerBound + (xs.upperBound - xs.lowerBound) * Double(column) / 95,
            ys.lowerBound + (ys.upperBound - ys.lowerBound) * Double(row) / 47,
          ], slope: slope)
      }
    }
    let levels = landscape.levels(samples, count: 7)
    // A frame a step while that can be watched; long walks move several steps a frame.
    let pace = max(1, (count + 59) / 60)
    return stride(from: pace, through: count - 1, by: pace).map { end in
      .contour(
        Contour(
          title: "\(landscape.formula)   \(context.text("step", "第")) \(end)\(context.text("", " 步"))",
          xRange: xs,
          yRange: ys, samples: samples, levels: levels,
          paths: walks.enumerated().map { index, walk in
            let points = walk.path.prefix(end + 1).filter { xs.contains($0[0]) && ys.contains($0[1]) }
            return Plot.Series(
              walk.name, points.map { (x: $0[0], y: $0[1]) }, mark: .path, role: .series(index))
          }))
    }
  }

  private static let shownRows = 12

  static func details(_ walks: [Walk], _ context: DemoContext, withTrace: Bool) -> Drawing {
    let losses = Plot(
      title: context.text("loss by step", "每步的损失"), xLabel: context.text("step", "步"),
      series: walks.enumerated().map { index, walk in
        Plot.Series(walk.name, walk.losses.enumerated().map { (x: Double($0), y: $1) }, role: .series(index))
      }, isYLogarithmic: walks.allSatisfy { $0.losses.allSatisfy { $0 > 0 } }, height: 10)
    let table = Table(
      columns: [Table.Column(context.text("step", "步"))]
        + walks.map { Table.Column($0.name) }
        + walks.map { Table.Column(context.text("loss \($0.name)", "\($0.name) 损失")) },
      rows: walks[0].path.indices.map { index in
        // What is not shown need not be written.
        index >= shownRows
          ? []
          : [StyledText("\(index)", .dim)] + walks.map { StyledText(shown($0.path[index])) }
            + walks.map { StyledText(Numbers.significant($0.losses[index]), .strong) }
      }, limit: shownRows)
    var parts: [Drawing] = [.table(table), .plot(losses)]
    if withTrace {
      for walk in walks {
        let columns = ["g", "m", "v", "m̂", "v̂", context.text("step", "步长")]
        parts.append(.text(StyledText(walk.name, .title)))
        parts.append(
          .table(
            Table(
              columns: [Table.Column("t")] + columns.map { Table.Column($0) },
              rows: walk.trace.enumerated().map { index, step in
                index >= shownRows
                  ? []
                  : [StyledText("\(index + 1)", .dim)]
                    + [step.g, step.m, step.v, step.mHat, step.vHat, step.taken].map {
                      StyledText($0.isEmpty ? "" : shown($0))
                    }
              }, limit: shownRows)))
      }
    }
    return .stack(parts)
  }
}

/// Mistakes with the moments that cards ask for.
private enum OptimRules {
  static let all: [WrongRule] = [
    slope(
      "adam.trace[-1].m", "moment-not-averaged", "β₁·m + g is used, without the factor 1 − β₁",
      "用了 β₁·m + g，漏了因子 1 − β₁"
    ) { o in
      (0..<o.integer("steps")).reduce(0) { m, _ in o.number("b1") * m + o.number("g") }
    },
    slope("adam.trace[0].v", "gradient-not-squared", "the gradient is not squared", "梯度没有平方") { o in
      (1 - o.number("b2")) * o.number("g")
    },
    slope("momentum.trace[-1].v", "velocity-forgotten", "the old velocity is forgotten", "忘了旧的速度") { o in
      (o.optionalNumber("lr") ?? 0) * o.number("g")
    },
    slope("momentum.trace[-1].v", "no-decay", "the velocity is summed without the factor m", "累加速度时漏乘系数 m") {
      o in
      (o.optionalNumber("lr") ?? 0) * o.number("g") * Double(o.integer("steps"))
    },
    slope("adam.final", "gradient-as-step", "the step is lr·g, as in plain descent", "步长当成了普通梯度下降的 lr·g") {
      o in
      1 - (o.optionalNumber("lr") ?? 0) * o.number("g") * Double(o.integer("steps"))
    },
    slope("adagrad.trace[-1].step", "sum-not-rooted", "the sum of squares is not rooted", "平方和没有开根号") { o in
      (o.optionalNumber("lr") ?? 0) / (o.number("g") * Double(o.integer("steps")))
    },
    slope("adagrad.trace[-1].step", "never-shrinks", "the step is taken as lr for ever", "以为步长一直是 lr") { o in
      o.optionalNumber("lr") ?? 0
    },
    slope("rmsprop.trace[-1].v", "sum-for-mean", "the squares are summed as in AdaGrad", "像 AdaGrad 一样累加了平方")
    { o in
      o.number("g") * o.number("g") * Double(o.integer("steps"))
    },
  ]

  private static func slope(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (OptionValues) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      guard options.word("fn") == "slope" else { return nil }
      let value = formula(options)
      return value.isFinite ? .number(value) : nil
    }
  }
}
