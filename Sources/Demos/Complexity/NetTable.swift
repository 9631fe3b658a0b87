import Basics
import NeuralNet
import TerminalUI

/// A network's layers with their costs, and the sums that interviews ask for.
struct NetTable {
  let network: Network
  /// All layers in the order of computation.
  let rows: [LayerSummary]
  let frozenLayers: Int

  /// By the text of a description or a name; lenet5 without either.
  static func network(_ spec: String?, named name: String? = nil) throws(DemoFailure) -> Network {
    if spec != nil, name != nil {
      throw DemoFailure(
        LocalizedText("--name and a description both say which network.", "--name 与一行描述都在指定网络。"),
        advice: LocalizedText("Keep one of them.", "只保留一个。"))
    }
    guard let spec else { return try network(name ?? "lenet5") }
    if let network = BuiltInNet.network(spec) { return network }
    do {
      return try NetworkSpec.parse(spec)
    } catch {
      throw DemoFailure(
        LocalizedText("the network, \(error).", "网络描述有误，第 \(error.column) 个字符处：\(error.reason.chinese)。"),
        advice: LocalizedText(
          "Write layers like 'conv 3/1/1 64' (kernel/stride/padding, channels) between bars, or a built-in name: \(BuiltInNet.names.joined(separator: ", ")).",
          "各层写成 'conv 3/1/1 64'（核/步长/填充，通道数），以 | 分隔；或写内置名称：\(BuiltInNet.names.joined(separator: ", "))。"))
    }
  }

  init(_ network: Network, frozenLayers: Int) throws(DemoFailure) {
    self.network = network
    do {
      rows = try network.summary()
    } catch {
      throw DemoFailure(
        LocalizedText(
          "\(error.layer) does not fit its input \(error.input): \(error.reason).",
          "\(error.layer) 与其输入 \(error.input) 不相容：\(error.reason.chinese)。"),
        advice: LocalizedText("Change its sizes or the input's.", "请调整该层或输入的尺寸。"))
    }
    self.frozenLayers = frozenLayers
  }

  static var builtIn: [NetTable] {
    BuiltInNet.names.compactMap { name in
      BuiltInNet.network(name).flatMap {
        var network = $0
        network.name = name
        return try? NetTable(network, frozenLayers: 0)
      }
    }
  }

  // MARK: Sums

  var total: Cost { rows.total }
  private var convolutions: Cost { rows.filter(\.kind.isConvolution).total }
  private var linear: Cost { rows.filter(\.kind.isLinear).total }
  private var width: Int { rows.filter(\.kind.isConvolution).map { $0.output[0] }.max() ?? 0 }
  var depth: Int { NetTable.depth(of: network.layers) }

  /// The longest way through the layers with weights, normalisation aside.
  private static func depth(of layers: [NetworkLayer]) -> Int {
    layers.reduce(0) { depth, layer in
      switch layer.kind {
      case .residual(let branch, let shortcut): depth + max(self.depth(of: branch), self.depth(of: shortcut))
      case .concatenation(let branches): depth + (branches.map { self.depth(of: $0) }.max() ?? 0)
      default: depth + (layer.kind.isConvolution || layer.kind.isLinear ? 1 : 0)
      }
    }
  }

  /// Parameters of the first layers with weights, and of the normalisation that follows each.
  private var frozen: Int {
    var layers = 0
    var params = 0
    for row in rows {
      if row.kind.isConvolution || row.kind.isLinear { layers += 1 }
      if layers > frozenLayers { break }
      if layers > 0 { params += row.cost.parameters }
    }
    return params
  }

  private func percent(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : 100 * Double(part) / Double(whole)
  }

  // MARK: Fields

  var fields: [JSONValue.Member] {
    [.init("layers", .array(shown.map(json))), .init("total", .object(totals))]
  }

  /// Layers that compute or change the shape; activations, dropout and flattening do neither.
  var shown: [LayerSummary] {
    rows.filter {
      switch $0.kind {
      case .activation(.prelu): true
      case .activation, .dropout, .flatten, .softmax: false
      case .adaptivePool: $0.input != $0.output
      default: true
      }
    }
  }

  /// The place in `rows` of the row that a path names by number or by name.
  func index(of place: String) -> Int? {
    let shown = shown
    var name = place
    if let number = Int(place) {
      let row = number < 0 ? shown.count + number : number
      guard shown.indices.contains(row) else { return nil }
      name = shown[row].name
    }
    return rows.firstIndex { $0.name == name }
  }

