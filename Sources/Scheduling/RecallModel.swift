/// What every model of memory can say: how a memory begins, what a review does to it, and how it fades.
public protocol RecallModel: Sendable {
  associatedtype Memory: Hashable, Sendable

  func initial(_ rating: Rating) -> Memory
  func review(_ memory: Memory, _ rating: Rating, after elapsed: Elapsed) -> Memory
  /// The probability of recall.
  func retrievability(of memory: Memory, after elapsed: Elapsed) -> Double
  /// Days, not rounded, after which recall has fallen to `retention`.
  func interval(of memory: Memory, retention: Double) -> Double
}

/// The time since the last review, counted as each model needs it.
public struct Elapsed: Hashable, Sendable {
  /// Whole days by the rollover hour; 0 is the same day.
  public var studyDays: Int
  /// The exact time.
  public var days: Double

  public init(studyDays: Int, days: Double) {
    self.studyDays = studyDays
    self.days = days
  }

  /// A number of whole days to the minute.
  public init(days: Int) {
    self.init(studyDays: days, days: Double(days))
  }
}

extension MemoryUpdate: RecallModel {
  public func review(_ memory: MemoryState, _ rating: Rating, after elapsed: Elapsed) -> MemoryState {
    review(memory, rating, elapsedDays: elapsed.studyDays)
  }

  public func retrievability(of memory: MemoryState, after elapsed: Elapsed) -> Double {
    curve.retrievability(elapsedDays: Double(elapsed.studyDays), stability: memory.stability)
  }

  public func interval(of memory: MemoryState, retention: Double) -> Double {
    curve.interval(retention: retention, stability: memory.stability)
  }
}
