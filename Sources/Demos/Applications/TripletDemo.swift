import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let triplet = Demo(
    name: "triplet",
    purpose: LocalizedText(
      "Triplet loss: anchor, positive and negative in a plane, moved by its gradient",
      "三元组损失：平面上的锚点、正例与负例，随梯度移动"),
    topic: .applications,
    options: [
      DemoOption(
        "dap", .number(0...100), default: "0.5", "squared distance of anchor and positive", "锚点与正例的平方距离"),
      DemoOption(
        "dan", .number(0...100), default: "0.6", "squared distance of anchor and negative", "锚点与负例的平方距离"),
      DemoOption("margin", .number(0...10), default: "0.2", "margin α", "间隔 α"),
      DemoOption("verify", .flag, "decide by the threshold", "按阈值判断"),
      DemoOption("tau", .number(0...100), default: "0.7", "same person up to this distance", "距离不超过它就是同一人"),
      DemoOption("binary", .flag, "decide by one logistic unit on |difference|", "用一个逻辑单元判断各分量之差"),
    ],
    fields: [
      DemoField("loss", "max(d(A,P) − d(A,N) + α, 0)", "max(d(A,P) − d(A,N) + α, 0)"),
      DemoField("kind", "easy, semi-hard or hard", "easy、semi-hard 或 hard"),
      DemoField("accepts_p", "whether A and P count as one person", "A 与 P 是否判为同一人"),
      DemoField("accepts_n", "whether A and N count as one person", "A 与 N 是否判为同一人"),
      DemoField(
        "same", "output of the logistic unit for a pair of one person (--binary)", "同一人时逻辑单元的输出（--binary）"),
      DemoField("different", "its output for two persons", "不同人时的输出"),
    ],
    examples: ["triplet", "triplet --verify --dap 0.5 --dan 0.9 --tau 0.7", "triplet --binary"],
    wrongRules: TripletRules.all
  ) { options, context throws(DemoFailure) in
    Triplet(options).result(options, context)
  }
}

private struct Triplet {
  let positive, negative, margin: Double

  init(_ options: OptionValues) {
    positive = options.number("dap")
    negative = options.number("dan")
    margin = options.number("margin")
  }

  var loss: Double { max(positive - negative + margin, 0) }

  /// The names of FaceNet.
  private var kind: String {
    loss == 0 ? "easy" : positive < negative ? "semi-hard" : "hard"
  }

  func result(_ options: OptionValues, _ context: DemoContext) -> DemoResult {
    let shown = { (value: Double) in Numbers.significant(value, 5) }
    let threshold = options.number("tau")
    var fields: [JSONValue.Member] = [
      .init("loss", .number(loss)), .init("kind", .string(kind)),
      .init("accepts_p", .bool(positive <= threshold)), .init("accepts_n", .bool(negative <= threshold)),
    ]
    var steps = [
      FormulaStep(
        formula: "L = max(d(A,P) − d(A,N) + α, 0)",
        substituted: "max(\(shown(positive)) − \(shown(negative)) + \(shown(margin)), 0)", value: shown(loss))
    ]
    var details: [Drawing] = []
    if options.flag("verify") {
      for (name, distance) in [("P", positive), ("N", negative)] {
        steps.append(
          FormulaStep(
            formula: "d(A,\(name)) ≤ τ", substituted: "\(shown(distance)) ≤ \(shown(threshold))",
            value: distance <= threshold
              ? context.text("true: the same person", "真：同一人") : context.text("false: another", "假：不同人")
          ))
      }
    }
    if options.flag("binary") {
      let pairs = [FacePair.same, FacePair.different]
      fields += [.init("same", .number(pairs[0].output)), .init("different", .number(pairs[1].output))]
      for pair in pairs {
        steps.append(
          FormulaStep(
            formula: "ŷ = σ(Σ w·u + b)",
            substituted: "σ(−4 · \(shown(pair.total)) + 2) = σ(\(shown(pair.logit)))",
            value: shown(pair.output)))
      }
      details.append(FacePair.table(pairs, context))
    }
    var warnings: [LocalizedText] = []
    if loss == 0 {
      warnings.append(LocalizedText("Satisfied already: this triplet gives no gradient.", "已经满足：这个三元组没有梯度。"))
    } else if positive == 0, negative == 0 {
      warnings.append(
        LocalizedText(
          "All embeddings equal: without the margin this would cost nothing.", "所有嵌入都相同：没有间隔的话，这样损失就是 0。"))
    }
    return DemoResult(
      fields: fields, steps: steps, warnings: warnings, frames: frames(context),
      details: details.isEmpty ? hinge(context) : .stack([hinge(context)] + details))
  }

