import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let split = Demo(
    name: "split",
    purpose: LocalizedText(
      "Training, validation and test sets; folds of cross-validation; a test set from elsewhere",
      "训练、验证与测试集的划分；交叉验证的折；来自别处的测试集"),
    topic: .data,
    options: [
      DemoOption("n", .integer(10...100_000_000), default: "10000", "samples", "样本数"),
      DemoOption("ratio", .text(32), default: "6:2:2", "training : validation : test", "训练 : 验证 : 测试"),
      DemoOption("folds", .integer(2...20), "cross-validate in this many folds", "交叉验证的折数"),
      DemoOption(
        "shift", .flag, "compare a test set like the validation set with a shifted one", "比较同分布与分布偏移的测试集"),
    ],
    fields: [
      DemoField("sizes", "training, validation, test; rounding goes to training", "训练、验证、测试的大小；取整的余数归训练"),
      DemoField("fold_sizes", "--folds: the size of each fold", "--folds：每折大小"),
      DemoField("train_size", "--folds: what the first run trains on", "--folds：第一次训练用的样本数"),
      DemoField(
        "dev_accuracy", "--shift: of a threshold tuned on the validation set", "--shift：在验证集上调好的阈值的准确率"),
      DemoField("same_accuracy", "--shift: on a test set like it", "--shift：同分布测试集上的准确率"),
      DemoField(
        "shifted_accuracy", "--shift: on one whose inputs moved by 1.5", "--shift：输入偏移 1.5 的测试集上的准确率"),
    ],
    examples: ["split --n 10000 --ratio 6:2:2", "split --n 10000 --folds 5", "split --n 1000 --shift"],
    wrongRules: SplitRules.all
  ) { options, context throws(DemoFailure) in
    guard let plan = SplitPlan(options) else {
      throw DemoFailure(
        LocalizedText(
          "\(options.text("ratio")) is no ratio of three parts.", "\(options.text("ratio")) 不是三部分的比例。"),
        advice: LocalizedText("Write whole numbers such as --ratio 6:2:2.", "请写成整数，例如 --ratio 6:2:2。"))
    }
    var fields = plan.fields
    var frames = plan.frames(context)
    var details: Drawing = .blank
    if options.flag("shift") {
      let shift = ShiftedTest(
        dev: min(plan.sizes[1], 4000), test: min(plan.sizes[2], 4000), &context.generator)
      fields += shift.fields
      frames = [shift.picture(context)]
      details = .table(shift.table(context))
    }
    return DemoResult(
      fields: fields, steps: plan.steps, warnings: plan.warnings(options.flag("shift")), frames: frames,
      details: details)
  }
}

private struct SplitPlan {
  let count: Int
  let ratio: [Int]
  let sizes: [Int]
  let folds: [Int]

  init?(_ options: OptionValues) {
    let parts = options.text("ratio").split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    let ratio = parts.compactMap { $0 }
    guard parts.count == 3, ratio.count == 3, ratio.allSatisfy({ (0...1000).contains($0) }),
      ratio.reduce(0, +) > 0
    else { return nil }
    self.ratio = ratio
    let count = options.integer("n")
    self.count = count
    let whole = ratio.reduce(0, +)
    let (validation, test) = (count * ratio[1] / whole, count * ratio[2] / whole)
    sizes = [count - validation - test, validation, test]
    let foldCount = options.optionalInteger("folds") ?? 0
    folds = (0..<foldCount).map { count / foldCount + ($0 < count % foldCount ? 1 : 0) }
  }

  var fields: [JSONValue.Member] {
    var fields: [JSONValue.Member] = [.init("sizes", .integers(sizes))]
    if !folds.isEmpty {
      fields.append(.init("fold_sizes", .integers(folds)))
      fields.append(.init("train_size", .integer(count - folds[0])))
    }
    return fields
  }

