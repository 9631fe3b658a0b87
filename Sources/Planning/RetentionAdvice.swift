public import Scheduling

/// Which desired retention costs the least time for each card known in the end. Source: fsrs-rs, `optimal_retention`.
public struct RetentionAdvice: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    public var desiredRetention: Double
    public var minutesPerDay: Double
    /// Expected number recalled after the last day.
    public var known: Double
    public var minutesPerKnownCard: Double
  }

  /// What the advice may be, in steps of 0.025.
  public static let range = 0.70...0.95

  public let points: [Point]
  public let best: Double

  /// Plays `simulation` under FSRS with each retention, `repeats` times from the seed.
  public init(
    _ simulation: Simulation, parameters: Parameters, newPerDay: Int, seed: UInt64, repeats: Int = 4
  ) {
    let points = (0...10).map { step in
      Self.point(
        simulation, parameters, newPerDay, retention: Self.range.lowerBound + 0.025 * Double(step),
        seed: seed, repeats: repeats)
    }
    self.points = points
    best = Self.lowest(points)
  }

  private static func point(
    _ simulation: Simulation, _ parameters: Parameters, _ newPerDay: Int, retention: Double, seed: UInt64,
    repeats: Int
  ) -> Point {
    let policy = DuePolicy(parameters: parameters, desiredRetention: retention, newPerDay: newPerDay)
    var (seconds, known) = (0.0, 0.0)
    for index in 0..<repeats {
      let future = simulation.run(policy, seed: seed &+ UInt64(index), isFollowed: false)
      seconds += future.seconds
      known += future.recall.reduce(0, +)
    }
    return Point(
      desiredRetention: retention,
      minutesPerDay: seconds / 60 / Double(repeats * simulation.days), known: known / Double(repeats),
      minutesPerKnownCard: seconds / 60 / max(known, 1e-9))
  }

  /// The vertex of the parabola through the lowest point and its neighbours.
  private static func lowest(_ points: [Point]) -> Double {
    let index = points.indices.min { points[$0].minutesPerKnownCard < points[$1].minutesPerKnownCard } ?? 0
    guard index > 0, index < points.count - 1 else { return points[index].desiredRetention }
    let (left, middle, right) = (
      points[index - 1].minutesPerKnownCard, points[index].minutesPerKnownCard,
      points[index + 1].minutesPerKnownCard
    )
    let curvature = left - 2 * middle + right
    let shift = curvature > 0 ? 0.5 * (left - right) / curvature : 0
    return points[index].desiredRetention + 0.025 * shift
  }
}
