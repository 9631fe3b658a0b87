import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let nms = Demo(
    name: "nms",
    purpose: LocalizedText(
      "Non-maximum suppression box by box: which stay, which go, and because of which",
      "逐框演示非极大值抑制：谁留下、谁被删、因为谁"),
    topic: .detection,
    options: [
      DemoOption(
        "boxes", .text(2000), default: SuppressionRun.standard,
        "x1,y1,x2,y2,score and perhaps class; boxes parted by semicolons", "x1,y1,x2,y2,得分[,类别]；框之间用分号隔开"),
      DemoOption(
        "iou", .number(0...1), default: "0.5", "boxes that overlap more are suppressed", "重叠超过它的框被删"),
      DemoOption("score", .number(0...1), default: "0.6", "boxes below are dropped first", "低于它的框先被丢弃"),
      DemoOption("per-class", .flag, "only boxes of one class suppress each other", "只在同一类别内抑制"),
      DemoOption("step", .integer(1...64), "show only this round", "只看第几轮"),
    ],
    fields: [
      DemoField("kept", "names of the kept boxes, best first", "留下的框，得分高者在前"),
      DemoField("kept_count", "how many", "留下的个数"),
      DemoField("below_score", "dropped for their score", "因得分低被丢弃"),
      DemoField("suppressed", "{name, by, iou} of each suppressed box", "被抑制的框 {name, by, iou}"),
    ],
    examples: ["nms", "nms --iou 0.9", "nms --per-class"],
    wrongRules: NMSRules.all
  ) { options, context throws(DemoFailure) in
    try SuppressionRun(options).result(options, context)
  }
}

private struct SuppressionRun {
  /// The six boxes of the cards: two pairs, a third over one of them, and a small weak one.
  static let standard =
    "10,10,50,50,0.9,1;12,12,52,52,0.8,1;60,60,100,100,0.95,2;58,62,98,102,0.7,2;14,8,54,48,0.6,3;0,0,5,5,0.3,1"

  let boxes: [Box]
  let scores: [Double]
  let classes: [Int]
  let threshold, minimum: Double
  let isPerClass: Bool
  let kept: [Int]

  init(_ options: OptionValues) throws(DemoFailure) {
    var boxes: [Box] = []
    var scores: [Double] = []
    var classes: [Int] = []
    for row in options.text("boxes").split(separator: ";") {
      let numbers = row.split(separator: ",").map { Double($0) }
      let values = numbers.compactMap { $0 }.filter { abs($0) <= 100_000 }
      guard values.count == numbers.count, (5...6).contains(values.count), values[2] > values[0],
        values[3] > values[1]
      else {
        throw DemoFailure(
          LocalizedText("\"\(row)\" is no box with a score.", "“\(row)”不是带得分的框。"),
          advice: LocalizedText(
            "Write x1,y1,x2,y2,score[,class] with x1 < x2 and y1 < y2.",
            "请写 x1,y1,x2,y2,得分[,类别]，且 x1 < x2、y1 < y2。"))
      }
      boxes.append(Box(corners: Array(values[0..<4])))
      scores.append(values[4])
      classes.append(values.count == 6 ? Int(values[5]) : 1)
    }
    guard (1...26).contains(boxes.count) else {
      throw DemoFailure(
        LocalizedText("\(boxes.count) boxes cannot be lettered.", "\(boxes.count) 个框无法用字母命名。"),
        advice: LocalizedText("Give 1 to 26 boxes.", "请给出 1 到 26 个框。"))
    }
    self.boxes = boxes
    self.scores = scores
    self.classes = classes
    threshold = options.number("iou")
    minimum = options.number("score")
    isPerClass = options.flag("per-class")
    kept = Suppression.greedy(
      boxes, scores: scores, threshold: threshold, classes: isPerClass ? classes : nil, minimumScore: minimum)
  }

  func name(_ index: Int) -> String { String(UnicodeScalar(UInt8(65 + index))) }

  private func suppresses(_ one: Int, _ other: Int) -> Bool {
    (!isPerClass || classes[one] == classes[other]) && boxes[one].iou(boxes[other]) > threshold
  }

  /// The kept box that removes another: the best one that overlaps it.
  private func remover(of box: Int) -> Int? {
    kept.contains(box) || scores[box] < minimum ? nil : kept.first { suppresses($0, box) }
  }

  var presentCount: Int { scores.count { $0 >= minimum } }