  var steps: [FormulaStep] {
    let whole = ratio.reduce(0, +)
    if let fold = folds.first {
      return [
        FormulaStep(
          formula: "n − n/k", substituted: "\(Numbers.grouped(count)) − \(Numbers.grouped(fold))",
          value: Numbers.grouped(count - fold), fields: ["train_size"])
      ]
    }
    return zip(ratio, sizes).map { part, size in
      FormulaStep(
        formula: part == ratio[0] && size == sizes[0] ? "n · part / (a + b + c)" : "",
        substituted: "\(Numbers.grouped(count)) · \(part) / \(whole)", value: Numbers.grouped(size),
        fields: ["sizes"])
    }
  }

  func warnings(_ isShifted: Bool) -> [LocalizedText] {
    var warnings: [LocalizedText] = []
    if folds.isEmpty, sizes.contains(0) {
      warnings.append(LocalizedText("A set is empty.", "有一个集合是空的。"))
    }
    if count >= 1_000_000, ratio[0] * 10 < 9 * ratio.reduce(0, +) {
      warnings.append(
        LocalizedText(
          "With this many samples one per cent is enough for testing: 98:1:1 leaves more to learn from.",
          "样本这么多时，百分之一就足够测试：98:1:1 能留下更多训练数据。"))
    }
    if isShifted {
      warnings.append(
        LocalizedText(
          "A validation set from elsewhere than the test set aims at the wrong target.",
          "验证集与测试集来自不同分布，等于瞄错了靶子。"))
    }
    return warnings
  }

  /// One strip of the three sets, or a grid with the fold that is held out in each run.
  func frames(_ context: DemoContext) -> [Drawing] {
    guard !folds.isEmpty else {
      let names = [
        context.text("training", "训练"), context.text("validation", "验证"), context.text("test", "测试"),
      ]
      return [
        .bars(
          BarChart(
            title: context.text("\(Numbers.grouped(count)) samples", "\(Numbers.grouped(count)) 个样本"),
            bars: sizes.indices.map { index in
              BarChart.Bar(
                names[index], Double(sizes[index]), text: Numbers.grouped(sizes[index]), role: .series(index))
            }))
      ]
    }
    return folds.indices.map { run in
      let cells = (0...run).map { row in
        [context.text("run \(row + 1)", "第 \(row + 1) 次")] + folds.indices.map { $0 == row ? "V" : "·" }
      }
      return .stack([
        .grid(
          NumberGrid(
            title: context.text("held-out fold (V) of each run", "每次留出的折（V）"), cells: cells,
            marked: Set((0...run).map { NumberGrid.Cell($0, $0 + 1) }))),
        context.remark(
          "Run \(run + 1) trains on \(Numbers.grouped(count - folds[run])), validates on \(Numbers.grouped(folds[run])).",
          "第 \(run + 1) 次：用 \(Numbers.grouped(count - folds[run])) 个训练，\(Numbers.grouped(folds[run])) 个验证。"),
      ])
    }
  }
}

/// Two classes at −1 and +1 on a line; a threshold tuned on one sample and tried on two others.
private struct ShiftedTest {
  private static let shift = 1.5
  let dev, same, shifted: [(x: Double, label: Bool)]
  let threshold: Double

  init(dev: Int, test: Int, _ generator: inout SplitMix64) {
    func draw(_ count: Int, _ shift: Double) -> [(x: Double, label: Bool)] {
      (0..<max(1, count)).map { index in
        let label = index.isMultiple(of: 2)
        return (x: (label ? 1 : -1) + shift + generator.nextNormal(), label: label)
      }
    }
    self.dev = draw(dev, 0)
    same = draw(test, 0)
    shifted = draw(test, ShiftedTest.shift)
    let sample = self.dev
    threshold =
      (-30...30).map { Double($0) / 20 }.max {
        ShiftedTest.accuracy(sample, $0) < ShiftedTest.accuracy(sample, $1)
      } ?? 0
  }

  private static func accuracy(_ sample: [(x: Double, label: Bool)], _ threshold: Double) -> Double {
    Double(sample.count { ($0.x > threshold) == $0.label }) / Double(sample.count)
  }

