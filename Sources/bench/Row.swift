import Basics

/// One thing that is measured, beside a peer or a physical limit where there is one.
struct Row: Sendable {
  let name: String
  let group: String
  let unit: String
  /// What stands in the reference column: `/bin/true`, a bare commit.
  let referenceName: String?
  let measure: @Sendable () throws -> Samples

  init(
    _ name: String, group: String, unit: String, reference: String? = nil,
    measure: @escaping @Sendable () throws -> Samples
  ) {
    self.name = name
    self.group = group
    self.unit = unit
    referenceName = reference
    self.measure = measure
  }
}

/// Figures of several runs, taken in turn with those of the reference, so that a slow moment hits both.
struct Samples {
  var values: [Double] = []
  var references: [Double] = []

  var median: Double { Samples.median(values) }
  var referenceMedian: Double? { references.isEmpty ? nil : Samples.median(references) }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    return sorted.count % 2 == 1
      ? sorted[sorted.count / 2] : (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2
  }
}

enum Clock {
  /// Seconds that `work` took.
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = Platform.monotonicNanoseconds()
    try work()
    return Double(Platform.monotonicNanoseconds() - start) * 1e-9
  }

  /// `count` runs after one that is not counted, each in turn with the reference.
  static func samples(
    count: Int, work: () throws -> Double, reference: (() throws -> Double)? = nil
  ) throws -> Samples {
    _ = try work()
    _ = try reference?()
    var samples = Samples()
    for _ in 0..<count {
      samples.values.append(try work())
      if let reference { samples.references.append(try reference()) }
    }
    return samples
  }
}
