import Basics
import TerminalUI

extension Demo {
  static let parity = Demo(
    name: "parity",
    purpose: LocalizedText(
      "Parity of n bits: a deep tree of XOR gates against one wide hidden layer", "n 位奇偶校验：深的异或树对比一层很宽的隐藏层"),
    topic: .basics,
    options: [
      DemoOption("n", .integer(2...32), default: "8", "bits, a power of two", "位数，须为 2 的幂")
    ],
    fields: [
      DemoField("depth", "log₂ n layers of gates", "门的层数 log₂ n"), DemoField("gates", "n − 1", "n − 1"),
      DemoField("deep_units", "hidden units, three a gate", "隐藏单元数，每个门三个"),
      DemoField("shallow_units", "2ⁿ⁻¹, one per odd pattern", "2ⁿ⁻¹，每个奇数模式一个"),
      DemoField(
        "agrees", "whether the tree is right on every input (n up to 16; else on 65,536 drawn ones)",
        "异或树是否在所有输入上都正确（n ≤ 16；否则抽 65,536 个）"),
    ],
    examples: ["parity --n 8", "parity --n 16"],
    wrongRules: ParityRules.all
  ) { options, context throws(DemoFailure) in
    let count = options.integer("n")
    guard count.nonzeroBitCount == 1 else {
      throw DemoFailure(
        LocalizedText(
          "\(count) is no power of two, so the tree would not be balanced.", "\(count) 不是 2 的幂，树不平衡。"),
        advice: LocalizedText("Take 2, 4, 8, 16 or 32.", "请取 2、4、8、16 或 32。"))
    }
    return ParityTree(count: count).result(&context)
  }
}

/// Gates of threshold units: XOR is "at least one, and not both".
private struct ParityTree {
  let count: Int

  private var depth: Int { count.trailingZeroBitCount }
  private var gates: Int { count - 1 }
  private var shallow: Int { 1 << (count - 1) }

  /// Three units that fire when their weighted sum passes a threshold: OR, NAND, and the AND of both.
  private static func gate(_ a: Int, _ b: Int) -> Int {
    let or = a + b > 0 ? 1 : 0
    let nand = -a - b > -2 ? 1 : 0
    return or + nand > 1 ? 1 : 0
  }

  /// The bits of every level, the inputs first.
  private static func levels(_ bits: [Int]) -> [[Int]] {
    var levels = [bits]
    while let last = levels.last, last.count > 1 {
      levels.append(stride(from: 0, to: last.count, by: 2).map { gate(last[$0], last[$0 + 1]) })
    }
    return levels
  }

  /// The root alone, with the bits of a word as inputs.
  private func root(_ word: UInt32) -> Int {
    var bits = (0..<count).map { Int(word >> UInt32($0)) & 1 }
    var width = count
    while width > 1 {
      width /= 2
      for index in 0..<width { bits[index] = ParityTree.gate(bits[2 * index], bits[2 * index + 1]) }
    }
    return bits[0]
  }

  private func agrees(_ generator: inout SplitMix64) -> Bool {
    (0..<(1 << min(count, 16))).allSatisfy { index in
      let word = count <= 16 ? UInt32(index) : UInt32(truncatingIfNeeded: generator.next())
      return root(word) == word.nonzeroBitCount & 1
    }
  }

  func result(_ context: inout DemoContext) -> DemoResult {
    let agrees = agrees(&context.generator)
    let bits = (0..<count).map { _ in Int(context.generator.next() & 1) }
    return DemoResult(
      fields: [
        .init("depth", .integer(depth)), .init("gates", .integer(gates)),
        .init("deep_units", .integer(3 * gates)),
        .init("shallow_units", .integer(shallow)), .init("agrees", .bool(agrees)),
      ],
      steps: [
        FormulaStep(formula: "log₂ n", substituted: "log₂ \(count)", value: "\(depth)", fields: ["depth"]),
        FormulaStep(
          formula: "3·(n − 1)", substituted: "3·\(gates)", value: Numbers.grouped(3 * gates),
          fields: ["deep_units", "gates"]),
        FormulaStep(
          formula: "2ⁿ⁻¹", substituted: "2^\(count - 1)", value: Numbers.grouped(shallow),
          fields: ["shallow_units"]),
      ], warnings: [], frames: frames(bits, context), details: details(context))
  }

