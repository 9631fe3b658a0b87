import Basics

/// A card as far as an interview chooses by it.
struct InterviewCard: Hashable, Sendable {
  let id: CardID
  let topic: String
  let level: Int
  let rungs: Set<Rung>
  /// Cards that it names: follow-up questions.
  let related: Set<CardID>
}

/// What became of one question.
struct InterviewResult: Hashable, Sendable {
  let id: CardID
  let topic: String
  let level: Int
  let rung: Rung
  /// 0…1
  let score: Double
  let seconds: Int
  /// 1 unsure to 3 sure.
  let confidence: Int?
  /// The known mistake that explains a wrong number.
  let mistake: String?
  let answer: String?

  /// From this score on, the ladder goes up.
  static let pass = 0.6

  var isPassed: Bool { score >= InterviewResult.pass }
  var isOvertime: Bool { seconds > rung.seconds }
  var isOverConfident: Bool { confidence == 3 && !isPassed }
}

/// An interview's course: each topic climbs the ladder while answers are good and comes down when they are not.
///
/// Which card comes next is a function of seed, cards and results, so the same answers replay the same interview.
struct Interview: Sendable {
  struct Step: Hashable, Sendable {
    let card: InterviewCard
    let rung: Rung
  }

  /// Questions of one topic in a row at most.
  static let longestClimb = 5

  private let cards: [InterviewCard]
  private let topics: [String]
  private let start: Rung
  private let seed: UInt64
  private(set) var results: [InterviewResult] = []
  private(set) var topicIndex = 0
  /// Questions asked of the present topic.
  private var climbed = 0
  private var rung: Rung
  private var failures = 0

  /// - Parameter level: 1 begins each topic with definitions, 2 with calculations, 3 with derivations.
  init(cards: [InterviewCard], level: Int, seed: UInt64) {
    self.cards = cards
    self.seed = seed
    start = Rung.first(level: level)
    rung = start
    var generator = SplitMix64(seed: seed)
    var topics: [String] = []
    for card in cards where !topics.contains(card.topic) { topics.append(card.topic) }
    self.topics = topics.shuffled(using: &generator)
  }

  /// The next question; nil when every card was asked.
  func next() -> Step? {
    let asked = Set(results.map(\.id))
    for offset in 0..<max(1, topics.count) {
      guard let topic = topics.isEmpty ? nil : topics[(topicIndex + offset) % topics.count] else {
        return nil
      }
      let open = cards.filter { $0.topic == topic && !asked.contains($0.id) }
      let wanted = offset == 0 ? rung : start
      if let step = choose(open, wanted) { return step }
    }
    return nil
  }

  /// A card for the wanted rung, else for the nearest one; follow-ups of the last card first.
  private func choose(_ open: [InterviewCard], _ wanted: Rung) -> Step? {
    let rungs = Rung.allCases.sorted {
      (abs($0.rawValue - wanted.rawValue), $0.rawValue) < (abs($1.rawValue - wanted.rawValue), $1.rawValue)
    }
    let related = results.last.flatMap { last in cards.first { $0.id == last.id } }?.related ?? []
    for rung in rungs {
      let fitting = open.filter { $0.rungs.contains(rung) }
      let followUps = fitting.filter { related.contains($0.id) }
      let pool = followUps.isEmpty ? fitting : followUps
      if pool.isEmpty { continue }
      var generator = SplitMix64(seed: seed, mixing: UInt64(results.count), UInt64(rung.rawValue))
      return Step(card: pool[generator.nextIndex(below: pool.count)], rung: rung)
    }
    return nil
  }

  /// Takes a result: up on success, down on failure; on to the next topic from the top, after two failures running,
  /// or when the topic has had its share.
  mutating func take(_ result: InterviewResult) {
    // Cards of the present topic may have run out before.
    if let place = topics.firstIndex(of: result.topic), place != topicIndex {
      topicIndex = place
      climbed = 0
      failures = 0
    }
    results.append(result)
    climbed += 1
    failures = result.isPassed ? 0 : failures + 1
    let isAtTop = result.isPassed && result.rung == .design
    if isAtTop || failures >= 2 || climbed >= Interview.longestClimb {
      topicIndex = topics.isEmpty ? 0 : (topicIndex + 1) % topics.count
      climbed = 0
      failures = 0
      rung = start
    } else {
      let step = result.isPassed ? 1 : -1
      rung = Rung(rawValue: min(max(0, result.rung.rawValue + step), Rung.allCases.count - 1)) ?? start
    }
  }
}
