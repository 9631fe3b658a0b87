import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let ema = Demo(
    name: "ema",
    purpose: LocalizedText(
      "Exponential moving average: how far back it looks, its pull to zero, and the correction",
      "指数滑动平均：能看多远、初期向零的偏差与修正"),
    topic: .optimisers,
    options: [
      DemoOption(
        "beta", .numbers(0...0.9999, count: 1...6), default: "0.9", "decay β, one or several", "衰减率 β，可多个"),
      DemoOption(
        "const", .number(-1_000_000...1_000_000), "a constant series instead of a noisy one", "改用常数序列"),
      DemoOption(
        "n", .integer(1...5000), "steps (20; three windows with --noisy-weights)",
        "步数（默认 20；--noisy-weights 时为三个窗口）"),
      DemoOption("correct", .flag, "draw the corrected average too", "同时画出修正后的平均"),
      DemoOption("weights", .flag, "draw how much each past value counts", "画出各历史值的权重"),
      DemoOption(
        "noisy-weights", .flag, "average a weight that SGD shakes about its optimum 1",
        "对被 SGD 抖动的权重（最优值 1）取平均"),
    ],
    fields: [
      DemoField("values", "v after each step (a list per β when there are several)", "每步之后的 v（多个 β 时各一列）"),
      DemoField("corrected", "v / (1 − βᵗ)", "v / (1 − βᵗ)"),
      DemoField("weight_sum", "1 − βⁿ: what the weights of n values add up to", "1 − βⁿ：n 个值的权重之和"),
      DemoField("window", "1 / (1 − β)", "1 / (1 − β)"),
      DemoField("share", "the part of the weight that the last window carries", "最近一个窗口所占的权重"),
      DemoField(
        "raw_error", "with --noisy-weights: RMS distance from the optimum, second half",
        "--noisy-weights 时：后一半与最优值的均方根距离"),
      DemoField("average_error", "the same of the corrected average", "修正后平均的同一距离"),
    ],
    examples: [
      "ema --beta 0.9 --const 10 --n 5 --correct", "ema --beta 0.9,0.98,0.99,0.999 --weights",
      "ema --beta 0.999 --noisy-weights",
    ],
    wrongRules: EMARules.all
  ) { options, context throws(DemoFailure) in
    let run = EMARun(options, &context)
    return run.result(options, context)
  }
}

/// The averages of one series, a decay each.
private struct EMARun {
  struct Average {
    let beta: Double
    var values: [Double] = []
    var corrected: [Double] = []

    var window: Double {
      let window = 1 / (1 - beta)
      return abs(window - window.rounded()) < 1e-9 * window ? window.rounded() : window
    }
    /// Of all weight (1 − β)·βᵏ, what k < window carries.
    var share: Double { 1 - pow(beta, window) }
    var weightSum: Double { 1 - pow(beta, Double(values.count)) }
  }

  let series: [Double]
  let averages: [Average]
  /// Of `--noisy-weights`.
  static let optimum = 1.0

  init(_ options: OptionValues, _ context: inout DemoContext) {
    let betas = options.numbers("beta")
    let isShaken = options.flag("noisy-weights")
    let widest = betas.map { Average(beta: $0).window }.max() ?? 1
    let count = options.optionalInteger("n") ?? (isShaken ? Int(min(5000, max(200, 3 * widest))) : 20)
    series =
      if isShaken {
        EMARun.shakenWeight(count, &context.generator)
      } else if let constant = options.optionalNumber("const") {
        Array(repeating: constant, count: count)
      } else {
        EMARun.noisyWave(count, &context.generator)
      }
    averages = betas.map { [series] beta in
      var engine = ExponentialMovingAverage(decay: beta)
      var average = Average(beta: beta)
      for value in series {
        engine.update([Tensor(value)])
        average.values.append(engine.raw[0].scalar)
        average.corrected.append(engine.average[0].scalar)
      }
      return average
    }
  }

  /// SGD on ½(θ − 1)² from 3, with noise in the gradient: it never settles.
  private static func shakenWeight(_ count: Int, _ generator: inout SplitMix64) -> [Double] {
    var weight = 3.0
    return (0..<count).map { _ in
      weight -= 0.1 * (weight - optimum + 2 * generator.nextNormal())
      return weight
    }
  }

  private static func noisyWave(_ count: Int, _ generator: inout SplitMix64) -> [Double] {
    (0..<count).map { 10 + 5 * sin(Double($0) / Double(count) * 2 * .pi) + 1.5 * generator.nextNormal() }
  }

