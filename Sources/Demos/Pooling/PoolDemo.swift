import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let pool = Demo(
    name: "pool",
    purpose: LocalizedText(
      "Pooling: the maximum, mean, sum or minimum of each window, or of the whole map",
      "池化：每个窗口（或整张图）的最大值、平均值、总和或最小值"),
    topic: .pooling,
    options: [
      DemoOption("in", .size(1...256), default: "4", unit: .pixels, "input, N or H,W", "输入大小，N 或 H,W"),
      DemoOption("k", .integer(1...16), default: "2", unit: .pixels, "window", "窗口大小"),
      DemoOption("s", .integer(1...16), unit: .cells, "stride (the window)", "步长（默认等于窗口）"),
      DemoOption("p", .integer(0...8), default: "0", unit: .cells, "padding on each side", "每侧填充"),
      DemoOption("type", .words(PoolType.allCases.map(\.rawValue)), default: "max", "statistic", "统计量"),
      DemoOption("c", .integer(1...65_536), default: "1", "channels, each pooled alone", "通道数，各自独立池化"),
      DemoOption("global", .word(["avg", "max"]), "pool the whole map to 1×1", "把整张图池化为 1×1"),
      DemoOption("ceil", .flag, "round the output size up", "输出尺寸向上取整"),
    ],
    fields: [
      DemoField("out", "output size [h, w]", "输出尺寸 [h, w]"),
      DemoField("shape", "[channels, h, w]", "[通道, h, w]"),
      DemoField("params", "always 0", "恒为 0"),
      DemoField("output", "the values; by type when there are several", "输出数值；多种统计量时按类型给出"),
      DemoField("indices", "for max: where the winners stood, row by row from 0", "max 时：胜出者的位置，按行从 0 数起"),
    ],
    examples: [
      "pool --in 4 --k 2 --s 2 --type max,avg,sum,min", "pool --in 8 --k 3 --s 2", "pool --global avg",
    ],
    wrongRules: [
      WrongRule(
        "params", "window-counted", "a weight is counted for each pixel of the window", "把窗口的每个像素算成一个权重"
      ) {
        .integer($0.integer("k") * $0.integer("k"))
      },
      WrongRule("out", "stride-one", "the stride is taken as 1", "把步长当成了 1") { options in
        let (height, width) = options.size("in")
        return .integers([height, width].map { $0 + 2 * options.integer("p") - options.integer("k") + 1 })
      },
    ]
  ) { options, context throws(DemoFailure) in
    let run = try PoolRun(options, &context.generator)
    return DemoResult(
      fields: run.fields, steps: run.steps, warnings: run.warnings, frames: run.frames(context),
      details: run.details(context))
  }
}

/// What pooling keeps of a window.
private enum PoolType: String, CaseIterable {
  case max, avg, sum, min

  func apply(_ image: Tensor, _ window: Window, ceilMode: Bool) -> Tensor {
    switch self {
    case .max: image.maxPool(window, ceilMode: ceilMode).values
    case .avg: image.averagePool(window, ceilMode: ceilMode)
    case .sum: image.averagePool(window, ceilMode: ceilMode, divisor: 1)
    case .min: -(-image).maxPool(window, ceilMode: ceilMode).values
    }
  }

  func title(_ context: DemoContext) -> String {
    switch self {
    case .max: context.text("max", "最大值")
    case .avg: context.text("mean", "平均值")
    case .sum: context.text("sum", "总和")
    case .min: context.text("min", "最小值")
    }
  }
}

/// One map pooled by one or several statistics.
private struct PoolRun {
  let types: [PoolType]
  let window: Window
  let channels: Int
  let isGlobal, isCeiling: Bool
  let image: Tensor
  let outputs: [[[Double]]]
  /// Of the winners, where the maximum is asked for.
  let indices: [Int]
  let out: [Int]

  static let largestGrid = 12
  /// The map of the notes.
  static let worked: [[Double]] = [[1, 3, 2, 1], [2, 9, 1, 1], [1, 3, 2, 3], [5, 6, 1, 2]]

