import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let featureScaling = Demo(
    name: "feature-scaling",
    purpose: LocalizedText(
      "Gradient descent on round and on elongated contours: why features are scaled",
      "圆形与狭长等高线上的梯度下降：为什么要缩放特征"),
    topic: .normalisation,
    options: [
      DemoOption("ratio", .number(1...10_000), default: "100", "ratio κ of the curvatures", "曲率之比 κ"),
      DemoOption(
        "tol", .number(1e-12...0.5), default: "1e-6", "stop when the error is this share of the first",
        "误差降到初值的这一比例即停"),
      DemoOption("lr", .number(0...2), "learning rate (the best, 2/(1 + κ))", "学习率（默认取最优 2/(1 + κ)）"),
    ],
    fields: [
      DemoField("lr", "the learning rate", "学习率"),
      DemoField("factor", "largest |1 − lr·λ|: what a step leaves of the error", "最大的 |1 − lr·λ|：每步后剩下的误差比例"),
      DemoField("steps", "steps to the tolerance; null when it is not reached", "达到容限的步数；达不到为 null"),
      DemoField("round_steps", "the same with both curvatures 1", "两个曲率都为 1 时的步数"),
    ],
    examples: [
      "feature-scaling --ratio 100", "feature-scaling --ratio 1", "feature-scaling --ratio 10 --lr 0.19",
    ],
    wrongRules: FeatureScalingRules.all
  ) { options, context throws(DemoFailure) in
    ScaledDescent(options).result(context)
  }
}

/// Descent on ½(x² + κ·y²) from (1, 1), each coordinate on its own.
private struct ScaledDescent {
  let ratio, rate, factor: Double
  let steps: Int?
  private let tolerance: Double
  private let path: [(x: Double, y: Double)]
  private static let longestSearch = 500_000

  init(_ options: OptionValues) {
    ratio = options.number("ratio")
    rate = options.optionalNumber("lr") ?? 2 / (1 + ratio)
    tolerance = options.number("tol")
    factor = max(abs(1 - rate), abs(1 - rate * ratio))
    steps = ScaledDescent.count(rate, ratio, tolerance)
    path = ScaledDescent.path(rate, ratio, count: 60)
  }

  /// Steps until both coordinates are within the tolerance.
  private static func count(_ rate: Double, _ ratio: Double, _ tolerance: Double) -> Int? {
    var (x, y) = (1.0, 1.0)
    for step in 1...longestSearch {
      x -= rate * x
      y -= rate * ratio * y
      if max(abs(x), abs(y)) <= tolerance { return step }
      if !(max(abs(x), abs(y)) < 1e6) { return nil }
    }
    return nil
  }

  private static func path(_ rate: Double, _ ratio: Double, count: Int) -> [(x: Double, y: Double)] {
    var (x, y) = (1.0, 1.0)
    var path = [(x: x, y: y)]
    for _ in 0..<count {
      x -= rate * x
      y -= rate * ratio * y
      guard max(abs(x), abs(y)) < 1.6 else { break }
      path.append((x: x, y: y))
      if max(abs(x), abs(y)) < 1e-3 { break }
    }
    return path
  }

