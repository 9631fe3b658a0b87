import Basics
import NeuralNet

/// The mistakes people make with the rows of a network's table and with its sums.
enum NetRules {
  static let all: [WrongRule] =
    [
      field("strides-forgotten", "the strides of earlier layers are forgotten", "忘了前面各层的步长") {
        field, _, window in
        field + window.dilation[0] * (window.kernel[0] - 1)
      },
      field(
        "own-stride-too-early", "a layer's own stride already counts for its own kernel", "把本层步长也算进了本层的卷积核"
      ) {
        field, jump, window in
        field + window.dilation[0] * (window.kernel[0] - 1) * jump * window.stride[0]
      },
      field("kernel-not-reduced", "k·j is added instead of (k − 1)·j", "加的是 k·j 而不是 (k − 1)·j") {
        field, jump, window in
        field + window.dilation[0] * window.kernel[0] * jump
      },
      row("jump", "own-stride", "only the layer's own stride is given", "只给出了本层的步长") { net, index in
        net.rows[index].kind.window?.stride[0]
      },
      row("params", "bias-forgotten", "the biases are forgotten", "忘了偏置") { net, index in
        let row = net.rows[index]
        guard row.kind.isConvolution || row.kind.isLinear else { return nil }
        return row.cost.parameters - row.output[0]
      },
      row("params", "channels-forgotten", "the input channels are forgotten", "忘了输入通道数") { net, index in
        let row = net.rows[index]
        guard case .convolution(let filters, let window, _, _) = row.kind else { return nil }
        return (window.kernel.reduce(1, *) + 1) * filters
      },
      row("params", "one-filter", "only one filter is counted", "只算了一个滤波器") { net, index in
        let row = net.rows[index]
        return row.kind.isConvolution ? row.cost.parameters / row.output[0] : nil
      },
      row("macs", "flops-for-macs", "FLOPs are given instead of MACs", "把 FLOPs 当成了 MACs") { net, index in
        net.rows[index].cost.flops
      },
      row("macs", "one-position", "only one output position is counted", "只算了一个输出位置") { net, index in
        let row = net.rows[index]
        return row.kind.isConvolution ? row.cost.macs / row.output.dropFirst().reduce(1, *) : nil
      },
      row(
        "macs", "input-positions", "the input's positions are counted instead of the output's",
        "用了输入的位置数而不是输出的"
      ) {
        net, index in
        let row = net.rows[index]
        guard row.kind.isConvolution, row.input.count == 3 else { return nil }
        return row.cost.macs / row.output.dropFirst().reduce(1, *) * row.input.dropFirst().reduce(1, *)
      },
      row("flops", "macs-for-flops", "MACs are given instead of FLOPs", "把 MACs 当成了 FLOPs") { net, index in
        net.rows[index].cost.macs
      },
      row("bytes", "numbers", "numbers are counted instead of bytes", "数的是个数而不是字节") { net, index in
        net.rows[index].cost.activations
      },
      total("macs", "flops-for-macs", "FLOPs are given instead of MACs", "把 FLOPs 当成了 MACs") {
        $0.total.flops
      },
      total("flops", "macs-for-flops", "MACs are given instead of FLOPs", "把 MACs 当成了 FLOPs") {
        $0.total.macs
      },
      total("params", "biases-forgotten", "the biases are forgotten", "忘了偏置") { net in
        let weighted = net.rows.filter { $0.kind.isConvolution || $0.kind.isLinear }
        return net.total.parameters - weighted.reduce(0) { $0 + $1.output[0] }
      },
      total("bytes", "numbers", "numbers are counted instead of bytes", "数的是个数而不是字节") { $0.total.parameters },
      total("depth", "pooling-counted", "layers without weights are counted too", "把没有权重的层也算了") {
        $0.shown.count
      },
    ]

  private static func table(_ options: OptionValues) -> NetTable? {
    guard
      let network = try? NetTable.network(options.optionalText("spec"), named: options.optionalWord("name"))
    else { return nil }
    return try? NetTable(network, frozenLayers: options.integer("freeze"))
  }

  private static func total(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (NetTable) -> Int
  ) -> WrongRule {
    WrongRule("total." + field, name, english, chinese) { options in
      table(options).map { .integer(formula($0)) }
    }
  }

  private static func row(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (NetTable, Int) -> Int?
  ) -> WrongRule {
    WrongRule(name, rows: "layers.*." + field, mistake: LocalizedText(english, chinese)) { options, place in
      guard let net = table(options), let index = net.index(of: place) else { return nil }
      return formula(net, index).map { .integer($0) }
    }
  }

  /// The field by a wrong step; each layer gets the field and the product of strides so far.
  private static func field(
    _ name: String, _ english: String, _ chinese: String,
    _ step: @escaping @Sendable (Int, Int, Window) -> Int
  ) -> WrongRule {
    row("rf", name, english, chinese) { net, index in
      // Branches have no one field to go wrong with.
      guard net.isChain else { return nil }
      var (field, jump) = (1, 1)
      for window in net.rows[...index].compactMap(\.kind.window) {
        field = step(field, jump, window)
        jump *= window.stride[0]
      }
      return field
    }
  }
}
