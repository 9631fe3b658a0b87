public import Scheduling

/// A review of the log with the time it took.
public struct TimedReview: Hashable, Sendable {
  public var rating: Rating
  public var kind: ReviewKind
  public var seconds: Double

  public init(rating: Rating, kind: ReviewKind, seconds: Double) {
    self.rating = rating
    self.kind = kind
    self.seconds = seconds
  }
}

extension Habits {
  /// Reviews after which the learner's own figure weighs as much as the prior. Source: fsrs-rs, `extract_simulator_config`.
  static let priorReviews = 50.0
  /// A longer pause is not thinking.
  static let longestSeconds = 300.0

  /// The habits of a log (one list per card, oldest first), each figure from n reviews weighing n/(50 + n) against `prior`.
  public init(logs: some Sequence<[TimedReview]>, prior: Habits = .standard) {
    var first = Tally()
    var reviews = Tally()
    var learningTimes = Tally()
    var relearningTimes = Tally()
    var learning = [Tally](repeating: Tally(), count: 3)
    var relearning = learning
    for log in logs {
      var last: Rating?
      for review in log where review.kind.changesSchedule {
        switch review.kind {
        case .learn:
          learningTimes.add(review)
          if let last, last != .easy { learning[last.rawValue - 1].add(review) }
          if last == nil { first.add(review) }
        case .relearn:
          relearningTimes.add(review)
          if let last, last != .easy { relearning[last.rawValue - 1].add(review) }
        default: reviews.add(review)
        }
        last = review.rating
      }
    }
    var recalled = reviews
    recalled.counts[0] = 0
    self.init(
      firstRatings: first.ratings(prior.firstRatings),
      recalledRatings: recalled.ratings(prior.recalledRatings),
      learning: Steps(
        count: prior.learning.count,
        transitions: zip(learning, prior.learning.transitions).map { $0.ratings($1) }),
      relearning: Steps(
        count: prior.relearning.count,
        transitions: zip(relearning, prior.relearning.transitions).map { $0.ratings($1) }),
      learningSeconds: learningTimes.means(prior.learningSeconds),
      reviewSeconds: reviews.means(prior.reviewSeconds),
      relearningSeconds: relearningTimes.means(prior.relearningSeconds))
  }

  /// Counts and seconds by rating.
  private struct Tally {
    var counts = SIMD4<Double>()
    var seconds = SIMD4<Double>()

    mutating func add(_ review: TimedReview) {
      let index = review.rating.rawValue - 1
      counts[index] += 1
      seconds[index] += min(max(review.seconds, 0), longestSeconds)
    }

    func ratings(_ prior: SIMD4<Double>) -> SIMD4<Double> {
      (counts + prior * priorReviews) / (counts.sum() + priorReviews)
    }

    func means(_ prior: SIMD4<Double>) -> SIMD4<Double> {
      (seconds + prior * priorReviews) / (counts + priorReviews)
    }
  }
}
