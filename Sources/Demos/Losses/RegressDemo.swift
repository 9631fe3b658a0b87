import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let regress = Demo(
    name: "regress",
    purpose: LocalizedText(
      "Fitting under squared and absolute error; why least squares is Gaussian likelihood",
      "平方误差与绝对误差下的拟合；最小二乘为何等于高斯似然"),
    topic: .losses,
    options: [
      DemoOption(
        "data", .word(["outlier", "gaussian"]), default: "outlier",
        "1, 2, … with a last value of 50; or y = 2x + noise", "1、2、……，最后一个为 50；或 y = 2x + 噪声"),
      DemoOption("n", .integer(2...200), "values (5; 40 of gaussian)", "样本数（5；gaussian 为 40）"),
      DemoOption("sigma", .number(0.01...100), default: "1", "deviation of the noise", "噪声标准差"),
      DemoOption("fit", .words(["l2", "l1"]), default: "l2,l1", "losses to fit by", "拟合所用的损失"),
      DemoOption("likelihood", .flag, "the Gaussian log-likelihood beside the MSE", "同时画出高斯对数似然与 MSE"),
    ],
    fields: [
      DemoField("NAME.constant", "outlier: the best constant", "outlier：最佳常数"),
      DemoField("NAME.clean", "the same with n in place of the outlier", "把离群点换回 n 时的最佳常数"),
      DemoField("NAME.slope", "gaussian: the best slope of a line through 0", "gaussian：过原点直线的最佳斜率"),
      DemoField(
        "NAME.sse", "Σ (y − f)²; mse is its mean, distance its root", "Σ (y − f)²；mse 为其均值，distance 为其平方根"),
      DemoField("NAME.mae", "mean |y − f|", "|y − f| 的均值"),
      DemoField(
        "same_optimum", "--likelihood: whether its maximum is the minimum of the MSE",
        "--likelihood：似然最大处是否就是 MSE 最小处"),
    ],
    examples: ["regress --data outlier --fit l2,l1", "regress --data gaussian --fit l2 --likelihood"],
    wrongRules: RegressRules.all
  ) { options, context throws(DemoFailure) in
    if options.flag("likelihood"), options.word("data") != "gaussian" {
      throw DemoFailure(
        LocalizedText("The likelihood is that of Gaussian noise about a line.", "似然是直线加高斯噪声的似然。"),
        advice: LocalizedText("Add --data gaussian.", "请加上 --data gaussian。"))
    }
    return options.word("data") == "outlier"
      ? ConstantFit(options).result(context) : LineFit(options, &context.generator).result(context)
  }
}

private func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// Residual sums as a JSON object, behind the fitted value.
private func residuals(_ data: [Double], _ fitted: [Double]) -> [JSONValue.Member] {
  let errors = zip(data, fitted).map { $0 - $1 }
  let sse = errors.reduce(0) { $0 + $1 * $1 }
  return [
    .init("sse", .number(sse)), .init("mse", .number(sse / Double(data.count))),
    .init("distance", .number(sse.squareRoot())),
    .init("mae", .number(errors.reduce(0) { $0 + abs($1) } / Double(data.count))),
  ]
}

/// The constant nearest to 1, 2, …, n − 1 and an outlier.
private struct ConstantFit {
  static let outlier = 50.0
  let data, clean: [Double]
  let names: [String]

  init(_ options: OptionValues) {
    let count = options.optionalInteger("n") ?? 5
    clean = (1...count).map(Double.init)
    data = clean.dropLast() + [ConstantFit.outlier]
    names = options.words("fit")
  }

  /// The mean minimises squares, the median absolute values.
  private func best(_ name: String, _ data: [Double]) -> Double {
    name == "l2" ? Tensor(data).mean() : median(data)
  }

