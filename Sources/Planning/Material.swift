public import Scheduling

/// What is to be learned: the cards, known here by their places 0..<count, in the order of the deck.
public struct Material: Hashable, Sendable {
  /// What knowing a card counts.
  public let weights: [Double]
  /// Places of the cards that come before a card, direct ones.
  public let prerequisites: [[Int]]

  public var count: Int { weights.count }

  /// A card that (through others) comes before itself is a mistake of the deck: the check reports it, the plan ignores it.
  public init(weights: [Double], prerequisites: [[Int]] = []) {
    precondition(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "a weight is a finite number, not below zero")
    precondition(prerequisites.isEmpty || prerequisites.count == weights.count, "a list for each card")
    self.weights = weights
    self.prerequisites =
      prerequisites.isEmpty ? Array(repeating: [], count: weights.count) : prerequisites
  }

  /// `count` cards of weight 1.
  public init(count: Int) {
    self.init(weights: Array(repeating: 1, count: count))
  }
}

/// What a card that was seen has left behind. Days count from the first day of a plan or simulation; earlier ones are negative.
public struct Trace: Hashable, Sendable {
  public var memory: MemoryState
  public var lastDay: Int
  public var dueDay: Int
  /// What SM-2 multiplies an interval by.
  public var ease: Double

  public init(memory: MemoryState, lastDay: Int, dueDay: Int, ease: Double = 2.5) {
    self.memory = memory
    self.lastDay = lastDay
    self.dueDay = dueDay
    self.ease = ease
  }
}
