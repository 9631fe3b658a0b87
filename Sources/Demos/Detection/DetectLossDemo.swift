import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let detectLoss = Demo(
    name: "detect-loss",
    purpose: LocalizedText(
      "The loss of a localiser term by term: object, box and class, masked for background",
      "定位网络的损失逐项计算：目标、框与类别，背景时屏蔽后两项"),
    topic: .detection,
    options: [
      DemoOption("pc", .integer(0...1), default: "1", "1 object, 0 background", "1 有物体，0 背景"),
      DemoOption(
        "phat", .number(1e-9...0.999_999_999), default: "0.8", "predicted probability of an object",
        "预测的有物体概率"),
      DemoOption(
        "box", .numbers(0...10, count: 4...4), default: "0.5,0.5,0.4,0.4", "true bx,by,bh,bw",
        "真实 bx,by,bh,bw"),
      DemoOption(
        "boxhat", .numbers(-10...10, count: 4...4), default: "0.55,0.45,0.45,0.35", "predicted bx,by,bh,bw",
        "预测 bx,by,bh,bw"),
      DemoOption(
        "cls", .numbers(1e-9...1, count: 1...20), default: "0.7,0.2,0.1",
        "predicted class probabilities, the true class first",
        "预测的类别概率，真实类别在前"),
    ],
    fields: [
      DemoField("outputs", "numbers the localiser gives: 1 + 4 + classes", "输出个数：1 + 4 + 类别数"),
      DemoField("object", "logistic loss of Pc", "Pc 的逻辑损失"),
      DemoField("box", "sum of squared errors of the box", "框的误差平方和"),
      DemoField("class", "cross entropy of the class", "类别的交叉熵"),
      DemoField("total", "what counts: all three, or the first for background", "计入的总和：三项，背景时只有第一项"),
    ],
    examples: ["detect-loss", "detect-loss --pc 0 --phat 0.8", "detect-loss --boxhat 0.5,0.5,0.4,0.4"],
    wrongRules: DetectLossRules.all
  ) { options, context throws(DemoFailure) in
    try Localisation(options).result(context)
  }
}

private struct Localisation {
  let isObject: Bool
  let probability: Double
  let box, predicted, classes: [Double]

  init(_ options: OptionValues) throws(DemoFailure) {
    isObject = options.integer("pc") == 1
    probability = options.number("phat")
    box = options.numbers("box")
    predicted = options.numbers("boxhat")
    classes = options.numbers("cls")
    let total = classes.reduce(0, +)
    guard abs(total - 1) < 1e-3 else {
      throw DemoFailure(
        LocalizedText(
          "the class probabilities sum to \(Numbers.significant(total)).",
          "类别概率之和为 \(Numbers.significant(total))。"),
        advice: LocalizedText(
          "Give --cls that sums to 1, as a softmax does.", "请让 --cls 之和为 1，如同 softmax 的输出。"))
    }
  }

  var object: Double { -log(isObject ? probability : 1 - probability) }
  var errors: [Double] { zip(box, predicted).map { $1 - $0 } }
  var boxLoss: Double { errors.reduce(0) { $0 + $1 * $1 } }
  var classLoss: Double { -log(classes[0]) }
  var total: Double { object + (isObject ? boxLoss + classLoss : 0) }

  func result(_ context: DemoContext) -> DemoResult {
    let shown = { (value: Double) in Numbers.significant(value, 5) }
    let mask = isObject ? "" : context.text(" (not counted)", "（不计入）")
    let truth = BoxRaster.corners(box)
    let guess = BoxRaster.corners(predicted)
    var raster = BoxRaster(.init(left: 0, top: 0, right: 1, bottom: 1), resolution: 40)
    raster.outline(truth, 3)
    raster.outline(guess, 1)
    let bars = [
      (context.text("object", "目标"), object), (context.text("box", "框"), boxLoss),
      (context.text("class", "类别"), classLoss),
    ]
    return DemoResult(
      fields: [
        .init("outputs", .integer(5 + classes.count)), .init("object", .number(object)),
        .init("box", .number(boxLoss)), .init("class", .number(classLoss)), .init("total", .number(total)),
      ],
      steps: [
        FormulaStep(
          formula: isObject ? "−ln P̂c" : "−ln(1 − P̂c)",
          substituted: isObject ? "−ln \(shown(probability))" : "−ln(1 − \(shown(probability)))",
          value: shown(object), fields: ["object", "total"]),
        FormulaStep(
          formula: "Σ (b̂ − b)²", substituted: errors.map { "(\(shown($0)))²" }.joined(separator: " + "),
          value: shown(boxLoss) + mask, fields: ["box", "total"]),
        FormulaStep(
          formula: context.text("−ln p(true class)", "−ln p(真实类别)"), substituted: "−ln \(shown(classes[0]))",
          value: shown(classLoss) + mask, fields: ["class", "total"]),
        FormulaStep(
          formula: isObject ? "L = object + box + class" : "L = object",
          substituted: isObject
            ? "\(shown(object)) + \(shown(boxLoss)) + \(shown(classLoss))" : shown(object),
          value: shown(total), fields: ["total"]),
      ],
      warnings: isObject
        ? []
        : [
          LocalizedText(
            "Background: box and class are “don't care” and get no gradient.", "背景：框与类别为“不关心”，得不到梯度。")
        ],
      frames: [
        .stack([
          .bars(
            BarChart(
              title: context.text("terms of the loss", "损失的各项"),
              bars: bars.enumerated().map { index, bar in
                let isCounted = isObject || index == 0
                return BarChart.Bar(
                  bar.0, isCounted ? bar.1 : 0, text: shown(bar.1) + (isCounted ? "" : mask))
              })),
          .heat(
            HeatMap(
              title: context.text("green the true box, blue the predicted one", "绿：真实框；蓝：预测框"),
              values: raster.values, scale: .categorical, range: 0...9)),
        ])
      ])
  }
}

extension BoxRaster {
  /// A box from bx, by, bh, bw.
  fileprivate static func corners(_ box: [Double]) -> Box {
    Box(centerX: box[0], centerY: box[1], width: abs(box[3]), height: abs(box[2]))
  }
}

private enum DetectLossRules {
  static let all: [WrongRule] = [
    rule("box", "not-squared", "the errors are not squared", "误差没有平方") {
      $0.errors.reduce(0) { $0 + abs($1) }
    },
    rule("box", "rooted", "the root of the sum is taken", "又开了根号") { $0.boxLoss.squareRoot() },
    rule("box", "averaged", "the squares are averaged", "取了平均") { $0.boxLoss / 4 },
    rule("box", "halved", "the sum is halved", "多乘了 ½") { $0.boxLoss / 2 },
    rule("box", "sum-squared", "the errors are summed before they are squared", "先求和再平方了") {
      let sum = $0.errors.reduce(0, +)
      return sum * sum
    },
    rule("object", "other-truth", "the other truth is taken", "真值弄反了") {
      -log($0.isObject ? 1 - $0.probability : $0.probability)
    },
    rule("object", "squared-error", "the squared error is taken", "用了平方误差") {
      let error = ($0.isObject ? 1 : 0) - $0.probability
      return error * error
    },
    rule("object", "sign", "the minus in front of the logarithm is forgotten", "忘了对数前的负号") { -$0.object },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Localisation) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      (try? Localisation(options)).map { .number(value($0)) }
    }
  }
}
