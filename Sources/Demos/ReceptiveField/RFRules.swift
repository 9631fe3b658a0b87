import Basics

/// The mistakes people make with receptive fields and sizes through a stack.
enum RFRules {
  static let all: [WrongRule] = [
    field("strides-forgotten", "the strides of earlier layers are forgotten", "忘了前面各层的步长") {
      field, _, layer in
      field + layer.dilation * (layer.kernel - 1)
    },
    field("own-stride-too-early", "a layer's own stride already counts for its own kernel", "把本层步长也算进了本层的卷积核")
    { field, jump, layer in
      field + layer.dilation * (layer.kernel - 1) * jump * layer.stride
    },
    field("kernel-not-reduced", "k·j is added instead of (k − 1)·j", "加的是 k·j 而不是 (k − 1)·j") {
      field, jump, layer in
      field + layer.dilation * layer.kernel * jump
    },
    field("no-dilation", "the dilation is forgotten", "忘了膨胀率") { field, jump, layer in
      field + (layer.kernel - 1) * jump
    },
    field("kernels-multiplied", "the kernel sizes are multiplied", "把各层核大小相乘了") { field, _, layer in
      field * layer.kernel
    },
    size("ceiling", "divisions are rounded up instead of down", "把向下取整当成了向上取整") { size, layer in
      (size + 2 * layer.padding - layer.dilation * (layer.kernel - 1) - 2 + layer.stride) / layer.stride + 1
    },
    size("no-plus-one", "the + 1 of the size formula is forgotten", "忘了公式末尾的 +1") { size, layer in
      (size + 2 * layer.padding - layer.dilation * (layer.kernel - 1) - 1) / layer.stride
    },
    size("sizes-kept", "layers with stride 1 are taken to keep the size", "以为步长为 1 的层不改变尺寸") { size, layer in
      layer.stride == 1
        ? size : (size + 2 * layer.padding - layer.dilation * (layer.kernel - 1) - 1) / layer.stride + 1
    },
    halving("halving-forgotten", "one halving is forgotten", "少除了一次 2") { $0 * 2 },
    halving("halving-twice", "one halving too many is taken", "多除了一次 2") { $0 / 2 },
    growth("stride1", "kernels-added", "3 is added for each layer instead of 2", "每层加了 3 而不是 2") { 3 * $0 },
    growth("stride1", "pixel-forgotten", "the pixel to begin with is forgotten", "忘了起始的 1 个像素") { 2 * $0 },
    growth("stride1", "one-layer-less", "one layer is left out", "少算了一层") { 2 * $0 - 1 },
    growth("stride1", "kernel-and-layers", "1 is added for each layer to the first kernel", "在第一个核上每层只加了 1") {
      $0 + 2
    },
    growth("stride1", "kernels-multiplied", "the kernel sizes are multiplied", "把各层核大小相乘了") { count in
      (0..<count).reduce(1) { product, _ in product * 3 }
    },
    growth("stride2", "strides-forgotten", "the strides of earlier layers are forgotten", "忘了前面各层的步长") {
      2 * $0 + 1
    },
    growth("stride2", "one-layer-less", "one layer is left out", "少算了一层") { (1 << $0) - 1 },
    growth("stride2", "one-layer-more", "one layer too many is counted", "多算了一层") { (1 << ($0 + 2)) - 1 },
    growth("stride2", "not-reduced", "2ⁿ⁺¹ is given, without − 1", "给出 2ⁿ⁺¹，漏了 −1") { 1 << ($0 + 1) },
    growth("stride2", "jump", "the jump 2ⁿ is given", "给出的是累积步长 2ⁿ") { 1 << $0 },
  ]

  private static func field(
    _ name: String, _ english: String, _ chinese: String,
    _ step: @escaping @Sendable (Int, Int, FieldStack.Layer) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "rf", mistake: LocalizedText(english, chinese)) { options in
      guard let stack = try? FieldStack(options), stack.layers.count < 12 else { return nil }
      return .integer(stack.wrongField(step))
    }
  }

  /// The size by a wrong step through every layer.
  private static func size(
    _ name: String, _ english: String, _ chinese: String,
    _ step: @escaping @Sendable (Int, FieldStack.Layer) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "size", mistake: LocalizedText(english, chinese)) { options in
      guard let stack = try? FieldStack(options) else { return nil }
      let size = stack.layers.reduce(stack.image, step)
      return size > 0 ? .integer(size) : nil
    }
  }

  /// A wrong count of halvings, in a stack that has any.
  private static func halving(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Int) -> Int
  ) -> WrongRule {
    WrongRule(name, field: "size", mistake: LocalizedText(english, chinese)) { options in
      guard let stack = try? FieldStack(options), let last = stack.layers.last,
        stack.layers.contains(where: { $0.stride == 2 })
      else { return nil }
      return .integer(formula(last.size))
    }
  }

  /// By the number of layers of 3×3.
  private static func growth(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Int) -> Int
  ) -> WrongRule {
    WrongRule("grow." + field, name, english, chinese, count: { formula($0.integer("layers")) })
  }
}
