/// How many cards stand where: stability, difficulty, and probability of recall now.
struct MemoryHistograms: Equatable, Sendable {
  /// Upper ends of the bins in days; the last bin is open.
  static let stabilityEnds: [Double] = [1, 3, 7, 14, 30, 60, 120, 365]

  private(set) var stability = Array(repeating: 0, count: stabilityEnds.count + 1)
  /// 1 to 10: rounded to the nearest whole number.
  private(set) var difficulty = Array(repeating: 0, count: 10)
  /// In tenths; the last bin holds 0.9 and above.
  private(set) var recall = Array(repeating: 0, count: 10)

  mutating func add(stability days: Double, difficulty hardness: Double, recall probability: Double) {
    stability[Self.stabilityEnds.firstIndex { days < $0 } ?? Self.stabilityEnds.count] += 1
    difficulty[min(9, max(0, Int(hardness.rounded()) - 1))] += 1
    recall[min(9, max(0, Int(probability * 10)))] += 1
  }

  mutating func add(_ other: MemoryHistograms) {
    for bin in stability.indices { stability[bin] += other.stability[bin] }
    for bin in difficulty.indices { difficulty[bin] += other.difficulty[bin] }
    for bin in recall.indices { recall[bin] += other.recall[bin] }
  }
}
