import Basics
import NeuralNet
import TerminalUI

extension Demo {
  static let broadcast = Demo(
    name: "broadcast",
    purpose: LocalizedText(
      "Broadcasting: shapes aligned from the right, stretched where one is 1; and OpenCV's layout",
      "广播：形状右对齐，为 1 的轴被拉伸；以及 OpenCV 的排布"),
    topic: .basics,
    options: [
      DemoOption("a", .integers(1...1000, count: 1...6), default: "5", "shape of a", "a 的形状"),
      DemoOption("b", .integers(1...1000, count: 1...6), default: "5,1", "shape of b", "b 的形状"),
      DemoOption("op", .word(["add", "subtract", "multiply"]), default: "add", "operation", "运算"),
      DemoOption(
        "layout", .word(["opencv"]), "H×W×C in BGR to C×H×W in RGB instead", "改为展示 H×W×C（BGR）转 C×H×W（RGB）"),
    ],
    fields: [
      DemoField("compatible", "whether the shapes go together", "两个形状是否兼容"),
      DemoField("shape", "of the result; null when they do not", "结果的形状；不兼容时为 null"),
      DemoField("elements", "of the result", "结果的元素个数"),
      DemoField(
        "stretched", "axes of the result (from 0) along which a, or b, is repeated", "结果中 a 或 b 被重复的轴（从 0 数起）"
      ),
      DemoField("values", "of the result, where there are at most 64", "结果的值（不超过 64 个时）"),
      DemoField("axes", "--layout: the transpose, as NumPy takes it", "--layout：NumPy 的 transpose 参数"),
      DemoField("channels", "--layout: where R, G, B are found", "--layout：R、G、B 分别在第几个通道"),
    ],
    examples: ["broadcast --a 5 --b 5,1", "broadcast --a 4,3 --b 4", "broadcast --layout opencv"],
    wrongRules: BroadcastRules.all
  ) { options, context throws(DemoFailure) in
    if options.optionalWord("layout") != nil { return ImageLayout().result(context) }
    return Broadcast(options.integers("a"), options.integers("b"), options.word("op")).result(context)
  }
}

private struct Broadcast {
  let a, b: [Int]
  /// The same with ones put in front.
  private let alignedA, alignedB: [Int]
  let shape: [Int]?
  private let operation: String
  private static let largestShown = 64

  init(_ a: [Int], _ b: [Int], _ operation: String) {
    self.a = a
    self.b = b
    self.operation = operation
    let rank = max(a.count, b.count)
    let (left, right) = (
      Array(repeating: 1, count: rank - a.count) + a, Array(repeating: 1, count: rank - b.count) + b
    )
    (alignedA, alignedB) = (left, right)
    shape =
      zip(left, right).allSatisfy { $0 == $1 || $0 == 1 || $1 == 1 }
      ? zip(left, right).map { max($0, $1) } : nil
  }

  private func stretched(_ aligned: [Int]) -> [Int] {
    guard let shape else { return [] }
    return shape.indices.filter { aligned[$0] == 1 && shape[$0] > 1 }
  }

  /// a counts 0, 1, 2 …, b counts 0, 10, 20 …, so that every sum tells where it comes from.
  private var operands: (a: Tensor, b: Tensor) {
    (
      Tensor(shape: a, scalars: (0..<a.reduce(1, *)).map(Double.init)),
      Tensor(shape: b, scalars: (0..<b.reduce(1, *)).map { Double($0) * 10 })
    )
  }

  private var isShown: Bool {
    guard let shape else { return false }
    // Six axes of 1000 overflow no Int, as 10¹⁸ still fits.
    return shape.reduce(1, *) <= Broadcast.largestShown
  }

  private var values: Tensor? {
    guard isShown else { return nil }
    let (a, b) = operands
    return switch operation {
    case "subtract": a - b
    case "multiply": a * b
    default: a + b
    }
  }

  func result(_ context: DemoContext) -> DemoResult {
    var fields: [JSONValue.Member] = [
      .init("compatible", .bool(shape != nil)), .init("shape", shape.map { .integers($0) } ?? .null),
      .init("elements", shape.map { .integer($0.reduce(1, *)) } ?? .null),
      .init("stretched", ["a": .integers(stretched(alignedA)), "b": .integers(stretched(alignedB))]),
    ]
    if let values { fields.append(.init("values", .numbers(values.scalars))) }
    var warnings: [LocalizedText] = []
    if let axis = alignedA.indices.last(where: {
      alignedA[$0] != alignedB[$0] && alignedA[$0] != 1 && alignedB[$0] != 1
    }) {
      warnings.append(
        LocalizedText(
          "Axis −\(alignedA.count - axis): \(alignedA[axis]) and \(alignedB[axis]) differ and neither is 1.",
          "倒数第 \(alignedA.count - axis) 轴：\(alignedA[axis]) 与 \(alignedB[axis]) 不等，且都不是 1。"))
    } else if let shape, shape != a, shape != b {
      warnings.append(
        LocalizedText(
          "Both are stretched: the result is larger than either. Was an elementwise result of one shape meant?",
          "两者都被拉伸：结果比任何一个都大。本意是不是同形状逐元素运算？"))
    }
    let text = Broadcast.text
    return DemoResult(
      fields: fields,
      steps: [
        FormulaStep(
          formula: context.text("align right; equal, or one of them 1", "右对齐；相等，或其一为 1"),
          substituted: "\(text(a)) → \(text(alignedA)),  \(text(b)) → \(text(alignedB))",
          value: shape.map(text) ?? context.text("error", "报错"))
      ], warnings: warnings, frames: frames(context), details: .table(table(context)))
  }

