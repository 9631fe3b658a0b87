import Planning
import Scheduling
import Testing

@Suite struct HabitsTests {
  private let tolerance = 1e-9

  @Test func everyRowOfTheStandardHabitsIsADistribution() {
    let habits = Habits.standard
    let rows =
      [habits.firstRatings, habits.recalledRatings] + habits.learning.transitions
      + habits.relearning.transitions
    for row in rows { #expect(abs(row.sum() - 1) < 2e-4, "\(row)") }
  }

  @Test func aReviewThatMayFailTakesLongerTheLessItIsRecalled() {
    let habits = Habits.standard
    #expect(habits.expectedReviewSeconds(recall: 0.5) > habits.expectedReviewSeconds(recall: 0.9))
    // A failure takes its own answer and at least one more on the relearning step.
    #expect(habits.expectedReviewSeconds(recall: 0) > 19.38 + 8.03)
  }

  @Test func anEmptyLogLeavesThePrior() {
    let none: [[TimedReview]] = []
    let habits = Habits(logs: none)
    #expect(habits.reviewSeconds == Habits.standard.reviewSeconds)
    #expect(habits.firstRatings == Habits.standard.firstRatings)
  }

  @Test func fiftyReviewsWeighAsMuchAsThePrior() {
    let review = TimedReview(rating: .good, kind: .review, seconds: 30)
    let habits = Habits(logs: [Array(repeating: review, count: 50)])
    #expect(abs(habits.reviewSeconds[2] - (30 + Habits.standard.reviewSeconds[2]) / 2) < tolerance)
    #expect(abs(habits.recalledRatings[2] - (1 + Habits.standard.recalledRatings[2]) / 2) < tolerance)
  }

  @Test func practiceOutsideTheScheduleTellsNothingOfHabits() {
    let cram = TimedReview(rating: .again, kind: .cram, seconds: 200)
    let habits = Habits(logs: [Array(repeating: cram, count: 500)])
    #expect(habits.reviewSeconds == Habits.standard.reviewSeconds)
  }

  @Test func sumsOfAnswersMoveTheTimesLikeTheLogItself() {
    let log = [TimedReview](repeating: TimedReview(rating: .good, kind: .review, seconds: 30), count: 50)
    let fromLog = Habits(logs: [log])
    let fromSums = Habits(tallies: [AnswerTally(kind: .review, rating: .good, count: 50, seconds: 1500)])
    #expect(abs(fromSums.reviewSeconds[2] - fromLog.reviewSeconds[2]) < tolerance)
    #expect(abs(fromSums.recalledRatings[2] - fromLog.recalledRatings[2]) < tolerance)
    #expect(fromSums.learningSeconds == Habits.standard.learningSeconds)
    #expect(fromSums.firstRatings == Habits.standard.firstRatings)
  }

  @Test func answersThatTookNoTimeDoNotMakeStudyFree() {
    let habits = Habits(tallies: [AnswerTally(kind: .review, rating: .good, count: 100_000, seconds: 0)])
    #expect(habits.reviewSeconds[2] >= 1)
  }
}
