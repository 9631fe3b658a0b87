import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let yoloGrid = Demo(
    name: "yolo-grid",
    purpose: LocalizedText(
      "The target of a grid detector: which cell and anchor get the object, and with which numbers",
      "网格检测器的目标：物体归哪个格子与锚框，编码成哪些数"),
    topic: .detection,
    options: [
      DemoOption("grid", .integer(1...64), default: "3", "cells along each side", "每边格数"),
      DemoOption("classes", .integer(1...1000), default: "3", "classes", "类别数"),
      DemoOption("anchors", .integer(1...9), default: "1", "anchor boxes per cell", "每格锚框数"),
      DemoOption("img", .number(1...10_000), default: "100", unit: .pixels, "side of the image", "图像边长"),
      DemoOption(
        "box", .numbers(0...10_000, count: 4...4), default: "70,30,40,20", unit: .pixels,
        "the object: centre x, centre y, width, height", "物体：中心 x、中心 y、宽、高"),
    ],
    fields: [
      DemoField("depth", "numbers a cell predicts", "每格预测的数"),
      DemoField("out", "[grid, grid, depth]", "[格数, 格数, 深度]"),
      DemoField("boxes", "boxes predicted before any is removed", "删除之前预测的框数"),
      DemoField("row", "row of the cell, from 0", "所在行，从 0 数"),
      DemoField("col", "its column", "所在列"),
      DemoField("bx", "centre from the cell's left edge, in cells", "中心距格子左边的距离，以格为单位"),
      DemoField("by", "centre from its top edge, in cells", "中心距格子上边的距离"),
      DemoField("bw", "width in cells", "宽，以格为单位"),
      DemoField("bh", "height in cells", "高，以格为单位"),
      DemoField("anchor", "the anchor with the best IoU, from 0", "IoU 最大的锚框，从 0 数"),
      DemoField("anchor_iou", "IoU of each anchor's shape with the object's", "各锚框形状与物体的 IoU"),
    ],
    examples: ["yolo-grid", "yolo-grid --grid 19", "yolo-grid --anchors 2 --box 50,50,24,60"],
    wrongRules: YOLORules.all
  ) { options, context throws(DemoFailure) in
    try Assignment(options).result(context)
  }
}

private struct Assignment {
  let grid, classes, anchors: Int
  let image: Double
  let box: [Double]

  init(_ options: OptionValues) throws(DemoFailure) {
    grid = options.integer("grid")
    classes = options.integer("classes")
    anchors = options.integer("anchors")
    image = options.number("img")
    box = options.numbers("box")
    guard box[0] <= image, box[1] <= image else {
      throw DemoFailure(
        LocalizedText("the centre lies outside the image.", "中心在图像之外。"),
        advice: LocalizedText("Choose --box with a centre from 0 to --img.", "请让 --box 的中心在 0 到 --img 之间。"))
    }
  }

  private func place(_ value: Double) -> (cell: Int, offset: Double) {
    let cells = value * Double(grid) / image
    // A centre on the far edge belongs to the last cell.
    let cell = min(Int(cells), grid - 1)
    return (cell, cells - Double(cell))
  }

  var depth: Int { anchors * (5 + classes) }
  var x: (cell: Int, offset: Double) { place(box[0]) }
  var y: (cell: Int, offset: Double) { place(box[1]) }
  var width: Double { box[2] * Double(grid) / image }
  var height: Double { box[3] * Double(grid) / image }

  /// Width and height in cells: square alone, else tall and wide ones in turn, growing.
  private var shapes: [(width: Double, height: Double)] {
    if anchors == 1 { return [(1, 1)] }
    return (0..<anchors).map { index in
      let size = 0.6 + 0.6 * Double(index / 2)
      return index % 2 == 0 ? (size, 3 * size) : (3 * size, size)
    }
  }

  private var overlaps: [Double] {
    let object = Box(centerX: 0, centerY: 0, width: width, height: height)
    return shapes.map { object.iou(Box(centerX: 0, centerY: 0, width: $0.width, height: $0.height)) }
  }

  func result(_ context: DemoContext) -> DemoResult {
    let overlaps = overlaps
    let best = overlaps.indices.max { (overlaps[$0], -$0) < (overlaps[$1], -$1) } ?? 0
    let shown = { (value: Double) in Numbers.significant(value, 6) }
    let (x, y) = (x, y)
    var warnings: [LocalizedText] = []
    if anchors == 1 {
      warnings.append(
        LocalizedText("With one anchor a cell holds one object only.", "只有一个锚框时，每格只能容纳一个物体。"))
    }
    if width > 1 || height > 1 {
      warnings.append(
        LocalizedText(
          "The box is larger than its cell; the other cells it covers keep Pc = 0.",
          "框比格子大；它盖住的其他格子仍为 Pc = 0。"))
    }
    return DemoResult(
      fields: [
        .init("depth", .integer(depth)), .init("out", [.integer(grid), .integer(grid), .integer(depth)]),
        .init("boxes", .integer(grid * grid * anchors)), .init("row", .integer(y.cell)),
        .init("col", .integer(x.cell)), .init("bx", .number(x.offset)), .init("by", .number(y.offset)),
        .init("bw", .number(width)), .init("bh", .number(height)), .init("anchor", .integer(best)),
        .init("anchor_iou", .numbers(overlaps)),
      ],
      steps: [
        FormulaStep(
          formula: context.text("depth = anchors · (1 + 4 + classes)", "深度 = 锚框数 · (1 + 4 + 类别数)"),
          substituted: "\(anchors) · (1 + 4 + \(classes))", value: "\(depth)", fields: ["depth", "out"]),
        FormulaStep(
          formula: context.text("boxes = grid² · anchors", "框数 = 格数² · 锚框数"),
          substituted: "\(grid)² · \(anchors)", value: Numbers.grouped(grid * grid * anchors),
          fields: ["boxes"]),
        FormulaStep(
          formula: "x · grid / img",
          substituted: "\(shown(box[0])) · \(grid) / \(shown(image))",
          value: shown(Double(x.cell) + x.offset)
            + context.text(
              " (column \(x.cell), bx \(shown(x.offset)))", "（第 \(x.cell) 列，bx \(shown(x.offset))）"),
          fields: ["bx", "col"]),
        FormulaStep(
          formula: "y · grid / img",
          substituted: "\(shown(box[1])) · \(grid) / \(shown(image))",
          value: shown(Double(y.cell) + y.offset)
            + context.text(" (row \(y.cell), by \(shown(y.offset)))", "（第 \(y.cell) 行，by \(shown(y.offset))）"),
          fields: ["by", "row"]),
        FormulaStep(
          formula: "bw, bh = w, h · grid / img",
          substituted: "\(shown(box[2])), \(shown(box[3])) · \(grid) / \(shown(image))",
          value: "\(shown(width)), \(shown(height))", fields: ["bw", "bh"]),
      ], warnings: warnings, frames: [picture(context)], details: vector(best, context))
  }

