import Basics
import NeuralNet

/// The mistakes that answers are compared with.
enum UpsampleRules {
  static let all: [WrongRule] =
    ["output[0][1]", "output[1][1]", "output[1][2]"].flatMap { path -> [WrongRule] in
      [
        bilinear(
          path, "corners-aligned", "the corners are aligned instead of half-pixel centres", "按角点对齐而不是半像素中心"
        ) {
          $0.resized([4, 4], .bilinear(alignsCorners: true))
        },
        bilinear(path, "nearest", "the nearest value is copied", "直接复制了最近的值") {
          $0.resized([4, 4], .nearest)
        },
        bilinear(path, "mean", "the mean of all values is taken", "取了全部值的平均") {
          Tensor(repeating: $0.mean(), shape: [1, 1, 4, 4])
        },
        bilinear(path, "weights-swapped", "the weights ¾ and ¼ are swapped", "把权重 ¾ 与 ¼ 弄反了") { image in
          // Every value is read where its mirror image inside the cell would be.
          let output = image.resized([4, 4], .bilinear())
          return output.gathered([0, 2, 1, 3], axis: 2).gathered([0, 2, 1, 3], axis: 3)
        },
        bilinear(path, "transposed", "rows and columns are exchanged", "行列弄反了") {
          $0.resized([4, 4], .bilinear()).transposed
        },
      ]
    } + [
      unpool("values-kept", "the losers are kept too", "没有胜出的值也保留了") { input, _ in input },
      unpool("first-place", "each maximum goes to the upper left of its window", "最大值都放到了窗口左上角") {
        input, run in
        input.indices.map { row in
          input[row].indices.map { column in
            row % run.scale == 0 && column % run.scale == 0
              ? run.pooled!.values[row / run.scale][column / run.scale] : 0
          }
        }
      },
      unpool("copied", "each maximum fills its whole window", "最大值填满了整个窗口") { input, run in
        input.indices.map { row in
          input[row].indices.map { run.pooled!.values[row / run.scale][$0 / run.scale] }
        }
      },
    ]

  /// A wrong value of a 2×2 map enlarged to 4×4, at the place that the path names.
  private static func bilinear(
    _ path: String, _ name: String, _ english: String, _ chinese: String,
    _ wrong: @escaping @Sendable (Tensor) -> Tensor
  ) -> WrongRule {
    let row = path.hasPrefix("output[0]") ? 0 : 1
    let column = path.hasSuffix("[1]") ? 1 : 2
    return WrongRule(path, name, english, chinese) { options in
      let input = options.matrix("in")
      guard options.words("mode") == ["bilinear"], options.integer("scale") == 2, input.count == 2,
        input[0].count == 2
      else { return nil }
      return .number(wrong(Tensor(plane: input)).plane()[row][column])
    }
  }

  private static func unpool(
    _ name: String, _ english: String, _ chinese: String,
    _ wrong: @escaping @Sendable ([[Double]], Upsampling) -> [[Double]]
  ) -> WrongRule {
    WrongRule("output[1]", name, english, chinese) { options in
      guard options.words("mode") == ["unpool"], let run = try? Upsampling.runs(options).first,
        run.input.count > 1
      else { return nil }
      return .numbers(wrong(run.input, run)[1])
    }
  }
}
