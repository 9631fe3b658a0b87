import Basics
import Glibc
import TerminalUI

extension Demo {
  static let hyperSearch = Demo(
    name: "hyper-search",
    purpose: LocalizedText(
      "Where the trials of a hyperparameter search land: grid or random, linear or log scale",
      "超参数搜索的试验点落在哪里：网格或随机，线性或对数尺度"),
    topic: .practice,
    options: [
      DemoOption("kind", .word(["grid", "random"]), default: "random", "how trials are placed", "取点方式"),
      DemoOption("scale", .word(["linear", "log"]), default: "log", "scale of both axes", "两轴的尺度"),
      DemoOption("lo", .number(1e-12...1e6), default: "1e-4", "smallest value", "最小值"),
      DemoOption("hi", .number(1e-12...1e6), default: "1", "largest value", "最大值"),
      DemoOption("n", .integer(1...400), default: "25", "trials", "试验次数"),
    ],
    fields: [
      DemoField("distinct_per_axis", "different values tested of each hyperparameter", "每个超参数试到的不同取值数"),
      DemoField(
        "decade_percent", "expected share of trials in each decade, lowest first, %", "每个数量级内的期望占比，从低到高，%"),
      DemoField(
        "below_tenth_percent", "expected share below a tenth of the largest value, %", "落在最大值十分之一以下的期望占比，%"),
      DemoField("points", "the trials [x, y]", "各试验点 [x, y]"),
    ],
    examples: ["hyper-search", "hyper-search --kind grid", "hyper-search --scale linear"],
    wrongRules: HyperSearchRules.all
  ) { options, context throws(DemoFailure) in
    let search = try HyperSearch(options)
    return search.result(options, &context)
  }
}

private struct HyperSearch {
  let low, high: Double
  let isLog: Bool

  init(_ options: OptionValues) throws(DemoFailure) {
    low = options.number("lo")
    high = options.number("hi")
    isLog = options.word("scale") == "log"
    guard low < high else {
      throw DemoFailure(
        LocalizedText("--lo must be below --hi.", "--lo 必须小于 --hi。"),
        advice: LocalizedText("Swap them or choose others.", "请交换两者或另选数值。"))
    }
  }

  /// The value at a share 0…1 of the axis.
  private func value(_ share: Double) -> Double {
    isLog ? low * pow(high / low, share) : low + (high - low) * share
  }

  private func share(below value: Double) -> Double {
    let share = isLog ? log(value / low) / log(high / low) : (value - low) / (high - low)
    return min(1, max(0, share))
  }

  var decades: Int { max(1, Int(ceil(log10(high / low) - 1e-9))) }

  /// Powers of ten from the smallest value up, the last border at the largest.
  private var borders: [Double] {
    (0...decades).map { $0 == decades ? high : low * pow(10, Double($0)) }
  }

  var percents: [Double] {
    zip(borders, borders.dropFirst()).map { 100 * (share(below: $1) - share(below: $0)) }
  }

