import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let iou = Demo(
    name: "iou",
    purpose: LocalizedText(
      "Intersection over union of two boxes, with the overlap to look at", "两个框的交并比，重叠部分一目了然"),
    topic: .detection,
    options: [
      DemoOption(
        "a", .numbers(-10_000...10_000, count: 4...4), default: "0,0,10,10", "box A: x1,y1,x2,y2",
        "框 A：x1,y1,x2,y2"),
      DemoOption(
        "b", .numbers(-10_000...10_000, count: 4...4), default: "5,5,15,15", "box B: x1,y1,x2,y2",
        "框 B：x1,y1,x2,y2"),
    ],
    fields: [
      DemoField("intersection", "area both share", "相交面积"),
      DemoField("union", "area either covers", "并集面积"),
      DemoField("iou", "intersection / union", "交并比"),
      DemoField("giou", "IoU less the empty share of the enclosing box", "IoU 减去外接框的空余占比"),
      DemoField("diou", "IoU less the distance of the centres", "IoU 减去中心距离项"),
      DemoField("area_a", "area of A", "A 的面积"),
      DemoField("area_b", "area of B", "B 的面积"),
    ],
    examples: ["iou", "iou --a 0,0,10,10 --b 10,0,20,10", "iou --a 38,20,62,80 --b 40,20,60,80"],
    wrongRules: IOURules.all
  ) { options, context throws(DemoFailure) in
    let (a, b) = (Box(corners: options.numbers("a")), Box(corners: options.numbers("b")))
    for (name, box) in [("a", a), ("b", b)] where box.width < 0 || box.height < 0 {
      throw DemoFailure(
        LocalizedText("box \(name) ends before it begins.", "框 \(name) 的右下角在左上角之前。"),
        advice: LocalizedText(
          "Write --\(name) as x1,y1,x2,y2 with x1 ≤ x2 and y1 ≤ y2.",
          "请按 x1,y1,x2,y2 写 --\(name)，且 x1 ≤ x2、y1 ≤ y2。"))
    }
    let shown = { (value: Double) in Numbers.significant(value, 6) }
    let shared = a.intersection(b)
    let width = min(a.right, b.right) - max(a.left, b.left)
    let height = min(a.bottom, b.bottom) - max(a.top, b.top)
    var raster = BoxRaster(a.enclosing(b))
    raster.fill(a, adding: 1)
    raster.fill(b, adding: 2)
    var warnings: [LocalizedText] = []
    if a.union(b) == 0 {
      warnings.append(LocalizedText("Neither box has an area; IoU is taken as 0.", "两个框都没有面积；IoU 记为 0。"))
    } else if shared == 0 {
      warnings.append(
        LocalizedText(
          "Without overlap IoU is 0 however far apart the boxes are, and its gradient too; GIoU and DIoU still tell.",
          "不相交时无论相距多远 IoU 都是 0，梯度也是 0；GIoU 与 DIoU 仍能区分。"))
    }
    return DemoResult(
      fields: [
        .init("intersection", .number(shared)), .init("union", .number(a.union(b))),
        .init("iou", .number(a.iou(b))), .init("giou", .number(a.giou(b))), .init("diou", .number(a.diou(b))),
        .init("area_a", .number(a.area)), .init("area_b", .number(b.area)),
      ],
      steps: [
        FormulaStep(
          formula: "A ∩ B = max(0, w) · max(0, h)",
          substituted: "max(0, \(shown(width))) · max(0, \(shown(height)))",
          value: shown(shared), fields: ["intersection", "union", "iou"]),
        FormulaStep(
          formula: "A ∪ B = A + B − A ∩ B",
          substituted: "\(shown(a.area)) + \(shown(b.area)) − \(shown(shared))",
          value: shown(a.union(b)), fields: ["union", "iou"]),
        FormulaStep(
          formula: "IoU = A ∩ B / A ∪ B", substituted: "\(shown(shared)) / \(shown(a.union(b)))",
          value: Numbers.significant(a.iou(b), 4), fields: ["iou"]),
      ], warnings: warnings,
      frames: [
        .heat(
          HeatMap(
            title: context.text(
              "1, blue: only A; 2, orange: only B; 3, green: both", "1（蓝）仅 A，2（橙）仅 B，3（绿）重叠"),
            values: raster.values,
            scale: .categorical, range: 0...3))
      ])
  }
}

private enum IOURules {
  static let all: [WrongRule] = [
    rule("union", "overlap-twice", "the overlap is counted twice", "重叠部分算了两次") { $0.area + $1.area },
    rule("union", "overlap-removed", "the overlap is removed from both boxes", "两个框都减去了重叠部分") {
      $0.area + $1.area - 2 * $0.intersection($1)
    },
    rule("union", "enclosing", "the area of the enclosing box is taken", "取了外接框的面积") {
      $0.enclosing($1).area
    },
    rule("iou", "over-sum", "the sum of both areas is taken as the union", "把两个面积之和当成并集") {
      $0.intersection($1) / ($0.area + $1.area)
    },
    rule("iou", "over-one-box", "the overlap is divided by one box", "除以了一个框的面积") {
      $0.intersection($1) / $0.area
    },
    rule("iou", "difference", "the share that is not shared is given", "给出了不重叠的占比") { 1 - $0.iou($1) },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Box, Box) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      let result = value(Box(corners: options.numbers("a")), Box(corners: options.numbers("b")))
      return result.isFinite ? .number(result) : nil
    }
  }
}