  func result(_ context: DemoContext) -> DemoResult {
    let shown =
      data.count <= 8
      ? data.map { Numbers.short($0) }.joined(separator: " + ") : "1 + 2 + … + \(data.count - 1) + 50"
    let steps = names.map { name in
      name == "l2"
        ? FormulaStep(
          formula: context.text("L2: the mean", "L2：均值"), substituted: "(\(shown)) / \(data.count)",
          value: Numbers.significant(best(name, data), 6))
        : FormulaStep(
          formula: context.text("L1: the median", "L1：中位数"),
          substituted: context.text("the middle of \(data.count) sorted values", "\(data.count) 个值排序后的中间值"),
          value: Numbers.significant(best(name, data), 6))
    }
    return DemoResult(
      fields: names.map { name in
        let value = best(name, data)
        return .init(
          name,
          .object(
            [.init("constant", .number(value)), .init("clean", .number(best(name, clean)))]
              + residuals(data, data.map { _ in value })))
      }, steps: steps,
      warnings: data.count.isMultiple(of: 2) && names.contains("l1")
        ? [
          LocalizedText(
            "With an even count every value between the two middle ones minimises L1; their mean is shown.",
            "个数为偶数时，中间两个值之间的任何数都使 L1 最小，这里取其平均。")
        ] : [],
      frames: frames(context), details: table(context))
  }

  /// The outlier moves out from n to 50, and the fits follow or do not.
  private func frames(_ context: DemoContext) -> [Drawing] {
    let last = Double(data.count)
    return (0...10).map { step in
      let value = last + (ConstantFit.outlier - last) * Double(step) / 10
      let moved = Array(clean.dropLast()) + [value]
      let points = moved.enumerated().map { (x: Double($0 + 1), y: $1) }
      return .plot(
        Plot(
          title: context.text(
            "outlier at \(Numbers.significant(value))", "离群点在 \(Numbers.significant(value))"), xLabel: "i",
          series: [Plot.Series("y", points, mark: .points, role: .plain)]
            + names.enumerated().map { index, name in
              let fit = best(name, moved)
              return Plot.Series(
                "\(name) \(Numbers.significant(fit))", [(x: 0.5, y: fit), (x: last + 0.5, y: fit)],
                role: .series(index))
            }, xRange: 0.5...(last + 0.5), yRange: 0...max(52, last + 2)))
    }
  }

  private func table(_ context: DemoContext) -> Drawing {
    .table(
      Table(
        [
          context.text("loss", "损失"), context.text("without outlier", "无离群点"),
          context.text("with it", "有离群点"),
          context.text("moved by", "移动"),
        ],
        names.map { name in
          let (before, after) = (best(name, clean), best(name, data))
          return [
            name, Numbers.significant(before), Numbers.significant(after),
            Numbers.significant(after - before),
          ]
        }))
  }
}

