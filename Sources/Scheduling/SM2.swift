import Glibc

/// SuperMemo 2: an easiness and a count decide the next interval.
///
/// Source: P. A. Woźniak, "Optimization of learning", 1990, section 3.2. The description was read in two ways.
public struct SM2: RecallModel {
  public enum Reading: String, CaseIterable, Hashable, Sendable {
    /// The author's text: the easiness changes first, only when the card was recalled; fractions are rounded up.
    case original
    /// The pseudo-code that most programs copied: the interval comes first, every answer changes the easiness.
    case wikipedia
  }

  public struct Memory: Hashable, Sendable {
    /// Recalls in a row.
    public var repetition: Int
    /// EF, at least 1.3.
    public var easiness: Double
    public var intervalDays: Double

    public static let new = Memory(repetition: 0, easiness: 2.5, intervalDays: 0)
  }

  public let reading: Reading

  /// The author's text is the source, so it is what the program means by SM-2.
  public init(reading: Reading = .original) {
    self.reading = reading
  }

  public func initial(_ rating: Rating) -> Memory {
    answered(.new, quality: Self.quality(rating))
  }

  /// Answers repeated on the same day change nothing: the source repeats failed cards "until all score at least four".
  public func review(_ memory: Memory, _ rating: Rating, after elapsed: Elapsed) -> Memory {
    elapsed.studyDays < 1 ? memory : answered(memory, quality: Self.quality(rating))
  }

  /// 0.9^(t/interval): the source gives no curve; this one is the benchmark's (srs-benchmark), which has 0.9 when due.
  public func retrievability(of memory: Memory, after elapsed: Elapsed) -> Double {
    elapsed.studyDays <= 0 ? 1 : pow(0.9, Double(elapsed.studyDays) / memory.intervalDays)
  }

  public func interval(of memory: Memory, retention: Double) -> Double {
    precondition(retention > 0 && retention <= 1, "a retention is a probability above zero")
    return memory.intervalDays * log(retention) / log(0.9)
  }

  /// Again 1, hard 3, good 4, easy 5: of the source's six qualities, those a learner with four buttons can mean.
  static func quality(_ rating: Rating) -> Int {
    rating == .again ? 1 : rating.rawValue + 1
  }

  /// Quality 0…5; below 3 the count begins again. Intervals: 1 day, 6 days, then the last one times the easiness.
  func answered(_ memory: Memory, quality: Int) -> Memory {
    let isRecalled = quality >= 3
    let missing = Double(5 - quality)
    let moved = max(1.3, memory.easiness + 0.1 - missing * (0.08 + missing * 0.02))
    let easiness = isRecalled || reading == .wikipedia ? moved : memory.easiness
    guard isRecalled else { return Memory(repetition: 0, easiness: easiness, intervalDays: 1) }
    let interval: Double =
      switch (memory.repetition, reading) {
      case (0, _): 1
      case (1, _): 6
      // The guard keeps a product that is a whole number, but for its last bit, from being rounded up.
      case (_, .original): (memory.intervalDays * easiness - 1e-9).rounded(.up)
      case (_, .wikipedia): (memory.intervalDays * memory.easiness).rounded()
      }
    return Memory(repetition: memory.repetition + 1, easiness: easiness, intervalDays: interval)
  }
}
