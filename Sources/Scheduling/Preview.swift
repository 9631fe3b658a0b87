public import Basics

/// What one rating would lead to, shown under its button before it is pressed.
public struct Preview: Hashable, Sendable {
  public enum Interval: Hashable, Sendable {
    case seconds(Double)
    case days(Int)
  }

  public var rating: Rating
  public var schedule: Schedule

  public var interval: Interval { schedule.interval }
}

extension Schedule {
  /// From the last review until the card is due.
  public var interval: Preview.Interval {
    phase == .review ? .days(intervalDays) : .seconds(due.seconds(since: lastReview))
  }
}

extension Scheduler {
  /// The four ratings in order; a review with the same generator then does what the preview said.
  public func preview(
    _ state: CardState, at now: Timestamp, offsetMinutes: Int, using generator: some RandomNumberGenerator
  ) -> [Preview] {
    Rating.allCases.map { rating in
      var generator = generator
      return Preview(
        rating: rating,
        schedule: review(state, rating, at: now, offsetMinutes: offsetMinutes, using: &generator))
    }
  }
}
