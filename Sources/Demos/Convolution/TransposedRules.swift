import Basics

/// The mistakes that answers are compared with.
enum TransposedRules {
  static let all: [WrongRule] = [
    size("as-convolution", "the formula of an ordinary convolution is used", "套用了普通卷积的公式") {
      max(0, ($0.n + 2 * $0.p - $0.k)) / $0.s + 1
    },
    size("padding-forgotten", "the padding is forgotten", "忘了填充") { ($0.n - 1) * $0.s + $0.k + $0.extra },
    size("padding-once", "the padding is taken off on one side only", "只减了一侧的填充") {
      ($0.n - 1) * $0.s - $0.p + $0.k + $0.extra
    },
    size("padding-added", "the padding is added instead of taken off", "把填充加上而不是减去") {
      ($0.n - 1) * $0.s + 2 * $0.p + $0.k + $0.extra
    },
    size("minus-one-forgotten", "n·s is used instead of (n − 1)·s", "用了 n·s 而不是 (n − 1)·s") {
      $0.n * $0.s - 2 * $0.p + $0.k + $0.extra
    },
    size("kernel-minus-one", "k − 1 is added instead of k", "加的是 k − 1 而不是 k") {
      ($0.n - 1) * $0.s - 2 * $0.p + $0.k - 1 + $0.extra
    },
    size("output-padding-forgotten", "the output padding is forgotten", "忘了输出填充") {
      ($0.n - 1) * $0.s - 2 * $0.p + $0.k
    },
    size("output-padding-twice", "the output padding is counted on both sides", "输出填充算了两侧") {
      ($0.n - 1) * $0.s - 2 * $0.p + $0.k + 2 * $0.extra
    },
    size("border-forgotten", "the border is forgotten", "忘了四周的补零", field: "padded") {
      ($0.n - 1) * $0.s + 1
    },
    size("border-once", "the border is counted on one side only", "补零只算了一侧", field: "padded") {
      ($0.n - 1) * $0.s + 1 + ($0.k - 1 - $0.p)
    },
    size("full-border", "the border is k − 1 whatever the padding", "补零用了 k − 1，忘了减去 p", field: "padded") {
      ($0.n - 1) * $0.s + 1 + 2 * ($0.k - 1)
    },
    size("padding-as-border", "p zeros are put on each side", "四周只补了 p 个零", field: "padded") {
      ($0.n - 1) * $0.s + 1 + 2 * $0.p
    },
    size("s-zeros", "s zeros are inserted instead of s − 1", "插了 s 个零而不是 s − 1 个", field: "padded") {
      ($0.n - 1) * ($0.s + 1) + 1 + 2 * ($0.k - 1 - $0.p)
    },
  ]

  private struct Axis {
    let n, k, s, p, extra: Int
  }

  private static func size(
    _ name: String, _ english: String, _ chinese: String, field: String = "out",
    _ formula: @escaping @Sendable (Axis) -> Int
  ) -> WrongRule {
    WrongRule(field, name, english, chinese) { options in
      let (height, width) = options.size("in")
      return .integers(
        [height, width].map {
          formula(
            Axis(
              n: $0, k: options.integer("k"), s: options.integer("s"), p: options.integer("p"),
              extra: options.integer("op-pad")))
        })
    }
  }
}
