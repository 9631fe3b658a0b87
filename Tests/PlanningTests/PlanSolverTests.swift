import Scheduling
import Testing

@testable import Planning

@Suite struct PlanSolverTests {
  private let memory = MemoryUpdate(.standard)
  private let material = Material(weights: (0..<296).map { StudyCard.weight(level: 1 + $0 / 110) })

  private func solved(days: Int, minutes: Double) -> (solver: PlanSolver, bound: Double) {
    let model = PlanModel(
      expectation: Expectation(memory: memory, habits: .standard), horizon: days)
    let situation = Situation(
      material: material, traces: Array(repeating: nil, count: material.count), day: 0, lastDay: days,
      secondsPerDay: minutes * 60)
    var memos: [Meetings] = []
    let options = model.options(situation, memos: &memos)
    let seconds = Array(repeating: minutes * 60, count: days + 1)
    var solver = PlanSolver(model: model, weights: material.weights)
    solver.solve(options, seconds: seconds, daysLeft: days)
    let bound = solver.bound(options, seconds: seconds, daysLeft: days)
    return (solver, bound / Double(material.count))
  }

  @Test(arguments: [(days: 14, minutes: 20.0), (days: 30, minutes: 10.0)])
  func thePlanComesWithinFourHundredthsOfWhatAnyPlanCanReach(days: Int, minutes: Double) {
    let bound = solved(days: days, minutes: minutes).bound
    let simulation = Simulation(
      learner: Learner(memory: memory), belief: memory, material: material, days: days,
      secondsPerDay: minutes * 60)
    let reached = (0..<3).reduce(0.0) { sum, seed in
      let future = simulation.run(
        PlanPolicy(memory: memory, horizon: days), seed: UInt64(seed), isFollowed: false)
      return sum + future.readiness(material) / 3
    }
    #expect(reached > bound - 0.04, "reached \(reached) of \(bound)")
    // Each day ends with a card that is finished although the time is spent.
    #expect(reached < bound + 0.01, "reached \(reached) of \(bound)")
  }

  @Test func timeIsDearerWhereThereIsLessOfIt() {
    let short = solved(days: 7, minutes: 10).solver.prices
    let ample = solved(days: 7, minutes: 40).solver.prices
    for left in 1...7 { #expect(short[left] > ample[left], "\(left) days left") }
  }

  @Test func aWeightBetweenTwoKnotsIsTheirMixture() {
    let knots = WeightKnots([1, 2, 3, 4, 5, 6, 7, 8])
    for (mixture, weight) in zip(knots.mixtures, knots.scaled) {
      #expect(abs((mixture * knots.weights).sum() - weight) < 1e-5)
    }
  }
}
