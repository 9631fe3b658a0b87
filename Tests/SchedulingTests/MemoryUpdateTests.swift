import Testing

@testable import Scheduling

/// The expected numbers are those of the tests of fsrs-rs (src/model.rs, src/inference.rs), computed there in 32 bits.
@Suite struct MemoryUpdateTests {
  static let singlePrecision = 2e-6
  let update = MemoryUpdate(.standard)

  private func memory(after reviews: [(rating: Rating, days: Int)], _ update: MemoryUpdate) -> MemoryState {
    reviews.dropFirst().reduce(update.initial(reviews[0].rating)) {
      update.review($0, $1.rating, elapsedDays: $1.days)
    }
  }

  private let sixReviews: [(rating: Rating, days: Int)] = [
    (.again, 0), (.good, 0), (.good, 1), (.good, 3), (.good, 8), (.good, 21),
  ]

  @Test func sixReviewsLeadToTheReferenceState() {
    let memory = memory(after: sixReviews, update)
    #expect(isClose(memory.stability, 53.62691, relative: Self.singlePrecision))
    #expect(isClose(memory.difficulty, 6.3574867, relative: Self.singlePrecision))
  }

  @Test func withoutTheSameDayModelASecondReviewOnOneDayDoesNothing() {
    let update = MemoryUpdate(Parameters.standard.withoutSameDayModel)
    #expect(
      isClose(memory(after: sixReviews, update).stability, 53.335106, relative: Self.singlePrecision))
    let first = update.initial(.good)
    for rating in Rating.allCases {
      #expect(update.review(first, rating, elapsedDays: 0).stability == first.stability)
    }
  }

  @Test func difficultyMovesTowardItsBoundsAndRevertsALittle() {
    let damped = [8.354889, 6.6774445, 5, 3.3225555]
    let reverted = [8.341763, 6.6659956, 4.990228, 3.3144615]
    for rating in Rating.allCases {
      let index = rating.rawValue - 1
      #expect(isClose(update.dampedDifficulty(5, rating), damped[index], relative: Self.singlePrecision))
      // The reference reverts toward D0(easy) before it is clamped, as the formula says.
      #expect(isClose(update.difficulty(5, rating), reverted[index], relative: Self.singlePrecision))
    }
  }

  @Test func successLapseAndSameDayStabilitiesAreTheReferenceOnes() {
    let success = [25.602541, 28.226582, 58.656002, 127.226685]
    let lapse = [1.0525396, 1.1894329, 1.3680838, 1.584989]
    let sameDay = [1.596818, 5, 5, 8.12961]
    let recall = [0.9, 0.8, 0.7, 0.6]
    for rating in Rating.allCases {
      let index = rating.rawValue - 1
      let memory = MemoryState(stability: 5, difficulty: Double(rating.rawValue))
      #expect(
        isClose(
          update.successStability(memory, rating, retrievability: recall[index]), success[index],
          relative: Self.singlePrecision))
      #expect(
        isClose(
          update.lapseStability(memory, retrievability: recall[index]), lapse[index],
          relative: Self.singlePrecision))
      #expect(
        isClose(update.sameDayStability(5, rating), sameDay[index], relative: Self.singlePrecision))
    }
  }

  @Test func aLapseNeverStrengthensAndASuccessNeverWeakens() {
    for step in 0..<200 {
      let memory = MemoryState(
        stability: 0.001 * Double(1 << (step % 20)), difficulty: 1 + Double(step % 10))
      for days in [1, 3, 1000] {
        #expect(update.review(memory, .again, elapsedDays: days).stability <= max(memory.stability, 0.001))
        for rating in [Rating.hard, .good, .easy] {
          #expect(update.review(memory, rating, elapsedDays: days).stability >= memory.stability)
        }
      }
    }
  }

  @Test func statesStayWithinTheirBounds() {
    var strong = update.initial(.easy)
    var weak = update.initial(.again)
    for _ in 0..<40 {
      strong = update.review(strong, .easy, elapsedDays: 40_000)
      weak = update.review(weak, .again, elapsedDays: 0)
    }
    #expect(strong == MemoryState(stability: 36_500, difficulty: 1))
    #expect(weak.stability == 0.001)
    #expect(weak.difficulty < 10)
  }
}
