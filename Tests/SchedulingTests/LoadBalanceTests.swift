import Basics
import Testing

@testable import Scheduling

@Suite struct LoadBalanceTests {
  private let scheduler = Scheduler()
  private let card = CardID(rawValue: "card")
  private let start = Timestamp(milliseconds: 1_700_000_000_000)

  /// A card in review whose next interval is some ten days.
  private func state() -> CardState {
    let day = Day(start, offsetMinutes: 0, rolloverHour: 4)
    return .scheduled(
      Schedule(
        phase: .review, memory: MemoryState(stability: 4, difficulty: 5), due: start, dueDay: day,
        lastReview: start.adding(days: -4), lastDay: day.advanced(by: -4), reviews: 3, lapses: 0))
  }

  private func interval(_ balance: LoadBalance, seed: UInt64) -> Int {
    var generator = SplitMix64(seed: seed)
    return scheduler.review(
      state(), .good, at: start, offsetMinutes: 0, balance: balance, using: &generator
    ).intervalDays
  }

  @Test func aFullDayIsAvoidedAndAnIntervalStaysInItsRange() {
    let today = Day(start, offsetMinutes: 0, rolloverHour: 4).number
    let free = Set((0..<200).map { interval(LoadBalance(due: [:]), seed: $0) })
    let avoided = free.min() ?? 0
    let balance = LoadBalance(due: [today + avoided: 200])
    let picks = (0..<200).map { interval(balance, seed: $0) }
    #expect(free.count > 2)
    #expect(Set(picks) == free.subtracting([avoided]))
  }

  @Test func anEasyWeekdayGetsHardlyACard() {
    let today = Day(start, offsetMinutes: 0, rolloverHour: 4).number
    let free = Set((0..<200).map { interval(LoadBalance(due: [:]), seed: $0) })
    let spared = free.max() ?? 0
    var weekdays = [LoadBalance.DayLoad](repeating: .normal, count: 7)
    weekdays[CalendarDate(number: today + spared).weekday] = .minimum
    let balance = LoadBalance(due: [:], weekdays: weekdays)
    #expect((0..<200).allSatisfy { interval(balance, seed: $0) != spared })
  }

  @Test func aGrownIntervalNeverShrinksForBalance() {
    let today = Day(start, offsetMinutes: 0, rolloverHour: 4).number
    // All days but the first are full.
    let balance = LoadBalance(
      due: Dictionary(uniqueKeysWithValues: (1...90).map { (today + $0, $0 > 4 ? 99 : 0) }))
    #expect((0..<100).allSatisfy { interval(balance, seed: $0) > 4 })
  }

  @Test func theLoggedIntervalIsFoundAgainByReplay() {
    let today = Day(start, offsetMinutes: 0, rolloverHour: 4).number
    let fuzzed = scheduler.replay([log(.easy, 0), log(.good, 8)], of: card)
    let day = today + 8 + (fuzzed.schedule?.intervalDays ?? 0)
    let balance = LoadBalance(due: [day: 500])
    var state = scheduler.replay([log(.easy, 0)], of: card)
    var generator = Fuzz.generator(card: card, reviews: state.reviews)
    let balanced = scheduler.review(
      state, .good, at: start.adding(days: 8), offsetMinutes: 0, balance: balance, using: &generator)
    #expect(balanced.dueDay != fuzzed.schedule?.dueDay)
    var last = log(.good, 8)
    last.intervalDays = balanced.intervalDays
    state = scheduler.replay([log(.easy, 0), last], of: card)
    #expect(state == .scheduled(balanced))
  }

  @Test func anIntervalThatOtherParametersWouldNotGiveIsNotKept() {
    var last = log(.good, 8)
    last.intervalDays = 1
    #expect(
      scheduler.replay([log(.easy, 0), last], of: card)
        == scheduler.replay([log(.easy, 0), log(.good, 8)], of: card))
  }

  private func log(_ rating: Rating, _ days: Double) -> ReviewLog {
    ReviewLog(rating: rating, time: start.adding(days: days), offsetMinutes: 0, kind: .review)
  }

  @Test func thePreviewKeepsItsWordUnderALoad() {
    let today = Day(start, offsetMinutes: 0, rolloverHour: 4).number
    let balance = LoadBalance(due: [today + 8: 40, today + 10: 30])
    for seed in 0..<50 as Range<UInt64> {
      let previews = scheduler.preview(
        state(), at: start, offsetMinutes: 0, balance: balance, using: SplitMix64(seed: seed))
      #expect(previews.map(\.rating) == Rating.allCases)
      #expect(previews[2].schedule.intervalDays == interval(balance, seed: seed), "seed \(seed)")
    }
  }
}
