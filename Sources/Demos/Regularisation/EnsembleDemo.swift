import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let ensemble = Demo(
    name: "ensemble",
    purpose: LocalizedText(
      "Averaging models: how far the variance falls, and the floor that correlation sets",
      "模型平均：方差能降多少，相关性定下的下限"),
    topic: .regularisation,
    options: [
      DemoOption("m", .integer(1...1000), default: "10", "models", "模型数"),
      DemoOption("rho", .number(0...1), default: "0.5", "correlation of any two of them", "任意两个模型的相关系数"),
      DemoOption(
        "crops", .word(["5", "10"]), "crops of an image at test time, averaged the same way",
        "测试时对图像取的裁剪数，同样取平均"),
    ],
    fields: [
      DemoField("variance", "ρ + (1 − ρ)/M, each model's being 1", "ρ + (1 − ρ)/M（单个模型方差为 1）"),
      DemoField("floor", "ρ: what no number of models goes below", "ρ：模型再多也降不到其下"),
      DemoField("measured_variance", "of the average, over 2000 draws", "平均值的方差，抽样 2000 次实测"),
      DemoField("crop_count", "--crops: images that one image becomes", "--crops：一张图变成几张"),
      DemoField(
        "crop_corners", "--crops: top and left of each 224×224 crop of 256×256, mirrored ones behind",
        "--crops：256×256 中各 224×224 裁剪的上、左位置，镜像的在后"),
    ],
    examples: ["ensemble --m 10 --rho 0.5", "ensemble --m 5 --rho 0", "ensemble --m 5 --rho 0.5 --crops 10"],
    wrongRules: EnsembleRules.all
  ) { options, context throws(DemoFailure) in
    Ensemble(options).result(options.optionalWord("crops"), &context)
  }
}

private struct Ensemble {
  let count: Int
  let correlation: Double
  private static let draws = 2000

  init(_ options: OptionValues) {
    count = options.integer("m")
    correlation = options.number("rho")
  }

  private func variance(_ count: Int) -> Double { correlation + (1 - correlation) / Double(count) }

  /// Errors that share a common part: eᵢ = √ρ·c + √(1 − ρ)·nᵢ have variance 1 and correlation ρ.
  private func measured(_ generator: inout SplitMix64) -> Double {
    let common = Tensor.normal([Ensemble.draws], using: &generator) * correlation.squareRoot()
    // The mean of M independent parts is drawn as one number of variance 1/M.
    let own =
      count <= 50
      ? Tensor.normal([Ensemble.draws, count], using: &generator).mean(axes: [1])
      : Tensor.normal([Ensemble.draws], deviation: 1 / Double(count).squareRoot(), using: &generator)
    return (common + own * (1 - correlation).squareRoot()).variance()
  }

  func result(_ crops: String?, _ context: inout DemoContext) -> DemoResult {
    let value = Numbers.decimal(variance(count))
    let measured = measured(&context.generator)
    var fields: [JSONValue.Member] = [
      .init("variance", .number(value)), .init("floor", .number(correlation)),
      .init("measured_variance", .number(measured)),
    ]
    var frames = [curve(context)]
    if let crops {
      let corners = Ensemble.corners
      let isMirrored = crops == "10"
      fields.append(.init("crop_count", .integer(corners.count * (isMirrored ? 2 : 1))))
      fields.append(
        .init(
          "crop_corners",
          .array((isMirrored ? corners + corners : corners).map { .integers([$0.top, $0.left]) })))
      frames = Ensemble.cropFrames(isMirrored: isMirrored, context)
    }
    let (r, m) = (Numbers.significant(correlation), "\(count)")
    var warnings: [LocalizedText] = []
    if correlation > 0 {
      warnings.append(
        LocalizedText(
          "However many models: the variance stays above ρ = \(r). Different models pay, more of the same do not.",
          "无论多少模型，方差都高于 ρ = \(r)。要的是不同的模型，而不是更多相同的。"))
    }
    return DemoResult(
      fields: fields,
      steps: [
        FormulaStep(
          formula: "ρ·σ² + (1 − ρ)·σ²/M", substituted: "\(r) + (1 − \(r)) / \(m)",
          value: Numbers.significant(value))
      ], warnings: warnings, frames: frames,
      details: .bars(
        BarChart(
          title: context.text("variance of the average", "平均值的方差"),
          bars: [
            BarChart.Bar(context.text("one model", "单个模型"), 1, text: "1", role: .dim),
            BarChart.Bar(
              context.text("formula", "公式"), value, text: Numbers.significant(value), role: .series1),
            BarChart.Bar(
              context.text("measured", "实测"), measured, text: Numbers.significant(measured, 3), role: .series2
            ),
            BarChart.Bar(context.text("floor ρ", "下限 ρ"), correlation, text: r, role: .series5),
          ])))
  }

