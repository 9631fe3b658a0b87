public import Basics

/// A model of memory with learning steps: a pure function from a card's state, a rating and an instant to its next state.
public struct Scheduler: Sendable {
  /// What a learner may ask for; beyond it the workload grows without use. Source: Anki's limits.
  public static let desiredRetentionRange = 0.70...0.99
  public static let rolloverHour = 4

  public let model: MemoryModel
  public let desiredRetention: Double
  public let maximumIntervalDays: Int
  /// Seconds; empty sends a card to review at its first rating.
  public var learningSteps: [Double] { learning.seconds }
  /// Seconds; empty keeps a forgotten card in review.
  public var relearningSteps: [Double] { relearning.seconds }
  public let elapsedDays: ElapsedDays
  public let isFuzzed: Bool
  /// Kinds of practice that change a memory, and so a schedule, as a scheduled review does.
  public let practiceKinds: Set<ReviewKind>

  let engine: MemoryEngine
  private let learning: Steps
  private let relearning: Steps

  public init(
    model: MemoryModel = .standard, desiredRetention: Double = 0.9, maximumIntervalDays: Int = 36_500,
    learningSteps: [Double] = [60, 600], relearningSteps: [Double] = [600],
    elapsedDays: ElapsedDays = .studyDays(rolloverHour: rolloverHour), isFuzzed: Bool = true,
    practiceKinds: Set<ReviewKind> = []
  ) {
    precondition(maximumIntervalDays >= 1, "an interval is at least a day")
    self.model = model
    self.desiredRetention = desiredRetention
    self.maximumIntervalDays = maximumIntervalDays
    self.elapsedDays = elapsedDays
    self.isFuzzed = isFuzzed
    self.practiceKinds = practiceKinds
    learning = Steps(seconds: learningSteps)
    relearning = Steps(seconds: relearningSteps)
    engine = MemoryEngine(model, desiredRetention: desiredRetention)
  }

  /// Whether an entry of the log changes the card: a scheduled review does; practice does when its kind feeds the model and the
  /// card was introduced before.
  public func feeds(_ kind: ReviewKind, _ state: CardState) -> Bool {
    if kind.changesSchedule { return true }
    if case .new = state { return false }
    return practiceKinds.contains(kind)
  }

  /// Draws one number from the generator when intervals are fuzzed, whatever the rating.
  public func review(
    _ state: CardState, _ rating: Rating, at now: Timestamp, offsetMinutes: Int,
    using generator: inout some RandomNumberGenerator
  ) -> Schedule {
    review(
      state, rating, at: now, offsetMinutes: offsetMinutes,
      fuzz: isFuzzed ? Fuzz.unit(from: generator.next()) : nil)
  }

  func review(
    _ state: CardState, _ rating: Rating, at instant: Timestamp, offsetMinutes: Int, fuzz: Double?
  ) -> Schedule {
    let now = Moment(
      instant: instant, day: elapsedDays.day(of: instant, offsetMinutes: offsetMinutes),
      offsetMinutes: offsetMinutes)
    switch state {
    case .new:
      let step = engine.initial(rating)
      return schedule(
        phase(afterStep: 0, rating), step, at: now, reviews: 1, lapses: 0, previousInterval: nil, fuzz: fuzz
      )
    case .scheduled(let last):
      let elapsed = elapsedDays.elapsed(
        since: Moment(instant: last.lastReview, day: last.lastDay, offsetMinutes: 0), until: now)
      let step = engine.review(last.memory, rating, after: elapsed)
      let isLapse = last.phase == .review && rating == .again
      let isGrowth = last.phase == .review && rating != .again
      return schedule(
        phase(after: last.phase, rating), step, at: now, reviews: last.reviews + 1,
        lapses: last.lapses + (isLapse ? 1 : 0), previousInterval: isGrowth ? last.intervalDays : nil,
        fuzz: fuzz)
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
    _ next: NextPhase, _ step: MemoryEngine.Step, at now: Moment, reviews: Int, lapses: Int,
    previousInterval: Int?, fuzz: Double?
  ) -> Schedule {
    let due: Timestamp
    let dueDay: Day
    if let seconds = next.seconds {
      due = now.instant.adding(seconds: seconds)
      dueDay = elapsedDays.day(of: due, offsetMinutes: now.offsetMinutes)
    } else {
      let days = intervalDays(step.interval, previous: previousInterval, fuzz: fuzz)
      due = elapsedDays.end(ofDays: days, from: now)
      dueDay = now.day.advanced(by: days)
    }
    return Schedule(
      phase: next.phase, memory: step.memory, due: due, dueDay: dueDay, lastReview: now.instant,
      lastDay: now.day,
      reviews: reviews, lapses: lapses)
  }

  /// Whole days, 1…maximum; without fuzz halves round to even, as the reference implementations do.
  func intervalDays(_ days: Double, previous: Int?, fuzz: Double?) -> Int {
    let days = min(days, Double(maximumIntervalDays))
    guard let fuzz else { return max(1, Int(days.rounded(.toNearestOrEven))) }
    let floor = previous.map { Fuzz.minimum(days: days, previous: $0) } ?? 0
    return Fuzz.interval(days: days, minimum: max(floor, 1), maximum: maximumIntervalDays, unit: fuzz)
  }
}
