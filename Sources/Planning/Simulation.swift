import Basics
public import Scheduling

/// A learner's days under a policy, drawn from a seed.
public struct Simulation: Sendable {
  public var learner: Learner
  /// What the policy's model takes the learner's memory for.
  public var belief: MemoryUpdate
  public var material: Material
  /// Where the cards stand before the first day, by place; the true memory is the believed one at the start.
  public var traces: [Trace?]
  /// Days of study, 0..<days; the day after them is the one that counts.
  public var days: Int
  public var secondsPerDay: Double
  /// What is left of the first day.
  public var secondsOnFirstDay: Double

  public init(
    learner: Learner, belief: MemoryUpdate, material: Material, traces: [Trace?]? = nil, days: Int,
    secondsPerDay: Double, secondsOnFirstDay: Double? = nil
  ) {
    self.learner = learner
    self.belief = belief
    self.material = material
    self.traces = traces ?? Array(repeating: nil, count: material.count)
    self.days = days
    self.secondsPerDay = secondsPerDay
    self.secondsOnFirstDay = secondsOnFirstDay ?? secondsPerDay
  }

  /// Plays all days. `isFollowed` measures knowledge on every day, not on the last alone.
  public func run(_ policy: some Policy, seed: UInt64, isFollowed: Bool = true) -> Future {
    var policy = policy
    var generator = SplitMix64(seed: seed)
    var situation = Situation(
      material: material, traces: traces, day: 0, lastDay: days, secondsPerDay: secondsPerDay)
    var truths: [MemoryState?] = traces.map { $0?.memory }
    var future = Future()
    future.days.reserveCapacity(days)
    for day in 0..<days {
      situation.day = day
      let queue = policy.queue(situation)
      var studied = Future.Day()
      for place in queue {
        guard studied.seconds < (day == 0 ? secondsOnFirstDay : secondsPerDay) else { break }
        let last = situation.traces[place]
        guard last.map({ $0.lastDay < day }) ?? true else { continue }
        var believed = last?.memory
        let meeting = learner.meet(
          &truths[place], &believed, believer: belief, elapsedDays: day - (last?.lastDay ?? day),
          using: &generator)
        guard let memory = believed else { preconditionFailure("a card that was met is remembered somehow") }
        var trace = Trace(memory: memory, lastDay: day, dueDay: day + 1, ease: last?.ease ?? 2.5)
        policy.reschedule(&trace, after: last, meeting.rating, today: day)
        situation.traces[place] = trace
        studied.add(meeting, place)
      }
      if isFollowed || day == days - 1 { studied.recalled = recalled(truths, situation.traces, on: day + 1) }
      future.days.append(studied)
    }
    future.recall = recall(truths, situation.traces)
    return future
  }

  /// The true probability of recall of each card on the last day; 0 for a card never seen.
  private func recall(_ truths: [MemoryState?], _ traces: [Trace?]) -> [Double] {
    zip(truths, traces).map { recall($0, $1, on: days) }
  }

  private func recall(_ truth: MemoryState?, _ trace: Trace?, on day: Int) -> Double {
    guard let truth, let trace else { return 0 }
    return learner.memory.curve.retrievability(
      elapsedDays: Double(day - trace.lastDay), stability: truth.stability)
  }

  private func recalled(_ truths: [MemoryState?], _ traces: [Trace?], on day: Int) -> Double {
    truths.indices.reduce(0) { $0 + recall(truths[$1], traces[$1], on: day) }
  }
}

/// What a simulation led to.
public struct Future: Hashable, Sendable {
  public struct Day: Hashable, Sendable {
    public var reviews = 0
    public var introductions = 0
    public var seconds = 0.0
    /// Cards that would be recalled the next morning, in expectation; 0 when it was not followed.
    public var recalled = 0.0

    /// In the order of study.
    public var places: [Int] = []

    mutating func add(_ meeting: Meeting, _ place: Int) {
      places.append(place)
      if meeting.isIntroduction { introductions += 1 } else { reviews += 1 }
      seconds += meeting.seconds
    }
  }

  public internal(set) var days: [Day] = []
  /// By place: the true probability of recall on the day after the last.
  public internal(set) var recall: [Double] = []

  public var seconds: Double { days.reduce(0) { $0 + $1.seconds } }

  /// The weighted mean of recall on the last day, 0…1.
  public func readiness(_ material: Material) -> Double {
    let total = material.weights.reduce(0, +)
    return total > 0 ? zip(recall, material.weights).reduce(0) { $0 + $1.0 * $1.1 } / total : 0
  }
}
