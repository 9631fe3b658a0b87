public import Basics
public import Scheduling

/// A card as a plan sees it.
public struct StudyCard: Hashable, Sendable {
  public var id: CardID
  public var topic: String
  public var level: Int
  /// What knowing it counts at the interview.
  public var weight: Double
  public var state: CardState
  /// Cards to be known first; those the plan does not hold are ignored.
  public var prerequisites: [CardID]

  public init(
    id: CardID, topic: String, level: Int, weight: Double = 1, state: CardState = .new,
    prerequisites: [CardID] = []
  ) {
    self.id = id
    self.topic = topic
    self.level = level
    self.weight = weight
    self.state = state
    self.prerequisites = prerequisites
  }

  /// Basics are asked in every interview, details in some: level 1 counts 1, level 2 three quarters, level 3 a half.
  public static func weight(level: Int, topicWeight: Double = 1) -> Double {
    topicWeight * [1, 0.75, 0.5][min(max(level, 1), 3) - 1]
  }

  func trace(today: Day) -> Trace? {
    state.schedule.map {
      Trace(
        memory: $0.memory, lastDay: $0.lastDay.number - today.number,
        dueDay: $0.dueDay.number - today.number)
    }
  }
}

extension Material {
  init(_ cards: [StudyCard]) {
    var places: [CardID: Int] = [:]
    for (place, card) in cards.enumerated() { places[card.id] = place }
    self.init(
      weights: cards.map(\.weight), prerequisites: cards.map { $0.prerequisites.compactMap { places[$0] } })
  }
}