  func result(_ options: OptionValues, _ context: DemoContext) throws(DemoFailure) -> DemoResult {
    let suppressed = boxes.indices.compactMap { box in remover(of: box).map { (box: box, by: $0) } }
    let steps = kept.map { best in
      let gone = suppressed.filter { $0.by == best }.map {
        let overlap = Numbers.significant(boxes[best].iou(boxes[$0.box]), 4)
        return context.text("\(name($0.box)) (IoU \(overlap))", "\(name($0.box))（IoU \(overlap)）")
      }
      return FormulaStep(
        formula: context.text(
          "best left, kept: \(name(best)) \(Numbers.short(scores[best]))",
          "剩下得分最高，保留：\(name(best)) \(Numbers.short(scores[best]))"),
        substituted: context.text("suppressed", "抑制的框"),
        value: gone.isEmpty
          ? context.text("none", "无") : gone.joined(separator: context.text(", ", "、")),
        fields: ["kept", "kept_count", "suppressed"])
    }
    var frames = (0...kept.count).map { frame(round: $0, context) }
    if let step = options.optionalInteger("step") {
      guard step <= kept.count else {
        throw DemoFailure(
          LocalizedText("there are only \(kept.count) rounds.", "一共只有 \(kept.count) 轮。"),
          advice: LocalizedText(
            "Use --step 1 to \(max(1, kept.count)).", "请用 --step 1 到 \(max(1, kept.count))。"))
      }
      frames = [frames[step]]
    }
    var warnings: [LocalizedText] = []
    if kept.isEmpty {
      warnings.append(LocalizedText("No box reaches the score threshold.", "没有框达到得分阈值。"))
    } else if threshold >= 0.8 {
      warnings.append(LocalizedText("A high IoU threshold leaves duplicates.", "IoU 阈值太高会留下重复框。"))
    } else if threshold <= 0.2 {
      warnings.append(LocalizedText("A low IoU threshold merges neighbours.", "IoU 阈值太低会误删相邻目标。"))
    }
    return DemoResult(
      fields: [
        .init("kept", .array(kept.map { .string(name($0)) })), .init("kept_count", .integer(kept.count)),
        .init(
          "below_score", .array(boxes.indices.filter { scores[$0] < minimum }.map { .string(name($0)) })),
        .init(
          "suppressed",
          .array(
            suppressed.map {
              [
                "name": .string(name($0.box)), "by": .string(name($0.by)),
                "iou": .number(boxes[$0.box].iou(boxes[$0.by])),
              ]
            })),
      ], steps: steps, warnings: warnings, frames: frames, details: table(context))
  }

  /// After some rounds: kept boxes green, suppressed ones red, the rest waiting.
  private func frame(round: Int, _ context: DemoContext) -> Drawing {
    let done = kept.prefix(round)
    let around = boxes.dropFirst().reduce(boxes[0]) { $0.enclosing($1) }
    var raster = BoxRaster(around)
    for box in boxes.indices.sorted(by: { scores[$0] < scores[$1] }) {
      let isGone = remover(of: box).map { done.contains($0) } ?? false
      if scores[box] < minimum { continue }
      raster.outline(boxes[box], isGone ? 5 : done.contains(box) ? 3 : 8)
    }
    for box in done { raster.outline(boxes[box], 3) }
    let names = done.map(name).joined(separator: ", ")
    return .heat(
      HeatMap(
        title: round == 0
          ? context.text("before", "开始")
          : context.text("round \(round): kept \(names)", "第 \(round) 轮：已保留 \(names)"),
        values: raster.values, scale: .categorical, range: 0...9))
  }

  private func table(_ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column(context.text("box", "框"), .left), Table.Column(context.text("score", "得分")),
          Table.Column(context.text("class", "类别")), Table.Column(context.text("fate", "结果"), .left),
        ],
        rows: Array(boxes.indices).sorted { scores[$0] > scores[$1] }.map { box in
          let fate: StyledText
          if kept.contains(box) {
            fate = StyledText(context.text("kept", "保留"), .good)
          } else if let by = remover(of: box) {
            let overlap = Numbers.fixed(boxes[box].iou(boxes[by]), 4)
            fate = StyledText(
              context.text("suppressed by \(name(by)), IoU \(overlap)", "被 \(name(by)) 抑制，IoU \(overlap)"),
              .bad)
          } else {
            fate = StyledText(context.text("below the score threshold", "得分低于阈值"), .dim)
          }
          return [
            StyledText(name(box), .strong), StyledText(Numbers.short(scores[box])),
            StyledText("\(classes[box])"), fate,
          ]
        }))
  }
}

private enum NMSRules {
  static let all: [WrongRule] = [
    rule("score-only", "only the score threshold is applied", "只用了得分阈值") { $0.presentCount },
    rule("score-forgotten", "the score threshold is forgotten", "忘了得分阈值") {
      Suppression.greedy($0.boxes, scores: $0.scores, threshold: $0.threshold).count
    },
    rule("suppressed-counted", "the suppressed boxes are counted", "数成了被抑制的框") {
      $0.presentCount - $0.kept.count
    },
    rule("one", "only the best box is kept, without starting again", "只保留了最好的一个框，没有重复下去") { _ in 1 },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (SuppressionRun) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "kept_count", mistake: LocalizedText(english, chinese)) { options in
      (try? SuppressionRun(options)).map { .integer(value($0)) }
    }
  }
}