  init(_ options: OptionValues, _ generator: inout SplitMix64) throws(DemoFailure) {
    let (height, width) = options.size("in")
    channels = options.integer("c")
    isCeiling = options.flag("ceil")
    let global = options.optionalWord("global")
    isGlobal = global != nil
    types =
      global.map { [$0 == "avg" ? .avg : .max] }
      ?? options.words("type").compactMap(PoolType.init(rawValue:))
    let (kernel, padding) = (options.integer("k"), options.integer("p"))
    let stride = options.optionalInteger("s") ?? kernel
    window =
      isGlobal
      ? Window([height, width]) : Window(kernel, stride: stride, padding: padding)
    do {
      out = try OutputSize.pooling([height, width], window, ceilMode: isCeiling)
    } catch {
      throw PoolRun.failure(error, kernel: kernel, padding: padding, input: min(height, width))
    }
    let rows =
      (height, width) == (4, 4)
      ? PoolRun.worked
      : (0..<height).map { _ in (0..<width).map { _ in Double(generator.nextIndex(below: 10)) } }
    image = Tensor(plane: rows)
    let (map, cut, isCeiling) = (image, window, isCeiling)
    outputs = types.map { $0.apply(map, cut, ceilMode: isCeiling).plane() }
    indices = types.contains(.max) ? map.maxPool(cut, ceilMode: isCeiling).indices : []
  }

  private static func failure(_ error: ShapeError, kernel: Int, padding: Int, input: Int) -> DemoFailure {
    if case .paddingMoreThanHalfKernel = error {
      return DemoFailure(
        LocalizedText(
          "padding \(padding) is more than half the window of \(kernel): some windows would see padding only.",
          "填充 \(padding) 超过窗口 \(kernel) 的一半：有的窗口会只看到填充。"),
        advice: LocalizedText("Use --p \(kernel / 2) or less.", "请用 --p \(kernel / 2) 或更小。"))
    }
    return DemoFailure(
      LocalizedText(
        "a window of \(kernel) does not fit into \(input) + 2·\(padding) pixels.",
        "窗口 \(kernel) 放不进 \(input) + 2·\(padding) 个像素。"),
      advice: LocalizedText(
        "Use --k \(min(16, input + 2 * padding)) or less.", "请用 --k \(min(16, input + 2 * padding)) 或更小。"))
  }

  var fields: [JSONValue.Member] {
    func rows(_ values: [[Double]]) -> JSONValue {
      out[0] * out[1] > 4096 ? .null : .array(values.map { .numbers($0) })
    }
    let output: JSONValue =
      outputs.count == 1
      ? rows(outputs[0]) : .object(zip(types, outputs).map { .init($0.rawValue, rows($1)) })
    var fields: [JSONValue.Member] = [
      .init("out", .integers(out)), .init("shape", .integers([channels] + out)), .init("params", .integer(0)),
      .init("output", output),
    ]
    if types.contains(.max), indices.count <= 4096 { fields.append(.init("indices", .integers(indices))) }
    return fields
  }

  var steps: [FormulaStep] {
    let side = image.shape[2]
    if isGlobal {
      return [
        FormulaStep(
          substituted: "\(types[0].rawValue)(\(side)×\(image.shape[3]))",
          value:
            "\(Numbers.significant(outputs[0][0][0], 6))     \(channels)×\(side)×\(image.shape[3]) → \(channels)×1×1"
        )
      ]
    }
    let (open, close) = isCeiling ? ("⌈", "⌉") : ("⌊", "⌋")
    let (k, s, p) = (window.kernel[0], window.stride[0], window.paddingBefore[0])
    return [
      FormulaStep(
        formula: "\(open)(n + 2p − k) / s\(close) + 1",
        substituted: "\(open)(\(side) + 2·\(p) − \(k)) / \(s)\(close) + 1", value: "\(out[0])")
    ]
  }

