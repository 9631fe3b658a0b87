import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let hog = Demo(
    name: "hog",
    purpose: LocalizedText(
      "Histograms of oriented gradients: cells, overlapping blocks, and the length of the descriptor",
      "方向梯度直方图：单元、重叠的块与描述子长度"),
    topic: .sequence,
    options: [
      DemoOption("img", .text(12), default: "64x128", unit: .pixels, "window, width x height", "窗口，宽 x 高"),
      DemoOption("cell", .integer(2...64), default: "8", unit: .pixels, "side of a cell", "单元边长"),
      DemoOption("block", .integer(1...8), default: "2", unit: .cells, "side of a block", "块边长"),
      DemoOption("bins", .integer(1...36), default: "9", "orientations from 0° to 180°", "0° 到 180° 的方向数"),
      DemoOption(
        "gain", .number(0.01...100), default: "2", "contrast the image is multiplied by for comparison",
        "对比时图像乘上的增益"),
    ],
    fields: [
      DemoField("cells", "cells [across, down]", "单元数 [横, 纵]"),
      DemoField("blocks", "blocks, one cell apart [across, down]", "块数（每次移一格）[横, 纵]"),
      DemoField("block_values", "values of a block", "一个块的数值个数"),
      DemoField("length", "values of the descriptor", "描述子长度"),
      DemoField("histogram_ratio", "what the gain multiplies histograms by", "增益使直方图变为几倍"),
      DemoField("max_difference", "largest change of the normalised descriptor", "归一化描述子的最大变化"),
      DemoField("equal", "whether it is below 1e-6", "是否小于 1e-6"),
    ],
    examples: ["hog", "hog --img 64x64 --cell 16", "hog --img 64x128 --gain 2"], wrongRules: HOGRules.all
  ) { options, context throws(DemoFailure) in
    try Descriptor(options).result(context)
  }
}

private struct Descriptor {
  let width, height, cell, block, bins: Int
  let gain: Double

