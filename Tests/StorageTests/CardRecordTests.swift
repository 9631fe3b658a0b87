import Basics
import Scheduling
import Testing

@testable import Storage

@Suite struct CardRecordTests {
  let store: ReviewStore
  let one = card("one")

  init() throws {
    store = try ReviewStore(.memory, now: noon, idSeed: 1)
  }

  @Test func aCardNobodyTouchedIsUnknown() throws {
    #expect(try store.card(one) == nil)
  }

  @Test func marksAddUpAndGo() throws {
    try store.suspend(one)
    try store.bury(one, until: today.advanced(by: 1))
    try store.mark(one) {
      $0.flag = 3
      $0.note = "see §2"
    }
    #expect(
      try store.card(one)?.mark
        == CardMark(isSuspended: true, buriedUntil: today.advanced(by: 1), flag: 3, note: "see §2"))
    try store.unsuspend(one)
    #expect(try store.card(one)?.mark.isSuspended == false)
    try store.mark(one) { $0 = .none }
    #expect(try store.connection.int("SELECT count(*) FROM card_mark") == 0)
  }

  @Test func aBuriedCardComesBackOnItsDay() {
    let mark = CardMark(buriedUntil: today.advanced(by: 1))
    #expect(mark.isHidden(on: today))
    #expect(!mark.isHidden(on: today.advanced(by: 1)))
    #expect(CardMark(isSuspended: true).isHidden(on: today))
    #expect(!CardMark.none.isHidden(on: today))
  }

  @Test func everyCardWithAStateOrAMarkIsListed() throws {
    try store.record(one, review(of: one))
    try store.suspend(card("two"))
    try store.suspend(card("three"))
    try store.unsuspend(card("three"))
    var records: [CardRecord] = []
    try store.forEachCard {
      records.append($0)
      return true
    }
    #expect(records.map(\.id) == [one, card("two")])
    #expect(records[0].state == (try store.state(of: one)))
    #expect(records[1].mark.isSuspended)
  }

  @Test func settingsAreKeptReplacedAndRemoved() throws {
    #expect(try store.setting("lang") == nil)
    try store.setSetting("lang", to: "en")
    try store.setSetting("lang", to: "zh")
    try store.setSetting("a", to: "'; DROP TABLE setting")
    #expect(try store.settings().map { "\($0.key)=\($0.value)" } == ["a='; DROP TABLE setting", "lang=zh"])
    try store.setSetting("lang", to: nil)
    #expect(try store.setting("lang") == nil)
  }

  @Test func countsFollowTheDayAndWhatWasUndone() throws {
    let two = card("two")
    try store.record(one, review(of: one, .easy, at: noon.adding(days: -1)))
    try store.record(one, review(of: one, .again))
    try store.record(two, review(of: two, .good))
    try store.record(two, review(of: two, .good))
    #expect(try store.counts(on: today) == DayCounts(reviews: 3, newCards: 1))
    #expect(try store.counts(on: today.advanced(by: -1)) == DayCounts(reviews: 1, newCards: 1))
    _ = try store.undoLast(at: noon, replay: replay)
    #expect(try store.counts(on: today) == DayCounts(reviews: 2, newCards: 1))
    _ = try store.undoLast(at: noon, replay: replay)
    #expect(try store.counts(on: today) == DayCounts(reviews: 1, newCards: 0))
    #expect(try store.reviewCount() == 2)
    let tallies = try store.tallies(from: today.advanced(by: -9), through: today)
    #expect(tallies.map(\.kind) == [.learn, .review])
    #expect(tallies.map(\.rating) == [.easy, .again])
    #expect(tallies.map(\.durationMilliseconds) == [4000, 4000])
  }

  @Test func theForecastCountsCardsByTheirDueDay() throws {
    for name in ["a", "b", "c", "d"] { try store.record(card(name), review(of: card(name), .easy)) }
    try store.suspend(card("d"))
    let dues = try ["a", "b", "c"].map { try #require(try store.state(of: card($0))?.schedule).dueDay }
    let forecast = try store.dueForecast(through: today.advanced(by: 100))
    #expect(forecast.map(\.cards).reduce(0, +) == 3)
    #expect(forecast.map(\.day) == Set(dues).sorted())
    #expect(try store.dueForecast(through: today).isEmpty)
  }
}
