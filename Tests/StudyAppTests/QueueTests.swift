import Basics
import Testing

@testable import StudyApp

@Suite struct QueueTests {
  private let now = Timestamp(milliseconds: 1_000_000)

  private func card(_ name: String, _ topic: String = "a", isNew: Bool = false) -> QueuedCard {
    QueuedCard(id: CardID(rawValue: name), topic: topic, isNew: isNew)
  }

  @Test func dueCardsComeBeforeNewOnes() {
    var queue = Queue(due: [card("d1"), card("d2")], new: [card("n1", isNew: true)])
    #expect(queue.count == 3)
    #expect(
      [queue.next(at: now), queue.next(at: now), queue.next(at: now)].map { $0?.id.rawValue } == [
        "d1", "d2", "n1",
      ])
    #expect(queue.next(at: now) == nil)
  }

  @Test func aLearningStepThatIsDueComesFirstAndOneSoonDueComesLast() {
    var queue = Queue(due: [card("d1")], new: [])
    queue.bringBack(card("past"), at: now.adding(seconds: -1))
    queue.bringBack(card("soon"), at: now.adding(seconds: 600))
    queue.bringBack(card("later"), at: now.adding(seconds: 3600))
    #expect((0..<4).map { _ in queue.next(at: now)?.id.rawValue } == ["past", "d1", "soon", nil])
    #expect(queue.nextLearningDue == now.adding(seconds: 3600))
  }

  @Test func topicsTakeTurnsAndKeepTheirOwnOrder() {
    let cards = (1...4).map { card("a\($0)", "a") } + (1...4).map { card("b\($0)", "b") } + [card("c1", "c")]
    let order = Queue.interleaved(cards)
    #expect(Set(order) == Set(cards))
    for topic in ["a", "b"] {
      let own = order.filter { $0.topic == topic }.map(\.id.rawValue)
      #expect(own == own.sorted())
    }
    let neighbours = zip(order, order.dropFirst()).filter { $0.topic == $1.topic }.count
    #expect(neighbours <= 1, "\(order.map(\.id.rawValue))")
  }

  @Test func aCardTakenBackIsAskedNext() {
    var queue = Queue(due: [card("d1"), card("d2")], new: [])
    let first = queue.next(at: now)
    queue.bringBack(card("d1"), at: now.adding(seconds: 60))
    queue.putFirst(first ?? card("d1"))
    #expect(queue.next(at: now)?.id.rawValue == "d1")
    #expect(queue.count == 1)
  }

  @Test func aPlansOrderHoldsButForAFewPlaces() {
    var random = SplitMix64(seed: 3)
    for round in 0..<50 {
      let cards = (0..<40).map { card("c\($0)", ["a", "b", "c"][random.nextIndex(below: 3)]) }
      let spread = Queue.spread(cards) { _ in [] }
      #expect(Set(spread) == Set(cards))
      for (place, card) in spread.enumerated() {
        let planned = cards.firstIndex(of: card) ?? 0
        // Early by what it was let past; and of what is left, only the next few were ever weighed.
        let before = cards[..<planned].filter { !spread[..<place].contains($0) }
        #expect(before.count <= Queue.lookahead, "seed 3, round \(round), \(card.id)")
      }
    }
    let two = ["a", "a", "a", "b", "b"].enumerated().map { card("\($0)", $1) }
    #expect(Queue.spread(two) { _ in [] }.map(\.topic) == ["a", "b", "a", "b", "a"])
  }

  @Test func spreadingPutsNoCardBeforeWhatItBuildsOn() {
    let cards = [card("a1", "a"), card("a2", "a"), card("b1", "b")]
    let needsA2 = CardID(rawValue: "b1")
    let spread = Queue.spread(cards) { $0 == needsA2 ? [CardID(rawValue: "a2")] : [] }
    #expect(spread.map(\.id.rawValue) == ["a1", "a2", "b1"])
    #expect(Queue.spread(cards) { _ in [] }.map(\.id.rawValue) == ["a1", "b1", "a2"])
  }
}
