import Glibc

/// The learning rate before each step, counted from 0, as a function of the base rate.
public enum LearningRateSchedule: Sendable, Hashable {
  case constant
  /// Times gamma after every `size` steps.
  case step(size: Int, gamma: Double)
  /// Times gamma at each milestone.
  case multistep(milestones: [Int], gamma: Double)
  /// base·gammaᵗ.
  case exponential(gamma: Double)
  /// From the base to the minimum along half a cosine wave.  Loshchilov and Hutter, 2017, without restarts.
  case cosine(period: Int, minimum: Double)
  /// base·(t + 1) / warmup at first, then a half cosine down to the minimum at `total`.
  case warmupCosine(warmup: Int, total: Int, minimum: Double)
  /// base / (1 + decay·t).
  case inverseTime(decay: Double)
  /// base / √(t + 1).
  case inverseSquareRoot
  /// base·(1 − t / total)^power, and 0 after `total`.
  case polynomial(total: Int, power: Double)
  /// Ignores the base rate.
  case oneCycle(OneCycle)

  public func rate(at step: Int, base: Double) -> Double {
    let t = Double(step)
    switch self {
    case .constant: return base
    case .step(let size, let gamma): return base * pow(gamma, Double(step / size))
    case .multistep(let milestones, let gamma):
      return base * pow(gamma, Double(milestones.count { $0 <= step }))
    case .exponential(let gamma): return base * pow(gamma, t)
    case .cosine(let period, let minimum):
      return minimum + (base - minimum) * (1 + cos(.pi * t / Double(period))) / 2
    case .warmupCosine(let warmup, let total, let minimum):
      if step < warmup { return base * (t + 1) / Double(warmup) }
      let share = (t - Double(warmup)) / Double(total - warmup)
      return minimum + (base - minimum) / 2 * (1 + cos(.pi * share))
    case .inverseTime(let decay): return base / (1 + decay * t)
    case .inverseSquareRoot: return base / (t + 1).squareRoot()
    case .polynomial(let total, let power):
      return base * pow(1 - Double(min(step, total)) / Double(total), power)
    case .oneCycle(let cycle): return cycle.rate(at: step)
    }
  }
}

/// One rise and one fall of the rate, the momentum running the other way.
///
/// Source: L. Smith, N. Topin, "Super-convergence", 2018; phase borders as torch's OneCycleLR has them.
public struct OneCycle: Sendable, Hashable {
  public enum Annealing: String, Sendable { case cosine, linear }

  public var peak: Double
  public var total: Int
  public var risingShare: Double
  public var annealing: Annealing
  public var initialDivisor: Double
  public var finalDivisor: Double
  /// Falls back to the initial rate first, and only then to the final one.
  public var hasThreePhases: Bool
  public var momentumRange: ClosedRange<Double>

  public init(
    peak: Double, total: Int, risingShare: Double = 0.3, annealing: Annealing = .cosine,
    initialDivisor: Double = 25,
    finalDivisor: Double = 1e4, hasThreePhases: Bool = false, momentumRange: ClosedRange<Double> = 0.85...0.95
  ) {
    self.peak = peak
    self.total = total
    self.risingShare = risingShare
    self.annealing = annealing
    self.initialDivisor = initialDivisor
    self.finalDivisor = finalDivisor
    self.hasThreePhases = hasThreePhases
    self.momentumRange = momentumRange
  }

  public func rate(at step: Int) -> Double {
    let initial = peak / initialDivisor
    let final = initial / finalDivisor
    return value(at: step, hasThreePhases ? [initial, peak, initial, final] : [initial, peak, final])
  }

  public func momentum(at step: Int) -> Double {
    let (low, high) = (momentumRange.lowerBound, momentumRange.upperBound)
    return value(at: step, hasThreePhases ? [high, low, high, high] : [high, low, high])
  }

  /// The value between the corners of the phases.
  private func value(at step: Int, _ corners: [Double]) -> Double {
    let rise = risingShare * Double(total)
    let last = Double(total - 1)
    let ends = hasThreePhases ? [rise - 1, 2 * rise - 2, last] : [rise - 1, last]
    var start = 0.0
    for (phase, end) in ends.enumerated() {
      if Double(step) <= end || phase == ends.count - 1 {
        return anneal(corners[phase], corners[phase + 1], (Double(step) - start) / (end - start))
      }
      start = end
    }
    return corners[corners.count - 1]
  }

  private func anneal(_ from: Double, _ to: Double, _ share: Double) -> Double {
    switch annealing {
    case .cosine: to + (from - to) / 2 * (1 + cos(.pi * share))
    case .linear: from + (to - from) * share
    }
  }
}
