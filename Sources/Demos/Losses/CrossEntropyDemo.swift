import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let crossEntropy = Demo(
    name: "cross-entropy",
    purpose: LocalizedText(
      "Entropy, cross-entropy and KL divergence of a truth p and a prediction q",
      "真实分布 p 与预测分布 q 的熵、交叉熵与 KL 散度"),
    topic: .losses,
    options: [
      DemoOption("p", .numbers(0...1, count: 2...16), default: "0.5,0.25,0.25", "the truth", "真实分布"),
      DemoOption("q", .numbers(0...1, count: 2...16), default: "0.4,0.4,0.2", "the prediction", "预测分布"),
    ],
    fields: [
      DemoField("entropy", "H(p) = −Σ p·ln p, in nats", "H(p) = −Σ p·ln p，单位 nat"),
      DemoField("cross_entropy", "H(p, q) = −Σ p·ln q; null when infinite", "H(p, q) = −Σ p·ln q；无穷时为 null"),
      DemoField("kl", "KL(p‖q) = H(p, q) − H(p)", "KL(p‖q) = H(p, q) − H(p)"),
      DemoField("kl_reverse", "KL(q‖p)", "KL(q‖p)"),
      DemoField("terms", "−pᵢ·ln qᵢ", "−pᵢ·ln qᵢ"),
    ],
    examples: ["cross-entropy --p 0.5,0.25,0.25 --q 0.4,0.4,0.2", "cross-entropy --p 1,0,0 --q 0.7,0.2,0.1"],
    wrongRules: CrossEntropyRules.all
  ) { options, context throws(DemoFailure) in
    let (truth, prediction) = (options.numbers("p"), options.numbers("q"))
    try CrossEntropy.check(truth, prediction)
    return CrossEntropy(truth: truth, prediction: prediction).result(context)
  }
}

private struct CrossEntropy {
  let truth, prediction: [Double]

  static func check(_ truth: [Double], _ prediction: [Double]) throws(DemoFailure) {
    if truth.count != prediction.count {
      throw DemoFailure(
        LocalizedText(
          "p has \(truth.count) classes and q \(prediction.count).",
          "p 有 \(truth.count) 类，q 有 \(prediction.count) 类。"),
        advice: LocalizedText("Give both the same count of probabilities.", "两者的概率个数要相同。"))
    }
    for (name, values) in [("p", truth), ("q", prediction)] where abs(values.reduce(0, +) - 1) > 1e-6 {
      let sum = Numbers.significant(values.reduce(0, +), 6)
      throw DemoFailure(
        LocalizedText("The probabilities of \(name) add up to \(sum), not 1.", "\(name) 的概率之和为 \(sum)，不是 1。"),
        advice: LocalizedText("Change --\(name) so that it adds up to 1.", "调整 --\(name) 使其和为 1。"))
    }
  }

  /// −a·ln b, where a share of 0 costs nothing whatever b is.
  private static func cost(_ a: Double, _ b: Double) -> Double { a == 0 ? 0 : -a * log(b) }

