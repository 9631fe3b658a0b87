import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let overfit = Demo(
    name: "overfit",
    purpose: LocalizedText(
      "Polynomials through noisy points of a sine: under-fit, fit, over-fit, and when to stop",
      "用多项式拟合带噪声的正弦：欠拟合、恰好、过拟合，以及何时停止"),
    topic: .regularisation,
    options: [
      DemoOption("degree", .integer(0...20), default: "9", "degree of the polynomial", "多项式次数"),
      DemoOption("n", .integer(4...60), default: "10", "training points", "训练点数"),
      DemoOption("noise", .number(0...2), default: "0.2", "standard deviation of the noise", "噪声标准差"),
      DemoOption("l2", .number(0...10), default: "0", "penalty λ on the squared coefficients", "系数平方和的惩罚 λ"),
      DemoOption("curve", .flag, "errors over the degree", "误差随次数的变化"),
      DemoOption(
        "early", .flag, "errors over the epochs of gradient descent, and where to stop", "误差随 epoch 的变化与停止点"),
    ],
    fields: [
      DemoField("params", "coefficients", "系数个数"),
      DemoField("train_error", "rms error on the training points", "训练点上的均方根误差"),
      DemoField("validation_error", "rms error on 200 other points", "另外 200 点上的均方根误差"),
      DemoField("underfits", "training error above twice the noise", "训练误差超过噪声的两倍"),
      DemoField(
        "overfits", "validation error above one and a half times the noise, training error below the noise",
        "验证误差超过噪声的 1.5 倍而训练误差低于噪声"),
      DemoField("weight_norm", "norm of the coefficients but the constant", "除常数项外系数的范数"),
      DemoField("weights_shrink", "whether λ shrinks it", "λ 是否使其变小"),
      DemoField("gap_shrinks", "whether λ narrows the gap of the errors", "λ 是否缩小误差差距"),
      DemoField(
        "train_falls", "whether the training error never rises with the degree (--curve)",
        "训练误差是否随次数从不上升（--curve）"),
      DemoField(
        "validation_rises", "whether the validation error rises again (--curve)", "验证误差是否重新上升（--curve）"),
      DemoField("train_errors", "training error of each degree (--curve)", "各次数的训练误差（--curve）"),
      DemoField("validation_errors", "validation error of each degree (--curve)", "各次数的验证误差（--curve）"),
      DemoField("best_degree", "degree of the lowest validation error (--curve)", "验证误差最小的次数（--curve）"),
      DemoField("best_epoch", "epoch of the lowest validation error (--early)", "验证误差最小的 epoch（--early）"),
      DemoField("stops_early", "whether it comes before the last (--early)", "它是否早于最后一个 epoch（--early）"),
    ],
    examples: ["overfit", "overfit --degree 3", "overfit --curve --early"]
  ) { options, context throws(DemoFailure) in
    try OverfitRun(options, &context.generator).result(options, context)
  }
}

private struct OverfitRun {
  typealias Points = [(t: Double, y: Double)]

  let degree: Int
  let noise, penalty: Double
  let training: Points
  let validation: Points
  let fit: PolynomialFit

  /// Noise-free data still get a scale to judge errors by.
  private var yardstick: Double { max(noise, 0.05) }

  init(_ options: OptionValues, _ generator: inout SplitMix64) throws(DemoFailure) {
    degree = options.integer("degree")
    noise = options.number("noise")
    penalty = options.number("l2")
    let count = options.integer("n")
    guard penalty > 0 || degree < count else {
      throw DemoFailure(
        LocalizedText(
          "degree \(degree) has \(degree + 1) coefficients, but there are only \(count) points.",
          "\(degree) 次多项式有 \(degree + 1) 个系数，却只有 \(count) 个点。"),
        advice: LocalizedText(
          "Use a lower --degree, a larger --n, or some --l2.", "请用更低的 --degree、更大的 --n，或加上 --l2。"))
    }
    let deviation = noise
    func points(_ places: [Double]) -> Points {
      places.map { (t: $0, y: sin(.pi * $0) + deviation * generator.nextNormal()) }
    }
    training = points((0..<count).map { 2 * Double($0) / Double(count - 1) - 1 })
    validation = points((0..<200).map { 2 * (Double($0) + 0.5) / 200 - 1 })
    fit = PolynomialFit(degree: degree, penalty: penalty, training)
  }

