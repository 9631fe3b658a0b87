import Glibc
import Scheduling

/// The stability after each first rating, from the recall at the first review on a later day.
///
/// Source: fsrs-rs, `parameter_initialization.rs`.
struct FirstStabilities {
  /// Cards with one first rating and one first interval.
  struct Group: Hashable {
    var days: Double
    var recall: Double
    var count: Double
  }

  static let bounds = 0.001...100.0

  /// Four stabilities that grow with the rating; nil when there is no group at all.
  static func fitted(_ groups: [Rating: [Group]], meanRecall: Double) -> [Double]? {
    let found = groups.filter { !$0.value.isEmpty }
      .mapValues { groups in
        groups.map {
          // Laplace: one more review with the mean recall, so that a group of one is not taken at its word.
          Group(
            days: $0.days, recall: ($0.recall * $0.count + meanRecall) / ($0.count + 1), count: $0.count)
        }
      }
    let stabilities = Dictionary(
      uniqueKeysWithValues: found.map { ($0.key, search($0.value, standard: standard($0.key))) })
    let counts = found.mapValues { $0.reduce(0) { $0 + $1.count } }
    return filled(stabilities, counts: counts)
  }

  static func standard(_ rating: Rating) -> Double { Parameters.standard.weights[rating.rawValue - 1] }

  /// Σ count·cross entropy + |S − standard|/16 with the standard forgetting curve.
  static func loss(_ groups: [Group], stability: Double, standard: Double) -> Double {
    let curve = ForgettingCurve(.standard)
    let entropy = groups.reduce(0.0) { sum, group in
      let p = curve.retrievability(elapsedDays: group.days, stability: stability)
      return sum - group.count * (group.recall * log(p) + (1 - group.recall) * log(1 - p))
    }
    return entropy + abs(stability - standard) / 16
  }

  /// Ternary search: the loss has one valley.
  static func search(_ groups: [Group], standard: Double) -> Double {
    var (low, high) = (bounds.lowerBound, bounds.upperBound)
    // 80 thirds leave less than a millionth of the range.
    for _ in 0..<80 where high - low > 1e-9 {
      let third = (high - low) / 3
      if loss(groups, stability: low + third, standard: standard)
        < loss(groups, stability: high - third, standard: standard)
      {
        high -= third
      } else {
        low += third
      }
    }
    return (low + high) / 2
  }

  /// Makes stabilities grow with the rating, the more frequent of two ruling, and finds those of missing ratings between
  /// or beyond their neighbours, in the proportions 0.41 (hard between again and good) and 0.54 (good between hard and easy).
  static func filled(_ found: [Rating: Double], counts: [Rating: Double]) -> [Double]? {
    var found = found
    let pairs: [(Rating, Rating)] = [
      (.again, .hard), (.hard, .good), (.good, .easy), (.again, .good), (.hard, .easy), (.again, .easy),
    ]
    for (low, high) in pairs {
      guard let small = found[low], let big = found[high], small > big else { continue }
      if counts[low, default: 0] > counts[high, default: 0] { found[high] = small } else { found[low] = big }
    }
    if found.isEmpty { return nil }
    if let only = found.first, found.count == 1 {
      let factor = only.value / standard(only.key)
      return Rating.allCases.map { clamped(standard($0) * factor) }
    }
    let logs = interpolated(found.mapValues { log($0) })
    return logs.map { clamped(exp($0)) }
  }

  /// The logarithms of all four from those of at least two.
  private static func interpolated(_ known: [Rating: Double]) -> [Double] {
    // hard = 0.41·again + 0.59·good, good = 0.46·hard + 0.54·easy: two equations fill two gaps.
    let (a, b) = (0.41, 0.54)
    var (x1, x2, x3, x4) = (known[.again], known[.hard], known[.good], known[.easy])
    if x2 == nil, x3 == nil, let again = x1, let easy = x4 {
      let hard = (a * again + (1 - a) * b * easy) / (1 - (1 - a) * (1 - b))
      (x2, x3) = (hard, (1 - b) * hard + b * easy)
    }
    // Each round uses what the one before found.
    for _ in 0..<3 {
      if x2 == nil {
        if let x1, let x3 {
          x2 = a * x1 + (1 - a) * x3
        } else if let x3, let x4 {
          x2 = (x3 - b * x4) / (1 - b)
        }
      }
      if x3 == nil {
        if let x2, let x4 {
          x3 = (1 - b) * x2 + b * x4
        } else if let x1, let x2 {
          x3 = (x2 - a * x1) / (1 - a)
        }
      }
      if x1 == nil, let x2, let x3 { x1 = (x2 - (1 - a) * x3) / a }
      if x4 == nil, let x2, let x3 { x4 = (x3 - (1 - b) * x2) / b }
    }
    return [x1, x2, x3, x4].map { $0! }
  }

  private static func clamped(_ stability: Double) -> Double {
    min(max(stability, bounds.lowerBound), bounds.upperBound)
  }
}
