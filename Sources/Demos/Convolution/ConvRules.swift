import Basics

/// The mistakes people make with convolution sizes and counts, each as the formula it follows.
enum ConvRules {
  static let all: [WrongRule] =
    [
      size("no-padding", "the padding is forgotten", "忘了加填充") { ($0.n - $0.d * ($0.k - 1) - 1) / $0.s + 1 },
      size("padding-once", "the padding is counted on one side only", "只算了一侧的填充") {
        ($0.n + $0.p - $0.d * ($0.k - 1) - 1) / $0.s + 1
      },
      size("no-dilation", "the dilation is forgotten", "忘了膨胀率") { ($0.n + 2 * $0.p - $0.k) / $0.s + 1 },
      size("dilated-as-product", "the dilated kernel is taken as d·k", "把膨胀后的核当成 d·k") {
        ($0.n + 2 * $0.p - $0.d * $0.k) / $0.s + 1
      },
      size("no-stride", "the stride is forgotten", "忘了步长") { $0.n + 2 * $0.p - $0.d * ($0.k - 1) },
      size("no-plus-one", "the + 1 at the end is forgotten", "忘了最后的 +1") {
        ($0.n + 2 * $0.p - $0.d * ($0.k - 1) - 1) / $0.s
      },
      size("ceiling", "the division is rounded up instead of down", "把向下取整当成了向上取整") {
        ($0.n + 2 * $0.p - $0.d * ($0.k - 1) - 2 + $0.s) / $0.s + 1
      },
      count("params", "bias-forgotten", "the biases are forgotten", "忘了偏置") {
        $0.hasBias ? $0.params - $0.filters : nil
      },
      count("params", "bias-added", "a bias is counted although there is none", "没有偏置却算了偏置") {
        $0.hasBias ? nil : $0.params + $0.filters
      },
      count("params", "channels-forgotten", "the input channels are forgotten", "忘了输入通道数") {
        $0.kernel.height * $0.kernel.width * $0.filters + ($0.hasBias ? $0.filters : 0)
      },
      count("params", "filters-forgotten", "only one filter is counted", "只算了一个滤波器") {
        $0.params / $0.filters
      },
      count("params", "groups-forgotten", "the groups are forgotten", "忘了分组") {
        ($0.params - ($0.hasBias ? $0.filters : 0)) * $0.groups + ($0.hasBias ? $0.filters : 0)
      },
      count("macs", "flops-for-macs", "FLOPs are given instead of MACs", "把 FLOPs 当成了 MACs") { 2 * $0.macs },
      count("macs", "one-position", "only one output position is counted", "只算了一个输出位置") {
        $0.weightShape.reduce(1, *)
      },
      count(
        "macs", "input-positions", "the input's positions are counted instead of the output's",
        "用了输入的位置数而不是输出的"
      ) {
        $0.input.height * $0.input.width * $0.weightShape.reduce(1, *)
      },
      count("flops", "macs-for-flops", "MACs are given instead of FLOPs", "把 MACs 当成了 FLOPs") { $0.macs },
      corner(
        "rows-run-on", "the first k·k numbers of the image are added, as if rows were k long",
        "把图像开头的 k·k 个数相加了，像每行只有 k 个"
      ) {
        _, k in (1...k * k).reduce(0, +)
      },
      corner("one-row", "only the first row of the window is added", "只加了窗口的第一行") { _, k in
        (1...k).reduce(0, +)
      },
      corner("mean", "the mean of the window is given instead of the sum", "给出的是窗口的均值而不是和") { n, k in
        (k - 1) * (n + 1) % 2 == 0 ? 1 + (k - 1) * (n + 1) / 2 : nil
      },
      corner("from-zero", "the pixels are counted from 0", "像素从 0 数起了") { n, k in
        window(n, k).map { $0 - 1 }.reduce(0, +)
      },
      corner("diagonal", "only the diagonal of the window is added", "只加了窗口的对角线") { n, k in
        (0..<k).reduce(0) { $0 + $1 * (n + 1) + 1 }
      },
    ]

  /// The numbers under a k×k kernel at the top left of n×n pixels that hold 1, 2, 3 ….
  private static func window(_ n: Int, _ k: Int) -> [Int] {
    (0..<k).flatMap { row in (0..<k).map { row * n + $0 + 1 } }
  }

  /// A wrong first value of a kernel of ones on the ramp.
  private static func corner(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ n: Int, _ k: Int) -> Int?
  ) -> WrongRule {
    WrongRule(name, field: "output[0][0]", mistake: LocalizedText(english, chinese)) { options in
      guard options.word("kernel") == "ones", options.word("image") == "ramp",
        let geometry = try? ConvGeometry(options), geometry.inputChannels == 1, geometry.filters == 1,
        geometry.padding == ConvGeometry.Pair(0, 0), geometry.dilation == ConvGeometry.Pair(1, 1),
        geometry.kernel.height == geometry.kernel.width
      else { return nil }
      return formula(geometry.input.width, geometry.kernel.width).map { .integer($0) }
    }
  }

  /// A wrong formula for the size along one axis.
  private static func size(
    _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (ConvGeometry.Axis) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "out", mistake: LocalizedText(english, chinese)) { options in
      guard let geometry = try? ConvGeometry(options) else { return nil }
      return [.integer(formula(geometry.axis(.height))), .integer(formula(geometry.axis(.width)))]
    }
  }

  private static func count(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (ConvGeometry) -> Int?
  ) -> WrongRule {
    WrongRule(name, field: field, mistake: LocalizedText(english, chinese)) { options in
      guard let geometry = try? ConvGeometry(options) else { return nil }
      return formula(geometry).map { .integer($0) }
    }
  }
}
