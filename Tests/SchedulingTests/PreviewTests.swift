import Basics
import Testing

@testable import Scheduling

@Suite struct PreviewTests {
  let card = CardID(rawValue: "conv-out-size")

  @Test func aReviewDoesWhatThePreviewSaid() throws {
    let scheduler = Scheduler()
    let start = try #require(Timestamp(iso: "2026-11-20T09:00:00Z"))
    var generator = Fuzz.generator(card: card, reviews: 0)
    let learned = CardState.scheduled(
      scheduler.review(.new, .easy, at: start, offsetMinutes: 60, using: &generator))
    let now = start.adding(days: 30)
    let next = Fuzz.generator(card: card, reviews: 1)
    for preview in scheduler.preview(learned, at: now, offsetMinutes: 60, using: next) {
      var generator = next
      let after = scheduler.review(learned, preview.rating, at: now, offsetMinutes: 60, using: &generator)
      #expect(after == preview.schedule)
    }
  }

  @Test func intervalsAreSecondsInStepsAndDaysInReview() throws {
    let now = try #require(Timestamp(iso: "2026-11-20T09:00:00Z"))
    let previews = Scheduler(isFuzzed: false).preview(
      .new, at: now, offsetMinutes: 0, using: SplitMix64(seed: 0))
    #expect(previews.map(\.rating) == Rating.allCases)
    #expect(previews.map(\.interval) == [.seconds(60), .seconds(330), .seconds(600), .days(8)])
  }
}
