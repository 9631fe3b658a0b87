import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let translate = Demo(
    name: "translate",
    purpose: LocalizedText(
      "Shift the image: the map shifts along (equivariance), pooled values partly stay (invariance)",
      "平移图像：特征图随之平移（等变），池化后的值部分不变（近似不变）"),
    topic: .convolution,
    options: [
      DemoOption("shift", .integer(0...6), default: "1", unit: .pixels, "how far to the right", "向右平移多少"),
      DemoOption(
        "pool", .word(["none", "max"]), default: "none", "2×2 max pooling behind the convolution",
        "卷积之后是否接 2×2 最大池化"),
      DemoOption("s", .integer(1...4), default: "1", unit: .cells, "stride of the convolution", "卷积步长"),
      DemoOption("shuffle", .flag, "permute all pixels by one fixed shuffle", "用一个固定的置换打乱所有像素"),
    ],
    fields: [
      DemoField(
        "interior_difference", "largest |f(shifted x) − shifted f(x)| away from the border",
        "远离边界处 |f(平移 x) − 平移 f(x)| 的最大值"),
      DemoField("differing", "inner values that differ", "内部不相等的个数"),
      DemoField(
        "unchanged", "share of responding map values that stay as they were", "有响应的特征图数值中保持不变的比例"),
      DemoField("unchanged_pooled", "the same after pooling; null without", "池化后的同一比例；不池化时为 null"),
      DemoField(
        "neighbour_correlation", "with --shuffle: of neighbouring pixels [before, after]",
        "--shuffle 时：相邻像素的相关系数 [打乱前, 打乱后]"),
    ],
    examples: [
      "translate --shift 1", "translate --shift 1 --pool max", "translate --s 2", "translate --shuffle",
    ]
  ) { options, context throws(DemoFailure) in
    let shifted = Shifted(options, &context.generator)
    return DemoResult(
      fields: shifted.fields, steps: shifted.steps, warnings: shifted.warnings,
      frames: shifted.frames(context))
  }
}

/// One image and its shifted copy through one convolution.
private struct Shifted {
  static let side = 20
  /// Columns at the border whose windows meet pixels that were shifted in.
  static let margin = 6

  let shift, stride: Int
  let isPooled, isShuffled: Bool
  let image, moved: [[Double]]
  let map, movedMap: [[Double]]

  init(_ options: OptionValues, _ generator: inout SplitMix64) {
    shift = options.integer("shift")
    stride = options.integer("s")
    isPooled = options.word("pool") == "max"
    isShuffled = options.flag("shuffle")
    image = TestImage.digit.pixels(height: Shifted.side, width: Shifted.side)
    if isShuffled {
      var pixels = image.flatMap { $0 }
      pixels.shuffle(using: &generator)
      moved = Tensor(shape: [Shifted.side, Shifted.side], scalars: pixels).rows
    } else {
      let distance = shift
      moved = image.map { row in
        Array(repeating: 0, count: distance) + row.dropLast(distance)
      }
    }
    let edges = Filter.vertical.weights(height: 3, width: 3, using: &generator)
    let window = Window(3, stride: stride, padding: 1)
    map = Tensor(plane: image).convolution(Tensor(plane: edges), window).plane()
    movedMap = Tensor(plane: moved).convolution(Tensor(plane: edges), window).plane()
  }

  private func pooled(_ map: [[Double]]) -> [[Double]] {
    Tensor(plane: map).maxPool(Window(2, stride: 2)).values.plane()
  }

  /// |f(T x) − T f(x)| where neither border is seen; the map moves by whole cells only.
  private var differences: [[Double]] {
    let cells = shift / stride
    let margin = (Shifted.margin + stride) / stride + 1
    return map.indices.map { row in
      map[row].indices.map { column in
        guard !isShuffled, column >= margin, column < map[row].count - 1, row > 0, row < map.count - 1 else {
          return 0
        }
        return abs(movedMap[row][column] - map[row][column - cells])
      }
    }
  }

  /// Values that stay as they were, among those where either map responds.
  private func unchanged(_ first: [[Double]], _ second: [[Double]]) -> Double {
    let pairs = zip(first.joined(), second.joined()).filter { $0 != 0 || $1 != 0 }
    guard !pairs.isEmpty else { return 1 }
    return Double(pairs.filter { $0 == $1 }.count) / Double(pairs.count)
  }

