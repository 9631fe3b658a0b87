import Basics
import Testing

@testable import Scheduling

@Suite struct SchedulerTests {
  let exact = Scheduler(isFuzzed: false)
  let card = CardID(rawValue: "conv-out-size")

  private func time(_ iso: String) throws -> Timestamp {
    try #require(Timestamp(iso: iso))
  }

  private func review(
    _ scheduler: Scheduler, _ state: CardState, _ rating: Rating, at now: Timestamp, offsetMinutes: Int = 0
  ) -> Schedule {
    var generator = Fuzz.generator(card: card, reviews: state.reviews)
    return scheduler.review(state, rating, at: now, offsetMinutes: offsetMinutes, using: &generator)
  }

  /// Source: py-fsrs, tests/test_basic.py.
  @Test func thirteenReviewsEachWhenDueHaveTheReferenceIntervals() throws {
    let scheduler = Scheduler(elapsedDays: .whole24Hours, isFuzzed: false)
    let ratings: [Rating] =
      Array(repeating: .good, count: 6) + [.again, .again] + Array(repeating: .good, count: 5)
    var state = CardState.new
    var now = try time("2022-11-29T12:30:00Z")
    var intervals: [Int] = []
    for rating in ratings {
      let next = review(scheduler, state, rating, at: now)
      intervals.append(Int(next.due.seconds(since: now) / 86_400))
      state = .scheduled(next)
      now = next.due
    }
    #expect(intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21])
  }

  @Test func aReviewIsDueFromTheRolloverOfItsDay() throws {
    // 23:30 in Shanghai: the study day ends at 04:00, and two days later begins at 20:00Z.
    let now = try time("2026-11-20T15:30:00Z")
    let schedule = review(exact, .new, .easy, at: now, offsetMinutes: 480)
    #expect(schedule.phase == .review)
    #expect(schedule.intervalDays == 8)
    #expect(schedule.due == (try time("2026-11-27T20:00:00Z")))
    #expect(schedule.dueDay.date == CalendarDate(iso: "2026-11-28"))
    #expect(!schedule.isDue(at: schedule.due.adding(seconds: -1), today: schedule.dueDay.advanced(by: -1)))
    #expect(schedule.isDue(at: schedule.due, today: schedule.dueDay))
  }

  @Test func aNightBeforeTheRolloverBelongsToTheEvening() throws {
    let evening = review(exact, .new, .easy, at: try time("2026-11-20T23:00:00Z"))
    let night = review(exact, .scheduled(evening), .good, at: try time("2026-11-21T03:59:00Z"))
    let morning = review(exact, .scheduled(evening), .good, at: try time("2026-11-21T04:00:00Z"))
    #expect(night.memory.stability == evening.memory.stability)
    #expect(morning.memory.stability > evening.memory.stability)
    #expect(night.dueDay.number + 1 == morning.lastDay.number + night.intervalDays)
  }

  @Test func aStepIsDueToTheSecond() throws {
    let now = try time("2026-11-20T09:00:00Z")
    let again = review(exact, .new, .again, at: now)
    #expect(again.phase == .learning(step: 0))
    #expect(again.due == now.adding(seconds: 60))
    #expect(!again.isDue(at: now.adding(seconds: 59), today: again.dueDay))
    #expect(review(exact, .new, .hard, at: now).due == now.adding(seconds: 330))
    #expect(review(exact, .new, .good, at: now).due == now.adding(seconds: 600))
  }

  @Test func aLapseIsCountedOnceAndRelearned() throws {
    let now = try time("2026-11-20T09:00:00Z")
    let learned = review(exact, .new, .easy, at: now)
    let lapsed = review(exact, .scheduled(learned), .again, at: learned.due)
    let again = review(exact, .scheduled(lapsed), .again, at: lapsed.due)
    let relearned = review(exact, .scheduled(again), .good, at: again.due)
    #expect([learned, lapsed, again, relearned].map(\.lapses) == [0, 1, 1, 1])
    #expect([learned, lapsed, again, relearned].map(\.reviews) == [1, 2, 3, 4])
    #expect(lapsed.phase == .relearning(step: 0))
    #expect(relearned.phase == .review)
  }

  @Test func aClockThatGoesBackCountsNoDays() throws {
    let learned = review(exact, .new, .easy, at: try time("2026-11-20T09:00:00Z"))
    let earlier = try time("2026-10-01T09:00:00Z")
    for rating in Rating.allCases {
      let sameDay = review(exact, .scheduled(learned), rating, at: learned.lastReview)
      let back = review(exact, .scheduled(learned), rating, at: earlier)
      #expect(back.memory == sameDay.memory)
      #expect(back.due >= earlier)
    }
  }

  @Test func aShortenedStepListDoesNotTrapACard() throws {
    let now = try time("2026-11-20T09:00:00Z")
    let long = Scheduler(learningSteps: [60, 300, 1800], isFuzzed: false)
    var state = CardState.new
    for _ in 0..<2 { state = .scheduled(review(long, state, .good, at: now)) }
    #expect(state.schedule?.phase == .learning(step: 2))
    let short = Scheduler(learningSteps: [60], isFuzzed: false)
    #expect(review(short, state, .hard, at: now).phase == .review)
    #expect(review(short, state, .again, at: now).phase == .learning(step: 0))
  }

  @Test func theMaximumIntervalHoldsWithAndWithoutFuzz() throws {
    for isFuzzed in [false, true] {
      let scheduler = Scheduler(maximumIntervalDays: 30, isFuzzed: isFuzzed)
      var state = CardState.new
      var now = try time("2026-11-20T09:00:00Z")
      for _ in 0..<12 {
        let next = review(scheduler, state, .easy, at: now)
        #expect((1...30).contains(next.intervalDays))
        (state, now) = (.scheduled(next), next.due)
      }
    }
  }

  @Test func fuzzNeverShrinksAGrownIntervalAndKeepsTheOrderOfRatings() throws {
    var random = SplitMix64(seed: 7)
    let fuzzed = Scheduler()
    for round in 0..<500 {
      let card = CardID(rawValue: "card-\(round)")
      var state = CardState.new
      var now = try time("2026-11-20T09:00:00Z")
      for _ in 0..<8 {
        let previews = fuzzed.preview(
          state, at: now, offsetMinutes: 0, using: Fuzz.generator(card: card, reviews: state.reviews))
        let dues = previews.map(\.schedule.due)
        #expect(dues == dues.sorted(), "round \(round)")
        let pick = previews[random.nextIndex(below: 4)]
        if let before = state.schedule, before.phase == .review, pick.rating != .again {
          let unfuzzed = review(exact, state, pick.rating, at: now)
          if unfuzzed.intervalDays > before.intervalDays {
            #expect(pick.schedule.intervalDays > before.intervalDays, "round \(round)")
          }
        }
        state = .scheduled(pick.schedule)
        now = max(now, pick.schedule.due)
      }
    }
  }
}
