import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let scale = Demo(
    name: "scale",
    purpose: LocalizedText(
      "Feature scaling: min-max, z-score, and maps for widely spread data",
      "特征缩放：min-max 缩放、标准化（z-score），以及跨度大时的非线性映射"),
    topic: .normalisation,
    options: [
      DemoOption(
        "data", .numbers(-1_000_000...1_000_000, count: 1...64), default: "1,100,0.01",
        "values of one feature",
        "一个特征的取值"),
      DemoOption(
        "method", .words(["minmax", "zscore", "exp", "log"]), default: "minmax,zscore", "how to scale", "缩放方法"
      ),
    ],
    fields: [
      DemoField("mean", "of the data", "数据的均值"),
      DemoField("std", "population standard deviation", "总体标准差"),
      DemoField("min", "smallest value", "最小值"), DemoField("max", "largest value", "最大值"),
      DemoField("NAME.values", "the scaled values", "缩放后的值"),
    ],
    examples: [
      "scale", "scale --data 1,100,0.01 --method minmax,zscore,exp,log", "scale --data 6 --method exp",
    ],
    wrongRules: ScaleRules.all
  ) { options, context throws(DemoFailure) in
    let feature = Feature(options.numbers("data"))
    let methods = options.words("method")
    for method in methods {
      if let failure = feature.failure(of: method) { throw failure }
    }
    return feature.result(methods, context)
  }
}

private struct Feature {
  let values: [Double]
  let low, high, mean, deviation: Double

  init(_ values: [Double]) {
    self.values = values
    let tensor = Tensor(values)
    low = tensor.minimum()
    high = tensor.maximum()
    mean = tensor.mean()
    deviation = tensor.standardDeviation()
  }

  /// Why a method has no result for these values.
  func failure(of method: String) -> DemoFailure? {
    switch method {
    case "minmax", "zscore":
      guard high == low else { return nil }
      return DemoFailure(
        LocalizedText("All values are equal, so \(method) would divide by 0.", "所有值相等，\(method) 会除以 0。"),
        advice: LocalizedText(
          "Such a feature says nothing: drop it, or give --data that differ.", "这种特征没有信息：应删去，或给出不同的 --data。"))
    default:
      guard low < 0 || (method == "log" && low == 0) else { return nil }
      return DemoFailure(
        LocalizedText(
          "\(method) is for \(method == "log" ? "positive" : "non-negative") values; the smallest is \(Numbers.short(low)).",
          "\(method) 只适用于\(method == "log" ? "正" : "非负")数，而最小值为 \(Numbers.short(low))。"),
        advice: LocalizedText("Shift the data first, or take minmax or zscore.", "请先平移数据，或改用 minmax、zscore。"))
    }
  }

  func scaled(_ method: String) -> [Double] {
    let data = Tensor(values)
    return switch method {
    case "minmax": ((data - low) / (high - low)).scalars
    case "zscore": ((data - mean) / deviation).scalars
    case "exp": (1 - (-data).exponential()).scalars
    default: data.logarithm().scalars
    }
  }

