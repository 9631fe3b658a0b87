public import Basics
import Scheduling

/// Expected recall on a date by topic and level, and where to begin.
public struct ReadinessMap: Hashable, Sendable {
  public struct Cell: Hashable, Sendable {
    public var topic: String
    public var level: Int
    public var cards: Int
    /// Cards seen at least once.
    public var seen: Int
    /// Mean of expected recall on the date, 0…1; cards never seen count 0.
    public var recall: Double
    /// Its cards, the weakest first, and before each the weak cards it builds on, within the cell or not.
    public var order: [CardID]
  }

  /// In the order in which the cards first name them.
  public let topics: [String]
  public let levels: [Int]
  public let cells: [Cell]

  /// `recalls` on the date, one for each card: those of a plan, or those without further study.
  public init(_ cards: [StudyCard], recalls: [Double]) {
    precondition(cards.count == recalls.count, "a recall for each card")
    var topics: [String] = []
    var members: [String: [Int: [Int]]] = [:]
    for (place, card) in cards.enumerated() {
      if members[card.topic] == nil { topics.append(card.topic) }
      members[card.topic, default: [:]][card.level, default: []].append(place)
    }
    let material = Material(cards)
    self.topics = topics
    levels = Set(cards.map(\.level)).sorted()
    cells = topics.flatMap { topic in
      (members[topic] ?? [:]).sorted { $0.key < $1.key }.map { level, places in
        Cell(
          topic: topic, level: level, cards: places.count,
          seen: places.count { cards[$0].state != .new },
          recall: places.reduce(0) { $0 + recalls[$1] } / Double(places.count),
          order: Self.order(places, recalls, material.prerequisites).map { cards[$0].id })
      }
    }
  }

  public func cell(topic: String, level: Int) -> Cell? {
    cells.first { $0.topic == topic && $0.level == level }
  }

  /// The cell with the least recall; among equals the lower level, since the higher builds on it.
  public var weakest: Cell? {
    cells.min { ($0.recall, $0.level) < ($1.recall, $1.level) }
  }

  /// A card that another builds on is drilled first when it would be forgotten more likely than this.
  static let firmRecall = 0.9

  private static func order(_ places: [Int], _ recalls: [Double], _ prerequisites: [[Int]]) -> [Int] {
    var isEntered: Set<Int> = []
    var order: [Int] = []
    func enter(_ place: Int) {
      guard isEntered.insert(place).inserted else { return }
      for earlier in prerequisites[place].sorted(by: { recalls[$0] < recalls[$1] })
      where recalls[earlier] < firmRecall {
        enter(earlier)
      }
      order.append(place)
    }
    for place in places.sorted(by: { (recalls[$0], $0) < (recalls[$1], $1) }) { enter(place) }
    return order
  }
}
