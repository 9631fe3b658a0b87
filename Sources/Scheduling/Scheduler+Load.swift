public import Basics

extension Scheduler {
  /// A review whose day is picked by load where it is picked at all.
  ///
  /// The interval it picks must be logged (`ReviewLog.intervalDays`): what else was due then is not in a card's log, so a replay
  /// could not find it again.
  public func review(
    _ state: CardState, _ rating: Rating, at now: Timestamp, offsetMinutes: Int, balance: LoadBalance,
    using generator: inout some RandomNumberGenerator
  ) -> Schedule {
    let unit = Fuzz.unit(from: generator.next())
    let schedule = review(
      state, rating, at: now, offsetMinutes: offsetMinutes, fuzz: isFuzzed ? unit : nil)
    guard isFuzzed, let intervals = intervals(of: schedule, after: state, rating),
      intervals.upperBound <= LoadBalance.longestDays
    else { return schedule }
    let days = balance.interval(in: intervals, from: schedule.lastDay.number, unit: unit)
    return moved(schedule, toInterval: days, offsetMinutes: offsetMinutes)
  }

  /// The four ratings in order, as a review under the same balance with the same generator would go.
  public func preview(
    _ state: CardState, at now: Timestamp, offsetMinutes: Int, balance: LoadBalance,
    using generator: some RandomNumberGenerator
  ) -> [Preview] {
    Rating.allCases.map { rating in
      var generator = generator
      return Preview(
        rating: rating,
        schedule: review(
          state, rating, at: now, offsetMinutes: offsetMinutes, balance: balance, using: &generator))
    }
  }

  /// The schedule with the interval that the log keeps, where that is still a possible one: under other parameters or another
  /// desired retention it may not be.
  func keeping(
    _ days: Int, in schedule: Schedule, after state: CardState, _ rating: Rating, offsetMinutes: Int
  ) -> Schedule {
    guard isFuzzed, intervals(of: schedule, after: state, rating)?.contains(days) == true else {
      return schedule
    }
    return moved(schedule, toInterval: days, offsetMinutes: offsetMinutes)
  }

  /// The intervals that fuzz may pick; nil on a step.
  private func intervals(
    of schedule: Schedule, after state: CardState, _ rating: Rating
  ) -> ClosedRange<Int>? {
    guard schedule.phase == .review else { return nil }
    let days = min(step(to: schedule, from: state, rating).interval, Double(maximumIntervalDays))
    let isGrowth = state.schedule?.phase == .review && rating != .again
    let previous = isGrowth ? state.schedule?.intervalDays : nil
    let floor = previous.map { Fuzz.minimum(days: days, previous: $0) } ?? 0
    return Fuzz.bounds(days: days, minimum: max(floor, 1), maximum: maximumIntervalDays)
  }

  /// What the model said at that review.
  private func step(to schedule: Schedule, from state: CardState, _ rating: Rating) -> MemoryEngine.Step {
    guard let last = state.schedule else { return engine.initial(rating) }
    let elapsed = elapsedDays.elapsed(
      since: Moment(instant: last.lastReview, day: last.lastDay, offsetMinutes: 0),
      until: Moment(instant: schedule.lastReview, day: schedule.lastDay, offsetMinutes: 0))
    return engine.review(last.memory, rating, after: elapsed)
  }

  private func moved(_ schedule: Schedule, toInterval days: Int, offsetMinutes: Int) -> Schedule {
    var schedule = schedule
    let review = Moment(
      instant: schedule.lastReview, day: schedule.lastDay, offsetMinutes: offsetMinutes)
    schedule.due = elapsedDays.end(ofDays: days, from: review)
    schedule.dueDay = schedule.lastDay.advanced(by: days)
    return schedule
  }
}
