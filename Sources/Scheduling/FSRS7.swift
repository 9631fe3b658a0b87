import Glibc

/// FSRS-7: a slow and a fast memory, reviewed together, whose recalls are mixed; no rule of its own for the same day.
///
/// Source: fsrs-rs `model_v7.rs`, ts-fsrs `fsrs-7.mdx`; the names in comments are those of its formulas.
public struct FSRS7: RecallModel {
  public struct Memory: Hashable, Sendable {
    /// Ss, days.
    public var slow: Double
    /// Sf, days.
    public var fast: Double
    /// 1 (easy) to 10 (hard).
    public var difficulty: Double
  }

  private let w: InlineArray<34, Double>

  public init(_ parameters: FSRS7Parameters) {
    w = InlineArray { parameters.weights[$0] }
  }

  /// Ss = w(G−1), Sf = 0.8·Ss, D as in FSRS-6.
  public func initial(_ rating: Rating) -> Memory {
    let slow = w[rating.rawValue - 1]
    return Memory(
      slow: slow, fast: 0.8 * slow, difficulty: min(max(initialDifficulty(rating), 1), 10))
  }

  /// Both memories are updated by the same rule, the slow one at the mixed recall, the fast one at its own.
  public func review(_ memory: Memory, _ rating: Rating, after elapsed: Elapsed) -> Memory {
    let days = max(elapsed.days, 0)
    let recall = recall(memory, days: days).value
    let slow = updated(memory.slow, block: 7, recall: recall, memory.difficulty, rating)
    let fastRecall = fade(days / memory.fast, fastCurve(memory)).value
    var fast = updated(memory.fast, block: 15, recall: fastRecall, memory.difficulty, rating)
    if rating == .again { fast = min(fast, 0.8 * slow) }
    let range = MemoryUpdate.stabilityRange
    return Memory(
      slow: min(max(slow, range.lowerBound), range.upperBound),
      fast: min(max(fast, range.lowerBound), range.upperBound),
      difficulty: difficulty(memory.difficulty, rating, recall: recall))
  }

  /// R, from 0.00001 to 0.99999.
  public func retrievability(of memory: Memory, after elapsed: Elapsed) -> Double {
    recall(memory, days: max(elapsed.days, 0)).value
  }

  /// Newton's method in log t, held in a bracket that halves where a step would leave it.
  public func interval(of memory: Memory, retention: Double) -> Double {
    precondition(retention > 0 && retention <= 1, "a retention is a probability above zero")
    // A second, and the longest interval there is.
    var (low, high) = (log(1.0 / 86_400), log(MemoryUpdate.stabilityRange.upperBound))
    var x = min(max(log(memory.slow), low), high)
    for _ in 0..<60 {
      let (value, slope) = recall(memory, days: exp(x))
      if value > retention { low = x } else { high = x }
      // dR/d(log t) = t·dR/dt
      let step = (retention - value) / (slope * exp(x))
      let next = x + step
      if abs(step) < 1e-10 || high - low < 1e-12 { break }
      x = next > low && next < high ? next : (low + high) / 2
    }
    return exp(x)
  }

  /// D0 = w4 − exp(w5·(G − 1)) + 1, before it is clamped.
  private func initialDifficulty(_ rating: Rating) -> Double {
    w[4] - exp(w[5] * Double(rating.rawValue - 1)) + 1
  }

  /// As in FSRS-6, except that a failure which was foreseen counts less, and 1 % of D0(4) is mixed in.
  private func difficulty(_ difficulty: Double, _ rating: Rating, recall: Double) -> Double {
    var step = -w[6] * Double(rating.rawValue - 3)
    if rating == .again { step *= recall + 0.1 }
    let damped = difficulty + step * (10 - difficulty) / 9
    return min(max(0.01 * initialDifficulty(.easy) + 0.99 * damped, 1), 10)
  }

  private typealias Curve = (decay: Double, factor: Double)

  /// d = −clamp(w23·Sf^(w33 − 0.3)), F = w25^(1/d) − 1, cut before it overflows.
  private func fastCurve(_ memory: Memory) -> Curve {
    let decay = -min(max(w[23] * pow(memory.fast, w[33] - 0.3), 0.01), 0.95)
    return (decay, exp(min(log(w[25]) / decay, 60)) - 1)
  }

  /// d = −clamp(w24), F = (w26^(1/d) − 1)·e^((D − 5)(w32 − 0.3))
  private func slowCurve(_ memory: Memory) -> Curve {
    let decay = -min(max(w[24], 0.01), 0.95)
    return (decay, (pow(w[26], 1 / decay) - 1) * exp((memory.difficulty - 5) * (w[32] - 0.3)))
  }

  /// (1 + F·x)^d and its derivative by x, the days over the stability.
  private func fade(_ x: Double, _ curve: Curve) -> (value: Double, slope: Double) {
    let base = 1 + curve.factor * x
    let value = pow(base, curve.decay)
    return (value, curve.decay * curve.factor * value / base)
  }

  /// R = (af·Rf + as·Rs)/(af + as), moved off 0 and 1 by 0.00001, and dR/dt.
  private func recall(_ memory: Memory, days: Double) -> (value: Double, slope: Double) {
    let fast = fade(days / memory.fast, fastCurve(memory))
    let slow = fade(days / memory.slow, slowCurve(memory))
    let fastShare = w[27] * pow(memory.fast, -w[29])
    let slowShare = w[28] * pow(memory.slow, w[30]) * exp((memory.difficulty - 5) * (w[31] - 0.5))
    let total = fastShare + slowShare
    return (
      (fastShare * fast.value + slowShare * slow.value) / total * (1 - 2e-5) + 1e-5,
      (fastShare * fast.slope / memory.fast + slowShare * slow.slope / memory.slow) / total * (1 - 2e-5)
    )
  }

  /// After a failure min(x, w(k+3)·((x+1)^w(k+4) − 1)·e^(w(k+5)(1 − q))); else the larger of that and
  /// x·(1 + e^(w(k) − 1.5)·(11 − D)·x^−w(k+1)·(e^(w(k+2)(1 − q)) − 1)·h·b), h = w(k+6) for hard, b = w(k+7) for easy.
  private func updated(
    _ stability: Double, block k: Int, recall: Double, _ difficulty: Double, _ rating: Rating
  ) -> Double {
    let forgetting = 1 - recall
    let lapsed = min(
      stability, w[k + 3] * (pow(stability + 1, w[k + 4]) - 1) * exp(forgetting * w[k + 5]))
    let factor: Double
    switch rating {
    case .again: return lapsed
    case .hard: factor = w[k + 6]
    case .good: factor = 1
    case .easy: factor = w[k + 7]
    }
    let gain =
      exp(w[k] - 1.5) * (11 - difficulty) * pow(stability, -w[k + 1])
      * (exp(forgetting * w[k + 2]) - 1) * factor
    return max(lapsed, stability * (1 + gain))
  }
}
