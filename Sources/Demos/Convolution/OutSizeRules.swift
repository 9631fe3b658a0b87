import Basics
import NeuralNet

/// Mistakes with sizes, as formulas over one axis.
enum OutSizeRules {
  static let all: [WrongRule] =
    ["out", "shape"].flatMap { field in
      [
        rule(field, "no-padding", "the padding is forgotten", "忘了加填充") { n, k, s, _, d in
          (n - d * (k - 1) - 1) / s + 1
        },
        rule(field, "padding-once", "the padding is counted on one side only", "只算了一侧的填充") { n, k, s, p, d in
          (n + p - d * (k - 1) - 1) / s + 1
        },
        rule(field, "no-dilation", "the dilation is forgotten", "忘了膨胀率") { n, k, s, p, _ in
          (n + 2 * p - k) / s + 1
        },
        rule(field, "dilated-as-product", "the dilated kernel is taken as d·k", "把膨胀后的核当成 d·k") {
          n, k, s, p, d in
          (n + 2 * p - d * k) / s + 1
        },
        rule(field, "no-stride", "the stride is forgotten", "忘了步长") { n, k, _, p, d in n + 2 * p - d * (k - 1)
        },
        rule(field, "no-plus-one", "the + 1 at the end is forgotten", "忘了最后的 +1") { n, k, s, p, d in
          (n + 2 * p - d * (k - 1) - 1) / s
        },
        rule(field, "other-rounding", "the division is rounded the other way", "取整方向弄反了") { n, k, s, p, d in
          (n + 2 * p - d * (k - 1) - 2 + s) / s + 1
        },
      ]
    } + [
      WrongRule("shape", "input-channels", "the input's channels are kept", "沿用了输入的通道数") { options in
        guard let size = try? OutSize(options) else { return nil }
        return .integers(size.shape(channels: size.inputChannels))
      },
      padding("both-sides", "the padding of both sides is given", "给出的是两侧填充之和") { k, d in d * (k - 1) },
      padding("no-dilation", "the dilation is forgotten", "忘了膨胀率") { k, _ in (k - 1) / 2 },
      padding("kernel-not-reduced", "d·k/2 is taken instead of d(k − 1)/2", "取了 d·k/2 而不是 d(k − 1)/2") {
        k, d in
        d * k / 2
      },
      padding("gaps", "only the gaps between the taps are counted", "只数了采样点之间的空隙") { k, d in
        (d - 1) * (k - 1) / 2
      },
      padding("dilation-added", "the dilation is added instead of multiplied", "把膨胀率加上而不是乘上") { k, d in
        (k - 1) / 2 + d - 1
      },
    ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Int, Int, Int, Int, Int) -> Int
  ) -> WrongRule {
    WrongRule(field, name, english, chinese) { options in
      guard let size = try? OutSize(options), size.operation != .tconv else { return nil }
      let wrong = size.out.indices.map { axis in
        formula(
          size.input[axis], size.window.kernel[axis], size.window.stride[axis], size.before[axis],
          size.window.dilation[axis])
      }
      return .integers(field == "out" ? wrong : size.shape(spatial: wrong))
    }
  }

  /// By kernel and dilation, where padding keeps the size.
  private static func padding(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Int, Int) -> Int
  ) -> WrongRule {
    WrongRule("pad_before", name, english, chinese) { options in
      guard let size = try? OutSize(options), size.named == .same, size.window.stride.allSatisfy({ $0 == 1 })
      else { return nil }
      return .integers(zip(size.window.kernel, size.window.dilation).map(formula))
    }
  }
}