  /// A, P and N in the plane while gradient descent moves them; the distances at the start are the given ones.
  private func frames(_ context: DemoContext) -> [Drawing] {
    var points = [
      Tensor([0, 0]), Tensor([positive.squareRoot(), 0]),
      Tensor([negative.squareRoot() * cos(2.1), negative.squareRoot() * sin(2.1)]),
    ]
    var frames: [Drawing] = []
    for step in 0...24 {
      let nodes = points.map { Node($0, requiresGradient: true) }
      let near = (nodes[0] - nodes[1]).squared().sum()
      let far = (nodes[0] - nodes[2]).squared().sum()
      let loss = (near - far + margin).activated(.relu)
      frames.append(plane(points, step: step, loss: loss.value.scalar, context))
      if loss.value.scalar == 0 { break }
      loss.backward()
      points = zip(points, nodes).map { $0 - ($1.gradient ?? .zeros([2])) * 0.004 }
    }
    return frames
  }

  private func plane(_ points: [Tensor], step: Int, loss: Double, _ context: DemoContext) -> Drawing {
    let at = points.map { (x: $0[0], y: $0[1]) }
    let reach = max(positive, negative, 0.01).squareRoot() * 1.4 + 0.1
    let near = hypot(at[0].x - at[1].x, at[0].y - at[1].y)
    func circle(_ radius: Double) -> [(x: Double, y: Double)] {
      (0...48).map { turn in
        let angle = Double(turn) / 24 * .pi
        return (x: at[0].x + radius * cos(angle), y: at[0].y + radius * sin(angle))
      }
    }
    return .plot(
      Plot(
        title: context.text("gradient step \(step): ", "第 \(step) 步：")
          + "L = \(Numbers.significant(loss, 4))", xLabel: "",
        series: [
          Plot.Series("d(A,P) + α", circle((near * near + margin).squareRoot()), role: .dim),
          Plot.Series("A", [at[0]], mark: .points, role: .series1),
          Plot.Series("P", [at[0], at[1]], mark: .path, role: .series3),
          Plot.Series("N", [at[2]], mark: .points, role: .series2),
        ], xRange: -reach...reach, yRange: -reach...reach))
  }

  /// The loss over d(A,N), with the triplet on it.
  private func hinge(_ context: DemoContext) -> Drawing {
    let end = max(2 * negative, 2 * (positive + margin), 0.1)
    return .plot(
      Plot(
        title: context.text("loss by d(A,N)", "损失随 d(A,N) 的变化"), xLabel: "d(A,N)",
        series: [
          Plot.Series(
            "L",
            (0...60).map { (x: end * Double($0) / 60, y: max(positive - end * Double($0) / 60 + margin, 0)) },
            role: .series1),
          Plot.Series(
            context.text("this triplet", "此三元组"), [(x: negative, y: loss)], mark: .points, role: .series2),
        ], height: 9))
  }
}

/// Two embeddings of four numbers, compared by one logistic unit with w = −4 and b = 2.
private struct FacePair {
  let name: LocalizedText
  let other: [Double]

  static let anchor = [0.2, 0.4, 0.1, 0.7]
  static let same = FacePair(name: LocalizedText("same person", "同一人"), other: [0.25, 0.3, 0.15, 0.75])
  static let different = FacePair(name: LocalizedText("another", "不同人"), other: [0.4, 0.15, 0.3, 0.8])

  var differences: [Double] { zip(FacePair.anchor, other).map { abs($0 - $1) } }
  var total: Double { differences.reduce(0, +) }
  var logit: Double { -4 * total + 2 }
  var output: Double { Activation.sigmoid.value(logit) }

  static func table(_ pairs: [FacePair], _ context: DemoContext) -> Drawing {
    .table(
      Table(
        columns: [
          Table.Column(context.text("pair", "图像对"), .left), Table.Column("u = |f(A) − f(B)|", .left),
          Table.Column("Σu"),
          Table.Column("ŷ"),
        ],
        rows: pairs.map { pair in
          [
            StyledText(pair.name[context.language], .strong),
            StyledText(pair.differences.map { Numbers.significant($0, 3) }.joined(separator: "  ")),
            StyledText(Numbers.significant(pair.total, 3)),
            StyledText(Numbers.significant(pair.output, 4), .accent),
          ]
        }))
  }
}

private enum TripletRules {
  static let all: [WrongRule] = [
    rule("margin-forgotten", "the margin is forgotten", "忘了间隔") { max($0.positive - $0.negative, 0) },
    rule("not-clipped", "the maximum with 0 is forgotten", "忘了与 0 取最大") {
      $0.positive - $0.negative + $0.margin
    },
    rule("margin-subtracted", "the margin is subtracted", "减去了间隔") {
      max($0.positive - $0.negative - $0.margin, 0)
    },
    rule("distances-swapped", "the distances are swapped", "两个距离弄反了") {
      max($0.negative - $0.positive + $0.margin, 0)
    },
  ]

  private static func rule(
    _ name: String, _ english: String, _ chinese: String, _ value: @escaping @Sendable (Triplet) -> Double
  ) -> WrongRule {
    WrongRule(name, field: "loss", mistake: LocalizedText(english, chinese)) { .number(value(Triplet($0))) }
  }
}