  func result(_ options: OptionValues, _ context: inout DemoContext) -> DemoResult {
    let count = options.integer("n")
    let isGrid = options.word("kind") == "grid"
    let side = Int(Double(count).squareRoot())
    var warnings: [LocalizedText] = []
    if isGrid, side * side != count {
      warnings.append(
        LocalizedText(
          "\(count) trials make no square grid: \(side)×\(side) are placed.",
          "\(count) 次排不成方格：只放 \(side)×\(side) 个。"))
    }
    if !isLog, high / low >= 100 {
      warnings.append(
        LocalizedText(
          "On a linear scale almost all trials land in the highest decade.", "线性尺度下几乎所有试验都落在最高的数量级。"))
    }
    var points: [(x: Double, y: Double)] = []
    for index in 0..<(isGrid ? side * side : count) {
      if isGrid {
        let (row, column) = index.quotientAndRemainder(dividingBy: side)
        // Cell centres: no trial on the edge of the range.
        points.append(
          (x: value((Double(column) + 0.5) / Double(side)), y: value((Double(row) + 0.5) / Double(side))))
      } else {
        points.append((x: value(context.generator.nextUnit()), y: value(context.generator.nextUnit())))
      }
    }
    let distinct = Set(points.map(\.x)).count
    let percents = percents
    let shown = { (value: Double) in Numbers.significant(value, 4) }
    let below = 100 * share(below: high / 10)
    let context = context
    let pace = max(1, points.count / 24)
    return DemoResult(
      fields: [
        .init("distinct_per_axis", .integer(distinct)), .init("decade_percent", .numbers(percents)),
        .init("below_tenth_percent", .number(below)),
        .init("points", .array(points.map { .numbers([$0.x, $0.y]) })),
      ],
      steps: [
        FormulaStep(
          formula: isGrid ? "√n" : "n", substituted: isGrid ? "√\(side * side)" : "\(count)",
          value: context.text("\(distinct) values of each", "\(distinct) 个取值（每个超参数）"),
          fields: ["distinct_per_axis"]),
        FormulaStep(
          formula: isLog ? "10^r, r ~ U(log lo, log hi)" : "U(lo, hi)",
          substituted: isLog
            ? "100 % / \(shown(log10(high / low))) \(context.text("decades", "个数量级"))"
            : "(\(shown(high)) − \(shown(borders[decades - 1]))) / (\(shown(high)) − \(shown(low)))",
          value: "\(shown(percents[percents.count - 1])) %\(context.text(" in the highest", "（最高的数量级）"))",
          fields: ["decade_percent"]),
      ], warnings: warnings,
      frames: Swift.stride(from: min(pace, points.count), through: points.count, by: pace).map {
        picture(Array(points.prefix($0)), context)
      },
      details: .bars(
        BarChart(
          title: context.text("expected share of each decade", "各数量级的期望占比"),
          bars: percents.enumerated().map { index, percent in
            BarChart.Bar(
              "\(shown(borders[index]))…\(shown(borders[index + 1]))", percent, text: "\(shown(percent)) %")
          })))
  }

  private func picture(_ points: [(x: Double, y: Double)], _ context: DemoContext) -> Drawing {
    .plot(
      Plot(
        title: context.text("\(points.count) trials", "\(points.count) 次试验"),
        xLabel: context.text("the important hyperparameter", "重要的超参数"),
        yLabel: context.text("the other", "另一个"),
        series: [
          Plot.Series(context.text("trials", "试验"), points, mark: .points, role: .series1),
          // What the important axis sees: every trial dropped on it.
          Plot.Series(
            context.text("on the x axis", "投影到 x 轴"), points.map { (x: $0.x, y: low) }, mark: .points,
            role: .series2),
        ], xRange: low...high, yRange: low...high, isXLogarithmic: true, isYLogarithmic: true))
  }
}

private enum HyperSearchRules {
  static let all: [WrongRule] = [
    WrongRule(
      "trials", field: "distinct_per_axis",
      mistake: LocalizedText("every trial is taken to test a new value", "以为每次试验都是新取值")
    ) { $0.word("kind") == "grid" ? .integer($0.integer("n")) : nil },
    WrongRule(
      "halved", field: "distinct_per_axis",
      mistake: LocalizedText("the trials are shared out over two axes", "把试验次数平分给了两个轴")
    ) { $0.word("kind") == "grid" ? .integer($0.integer("n") / 2) : nil },
    WrongRule(
      "linear", field: "decade_percent[-1]",
      mistake: LocalizedText("the share on a linear scale is given", "给出的是线性尺度下的占比")
    ) { options in
      guard options.word("scale") == "log", let search = try? HyperSearch(options) else { return nil }
      return .number(100 * (search.high - search.high / 10) / (search.high - search.low))
    },
    WrongRule(
      "borders", field: "decade_percent[-1]",
      mistake: LocalizedText("the borders of the decades are counted instead of the decades", "数的是分界点而不是区间")
    ) { options in
      (try? HyperSearch(options)).map { .number(100 / Double($0.decades + 1)) }
    },
    WrongRule(
      "fraction", field: "decade_percent[-1]",
      mistake: LocalizedText("a fraction is given instead of a percentage", "给出的是小数而不是百分数")
    ) { options in
      (try? HyperSearch(options)).map { .number($0.percents[$0.percents.count - 1] / 100) }
    },
  ]
}