  private static func text(_ shape: [Int]) -> String {
    "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
  }

  private func table(_ context: DemoContext) -> Table {
    Table(
      [context.text("axis", "轴"), "a", "b", context.text("result", "结果"), ""],
      alignedA.indices.map { index in
        let (x, y) = (alignedA[index], alignedB[index])
        let fits = x == y || x == 1 || y == 1
        let note =
          !fits
          ? context.text("clash", "冲突")
          : x == y
            ? "" : x == 1 ? context.text("a is stretched", "a 被拉伸") : context.text("b is stretched", "b 被拉伸")
        return ["−\(alignedA.count - index)", "\(x)", "\(y)", fits ? "\(max(x, y))" : "–", note]
      }, left: [4])
  }

  /// a, b, both stretched, and the result, where they are small matrices.
  private func frames(_ context: DemoContext) -> [Drawing] {
    guard let shape, let values, shape.count <= 2 else { return [.table(table(context))] }
    let (rows, columns) = shape.count == 2 ? (shape[0], shape[1]) : (1, shape[0])
    func grid(_ title: String, _ tensor: Tensor, _ shape: [Int]) -> Drawing {
      let aligned = Array(repeating: 1, count: 2 - shape.count) + shape
      return .grid(NumberGrid(title: title, tensor.reshaped(aligned).rows, decimals: 0))
    }
    let (a, b) = operands
    let sign = operation == "multiply" ? "×" : operation == "subtract" ? "−" : "+"
    let target = [rows, columns]
    return [
      .beside([
        grid("a \(Broadcast.text(self.a))", a, self.a), grid("b \(Broadcast.text(self.b))", b, self.b),
      ]),
      .beside([
        grid(context.text("a stretched", "拉伸后的 a"), a.broadcast(to: target), target),
        grid(context.text("b stretched", "拉伸后的 b"), b.broadcast(to: target), target),
      ]),
      .beside([grid("a \(sign) b \(Broadcast.text(shape))", values, target)]),
    ]
  }
}

/// OpenCV reads H×W×C in the order B, G, R; networks take C×H×W in the order R, G, B.
private struct ImageLayout {
  private static let side = 2
  /// New axes C, H, W, each where it stood before.
  private static let axes = [2, 0, 1]

  func result(_ context: DemoContext) -> DemoResult {
    let side = ImageLayout.side
    let image = Tensor(shape: [side, side, 3], scalars: (0..<(side * side * 3)).map(Double.init))
    let planes = image.permuted(ImageLayout.axes)
    // Reversing the channels makes RGB of BGR.
    let channels = [2, 1, 0]
    let turned = planes.gathered(channels)
    func pixel(_ value: Double) -> String { "\(["B", "G", "R"][Int(value) % 3])\(Int(value) / 3)" }
    func grid(_ title: String, _ values: Tensor) -> Drawing {
      .grid(NumberGrid(title: title, cells: values.rows.map { $0.map(pixel) }))
    }
    let before = Drawing.grid(
      NumberGrid(
        title: "H×W×C, BGR",
        cells: (0..<side).map { row in
          (0..<side).map { column in (0..<3).map { pixel(image[row, column, $0]) }.joined(separator: " ") }
        }))
    return DemoResult(
      fields: [
        .init("axes", .integers(ImageLayout.axes)), .init("channels", .integers(channels)),
        .init("shape", .integers(turned.shape)), .init("values", .numbers(turned.scalars)),
      ],
      steps: [
        FormulaStep(
          substituted: "image[:, :, ::-1].transpose(2, 0, 1)",
          value: context.text("(H, W, C) BGR → (C, H, W) RGB", "(H, W, C) BGR → (C, H, W) RGB"))
      ],
      warnings: [
        LocalizedText(
          "A reshape to (C, H, W) instead of a transpose keeps the order of the bytes and scrambles the image.",
          "用 reshape 代替 transpose 不会改变字节顺序，图像会乱掉。")
      ],
      frames: [
        before,
        .stack([
          before,
          .beside(
            zip(["R", "G", "B"], 0..<3).map { name, index in
              grid("C×H×W, \(name)", turned.element(index))
            }),
        ]),
      ])
  }
}

private enum BroadcastRules {
  static let all: [WrongRule] = [
    rule("elementwise", "an elementwise sum of the longer one is counted, nothing stretched", "当成逐元素相加，没有拉伸")
    { max($0, $1) },
    rule("appended", "the elements of both are added up", "把两者的元素个数相加了") { $0 + $1 },
    rule("first-alone", "the elements of a are given", "给出的是 a 的元素个数") { a, _ in a },
    rule("second-alone", "the elements of b are given", "给出的是 b 的元素个数") { _, b in b },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Int, Int) -> Int
  ) -> WrongRule {
    WrongRule(
      "elements", name, english, chinese,
      count: { options in
        formula(options.integers("a").reduce(1, *), options.integers("b").reduce(1, *))
      })
  }
}
