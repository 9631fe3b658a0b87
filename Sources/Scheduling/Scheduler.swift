public import Basics

/// FSRS-6 with learning steps: a pure function from a card's state, a rating and an instant to its next state.
public struct Scheduler: Sendable {
  /// What a learner may ask for; beyond it the workload grows without use. Source: Anki's limits.
  public static let desiredRetentionRange = 0.70...0.99
  public static let rolloverHour = 4

  public let parameters: Parameters
  public let desiredRetention: Double
  public let maximumIntervalDays: Int
  /// Seconds; empty sends a card to review at its first rating.
  public var learningSteps: [Double] { learning.seconds }
  /// Seconds; empty keeps a forgotten card in review.
  public var relearningSteps: [Double] { relearning.seconds }
  public let elapsedDays: ElapsedDays
  public let isFuzzed: Bool

  public let update: MemoryUpdate
  private let learning: Steps
  private let relearning: Steps
  private let intervalPerStability: Double

  public init(
    parameters: Parameters = .standard, desiredRetention: Double = 0.9, maximumIntervalDays: Int = 36_500,
    learningSteps: [Double] = [60, 600], relearningSteps: [Double] = [600],
    elapsedDays: ElapsedDays = .studyDays(rolloverHour: rolloverHour), isFuzzed: Bool = true
  ) {
    precondition(maximumIntervalDays >= 1, "an interval is at least a day")
    self.parameters = parameters
    self.desiredRetention = desiredRetention
    self.maximumIntervalDays = maximumIntervalDays
    self.elapsedDays = elapsedDays
    self.isFuzzed = isFuzzed
    learning = Steps(seconds: learningSteps)
    relearning = Steps(seconds: relearningSteps)
    update = MemoryUpdate(parameters)
    intervalPerStability = update.curve.intervalPerStability(retention: desiredRetention)
  }

  /// Draws one number from the generator when intervals are fuzzed, whatever the rating.
  public func review(
    _ state: CardState, _ rating: Rating, at now: Timestamp, offsetMinutes: Int,
    using generator: inout some RandomNumberGenerator
  ) -> Schedule {
    review(
      state, rating, at: now, offsetMinutes: offsetMinutes,
      choice: choice(using: &generator))
  }

  /// The same, with days of review picked by load. The interval it picks must be logged (`ReviewLog.intervalDays`): what was
  /// due on that day is not in the log, so a replay could not find it again.
  public func review(
    _ state: CardState, _ rating: Rating, at now: Timestamp, offsetMinutes: Int, balance: LoadBalance,
    using generator: inout some RandomNumberGenerator
  ) -> Schedule {
    let unit = Fuzz.unit(from: generator.next())
    return review(
      state, rating, at: now, offsetMinutes: offsetMinutes,
      choice: isFuzzed ? .balanced(unit, balance) : .nearest)
  }

  func choice(using generator: inout some RandomNumberGenerator) -> DayChoice {
    isFuzzed ? .fuzzed(Fuzz.unit(from: generator.next())) : .nearest
  }

  func review(
    _ state: CardState, _ rating: Rating, at instant: Timestamp, offsetMinutes: Int, choice: DayChoice
  ) -> Schedule {
    let now = Moment(
      instant: instant, day: elapsedDays.day(of: instant, offsetMinutes: offsetMinutes),
      offsetMinutes: offsetMinutes)
    switch state {
    case .new:
      let memory = update.initial(rating)
      return schedule(
        phase(afterStep: 0, rating), memory, at: now, reviews: 1, lapses: 0, previousInterval: nil,
        choice: choice
      )
    case .scheduled(let last):
      let elapsed = elapsedDays.count(
        since: Moment(instant: last.lastReview, day: last.lastDay, offsetMinutes: 0), until: now)
      let memory = update.review(last.memory, rating, elapsedDays: elapsed)
      let isLapse = last.phase == .review && rating == .again
      let isGrowth = last.phase == .review && rating != .again
      return schedule(
        phase(after: last.phase, rating), memory, at: now, reviews: last.reviews + 1,
        lapses: last.lapses + (isLapse ? 1 : 0), previousInterval: isGrowth ? last.intervalDays : nil,
        choice: choice)
    }
  }

  /// A phase and the seconds until its step is due; a review's interval follows from its stability instead.
  private typealias NextPhase = (phase: Schedule.Phase, seconds: Double?)

  private func phase(after phase: Schedule.Phase, _ rating: Rating) -> NextPhase {
    switch phase {
    case .learning(let step): self.phase(afterStep: step, rating)
    case .relearning(let step): self.phase(afterRelearningStep: step, rating)
    case .review: rating == .again ? self.phase(afterRelearningStep: 0, rating) : (.review, nil)
    }
  }

  private func phase(afterStep step: Int, _ rating: Rating) -> NextPhase {
    guard let next = learning.next(after: step, rating) else { return (.review, nil) }
    return (.learning(step: next.step), next.seconds)
  }

  private func phase(afterRelearningStep step: Int, _ rating: Rating) -> NextPhase {
    guard let next = relearning.next(after: step, rating) else { return (.review, nil) }
    return (.relearning(step: next.step), next.seconds)
  }

  private func schedule(
    _ next: NextPhase, _ memory: MemoryState, at now: Moment, reviews: Int, lapses: Int,
    previousInterval: Int?, choice: DayChoice
  ) -> Schedule {
    let due: Timestamp
    let dueDay: Day
    if let seconds = next.seconds {
      due = now.instant.adding(seconds: seconds)
      dueDay = elapsedDays.day(of: due, offsetMinutes: now.offsetMinutes)
    } else {
      let days = intervalDays(
        stability: memory.stability, previous: previousInterval, choice: choice, today: now.day)
      due = elapsedDays.end(ofDays: days, from: now)
      dueDay = now.day.advanced(by: days)
    }
    return Schedule(
      phase: next.phase, memory: memory, due: due, dueDay: dueDay, lastReview: now.instant, lastDay: now.day,
      reviews: reviews, lapses: lapses)
  }

  /// Whole days, 1…maximum; without fuzz halves round to even, as the reference implementations do.
  func intervalDays(stability: Double, previous: Int?, choice: DayChoice, today: Day) -> Int {
    let days = min(stability * intervalPerStability, Double(maximumIntervalDays))
    if case .nearest = choice { return max(1, Int(days.rounded(.toNearestOrEven))) }
    let floor = previous.map { Fuzz.minimum(days: days, previous: $0) } ?? 0
    return choice.interval(
      in: Fuzz.bounds(days: days, minimum: max(floor, 1), maximum: maximumIntervalDays), today: today)
  }
}

/// How a day is picked from those that an interval may end on.
enum DayChoice {
  case nearest
  /// A number in 0..<1.
  case fuzzed(Double)
  case balanced(Double, LoadBalance)
  /// The interval that the log keeps, where it is still a possible one: under other parameters it may not be, and then the
  /// number in 0..<1 picks.
  case logged(Int, Double)

  func interval(in bounds: ClosedRange<Int>, today: Day) -> Int {
    switch self {
    case .nearest: return bounds.lowerBound
    case .balanced(let unit, let balance) where bounds.upperBound <= LoadBalance.longestDays:
      return balance.interval(in: bounds, from: today.number, unit: unit)
    case .logged(let days, _) where bounds.contains(days): return days
    case .fuzzed(let unit), .balanced(let unit, _), .logged(_, let unit):
      return bounds.lowerBound + Int(unit * Double(bounds.count))
    }
  }
}
