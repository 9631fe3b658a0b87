import Basics
import Planning
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let simulate = CommandSpec(
    "simulate",
    LocalizedText("What lies ahead: workload, knowledge, the best retention", "模拟未来：工作量、知识曲线、最佳保持率"),
    options: [
      OptionSpec(
        "days", .integer(1...730), "N", "Days to play (until the interview, else 30)", "模拟的天数（到面试为止，否则 30）"),
      OptionSpec(
        "minutes", .integer(PlanSettings.minuteRange), "N", "Minutes a day (the plan's, else 20)",
        "每天分钟数（按计划，否则 20）"),
      OptionSpec("new", .integer(0...10_000), "N", "New cards a day (new-per-day)", "每天新卡数（new-per-day）"),
      OptionSpec(
        "retention", .number(0.7...0.97), "R", "Desired retention, 0.7 to 0.97 (retention)",
        "期望保持率（retention）"),
      OptionSpec.flag(
        "compare", "Ways of studying beside each other, over a class of simulated learners", "在一班模拟学习者上比较各种学法"
      ),
      OptionSpec(
        "learners", .integer(2...2000), "N", "With --compare: how many learners (20)",
        "用于 --compare：学习者人数（20）"),
      OptionTable.json,
    ],
    examples: [
      ("study simulate --days 60 --minutes 20", LocalizedText("two months of your deck", "你的卡片未来两个月")),
      (
        "study simulate --retention 0.85",
        LocalizedText("fewer reviews, a little more forgotten", "复习更少，忘得稍多")
      ),
      (
        "study simulate --compare --days 14",
        LocalizedText("the plan beside other policies, with intervals", "把计划与其他学法比较，附置信区间")
      ),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      let library = try study.library()
      let course = try SimulatedCourse(invocation, study, library)
      if invocation.has("compare") {
        let comparison = try course.compared(learners: invocation.integer("learners") ?? 20)
        if invocation.has("json") {
          try workspace.say(comparison.json)
        } else {
          try workspace.say(comparison.drawing(workspace))
        }
        return .success
      }
      let report = SimulationReport(course)
      if invocation.has("json") {
        try workspace.say(report.json)
      } else {
        try workspace.say(report.drawing(workspace))
      }
      return .success
    })
}

/// What is to be played.
struct SimulatedCourse {
  let days: Int
  let minutes: Int
  let newPerDay: Int
  let retention: Double
  let seed: UInt64
  let today: Day
  let learner: Learner
  let parameters: Parameters
  let material: Material
  let traces: [Trace?]

  /// Without `--seed` every run is the same, so that two of them differ by their options alone.
  static let standardSeed: UInt64 = 1

  init(_ invocation: Invocation, _ study: Study, _ library: Library) throws {
    let settings = try PlanSettings.read(study.store).flatMap { $0.daysLeft(study.today) >= 1 ? $0 : nil }
    let configuration = study.workspace.configuration
    days = invocation.integer("days") ?? settings?.daysLeft(study.today) ?? 30
    minutes = invocation.integer("minutes") ?? settings?.minutes ?? 20
    newPerDay = invocation.integer("new") ?? configuration.integer("new-per-day")
    retention = invocation.number("retention") ?? configuration.number("retention")
    seed = study.workspace.seed ?? Self.standardSeed
    today = study.today
    let cards = try PlanMaterial(study, library, weights: settings)
    material = cards.material
    traces = cards.traces(today: study.today)
    learner = Learner(memory: study.planMemory, habits: try study.habits())
    if case .fsrs6(let parameters) = study.scheduler.model {
      self.parameters = parameters
    } else {
      parameters = .standard
    }
  }

  var simulation: Simulation {
    Simulation(
      learner: learner, belief: learner.memory, material: material, traces: traces, days: days,
      secondsPerDay: Double(minutes) * 60)
  }

  /// Everybody of the class begins with all cards new.
  func compared(learners: Int) throws -> ComparisonReport {
    guard days <= Plan.mostDays else {
      throw UsageError.notAllowed(name: "--days", typed: "\(days)", allowed: .range(1...Plan.mostDays))
    }
    return ComparisonReport(self, learners: learners)
  }
}
