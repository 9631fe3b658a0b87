import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let gan = Demo(
    name: "gan",
    purpose: LocalizedText(
      "A small GAN learns a bell curve; its losses, latent norms, tricks, and how it fails",
      "小型 GAN 学一条钟形曲线：损失、隐向量范数、各种技巧与失败方式"),
    topic: .applications,
    options: [
      DemoOption("show", .word(["train", "norm", "latent", "loss"]), default: "train", "what", "看什么"),
      DemoOption("steps", .integer(1...600), default: "300", "generator steps", "生成器步数"),
      DemoOption("d-steps", .integer(1...5), default: "1", "discriminator steps for each", "每步对应的判别器步数"),
      DemoOption("lr-g", .number(1e-6...1), default: "0.002", "generator's learning rate", "生成器学习率"),
      DemoOption("lr-d", .number(1e-6...1), default: "0.004", "discriminator's learning rate", "判别器学习率"),
      DemoOption(
        "tricks", .words(GANTrick.allCases.map(\.rawValue) + ["all"]), "tricks of the checklist", "清单中的技巧"),
      DemoOption("fail", .word(["d-wins"]), "a way to fail", "失败方式"),
      DemoOption(
        "dim", .integer(1...4096), default: "100", "dimensions of z (--show latent)", "z 的维数（--show latent）"),
      DemoOption(
        "logit", .number(-50...50), default: "-5", "D's logit for a fake (--show loss)",
        "D 给假样本的 logit（--show loss）"),
    ],
    fields: [
      DemoField("updates", "{d, g}: optimizer steps of each", "{d, g}：两者的更新次数"),
      DemoField("lr_ratio", "discriminator's rate / generator's", "判别器学习率 / 生成器学习率"),
      DemoField("failed", "whether D's loss ends near 0", "D 的损失是否趋近 0"),
      DemoField("d_loss", "D's loss", "D 的损失"),
      DemoField("g_loss", "−log D(fake)", "−log D(假)"),
      DemoField("fake_mean", "mean of the fakes; the data have 2", "假样本均值；真实数据为 2"),
      DemoField("count", "tricks named (--tricks)", "所列技巧数（--tricks）"),
      DemoField(
        "labels", "soft labels {real, fake, real_mean, fake_mean}", "软标签 {real, fake, real_mean, fake_mean}"),
      DemoField(
        "overlap", "of two points 2 apart {clean, noisy with σ = 1}", "相距 2 的两点的重叠 {clean, noisy（σ = 1）}"),
      DemoField(
        "pixels", "pixels, and values: what G's tanh gives (--show norm)", "像素，values 为归一化值（--show norm）"),
      DemoField("rms_norm", "√d (--show latent)", "√d（--show latent）"),
      DemoField("norm_mean", "mean of |z|; norm_std its deviation", "|z| 的均值；norm_std 为标准差"),
      DemoField("midpoint_rms", "rms norm of the middle of two z", "两个 z 中点的均方根范数"),
      DemoField(
        "gradient", "{saturating, non_saturating}: sizes in the logit (--show loss)",
        "{saturating, non_saturating}：对 logit 的梯度大小（--show loss）"),
      DemoField("disjoint", "{distance, js, em} of two points", "两点的 {distance, js, em}"),
    ],
    examples: ["gan", "gan --fail d-wins", "gan --show loss --logit -5", "gan --tricks soft-labels"],
    wrongRules: GANRules.all
  ) { options, context throws(DemoFailure) in
    switch options.word("show") {
    case "norm": GANViews.norm(context)
    case "latent": GANViews.latent(options.integer("dim"), &context)
    case "loss": GANViews.loss(options.number("logit"), context)
    default: GANViews.training(options, &context)
    }
  }
}

private enum GANViews {
  private static func shown(_ value: Double) -> String { Numbers.significant(value, 4) }

  // MARK: Training

