import Basics
import Planning
import Scheduling
import Storage

/// The plan in force, worked out for today.
struct CurrentPlan {
  let settings: PlanSettings
  let material: PlanMaterial
  let plan: Plan
  /// What is left of today's minutes; a learner who goes on after them gets `extraMinutes` more.
  let minutesToday: Double
  let daysLeft: Int

  /// Who asks for more than the day's minutes gets this much.
  static let extraMinutes = 10.0

  /// nil without a plan, on its day and after it.
  init?(_ study: Study, _ library: Library?) throws {
    guard let settings = try PlanSettings.read(study.store) else { return nil }
    try self.init(study, library, settings)
  }

  init?(_ study: Study, _ library: Library?, _ settings: PlanSettings) throws {
    let daysLeft = settings.daysLeft(study.today)
    guard daysLeft >= 1, daysLeft <= Plan.mostDays else { return nil }
    self.settings = settings
    self.daysLeft = daysLeft
    material = try PlanMaterial(study, library, weights: settings)
    minutesToday = max(0, Double(settings.minutes) - (try study.minutesSpentToday()))
    plan = try Plan(
      PlanRequest(
        cards: material.cards, today: study.today,
        date: Day(number: settings.date.number), minutesPerDay: Double(settings.minutes),
        minutesToday: minutesToday, memory: study.memory, habits: try study.habits()))
  }

  /// Today's cards, best first, as many as are expected to fit into the minutes.
  func session(minutes: Double) -> [Plan.Item] {
    var seconds = 0.0
    return Array(
      plan.queue.lazy.filter { !material.buried.contains($0.card) }.prefix { item in
        defer { seconds += item.expectedSeconds }
        return seconds < minutes * 60
      })
  }
}