  var fields: [JSONValue.Member] {
    [
      .init("dev_accuracy", .number(ShiftedTest.accuracy(dev, threshold))),
      .init("same_accuracy", .number(ShiftedTest.accuracy(same, threshold))),
      .init("shifted_accuracy", .number(ShiftedTest.accuracy(shifted, threshold))),
    ]
  }

  func picture(_ context: DemoContext) -> Drawing {
    func histogram(_ sample: [(x: Double, label: Bool)]) -> [(x: Double, y: Double)] {
      var counts = Array(repeating: 0.0, count: 40)
      for value in sample where abs(value.x) < 5 { counts[Int((value.x + 5) * 4)] += 1 }
      return counts.enumerated().map { (x: -5 + (Double($0) + 0.5) / 4, y: $1 / Double(sample.count)) }
    }
    return .plot(
      Plot(
        title: context.text("where the inputs lie, and the tuned threshold", "输入的分布与调好的阈值"), xLabel: "x",
        series: [
          Plot.Series(context.text("validation", "验证"), histogram(dev), role: .series1),
          Plot.Series(context.text("test, same source", "测试，同分布"), histogram(same), role: .series3),
          Plot.Series(context.text("test, shifted", "测试，偏移"), histogram(shifted), role: .series5),
          Plot.Series(
            context.text("threshold", "阈值"), [(x: threshold, y: 0), (x: threshold, y: 0.08)], role: .series2),
        ], xRange: -5...5))
  }

  func table(_ context: DemoContext) -> Table {
    let rows = [
      (context.text("validation", "验证"), dev), (context.text("test, same source", "测试，同分布"), same),
      (context.text("test, shifted", "测试，偏移"), shifted),
    ]
    return Table(
      [context.text("set", "集合"), context.text("samples", "样本"), context.text("accuracy", "准确率")],
      rows.map { [$0.0, "\($0.1.count)", Numbers.fixed(ShiftedTest.accuracy($0.1, threshold), 3)] },
      left: [0],
      shares: rows.map { ShiftedTest.accuracy($0.1, threshold) })
  }
}

private enum SplitRules {
  static let all: [WrongRule] = [
    rule("sizes[0]", "test-part", "the size of the test set is given", "给出的是测试集大小") { $0.sizes[2] },
    rule("sizes[0]", "rest", "everything but the training set is given", "给出的是训练集以外的部分") {
      $0.count - $0.sizes[0]
    },
    rule("sizes[0]", "part-of-hundred", "the part is read as per cent", "把份数当成了百分数") {
      $0.count * $0.ratio[0] / 100
    },
    rule("sizes[0]", "with-validation", "the validation set is left with the training set", "没有从训练集中分出验证集") {
      $0.sizes[0] + $0.sizes[1]
    },
    rule("sizes[2]", "both", "validation and test together are given", "给出的是验证与测试之和") {
      $0.sizes[1] + $0.sizes[2]
    },
    rule("sizes[2]", "tenth", "a tenth is taken instead of a hundredth", "取了十分之一，而不是百分之一") { $0.count / 10 },
    rule("sizes[2]", "training", "the training set is given", "给出的是训练集") { $0.sizes[0] },
    rule("sizes[2]", "thousandth", "a thousandth is taken instead of a hundredth", "取了千分之一，而不是百分之一") {
      $0.count / 1000
    },
    rule("train_size", "fold", "the size of the held-out fold is given", "给出的是留出的那一折") { $0.folds.first },
    rule("train_size", "everything", "all samples are given", "给出了全部样本") { $0.count },
    rule("train_size", "two-folds", "two folds are held out", "留出了两折") { plan in
      plan.folds.first.map { plan.count - 2 * $0 }
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (SplitPlan) -> Int?
  ) -> WrongRule {
    WrongRule(field, name, english, chinese, count: { SplitPlan($0).flatMap(formula) })
  }
}
