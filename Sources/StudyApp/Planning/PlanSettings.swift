import Basics
import Storage

/// The plan in force, as the database keeps it.
struct PlanSettings: Hashable, Sendable {
  /// The day of the interview.
  var date: CalendarDate
  /// Of study on each day.
  var minutes: Int
  /// What a topic counts beside the others; those not named count 1, and those with 0 are left out.
  var topicWeights: [String: Double] = [:]

  static let minuteRange = 1...600
  static let weightRange = 0.0...10.0

  private static let dateKey = "plan.date"
  private static let minutesKey = "plan.minutes"
  private static let weightPrefix = "plan.topic."

  /// nil when no plan was made.
  static func read(_ store: ReviewStore) throws(SQLiteError) -> PlanSettings? {
    guard let date = try store.setting(dateKey).flatMap({ CalendarDate(iso: $0) }),
      let minutes = try store.setting(minutesKey).flatMap({ Int($0) }), minuteRange.contains(minutes)
    else { return nil }
    var settings = PlanSettings(date: date, minutes: minutes)
    for (key, value) in try store.settings() where key.hasPrefix(weightPrefix) {
      if let weight = Double(value), weightRange.contains(weight) {
        settings.topicWeights[String(key.dropFirst(weightPrefix.count))] = weight
      }
    }
    return settings
  }

  /// Replaces whatever plan there was; nil leaves none.
  static func write(_ settings: PlanSettings?, to store: ReviewStore) throws(SQLiteError) {
    try store.transaction { () throws(SQLiteError) in
      for (key, _) in try store.settings() where key.hasPrefix(weightPrefix) {
        try store.setSetting(key, to: nil)
      }
      try store.setSetting(dateKey, to: settings?.date.description)
      try store.setSetting(minutesKey, to: settings.map { "\($0.minutes)" })
      for (topic, weight) in settings?.topicWeights ?? [:] {
        try store.setSetting(weightPrefix + topic, to: weight.description)
      }
    }
  }

  func weight(of topic: String) -> Double { topicWeights[topic] ?? 1 }

  /// Days of study left, today among them; 0 on the day itself, negative afterwards.
  func daysLeft(_ today: Day) -> Int { date.number - today.number }
}
