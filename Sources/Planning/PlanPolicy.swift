public import Scheduling

/// The plan for a date: today's time goes to the cards that gain most by it, compared with their best later day.
public struct PlanPolicy: Policy {
  private let model: PlanModel
  private var solver: PlanSolver?

  public init(memory: MemoryUpdate, habits: Habits = .standard, horizon: Int) {
    model = PlanModel(expectation: Expectation(memory: memory, habits: habits), horizon: horizon)
  }

  /// Prices are found anew each day, from what was learned until then.
  public mutating func queue(_ situation: Situation) -> [Int] {
    let daysLeft = situation.lastDay - situation.day
    let options = situation.traces.map { model.options(of: $0, today: situation.day, daysLeft: daysLeft) }
    var next = solver ?? PlanSolver(model: model, weights: situation.material.weights)
    let seconds = Array(repeating: situation.secondsPerDay, count: daysLeft + 1)
    if solver == nil {
      next.solve(options, seconds: seconds, daysLeft: daysLeft)
    } else {
      next.renew(options, seconds: seconds, daysLeft: daysLeft)
    }
    solver = next
    return next.order(options, situation)
  }

  /// The plan asks every day anew; no day is promised.
  public func reschedule(_ trace: inout Trace, after last: Trace?, _ rating: Rating, today: Int) {
    trace.dueDay = today + 1
  }
}

extension PlanSolver {
  func order(_ options: [CardOptions], _ situation: Situation) -> [Int] {
    StudyOrder(
      traces: situation.traces, prerequisites: situation.material.prerequisites,
      bids: options.indices.map { bid(of: options[$0], $0) },
      seconds: options.map { $0.waits.first == 0 ? $0.meeting(0).seconds : model.introduction.seconds }
    ).places()
  }
}
extension PlanPolicy {
  public func promise(_ s: Situation) -> (Double, Double) {
    let options = s.traces.map { model.options(of: $0, today: s.day, daysLeft: s.lastDay - s.day) }
    let w = s.material.weights
    return (options.indices.reduce(0.0) { $0 + w[$1] * solver!.expectedRecall(of: options[$1], $1) } / w.reduce(0, +), solver!.workload.seconds.reduce(0, +) / s.secondsPerDay / Double(s.lastDay))
  }
}
