/// What the model knows of one memory.
public struct MemoryState: Hashable, Sendable {
  /// Days until the probability of recall has fallen to 90 %.
  public var stability: Double
  /// 1 (easy) to 10 (hard).
  public var difficulty: Double
  /// What a model must remember besides.
  public var trace: Trace

  public enum Trace: Hashable, Sendable {
    /// FSRS-6 needs no more.
    case none
    /// The two stabilities of FSRS-7, days.
    case fsrs7(slow: Double, fast: Double)
    /// The count and the easiness of SM-2; its interval is the stability.
    case sm2(repetition: Int, easiness: Double)
  }

  public init(stability: Double, difficulty: Double, trace: Trace = .none) {
    self.stability = stability
    self.difficulty = difficulty
    self.trace = trace
  }
}