  /// Whether every layer reads the one before it.
  var isChain: Bool {
    network.layers.allSatisfy {
      switch $0.kind {
      case .residual, .concatenation: false
      default: true
      }
    }
  }

  private func json(_ row: LayerSummary) -> JSONValue {
    [
      "name": .string(row.name), "kind": .string(row.kind.label), "out": .integers(row.output),
      "params": .integer(row.cost.parameters), "macs": .integer(row.cost.macs),
      "flops": .integer(row.cost.flops), "rf": row.receptiveField.map { .integer($0[0].size) } ?? .null,
      "jump": row.receptiveField.map { .integer($0[0].jump) } ?? .null,
      "bytes": .integer(row.cost.activationBytes()),
    ]
  }

  private var totals: [JSONValue.Member] {
    let params = total.parameters
    return [
      .init("params", .integer(params)), .init("macs", .integer(total.macs)),
      .init("flops", .integer(total.flops)), .init("conv_params", .integer(convolutions.parameters)),
      .init("fc_params", .integer(linear.parameters)), .init("conv_macs", .integer(convolutions.macs)),
      .init("fc_macs", .integer(linear.macs)),
      .init("fc_params_percent", .number(percent(linear.parameters, of: params))),
      .init("conv_macs_percent", .number(percent(convolutions.macs, of: total.macs))),
      .init("depth", .integer(depth)), .init("width", .integer(width)), .init("bytes", .integer(4 * params)),
      .init("activation_bytes", .integer(total.activationBytes())),
      .init("trainable", .integer(params - frozen)), .init("frozen", .integer(frozen)),
      .init("trainable_percent", .number(percent(params - frozen, of: params))),
    ]
  }

  var entry: JSONValue {
    [
      "name": .string(network.name), "params": .integer(total.parameters), "macs": .integer(total.macs),
      "depth": .integer(depth),
    ]
  }

  func difference(to other: NetTable) -> JSONValue {
    [
      "params": .integer(other.total.parameters), "macs": .integer(other.total.macs),
      "depth": .integer(other.depth),
      "params_change": .integer(other.total.parameters - total.parameters),
      "macs_change": .integer(other.total.macs - total.macs),
    ]
  }

  func steps(_ context: DemoContext) -> [FormulaStep] {
    var steps = [
      FormulaStep(
        substituted: context.text("parameters: convolutions + fully connected + rest", "参数量：卷积 + 全连接 + 其余"),
        value:
          "\(Numbers.grouped(convolutions.parameters)) + \(Numbers.grouped(linear.parameters)) + \(Numbers.grouped(total.parameters - convolutions.parameters - linear.parameters)) = \(Numbers.grouped(total.parameters))",
        fields: ["total"]),
      FormulaStep(
        substituted: context.text("MACs: convolutions + fully connected", "乘加次数：卷积 + 全连接"),
        value:
          "\(Numbers.grouped(convolutions.macs)) + \(Numbers.grouped(linear.macs)) = \(Numbers.grouped(total.macs))     FLOPs = 2 · MACs = \(Numbers.grouped(total.flops))",
        fields: ["total"]),
    ]
    if frozenLayers > 0 {
      steps.append(
        FormulaStep(
          substituted: context.text("trainable: all − frozen", "可训练：全部 − 冻结")
            + " = \(Numbers.grouped(total.parameters)) − \(Numbers.grouped(frozen))",
          value:
            "\(Numbers.grouped(total.parameters - frozen)) (\(Numbers.fixed(percent(total.parameters - frozen, of: total.parameters), 1)) %)",
          fields: ["total"]))
    }
    return steps
  }

  var warnings: [LocalizedText] {
    var warnings: [LocalizedText] = []
    let weighted = rows.filter { $0.kind.isConvolution || $0.kind.isLinear }.count
    if frozenLayers > weighted {
      warnings.append(
        LocalizedText(
          "The network has \(weighted) layers with weights: all are frozen.", "该网络只有 \(weighted) 个带权层：已全部冻结。")
      )
    }
    for row in rows {
      guard let window = row.kind.window, row.input.count == 3 else { continue }
      let rest = (0..<2).map { axis in
        (row.input[axis + 1] + window.paddingBefore[axis] + window.paddingAfter[axis]
          - window.effectiveKernel(axis)) % window.stride[axis]
      }
      if rest[0] > 0 || rest[1] > 0, warnings.count < 3 {
        warnings.append(
          LocalizedText(
            "\(row.name): the stride does not divide; rows or columns at the end (\(max(rest[0], rest[1]))) are not read, or the size is rounded up.",
            "\(row.name)：步长不能整除；末尾 \(max(rest[0], rest[1])) 行/列未被读取，或尺寸向上取整。"))
      }
    }
    return warnings
  }

