import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let norms = Demo(
    name: "norms",
    purpose: LocalizedText("Lp norms of a vector, and their unit balls", "向量的 Lp 范数与单位球"),
    topic: .regularisation,
    options: [
      DemoOption("v", .numbers(-1_000_000...1_000_000, count: 1...64), default: "1,-1,3", "the vector", "向量"),
      DemoOption("p", .words(["1", "2", "3", "4", "inf"]), default: "1,2,3,inf", "orders", "阶数"),
    ],
    fields: [
      DemoField("values", "the norm of each order", "各阶范数"),
      DemoField("squared_l2", "Σ v², what the L2 penalty uses", "Σ v²，L2 惩罚所用"),
      DemoField("l0", "numbers that are not 0 (not a norm)", "非零元素个数（不是范数）"),
    ],
    examples: ["norms", "norms --v 3,4 --p 1,2,inf"],
    wrongRules: NormsRules.all
  ) { options, context throws(DemoFailure) in
    let vector = VectorNorms(options.numbers("v"))
    let orders = options.words("p")
    return DemoResult(
      fields: [
        .init("values", .numbers(orders.map(vector.norm))), .init("squared_l2", .number(vector.squares)),
        .init("l0", .integer(vector.values.count { $0 != 0 })),
      ], steps: orders.flatMap(vector.steps), warnings: [], frames: VectorNorms.frames(orders, context),
      details: .bars(
        BarChart(
          title: context.text("the norms of v: a higher order never gives more", "v 的各阶范数：阶数越高，值不增"),
          bars: orders.enumerated().map { index, order in
            let value = vector.norm(order)
            return BarChart.Bar(
              "L\(order == "inf" ? "∞" : order)", value, text: Numbers.significant(value, 5),
              role: .series(index))
          })))
  }
}

private struct VectorNorms {
  let values: [Double]

  init(_ values: [Double]) {
    self.values = values
  }

  var squares: Double { values.reduce(0) { $0 + $1 * $1 } }

  func norm(_ order: String) -> Double {
    let sizes = Tensor(values).absolute()
    guard let p = Double(order), p.isFinite else { return sizes.maximum() }
    return p == 1 ? sizes.sum() : p == 2 ? sizes.norm() : pow(sizes.power(p).sum(), 1 / p)
  }

  /// The norm; behind the L2 norm its square.
  func steps(_ order: String) -> [FormulaStep] {
    guard order == "2" else { return [step(order)] }
    let terms = values.prefix(8).map { "\(Numbers.significant(abs($0)))²" }.joined(separator: " + ")
    return [
      step(order),
      FormulaStep(
        formula: "|v|² = Σ v²", substituted: terms + (values.count > 8 ? " + …" : ""),
        value: Numbers.significant(squares, 5), fields: ["squared_l2"]),
    ]
  }

  private func step(_ order: String) -> FormulaStep {
    let sizes = values.prefix(8).map { Numbers.significant(abs($0)) }
    let rest = values.count > 8 ? " + …" : ""
    let value = Numbers.significant(norm(order), 5)
    return switch order {
    case "inf":
      FormulaStep(
        formula: "L∞ = max |v|", substituted: "max(\(sizes.joined(separator: ", ")))", value: value,
        fields: ["values"])
    case "1":
      FormulaStep(
        formula: "L1 = Σ |v|", substituted: sizes.joined(separator: " + ") + rest, value: value,
        fields: ["values"])
    default:
      FormulaStep(
        formula: "L\(order) = (Σ |v|^\(order))^(1/\(order))",
        substituted: "(" + sizes.map { "\($0)^\(order)" }.joined(separator: " + ") + rest + ")^(1/\(order))",
        value: value, fields: ["values"])
    }
  }

  /// Points at distance 1 from the origin, one more order a frame.
  static func frames(_ orders: [String], _ context: DemoContext) -> [Drawing] {
    let curves = orders.map { order in
      (0...160).map { index in
        let angle = Double(index) / 80 * .pi
        let point = [cos(angle), sin(angle)]
        let size = VectorNorms(point).norm(order)
        return (x: point[0] / size, y: point[1] / size)
      }
    }
    return orders.indices.map { last in
      .plot(
        Plot(
          title: context.text("unit balls: all points of norm 1", "单位球：范数为 1 的所有点"),
          series: (0...last).map { index in
            Plot.Series(
              "L\(orders[index] == "inf" ? "∞" : orders[index])", curves[index], role: .series(index))
          }, xRange: -2...2, yRange: -1.1...1.1, height: 18))
    }
  }
}

private enum NormsRules {
  static let all: [WrongRule] = [
    value("1", "signed", "the numbers are added with their signs", "带着正负号相加") { v in v.reduce(0, +) },
    value("1", "euclidean", "the L2 norm is given", "给出的是 L2 范数") { v in VectorNorms(v).norm("2") },
    value("1", "largest", "the largest size is given: L∞", "给出了最大绝对值，那是 L∞") { v in VectorNorms(v).norm("inf")
    },
    value("1", "mean", "the sum is divided by the count", "又除以了个数") { v in
      VectorNorms(v).norm("1") / Double(v.count)
    },
    value("inf", "largest-signed", "the largest number is taken, signs included", "取了带符号的最大数") { v in
      v.max() ?? 0
    },
    value("inf", "sum", "the sizes are added: L1", "把绝对值相加了，那是 L1") { v in VectorNorms(v).norm("1") },
    value("inf", "smallest", "the smallest size is given", "给出的是最小绝对值") { v in v.map(abs).min() ?? 0 },
    value("inf", "sign-kept", "the number of largest size is given with its sign", "给出绝对值最大的数时保留了符号") { v in
      v.max { abs($0) < abs($1) } ?? 0
    },
    squared("rooted", "the root is taken: that is the norm itself", "开了根号：那是范数本身") {
      VectorNorms($0).norm("2")
    },
    squared("sum-squared", "the sum of sizes is squared", "把绝对值之和平方了") {
      VectorNorms($0).norm("1") * VectorNorms($0).norm("1")
    },
    squared("signed", "negative numbers count negative", "负数的平方算成了负的") { v in
      v.reduce(0) { $0 + $1 * abs($1) }
    },
    squared("halved", "the ½ of the penalty is put in", "多乘了惩罚里的 ½") { VectorNorms($0).squares / 2 },
  ]

  private static func value(
    _ order: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable ([Double]) -> Double
  ) -> WrongRule {
    WrongRule(
      "values[0]", name, english, chinese,
      number: { options in
        options.words("p")[0] == order ? formula(options.numbers("v")) : nil
      })
  }

  private static func squared(
    _ name: String, _ english: String, _ chinese: String, _ formula: @escaping @Sendable ([Double]) -> Double
  ) -> WrongRule {
    WrongRule("squared_l2", name, english, chinese, number: { formula($0.numbers("v")) })
  }
}
