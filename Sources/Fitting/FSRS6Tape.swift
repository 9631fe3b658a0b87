import Glibc
import Scheduling

/// FSRS-6 run over the reviews of a card, remembering what its derivatives need.
///
/// Forward and backward of every formula stand side by side; `w` are the weights, S the stability and D the
/// difficulty before a review, G its rating, t the days since the last, R the recall before it.
struct FSRS6Tape {
  /// Which of the formulas gave the new stability.
  private enum Branch: UInt8 {
    case success, lapse, lapseCeiling, sameDay, sameDayGuard
  }

  /// What one review after the first leaves behind.
  private struct Entry {
    var branch: Branch
    var rating: Int
    var days: Double
    var stability: Double
    var difficulty: Double
    var dampedDifficulty: Double
    var recall = 1.0
    /// 1 + F·t/S and its logarithm.
    var base = 1.0
    var logBase = 0.0
    var logStability = 0.0
    /// e^w8·(11 − D)·S^−w9 on success; w11·D^−w12·e^(w14·(1 − R)) on a lapse; m on the same day.
    var product = 0.0
    /// e^(w10·(1 − R)) on success; (S + 1)^w13 on a lapse.
    var power = 1.0
    /// ln(S + 1) and ln D on a lapse.
    var logNext = 0.0
    var logDifficulty = 0.0
    var isStabilityFree = true
    var isDifficultyFree = true
  }

  private let w: [Double]
  private let factor: Double
  /// dF/dd
  private let factorSlope: Double
  private let growth: Double
  private let lapseCeiling: Double
  /// w4 − e^(3·w5) + 1
  private let target: Double
  private let targetSlope: Double
  private var entries: [Entry] = []

  init(weights: [Double], capacity: Int) {
    w = weights
    let decay = -weights[20]
    let root = exp(log(0.9) / decay)
    factor = root - 1
    factorSlope = -root * log(0.9) / (decay * decay)
    growth = exp(weights[8])
    lapseCeiling = exp(-weights[17] * weights[18])
    let ease = exp(3 * weights[5])
    target = weights[4] - ease + 1
    targetSlope = -3 * ease
    entries.reserveCapacity(capacity)
  }

  /// S0 = w(G−1); D0 = w4 − e^(w5·(G − 1)) + 1, clamped.
  func first(_ rating: Int) -> MemoryState {
    MemoryState(
      stability: w[rating - 1], difficulty: min(max(w[4] - exp(w[5] * Double(rating - 1)) + 1, 1), 10))
  }

  /// ∂first/∂w
  func backwardFirst(_ rating: Int, _ adjoint: Adjoint, into gradient: inout [Double]) {
    gradient[rating - 1] += adjoint.stability
    let ease = exp(w[5] * Double(rating - 1))
    let difficulty = w[4] - ease + 1
    if difficulty > 1 && difficulty < 10 {
      gradient[4] += adjoint.difficulty
      gradient[5] -= adjoint.difficulty * Double(rating - 1) * ease
    }
  }

  /// The memory after a review, and the recall before it; appends to the tape.
  mutating func forward(_ memory: MemoryState, _ rating: Int, days: Double) -> (MemoryState, recall: Double) {
    let (stability, difficulty) = (memory.stability, memory.difficulty)
    let damped = difficulty - w[6] * Double(rating - 3) * (10 - difficulty) / 9
    var entry = Entry(
      branch: .success, rating: rating, days: days, stability: stability, difficulty: difficulty,
      dampedDifficulty: damped)
    var next: Double
    entry.logStability = log(stability)
    if days < 1 {
      let m = exp(w[17] * (Double(rating - 3) + w[18]) - w[19] * entry.logStability)
      entry.product = m
      entry.branch = rating > 1 && m <= 1 ? .sameDayGuard : .sameDay
      next = stability * (rating > 1 ? max(m, 1) : m)
    } else {
      entry.base = 1 + factor * days / stability
      entry.logBase = log(entry.base)
      entry.recall = exp(-w[20] * entry.logBase)
      let forgetting = 1 - entry.recall
      if rating > 1 {
        entry.product = growth * (11 - difficulty) * exp(-w[9] * entry.logStability)
        entry.power = exp(w[10] * forgetting)
        next = stability * (1 + entry.product * (entry.power - 1) * successFactor(rating))
      } else {
        entry.logNext = log(stability + 1)
        entry.logDifficulty = log(difficulty)
        entry.power = exp(w[13] * entry.logNext)
        entry.product = w[11] * exp(w[14] * forgetting - w[12] * entry.logDifficulty)
        let lapsed = entry.product * (entry.power - 1)
        let ceiling = stability * lapseCeiling
        entry.branch = lapsed <= ceiling ? .lapse : .lapseCeiling
        next = min(lapsed, ceiling)
      }
    }
    let range = MemoryUpdate.stabilityRange
    entry.isStabilityFree = next > range.lowerBound && next < range.upperBound
    next = min(max(next, range.lowerBound), range.upperBound)
    let mixed = w[7] * target + (1 - w[7]) * damped
    entry.isDifficultyFree = mixed > 1 && mixed < 10
    let recall = entry.recall
    entries.append(entry)
    return (MemoryState(stability: next, difficulty: min(max(mixed, 1), 10)), recall)
  }

