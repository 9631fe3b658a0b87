import Basics
import Testing

@testable import Scheduling

@Suite struct ReplayTests {
  let card = CardID(rawValue: "conv-out-size")
  let scheduler = Scheduler()

  /// A log with every kind of review, and the state that reviewing step by step led to.
  private func log(seed: UInt64, count: Int) throws -> (entries: [ReviewLog], state: CardState) {
    var random = SplitMix64(seed: seed)
    var now = try #require(Timestamp(iso: "2026-01-01T09:00:00Z"))
    var state = CardState.new
    var entries: [ReviewLog] = []
    for _ in 0..<count {
      let isPractice = random.nextIndex(below: 5) == 0
      let practice: [ReviewKind] = [.cram, .drill, .interview, .predict]
      let kind =
        isPractice ? practice[random.nextIndex(below: practice.count)] : ReviewKind(scheduled: state)
      let rating = Rating.allCases[random.nextIndex(below: 4)]
      entries.append(ReviewLog(rating: rating, time: now, offsetMinutes: 60, kind: kind))
      if !isPractice {
        var generator = Fuzz.generator(card: card, reviews: state.reviews)
        state = .scheduled(
          scheduler.review(state, rating, at: now, offsetMinutes: 60, using: &generator))
      }
      now = now.adding(seconds: Double(random.nextIndex(below: 900_000)))
    }
    return (entries, state)
  }

  @Test func aReplayEndsInTheStateTheSessionsLeft() throws {
    for seed in 0..<50 as Range<UInt64> {
      let (entries, state) = try log(seed: seed, count: 30)
      #expect(scheduler.replay(entries, of: card) == state, "seed \(seed)")
    }
  }

  @Test func practiceChangesNothing() throws {
    let (entries, state) = try log(seed: 3, count: 40)
    #expect(scheduler.replay(entries.filter(\.kind.changesSchedule), of: card) == state)
    #expect(scheduler.replay(entries.filter { !$0.kind.changesSchedule }, of: card) == .new)
  }

  @Test func aClockThatGoesBackCountsNoDays() throws {
    let now = try #require(Timestamp(iso: "2026-11-20T09:00:00Z"))
    for rule in [ElapsedDays.studyDays(rolloverHour: 4), .whole24Hours] {
      let scheduler = Scheduler(elapsedDays: rule)
      let log = [now, now.adding(days: -40)].map {
        ReviewLog(rating: .good, time: $0, offsetMinutes: 0, kind: .learn)
      }
      #expect(scheduler.history(log, of: card).map(\.elapsedDays) == [nil, 0])
    }
  }

  @Test func theHistoryChainsFromNewToTheLastState() throws {
    let (entries, state) = try log(seed: 11, count: 40)
    let history = scheduler.history(entries, of: card)
    #expect(history.count == entries.filter(\.kind.changesSchedule).count)
    #expect(history.first?.before == .new)
    #expect(history.first?.retrievability == nil)
    #expect(history.last.map { .scheduled($0.after) } == state)
    for (earlier, later) in zip(history, history.dropFirst()) {
      #expect(later.before == .scheduled(earlier.after))
      let recall = try #require(later.retrievability)
      #expect(recall > 0 && recall <= 1)
      #expect(try #require(later.elapsedDays) == later.after.lastDay.number - earlier.after.lastDay.number)
    }
  }

  @Test func theKindOfAReviewFollowsFromThePhase() throws {
    let now = try #require(Timestamp(iso: "2026-01-01T09:00:00Z"))
    var generator = SplitMix64(seed: 0)
    #expect(ReviewKind(scheduled: .new) == .learn)
    let learning = CardState.scheduled(
      scheduler.review(.new, .good, at: now, offsetMinutes: 0, using: &generator))
    #expect(ReviewKind(scheduled: learning) == .learn)
    let review = CardState.scheduled(
      scheduler.review(learning, .good, at: now, offsetMinutes: 0, using: &generator))
    #expect(ReviewKind(scheduled: review) == .review)
    let lapsed = CardState.scheduled(
      scheduler.review(review, .again, at: now, offsetMinutes: 0, using: &generator))
    #expect(ReviewKind(scheduled: lapsed) == .relearn)
  }

  @Test func retrievabilityStartsAtOneAndFalls() throws {
    let now = try #require(Timestamp(iso: "2026-01-01T09:00:00Z"))
    var generator = SplitMix64(seed: 0)
    let state = CardState.scheduled(
      scheduler.review(.new, .easy, at: now, offsetMinutes: 0, using: &generator))
    #expect(scheduler.retrievability(of: .new, at: now, offsetMinutes: 0) == nil)
    #expect(scheduler.retrievability(of: state, at: now, offsetMinutes: 0) == 1)
    let later = try #require(
      scheduler.retrievability(of: state, at: now.adding(days: 8), offsetMinutes: 0))
    #expect(later < 0.91 && later > 0.89)
  }
}