  // MARK: Tables

  func table(byMACs: Bool, _ context: DemoContext) -> Table {
    let values = shown.map { Double(byMACs ? $0.cost.macs : $0.cost.parameters) }
    let largest = max(1, values.max() ?? 1)
    return Table(
      columns: [
        Table.Column(network.name, .left), Table.Column(context.text("out", "输出"), .left),
        Table.Column(context.text("field", "感受野")), Table.Column(context.text("params", "参数")),
        Table.Column("MACs"),
      ],
      rows: shown.map { row in
        [
          StyledText(row.name, row.cost.parameters > 0 ? .strong : .plain),
          StyledText(row.output.map(String.init).joined(separator: "×")),
          StyledText(row.receptiveField.map { "\($0[0].size)" } ?? ""),
          StyledText(row.cost.parameters > 0 ? Numbers.grouped(row.cost.parameters) : ""),
          StyledText(row.cost.macs > 0 ? Numbers.grouped(row.cost.macs) : ""),
        ]
      }, shares: values.map { $0 / largest })
  }

  static func list(_ all: [NetTable], _ context: DemoContext) -> Table {
    let largest = Double(all.map(\.total.parameters).max() ?? 1)
    return Table(
      columns: [
        Table.Column(context.text("network", "网络"), .left), Table.Column(context.text("depth", "深度")),
        Table.Column(context.text("params", "参数")), Table.Column("MACs"), Table.Column("FLOPs"),
      ],
      rows: all.map {
        [
          StyledText($0.network.name, .strong), StyledText("\($0.depth)"),
          StyledText(Numbers.grouped($0.total.parameters)), StyledText(Numbers.grouped($0.total.macs)),
          StyledText(Numbers.grouped($0.total.flops)),
        ]
      }, shares: all.map { Double($0.total.parameters) / largest })
  }

  func comparison(with other: NetTable, _ context: DemoContext) -> Table {
    func row(_ name: String, _ first: Int, _ second: Int) -> [StyledText] {
      let change = first == 0 ? "" : Numbers.fixed(100 * (Double(second) / Double(first) - 1), 1) + " %"
      return [
        StyledText(name), StyledText(Numbers.grouped(first)), StyledText(Numbers.grouped(second)),
        StyledText(change, second <= first ? .good : .warning),
      ]
    }
    return Table(
      columns: [
        Table.Column("", .left), Table.Column(network.name), Table.Column(other.network.name),
        Table.Column(context.text("change", "变化")),
      ],
      rows: [
        row(context.text("parameters", "参数量"), total.parameters, other.total.parameters),
        row("MACs", total.macs, other.total.macs), row("FLOPs", total.flops, other.total.flops),
        row(context.text("depth", "深度"), depth, other.depth),
        row(
          context.text("activation bytes", "激活字节数"), total.activationBytes(), other.total.activationBytes()),
      ])
  }
}

extension NetworkLayer.Kind {
  var isConvolution: Bool {
    switch self {
    case .convolution, .depthwise, .transposedConvolution: true
    default: false
    }
  }

  var isLinear: Bool { if case .linear = self { true } else { false } }

  /// The window that slides, where there is one.
  var window: Window? {
    switch self {
    case .convolution(_, let window, _, _), .depthwise(_, let window, _), .pool(_, let window, _): window
    default: nil
    }
  }

  fileprivate var label: String {
    switch self {
    case .convolution: "conv"
    case .depthwise: "depthwise"
    case .transposedConvolution: "tconv"
    case .pool(.max, _, _): "maxpool"
    case .pool(.average, _, _): "avgpool"
    case .adaptivePool: "pool"
    case .normalization(.batch): "bn"
    case .normalization: "norm"
    case .localResponseNorm: "lrn"
    case .activation: "activation"
    case .softmax: "softmax"
    case .dropout: "dropout"
    case .flatten: "flatten"
    case .linear: "fc"
    case .residual: "add"
    case .concatenation: "concat"
    }
  }
}
