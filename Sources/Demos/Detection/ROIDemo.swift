import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let roi = Demo(
    name: "roi",
    purpose: LocalizedText(
      "A proposal on the feature map: what ROI Pooling rounds away and ROI Align keeps",
      "候选框映射到特征图：ROI Pooling 取整丢了什么，ROI Align 又保住了什么"),
    topic: .detection,
    options: [
      DemoOption("img", .integer(1...4096), default: "800", unit: .pixels, "side of the image", "图像边长"),
      DemoOption("box", .number(1...4096), default: "665", unit: .pixels, "side of the proposal", "候选框边长"),
      DemoOption(
        "stride", .integer(1...64), default: "32", unit: .pixels, "stride of the feature map", "特征图步长"),
      DemoOption("out", .integer(1...32), default: "7", unit: .cells, "side of the result", "输出边长"),
      DemoOption(
        "samples", .integer(1...64), default: "4", "points in a bin of ROI Align: 1, 4, 9 …",
        "ROI Align 每格采样点数：1、4、9……"),
      DemoOption("mode", .word(["pool", "align", "both"]), default: "both", "which", "方法"),
      DemoOption(
        "exact", .flag,
        "like the reference code: corners to nearest, both end cells inside, bins by floor and ceil",
        "按参考实现：角点四舍五入，两端的格都算，格子边界取 floor 与 ceil"),
      DemoOption(
        "bilinear", .numbers(0...1, count: 2...2), "interpolate 1,2;3,4 at y,x", "在 1,2;3,4 的 y,x 处插值"),
    ],
    fields: [
      DemoField("map", "side of the feature map", "特征图边长"),
      DemoField("roi", "side of the proposal in cells, unrounded", "候选框占的格数（未取整）"),
      DemoField("out", "side of the result", "输出边长"),
      DemoField("pool.quantised", "the same in whole cells", "取整后的格数"),
      DemoField("pool.bin_exact", "cells a bin would have", "每格本应的宽度"),
      DemoField("pool.bin", "cells a bin has", "每格实际的宽度"),
      DemoField("pool.covered", "cells the bins cover", "被覆盖的格数"),
      DemoField("pool.lost_cells", "cells of the proposal no bin covers", "没有覆盖到的格数"),
      DemoField("pool.lost_pixels", "the same in pixels of the image", "换算成图像像素"),
      DemoField("pool.rounding_pixels", "pixels the first rounding moves the border", "第一次取整使边界移动的像素"),
      DemoField("pool.rounding_percent", "the same of the proposal, %", "占候选框的百分比"),
      DemoField("pool.bins", "first cell and end of each bin, with --exact", "各格的起点与终点（--exact）"),
      DemoField("align.bin", "cells a bin has, unrounded", "每格的宽度（不取整）"),
      DemoField("align.points", "where the first bin is read along an axis", "第一格沿一轴的采样位置"),
      DemoField("value", "interpolated value, with --bilinear", "插值结果（--bilinear）"),
      DemoField("weights", "weights of the four cells", "四个格子的权重"),
    ],
    examples: ["roi", "roi --box 640 --exact --mode pool", "roi --bilinear 0.25,0.75"],
    wrongRules: ROIRules.all
  ) { options, context throws(DemoFailure) in
    if let place = options.optionalNumbers("bilinear") { return Bilinear(place).result(context) }
    return try Proposal(options).result(options.word("mode"), context)
  }
}

private struct Proposal {
  let box, roi: Double
  let map, stride, out, side: Int
  let isExact: Bool
  let quantised: Int

  init(_ options: OptionValues) throws(DemoFailure) {
    let image = options.integer("img")
    box = options.number("box")
    stride = options.integer("stride")
    out = options.integer("out")
    map = image / stride
    isExact = options.flag("exact")
    guard box <= Double(image), map > 0 else {
      throw DemoFailure(
        LocalizedText(
          "a proposal of \(Numbers.short(box)) pixels at stride \(stride) does not fit an image of \(image).",
          "步长 \(stride) 时，\(Numbers.short(box)) 像素的候选框放不进 \(image) 像素的图像。"),
        advice: LocalizedText(
          "Use a smaller --box or --stride, or a larger --img.", "请用更小的 --box 或 --stride，或更大的 --img。"))
    }
    let samples = options.integer("samples")
    side = Int(Double(samples).squareRoot().rounded())
    guard side * side == samples else {
      throw DemoFailure(
        LocalizedText("\(samples) points make no square.", "\(samples) 个点排不成方阵。"),
        advice: LocalizedText("Use --samples 1, 4, 9 or 16.", "请用 --samples 1、4、9 或 16。"))
    }
    roi = box / Double(stride)
    // The reference code (Fast R-CNN, torchvision) rounds both corners and counts both end cells as inside.
    quantised = isExact ? Int(roi.rounded(.toNearestOrAwayFromZero)) + 1 : min(map, Int(roi))
  }

