import Glibc

/// The functions that optimizers walk down, with their gradients and where the walk begins.
enum Landscape: String, CaseIterable, Sendable {
  case bowl, ravine, saddle, rosenbrock, slope, zigzag

  /// A straight line has one variable, the others two.
  var dimensions: Int { self == .slope ? 1 : 2 }

  var start: [Double] {
    switch self {
    case .bowl: [4, 3]
    case .ravine: [10, 1]
    // Beside the ridge: exactly on it nothing would ever leave.
    case .saddle: [1, 0.001]
    case .rosenbrock: [-1.5, 2]
    case .slope: [1]
    case .zigzag: [2, -1]
    }
  }

  var formula: String {
    switch self {
    case .bowl: "f = (x² + y²)/2"
    case .ravine: "f = (x² + 20 y²)/2"
    case .saddle: "f = x² − y²"
    case .rosenbrock: "f = (1 − x)² + 100 (y − x²)²"
    case .slope: "f = g·x"
    // What all-positive inputs do to a neuron: both weights share the sign of the error at each step.
    case .zigzag: "f = ((x + 0.5 y − 1)² + (0.5 x + y − 1)²)/2"
    }
  }

  func value(_ p: [Double], slope g: Double) -> Double {
    switch self {
    case .bowl: return (p[0] * p[0] + p[1] * p[1]) / 2
    case .ravine: return (p[0] * p[0] + 20 * p[1] * p[1]) / 2
    case .saddle: return p[0] * p[0] - p[1] * p[1]
    case .rosenbrock:
      let a = 1 - p[0]
      let b = p[1] - p[0] * p[0]
      return a * a + 100 * b * b
    case .slope: return g * p[0]
    case .zigzag:
      let (a, b) = errors(p)
      return (a * a + b * b) / 2
    }
  }

  func gradient(_ p: [Double], slope g: Double) -> [Double] {
    switch self {
    case .bowl: return p
    case .ravine: return [p[0], 20 * p[1]]
    case .saddle: return [2 * p[0], -2 * p[1]]
    case .rosenbrock:
      let b = p[1] - p[0] * p[0]
      return [-2 * (1 - p[0]) - 400 * p[0] * b, 200 * b]
    case .slope: return [g]
    case .zigzag:
      let (a, b) = errors(p)
      return [a + 0.5 * b, 0.5 * a + b]
    }
  }

  private func errors(_ p: [Double]) -> (Double, Double) {
    (p[0] + 0.5 * p[1] - 1, 0.5 * p[0] + p[1] - 1)
  }

  /// The largest curvature, above 2/λ of which plain descent diverges; nil where it varies or none is positive.
  var largestCurvature: Double? {
    switch self {
    case .bowl: 1
    case .ravine: 20
    case .zigzag: 2.25
    case .saddle, .rosenbrock, .slope: nil
    }
  }

  /// The window of the map.
  var view: (x: ClosedRange<Double>, y: ClosedRange<Double>) {
    switch self {
    case .bowl: (-5...5, -4...4)
    case .ravine: (-4...11, -2.5...2.5)
    case .saddle: (-1.5...1.5, -1.5...1.5)
    case .rosenbrock: (-2...2, -1...3)
    case .zigzag: (-1...3, -2...3)
    case .slope: (0...1, 0...1)
    }
  }

  /// Level lines that are evenly spread in the root of the height above the lowest point of the window.
  func levels(_ samples: [[Double]], count: Int) -> [Double] {
    let all = samples.flatMap { $0 }
    guard let low = all.min(), let high = all.max(), high > low else { return [] }
    return (1...count).map { index in
      let share = Double(index) / Double(count + 1)
      return low + (high - low) * share * share * (self == .rosenbrock ? share * share : 1)
    }
  }
}
