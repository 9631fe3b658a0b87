public import Scheduling

/// Answers of one kind and rating, summed.
public struct AnswerTally: Hashable, Sendable {
  public var kind: ReviewKind
  public var rating: Rating
  public var count: Int
  public var seconds: Double

  public init(kind: ReviewKind, rating: Rating, count: Int, seconds: Double) {
    self.kind = kind
    self.rating = rating
    self.count = count
    self.seconds = seconds
  }
}

extension Habits {
  /// Nobody reads a question in less.
  static let shortestSeconds = 1.0

  /// What sums tell without the log: seconds per answer, and how recalls are rated. First ratings and steps are the prior's.
  public init(tallies: some Sequence<AnswerTally>, prior: Habits = .standard) {
    self = prior
    var counts: [ReviewKind: SIMD4<Double>] = [:]
    var seconds: [ReviewKind: SIMD4<Double>] = [:]
    for tally in tallies where tally.kind.changesSchedule && tally.count > 0 {
      let index = tally.rating.rawValue - 1
      let mean = tally.seconds / Double(tally.count)
      counts[tally.kind, default: SIMD4()][index] += Double(tally.count)
      seconds[tally.kind, default: SIMD4()][index] +=
        min(max(mean, Self.shortestSeconds), Self.longestSeconds) * Double(tally.count)
    }
    func mean(_ kind: ReviewKind, _ prior: SIMD4<Double>) -> SIMD4<Double> {
      ((seconds[kind] ?? SIMD4()) + prior * Self.priorReviews)
        / ((counts[kind] ?? SIMD4()) + Self.priorReviews)
    }
    learningSeconds = mean(.learn, prior.learningSeconds)
    reviewSeconds = mean(.review, prior.reviewSeconds)
    relearningSeconds = mean(.relearn, prior.relearningSeconds)
    var recalled = counts[.review] ?? SIMD4()
    recalled[0] = 0
    recalledRatings =
      (recalled + prior.recalledRatings * Self.priorReviews) / (recalled.sum() + Self.priorReviews)
  }
}