  private func curve(_ context: DemoContext) -> Drawing {
    let last = max(20, count)
    let counts = Array(stride(from: 1, through: last, by: max(1, last / 100)))
    return .plot(
      Plot(
        title: context.text("variance by the number of models", "方差随模型数的变化"), xLabel: "M",
        series: [
          Plot.Series(
            "ρ = \(Numbers.significant(correlation))", counts.map { (x: Double($0), y: variance($0)) },
            role: .series1),
          Plot.Series(
            context.text("floor", "下限"), [(x: 1, y: correlation), (x: Double(last), y: correlation)],
            role: .series5),
          Plot.Series("M = \(count)", [(x: Double(count), y: variance(count))], mark: .path, role: .series2),
        ], yRange: 0...1.05))
  }

  /// The four corners and the centre of 224 in 256.
  private static let corners: [(top: Int, left: Int)] = [(0, 0), (0, 32), (32, 0), (32, 32), (16, 16)]

  private static func cropFrames(isMirrored: Bool, _ context: DemoContext) -> [Drawing] {
    // An eighth of the size: 32 × 32, with crops of 28; a disc off the centre shows the mirroring.
    let image = (0..<32).map { row in
      (0..<32).map { column in
        let (y, x) = (Double(row) - 12, Double(column) - 10)
        return x * x + y * y < 50 ? 1 : Double(row + column) / 120
      }
    }
    return (isMirrored ? [false, true] : [false]).flatMap { isFlipped in
      corners.map { corner in
        let (top, left) = (corner.top / 8, corner.left / 8)
        return .heat(
          HeatMap(
            title: isFlipped ? context.text("mirrored", "镜像") : context.text("as it is", "原图"),
            values: isFlipped ? image.map { $0.reversed() } : image, scale: .grey,
            window: NumberGrid.Window(rows: top..<(top + 28), columns: left..<(left + 28))))
      }
    }
  }
}

private enum EnsembleRules {
  static let all: [WrongRule] = [
    rule("uncorrelated", "1/M is given, as if the models were uncorrelated", "给出 1/M，当成了互不相关") { m, _ in 1 / m
    },
    rule("swapped", "ρ and 1 − ρ are swapped", "把 ρ 与 1 − ρ 弄反了") { m, r in 1 - r + r / m },
    rule("floor-alone", "the floor ρ is given, as for endlessly many models", "给出了下限 ρ，那是无穷多个模型的情形") { _, r in
      r
    },
    rule("no-floor", "the common part is forgotten: (1 − ρ)/M", "忘了共同部分：只有 (1 − ρ)/M") { m, r in (1 - r) / m
    },
    rule("deviation", "the standard deviation is given", "给出的是标准差") { m, r in (r + (1 - r) / m).squareRoot()
    },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Double, Double) -> Double
  ) -> WrongRule {
    WrongRule(
      "variance", name, english, chinese, number: { formula(Double($0.integer("m")), $0.number("rho")) })
  }
}
