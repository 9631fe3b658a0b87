import Basics
import TerminalUI

extension Demo {
  static let addConcat = Demo(
    name: "add-concat",
    purpose: LocalizedText(
      "Two feature maps merged by addition or by concatenation: which shapes fit, and what the next layer costs",
      "两个特征图的相加与拼接：形状要求与下一层的代价"),
    topic: .architectures,
    options: [
      DemoOption(
        "a", .integers(1...4096, count: 3...3), default: "4,4,64", "first map: height,width,channels",
        "第一个特征图：高,宽,通道"),
      DemoOption("b", .integers(1...4096, count: 3...3), default: "4,4,32", "second map", "第二个特征图"),
    ],
    fields: [
      DemoField("add_valid", "whether they can be added", "能否相加"),
      DemoField("add", "shape of the sum", "相加后的形状"),
      DemoField("concat_valid", "whether they can be concatenated", "能否拼接"),
      DemoField("concat", "shape joined along the channels", "沿通道拼接后的形状"),
      DemoField(
        "add_next", "weights of a 1×1 convolution to the first map's channels behind the sum",
        "相加后接 1×1 卷积（输出通道同第一个图）的权重数"),
      DemoField("concat_next", "the same behind the concatenation", "拼接后接同样卷积的权重数"),
    ],
    examples: ["add-concat", "add-concat --a 4,4,64 --b 4,4,64"], wrongRules: AddConcatRules.all
  ) { options, context throws(DemoFailure) in
    let (a, b) = (options.integers("a"), options.integers("b"))
    let isAligned = a[0] == b[0] && a[1] == b[1]
    let isEqual = a == b
    let joined = [a[0], a[1], a[2] + b[2]]
    let shape = { (shape: [Int]) in shape.map { "\($0)" }.joined(separator: "×") }
    var warnings: [LocalizedText] = []
    if !isAligned {
      warnings.append(
        LocalizedText(
          "Height and width differ: resample or crop one map first.", "高宽不同：先对其中一个重采样或裁剪。"))
    } else if !isEqual {
      warnings.append(
        LocalizedText(
          "To add them all the same, project one with a 1×1 convolution from \(b[2]) to \(a[2]) channels.",
          "若一定要相加，先用 1×1 卷积把 \(b[2]) 通道投影到 \(a[2]) 通道。"))
    }
    return DemoResult(
      fields: [
        .init("add_valid", .bool(isEqual)), .init("add", isEqual ? .integers(a) : .null),
        .init("concat_valid", .bool(isAligned)), .init("concat", isAligned ? .integers(joined) : .null),
        .init("add_next", isEqual ? .integer(a[2] * a[2]) : .null),
        .init("concat_next", isAligned ? .integer(joined[2] * a[2]) : .null),
      ],
      steps: [
        FormulaStep(
          formula: context.text("add: all three agree", "相加：三个维度都相同"),
          substituted: "\(shape(a)) + \(shape(b))",
          value: isEqual ? shape(a) : context.text("does not fit", "不匹配"), fields: ["add", "add_valid"]),
        FormulaStep(
          formula: context.text("concat: channels add", "拼接：通道相加"), substituted: "\(a[2]) + \(b[2])",
          value: isAligned ? "\(joined[2]) (\(shape(joined)))" : context.text("does not fit", "不匹配"),
          fields: ["concat", "concat_valid"]),
      ], warnings: warnings,
      frames: [
        .stack([
          blocks(context.text("the two maps", "两个特征图"), [a[2], b[2]], [1, 2], context),
          blocks(
            isAligned
              ? context.text("concatenated: side by side", "拼接：并排")
              : context.text("no concatenation", "无法拼接"),
            isAligned ? [joined[2]] : [], [0], context, split: a[2]),
          blocks(
            isEqual ? context.text("added: one on the other", "相加：叠在一起") : context.text("no sum", "无法相加"),
            isEqual ? [a[2]] : [], [3], context),
        ])
      ])
  }

  /// Channels as bars in proportion to their count; 0 stands for the first two colours, changing at `split`.
  private static func blocks(
    _ title: String, _ channels: [Int], _ classes: [Double], _ context: DemoContext, split: Int = 0
  ) -> Drawing {
    guard !channels.isEmpty else { return .text(StyledText(title, .bad)) }
    let scale = max(1.0, Double(channels.reduce(0, +)) / 56)
    var row: [Double] = []
    for (count, kind) in zip(channels, classes) {
      for cell in 0..<max(1, Int(Double(count) / scale)) {
        let isBehind = Double(cell) * scale >= Double(split)
        row.append(kind > 0 ? kind : isBehind ? 2 : 1)
      }
      row.append(0)
    }
    return .heat(
      HeatMap(
        title: "\(title) (\(channels.map { "\($0)" }.joined(separator: " + ")))",
        values: Array(repeating: row, count: 4),
        scale: .categorical, range: 0...9))
  }
}

private enum AddConcatRules {
  static let all: [WrongRule] = [
    rule("larger", "the larger channel count is taken, as if they were added", "取了较大的通道数，像相加那样") {
      max($0, $1)
    },
    rule("multiplied", "the channels are multiplied", "把通道数相乘了") { $0 * $1 },
    rule("first", "the first map's channels are taken", "取了第一个图的通道数") { a, _ in a },
    rule("averaged", "the mean is taken", "取了平均") { ($0 + $1) / 2 },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ value: @escaping @Sendable (Int, Int) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "concat[2]", mistake: LocalizedText(english, chinese)) {
      .integer(value($0.integers("a")[2], $0.integers("b")[2]))
    }
  }
}
