import Basics
import TerminalUI

extension Demo {
  static let dims = Demo(
    name: "dims",
    purpose: LocalizedText(
      "Shapes of W, b, Z, A and their gradients in every layer, and what backward needs kept",
      "每层 W、b、Z、A 及其梯度的形状，以及反向传播要缓存什么"),
    topic: .basics,
    options: [
      DemoOption(
        "sizes", .integers(1...1_000_000, count: 2...16), default: "4,3,2",
        "units: input, hidden layers, output", "单元数：输入、隐藏层、输出"),
      DemoOption("m", .integer(1...1_000_000), default: "10", "examples", "样本数"),
      DemoOption("cache", .flag, "what the forward pass keeps for the backward pass", "前向传播为反向传播缓存的内容"),
    ],
    fields: [
      DemoField(
        "layers", "W, b, Z, A, dW, db, dZ, dA of each layer, and its params", "每层的 W、b、Z、A、dW、db、dZ、dA 与参数量"),
      DemoField("depth", "layers, the input not counted", "层数，不计输入层"),
      DemoField("params", "weights and biases", "权重与偏置总数"),
      DemoField("cached", "numbers in all Z and A", "全部 Z 与 A 的元素个数"),
    ],
    examples: ["dims --sizes 4,3,2 --m 10", "dims --sizes 784,128,10 --m 32 --cache"],
    wrongRules: DimsRules.all
  ) { options, context throws(DemoFailure) in
    LayerShapes(options).result(options.flag("cache"), context)
  }
}

private struct LayerShapes {
  let sizes: [Int]
  let examples: Int

  init(_ options: OptionValues) {
    sizes = options.integers("sizes")
    examples = options.integer("m")
  }

  private struct Layer {
    let input, output, examples: Int

    var parameters: Int { output * input + output }
    var cached: Int { 2 * output * examples }
    /// Each gradient has the shape of what it belongs to.
    var shapes: [(name: String, shape: [Int])] {
      [
        ("W", [output, input]), ("b", [output, 1]), ("Z", [output, examples]), ("A", [output, examples]),
        ("dW", [output, input]), ("db", [output, 1]), ("dZ", [output, examples]), ("dA", [output, examples]),
      ]
    }
  }

  private var layers: [Layer] {
    zip(sizes, sizes.dropFirst()).map { Layer(input: $0, output: $1, examples: examples) }
  }

  var parameters: Int { layers.reduce(0) { $0 + $1.parameters } }

  func result(_ showsCache: Bool, _ context: DemoContext) -> DemoResult {
    let cached = layers.reduce(0) { $0 + $1.cached }
    let products = layers.map { "\($0.output)·\($0.input) + \($0.output)" }
    var steps = layers.prefix(3).enumerated().map { index, layer in
      FormulaStep(
        formula: index == 0 ? "Z[l] = W[l]·A[l−1] + b[l]" : "",
        substituted:
          "(\(layer.output), \(layer.input)) · (\(layer.input), \(examples)) + (\(layer.output), 1)",
        value: "(\(layer.output), \(examples))", fields: ["layers"])
    }
    steps.append(
      FormulaStep(
        formula: "Σ (n[l]·n[l−1] + n[l])", substituted: products.joined(separator: " + "),
        value: Numbers.grouped(parameters), fields: ["params"]))
    if showsCache {
      steps.append(
        FormulaStep(
          formula: "Σ 2·n[l]·m",
          substituted: layers.map { "2·\($0.output)·\(examples)" }.joined(separator: " + "),
          value: Numbers.grouped(cached), fields: ["cached"]))
    }
    return DemoResult(
      fields: [
        .init(
          "layers",
          .array(
            layers.enumerated().map { index, layer in
              .object(
                [.init("name", .string("layer\(index + 1)"))]
                  + layer.shapes.map { .init($0.name, .integers($0.shape)) }
                  + [.init("params", .integer(layer.parameters)), .init("cached", .integer(layer.cached))])
            })),
        .init("depth", .integer(layers.count)), .init("params", .integer(parameters)),
        .init("cached", .integer(cached)),
      ], steps: steps,
      warnings: [
        LocalizedText(
          "b has one column and is broadcast over the \(examples) examples; so db is the sum of dZ over them.",
          "b 只有一列，广播到 \(examples) 个样本；因此 db 是 dZ 对样本求和。")
      ], frames: frames(context), details: .table(table(showsCache, context)))
  }

  /// The product of each layer as blocks in proportion.
  private func frames(_ context: DemoContext) -> [Drawing] {
    func block(_ name: String, _ rows: Int, _ columns: Int) -> Drawing {
      let shown = Array(repeating: Array(repeating: "·", count: min(columns, 12)), count: min(rows, 8))
      return .grid(NumberGrid(title: "\(name) (\(rows), \(columns))", cells: shown))
    }
    return layers.enumerated().map { index, layer in
      let number = index + 1
      return .stack([
        .text(StyledText(context.text("layer \(number): Z = W·A + b", "第 \(number) 层：Z = W·A + b"), .title)),
        .beside([
          block("W\(number)", layer.output, layer.input), block("A\(index)", layer.input, examples),
          block("b\(number)", layer.output, 1), block("Z\(number)", layer.output, examples),
        ]),
      ])
    }
  }

  private func table(_ showsCache: Bool, _ context: DemoContext) -> Table {
    let headings = [
      context.text("layer", "层"), "W, dW", "b, db", "Z, A, dZ, dA", context.text("parameters", "参数"),
    ]
    return Table(
      headings + (showsCache ? [context.text("cached", "缓存")] : []),
      layers.enumerated().map { index, layer in
        [
          "\(index + 1)", "(\(layer.output), \(layer.input))", "(\(layer.output), 1)",
          "(\(layer.output), \(examples))",
          Numbers.grouped(layer.parameters),
        ] + (showsCache ? [Numbers.grouped(layer.cached)] : [])
      }, shares: layers.map { Double($0.parameters) / Double(max(1, parameters)) })
  }
}

private enum DimsRules {
  static let all: [WrongRule] = [
    rule("no-biases", "the biases are forgotten", "忘了偏置") { s in weights(s) },
    rule("input-biases", "the input units are given biases too", "给输入单元也算了偏置") { s in
      weights(s) + s.reduce(0, +)
    },
    rule("one-bias", "one bias per layer is counted instead of one per unit", "每层只算一个偏置，而不是每单元一个") { s in
      weights(s) + s.count - 1
    },
    rule("first-layer", "only the first layer is counted", "只算了第一层") { s in s[0] * s[1] + s[1] },
    rule("last-layer", "only the last layer is counted", "只算了最后一层") { s in
      s[s.count - 2] * s[s.count - 1] + s[s.count - 1]
    },
    rule("all-multiplied", "the sizes of all layers are multiplied", "把各层单元数全乘起来了") { s in
      s.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    },
    rule("units", "the units are counted", "数的是单元个数") { s in s.reduce(0, +) },
    rule("hidden-biases", "the output units are given no biases", "漏了输出单元的偏置") { s in
      weights(s) + s.dropFirst().dropLast().reduce(0, +)
    },
  ]

  private static func weights(_ sizes: [Int]) -> Int {
    zip(sizes, sizes.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable ([Int]) -> Int
  ) -> WrongRule {
    WrongRule("params", name, english, chinese, count: { formula($0.integers("sizes")) })
  }
}