  var binExact: Double { Double(quantised) / Double(out) }
  var bin: Int { quantised / out }
  var covered: Int { isExact ? min(map, quantised) : bin * out }
  var lost: Double { max(0, roi - Double(covered)) }
  var rounding: Double { abs(roi - Double(quantised)) * Double(stride) }
  var alignBin: Double { roi / Double(out) }
  var points: [Double] { (0..<side).map { (Double($0) + 0.5) / Double(side) * alignBin } }

  /// The cells of each bin along an axis.
  var bins: [Range<Int>] {
    (0..<out).map { index in
      isExact
        ? Node.roiBin(0, roi, 1, index, out, map)
        : index * bin..<(index + 1) * bin
    }
  }

  func result(_ mode: String, _ context: DemoContext) -> DemoResult {
    let shown = { (value: Double) in Numbers.significant(value, 6) }
    var fields: [JSONValue.Member] = [
      .init("map", .integer(map)), .init("roi", .number(roi)), .init("out", .integer(out)),
    ]
    var steps = [
      FormulaStep(
        formula: context.text("roi = box / stride", "roi = 框 / 步长"), substituted: "\(shown(box)) / \(stride)",
        value: shown(roi), fields: ["roi", "pool", "align"])
    ]
    var pictures: [Drawing] = []
    var warnings: [LocalizedText] = []
    if mode != "align" {
      fields.append(
        .init(
          "pool",
          [
            "quantised": .integer(quantised), "bin_exact": .number(binExact), "bin": .integer(bin),
            "covered": .integer(covered), "lost_cells": .number(lost),
            "lost_pixels": .number(lost * Double(stride)), "rounding_pixels": .number(rounding),
            "rounding_percent": .number(rounding / box * 100),
            "bins": isExact
              ? .array(bins.map { [.integer($0.lowerBound), .integer($0.upperBound)] }) : .null,
          ]))
      steps += [
        FormulaStep(
          formula: isExact
            ? context.text("round(roi) − round(0) + 1, both ends inside", "round(roi) − round(0) + 1，两端的格都算")
            : "⌊roi⌋",
          substituted: isExact ? "round(\(shown(roi))) − 0 + 1" : "⌊\(shown(roi))⌋",
          value: "\(quantised)", fields: ["pool"]),
        FormulaStep(
          formula: isExact
            ? context.text("bin i: ⌊i·b⌋ … ⌈(i + 1)·b⌉", "第 i 格：⌊i·b⌋ … ⌈(i + 1)·b⌉")
            : "⌊\(context.text("cells", "格数")) / \(context.text("out", "输出"))⌋",
          substituted: isExact
            ? "b = \(quantised) / \(out)" : "⌊\(quantised) / \(out)⌋ = ⌊\(shown(binExact))⌋",
          value: isExact ? shown(binExact) : "\(bin)", fields: ["pool"]),
        FormulaStep(
          formula: context.text("lost = roi − covered", "丢失 = roi − 覆盖"),
          substituted: "\(shown(roi)) − \(covered)",
          value: shown(lost)
            + context.text(
              " (\(shown(lost * Double(stride))) pixels)", "（\(shown(lost * Double(stride))) 像素）"),
          fields: ["pool"]),
      ]
      pictures.append(picture(context.text("ROI Pooling", "ROI Pooling"), isAligned: false))
      if bin == 0, !isExact {
        warnings.append(
          LocalizedText(
            "The region has fewer cells than the result: truncated bins would be empty.",
            "区域的格数比输出还少：截断后的格子会是空的。"))
      }
    }
    if mode != "pool" {
      fields.append(.init("align", ["bin": .number(alignBin), "points": .numbers(points)]))
      steps.append(
        FormulaStep(
          formula: context.text("ROI Align: roi / out", "ROI Align：roi / 输出"),
          substituted: "\(shown(roi)) / \(out)",
          value: shown(alignBin), fields: ["align"]))
      pictures.append(picture("ROI Align", isAligned: true))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings,
      frames: [
        .stack([
          .beside(pictures),
          context.remark(
            "Blue and green: the cells of each bin; red: cells of the proposal that no bin covers.",
            "蓝、绿相间：各格所含的单元；红：候选框中没有被覆盖的单元。"),
        ])
      ])
  }

  /// The corner of the feature map with the region: bins in turn, lost cells red.
  private func picture(_ title: String, isAligned: Bool) -> Drawing {
    let extent = min(map, Int(ceil(roi)) + 1)
    let pace = max(1, (extent + 47) / 48)
    func bin(_ cell: Int) -> Int? {
      if isAligned {
        let index = Int((Double(cell) + 0.5) / alignBin)
        return Double(cell) + 0.5 < roi ? min(index, out - 1) : nil
      }
      return bins.lastIndex { $0.contains(cell) }
    }
    let cells = Array(Swift.stride(from: 0, to: extent, by: pace))
    let found = cells.map(bin)
    return .heat(
      HeatMap(
        title: title,
        values: cells.indices.map { row in
          cells.indices.map { column in
            if let y = found[row], let x = found[column] { return (x + y) % 2 == 0 ? 1 : 3 }
            return Double(cells[row]) < roi && Double(cells[column]) < roi ? 5 : 0
          }
        }, scale: .categorical, range: 0...9))
  }
}

