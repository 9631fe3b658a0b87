import Basics
import Scheduling

/// The work behind a `Plan`.
struct PlanDraft {
  private let request: PlanRequest
  private let daysLeft: Int
  private let material: Material
  private let traces: [Trace?]
  private let situation: Situation
  private let options: [CardOptions]
  private let solver: PlanSolver
  private let bound: Double

  init(_ request: PlanRequest, daysLeft: Int) {
    self.request = request
    self.daysLeft = daysLeft
    let material = Material(request.cards)
    let traces = request.cards.map { $0.trace(today: request.today) }
    let model = PlanModel(
      expectation: Expectation(memory: request.memory, habits: request.habits), horizon: daysLeft)
    let situation = Situation(
      material: material, traces: traces, day: 0, lastDay: daysLeft,
      secondsPerDay: request.minutesPerDay * 60)
    var memos: [Meetings] = []
    let options = model.options(situation, memos: &memos)
    let seconds = Self.seconds(
      daysLeft: daysLeft, today: request.minutesToday, perDay: request.minutesPerDay)
    var solver = PlanSolver(model: model, weights: material.weights)
    solver.solve(options, seconds: seconds, daysLeft: daysLeft)
    solver.expectRecalls(daysLeft: daysLeft)
    self.material = material
    self.traces = traces
    self.situation = situation
    self.options = options
    self.solver = solver
    bound = solver.bound(options, seconds: seconds, daysLeft: daysLeft)
  }

  /// By days left.
  private static func seconds(daysLeft: Int, today: Double, perDay: Double) -> [Double] {
    var seconds = Array(repeating: perDay * 60, count: daysLeft + 1)
    seconds[daysLeft] = max(0, today * 60)
    return seconds
  }

  func queue() -> [Plan.Item] {
    solver.order(options, situation).map { place in
      let isNew = traces[place] == nil
      return Plan.Item(
        card: request.cards[place].id, isNew: isNew,
        expectedSeconds: isNew ? solver.model.introduction.seconds : options[place].meeting(0).seconds)
    }
  }

  func days() -> [Plan.PlannedDay] {
    let simulation = Simulation(
      learner: Learner(memory: request.memory, habits: request.habits), belief: request.memory,
      material: material, traces: traces, days: daysLeft, secondsPerDay: request.minutesPerDay * 60,
      secondsOnFirstDay: request.minutesToday * 60)
    var isSeen = traces.map { $0 != nil }
    let course = simulation.run(PlanPolicy(solver: solver), seed: 0, isFollowed: false)
    return course.days.enumerated().map { offset, studied in
      var day = Plan.PlannedDay(
        day: request.today.advanced(by: offset), new: [], reviews: [], minutes: studied.seconds / 60)
      for place in studied.places {
        if isSeen[place] {
          day.reviews.append(request.cards[place].id)
        } else {
          day.new.append(request.cards[place].id)
        }
        isSeen[place] = true
      }
      return day
    }
  }

  /// The plan's own sum is in proportion to the error of its prices; where it exceeds what any plan can reach, each card's
  /// gain is lowered in the same proportion.
  func plannedRecall() -> [Double] {
    let planned = options.indices.map { solver.expectedRecall(of: options[$0], $0) }
    let untouched = options.map(\.recallUntouched)
    let mean = material.weights.reduce(0, +) / Double(max(1, material.count))
    guard mean > 0 else { return planned }
    func sum(_ recalls: [Double]) -> Double {
      zip(recalls, material.weights).reduce(0) { $0 + $1.0 * $1.1 / mean }
    }
    let (base, top) = (sum(untouched), sum(planned))
    let scale = top > bound && top > base ? max(0, (bound - base) / (top - base)) : 1
    return zip(untouched, planned).map { $0 + ($1 - $0) * scale }
  }

  func readiness(_ planned: [Double], of places: [Int]) -> Plan.Readiness {
    let total = places.reduce(0) { $0 + material.weights[$1] }
    func mean(_ recall: (Int) -> Double) -> Double {
      total > 0 ? places.reduce(0) { $0 + material.weights[$1] * recall($1) } / total : 0
    }
    return Plan.Readiness(
      today: mean { place in
        traces[place].map {
          solver.model.expectation.recall($0.memory, elapsedDays: max(0, -$0.lastDay))
        } ?? 0
      },
      untouched: mean { options[$0].recallUntouched },
      planned: mean { planned[$0] })
  }

  var gainOfToday: Double {
    // On the last day all that the plan adds is today's.
    guard daysLeft > 1 else {
      let all = readiness(plannedRecall(), of: Array(request.cards.indices))
      return max(0, all.planned - all.untouched)
    }
    return gain(ofMinutesToday: 0, perDay: request.minutesPerDay) { solver, seconds in
      solver.renew(options, seconds: seconds, daysLeft: daysLeft, rounds: 3)
    }
  }

  /// Ten minutes may double the time there is, so prices are found from the start.
  var gainOfTenMinutes: Double {
    gain(ofMinutesToday: request.minutesToday + 10, perDay: request.minutesPerDay + 10) { solver, seconds in
      solver.solve(options, seconds: seconds, daysLeft: daysLeft)
    }
  }

  /// How far another allotment of time moves readiness, up or down, as a positive number.
  private func gain(
    ofMinutesToday today: Double, perDay: Double, priced: (inout PlanSolver, [Double]) -> Void
  ) -> Double {
    guard material.count > 0 else { return 0 }
    let seconds = Self.seconds(daysLeft: daysLeft, today: today, perDay: perDay)
    var other = solver
    priced(&other, seconds)
    return abs(other.bound(options, seconds: seconds, daysLeft: daysLeft) - bound) / Double(material.count)
  }
}
