public import Scheduling

/// The plan for a date: today's time goes to the cards that gain most from today, compared with their best later day.
public struct PlanPolicy: Policy {
  private let model: PlanModel
  private var solver: PlanSolver?
  private var solvedOn = 0
  /// Days after which prices are found anew.
  private let renewal: Int

  public init(memory: MemoryUpdate, habits: Habits = .standard, horizon: Int, renewal: Int = 1) {
    model = PlanModel(expectation: Expectation(memory: memory, habits: habits), horizon: horizon)
    self.renewal = renewal
  }

  public mutating func queue(_ situation: Situation) -> [Int] {
    let daysLeft = situation.lastDay - situation.day
    let options = situation.traces.map { model.options(of: $0, today: situation.day, daysLeft: daysLeft) }
    if solver == nil || situation.day >= solvedOn + renewal {
      var next = solver ?? PlanSolver(model: model, weights: situation.material.weights)
      let seconds = Array(repeating: situation.secondsPerDay, count: daysLeft + 1)
      next.solve(
        options, seconds: seconds, daysLeft: daysLeft,
        temperatures: solver == nil ? PlanSolver.annealing : PlanSolver.renewal)
      solver = next
      solvedOn = situation.day
    }
    guard let solver else { preconditionFailure("prices were just found") }
    let bids = options.indices.map { solver.bid(of: options[$0], $0) }
    return options.indices.filter { (bids[$0] ?? 0) > 0 }
      .sorted { (bids[$0] ?? 0, $1) > (bids[$1] ?? 0, $0) }
  }

  /// The plan asks every day anew; no day is promised.
  public func reschedule(_ trace: inout Trace, after last: Trace?, _ rating: Rating, today: Int) {
    trace.dueDay = today + 1
  }
}
extension PlanPolicy {
  public var debug: String {
    let w = solver!.workload
    return zip(w.seconds.reversed(), solver!.prices.reversed()).map { "\(Int($0)):\(Int($1*100000))" }.joined(separator: " ")
  }
}