  /// The grid, the cell that is responsible, the box and its centre.
  private func picture(_ context: DemoContext) -> Drawing {
    var raster = BoxRaster(Box(left: 0, top: 0, right: image, bottom: image), resolution: 48)
    let cell = image / Double(grid)
    if grid <= 16 {
      for row in 0..<grid {
        for column in 0..<grid where (row + column) % 2 == 1 {
          raster.fill(
            Box(
              left: Double(column) * cell, top: Double(row) * cell, right: Double(column + 1) * cell,
              bottom: Double(row + 1) * cell), adding: 9)
        }
      }
    }
    let left = Double(x.cell) * cell
    let top = Double(y.cell) * cell
    raster.outline(Box(left: left, top: top, right: left + cell, bottom: top + cell), 3)
    raster.outline(Box(centerX: box[0], centerY: box[1], width: box[2], height: box[3]), 1)
    let dot = image / 48
    raster.outline(Box(centerX: box[0], centerY: box[1], width: dot, height: dot), 5)
    return .heat(
      HeatMap(
        title: context.text(
          "blue the box, red its centre, green the cell", "蓝：物体框；红：中心；绿：负责的格子"), values: raster.values,
        scale: .categorical, range: 0...9))
  }

  private func vector(_ best: Int, _ context: DemoContext) -> Drawing {
    let names = ["Pc", "bx", "by", "bh", "bw"] + (1...min(classes, 3)).map { "c\($0)" }
    let values = [1, x.offset, y.offset, height, width] + (1...min(classes, 3)).map { $0 == 1 ? 1.0 : 0 }
    return .table(
      Table(
        columns: [Table.Column(context.text("anchor", "锚框"), .left)] + names.map { Table.Column($0) },
        rows: (0..<anchors).map { anchor in
          [
            StyledText(
              "\(anchor)  IoU \(Numbers.fixed(overlaps[anchor], 3))", anchor == best ? .strong : .dim)
          ]
            + values.enumerated().map { index, value in
              anchor == best
                ? StyledText(Numbers.significant(value), .accent) : StyledText(index == 0 ? "0" : "–", .dim)
            }
        }))
  }
}

private enum YOLORules {
  static let all: [WrongRule] = [
    rule("depth", "confidence-forgotten", "the confidence Pc is forgotten", "忘了置信度 Pc") {
      Double($0.anchors * (4 + $0.classes))
    },
    rule("depth", "anchors-forgotten", "the anchors are forgotten", "忘了锚框数") {
      $0.anchors > 1 ? Double(5 + $0.classes) : nil
    },
    rule("depth", "classes-shared", "the class scores are counted once for all anchors", "所有锚框只算了一份类别得分") {
      $0.anchors > 1 ? Double($0.anchors * 5 + $0.classes) : nil
    },
    rule("depth", "classes-only", "the box is forgotten", "忘了框的四个数") {
      Double($0.anchors * (1 + $0.classes))
    },
    rule("boxes", "anchors-forgotten", "the anchors are forgotten", "忘了锚框数") { Double($0.grid * $0.grid) },
    rule("boxes", "one-axis", "the grid is not squared", "格数没有平方") { Double($0.grid * $0.anchors) },
    rule("bx", "of-image", "the centre is given as a fraction of the image", "给成了占整张图的比例") {
      $0.box[0] / $0.image
    },
    rule("bx", "cells", "the whole cells in front are not taken off", "没有减去前面的整格") {
      $0.box[0] * Double($0.grid) / $0.image
    },
    rule("bx", "pixels", "the offset is given in pixels", "给成了像素") {
      $0.x.offset * $0.image / Double($0.grid)
    },
    rule("bx", "y-for-x", "the y coordinate is taken", "取成了 y 坐标") { $0.y.offset },
    rule("bw", "of-image", "the width is given as a fraction of the image", "给成了占整张图的比例") {
      $0.box[2] / $0.image
    },
    rule("bw", "height", "the height is taken", "取成了高") { $0.height },
    rule("bw", "halved", "half the width is taken", "只取了一半的宽") { $0.width / 2 },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Assignment) -> Double?
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      guard let assignment = try? Assignment(options) else { return nil }
      return value(assignment).map { .number($0) }
    }
  }
}