  static func training(_ options: OptionValues, _ context: inout DemoContext) -> DemoResult {
    let words = options.optionalWords("tricks") ?? []
    let tricks = words.contains("all") ? GANTrick.allCases : words.compactMap { GANTrick(rawValue: $0) }
    let isFailing = options.optionalWord("fail") != nil
    let (rateG, rateD) = (options.number("lr-g"), options.number("lr-d"))
    let run = GANRun(
      steps: options.integer("steps"), discriminatorSteps: options.integer("d-steps"),
      generatorRate: isFailing ? 1e-5 : rateG, discriminatorRate: isFailing ? 0.01 : rateD, tricks: tricks,
      failing: isFailing, using: &context.generator)
    let loss = run.finalDiscriminatorLoss
    var fields: [JSONValue.Member] = [
      .init("updates", ["d": .integer(run.steps * run.discriminatorSteps), "g": .integer(run.steps)]),
      .init("lr_ratio", .number(rateD / rateG)), .init("failed", .bool(run.hasFailed)),
      .init("d_loss", .number(loss)), .init("g_loss", .number(run.generatorLosses[run.steps - 1])),
      .init("fake_mean", .number(run.fakeMean)),
    ]
    var steps = [
      FormulaStep(
        formula: "−log D(x) − log(1 − D(G(z)))",
        substituted: context.text(
          "D's loss at the end (1.386 at balance)", "D 的最终损失（平衡时为 1.386）"), value: shown(loss)
      ),
      FormulaStep(
        formula: "lr_D / lr_G", substituted: "\(Numbers.short(rateD)) / \(Numbers.short(rateG))",
        value: shown(rateD / rateG)),
    ]
    var details = [losses(run, context)]
    if !tricks.isEmpty {
      fields.append(.init("count", .integer(tricks.count)))
      details += [
        table(tricks, context),
        .text(
          StyledText(
            context.text(
              "In this run only leaky, soft-labels and input-noise act; --d-steps and --lr-d set d-steps and ttur.",
              "本次训练中只有 leaky、soft-labels、input-noise 起作用；d-steps 与 ttur 由 --d-steps 与 --lr-d 设定。"), .dim)),
      ]
    }
    if tricks.contains(.softLabels) {
      let (real, fake) = (GANRun.softReal, GANRun.softFake)
      func middle(_ range: ClosedRange<Double>) -> Double { (range.lowerBound + range.upperBound) / 2 }
      fields.append(
        .init(
          "labels",
          [
            "real": .numbers([real.lowerBound, real.upperBound]),
            "fake": .numbers([fake.lowerBound, fake.upperBound]),
            "real_mean": .number(middle(real)), "fake_mean": .number(middle(fake)),
          ]))
    }
    if tricks.contains(.inputNoise) {
      // Two normal densities σ = 1 at distance 2 share the two tails beyond their middle.
      let overlap = erfc(1 / 2.0.squareRoot())
      fields.append(.init("overlap", ["clean": 0, "noisy": .number(overlap)]))
      steps.append(
        FormulaStep(
          formula: "2·Φ(−d / 2σ)", substituted: "2·Φ(−2 / (2·1))", value: shown(overlap)))
    }
    let text = context
    return DemoResult(
      fields: fields, steps: steps,
      warnings: run.hasFailed
        ? [
          LocalizedText(
            "D's loss is near 0: it separates perfectly, and G gets almost no gradient.",
            "D 的损失趋近 0：它已完全区分真假，G 几乎得不到梯度。")
        ] : [],
      frames: run.snapshots.map { frame($0, text) }, details: .stack(details))
  }

  private static func frame(_ snapshot: GANRun.Snapshot, _ context: DemoContext) -> Drawing {
    func points(_ values: [Double], scale: Double = 1) -> [(x: Double, y: Double)] {
      values.enumerated().map { (x: Double($0) / 5 - 1.9, y: $1 * scale) }
    }
    return .plot(
      Plot(
        title: context.text("step \(snapshot.step)", "第 \(snapshot.step) 步"),
        series: [
          Plot.Series(context.text("real", "真实"), points(snapshot.real), role: .series1),
          Plot.Series(context.text("fake", "生成"), points(snapshot.fake), mark: .stems, role: .series2),
          Plot.Series(
            context.text("D, 0 to 1, a fifth high", "D 的输出 0–1，按五分之一高度画"),
            points(snapshot.belief, scale: 0.2),
            role: .series3),
        ], xRange: -2...6, yRange: 0...0.4))
  }

  private static func losses(_ run: GANRun, _ context: DemoContext) -> Drawing {
    let pace = max(1, run.steps / 100)
    func points(_ values: [Double]) -> [(x: Double, y: Double)] {
      stride(from: 0, to: values.count, by: pace).map { (x: Double($0 + 1), y: values[$0]) }
    }
    return .plot(
      Plot(
        title: context.text("losses", "损失"), xLabel: context.text("step", "步"),
        series: [
          Plot.Series("D", points(run.discriminatorLosses), role: .series1),
          Plot.Series("G", points(run.generatorLosses), role: .series2),
        ], height: 10))
  }

