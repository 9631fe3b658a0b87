public import Scheduling

/// The plan for a date: today's time goes to the cards that gain most by it, compared with their best later day.
public struct PlanPolicy: Policy {
  private let model: PlanModel
  private var solver: PlanSolver?
  private var memos: [Meetings] = []
  private let isRenewed: Bool

  public init(memory: MemoryUpdate, habits: Habits = .standard, horizon: Int) {
    model = PlanModel(expectation: Expectation(memory: memory, habits: habits), horizon: horizon)
    isRenewed = true
  }

  /// A plan already made, carried out at its prices.
  init(solver: PlanSolver) {
    model = solver.model
    self.solver = solver
    isRenewed = false
  }

  /// Prices are found anew each day, from what was learned until then.
  public mutating func queue(_ situation: Situation) -> [Int] {
    let daysLeft = situation.lastDay - situation.day
    let options = model.options(situation, memos: &memos)
    let seconds = Array(repeating: situation.secondsPerDay, count: daysLeft + 1)
    // Taken out while it changes, so that its tables are not copied.
    var solver = self.solver.take() ?? PlanSolver(model: model, weights: situation.material.weights)
    if !solver.isSolved {
      solver.solve(options, seconds: seconds, daysLeft: daysLeft)
    } else if isRenewed {
      solver.renew(options, seconds: seconds, daysLeft: daysLeft, rounds: 3)
    }
    let order = solver.order(options, situation)
    self.solver = solver
    return order
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
