import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let augment = Demo(
    name: "augment",
    purpose: LocalizedText(
      "What augmentations do to an image, and how much of it they keep", "各种数据增强对图像做了什么，又保留了多少"),
    topic: .data,
    options: [
      DemoOption(
        "op", .words(Augmentation.allCases.map(\.rawValue) + ["all"]), default: "fliplr,rotate,noise",
        "augmentations", "增强方式"),
      DemoOption(
        "angle", .number(-360...360), default: "45", unit: .degrees, "angle of rotate", "rotate 的角度"),
      DemoOption("offline", .flag, "the size of a data set augmented beforehand", "离线增强后的数据集大小"),
      DemoOption("factor", .integer(1...1000), default: "5", "variants of each image", "每张图的份数"),
      DemoOption("n", .integer(1...100_000_000), default: "1000", "images", "图像数"),
    ],
    fields: [
      DemoField("NAME.kept", "share of the image's area still in the frame", "仍在画面内的面积占比"),
      DemoField("rotate.lost", "share cut off", "被切掉的占比"),
      DemoField("rotate.canvas", "factor on the side that keeps every pixel", "保留全部像素所需的边长倍数"),
      DemoField("equals_rotation_180", "whether both flips equal a half turn", "两次翻转是否等于旋转 180°"),
      DemoField("size", "images on disk, with --offline", "磁盘上的图像数（--offline）"),
    ],
    examples: [
      "augment --op all", "augment --op rotate --angle 30", "augment --offline --factor 5 --n 1000",
    ],
    wrongRules: AugmentRules.all
  ) { options, context throws(DemoFailure) in
    let words = options.words("op")
    let chosen =
      words.contains("all") ? Augmentation.allCases : words.compactMap { Augmentation(rawValue: $0) }
    let angle = options.number("angle")
    let image = Tensor(TestImage.digit.pixels(height: 24, width: 24))
    var fields: [JSONValue.Member] = []
    var steps: [FormulaStep] = []
    var frames: [Drawing] = []
    for one in chosen {
      let kept = one.kept(angle: angle)
      var members: [JSONValue.Member] = [.init("kept", .number(kept))]
      if one == .rotate {
        let canvas = one.canvas(angle: angle)
        members += [.init("lost", .number(1 - kept)), .init("canvas", .number(canvas))]
        let degrees = Numbers.short(angle)
        steps += [
          FormulaStep(
            formula: context.text("canvas = |cos θ| + |sin θ|", "画布边长 = |cos θ| + |sin θ|"),
            substituted: "|cos \(degrees)°| + |sin \(degrees)°|", value: Numbers.significant(canvas, 5),
            fields: [one.rawValue]),
          FormulaStep(
            formula: context.text("kept = 2 / (1 + |cos θ| + |sin θ|)", "保留 = 2 / (1 + |cos θ| + |sin θ|)"),
            substituted: "2 / (1 + \(Numbers.significant(canvas, 5)))", value: Numbers.significant(kept, 4),
            fields: [one.rawValue]),
        ]
      }
      fields.append(.init(one.rawValue, .object(members)))
      let changed = one.applied(to: image, angle: angle, using: &context.generator)
      frames.append(
        .beside([
          .heat(
            HeatMap(title: context.text("before", "之前"), values: image.rows, scale: .grey, range: 0...10)),
          .heat(
            HeatMap(
              title: "\(one.rawValue), \(context.text("kept", "保留")) \(Numbers.fixed(100 * kept, 2)) %",
              values: changed.rows, scale: .grey, range: 0...10)),
        ]))
    }
    if chosen.contains(.fliplr), chosen.contains(.flipud) {
      let mirrored = Augmentation.fliplr.applied(to: image, angle: 0, using: &context.generator)
      let both = Augmentation.flipud.applied(to: mirrored, angle: 0, using: &context.generator)
      let turned = Augmentation.rotate.applied(to: image, angle: 180, using: &context.generator)
      fields.append(.init("equals_rotation_180", .bool(both == turned)))
    }
    if options.flag("offline") {
      let (factor, count) = (options.integer("factor"), options.integer("n"))
      fields.append(.init("size", .integer(factor * count)))
      steps.append(
        FormulaStep(
          formula: context.text("images · factor", "图像数 · 倍数"), substituted: "\(count) · \(factor)",
          value: Numbers.grouped(factor * count), fields: ["size"]))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings(chosen, options), frames: frames,
      details: table(chosen, angle, context))
  }

  private static func warnings(_ chosen: [Augmentation], _ options: OptionValues) -> [LocalizedText] {
    var warnings: [LocalizedText] = []
    if chosen.contains(.fliplr) || chosen.contains(.flipud) {
      warnings.append(
        LocalizedText(
          "A mirrored digit is no longer that digit: the label must survive the change.",
          "翻转后的数字已不是原来的数字：增强必须不改变标签。"))
    }
    if chosen.contains(.noise), chosen.contains(.blur) {
      warnings.append(
        LocalizedText("Noise adds high frequencies, blur removes them.", "加噪声增加高频，模糊去掉高频。"))
    }
    if options.flag("offline") {
      warnings.append(
        LocalizedText(
          "Split first, then augment: variants must not leak into the test set.", "先划分再增强：同一张图的变体不能混进测试集。"))
    }
    return warnings
  }

  private static func table(_ chosen: [Augmentation], _ angle: Double, _ context: DemoContext) -> Drawing {
    .bars(
      BarChart(
        title: context.text("share of the image kept", "图像的保留占比"),
        bars: chosen.map { one in
          let kept = one.kept(angle: angle)
          return BarChart.Bar(one.rawValue, kept, text: "\(Numbers.fixed(100 * kept, 2)) %")
        }))
  }
}

private enum AugmentRules {
  static let all: [WrongRule] = [
    rule("size", "original-added", "the originals are counted on top", "又多算了一遍原图") {
      Double($0.integer("n") * ($0.integer("factor") + 1))
    },
    rule("size", "added", "the numbers are added", "把两个数相加了") {
      Double($0.integer("n") + $0.integer("factor"))
    },
    rule("rotate.canvas", "inverse", "one over the share kept is given", "给成了保留占比的倒数") {
      1 / Augmentation.rotate.kept(angle: $0.number("angle"))
    },
    rule("rotate.canvas", "diagonal", "the diagonal is taken for every angle", "任何角度都取了对角线") { _ in
      2.0.squareRoot()
    },
    rule("rotate.canvas", "squared", "the factor on the area is given", "给出了面积的倍数") {
      let canvas = Augmentation.rotate.canvas(angle: $0.number("angle"))
      return canvas * canvas
    },
    rule("rotate.canvas", "kept", "the share kept is given", "给出了保留的占比") {
      Augmentation.rotate.kept(angle: $0.number("angle"))
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (OptionValues) -> Double?
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { value($0).map { .number($0) } }
  }
}
