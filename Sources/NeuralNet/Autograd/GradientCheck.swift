/// Compares the gradients of a function with finite differences of its value.
public struct GradientCheck: Sendable {
  public struct Difference: Sendable, Hashable {
    /// Which input, and which scalar of it.
    public var input: Int
    public var position: Int
    public var analytic: Double
    public var numeric: Double

    /// |a − n| / max(1, |a|, |n|).
    public var error: Double {
      abs(analytic - numeric) / max(1, max(abs(analytic), abs(numeric)))
    }
  }

  /// The scalar whose two derivatives differ most.
  public let worst: Difference
  public let all: [Difference]

  /// Checks every scalar of every input by (f(x + h) − f(x − h)) / 2h.
  ///
  /// The result of `function` is summed with fixed unequal weights, so that errors cannot cancel.
  public init(_ inputs: [Tensor], step: Double = 1e-5, of function: ([Node]) -> Node) {
    func total(_ result: Node) -> Node {
      let weights = Tensor(
        shape: result.shape, scalars: (0..<result.value.scalarCount).map { 1 + 0.37 * Double($0 % 7) })
      return (result * Node(weights)).sum()
    }
    let leaves = inputs.map { Node($0, requiresGradient: true) }
    total(function(leaves)).backward()
    var all: [Difference] = []
    for input in inputs.indices {
      for position in inputs[input].scalars.indices {
        func value(_ shift: Double) -> Double {
          var moved = inputs
          moved[input].scalars[position] += shift
          return withoutGradient { total(function(moved.map { Node($0) })).value.scalar }
        }
        all.append(
          Difference(
            input: input, position: position, analytic: leaves[input].gradient?.scalars[position] ?? 0,
            numeric: (value(step) - value(-step)) / (2 * step)))
      }
    }
    self.all = all
    worst = all.max { $0.error < $1.error } ?? Difference(input: 0, position: 0, analytic: 0, numeric: 0)
  }
}