  private static func sum(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + cost($1.0, $1.1) }
  }

  private func json(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }

  func result(_ context: DemoContext) -> DemoResult {
    let entropy = CrossEntropy.sum(truth, truth)
    let crossed = CrossEntropy.sum(truth, prediction)
    let divergence = crossed - entropy
    let reverse = CrossEntropy.sum(prediction, truth) - CrossEntropy.sum(prediction, prediction)
    let terms = zip(truth, prediction).map { CrossEntropy.cost($0, $1) }
    let products = zip(truth, prediction).filter { $0.0 > 0 }.map {
      "\(Numbers.significant($0))·ln \(Numbers.significant($1))"
    }
    var warnings: [LocalizedText] = []
    if !crossed.isFinite {
      warnings.append(
        LocalizedText("q gives 0 to a class that p has: the loss is infinite.", "q 把 p 中存在的类判为概率 0：损失无穷大。"))
    }
    if truth.contains(1) {
      warnings.append(
        LocalizedText(
          "One-hot truth: H(p) = 0, so cross-entropy and KL are the same, −ln q of the true class.",
          "真实分布为独热：H(p) = 0，交叉熵与 KL 相同，都等于 −ln q（真实类）。"))
    }
    return DemoResult(
      fields: [
        .init("entropy", json(entropy)), .init("cross_entropy", json(crossed)), .init("kl", json(divergence)),
        .init("kl_reverse", json(reverse)), .init("terms", .array(terms.map(json))),
      ],
      steps: [
        FormulaStep(
          formula: "H(p, q) = −Σ pᵢ·ln qᵢ", substituted: "−(\(products.joined(separator: " + ")))",
          value: Numbers.significant(crossed, 5), fields: ["cross_entropy", "kl", "terms"]),
        FormulaStep(
          formula: "KL(p‖q) = H(p, q) − H(p)",
          substituted: "\(Numbers.significant(crossed, 5)) − \(Numbers.significant(entropy, 5))",
          value: Numbers.significant(divergence, 5), fields: ["kl"]),
      ],
      warnings: warnings, frames: [pairs(context)],
      details: .bars(
        BarChart(
          title: context.text("what the bits add up to (nats)", "各量大小（nat）"),
          bars: [
            BarChart.Bar("H(p)", entropy, text: Numbers.fixed(entropy, 4), role: .series1),
            BarChart.Bar("KL(p‖q)", divergence, text: Numbers.fixed(divergence, 4), role: .series5),
            BarChart.Bar("H(p, q)", crossed, text: Numbers.fixed(crossed, 4), role: .series3),
            BarChart.Bar("KL(q‖p)", reverse, text: Numbers.fixed(reverse, 4), role: .dim),
          ])))
  }

  /// p and q of each class in pairs, and what the class costs.
  private func pairs(_ context: DemoContext) -> Drawing {
    let bars = truth.indices.flatMap { index in
      [
        BarChart.Bar("p\(index + 1)", truth[index], text: Numbers.significant(truth[index]), role: .series1),
        BarChart.Bar(
          "q\(index + 1)", prediction[index],
          text: "\(Numbers.significant(prediction[index]))   −p·ln q = "
            + Numbers.significant(CrossEntropy.cost(truth[index], prediction[index])), role: .series2),
      ]
    }
    return .bars(BarChart(title: context.text("truth p, prediction q", "真实 p，预测 q"), bars: bars))
  }
}

private enum CrossEntropyRules {
  static let all: [WrongRule] = [
    rule(
      "cross_entropy", "probability", "1 − q of the true class is given, without the logarithm",
      "给出 1 − q，没有取对数"
    ) { p, q in
      p.max() == 1 ? 1 - value(p, q) : nil
    },
    rule("cross_entropy", "not-negated", "the minus sign is forgotten", "忘了负号") { p, q in
      cost(p, q).map { -$0 }
    },
    rule("cross_entropy", "base-two", "the logarithm is taken to base 2", "对数取了以 2 为底") { p, q in
      cost(p, q).map { $0 / log(2) }
    },
    rule("cross_entropy", "base-ten", "the logarithm is taken to base 10", "对数取了以 10 为底") { p, q in
      cost(p, q).map { $0 / log(10) }
    },
    rule("cross_entropy", "all-classes", "−ln q of all classes is added up", "把所有类的 −ln q 都加上了") { _, q in
      q.contains(0) ? nil : -q.reduce(0) { $0 + log($1) }
    },
    rule("kl", "reversed", "KL(q, p) is given, the wrong way round", "把方向弄反了，给出 KL(q, p)") { p, q in
      divergence(q, p)
    },
    rule("kl", "cross-entropy", "the cross-entropy is given, the entropy not taken off", "给出的是交叉熵，没有减去熵") {
      p, q in
      cost(p, q)
    },
    rule("kl", "not-negated", "the sign is turned round", "符号反了") { p, q in divergence(p, q).map { -$0 } },
    rule("kl", "base-two", "the logarithm is taken to base 2", "对数取了以 2 为底") { p, q in
      divergence(p, q).map { $0 / log(2) }
    },
  ]

  /// What q gives the class that p is sure of.
  private static func value(_ p: [Double], _ q: [Double]) -> Double {
    zip(p, q).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func cost(_ p: [Double], _ q: [Double]) -> Double? {
    zip(p, q).reduce(0) { $0 + ($1.0 == 0 ? 0 : -$1.0 * log($1.1)) }
  }

  private static func divergence(_ p: [Double], _ q: [Double]) -> Double? {
    cost(p, q).flatMap { crossed in cost(p, p).map { crossed - $0 } }
  }

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable ([Double], [Double]) -> Double?
  ) -> WrongRule {
    WrongRule(field, name, english, chinese, number: { formula($0.numbers("p"), $0.numbers("q")) })
  }
}
