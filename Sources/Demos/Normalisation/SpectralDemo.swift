import Basics
import Glibc
import NeuralNet
import TerminalUI

extension Demo {
  static let spectral = Demo(
    name: "spectral",
    purpose: LocalizedText(
      "Spectral norm of a 2×2 matrix by power iteration, and what dividing by it does",
      "用幂迭代求 2×2 矩阵的谱范数，以及除以它之后的效果"),
    topic: .normalisation,
    options: [
      DemoOption(
        "matrix", .numbers(-1000...1000, count: 4...4), default: "3,0,4,5", "a,b,c,d: rows (a,b) and (c,d)",
        "a,b,c,d：两行 (a,b)、(c,d)"),
      DemoOption(
        "iters", .integer(1...100), default: "5", "power iterations from u = (1, 0)", "从 u = (1, 0) 开始的幂迭代次数"),
      DemoOption("probe", .flag, "compare with the stretch of random pairs", "与随机点对的伸长比对照"),
    ],
    fields: [
      DemoField("eigenvalues", "of WᵀW, the larger first", "WᵀW 的特征值，大者在前"),
      DemoField("sigma", "singular values, their roots", "奇异值，即其平方根"),
      DemoField(
        "iterates", "uᵀWv after each v ← Wᵀu, u ← Wv, both scaled to length 1",
        "每次 v ← Wᵀu、u ← Wv（均归一化）之后的 uᵀWv"),
      DemoField("normalised_sigma", "singular values of W / σ₁", "W / σ₁ 的奇异值"),
      DemoField(
        "largest_ratio", "--probe: largest |Wx − Wy| / |x − y| over 1000 random pairs",
        "--probe：1000 对随机点的最大 |Wx − Wy| / |x − y|"),
      DemoField("bounded", "--probe: whether no pair beats σ₁", "--probe：是否没有点对超过 σ₁"),
    ],
    examples: ["spectral --matrix 3,0,4,5 --iters 5", "spectral --matrix 3,0,4,5 --probe"],
    wrongRules: SpectralRules.all
  ) { options, context throws(DemoFailure) in
    guard options.numbers("matrix").contains(where: { $0 != 0 }) else {
      throw DemoFailure(
        LocalizedText("The zero matrix has norm 0, by which nothing can be divided.", "零矩阵的范数为 0，无法作除数。"),
        advice: LocalizedText("Give --matrix a number that is not 0.", "--matrix 至少要有一个非零数。"))
    }
    return Spectrum(options).result(options.flag("probe"), &context)
  }
}

private struct Spectrum {
  let matrix: Tensor
  let eigenvalues: [Double]
  let iterates: [Double]
  /// v of each iteration: zeros where Wᵀu has no direction.
  private let directions: [[Double]]

  init(_ options: OptionValues) {
    matrix = Tensor(shape: [2, 2], scalars: options.numbers("matrix"))
    eigenvalues = Spectrum.eigenvalues(of: matrix)
    var norm = SpectralNorm(start: [1, 0])
    var iterates: [Double] = []
    var directions: [[Double]] = []
    for _ in 0..<options.integer("iters") {
      norm.iterate(matrix)
      iterates.append(norm.sigma)
      directions.append(norm.right)
    }
    self.iterates = iterates
    self.directions = directions
  }

  /// Of WᵀW: half its trace plus the root; the product of both is det² W, which loses no digits.
  private static func eigenvalues(of matrix: Tensor) -> [Double] {
    let square = matrix.transposed.matmul(matrix)
    let (a, b, d) = (square[0, 0], square[0, 1], square[1, 1])
    let larger = (a + d) / 2 + ((a - d) * (a - d) / 4 + b * b).squareRoot()
    let determinant = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
    return [larger, determinant * determinant / larger]
  }

  private var sigma: [Double] { eigenvalues.map { $0.squareRoot() } }

  func result(_ probes: Bool, _ context: inout DemoContext) -> DemoResult {
    let largest = sigma[0]
    var fields: [JSONValue.Member] = [
      .init("eigenvalues", .numbers(eigenvalues)), .init("sigma", .numbers(sigma)),
      .init("iterates", .numbers(iterates)), .init("normalised_sigma", .numbers(sigma.map { $0 / largest })),
    ]
    if probes {
      let pairs =
        Tensor.normal([2, 1000], using: &context.generator)
        - Tensor.normal([2, 1000], using: &context.generator)
      let images = matrix.matmul(pairs)
      let ratios = ((images * images).sum(axes: [0]) / (pairs * pairs).sum(axes: [0])).squareRoot()
      fields.append(.init("largest_ratio", .number(ratios.maximum())))
      fields.append(.init("bounded", .bool(ratios.maximum() <= largest * (1 + 1e-12))))
    }
    var warnings: [LocalizedText] = []
    if abs(iterates[iterates.count - 1] - largest) > 1e-3 * largest {
      warnings.append(
        LocalizedText(
          "Not there yet: the closer σ₂/σ₁ is to 1, the slower it converges; a start across the top direction stays stuck.",
          "尚未收敛：σ₂/σ₁ 越接近 1 越慢；若起点与主方向正交则会停住。"))
    }
    let square = matrix.transposed.matmul(matrix)
    let shown = square.scalars.map { Numbers.significant($0) }
    return DemoResult(
      fields: fields,
      steps: [
        FormulaStep(
          formula: "WᵀW = [[\(shown[0]), \(shown[1])], [\(shown[2]), \(shown[3])]]",
          substituted: context.text("its eigenvalues λ", "其特征值 λ"), value: Numbers.list(eigenvalues, 5),
          fields: ["sigma", "eigenvalues"]),
        FormulaStep(
          formula: "σ = √λ",
          substituted: eigenvalues.map { "√\(Numbers.significant($0, 5))" }.joined(separator: ", "),
          value: Numbers.list(sigma, 5), fields: ["sigma"]),
        FormulaStep(
          formula: "v ← Wᵀu / |Wᵀu|,  u ← Wv / |Wv|,  σ ≈ uᵀWv",
          substituted: iterates.prefix(6).map { Numbers.significant($0, 5) }.joined(separator: " → "),
          value: Numbers.significant(iterates[iterates.count - 1], 5), fields: ["iterates"]),
      ], warnings: warnings, frames: frames(context),
      details: .table(
        Table(
          [context.text("iteration", "迭代"), "v", "uᵀWv", context.text("σ₁ − it", "与 σ₁ 之差")],
          iterates.indices.map { index in
            [
              "\(index + 1)", "(\(Numbers.list(directions[index], 4)))",
              Numbers.significant(iterates[index], 5),
              Numbers.significant(largest - iterates[index], 2),
            ]
          }, left: [1], limit: 12)))
  }

