public import Basics

/// What a scheduler knows of a card.
public enum CardState: Hashable, Sendable {
  case new
  case scheduled(Schedule)

  public var schedule: Schedule? {
    switch self {
    case .new: nil
    case .scheduled(let schedule): schedule
    }
  }

  /// Reviews so far: the number that seeds the next one's fuzz.
  public var reviews: Int { schedule?.reviews ?? 0 }
}

/// Where a card that was reviewed at least once stands.
public struct Schedule: Hashable, Sendable {
  /// Steps count from 0.
  public enum Phase: Hashable, Sendable {
    case learning(step: Int)
    case review
    case relearning(step: Int)

    public var name: String {
      switch self {
      case .learning: "learning"
      case .review: "review"
      case .relearning: "relearning"
      }
    }
  }

  public var phase: Phase
  public var memory: MemoryState
  public var due: Timestamp
  public var dueDay: Day
  public var lastReview: Timestamp
  /// The study day of the last review, where the learner was then.
  public var lastDay: Day
  public var reviews: Int
  /// How often the card was forgotten after it had left the learning steps.
  public var lapses: Int

  public init(
    phase: Phase, memory: MemoryState, due: Timestamp, dueDay: Day, lastReview: Timestamp, lastDay: Day,
    reviews: Int, lapses: Int
  ) {
    self.phase = phase
    self.memory = memory
    self.due = due
    self.dueDay = dueDay
    self.lastReview = lastReview
    self.lastDay = lastDay
    self.reviews = reviews
    self.lapses = lapses
  }

  /// A step is due at its instant, a review on its whole day, wherever the learner has travelled since.
  public func isDue(at now: Timestamp, today: Day) -> Bool {
    switch phase {
    case .learning, .relearning: due <= now
    case .review: dueDay <= today
    }
  }

  /// Days from the last review to the due day.
  public var intervalDays: Int { dueDay.number - lastDay.number }
}