  var warnings: [LocalizedText] {
    guard !isGlobal else { return [] }
    var warnings: [LocalizedText] = []
    let (k, s, p) = (window.kernel[0], window.stride[0], window.paddingBefore[0])
    let left = (0..<2).map { image.shape[$0 + 2] + 2 * p - (out[$0] - 1) * s - k }
    if left.contains(where: { $0 > 0 }) {
      warnings.append(
        LocalizedText(
          "The floor drops rows (\(max(0, left[0]))) and columns (\(max(0, left[1]))) at the end; --ceil would keep them.",
          "向下取整丢掉了末尾 \(max(0, left[0])) 行、\(max(0, left[1])) 列；--ceil 会保留它们。"))
    }
    if left.contains(where: { $0 < 0 }) {
      warnings.append(
        LocalizedText("Rounded up: the last windows hang over the edge.", "向上取整：最后的窗口伸出了边界。"))
    }
    if p > 0, types.contains(.avg) {
      warnings.append(
        LocalizedText(
          "Padding counts as zeros in the mean (count_include_pad), which lowers the border.",
          "平均池化把填充当作零计入（count_include_pad），边界会偏低。"))
    }
    return warnings
  }

  // MARK: Drawing

  func frames(_ context: DemoContext) -> [Drawing] {
    guard max(image.shape[2], image.shape[3]) <= PoolRun.largestGrid else {
      return [
        .beside(
          [.heat(HeatMap(title: context.text("input", "输入"), values: image.plane(), scale: .grey))]
            + zip(types, outputs).map {
              .heat(HeatMap(title: $0.title(context), values: $1, scale: .grey))
            })
      ]
    }
    return (0..<out[0] * out[1]).map { frame($0, context) }
  }

  /// The window at one position, the winner marked, and the outputs so far.
  private func frame(_ position: Int, _ context: DemoContext) -> Drawing {
    let (row, column) = position.quotientAndRemainder(dividingBy: out[1])
    func reach(_ index: Int, _ axis: Int) -> Range<Int> {
      let start = index * window.stride[axis] - window.paddingBefore[axis]
      return max(0, start)..<min(image.shape[axis + 2], start + window.kernel[axis])
    }
    let (rows, columns) = (reach(row, 0), reach(column, 1))
    let width = image.shape[3]
    let winner = indices.isEmpty ? nil : indices[position]
    let grid = NumberGrid(
      title: context.text("input", "输入"), cells: image.plane().cells,
      marked: winner.map { [NumberGrid.Cell($0 / width, $0 % width)] } ?? [],
      window: NumberGrid.Window(rows: rows, columns: columns))
    let results = zip(types, outputs).map { type, values in
      Drawing.grid(
        NumberGrid(
          title: type.title(context),
          cells: values.enumerated().map { y, line in
            line.enumerated().map { y * out[1] + $0 <= position ? Numbers.significant($1) : "·" }
          }, window: NumberGrid.Window(rows: row..<row + 1, columns: column..<column + 1)))
    }
    let pixels = rows.flatMap { y in columns.map { Numbers.significant(image[0, 0, y, $0]) } }
    let list = pixels.count > 16 ? pixels.prefix(12) + ["…"] : pixels[...]
    let sums = zip(types, outputs).map {
      "\($0.rawValue)(\(list.joined(separator: ", "))) = \(Numbers.significant($1[row][column], 6))"
    }
    return .stack(
      [.beside([.grid(grid)] + results)] + sums.map { .text(StyledText($0, .maths)) })
  }

  func details(_ context: DemoContext) -> Drawing {
    guard channels > 1 else { return .blank }
    return .text(
      StyledText(
        context.text(
          "each of \(channels) channels alone: \(channels)×\(image.shape[2])×\(image.shape[3]) → \(channels)×\(out[0])×\(out[1])",
          "\(channels) 个通道各自独立：\(channels)×\(image.shape[2])×\(image.shape[3]) → \(channels)×\(out[0])×\(out[1])"
        ),
        .strong))
  }
}
