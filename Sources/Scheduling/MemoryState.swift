/// What the model knows of one memory. Source: FSRS-6.
public struct MemoryState: Hashable, Sendable {
  /// Days until the probability of recall has fallen to 90 %.
  public var stability: Double
  /// 1 (easy) to 10 (hard).
  public var difficulty: Double

  public init(stability: Double, difficulty: Double) {
    self.stability = stability
    self.difficulty = difficulty
  }
}