/// Interpolation between the four cells 1, 2, 3, 4.
private struct Bilinear {
  let y, x: Double
  static let cells = [1.0, 2, 3, 4]

  init(_ place: [Double]) { (y, x) = (place[0], place[1]) }

  var weights: [Double] { [(1 - y) * (1 - x), (1 - y) * x, y * (1 - x), y * x] }
  var value: Double { zip(weights, Bilinear.cells).reduce(0) { $0 + $1.0 * $1.1 } }

  func result(_ context: DemoContext) -> DemoResult {
    let shown = { (value: Double) in Numbers.significant(value, 6) }
    let surface = (0...16).map { row in
      (0...16).map { Bilinear([Double(row) / 16, Double($0) / 16]).value }
    }
    return DemoResult(
      fields: [.init("value", .number(value)), .init("weights", .numbers(weights))],
      steps: [
        FormulaStep(
          formula: "(1−y)(1−x)·a + (1−y)x·b + y(1−x)·c + yx·d",
          substituted: zip(weights, Bilinear.cells).map { "\(shown($0))·\(shown($1))" }.joined(
            separator: " + "),
          value: shown(value))
      ],
      frames: [
        .beside([
          .grid(NumberGrid(title: context.text("cells", "格子"), values: [[1, 2], [3, 4]])),
          .grid(
            NumberGrid(
              title: context.text("weights", "权重"), values: [Array(weights[0..<2]), Array(weights[2..<4])],
              digits: 6)),
          .heat(
            HeatMap(
              title: context.text("the surface; framed: the point", "插值曲面；框处为所求点"), values: surface,
              window: NumberGrid.Window(
                rows: Int((y * 16).rounded())..<Int((y * 16).rounded()) + 1,
                columns: Int((x * 16).rounded())..<Int((x * 16).rounded()) + 1))),
        ])
      ])
  }
}

private enum ROIRules {
  static let all: [WrongRule] = [
    rule("roi", "rounded", "the cells are rounded", "把格数取整了") { $0.roi.rounded(.down) },
    rule("roi", "image-for-box", "the image is divided instead of the proposal", "除的是图像而不是候选框") {
      Double($0.map)
    },
    rule("pool.lost_pixels", "first-only", "only the first rounding is counted", "只算了第一次取整") { $0.rounding },
    rule("pool.lost_pixels", "second-only", "only the second rounding is counted", "只算了第二次取整") {
      Double(($0.quantised - $0.covered) * $0.stride)
    },
    rule("pool.lost_pixels", "cells", "cells are given instead of pixels", "给出的是格数而不是像素") { $0.lost },
    rule("pool.bin", "unrounded", "the bin is not rounded", "没有取整") { $0.binExact },
    rule("pool.bin", "rounded-up", "the bin is rounded up", "向上取整了") { $0.binExact.rounded(.up) },
    rule("align.bin", "rounded-down", "the bin is rounded down as in ROI Pooling", "像 ROI Pooling 那样取整了") {
      $0.alignBin.rounded(.down)
    },
    rule("align.bin", "region-rounded", "the region is rounded down first", "先把区域取整了") {
      $0.roi.rounded(.down) / Double($0.out)
    },
    rule("align.bin", "pixels", "pixels are divided instead of cells", "除的是像素而不是格数") {
      $0.box / Double($0.out)
    },
    bilinear("axes-swapped", "x and y are swapped", "x 与 y 弄反了") { Bilinear([$0.x, $0.y]).value },
    bilinear("weights-turned", "the far corners get the large weights", "权重给反了") {
      Bilinear([1 - $0.y, 1 - $0.x]).value
    },
    bilinear("nearest", "the nearest cell is taken", "取了最近的格子") {
      Bilinear.cells[($0.y < 0.5 ? 0 : 2) + ($0.x < 0.5 ? 0 : 1)]
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ value: @escaping @Sendable (Proposal) -> Double
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      (try? Proposal(options)).map { .number(value($0)) }
    }
  }

  private static func bilinear(
    _ name: String, _ english: String, _ chinese: String, _ value: @escaping @Sendable (Bilinear) -> Double
  ) -> WrongRule {
    WrongRule(name, field: "value", mistake: LocalizedText(english, chinese)) { options in
      options.optionalNumbers("bilinear").map { .number(value(Bilinear($0))) }
    }
  }
}
