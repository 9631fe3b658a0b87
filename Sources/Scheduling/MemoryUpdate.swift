import Glibc

/// What a review does to a memory. Source: FSRS-6; the names in comments are those of its formulas.
///
/// A class of constants, not a struct: its 360 bytes were copied for every review (8.0 instead of 11.4 million reviews/s).
public final class MemoryUpdate: Sendable {
  /// Days. Source: fsrs-rs `S_MIN`, `S_MAX`.
  public static let stabilityRange = 0.001...36_500.0

  public let curve: ForgettingCurve
  private let stabilityRange: ClosedRange<Double>
  private let initialStates: (again: MemoryState, hard: MemoryState, good: MemoryState, easy: MemoryState)
  private let difficultyStep: Double
  private let difficultyReversion: Double
  private let difficultyTarget: Double
  private let growth: Double
  private let growthStabilityExponent: Double
  private let growthRecallWeight: Double
  private let lapseScale: Double
  private let lapseDifficultyExponent: Double
  private let lapseStabilityExponent: Double
  private let lapseRecallWeight: Double
  private let lapseCeiling: Double
  // Ratings cannot be foreseen: a table is read faster than a branch is mispredicted (9.0 against 12.6 million reviews/s).
  /// By rating: w15 for hard, w16 for easy, else 1.
  private let successFactor: SIMD4<Double>
  /// By rating: e^(w17·(G − 3 + w18)).
  private let sameDayFactor: SIMD4<Double>
  private let sameDayStabilityExponent: Double

  /// `maximumStability` is a choice of the implementations: fsrs-rs has 36,500 days, py-fsrs no ceiling.
  public init(_ parameters: Parameters, maximumStability: Double = stabilityRange.upperBound) {
    let w = parameters.weights
    curve = ForgettingCurve(parameters)
    stabilityRange = Self.stabilityRange.lowerBound...maximumStability
    /// D0(G) = w4 − exp(w5·(G − 1)) + 1, before it is clamped.
    func initialDifficulty(_ rating: Rating) -> Double { w[4] - exp(w[5] * Double(rating.rawValue - 1)) + 1 }
    func initial(_ rating: Rating) -> MemoryState {
      MemoryState(
        stability: w[rating.rawValue - 1], difficulty: Self.clampedDifficulty(initialDifficulty(rating)))
    }
    initialStates = (initial(.again), initial(.hard), initial(.good), initial(.easy))
    difficultyStep = w[6]
    difficultyReversion = w[7]
    difficultyTarget = initialDifficulty(.easy)
    growth = exp(w[8])
    growthStabilityExponent = -w[9]
    growthRecallWeight = w[10]
    lapseScale = w[11]
    lapseDifficultyExponent = -w[12]
    lapseStabilityExponent = w[13]
    lapseRecallWeight = w[14]
    lapseCeiling = 1 / exp(w[17] * w[18])
    successFactor = [1, w[15], 1, w[16]]
    sameDayFactor = SIMD4([-2, -1, 0, 1].map { exp(w[17] * ($0 + w[18])) })
    sameDayStabilityExponent = -w[19]
  }

  /// S0(G) = w(G−1), D0(G) clamped to 1…10.
  public func initial(_ rating: Rating) -> MemoryState {
    switch rating {
    case .again: initialStates.again
    case .hard: initialStates.hard
    case .good: initialStates.good
    case .easy: initialStates.easy
    }
  }

  /// The memory after a review `elapsedDays` whole days after the last one; 0 or less is the same day.
  public func review(_ memory: MemoryState, _ rating: Rating, elapsedDays: Int) -> MemoryState {
    let stability =
      if elapsedDays < 1 {
        sameDayStability(memory.stability, rating)
      } else {
        longTermStability(
          memory, rating,
          retrievability: curve.retrievability(
            elapsedDays: Double(elapsedDays), stability: memory.stability))
      }
    return MemoryState(
      stability: min(max(stability, stabilityRange.lowerBound), stabilityRange.upperBound),
      difficulty: difficulty(memory.difficulty, rating))
  }

  private func longTermStability(_ memory: MemoryState, _ rating: Rating, retrievability: Double) -> Double {
    rating == .again
      ? lapseStability(memory, retrievability: retrievability)
      : successStability(memory, rating, retrievability: retrievability)
  }

  /// D1 = D − w6·(G − 3)·(10 − D)/9, then D′ = w7·D0(4) + (1 − w7)·D1 clamped to 1…10.
  func difficulty(_ difficulty: Double, _ rating: Rating) -> Double {
    let damped = dampedDifficulty(difficulty, rating)
    return Self.clampedDifficulty(
      difficultyReversion * difficultyTarget + (1 - difficultyReversion) * damped)
  }

  /// D1: the harder a card already is, the less a failure adds.
  func dampedDifficulty(_ difficulty: Double, _ rating: Rating) -> Double {
    difficulty - difficultyStep * Double(rating.rawValue - 3) * (10 - difficulty) / 9
  }

  /// S′ = S·(1 + e^w8·(11 − D)·S^−w9·(e^(w10·(1 − R)) − 1)·h·b), with h = w15 for hard and b = w16 for easy.
  func successStability(_ memory: MemoryState, _ rating: Rating, retrievability: Double) -> Double {
    let gain =
      growth * (11 - memory.difficulty) * pow(memory.stability, growthStabilityExponent)
      * (exp(growthRecallWeight * (1 - retrievability)) - 1)
    return memory.stability * (1 + gain * successFactor[rating.rawValue - 1])
  }

  /// S′ = min(w11·D^−w12·((S + 1)^w13 − 1)·e^(w14·(1 − R)), S/e^(w17·w18)): a lapse never strengthens.
  func lapseStability(_ memory: MemoryState, retrievability: Double) -> Double {
    let remaining =
      lapseScale * pow(memory.difficulty, lapseDifficultyExponent)
      * (pow(memory.stability + 1, lapseStabilityExponent) - 1)
      * exp(lapseRecallWeight * (1 - retrievability))
    return min(remaining, memory.stability * lapseCeiling)
  }

  /// S′ = S·m with m = e^(w17·(G − 3 + w18))·S^−w19, where m is at least 1 from hard upward.
  /// Source: fsrs-rs pull request 376; py-fsrs before 6.3.2 guarded only from good upward.
  func sameDayStability(_ stability: Double, _ rating: Rating) -> Double {
    let factor =
      sameDayFactor[rating.rawValue - 1] * pow(stability, sameDayStabilityExponent)
    return stability * (rating == .again ? factor : max(factor, 1))
  }

  private static func clampedDifficulty(_ difficulty: Double) -> Double {
    min(max(difficulty, 1), 10)
  }
}