  /// A value per β, alone when there is one.
  private func each(_ value: (Average) -> JSONValue) -> JSONValue {
    averages.count == 1 ? value(averages[0]) : .array(averages.map(value))
  }

  private func error(_ values: [Double]) -> Double {
    let late = values.dropFirst(values.count / 2)
    let squares = late.reduce(0) { $0 + ($1 - EMARun.optimum) * ($1 - EMARun.optimum) }
    return (squares / Double(late.count)).squareRoot()
  }

  func result(_ options: OptionValues, _ context: DemoContext) -> DemoResult {
    var fields: [JSONValue.Member] = [
      .init("values", each { .numbers($0.values) }), .init("corrected", each { .numbers($0.corrected) }),
      .init("weight_sum", each { .number($0.weightSum) }), .init("window", each { .number($0.window) }),
      .init("share", each { .number($0.share) }),
    ]
    let isShaken = options.flag("noisy-weights")
    if isShaken {
      fields.append(.init("raw_error", .number(error(series))))
      fields.append(.init("average_error", each { .number(error($0.corrected)) }))
    }
    let drawsCorrected = options.flag("correct") || isShaken
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings,
      frames: options.flag("weights") ? [weightCurves(context)] : frames(drawsCorrected, context),
      details: details(context, isShaken: isShaken))
  }

  private var steps: [FormulaStep] {
    let average = averages[0]
    let beta = Numbers.significant(average.beta, 6)
    let rest = Numbers.significant(Numbers.decimal(1 - average.beta), 6)
    var previous = 0.0
    var steps: [FormulaStep] = []
    for index in 0..<min(3, series.count) {
      steps.append(
        FormulaStep(
          formula: index == 0 ? "vₜ = β·vₜ₋₁ + (1 − β)·xₜ" : "",
          substituted:
            "\(beta) · \(Numbers.significant(previous)) + \(rest) · \(Numbers.significant(series[index]))",
          value: Numbers.significant(average.values[index]), fields: ["values", "corrected"]))
      previous = average.values[index]
    }
    let last = series.count - 1
    steps.append(
      FormulaStep(
        formula: "v̂ₜ = vₜ / (1 − βᵗ)",
        substituted: "\(Numbers.significant(average.values[last])) / (1 − \(beta)^\(last + 1))",
        value: Numbers.significant(average.corrected[last]), fields: ["corrected"]))
    steps.append(
      FormulaStep(
        formula: "1 − βᵗ", substituted: "1 − \(beta)^\(last + 1)",
        value: Numbers.significant(average.weightSum),
        fields: ["weight_sum"]))
    steps.append(
      FormulaStep(
        formula: "1 / (1 − β)", substituted: "1 / \(rest)", value: Numbers.significant(average.window, 6),
        fields: ["window"]))
    return steps
  }

  private var warnings: [LocalizedText] {
    averages.filter { Double(series.count) < $0.window }.prefix(1).map { average in
      let sum = Numbers.significant(average.weightSum, 3)
      return LocalizedText(
        "After \(series.count) steps the weights add up to \(sum) only: uncorrected, v is still pulled to zero.",
        "\(series.count) 步后权重之和只有 \(sum)：未修正的 v 仍被拉向零。")
    }
  }

  /// The series and its averages grow from left to right.
  private func frames(_ drawsCorrected: Bool, _ context: DemoContext) -> [Drawing] {
    let count = series.count
    let pace = max(1, (count + 39) / 40)
    var ends = Array(stride(from: pace, to: count, by: pace))
    ends.append(count)
    let all = series + averages.flatMap(\.values)
    let low = min(0, all.min() ?? 0)
    let high = max(low + 1, all.max() ?? 1)
    return ends.map { end in
      func points(_ values: [Double]) -> [(x: Double, y: Double)] {
        values.prefix(end).enumerated().map { (x: Double($0 + 1), y: $1) }
      }
      var lines = [Plot.Series("x", points(series), mark: count > 200 ? .line : .points, role: .dim)]
      for (index, average) in averages.enumerated() {
        let name = "β = \(Numbers.significant(average.beta, 6))"
        lines.append(Plot.Series("v, \(name)", points(average.values), role: .series(index)))
        if drawsCorrected {
          lines.append(
            Plot.Series("v̂, \(name)", points(average.corrected), role: .series(index + averages.count)))
        }
      }
      return .plot(
        Plot(
          title: context.text("step \(end)", "第 \(end) 步"), xLabel: context.text("step", "步"), series: lines,
          xRange: 0...Double(max(2, count)), yRange: low...high))
    }
  }

  private func weightCurves(_ context: DemoContext) -> Drawing {
    let reach = min(2000, max(10, Int(2 * (averages.map(\.window).max() ?? 1))))
    let stride = max(1, reach / 200)
    return .plot(
      Plot(
        title: context.text("weight (1 − β)·βᵏ of the value k steps back", "k 步之前的值的权重 (1 − β)·βᵏ"),
        xLabel: "k",
        series: averages.enumerated().map { index, average in
          let points = Swift.stride(from: 0, through: reach, by: stride).map { k in
            (x: Double(k), y: (1 - average.beta) * pow(average.beta, Double(k)))
          }
          return Plot.Series(
            "β = \(Numbers.significant(average.beta, 6))", points,
            mark: averages.count == 1 && reach <= 40 ? .stems : .line, role: .series(index))
        }))
  }

  private func details(_ context: DemoContext, isShaken: Bool) -> Drawing {
    var parts: [Drawing] = [
      .table(
        Table(
          [
            "β", context.text("window", "窗口"), context.text("its share", "窗口权重"),
            context.text("weight sum", "权重和"), context.text("last v", "最后的 v"), "v̂",
          ],
          averages.map { average in
            [
              Numbers.significant(average.beta, 6), Numbers.significant(average.window, 6),
              Numbers.fixed(average.share, 4), Numbers.fixed(average.weightSum, 4),
              Numbers.significant(average.values[average.values.count - 1], 5),
              Numbers.significant(average.corrected[average.corrected.count - 1], 5),
            ]
          }))
    ]
    if isShaken {
      let raw = Numbers.significant(error(series), 3)
      let average = Numbers.list(averages.map { error($0.corrected) }, 3)
      parts.append(
        context.remark(
          "RMS distance from the optimum in the second half: raw \(raw), averaged \(average).",
          "后一半与最优值的均方根距离：原始 \(raw)，平均后 \(average)。"))
    }
    return .stack(parts)
  }
}