  private var trainError: Double { fit.error(training) }
  private var validationError: Double { fit.error(validation) }

  func result(_ options: OptionValues, _ context: DemoContext) -> DemoResult {
    let free = degree < training.count ? PolynomialFit(degree: degree, penalty: 0, training) : nil
    let underfits = trainError > 2 * yardstick
    let overfits = validationError > 1.5 * yardstick && trainError < yardstick
    var fields: [JSONValue.Member] = [
      .init("params", .integer(degree + 1)), .init("train_error", .number(trainError)),
      .init("validation_error", .number(validationError)), .init("underfits", .bool(underfits)),
      .init("overfits", .bool(overfits)), .init("weight_norm", .number(fit.norm)),
      .init("weights_shrink", free.map { .bool(fit.norm < $0.norm) } ?? .null),
      .init(
        "gap_shrinks",
        free.map { .bool(validationError - trainError < $0.error(validation) - $0.error(training)) } ?? .null),
    ]
    let shown = { (value: Double) in Numbers.significant(value, 4) }
    var steps = [
      FormulaStep(
        formula: context.text("coefficients = degree + 1", "系数个数 = 次数 + 1"), substituted: "\(degree) + 1",
        value: "\(degree + 1)"),
      FormulaStep(
        formula: context.text("rms error", "均方根误差"),
        substituted: context.text("training, validation", "训练、验证"),
        value: "\(shown(trainError)), \(shown(validationError))"),
    ]
    var details: [Drawing] = []
    if options.flag("curve") {
      let curve = DegreeCurve(training, validation, penalty)
      fields += curve.fields
      steps.append(
        FormulaStep(
          formula: context.text("best degree by validation", "验证误差最小的次数"),
          substituted: "argmin",
          value: "\(curve.best)"))
      details.append(curve.drawing(context))
    }
    if options.flag("early") {
      let descent = EarlyStopping(training, validation)
      fields += descent.fields
      steps.append(
        FormulaStep(
          formula: context.text("stop at the lowest validation error", "在验证误差最低处停止"),
          substituted: context.text(
            "epoch \(descent.best) of \(descent.epochs)", "epoch \(descent.best)，共 \(descent.epochs) 个"),
          value: shown(descent.validationErrors[descent.best])))
      details.append(descent.drawing(context))
    }
    var warnings: [LocalizedText] = []
    if underfits {
      warnings.append(LocalizedText("Under-fitting: even the training points are missed.", "欠拟合：连训练点都拟合不好。"))
    } else if overfits {
      warnings.append(
        LocalizedText("Over-fitting: the noise of the training points is memorised.", "过拟合：记住了训练点的噪声。"))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings, frames: frames(context),
      details: details.isEmpty ? .blank : .stack(details))
  }

  /// From degree 0 up to the one asked for.
  private func frames(_ context: DemoContext) -> [Drawing] {
    let places = (0...100).map { Double($0) / 50 - 1 }
    return (0...degree).map { degree in
      let fit = degree == self.degree ? self.fit : PolynomialFit(degree: degree, penalty: penalty, training)
      let curve = places.map { (x: $0, y: min(max(fit.value($0), -2.5), 2.5)) }
      return .plot(
        Plot(
          title: context.text("degree \(degree)", "\(degree) 次") + context.text(": ", "：")
            + context.text("training", "训练") + " \(Numbers.significant(fit.error(training), 3))"
            + context.text(", ", "，")
            + context.text("validation", "验证") + " \(Numbers.significant(fit.error(validation), 3))",
          series: [
            Plot.Series("sin", places.map { (x: $0, y: sin(.pi * $0)) }, role: .dim),
            Plot.Series(context.text("fit", "拟合"), curve, role: .series1),
            Plot.Series(
              context.text("training points", "训练点"), training.map { (x: $0.t, y: $0.y) }, mark: .points,
              role: .series2),
          ], xRange: -1...1, yRange: -2.5...2.5))
    }
  }
}

/// Both errors for every degree the points allow.
private struct DegreeCurve {
  let trainErrors, validationErrors: [Double]
  let best: Int

