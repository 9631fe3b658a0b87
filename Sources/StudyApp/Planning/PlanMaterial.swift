import Basics
import Decks
import Planning
import Scheduling
import Storage

/// The cards of this run as plans, maps and simulations see them, in the order of the decks.
struct PlanMaterial {
  let cards: [StudyCard]
  /// Titles by topic.
  let titles: [String: String]
  /// Cards buried for today.
  let buried: Set<CardID>
  /// How many more there are than a plan can weigh at once.
  let leftOut: Int

  /// A plan for more would keep nobody's attention, and would take seconds.
  static let mostCards = 3000

  /// - Parameter library: where prerequisites are read; nil when their order does not matter.
  init(_ study: Study, _ library: Library?, weights: PlanSettings? = nil) throws {
    var records: [CardID: CardRecord] = [:]
    try study.store.forEachCard { record in
      records[record.id] = record
      return true
    }
    var titles: [String: String] = [:]
    for topic in try study.store.deckIndex.topics(at: study.now, today: study.today) {
      titles[topic.topic] = topic.title
    }
    var buried: Set<CardID> = []
    var faces: [(face: CardFace, state: CardState, weight: Double)] = []
    for face in try study.store.deckIndex.cards() {
      let record = records[face.id]
      let mark = record?.mark ?? .none
      let weight = StudyCard.weight(level: face.level, topicWeight: weights?.weight(of: face.topic) ?? 1)
      guard !mark.isSuspended, weight > 0 else { continue }
      if mark.isHidden(on: study.today) { buried.insert(face.id) }
      faces.append((face, record?.state ?? .new, weight))
    }
    leftOut = max(0, faces.count - Self.mostCards)
    if leftOut > 0 {
      // What was begun goes on; of the rest the weightiest, in the order of the decks.
      let order = faces.indices.sorted { left, right in
        let (one, other) = (faces[left], faces[right])
        return (one.state == .new ? 1 : 0, -one.weight, left)
          < (other.state == .new ? 1 : 0, -other.weight, right)
      }
      faces = order.prefix(Self.mostCards).sorted().map { faces[$0] }
    }
    cards = try faces.map { face, state, weight in
      StudyCard(
        id: face.id, topic: face.topic, level: face.level, weight: weight, state: state,
        prerequisites: try library?.card(face)?.after ?? [])
    }
    self.titles = titles
    self.buried = buried
  }

  /// For a simulation: where the cards stand.
  func traces(today: Day) -> [Trace?] {
    cards.map { card in
      card.state.schedule.map {
        Trace(
          memory: $0.memory, lastDay: $0.lastDay.number - today.number,
          dueDay: $0.dueDay.number - today.number)
      }
    }
  }

  /// For a simulation: what the cards count and build on.
  var material: Material {
    let places = Dictionary(zip(cards.map(\.id), cards.indices), uniquingKeysWith: { first, _ in first })
    return Material(
      weights: cards.map(\.weight), prerequisites: cards.map { $0.prerequisites.compactMap { places[$0] } })
  }
}

extension Study {
  /// The learner's FSRS-6; where another model schedules, the standard one, since plans reckon with FSRS-6 alone.
  var memory: MemoryUpdate {
    guard case .fsrs6(let parameters) = scheduler.model else { return MemoryUpdate(.standard) }
    return MemoryUpdate(parameters)
  }

  /// How the learner answers, from the last three months.
  func habits() throws(SQLiteError) -> Habits {
    let tallies = try store.tallies(from: today.advanced(by: -90), through: today)
    return Habits(
      tallies: tallies.map {
        AnswerTally(
          kind: $0.kind, rating: $0.rating, count: $0.count, seconds: Double($0.durationMilliseconds) / 1000)
      })
  }

  /// What was studied today.
  func minutesSpentToday() throws(SQLiteError) -> Double {
    try store.tallies(from: today, through: today).reduce(0) { $0 + Double($1.durationMilliseconds) } / 60_000
  }
}
