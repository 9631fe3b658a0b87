import Basics
import TerminalUI

extension Demo {
  static let biasVariance = Demo(
    name: "bias-variance",
    purpose: LocalizedText(
      "Training and validation error read as bias and variance, with what to do next",
      "由训练与验证误差判断偏差与方差，以及下一步怎么做"),
    topic: .regularisation,
    options: [
      DemoOption("train", .number(0...1), default: "0.01", "training error", "训练误差"),
      DemoOption("dev", .number(0...1), default: "0.11", "validation error", "验证误差"),
      DemoOption("bayes", .number(0...1), default: "0", "Bayes (or human) error", "贝叶斯（或人类）误差"),
    ],
    fields: [
      DemoField("bias", "train − Bayes, the avoidable bias", "训练 − 贝叶斯，即可避免偏差"),
      DemoField("avoidable_bias", "the same", "同上"), DemoField("variance", "dev − train", "验证 − 训练"),
      DemoField("verdict", "bias, variance, both or fine", "bias、variance、both 或 fine"),
    ],
    examples: [
      "bias-variance --train 0.01 --dev 0.11", "bias-variance --train 0.15 --dev 0.30",
      "bias-variance --train 0.08 --dev 0.10 --bayes 0.075",
    ],
    wrongRules: BiasVarianceRules.all
  ) { options, context throws(DemoFailure) in
    ErrorParts(options).result(context)
  }
}

private struct ErrorParts {
  let train, dev, bayes, bias, variance: Double
  /// A part counts from two percentage points on, unless the other is more than three times as large.
  static let noticeable = 0.02

  init(_ options: OptionValues) {
    train = options.number("train")
    dev = options.number("dev")
    bayes = options.number("bayes")
    bias = Numbers.decimal(train - bayes)
    variance = Numbers.decimal(dev - train)
  }

  var verdict: String {
    let isBiased = bias >= ErrorParts.noticeable && 3 * bias >= variance
    let isVariable = variance >= ErrorParts.noticeable && 3 * variance >= bias
    return isBiased ? (isVariable ? "both" : "bias") : isVariable ? "variance" : "fine"
  }

  private var advice: LocalizedText {
    switch verdict {
    case "bias":
      LocalizedText(
        "High bias: a bigger model, longer training, a better optimiser or architecture; more data will not help.",
        "偏差大：换更大的模型、训练更久、换优化器或结构；加数据没有用。")
    case "variance":
      LocalizedText(
        "High variance: more data, augmentation, regularisation, early stopping, or a simpler model.",
        "方差大：加数据、数据增强、正则化、早停，或用更简单的模型。")
    case "both":
      LocalizedText(
        "Both: lower the bias first with a bigger model, then the variance with data and regularisation.",
        "两者都大：先用更大的模型降偏差，再用数据与正则化降方差。")
    default: LocalizedText("Fine: near the best possible, and it generalises.", "良好：接近最优，泛化也好。")
    }
  }

  func result(_ context: DemoContext) -> DemoResult {
    var warnings: [LocalizedText] = []
    if dev < train {
      warnings.append(
        LocalizedText(
          "Validation beats training: check for dropout or augmentation in the training figure, or for another distribution.",
          "验证优于训练：检查训练误差是否含 dropout 或增强，或两者分布不同。"))
    }
    if train < bayes {
      warnings.append(
        LocalizedText(
          "Training is below the Bayes error: it has learnt noise by heart.", "训练误差低于贝叶斯误差：把噪声背下来了。"))
    }
    func percent(_ value: Double) -> String { "\(Numbers.significant(value * 100, 3)) %" }
    return DemoResult(
      fields: [
        .init("bias", .number(bias)), .init("avoidable_bias", .number(bias)),
        .init("variance", .number(variance)),
        .init("verdict", .string(verdict)),
      ],
      steps: [
        FormulaStep(
          formula: context.text("avoidable bias = train − Bayes", "可避免偏差 = 训练 − 贝叶斯"),
          substituted: "\(percent(train)) − \(percent(bayes))", value: percent(bias),
          fields: ["bias", "avoidable_bias", "verdict"]),
        FormulaStep(
          formula: context.text("variance = dev − train", "方差 = 验证 − 训练"),
          substituted: "\(percent(dev)) − \(percent(train))", value: percent(variance),
          fields: ["variance", "verdict"]),
      ], warnings: warnings,
      frames: [
        .bars(
          BarChart(
            title: context.text("errors, and the gaps between them", "误差与它们之间的差距"),
            bars: [
              BarChart.Bar(context.text("Bayes", "贝叶斯"), bayes, text: percent(bayes), role: .dim),
              BarChart.Bar(
                context.text("  avoidable bias", "  可避免偏差"), bias, text: percent(bias), role: .series5),
              BarChart.Bar(context.text("training", "训练"), train, text: percent(train), role: .series1),
              BarChart.Bar(
                context.text("  variance", "  方差"), variance, text: percent(variance), role: .series2),
              BarChart.Bar(context.text("validation", "验证"), dev, text: percent(dev), role: .series1),
            ]))
      ], details: .text(StyledText(advice[context.language], verdict == "fine" ? .good : .warning)))
  }
}

private enum BiasVarianceRules {
  static let all: [WrongRule] = [
    rule("bias", "bayes-forgotten", "the Bayes error is not subtracted", "没有减去贝叶斯误差") { $0.train },
    rule("bias", "from-dev", "the validation error is taken instead of the training error", "用了验证误差而不是训练误差") {
      $0.dev - $0.bayes
    },
    rule("bias", "variance", "dev − train is given: that is the variance", "给出验证 − 训练：那是方差") { $0.variance },
    rule("variance", "from-bayes", "the whole validation error is given", "给出了整个验证误差") { $0.dev },
    rule("variance", "bias", "train − Bayes is given: that is the bias", "给出训练 − 贝叶斯：那是偏差") { $0.bias },
    rule("variance", "ratio", "the errors are divided instead of subtracted", "把误差相除而不是相减") {
      $0.train == 0 ? .nan : $0.dev / $0.train
    },
    rule("variance", "sum", "the errors are added", "把误差相加了") { $0.dev + $0.train },
    verdict("swapped", "bias and variance are swapped", "把偏差与方差弄反了") { parts in
      parts.verdict == "bias" ? "variance" : parts.verdict == "variance" ? "bias" : nil
    },
    verdict("gap-alone", "only the gap is looked at, not the training error", "只看差距，没看训练误差") { parts in
      parts.verdict == "both" ? "variance" : nil
    },
    verdict("training-alone", "only the training error is looked at, not the gap", "只看训练误差，没看差距") { parts in
      parts.verdict == "both" ? "bias" : nil
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (ErrorParts) -> Double
  ) -> WrongRule {
    WrongRule(field, name, english, chinese, number: { Numbers.decimal(formula(ErrorParts($0))) })
  }

  private static func verdict(
    _ name: String, _ english: String, _ chinese: String, _ word: @escaping @Sendable (ErrorParts) -> String?
  ) -> WrongRule {
    WrongRule(name, field: "verdict", mistake: LocalizedText(english, chinese)) { options in
      word(ErrorParts(options)).map { .string($0) }
    }
  }
}
