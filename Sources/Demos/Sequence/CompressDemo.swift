import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let compress = Demo(
    name: "compress",
    purpose: LocalizedText(
      "Quantisation, pruning and the soft targets of distillation on a few numbers", "在几个数上演示量化、剪枝与蒸馏的软目标"),
    topic: .sequence,
    options: [
      DemoOption("method", .words(["quant", "prune", "distill", "all"]), default: "all", "methods", "方法"),
      DemoOption(
        "w", .numbers(-1e6...1e6, count: 1...64), default: "-1.27,0.5,0.013,1", "weights", "权重"),
      DemoOption("bits", .integer(2...16), default: "8", "bits of a quantised weight", "量化位数"),
      DemoOption("ratio", .number(0...1), default: "0.5", "share of weights pruned", "剪枝比例"),
      DemoOption(
        "z", .numbers(-100...100, count: 2...16), default: "5,2,-1,3", "the teacher's logits", "教师网络的 logits"),
      DemoOption("T", .number(0.05...1000), default: "2", "temperature", "温度"),
    ],
    fields: [
      DemoField("quant.scale", "largest magnitude / (2^(bits − 1) − 1)", "最大幅值 / (2^(位数 − 1) − 1)"),
      DemoField("quant.q", "the integers", "整数"),
      DemoField("quant.restored", "integer · scale", "整数 · scale"),
      DemoField("quant.max_error", "largest difference", "最大误差"),
      DemoField("quant.size_ratio", "how many times smaller than float32", "比 float32 小几倍"),
      DemoField("prune.weights", "the smallest magnitudes set to 0", "幅值最小者置零后的权重"),
      DemoField("prune.zeros", "how many", "置零个数"),
      DemoField("distill.probabilities", "softmax(z / T)", "softmax(z / T)"),
      DemoField("distill.entropy", "entropy in nats: what the soft target tells", "熵（nat）：软目标的信息量"),
    ],
    examples: ["compress", "compress --method quant --bits 4", "compress --method distill --T 5"],
    wrongRules: CompressRules.all
  ) { options, context throws(DemoFailure) in
    let words = options.words("method")
    let isAll = words.contains("all")
    let weights = options.numbers("w")
    var fields: [JSONValue.Member] = []
    var steps: [FormulaStep] = []
    var parts: [Drawing] = []
    if isAll || words.contains("quant") {
      let quantised = Quantised(options)
      fields.append(.init("quant", quantised.json))
      steps += quantised.steps
      parts.append(quantised.table(context))
    }
    if isAll || words.contains("prune") {
      let kept = pruned(weights, options.number("ratio"))
      let zeros = zip(weights, kept).count { $0 != 0 && $1 == 0 }
      fields.append(.init("prune", ["weights": .numbers(kept), "zeros": .integer(kept.count { $0 == 0 })]))
      steps.append(
        FormulaStep(
          formula: context.text("prune: smallest magnitudes to 0", "剪枝：幅值最小者置零"),
          substituted: weights.map { Numbers.significant($0, 4) }.joined(separator: ", "),
          value: kept.map { Numbers.significant($0, 4) }.joined(separator: ", "), fields: ["prune"]))
      parts.append(
        .bars(
          BarChart(
            title: context.text(
              "pruned: \(zeros) of \(weights.count) weights gone", "剪枝：\(weights.count) 个权重去掉 \(zeros) 个"),
            bars: zip(weights, kept).enumerated().map { index, pair in
              BarChart.Bar(
                "w\(index + 1)", abs(pair.0),
                text: Numbers.significant(pair.0, 4) + (pair.1 == 0 ? " → 0" : ""),
                role: pair.1 == 0 ? .dim : .series1)
            })))
    }
    if isAll || words.contains("distill") {
      let (logits, temperature) = (options.numbers("z"), options.number("T"))
      let soft = softened(logits, temperature)
      let entropy = -soft.reduce(0) { $0 + ($1 > 0 ? $1 * log($1) : 0) }
      fields.append(.init("distill", ["probabilities": .numbers(soft), "entropy": .number(entropy)]))
      steps.append(
        FormulaStep(
          formula: "softmax(z / T)",
          substituted:
            "softmax((\(logits.map { Numbers.short($0) }.joined(separator: ", "))) / \(Numbers.short(temperature)))",
          value: soft.map { Numbers.fixed($0, 3) }.joined(separator: ", "), fields: ["distill"]))
      let hard = softened(logits, 1)
      parts.append(
        .beside(
          [("T = 1", hard), ("T = \(Numbers.short(temperature))", soft)].map { title, values in
            .bars(
              BarChart(
                title: title,
                bars: values.enumerated().map { index, value in
                  BarChart.Bar("\(index + 1)", value, text: Numbers.fixed(value, 3), role: .series(index))
                }, range: 0...1))
          }))
    }
    var warnings: [LocalizedText] = []
    if isAll || words.contains("quant"), let peak = weights.map(abs).max(), weights.count > 2,
      weights.filter({ abs($0) * 20 < peak }).count * 2 >= weights.count
    {
      warnings.append(
        LocalizedText(
          "One outlier stretches the scale for all: use one scale per channel.",
          "一个离群值会把所有数的 scale 拉大：按通道各用一个 scale。"))
    }
    if isAll || words.contains("prune") {
      warnings.append(
        LocalizedText(
          "Scattered zeros save storage; dense hardware gets faster only when whole channels go.",
          "零散的零只省存储；稠密硬件要整通道剪掉才会变快。"))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings, frames: [parts[0]],
      details: parts.count > 1 ? .stack(Array(parts.dropFirst())) : .blank)
  }

  private static func softened(_ logits: [Double], _ temperature: Double) -> [Double] {
    (Tensor([logits]) / temperature).softmax().rows[0]
  }

  /// The share `ratio` of the weights, smallest magnitudes first, set to 0.
  private static func pruned(_ weights: [Double], _ ratio: Double) -> [Double] {
    let count = Int((ratio * Double(weights.count)).rounded())
    let weakest = weights.indices.sorted { (abs(weights[$0]), $0) < (abs(weights[$1]), $1) }.prefix(count)
    var result = weights
    for index in weakest { result[index] = 0 }
    return result
  }
}

