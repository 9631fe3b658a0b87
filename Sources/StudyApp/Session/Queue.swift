import Basics

/// A card that waits to be asked.
struct QueuedCard: Hashable, Sendable {
  let id: CardID
  let topic: String
  let isNew: Bool
}

/// Which card comes next: learning steps that have come due, then reviews, then new cards, then steps due soon.
struct Queue: Sendable {
  /// A learning card is asked early rather than let the session end, as Anki does.
  static let learnAheadSeconds = 20.0 * 60

  private(set) var due: [QueuedCard]
  private(set) var new: [QueuedCard]
  private(set) var learning: [(card: QueuedCard, due: Timestamp)] = []

  /// Both lists are taken in their order, but neighbours of one topic are spread apart.
  init(due: [QueuedCard], new: [QueuedCard]) {
    self.due = Queue.interleaved(due)
    self.new = Queue.interleaved(new)
  }

  /// New cards stay as they are: some come after others.
  init(due: [QueuedCard], newInOrder new: [QueuedCard]) {
    self.due = Queue.interleaved(due)
    self.new = new
  }

  /// A plan's cards, seen and new, the weightiest first: that order holds but for a few places, so that topics take turns.
  init(planned: [QueuedCard], after prerequisites: (CardID) -> [CardID]) {
    due = Queue.spread(planned, after: prerequisites)
    new = []
  }

  var count: Int { due.count + new.count + learning.count }

  /// Takes the card to ask now; nil when nothing is left for this session.
  mutating func next(at now: Timestamp) -> QueuedCard? {
    if let ready = earliestLearning(before: now) { return learning.remove(at: ready).card }
    if !due.isEmpty { return due.removeFirst() }
    if !new.isEmpty { return new.removeFirst() }
    guard let soon = earliestLearning(before: now.adding(seconds: Queue.learnAheadSeconds)) else {
      return nil
    }
    return learning.remove(at: soon).card
  }

  /// A learning card comes back in this session.
  mutating func bringBack(_ card: QueuedCard, at due: Timestamp) {
    learning.append((card, due))
  }

  /// A card whose rating was taken back, or that was skipped over, is asked next.
  mutating func putFirst(_ card: QueuedCard) {
    remove(card.id)
    due.insert(card, at: 0)
  }

  mutating func remove(_ id: CardID) {
    due.removeAll { $0.id == id }
    new.removeAll { $0.id == id }
    learning.removeAll { $0.card.id == id }
  }

  /// When the next learning card comes, if the session could not wait for it.
  var nextLearningDue: Timestamp? { learning.map(\.due).min() }

  private func earliestLearning(before limit: Timestamp) -> Int? {
    learning.indices.filter { learning[$0].due <= limit }.min { learning[$0].due < learning[$1].due }
  }

  /// Takes turns among the topics, each topic in its own order, so that one subject does not come in a block.
  static func interleaved(_ cards: [QueuedCard]) -> [QueuedCard] {
    var order: [String] = []
    var byTopic: [String: [QueuedCard]] = [:]
    for card in cards {
      if byTopic[card.topic] == nil { order.append(card.topic) }
      byTopic[card.topic, default: []].append(card)
    }
    guard order.count > 1 else { return cards }
    // Rank i of n in a topic stands at (i + ½)/n of the whole: every topic is spread over the full length.
    var placed: [(position: Double, topic: Int, card: QueuedCard)] = []
    placed.reserveCapacity(cards.count)
    for (index, topic) in order.enumerated() {
      let list = byTopic[topic] ?? []
      for (rank, card) in list.enumerated() {
        placed.append(((Double(rank) + 0.5) / Double(list.count), index, card))
      }
    }
    return placed.sorted { ($0.position, $0.topic) < ($1.position, $1.topic) }.map(\.card)
  }

  /// How many places a card may come early so that two of one topic do not follow each other.
  static let lookahead = 4

  /// The same order, but a card whose topic was just asked lets one of the next few go first, unless that one comes after a
  /// card still to be asked.
  static func spread(_ cards: [QueuedCard], after prerequisites: (CardID) -> [CardID]) -> [QueuedCard] {
    var rest = cards
    var waiting = Set(cards.map(\.id))
    var spread: [QueuedCard] = []
    spread.reserveCapacity(cards.count)
    while !rest.isEmpty {
      let last = spread.last?.topic
      let place =
        rest.prefix(lookahead + 1).firstIndex { card in
          card.topic != last && !prerequisites(card.id).contains(where: waiting.contains)
        } ?? 0
      let card = rest.remove(at: place)
      waiting.remove(card.id)
      spread.append(card)
    }
    return spread
  }
}