  var fields: [JSONValue.Member] {
    let inner = differences.joined()
    var fields: [JSONValue.Member] = [
      .init("interior_difference", isShuffled ? .null : .number(inner.max() ?? 0)),
      .init("differing", isShuffled ? .null : .integer(inner.filter { $0 > 0 }.count)),
      .init("unchanged", .number(unchanged(map, movedMap))),
      .init(
        "unchanged_pooled", isPooled ? .number(unchanged(pooled(map), pooled(movedMap))) : .null),
    ]
    if isShuffled {
      fields.append(
        .init("neighbour_correlation", .numbers([correlation(image), correlation(moved)])))
    }
    return fields
  }

  /// Pearson's coefficient of each pixel and the one to its right.
  private func correlation(_ image: [[Double]]) -> Double {
    let left = Tensor(image.flatMap { $0.dropLast() })
    let right = Tensor(image.flatMap { $0.dropFirst() })
    let (x, y) = (left - left.mean(), right - right.mean())
    let spread = x.norm() * y.norm()
    return spread == 0 ? 0 : (x * y).sum() / spread
  }

  var steps: [FormulaStep] {
    if isShuffled {
      return [
        FormulaStep(
          formula: "corr(x[i, j], x[i, j + 1])", substituted: Numbers.fixed(correlation(image), 3),
          value: "\(Numbers.fixed(correlation(moved), 3))")
      ]
    }
    return [
      FormulaStep(
        formula: "max |f(T x) − T f(x)|", substituted: "T: +\(shift)",
        value: Numbers.significant(differences.joined().max() ?? 0)),
      FormulaStep(
        formula: "f(T x) = f(x)", substituted: "conv 3×3",
        value: "\(Numbers.fixed(100 * unchanged(map, movedMap), 0)) %"
          + (isPooled
            ? "     max 2×2: \(Numbers.fixed(100 * unchanged(pooled(map), pooled(movedMap)), 0)) %" : "")),
    ]
  }

  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    if !isShuffled, shift % stride != 0 {
      warnings.append(
        LocalizedText(
          "A shift of \(shift) is no multiple of the stride \(stride): the map cannot follow by whole cells (aliasing).",
          "平移 \(shift) 不是步长 \(stride) 的倍数：特征图无法整格跟随（混叠）。"))
    }
    if isShuffled {
      warnings.append(
        LocalizedText(
          "The same pixels, but neighbours no longer belong together: a local filter finds nothing to hold on to.",
          "像素还是那些像素，但相邻像素不再相关：局部滤波器无从下手。"))
    }
    return warnings
  }

  // MARK: Drawing

  /// The original, then the moved image, each with its maps; then what differs.
  func frames(_ context: DemoContext) -> [Drawing] {
    func pictures(_ image: [[Double]], _ map: [[Double]], _ name: String) -> Drawing {
      var drawings: [Drawing] = [
        .heat(HeatMap(title: name, values: image, scale: .grey, range: 0...10)),
        .heat(
          HeatMap(title: context.text("response", "响应"), values: map, scale: .diverging, range: -30...30)),
      ]
      if isPooled {
        drawings.append(
          .heat(
            HeatMap(
              title: context.text("after max pooling", "最大池化之后"), values: pooled(map), scale: .diverging,
              range: -30...30)))
      }
      return .beside(drawings)
    }
    let first = pictures(image, map, context.text("image", "图像"))
    let name =
      isShuffled ? context.text("shuffled", "打乱后") : context.text("moved right by \(shift)", "右移 \(shift)")
    let second = pictures(moved, movedMap, name)
    guard !isShuffled else { return [first, second] }
    let difference = Drawing.beside([
      .heat(HeatMap(title: context.text("f(moved x)", "f(平移 x)"), values: movedMap, scale: .diverging)),
      .heat(
        HeatMap(
          title: context.text("inner difference to moved f(x)", "与平移 f(x) 的内部差"), values: differences,
          range: 0...max(1, differences.joined().max() ?? 0))),
    ])
    return [first, second, difference]
  }
}
