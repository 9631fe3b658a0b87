import Glibc
import Scheduling

/// The constants of a fit. Source: fsrs-rs 6, `training.rs`, `dataset.rs`, `parameter_clipper.rs`.
public struct FitRules: Hashable, Sendable {
  public var epochs = 8
  /// Reviews that are predicted in one step.
  public var batchSize = 512
  public var learningRate = 0.04
  /// γ of the penalty.
  public var penalty = 1.0
  public var seed: UInt64 = 2023
  /// Later reviews of a card are not looked at.
  public var longestSequence = 256
  /// Steps by which a forgotten card is learned again; with several of them a lapse must not be undone at once.
  public var relearningSteps = 1

  /// With fewer reviews the standard parameters stand.
  public static let leastReviews = 8
  /// With fewer reviews only the first stabilities are fitted.
  public static let leastReviewsForAll = 64

  public init() {}

  /// The standard deviation of each weight among the learners of the authors' data set.
  static let spread = [
    6.43, 9.66, 17.58, 27.85, 0.57, 0.28, 0.6, 0.12, 0.39, 0.18, 0.33, 0.3, 0.09, 0.16, 0.57, 0.25, 1.03,
    0.31, 0.32, 0.14, 0.27,
  ]

  /// 0.25 + 0.75·(i/(n − 1))³ for the i-th of n reviews in order of time.
  static func recency(_ index: Int, of count: Int) -> Double {
    guard count > 1 else { return 1 }
    let age = Double(index) / Double(count - 1)
    return 0.25 + 0.75 * age * age * age
  }

  /// Moves weights into the bounds of a fit, which are those of the model but for w19 ≥ 0.01 and the relearning steps.
  func clip(_ weights: inout [Double]) {
    for index in weights.indices {
      let bounds = Parameters.bounds[index]
      weights[index] = min(max(weights[index], bounds.lowerBound), bounds.upperBound)
    }
    weights[19] = max(weights[19], 0.01)
    if relearningSteps > 1 {
      let ceiling = sameDayCeiling(weights)
      weights[17] = min(weights[17], ceiling)
      weights[18] = min(weights[18], ceiling)
    }
  }

  /// √(max(0.01, −(ln w11 + ln(2^w13 − 1) + 0.3·w14)/n)), at most 2, for n relearning steps: the bound of w17 and w18.
  func sameDayCeiling(_ w: [Double]) -> Double {
    let lapse = log(w[11]) + log(pow(2, w[13]) - 1) + 0.3 * w[14]
    return min(2, max(0.01, -lapse / Double(relearningSteps)).squareRoot())
  }
}
