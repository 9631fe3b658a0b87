import Basics
public import Scheduling

/// A synthetic class studies under several policies: the same learners, the same cards, the same minutes.
public struct PolicyComparison: Sendable {
  public struct Result: Hashable, Sendable {
    /// Weighted recall on the last day, by learner.
    public var readiness: [Double]
    /// What was spent, a mean over learners and days.
    public var minutesPerDay: Double
  }

  public var learners: Int
  public var seed: UInt64
  public var material: Material
  public var days: Int
  public var minutesPerDay: Double
  /// What every policy takes each learner's memory for.
  public var belief: Parameters

  public init(
    learners: Int, seed: UInt64, material: Material, days: Int, minutesPerDay: Double,
    belief: Parameters = .standard
  ) {
    self.learners = learners
    self.seed = seed
    self.material = material
    self.days = days
    self.minutesPerDay = minutesPerDay
    self.belief = belief
  }

  /// Learner `index` is the same under every policy, and so is what chance is drawn from.
  public func run(_ policy: some Policy) -> Result {
    let memory = MemoryUpdate(belief)
    var seconds = 0.0
    let readiness = (0..<learners).map { index in
      var generator = SplitMix64(seed: seed, mixing: UInt64(index))
      let simulation = Simulation(
        learner: Learner.random(using: &generator), belief: memory, material: material, days: days,
        secondsPerDay: minutesPerDay * 60)
      let future = simulation.run(policy, seed: generator.next(), isFollowed: false)
      seconds += future.seconds
      return future.readiness(material)
    }
    return Result(readiness: readiness, minutesPerDay: seconds / 60 / Double(learners * days))
  }
}

extension PolicyComparison.Result {
  /// How much higher readiness is than under the other policy, paired by learner.
  public func advantage(over other: PolicyComparison.Result) -> MeanInterval {
    MeanInterval(zip(readiness, other.readiness).map { $0 - $1 })
  }
}