  /// The unit circle, its image under W with the direction of each iteration, and under W / σ₁.
  private func frames(_ context: DemoContext) -> [Drawing] {
    let largest = sigma[0]
    let angles = (0...120).map { Double($0) / 60 * .pi }
    let circle = Tensor([angles.map { cos($0) }, angles.map { sin($0) }])
    func points(_ tensor: Tensor) -> [(x: Double, y: Double)] {
      let rows = tensor.rows
      return zip(rows[0], rows[1]).map { (x: $0, y: $1) }
    }
    func plot(_ title: String, _ series: [Plot.Series], _ reach: Double) -> Drawing {
      .plot(Plot(title: title, series: series, xRange: -reach...reach, yRange: -reach...reach, height: 15))
    }
    return directions.indices.prefix(10).map { index in
      let arrow = matrix.matmul(Tensor(directions[index]))
      return .beside([
        plot(
          context.text("W on the unit circle, iteration \(index + 1)", "W 作用于单位圆，第 \(index + 1) 次迭代"),
          [
            Plot.Series(context.text("circle", "单位圆"), points(circle), role: .dim),
            Plot.Series("W", points(matrix.matmul(circle)), role: .series1),
            Plot.Series(
              "W·v, \(Numbers.significant(iterates[index]))",
              [(x: 0, y: 0), (x: arrow.scalars[0], y: arrow.scalars[1])], mark: .path, role: .series2),
          ], largest * 1.05 + 1),
        plot(
          context.text("W / σ₁: inside the circle", "W / σ₁：不超出单位圆"),
          [
            Plot.Series(context.text("circle", "单位圆"), points(circle), role: .dim),
            Plot.Series("W/σ₁", points((matrix / largest).matmul(circle)), role: .series3),
          ], 1.2),
      ])
    }
  }
}

private enum SpectralRules {
  static let all: [WrongRule] = [
    rule("sigma[0]", "eigenvalue", "the eigenvalue of WᵀW is given, not its root", "给出的是 WᵀW 的特征值，没有开根号") {
      m, sigma in
      sigma * sigma
    },
    rule("sigma[0]", "frobenius", "the Frobenius norm is given", "给出的是 Frobenius 范数") { m, _ in
      Tensor(m).norm()
    },
    rule("sigma[0]", "largest-entry", "the largest entry is given", "给出的是最大元素") { m, _ in
      m.map(abs).max() ?? 0
    },
    rule("sigma[0]", "sum", "the entries are added", "把元素相加了") { m, _ in
      m[0] + m[2] == 0 || m[1] != 0 ? .nan : m[0] + m[2]
    },
    rule("sigma[0]", "determinant", "the determinant is given", "给出的是行列式") { m, _ in
      abs(m[0] * m[3] - m[1] * m[2])
    },
    rule("sigma[0]", "difference", "the smaller singular value |a − b| is given", "给出的是较小的奇异值 |a − b|") {
      m, _ in
      m[0] == m[3] && m[1] == m[2] ? abs(m[0] - m[1]) : .nan
    },
    rule(
      "iterates[0]", "converged", "the spectral norm itself is given, as after many iterations", "给出的是收敛后的谱范数"
    ) { _, sigma in
      sigma
    },
    rule("iterates[0]", "row", "the first row is taken instead of the first column", "取了第一行而不是第一列") { m, _ in
      (m[0] * m[0] + m[1] * m[1]).squareRoot()
    },
    rule("iterates[0]", "squared", "|W·v|² is given, without the root", "给出 |W·v|²，没有开根号") { m, _ in
      m[0] * m[0] + m[2] * m[2]
    },
    rule("iterates[0]", "added", "the entries of W·v are added", "把 W·v 的分量相加了") { m, _ in m[0] + m[2] },
    rule("iterates[0]", "largest-entry", "the largest entry of W·v is given", "给出的是 W·v 的最大分量") { m, _ in
      max(abs(m[0]), abs(m[2]))
    },
  ]

  private static func rule(
    _ field: String, _ name: String, _ english: String, _ chinese: String,
    _ formula: @escaping @Sendable (_ matrix: [Double], _ sigma: Double) -> Double
  ) -> WrongRule {
    WrongRule(
      field, name, english, chinese,
      number: { options in
        let m = options.numbers("matrix")
        let s = (m[0] * m[0] + m[2] * m[2], m[0] * m[1] + m[2] * m[3], m[1] * m[1] + m[3] * m[3])
        let larger = (s.0 + s.2) / 2 + ((s.0 - s.2) * (s.0 - s.2) / 4 + s.1 * s.1).squareRoot()
        return formula(m, larger.squareRoot())
      })
  }
}