  func result(_ context: DemoContext) -> DemoResult {
    let roundSteps = ScaledDescent.count(1, 1, tolerance)
    let shown = Numbers.significant(ratio)
    var stepsOfWork = [
      FormulaStep(
        formula: "lr = 2 / (1 + κ)", substituted: "2 / (1 + \(shown))",
        value: Numbers.significant(2 / (1 + ratio)), fields: ["lr", "factor"]),
      FormulaStep(
        formula: "max(|1 − lr|, |1 − lr·κ|)",
        substituted: "max(|1 − \(Numbers.significant(rate))|, |1 − \(Numbers.significant(rate))·\(shown)|)",
        value: Numbers.significant(factor), fields: ["factor"]),
    ]
    if factor > 0, factor < 1 {
      stepsOfWork.append(
        FormulaStep(
          formula: "⌈ln tol / ln factor⌉",
          substituted: "⌈ln \(Numbers.significant(tolerance)) / ln \(Numbers.significant(factor, 6))⌉ = "
            + "⌈\(Numbers.significant(log(tolerance) / log(factor), 6))⌉",
          value: steps.map { Numbers.grouped($0) } ?? "–", fields: ["steps"]))
    }
    var warnings: [LocalizedText] = []
    if factor > 1 {
      warnings.append(
        LocalizedText(
          "lr is above 2/κ = \(Numbers.significant(2 / ratio)): the steep direction diverges.",
          "lr 超过 2/κ = \(Numbers.significant(2 / ratio))：陡的方向会发散。"))
    }
    return DemoResult(
      fields: [
        .init("lr", .number(rate)), .init("factor", .number(factor)),
        .init("steps", steps.map { .integer($0) } ?? .null),
        .init("round_steps", roundSteps.map { .integer($0) } ?? .null),
      ], steps: stepsOfWork, warnings: warnings, frames: frames(context),
      details: .table(
        Table(
          ["", "κ", "lr", context.text("factor", "每步因子"), context.text("steps", "步数")],
          [
            [
              context.text("unscaled", "未缩放"), shown, Numbers.significant(rate), Numbers.significant(factor),
              steps.map { Numbers.grouped($0) } ?? "–",
            ],
            [context.text("scaled", "缩放后"), "1", "1", "0", roundSteps.map { Numbers.grouped($0) } ?? "–"],
          ], left: [0])))
  }

  private func frames(_ context: DemoContext) -> [Drawing] {
    let round = ScaledDescent.path(1, 1, count: 3)
    let pace = max(1, path.count / 20)
    return stride(from: 1, through: path.count, by: pace).map { end in
      .beside([
        ScaledDescent.contour(
          context.text(
            "unscaled, κ = \(Numbers.significant(ratio)), step \(end - 1)",
            "未缩放，κ = \(Numbers.significant(ratio))，第 \(end - 1) 步"),
          ratio, Array(path.prefix(end)), .series2),
        ScaledDescent.contour(context.text("scaled", "缩放后"), 1, Array(round.prefix(end)), .series3),
      ])
    }
  }

  private static func contour(
    _ title: String, _ ratio: Double, _ path: [(x: Double, y: Double)], _ role: Role
  ) -> Drawing {
    let samples = (0..<32).map { row in
      (0..<64).map { column in
        let (x, y) = (-1.5 + 3 * Double(column) / 63, -1.5 + 3 * Double(row) / 31)
        return (x * x + ratio * y * y) / 2
      }
    }
    let highest = (1 + ratio) / 2 * 2.25
    let levels = [0.02, 0.08, 0.2, 0.4, 0.7].map { $0 * highest }
    return .contour(
      Contour(
        title: title, xRange: -1.5...1.5, yRange: -1.5...1.5, samples: samples, levels: levels,
        paths: [Plot.Series(title, path, mark: .path, role: role)], height: 14))
  }
}

private enum FeatureScalingRules {
  static let all: [WrongRule] = [
    rule("condition", "1/κ is given", "给出的是 1/κ") { 1 / $0 },
    rule("one-minus-condition", "1 − 1/κ is given, the factor of the rate 1/κ", "给出 1 − 1/κ，那是学习率取 1/κ 时的因子")
    { 1 - 1 / $0 },
    rule("rate", "the learning rate 2/(1 + κ) is given", "给出的是学习率 2/(1 + κ)") { 2 / (1 + $0) },
    rule("inverted", "the fraction is upside down", "分子分母颠倒了") { $0 == 1 ? nil : ($0 + 1) / ($0 - 1) },
    rule("squared", "the factor of the loss is given, which is the square", "给出的是损失的因子，即其平方") {
      (($0 - 1) / ($0 + 1)) * (($0 - 1) / ($0 + 1))
    },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Double) -> Double?
  ) -> WrongRule {
    WrongRule("factor", name, english, chinese, number: { formula($0.number("ratio")) })
  }
}