  private static func table(_ tricks: [GANTrick], _ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column(context.text("trick", "技巧"), .left),
          Table.Column(context.text("what it is", "做法"), .left),
        ],
        rows: tricks.map { [StyledText($0.rawValue, .strong), StyledText($0.meaning[context.language])] }))
  }

  // MARK: Norm

  static func norm(_ context: DemoContext) -> DemoResult {
    let pixels = [0, 127.5, 255]
    let values = pixels.map { ($0 - 127.5) / 127.5 }
    let curve = (-40...40).map { (x: Double($0) / 10, y: tanh(Double($0) / 10)) }
    return DemoResult(
      fields: [.init("pixels", .numbers(pixels)), .init("values", .numbers(values))],
      steps: zip(pixels, values).map { pixel, value in
        FormulaStep(
          formula: "(x − 127.5) / 127.5", substituted: "(\(Numbers.short(pixel)) − 127.5) / 127.5",
          value: Numbers.short(value))
      },
      frames: [
        .plot(
          Plot(
            title: context.text("tanh at G's output has the same range", "G 输出端的 tanh 取值范围相同"),
            series: [Plot.Series("tanh", curve, role: .series1)], yRange: -1.2...1.2))
      ])
  }

  // MARK: Latent

  static func latent(_ dimension: Int, _ context: inout DemoContext) -> DemoResult {
    let d = Double(dimension)
    // The mean of a chi distribution: √2·Γ((d + 1)/2) / Γ(d/2).
    let mean = 2.0.squareRoot() * exp(lgamma((d + 1) / 2) - lgamma(d / 2))
    let deviation = max(0, d - mean * mean).squareRoot()
    let draws = min(400, max(20, 200_000 / dimension))
    let sample = Tensor.normal([draws, dimension], using: &context.generator)
    let norms = (sample * sample).sum(axes: [1]).squareRoot()
    let values = norms.withScalars { scalars in (0..<scalars.count).map { scalars[$0] } }
    let (low, high) = (values.min() ?? 0, max(values.max() ?? 1, (values.min() ?? 0) + 1e-9))
    var bins = [Double](repeating: 0, count: 24)
    for value in values { bins[min(23, Int((value - low) / (high - low) * 24))] += 1 }
    let text = context
    return DemoResult(
      fields: [
        .init("rms_norm", .number(d.squareRoot())), .init("norm_mean", .number(mean)),
        .init("norm_std", .number(deviation)), .init("midpoint_rms", .number((d / 2).squareRoot())),
        .init("sample_mean", .number(norms.mean())),
      ],
      steps: [
        FormulaStep(
          formula: "√E|z|² = √d", substituted: "√\(dimension)", value: shown(d.squareRoot()),
          fields: ["rms_norm"]),
        FormulaStep(
          formula: "E|z| = √2·Γ((d + 1)/2) / Γ(d/2)", substituted: "d = \(dimension)",
          value: "\(shown(mean)) ± \(shown(deviation))", fields: ["norm_mean", "norm_std"]),
        FormulaStep(
          formula: context.text("middle of two: √(d / 2)", "两者中点：√(d / 2)"),
          substituted: "√(\(dimension) / 2)",
          value: shown((d / 2).squareRoot()), fields: ["midpoint_rms"]),
      ],
      warnings: dimension > 20
        ? [
          LocalizedText(
            "All z lie on a thin shell; straight lines between them leave it, so interpolate along the sphere.",
            "z 几乎都在一层薄壳上；直线插值会离开它，应沿球面插值。")
        ] : [],
      frames: [
        .plot(
          Plot(
            title: text.text("norms of \(draws) draws", "\(draws) 次抽样的范数"), xLabel: "|z|",
            series: [
              Plot.Series(
                text.text("count", "次数"),
                bins.enumerated().map { (x: low + (Double($0) + 0.5) / 24 * (high - low), y: $1) },
                mark: .stems,
                role: .series1),
              Plot.Series(
                text.text("middle of two", "两者中点"), [(x: (d / 2).squareRoot(), y: 1)], mark: .points,
                role: .series2),
            ], xRange: 0...high * 1.1))
      ])
  }

  // MARK: Loss

  static func loss(_ logit: Double, _ context: DemoContext) -> DemoResult {
    let belief = Activation.sigmoid.value(logit)
    let softplus = Activation.softplus(beta: 1)
    // A real image with the opposite logit.
    let discriminator = 2 * softplus.value(logit)
    let generator = softplus.value(-logit)
    let distances = [1.0, 2, 4]
    let logits = (-60...60).map { Double($0) / 10 }
    return DemoResult(
      fields: [
        .init("d_loss", .number(discriminator)), .init("g_loss", .number(generator)),
        .init("gradient", ["saturating": .number(belief), "non_saturating": .number(1 - belief)]),
        .init(
          "disjoint",
          [
            "distance": .numbers(distances), "js": .numbers(distances.map { _ in log(2) }),
            "em": .numbers(distances),
          ]),
      ],
      steps: [
        FormulaStep(
          formula: "|∂ log(1 − σ(l)) / ∂l| = σ(l)", substituted: "σ(\(shown(logit)))", value: shown(belief),
          fields: ["gradient"]),
        FormulaStep(
          formula: "|∂ −log σ(l) / ∂l| = 1 − σ(l)", substituted: "1 − \(shown(belief))",
          value: shown(1 - belief), fields: ["gradient"]),
        FormulaStep(
          formula: "L_D = −log σ(−l) − log(1 − σ(l))", substituted: "2 · ln(1 + e^\(shown(logit)))",
          value: shown(discriminator), fields: ["d_loss"]),
        FormulaStep(
          formula: context.text("two points apart, at distance 1, 2, 4", "两个分开的点，距离 1、2、4"),
          substituted: "JS",
          value: "ln 2 = 0.6931     EM = 1, 2, 4",
          fields: ["disjoint"]),
      ],
      warnings: belief < 0.1
        ? [
          LocalizedText(
            "D is sure: under the original loss G learns \(shown((1 - belief) / belief)) times slower.",
            "D 很有把握：用原始损失时 G 的梯度小 \(shown((1 - belief) / belief)) 倍。")
        ] : [],
      frames: [
        .plot(
          Plot(
            title: context.text("size of G's gradient by D's logit for a fake", "G 的梯度大小随 D 给假样本的 logit 变化"),
            xLabel: "l",
            series: [
              Plot.Series(
                "log(1 − D)", logits.map { (x: $0, y: Activation.sigmoid.value($0)) }, role: .series2),
              Plot.Series(
                "−log D", logits.map { (x: $0, y: 1 - Activation.sigmoid.value($0)) }, role: .series1),
              Plot.Series(
                context.text("here", "此处"), [(x: logit, y: belief), (x: logit, y: 1 - belief)], mark: .points,
                role: .series3),
            ], xRange: -max(6, abs(logit))...max(6, abs(logit)), yRange: 0...1))
      ])
  }
}

