import Basics
import Planning
import Scheduling
import Testing

@Suite struct SimulationTests {
  private let memory = MemoryUpdate(.standard)

  private func simulation(cards: Int = 100, days: Int = 30, minutes: Double = 10) -> Simulation {
    Simulation(
      learner: Learner(memory: memory), belief: memory, material: Material(count: cards), days: days,
      secondsPerDay: minutes * 60)
  }

  @Test func theSameSeedGivesTheSameFuture() {
    let simulation = simulation()
    #expect(simulation.run(DuePolicy(), seed: 3) == simulation.run(DuePolicy(), seed: 3))
    #expect(simulation.run(DuePolicy(), seed: 3) != simulation.run(DuePolicy(), seed: 4))
  }

  @Test func noDayTakesLongerThanItsMinutesAndOneCard() {
    let future = simulation().run(DuePolicy(studiesAhead: true), seed: 1)
    // A card that is forgotten again and again may take some minutes.
    for day in future.days { #expect(day.seconds < 600 + 300) }
  }

  @Test func noMoreNewCardsAreSeenThanThePolicyAllows() {
    let future = simulation().run(DuePolicy(newPerDay: 3), seed: 1)
    for day in future.days { #expect(day.introductions <= 3) }
    #expect(future.days[0].introductions == 3)
  }

  @Test func aCardNeverSeenCountsAsNotRecalled() {
    let future = simulation(cards: 100, days: 1, minutes: 5).run(DuePolicy(), seed: 1)
    #expect(future.recall.count { $0 > 0 } == future.days[0].introductions)
    #expect(future.recall.contains(0))
  }

  @Test func knowledgeFollowedOnTheLastDayIsThatOfTheEnd() {
    let future = simulation().run(DuePolicy(), seed: 2)
    let sum = future.recall.reduce(0, +)
    #expect(abs((future.days.last?.recalled ?? 0) - sum) < 1e-9)
  }

  @Test func aClassHasLearnersWhoForgetFasterAndSlowerThanTheStandard() {
    var generator = SplitMix64(seed: 5)
    let recalls = (0..<200).map { _ in
      let learner = Learner.random(using: &generator)
      let state = learner.memory.initial(.good)
      return learner.memory.curve.retrievability(elapsedDays: 3, stability: state.stability)
    }
    let standard = memory.curve.retrievability(elapsedDays: 3, stability: memory.initial(.good).stability)
    let faster = recalls.count { $0 < standard }
    #expect((60...140).contains(faster), "\(faster) of 200 forget faster")
  }

  @Test func aHigherRetentionCostsMoreReviews() {
    let year = simulation(cards: 200, days: 120, minutes: 60)
    let few = year.run(DuePolicy(desiredRetention: 0.75, newPerDay: 5), seed: 1)
    let many = year.run(DuePolicy(desiredRetention: 0.95, newPerDay: 5), seed: 1)
    #expect(many.days.reduce(0) { $0 + $1.reviews } > 2 * few.days.reduce(0) { $0 + $1.reviews })
  }

  @Test func theAdviceIsCheaperThanBothEndsOfItsRange() {
    let advice = RetentionAdvice(
      simulation(cards: 200, days: 100, minutes: 60), parameters: .standard, newPerDay: 10, seed: 1,
      repeats: 2)
    #expect(advice.points.count == 11)
    #expect(RetentionAdvice.range.contains(advice.best))
    let least = advice.points.map(\.minutesPerKnownCard).min() ?? 0
    #expect(least <= advice.points[0].minutesPerKnownCard)
    #expect(least < advice.points[10].minutesPerKnownCard)
  }
}
