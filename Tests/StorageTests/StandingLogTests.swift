import Basics
import Scheduling
import Testing

@testable import Storage

@Suite struct StandingLogTests {
  private let store: ReviewStore

  init() throws {
    store = try ReviewStore(.memory, now: noon, idSeed: 1)
    try store.deckIndex.replaceSource(sampleSource("deck"), cards: sampleCards(["one", "new"]))
  }

  private func cards(of log: StandingLog) -> [CardID] { log.reviews.map { log.cards[$0.card].id } }

  @Test func theReviewsOfACardThatWasReplacedAreThoseOfTheOneInItsPlace() throws {
    for name in ["old", "one", "old"] { try store.record(card(name), review(of: card(name))) }
    try store.relink(old: card("old"), new: card("new"), at: noon, replay: replay)
    let log = try StandingLog(store)
    #expect(cards(of: log) == [card("new"), card("one"), card("new")])
    let new = try #require(log.cards.first { $0.id == card("new") })
    #expect(try store.card(card("new"))?.state.schedule == new.schedule && new.schedule?.reviews == 2)
  }

  @Test func whatWasTakenBackIsLeftOutAndMarksAreThere() throws {
    for name in ["one", "new"] { try store.record(card(name), review(of: card(name))) }
    _ = try store.undoLast(at: noon.adding(seconds: 60), replay: replay)
    try store.suspend(card("one"))
    let log = try StandingLog(store)
    #expect(cards(of: log) == [card("one")])
    #expect(log.cards.filter(\.mark.isSuspended).map(\.id) == [card("one")])
    #expect(log.cards.first { $0.id == card("new") }?.schedule == nil)
  }
}