/// Symmetric quantisation to whole multiples of a scale.
private struct Quantised {
  let weights: [Double]
  let bits: Int

  init(_ options: OptionValues) {
    weights = options.numbers("w")
    bits = options.integer("bits")
  }

  var peak: Double { weights.map(abs).max() ?? 0 }
  var largest: Double { Double(1 << (bits - 1) - 1) }
  /// 1 where all weights are 0.
  var scale: Double { peak > 0 ? peak / largest : 1 }
  var integers: [Int] { weights.map { Int(($0 / scale).rounded(.toNearestOrAwayFromZero)) } }
  var restored: [Double] { integers.map { Double($0) * scale } }
  var error: Double { zip(weights, restored).map { abs($0 - $1) }.max() ?? 0 }

  var json: JSONValue {
    [
      "scale": .number(scale), "q": .integers(integers), "restored": .numbers(restored),
      "max_error": .number(error), "size_ratio": .number(32 / Double(bits)),
    ]
  }

  var steps: [FormulaStep] {
    let shown = { (value: Double) in Numbers.significant(value, 5) }
    return [
      FormulaStep(
        formula: "scale = max|w| / (2^(b−1) − 1)", substituted: "\(shown(peak)) / \(shown(largest))",
        value: shown(scale), fields: ["quant"]),
      FormulaStep(
        formula: "q = round(w / scale)", substituted: "round(\(shown(weights[0])) / \(shown(scale)))",
        value: "\(integers[0])", fields: ["quant"]),
    ]
  }

  func table(_ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column("w"), Table.Column("q"), Table.Column(context.text("restored", "还原")),
          Table.Column(context.text("error", "误差")),
        ],
        rows: weights.indices.map { index in
          [
            StyledText(Numbers.significant(weights[index], 5), .strong),
            StyledText("\(integers[index])", .accent),
            StyledText(Numbers.significant(restored[index], 5)),
            StyledText(Numbers.significant(abs(weights[index] - restored[index]), 2)),
          ]
        }, limit: 16))
  }
}

private enum CompressRules {
  static let all: [WrongRule] = [
    rule("quant.scale", "sign-forgotten", "the sign bit is forgotten", "忘了符号位") {
      $0.peak / Double(1 << $0.bits - 1)
    },
    rule("quant.scale", "power", "2^(b − 1) is taken without the − 1", "用了 2^(b − 1)，没有减 1") {
      $0.peak / Double(1 << ($0.bits - 1))
    },
    rule("quant.scale", "all-values", "the largest magnitude is divided by 2^b", "除以了 2^b") {
      $0.peak / Double(1 << $0.bits)
    },
    rule("quant.scale", "range", "the whole range is divided by 2^b − 1", "用整个范围除以 2^b − 1") {
      2 * $0.peak / Double(1 << $0.bits - 1)
    },
    rule("quant.q[1]", "cut", "the quotient is cut instead of rounded", "截断而不是四舍五入") {
      second($0).map { ($0.1 / $0.0.scale).rounded(.towardZero) }
    },
    rule(
      "quant.q[1]", "not-scaled", "the weight is multiplied by 127 without the largest magnitude",
      "直接乘了 127，没有除以最大幅值"
    ) {
      second($0).map { ($0.1 * $0.0.largest).rounded() }
    },
    rule("quant.q[1]", "unsigned", "255 levels are used", "用了 255 级") {
      second($0).map { ($0.1 / $0.0.peak * 255).rounded() }
    },
    rule("quant.q[1]", "sign", "the sign is lost", "丢了符号") {
      second($0).map { abs(($0.1 / $0.0.scale).rounded()) }
    },
  ]

  private static func second(_ quantised: Quantised) -> (Quantised, Double)? {
    quantised.weights.count > 1 && quantised.peak > 0 ? (quantised, quantised.weights[1]) : nil
  }

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Quantised) -> Double?
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) {
      value(Quantised($0)).map { .number($0) }
    }
  }
}
