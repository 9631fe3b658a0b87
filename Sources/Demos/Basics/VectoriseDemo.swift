import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let vectorise = Demo(
    name: "vectorise",
    purpose: LocalizedText(
      "Z = wᵀX by loops and as one matrix product: equal sums, measured times", "Z = wᵀX：循环与一次矩阵乘法，结果相同，时间实测"),
    topic: .basics,
    options: [
      DemoOption("n", .integer(1...2000), default: "1000", "features", "特征数"),
      DemoOption("m", .integer(1...2000), default: "1000", "examples", "样本数"),
      DemoOption("grad", .flag, "dw = X·dZᵀ / m as well", "同时计算 dw = X·dZᵀ / m"),
    ],
    fields: [
      DemoField("macs", "multiply-adds of Z, by either way", "计算 Z 的乘加次数，两种方式相同"),
      DemoField("shapes", "of w, X, Z (and dZ, dw)", "w、X、Z（及 dZ、dw）的形状"),
      DemoField("max_difference", "largest |loops − product|", "|循环 − 矩阵乘法| 的最大值"),
      DemoField("grad_macs", "--grad: multiply-adds of dw", "--grad：计算 dw 的乘加次数"),
      DemoField("grad_max_difference", "--grad: the same of dw", "--grad：dw 的最大差"),
    ],
    examples: ["vectorise --n 1000 --m 1000", "vectorise --n 200 --m 100 --grad"],
    wrongRules: [
      rule("added", "n and m are added", "把 n 与 m 相加了") { $0 + $1 },
      rule("flops", "multiplications and additions are counted apart", "把乘法与加法分开数了") { 2 * $0 * $1 },
      rule("one-example", "only one example is counted", "只算了一个样本") { n, _ in n },
      rule("outputs", "only the outputs are counted", "只数了输出个数") { _, m in m },
      rule("square", "n² is taken, as if w were a square matrix", "用了 n²·m，把 w 当成方阵") { $0 * $0 * $1 },
    ]
  ) { options, context throws(DemoFailure) in
    Vectorised(options).result(context)
  }

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable (Int, Int) -> Int
  ) -> WrongRule {
    WrongRule("macs", name, english, chinese, count: { formula($0.integer("n"), $0.integer("m")) })
  }
}

/// The same sums twice, with the time each took on this machine.
private struct Vectorised {
  private struct Timed {
    let name: String
    let milliseconds: Double
    let values: [Double]

    /// The shortest of three runs: the others waited for something.
    init(_ name: String, _ body: () -> [Double]) {
      self.name = name
      var shortest = Double.infinity
      var result: [Double] = []
      for _ in 0..<3 {
        let start = Platform.monotonicNanoseconds()
        result = body()
        shortest = min(shortest, Double(Platform.monotonicNanoseconds() - start) / 1e6)
      }
      values = result
      milliseconds = shortest
    }
  }

  let features, examples: Int
  private let pairs: [(loops: Timed, product: Timed)]

  init(_ options: OptionValues) {
    let (n, m) = (options.integer("n"), options.integer("m"))
    features = n
    examples = m
    // Any numbers will do; these are spread over −0.5…0.5.
    func spread(_ count: Int, _ step: Int) -> [Double] {
      (0..<count).map { Double($0 &* step % 1009) / 1009 - 0.5 }
    }
    let x = Tensor(shape: [n, m], scalars: spread(n * m, 733))
    let w = Tensor(shape: [n, 1], scalars: spread(n, 487))
    let (xs, ws) = (x.scalars, w.scalars)
    var pairs = [
      (
        loops: Timed("Z") {
          (0..<m).map { example in
            var sum = 0.0
            for feature in 0..<n { sum += ws[feature] * xs[feature * m + example] }
            return sum
          }
        }, product: Timed("Z") { w.transposed.matmul(x).scalars }
      )
    ]
    if options.flag("grad") {
      let dz = Tensor(shape: [1, m], scalars: spread(m, 911))
      let dzs = dz.scalars
      pairs.append(
        (
          loops: Timed("dw") {
            (0..<n).map { feature in
              var sum = 0.0
              for example in 0..<m { sum += xs[feature * m + example] * dzs[example] }
              return sum / Double(m)
            }
          }, product: Timed("dw") { (dz.linear(x) / Double(m)).scalars }
        ))
    }
    self.pairs = pairs
  }

  private func difference(_ index: Int) -> Double {
    (Tensor(pairs[index].loops.values) - Tensor(pairs[index].product.values)).absolute().maximum()
  }

  func result(_ context: DemoContext) -> DemoResult {
    let (n, m) = (features, examples)
    var shapes: [JSONValue.Member] = [
      .init("w", [.integer(n), 1]), .init("X", .integers([n, m])), .init("Z", [1, .integer(m)]),
    ]
    if pairs.count > 1 { shapes += [.init("dZ", [1, .integer(m)]), .init("dw", [.integer(n), 1])] }
    var fields: [JSONValue.Member] = [
      .init("macs", .integer(n * m)), .init("shapes", .object(shapes)),
      .init("max_difference", .number(difference(0))),
    ]
    if pairs.count > 1 {
      fields += [.init("grad_macs", .integer(n * m)), .init("grad_max_difference", .number(difference(1)))]
    }
    return DemoResult(
      fields: fields,
      steps: [
        FormulaStep(
          formula: "Z = wᵀ·X", substituted: "(1, \(n)) · (\(n), \(m))", value: "(1, \(m))", fields: ["shapes"]
        ),
        FormulaStep(
          formula: "n·m", substituted: "\(Numbers.grouped(n))·\(Numbers.grouped(m))",
          value: context.text(
            "\(Numbers.grouped(n * m)) multiply-adds, either way", "\(Numbers.grouped(n * m)) 次乘加，两种方式相同"),
          fields: ["macs"]),
      ],
      warnings: [
        LocalizedText(
          "The times are measured here, with compiled loops; in interpreted Python the loops are hundreds of times slower.",
          "时间为本机实测，循环是编译过的；在解释执行的 Python 中循环会慢数百倍。")
      ],
      frames: [
        .bars(
          BarChart(
            title: context.text("measured on this machine", "本机实测"),
            bars: pairs.flatMap { pair in
              [
                BarChart.Bar(
                  "\(pair.loops.name) " + context.text("by loops", "循环"), pair.loops.milliseconds,
                  text: "\(Numbers.significant(pair.loops.milliseconds, 3)) ms", role: .series5),
                BarChart.Bar(
                  "\(pair.product.name) " + context.text("as a product", "矩阵乘法"), pair.product.milliseconds,
                  text: "\(Numbers.significant(pair.product.milliseconds, 3)) ms", role: .series3),
              ]
            }))
      ],
      details: .table(
        Table(
          ["", context.text("shape", "形状")],
          [["w", "(\(n), 1)"], ["X", "(\(n), \(m))"], ["Z = wᵀX + b", "(1, \(m))"]], left: [0, 1])))
  }
}