/// Mistakes with the series --const, and with the two formulas.
private enum EMARules {
  static let all: [WrongRule] = [
    last("swapped", "β and 1 − β are swapped", "把 β 与 1 − β 弄反了") { beta, c, n in c * (1 - pow(1 - beta, n))
    },
    last("corrected", "the bias correction is applied, which was not asked for", "多做了偏差修正") { _, c, _ in c },
    last("one-step", "only one step is made", "只算了一步") { beta, c, _ in c * (1 - beta) },
    last("step-short", "one step is missing", "少算了一步") { beta, c, n in c * (1 - pow(beta, n - 1)) },
    last("step-more", "one step too many is made", "多算了一步") { beta, c, n in c * (1 - pow(beta, n + 1)) },
    last("remaining", "βⁿ·c is given, the part that is still missing", "给出的是还差的部分 βⁿ·c") { beta, c, n in
      c * pow(beta, n)
    },
    one("window", "complement", "1 − β is given, without its reciprocal", "给出 1 − β，忘了取倒数") { beta, _ in
      1 - beta
    },
    one("window", "beta-reciprocal", "1/β is given instead of 1/(1 − β)", "把 1/(1 − β) 当成了 1/β") { beta, _ in
      1 / beta
    },
    one("window", "odds", "β/(1 − β) is given", "给出的是 β/(1 − β)") { beta, _ in beta / (1 - beta) },
    one("weight_sum", "power-alone", "βⁿ is given, without 1 −", "给出 βⁿ，忘了 1 −") { beta, n in pow(beta, n) },
    one("weight_sum", "power-forgotten", "1 − β is taken for every step", "每一步都用 1 − β") { beta, _ in 1 - beta
    },
    one("weight_sum", "step-short", "the power is n − 1, as if counted from 0", "指数用了 n − 1（从 0 数起）") {
      beta, n in
      1 - pow(beta, n - 1)
    },
  ]

  private static func last(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ beta: Double, _ constant: Double, _ count: Double) -> Double
  ) -> WrongRule {
    WrongRule(
      "values[-1]", name, english, chinese,
      number: { options in
        guard let constant = options.optionalNumber("const") else { return nil }
        return formula(options.numbers("beta")[0], constant, Double(options.optionalInteger("n") ?? 20))
      })
  }

  private static func one(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ beta: Double, _ count: Double) -> Double
  ) -> WrongRule {
    WrongRule(
      field, name, english, chinese,
      number: { options in
        formula(options.numbers("beta")[0], Double(options.optionalInteger("n") ?? 20))
      })
  }
}