  init(_ training: OverfitRun.Points, _ validation: OverfitRun.Points, _ penalty: Double) {
    let fits = (0...min(training.count - 1, 15)).map { PolynomialFit(degree: $0, penalty: penalty, training) }
    trainErrors = fits.map { $0.error(training) }
    let errors = fits.map { $0.error(validation) }
    validationErrors = errors
    best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
  }

  var fields: [JSONValue.Member] {
    let falls = zip(trainErrors, trainErrors.dropFirst()).allSatisfy { $1 <= $0 + 1e-9 }
    let last = validationErrors[validationErrors.count - 1]
    return [
      .init("train_falls", .bool(falls)),
      .init("validation_rises", .bool(last > 1.2 * validationErrors[best])),
      .init("best_degree", .integer(best)), .init("train_errors", .numbers(trainErrors)),
      .init("validation_errors", .numbers(validationErrors)),
    ]
  }

  func drawing(_ context: DemoContext) -> Drawing {
    // An exact fit has no place on a logarithmic axis.
    func points(_ errors: [Double]) -> [(x: Double, y: Double)] {
      errors.enumerated().map { (x: Double($0), y: max($1, 1e-3)) }
    }
    return .plot(
      Plot(
        title: context.text("error by degree (best \(best))", "误差随次数的变化（最佳 \(best) 次）"),
        xLabel: context.text("degree", "次数"),
        series: [
          Plot.Series(context.text("training", "训练"), points(trainErrors), mark: .path, role: .series1),
          Plot.Series(
            context.text("validation", "验证"), points(validationErrors), mark: .path, role: .series2),
        ], isYLogarithmic: true, height: 12))
  }
}

/// Gradient descent on a flexible curve, a sum of 20 cosines, watched on validation data.
private struct EarlyStopping {
  let trainErrors, validationErrors: [Double]
  let best: Int
  let epochs = 2000

  init(_ training: OverfitRun.Points, _ validation: OverfitRun.Points) {
    func features(_ points: OverfitRun.Points) -> Tensor {
      Tensor(points.map { point in (0..<20).map { cos(Double($0) * .pi * (point.t + 1) / 2) } })
    }
    func target(_ points: OverfitRun.Points) -> Tensor { Tensor(points.map { [$0.y] }) }
    let (inputs, unseen) = (features(training), features(validation))
    let (wanted, unseenWanted) = (target(training), target(validation))
    func error(_ difference: Tensor) -> Double {
      ((difference * difference).sum() / Double(difference.scalarCount)).squareRoot()
    }
    var weights = Tensor.zeros([20, 1])
    var (seen, other): ([Double], [Double]) = ([], [])
    // The curvature is at most 2 · 20, the trace of the quadratic form; 2 / 40 is stable.
    let rate = 0.05
    for _ in 0...epochs {
      let difference = inputs.matmul(weights) - wanted
      seen.append(error(difference))
      other.append(error(unseen.matmul(weights) - unseenWanted))
      weights += inputs.transposed.matmul(difference) * (-2 * rate / Double(training.count))
    }
    trainErrors = seen
    validationErrors = other
    best = other.indices.min { other[$0] < other[$1] } ?? 0
  }

  var fields: [JSONValue.Member] {
    [.init("best_epoch", .integer(best)), .init("stops_early", .bool(best < epochs))]
  }

  func drawing(_ context: DemoContext) -> Drawing {
    func points(_ errors: [Double]) -> [(x: Double, y: Double)] {
      stride(from: 0, through: epochs, by: 20).map { (x: Double($0), y: errors[$0]) }
    }
    return .plot(
      Plot(
        title: context.text("error by epoch (stop at \(best))", "误差随 epoch 的变化（停在 epoch \(best)）"),
        xLabel: "epoch",
        series: [
          Plot.Series(context.text("training", "训练"), points(trainErrors), role: .series1),
          Plot.Series(context.text("validation", "验证"), points(validationErrors), role: .series2),
          Plot.Series(
            context.text("stop", "停止"), [(x: Double(best), y: validationErrors[best])], mark: .points,
            role: .series3),
        ], height: 11))
  }
}