  /// ∂loss/∂(the memory after a review).
  struct Adjoint {
    var stability = 0.0
    var difficulty = 0.0
  }

  var count: Int { entries.count }

  /// Carries the adjoint of the memory after the review at `index`, and that of the recall before it, back to
  /// the memory before it; adds to the gradient of the weights.
  func backward(_ index: Int, _ after: Adjoint, recall: Double, into gradient: inout [Double]) -> Adjoint {
    let entry = entries[index]
    let (stability, difficulty) = (entry.stability, entry.difficulty)
    let shift = Double(entry.rating - 3)
    var before = Adjoint()
    var recall = recall
    if entry.isDifficultyFree {
      // D′ = w7·D0(4) + (1 − w7)·D1, D1 = D − w6·(G − 3)·(10 − D)/9
      let g = after.difficulty
      gradient[7] += g * (target - entry.dampedDifficulty)
      gradient[4] += g * w[7]
      gradient[5] += g * w[7] * targetSlope
      let damped = g * (1 - w[7])
      gradient[6] -= damped * shift * (10 - difficulty) / 9
      before.difficulty = damped * (1 + w[6] * shift / 9)
    }
    if entry.isStabilityFree {
      let g = after.stability
      switch entry.branch {
      case .success:
        // S′ = S·(1 + gain), gain = p·(e − 1)·f
        let scale = successFactor(entry.rating)
        let plain = entry.product * (entry.power - 1)
        let gain = plain * scale
        let toGain = g * stability
        before.stability = g * (1 + gain * (1 - w[9]))
        before.difficulty -= toGain * gain / (11 - difficulty)
        gradient[8] += toGain * gain
        gradient[9] -= toGain * gain * entry.logStability
        if entry.rating == 2 { gradient[15] += toGain * plain }
        if entry.rating == 4 { gradient[16] += toGain * plain }
        let toPower = toGain * entry.product * scale * entry.power
        gradient[10] += toPower * (1 - entry.recall)
        recall -= toPower * w[10]
      case .lapse:
        // S′ = p·((S + 1)^w13 − 1), p = w11·D^−w12·e^(w14·(1 − R))
        let value = g * entry.product * (entry.power - 1)
        gradient[11] += value / w[11]
        gradient[12] -= value * entry.logDifficulty
        before.difficulty -= value * w[12] / difficulty
        let toPower = g * entry.product * entry.power
        gradient[13] += toPower * entry.logNext
        before.stability = toPower * w[13] / (stability + 1)
        gradient[14] += value * (1 - entry.recall)
        recall -= value * w[14]
      case .lapseCeiling:
        // S′ = S·e^(−w17·w18)
        before.stability = g * lapseCeiling
        gradient[17] -= g * stability * lapseCeiling * w[18]
        gradient[18] -= g * stability * lapseCeiling * w[17]
      case .sameDay:
        // S′ = S·m, m = e^(w17·(G − 3 + w18))·S^−w19
        let value = g * stability * entry.product
        before.stability = g * entry.product * (1 - w[19])
        gradient[17] += value * (shift + w[18])
        gradient[18] += value * w[17]
        gradient[19] -= value * entry.logStability
      case .sameDayGuard:
        before.stability = g
      }
    }
    if entry.days >= 1 {
      // R = u^d, u = 1 + F·t/S, d = −w20
      let ratio = entry.days / stability
      let slope = recall * entry.recall * w[20] / entry.base
      before.stability += slope * factor * ratio / stability
      gradient[20] -= recall * entry.recall * entry.logBase - slope * ratio * factorSlope
    }
    return before
  }

  @inline(__always)
  private func successFactor(_ rating: Int) -> Double {
    rating == 2 ? w[15] : rating == 4 ? w[16] : 1
  }
}