  /// The bits rise through the tree, a level a frame.
  private func frames(_ bits: [Int], _ context: DemoContext) -> [Drawing] {
    let levels = ParityTree.levels(bits)
    return levels.indices.map { shown in
      let rows = levels.enumerated().reversed().map { level, values in
        let block = 1 << level
        var row = Array(repeating: "", count: count)
        for (index, bit) in values.enumerated() {
          row[index * block + (block - 1) / 2] = level <= shown ? "\(bit)" : "·"
        }
        return row
      }
      let odd = bits.reduce(0, +)
      let end =
        shown == levels.count - 1
        ? context.text("\(odd) ones: parity \(levels[shown][0])", "\(odd) 个 1：校验位 \(levels[shown][0])")
        : context.text("level \(shown) of \(levels.count - 1)", "第 \(shown)/\(levels.count - 1) 层")
      return .stack([
        .grid(
          NumberGrid(title: context.text("XOR tree; the inputs at the bottom", "异或树，最下面是输入"), cells: rows)),
        .text(StyledText(end)),
      ])
    }
  }

  private func details(_ context: DemoContext) -> Drawing {
    func bar(_ label: String, _ units: Int, _ role: Role) -> BarChart.Bar {
      BarChart.Bar(label, Double(units), text: Numbers.grouped(units), role: role)
    }
    let (deep, wide) = (context.text("deep", "深"), context.text("shallow", "浅"))
    var bars: [BarChart.Bar] = []
    for n in [2, 4, 8, 16, 32] {
      bars.append(bar("n = \(n) \(deep)", 3 * (n - 1), .series3))
      bars.append(bar("      \(wide)", 1 << (n - 1), .series5))
    }
    return .bars(
      BarChart(
        title: context.text("hidden units, on a logarithmic scale", "隐藏单元数（对数刻度）"), bars: bars,
        isLogarithmic: true))
  }
}

private enum ParityRules {
  static let all: [WrongRule] = [
    rule("shallow_units", "all-patterns", "all 2ⁿ patterns are counted, the even ones too", "把偶数模式也算上了，共 2ⁿ")
    { 1 << $0 },
    rule("shallow_units", "one-per-bit", "one unit per bit is taken", "每位只算一个单元") { $0 },
    rule("shallow_units", "squared", "n² is taken: the growth is exponential", "用了 n²：其实是指数增长") { $0 * $0 },
    rule("shallow_units", "gates", "the gates of the tree are given", "给出的是树的门数") { $0 - 1 },
    rule("shallow_units", "one-less", "2ⁿ⁻¹ − 1 is given", "给出的是 2ⁿ⁻¹ − 1") { (1 << ($0 - 1)) - 1 },
    rule("deep_units", "gates", "the gates are counted, not their three units each", "数的是门，没有乘每门三个单元") {
      $0 - 1
    },
    rule(
      "deep_units", "gate-per-bit", "a gate per bit is counted: n instead of n − 1", "每位算一个门：用了 n 而不是 n − 1"
    ) { 3 * $0 },
    rule("deep_units", "levels", "three units a level are counted", "每层只算三个单元") {
      3 * $0.trailingZeroBitCount
    },
    rule("deep_units", "two-a-gate", "two units a gate are counted", "每个门算了两个单元") { 2 * ($0 - 1) },
    rule("deep_units", "leaves", "only the gates at the leaves are counted", "只算了最底层的门") { 3 * $0 / 2 },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (Int) -> Int
  ) -> WrongRule {
    WrongRule(field, name, english, chinese, count: { formula($0.integer("n")) })
  }
}