private enum GANRules {
  static let all: [WrongRule] = [
    rule("gradient.saturating", "non-saturating", "the gradient of −log D is given", "给出了 −log D 的梯度") {
      1 - Activation.sigmoid.value($0.number("logit"))
    },
    rule(
      "gradient.saturating", "slope-of-sigmoid", "the slope σ(1 − σ) is given, without the logarithm",
      "给出了 σ(1 − σ)，漏了对数"
    ) {
      Activation.sigmoid.derivative($0.number("logit"))
    },
    rule("gradient.saturating", "value", "the loss is given instead of its gradient", "给出了损失值而不是梯度") {
      -Activation.softplus(beta: 1).value($0.number("logit"))
    },
    rule("rms_norm", "not-rooted", "d itself is given", "给出了 d 本身") { Double($0.integer("dim")) },
    rule("rms_norm", "component", "the deviation of one component is given", "给出了单个分量的标准差") { _ in 1 },
    rule(
      "rms_norm", "midpoint", "√(d/2) is given, which belongs to the middle of two", "给出了 √(d/2)，那是两点中点的范数"
    ) {
      (Double($0.integer("dim")) / 2).squareRoot()
    },
    rule("rms_norm", "inverse", "1/√d is given", "给出了 1/√d") { 1 / Double($0.integer("dim")).squareRoot() },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (OptionValues) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { .number(value($0)) }
  }
}