  init(_ options: OptionValues) throws(DemoFailure) {
    let sides = options.text("img").split(separator: "x").map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1], (16...512).contains(width),
      (16...512).contains(height)
    else {
      throw DemoFailure(
        LocalizedText("\"\(options.text("img"))\" is no window.", "“\(options.text("img"))”不是窗口大小。"),
        advice: LocalizedText(
          "Write width x height, each 16 to 512, like 64x128.", "请写 宽x高，各为 16 到 512，例如 64x128。"))
    }
    self.width = width
    self.height = height
    cell = options.integer("cell")
    block = options.integer("block")
    bins = options.integer("bins")
    gain = options.number("gain")
    guard across >= block, down >= block else {
      throw DemoFailure(
        LocalizedText(
          "\(across)×\(down) cells hold no block of \(block)×\(block).",
          "\(across)×\(down) 个单元放不下 \(block)×\(block) 的块。"),
        advice: LocalizedText(
          "Use a smaller --cell or --block, or a larger --img.", "请用更小的 --cell 或 --block，或更大的 --img。"))
    }
  }

  var across: Int { width / cell }
  var down: Int { height / cell }
  var blocksAcross: Int { across - block + 1 }
  var blocksDown: Int { down - block + 1 }
  var blockValues: Int { block * block * bins }
  var length: Int { blocksAcross * blocksDown * blockValues }

  /// A standing figure on a soft background.
  private var image: Tensor {
    let pixels = (0..<height).flatMap { row in
      (0..<width).map { column -> Double in
        let x = (Double(column) + 0.5) / Double(width) * 2 - 1
        let y = (Double(row) + 0.5) / Double(height) * 2 - 1
        func blob(_ centerX: Double, _ centerY: Double, _ radiusX: Double, _ radiusY: Double) -> Double {
          let (dx, dy) = ((x - centerX) / radiusX, (y - centerY) / radiusY)
          return 1 / (1 + exp(8 * ((dx * dx + dy * dy).squareRoot() - 1)))
        }
        let figure = max(
          max(blob(0, -0.68, 0.22, 0.14), blob(0, -0.15, 0.38, 0.4)),
          max(blob(-0.2, 0.52, 0.14, 0.38), blob(0.2, 0.52, 0.14, 0.38)))
        return 0.15 + 0.1 * x + 0.7 * figure
      }
    }
    return Tensor(shape: [height, width], scalars: pixels)
  }

  func result(_ context: DemoContext) -> DemoResult {
    let features = OrientedGradients(
      orientations: bins, cell: [cell, cell], block: [block, block], norm: .l2)
    let image = image
    let brighter = image * gain
    let cells = features.cells(image)
    let descriptor = features.descriptor(image)
    let difference = (features.descriptor(brighter) - descriptor).absolute().maximum()
    let ratio = features.cells(brighter).sum() / cells.sum()
    return DemoResult(
      fields: [
        .init("cells", [.integer(across), .integer(down)]),
        .init("blocks", [.integer(blocksAcross), .integer(blocksDown)]),
        .init("block_values", .integer(blockValues)), .init("length", .integer(descriptor.scalarCount)),
        .init("histogram_ratio", .number(ratio)), .init("max_difference", .number(difference)),
        .init("equal", .bool(difference < 1e-6)),
      ],
      steps: [
        FormulaStep(
          formula: context.text("blocks = cells − block + 1", "块数 = 单元数 − 块边长 + 1"),
          substituted: "(\(across) − \(block) + 1) · (\(down) − \(block) + 1)",
          value: "\(blocksAcross) · \(blocksDown)", fields: ["length", "blocks"]),
        FormulaStep(
          formula: context.text("length = blocks · block² · bins", "长度 = 块数 · 块边长² · 方向数"),
          substituted: "\(blocksAcross)·\(blocksDown) · \(block)² · \(bins)", value: Numbers.grouped(length),
          fields: ["length"]),
        FormulaStep(
          formula: "v / √(|v|² + ε²)",
          substituted: context.text(
            "gain \(Numbers.short(gain)), histograms × \(Numbers.significant(ratio, 4)):  change of the descriptor",
            "增益 \(Numbers.short(gain))，直方图 × \(Numbers.significant(ratio, 4))：描述子的变化"),
          value: Numbers.significant(difference, 2), fields: ["histogram_ratio", "max_difference", "equal"]),
      ],
      warnings: width % cell + height % cell > 0
        ? [LocalizedText("Pixels beyond the last whole cell are left out.", "最后一个完整单元之外的像素被舍去。")] : [],
      frames: frames(image, cells, features, context), details: rose(cells, context))
  }

  private func frames(
    _ image: Tensor, _ cells: Tensor, _ features: OrientedGradients, _ context: DemoContext
  ) -> [Drawing] {
    let (rows, columns) = features.gradients(image)
    let magnitude = (rows * rows + columns * columns).squareRoot()
    let pace = max(1, max(width, height) / 48)
    func thinned(_ tensor: Tensor) -> [[Double]] {
      stride(from: 0, to: height, by: pace).map { y in
        stride(from: 0, to: width, by: pace).map { tensor[y, $0] }
      }
    }
    // Each cell as a bar along its strongest edge, which lies across the gradient.
    let detail = 5
    var edges = Array(repeating: Array(repeating: 0.0, count: across * detail), count: down * detail)
    let peak = max(cells.maximum(), 1e-12)
    for y in 0..<down {
      for x in 0..<across {
        let histogram = (0..<bins).map { cells[y, x, $0] }
        let best = histogram.indices.max { histogram[$0] < histogram[$1] } ?? 0
        let angle = (Double(best) + 0.5) * .pi / Double(bins) + .pi / 2
        for step in -2...2 {
          let row = y * detail + 2 + Int((Double(step) * sin(angle)).rounded())
          let column = x * detail + 2 + Int((Double(step) * cos(angle)).rounded())
          edges[row][column] = max(edges[row][column], (histogram[best] / peak).squareRoot())
        }
      }
    }
    let picture = Drawing.heat(
      HeatMap(title: context.text("image", "图像"), values: thinned(image), scale: .grey, range: 0...1))
    return [
      .beside([
        picture,
        .heat(HeatMap(title: context.text("gradient magnitude", "梯度幅值"), values: thinned(magnitude))),
      ]),
      .beside([
        picture,
        .heat(
          HeatMap(
            title: context.text("strongest edge of each cell", "各单元最强的边缘方向"), values: edges, scale: .grey)),
      ]),
    ]
  }

  /// The histogram of the cell with the most gradient.
  private func rose(_ cells: Tensor, _ context: DemoContext) -> Drawing {
    let energy = cells.sum(axes: [2])
    var best = (0, 0)
    for y in 0..<down {
      for x in 0..<across where energy[y, x] > energy[best.0, best.1] { best = (y, x) }
    }
    return .bars(
      BarChart(
        title: context.text(
          "histogram of the strongest cell (column \(best.1 + 1), row \(best.0 + 1))",
          "梯度最强的单元（第 \(best.1 + 1) 列第 \(best.0 + 1) 行）的直方图"),
        bars: (0..<bins).map { bin in
          let value = cells[best.0, best.1, bin]
          let low = 180 * bin / bins
          return BarChart.Bar("\(low)°", value, text: Numbers.significant(value, 3))
        }))
  }
}

private enum HOGRules {
  static let all: [WrongRule] = [
    rule("no-overlap", "the blocks do not overlap", "块之间没有重叠") {
      ($0.across / $0.block) * ($0.down / $0.block) * $0.blockValues
    },
    rule("blocks-per-cell", "a block is counted for every cell", "每个单元都算了一个块") {
      $0.across * $0.down * $0.blockValues
    },
    rule("block-of-one", "a block is taken to have one histogram", "一个块只算了一个直方图") {
      $0.blocksAcross * $0.blocksDown * $0.bins
    },
    rule("bins-forgotten", "the bins are forgotten", "忘了方向数") {
      $0.blocksAcross * $0.blocksDown * $0.block * $0.block
    },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ value: @escaping @Sendable (Descriptor) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "length", mistake: LocalizedText(english, chinese)) { options in
      (try? Descriptor(options)).map { .integer(value($0)) }
    }
  }
}