/// A line through the origin for y = 2x + noise.
private struct LineFit {
  let x, y: Tensor
  let sigma: Double
  let names: [String]
  let showsLikelihood: Bool

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    let count = options.optionalInteger("n") ?? 40
    sigma = options.number("sigma")
    names = options.words("fit")
    showsLikelihood = options.flag("likelihood")
    x = Tensor.uniform([count], in: -3..<3, using: &generator)
    y = x * 2 + Tensor.normal([count], deviation: sigma, using: &generator)
  }

  private func mse(_ slope: Double) -> Double {
    let error = y - x * slope
    return (error * error).mean()
  }

  /// Σ ln N(yᵢ; slope·xᵢ, σ²).
  private func logLikelihood(_ slope: Double) -> Double {
    let count = Double(y.scalarCount)
    return -count * log(sigma * (2 * .pi).squareRoot()) - count * mse(slope) / (2 * sigma * sigma)
  }

  /// Least squares in closed form; the least absolute error is the weighted median of the slopes y/x, weights |x|.
  private func slope(_ name: String) -> Double {
    if name == "l2" { return (x * y).sum() / (x * x).sum() }
    let slopes = zip(x.scalars, y.scalars).map { (slope: $1 / $0, weight: abs($0)) }.sorted {
      $0.slope < $1.slope
    }
    let half = slopes.reduce(0) { $0 + $1.weight } / 2
    var sum = 0.0
    for entry in slopes {
      sum += entry.weight
      if sum >= half { return entry.slope }
    }
    return slopes[slopes.count - 1].slope
  }

  func result(_ context: DemoContext) -> DemoResult {
    var fields: [JSONValue.Member] = names.map { name in
      let best = slope(name)
      return .init(
        name, .object([.init("slope", .number(best))] + residuals(y.scalars, (x * best).scalars)))
    }
    let center = slope("l2")
    let slopes = (-200...200).map { center + Double($0) / 100 }
    let likeliest = slopes.max { logLikelihood($0) < logLikelihood($1) }
    let smallest = slopes.min { mse($0) < mse($1) }
    if showsLikelihood { fields.append(.init("same_optimum", .bool(likeliest == smallest))) }
    var steps = [
      FormulaStep(
        formula: "w = Σ xᵢyᵢ / Σ xᵢ²",
        substituted: "\(Numbers.significant((x * y).sum(), 5)) / \(Numbers.significant((x * x).sum(), 5))",
        value: Numbers.significant(center, 5))
    ]
    if showsLikelihood {
      steps.append(
        FormulaStep(
          formula: "ln L = −n·ln(σ√2π) − n·MSE / (2σ²)",
          substituted: context.text("the MSE enters with a minus sign", "MSE 以负号出现"),
          value: Numbers.significant(logLikelihood(center), 5)))
    }
    return DemoResult(
      fields: fields, steps: steps, frames: [scatter(context)],
      details: showsLikelihood ? curves(slopes, center, context) : .blank)
  }

  private func scatter(_ context: DemoContext) -> Drawing {
    let points = zip(x.scalars, y.scalars).map { (x: $0, y: $1) }
    return .plot(
      Plot(
        title: context.text("y = 2x + noise, and the fitted lines", "y = 2x + 噪声与拟合直线"),
        series: [Plot.Series(context.text("data", "数据"), points, mark: .points, role: .plain)]
          + names.enumerated().map { index, name in
            let best = slope(name)
            return Plot.Series(
              "\(name) w = \(Numbers.significant(best))", [(x: -3, y: -3 * best), (x: 3, y: 3 * best)],
              role: .series(index))
          }, xRange: -3...3))
  }

  private func curves(_ slopes: [Double], _ best: Double, _ context: DemoContext) -> Drawing {
    func plot(_ title: String, _ role: Role, _ value: (Double) -> Double) -> Drawing {
      .plot(
        Plot(
          title: title, xLabel: "w",
          series: [
            Plot.Series(title, slopes.map { (x: $0, y: value($0)) }, role: role),
            Plot.Series(
              "w = \(Numbers.significant(best))", [(x: best, y: value(best))], mark: .path, role: .series2),
          ], height: 10))
    }
    return .beside([
      plot("MSE(w)", .series5, mse),
      plot(context.text("log-likelihood(w)", "对数似然(w)"), .series3, logLikelihood),
    ])
  }
}

private enum RegressRules {
  static let all: [WrongRule] = [
    rule("l2.constant", "median", "the median is given, which fits absolute error", "给出了中位数，那是绝对误差的最优") {
      median($0)
    },
    rule("l2.constant", "outlier-ignored", "the outlier is left out", "漏了离群点") { data in
      Tensor(Array(data.dropLast())).mean()
    },
    rule("l2.constant", "clean", "the last value is taken as \"n\" instead of 50", "把最后一个值当成 n，而不是 50") {
      data in
      Double(data.count + 1) / 2
    },
    rule("l2.constant", "midrange", "the middle between the smallest and largest is given", "给出了最小与最大的中点") {
      data in
      ((data.min() ?? 0) + (data.max() ?? 0)) / 2
    },
    rule("l1.constant", "mean", "the mean is given, which fits squared error", "给出了均值，那是平方误差的最优") { data in
      Tensor(data).mean()
    },
    rule("l1.constant", "midrange", "the middle between the smallest and largest is given", "给出了最小与最大的中点") {
      data in
      ((data.min() ?? 0) + (data.max() ?? 0)) / 2
    },
    rule("l1.constant", "outlier-ignored", "the outlier is left out", "漏了离群点") {
      median(Array($0.dropLast()))
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable ([Double]) -> Double
  ) -> WrongRule {
    WrongRule(
      field, name, english, chinese,
      number: { options in
        options.word("data") == "outlier" ? formula(ConstantFit(options).data) : nil
      })
  }
}
