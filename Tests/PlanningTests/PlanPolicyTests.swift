import Planning
import Scheduling
import Testing

@Suite struct PlanPolicyTests {
  private let memory = MemoryUpdate(.standard)
  private let material = Material(weights: (0..<120).map { StudyCard.weight(level: 1 + $0 / 40) })

  private func comparison(days: Int, minutes: Double) -> PolicyComparison {
    PolicyComparison(
      learners: 24, seed: 11, material: material, days: days, minutesPerDay: minutes)
  }

  @Test(arguments: [(days: 7, minutes: 8.0), (days: 14, minutes: 6.0), (days: 30, minutes: 5.0)])
  func atEqualTimeItBeatsFSRSAndAnkisDefaultsOnTheDay(days: Int, minutes: Double) {
    let comparison = comparison(days: days, minutes: minutes)
    let plan = comparison.run(PlanPolicy(memory: memory, horizon: days))
    for other in [comparison.run(DuePolicy()), comparison.run(DuePolicy(newPerDay: 20, reviewsPerDay: 200))] {
      let advantage = plan.advantage(over: other)
      #expect(advantage.lower > 0, "\(days) days: \(advantage)")
    }
    #expect(plan.advantage(over: comparison.run(SM2Policy())).lower > 0)
  }

  @Test func itTakesNoMoreTimeThanThereIs() {
    let result = comparison(days: 14, minutes: 6).run(PlanPolicy(memory: memory, horizon: 14))
    // The card begun in the last second is finished.
    #expect(result.minutesPerDay < 6.8)
  }

  @Test func whenTimeSufficesNewCardsStopAndTheLastDaysAreASweep() {
    let simulation = Simulation(
      learner: Learner(memory: memory), belief: memory, material: material, days: 30, secondsPerDay: 900)
    let future = simulation.run(PlanPolicy(memory: memory, horizon: 30), seed: 1)
    #expect(future.days.suffix(3).allSatisfy { $0.introductions == 0 })
    #expect(future.days.reduce(0) { $0 + $1.introductions } == material.count)
    let swept = Set(future.days.suffix(4).flatMap(\.places))
    #expect(swept.count > material.count / 2)
  }

  @Test func aCardWithoutWeightIsNeverShown() {
    let simulation = Simulation(
      learner: Learner(memory: memory), belief: memory, material: Material(weights: [1, 0, 1, 0]), days: 5,
      secondsPerDay: 300)
    let future = simulation.run(PlanPolicy(memory: memory, horizon: 5), seed: 1)
    #expect(Set(future.days.flatMap(\.places)) == [0, 2])
  }

  @Test func theHeavierOfTwoEqualCardsComesFirst() {
    let situation = Situation(
      material: Material(weights: [1, 2, 1, 3]), traces: [nil, nil, nil, nil], day: 0, lastDay: 3,
      secondsPerDay: 60)
    var policy = PlanPolicy(memory: memory, horizon: 3)
    #expect(policy.queue(situation).prefix(2) == [3, 1])
  }

  @Test func aPrerequisiteComesBeforeTheCardThatBuildsOnIt() {
    let material = Material(weights: [5, 1, 1, 1], prerequisites: [[2], [], [3], []])
    let situation = Situation(
      material: material, traces: [nil, nil, nil, nil], day: 0, lastDay: 3, secondsPerDay: 600)
    var policy = PlanPolicy(memory: memory, horizon: 3)
    #expect(Array(policy.queue(situation).prefix(3)) == [3, 2, 0])
  }

  @Test func aCircleOfPrerequisitesHidesNoCard() {
    let material = Material(weights: [1, 1], prerequisites: [[1], [0]])
    let situation = Situation(
      material: material, traces: [nil, nil], day: 0, lastDay: 3, secondsPerDay: 600)
    var policy = PlanPolicy(memory: memory, horizon: 3)
    #expect(Set(policy.queue(situation)) == [0, 1])
  }
}
