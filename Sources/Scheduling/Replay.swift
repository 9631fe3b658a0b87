public import Basics

extension Scheduler {
  /// The state that a card's log leads to, oldest entry first; practice changes nothing, but for the kinds that feed the model.
  public func replay(_ log: [ReviewLog], of card: CardID) -> CardState {
    let seed = Fuzz.seed(of: card)
    var state = CardState.new
    for entry in log {
      if let next = next(state, entry, seed: seed) { state = .scheduled(next) }
    }
    return state
  }

  /// The same, with what every scheduled review changed.
  public func history(_ log: [ReviewLog], of card: CardID) -> [ReviewChange] {
    let seed = Fuzz.seed(of: card)
    var state = CardState.new
    var changes: [ReviewChange] = []
    for entry in log {
      guard let after = next(state, entry, seed: seed) else { continue }
      changes.append(change(entry, from: state, to: after))
      state = .scheduled(after)
    }
    return changes
  }

  /// The probability of recall of a card at an instant; nil for a new one.
  public func retrievability(of state: CardState, at now: Timestamp, offsetMinutes: Int) -> Double? {
    state.schedule.map { schedule in
      let elapsed = elapsed(since: schedule, at: now, offsetMinutes: offsetMinutes)
      return engine.retrievability(of: schedule.memory, after: elapsed)
    }
  }

  /// What one more entry of a card's log makes of its state; nil for practice, which changes nothing.
  public func schedule(after state: CardState, _ entry: ReviewLog, of card: CardID) -> Schedule? {
    next(state, entry, seed: Fuzz.seed(of: card))
  }

  /// The same with `Fuzz.seed(of:)` of the card at hand, for who replays a long log.
  public func schedule(after state: CardState, _ entry: ReviewLog, seed: UInt64) -> Schedule? {
    next(state, entry, seed: seed)
  }

  private func next(_ state: CardState, _ entry: ReviewLog, seed: UInt64) -> Schedule? {
    guard feeds(entry.kind, state) else { return nil }
    var generator = Fuzz.generator(seed: seed, reviews: state.reviews)
    let next = review(
      state, entry.rating, at: entry.time, offsetMinutes: entry.offsetMinutes, using: &generator)
    guard let days = entry.intervalDays else { return next }
    return keeping(days, in: next, after: state, entry.rating, offsetMinutes: entry.offsetMinutes)
  }

  private func change(_ entry: ReviewLog, from before: CardState, to after: Schedule) -> ReviewChange {
    ReviewChange(
      entry: entry, before: before, after: after,
      elapsedDays: before.schedule.map {
        elapsed(since: $0, at: entry.time, offsetMinutes: entry.offsetMinutes).studyDays
      },
      retrievability: retrievability(of: before, at: entry.time, offsetMinutes: entry.offsetMinutes))
  }

  private func elapsed(since schedule: Schedule, at now: Timestamp, offsetMinutes: Int) -> Elapsed {
    elapsedDays.elapsed(
      since: Moment(instant: schedule.lastReview, day: schedule.lastDay, offsetMinutes: 0),
      until: Moment(
        instant: now, day: elapsedDays.day(of: now, offsetMinutes: offsetMinutes),
        offsetMinutes: offsetMinutes
      ))
  }
}

/// What one review changed.
public struct ReviewChange: Hashable, Sendable {
  public var entry: ReviewLog
  public var before: CardState
  public var after: Schedule
  /// Whole days since the review before; nil at the first.
  public var elapsedDays: Int?
  /// What the model expected of this review; nil at the first.
  public var retrievability: Double?
}
