import Scheduling

/// How a learner rates and how long each answer takes: what a memory model leaves open.
///
/// Four numbers stand for again, hard, good, easy. Source of the standard ones: fsrs-rs `src/simulation.rs`.
public struct Habits: Hashable, Sendable {
  /// What the steps of a card do: a row per rating before (again, hard, good), a column per rating now.
  public struct Steps: Hashable, Sendable {
    public var count: Int
    public var transitions: [SIMD4<Double>]

    public init(count: Int, transitions: [SIMD4<Double>]) {
      precondition(transitions.count == 3, "easy leaves the steps, so three ratings can come before")
      self.count = count
      self.transitions = transitions
    }
  }

  /// Probabilities of a new card's first rating.
  public var firstRatings: SIMD4<Double>
  /// Probabilities of hard, good and easy when a card is recalled; the first is 0.
  public var recalledRatings: SIMD4<Double>
  public var learning: Steps
  public var relearning: Steps
  public var learningSeconds: SIMD4<Double>
  public var reviewSeconds: SIMD4<Double>
  public var relearningSeconds: SIMD4<Double>

  public init(
    firstRatings: SIMD4<Double>, recalledRatings: SIMD4<Double>, learning: Steps, relearning: Steps,
    learningSeconds: SIMD4<Double>, reviewSeconds: SIMD4<Double>, relearningSeconds: SIMD4<Double>
  ) {
    self.firstRatings = firstRatings
    self.recalledRatings = recalledRatings
    self.learning = learning
    self.relearning = relearning
    self.learningSeconds = learningSeconds
    self.reviewSeconds = reviewSeconds
    self.relearningSeconds = relearningSeconds
  }

  /// Means over the learners whose logs fsrs-rs was fitted to.
  public static let standard = Habits(
    firstRatings: [0.24, 0.094, 0.495, 0.171], recalledRatings: [0, 0.224, 0.631, 0.145],
    learning: Steps(
      count: 2,
      transitions: [
        [0.3687, 0.0628, 0.5108, 0.0577], [0.0441, 0.4553, 0.4457, 0.0549],
        [0.0518, 0.0470, 0.8462, 0.0550],
      ]),
    relearning: Steps(
      count: 1,
      transitions: [
        [0.2157, 0.0643, 0.6595, 0.0605], [0.0500, 0.4638, 0.4475, 0.0387],
        [0.1056, 0.1434, 0.7266, 0.0244],
      ]),
    learningSeconds: [19.58, 18.79, 13.78, 10.71], reviewSeconds: [19.38, 17.59, 12.38, 8.94],
    relearningSeconds: [16.44, 15.25, 12.32, 8.03])

  /// Seconds until a new card has left its steps, in expectation.
  public var expectedIntroductionSeconds: Double {
    let rest = expectedSeconds(learning, learningSeconds)
    return Rating.allCases.reduce(0) { sum, rating in
      let index = rating.rawValue - 1
      let next = learning.next(after: 0, rating)
      return sum + firstRatings[index]
        * (learningSeconds[index] + (next.map { rest[$0 * 3 + index] } ?? 0))
    }
  }

  /// Seconds until a forgotten card has left its steps, after the answer that showed it was forgotten.
  public var expectedRelearningSeconds: Double {
    relearning.count == 0 ? 0 : expectedSeconds(relearning, relearningSeconds)[0]
  }

  /// Seconds of a review whose recall has probability `recall`, with the steps after a failure.
  public func expectedReviewSeconds(recall: Double) -> Double {
    let recalled = (recalledRatings * reviewSeconds).sum()
    return recall * recalled + (1 - recall) * (reviewSeconds[0] + expectedRelearningSeconds)
  }

  /// The remaining seconds from step `index / 3` after the rating of index `index % 3`, by repeated substitution.
  private func expectedSeconds(_ steps: Steps, _ seconds: SIMD4<Double>) -> [Double] {
    var rest = [Double](repeating: 0, count: steps.count * 3)
    for _ in 0..<64 {
      for step in 0..<steps.count {
        for last in 0..<3 {
          rest[step * 3 + last] = Rating.allCases.reduce(0) { sum, rating in
            let index = rating.rawValue - 1
            let next = steps.next(after: step, rating).map { rest[$0 * 3 + index] } ?? 0
            return sum + steps.transitions[last][index] * (seconds[index] + next)
          }
        }
      }
    }
    return rest
  }
}

extension Habits.Steps {
  /// The step that a rating on `step` leads to; nil when the card leaves. A new card counts as on step 0.
  func next(after step: Int, _ rating: Rating) -> Int? {
    switch rating {
    case _ where count == 0: nil
    case .again: 0
    case .hard: step
    case .good: step + 1 < count ? step + 1 : nil
    case .easy: nil
    }
  }
}
