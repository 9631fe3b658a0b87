/// Polynomials on −1…1, as coefficients of 1, t, t² ….
struct PolynomialFit {
  let coefficients: [Double]

  /// Least squares with λ·|c|² added; the constant is not penalised.
  ///
  /// Householder reflections on the system with √λ rows below: exact enough for degree 20, where normal equations fail.
  init(degree: Int, penalty: Double, _ points: [(t: Double, y: Double)]) {
    let width = degree + 1
    var rows = points.map { PolynomialFit.powers($0.t, degree) + [$0.y] }
    if penalty > 0 {
      for index in 1..<max(width, 1) {
        var row = [Double](repeating: 0, count: width + 1)
        row[index] = penalty.squareRoot()
        rows.append(row)
      }
    }
    for column in 0..<width {
      let below = (column..<rows.count)
      let norm = below.reduce(0) { $0 + rows[$1][column] * rows[$1][column] }.squareRoot()
      guard norm > 0 else { continue }
      var direction = below.map { rows[$0][column] }
      direction[0] += rows[column][column] < 0 ? -norm : norm
      let length = direction.reduce(0) { $0 + $1 * $1 }
      for other in column...width {
        let product = zip(direction, below).reduce(0) { $0 + $1.0 * rows[$1.1][other] }
        for (part, row) in zip(direction, below) { rows[row][other] -= 2 * product / length * part }
      }
    }
    var solution = [Double](repeating: 0, count: width)
    for row in (0..<width).reversed() {
      let known = (row + 1..<width).reduce(0.0) { $0 + rows[row][$1] * solution[$1] }
      solution[row] = (rows[row][width] - known) / rows[row][row]
    }
    coefficients = solution
  }

  private static func powers(_ t: Double, _ degree: Int) -> [Double] {
    var power = 1.0
    return (0...degree).map { _ in
      defer { power *= t }
      return power
    }
  }

  func value(_ t: Double) -> Double { coefficients.reversed().reduce(0) { $0 * t + $1 } }

  /// Root of the mean squared error.
  func error(_ points: [(t: Double, y: Double)]) -> Double {
    let sum = points.reduce(0) { $0 + (value($1.t) - $1.y) * (value($1.t) - $1.y) }
    return (sum / Double(points.count)).squareRoot()
  }

  var norm: Double { coefficients.dropFirst().reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