  func result(_ methods: [String], _ context: DemoContext) -> DemoResult {
    var fields: [JSONValue.Member] = [
      .init("mean", .number(mean)), .init("std", .number(deviation)), .init("min", .number(low)),
      .init("max", .number(high)),
    ]
    fields += methods.map { .init($0, .object([.init("values", .numbers(scaled($0)))])) }
    let index = min(1, values.count - 1)
    let x = Numbers.significant(values[index], 5)
    let steps = methods.map { method in
      let (formula, put): (String, String) =
        switch method {
        case "minmax":
          (
            "x′ = (x − min) / (max − min)",
            "(\(x) − \(Numbers.significant(low, 5))) / (\(Numbers.significant(high, 5)) − \(Numbers.significant(low, 5)))"
          )
        case "zscore":
          (
            "x′ = (x − μ) / σ",
            "(\(x) − \(Numbers.significant(mean, 5))) / \(Numbers.significant(deviation, 5))"
          )
        case "exp": ("x′ = 1 − e⁻ˣ", "1 − e^−\(x)")
        default: ("x′ = ln x", "ln \(x)")
        }
      return FormulaStep(
        formula: formula, substituted: put, value: Numbers.significant(scaled(method)[index], 5))
    }
    var warnings: [LocalizedText] = []
    if methods.contains("minmax"), values.count > 2,
      values.count(where: { ($0 - low) / (high - low) < 0.1 }) == values.count - 1
    {
      warnings.append(
        LocalizedText(
          "One extreme value squeezes all others into a tenth of the range.", "一个极端值把其余的都挤进了十分之一的区间。"))
    }
    if methods.contains("zscore") {
      warnings.append(
        LocalizedText(
          "The z-score shifts and stretches; it does not make the data normally distributed.",
          "z-score 只平移和拉伸，不会把数据变成正态分布。"))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings, frames: frames(methods, context),
      details: .table(
        Table(
          ["x"] + methods,
          values.indices.map { row in
            [Numbers.significant(values[row])] + methods.map { Numbers.significant(scaled($0)[row]) }
          })))
  }

  /// Number lines: the data, then each scaling.
  private func frames(_ methods: [String], _ context: DemoContext) -> [Drawing] {
    func line(_ title: String, _ numbers: [Double], _ role: Role) -> Drawing {
      .plot(
        Plot(
          title: title, xLabel: "x",
          series: [Plot.Series(title, numbers.map { (x: $0, y: 0) }, mark: .points, role: role)],
          yRange: -1...1, height: 6))
    }
    let before = line(context.text("data", "数据"), values, .plain)
    return (1...methods.count).map { count in
      .stack(
        [before]
          + methods.prefix(count).enumerated().map { index, method in
            line(method, scaled(method), .series(index))
          })
    }
  }
}

private enum ScaleRules {
  static let all: [WrongRule] = [
    WrongRule(
      "std", "unbiased", "the sum is divided by n − 1 instead of n", "除以了 n − 1，而不是 n",
      number: { o in
        Tensor(o.numbers("data")).standardDeviation(unbiased: true)
      }),
    WrongRule(
      "std", "variance", "the variance is given, not its root", "给出的是方差，没有开根号",
      number: { o in
        Tensor(o.numbers("data")).variance()
      }),
    WrongRule(
      "std", "range", "the range max − min is given", "给出的是极差 max − min",
      number: { o in
        Feature(o.numbers("data")).high - Feature(o.numbers("data")).low
      }),
    WrongRule(
      "std", "mean-deviation", "the mean absolute deviation is given", "给出的是平均绝对偏差",
      number: { o in
        let feature = Feature(o.numbers("data"))
        return (Tensor(feature.values) - feature.mean).absolute().mean()
      }),
    second("max-alone", "x is divided by the maximum alone", "只除以了最大值") { x, _, high in x / high },
    second("not-shifted", "the minimum is not subtracted from x", "x 没有减去最小值") { x, low, high in
      x / (high - low)
    },
    second("not-divided", "the difference is not divided by the range", "没有除以极差") { x, low, _ in x - low },
    second("max-divides", "x − min is divided by the maximum instead of the range", "用 x − min 除以最大值，而不是极差") {
      x, low, high in
      (x - low) / high
    },
    second("from-above", "the distance from the maximum is taken", "算成了到最大值的距离") { x, low, high in
      (high - x) / (high - low)
    },
  ]

  private static func second(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ x: Double, _ low: Double, _ high: Double) -> Double
  ) -> WrongRule {
    WrongRule(
      "minmax.values[1]", name, english, chinese,
      number: { options in
        let feature = Feature(options.numbers("data"))
        guard feature.values.count > 1 else { return nil }
        return formula(feature.values[1], feature.low, feature.high)
      })
  }
}
