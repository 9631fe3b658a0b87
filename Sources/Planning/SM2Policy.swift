import Glibc
public import Scheduling

/// Anki's defaults: its SM-2 with 20 new cards and 200 reviews a day. Source: Anki's deck options.
public struct SM2Policy: Policy {
  public var newPerDay: Int
  public var reviewsPerDay: Int

  public init(newPerDay: Int = 20, reviewsPerDay: Int = 200) {
    self.newPerDay = newPerDay
    self.reviewsPerDay = reviewsPerDay
  }

  public func queue(_ situation: Situation) -> [Int] {
    let (due, new) = DuePolicy.dueAndNew(situation)
    return Array(due.prefix(reviewsPerDay) + new.prefix(newPerDay))
  }

  /// Graduation after 1 day (4 when easy); then hard × 1.2, good × ease, easy × ease × 1.3; a lapse starts again at 1 day.
  public func reschedule(_ trace: inout Trace, after last: Trace?, _ rating: Rating, today: Int) {
    guard let last else {
      trace.ease = 2.5
      trace.dueDay = today + (rating == .easy ? 4 : 1)
      return
    }
    let interval = Double(last.dueDay - last.lastDay)
    let late = Double(max(0, today - last.dueDay))
    let days: Double
    switch rating {
    case .again:
      trace.ease = last.ease - 0.2
      days = 1
    case .hard:
      trace.ease = last.ease - 0.15
      days = max(interval * 1.2, interval + 1)
    case .good: days = max((interval + late / 2) * last.ease, interval * 1.2 + 1)
    case .easy:
      trace.ease = last.ease + 0.15
      days = (interval + late) * last.ease * 1.3
    }
    trace.ease = max(1.3, trace.ease)
    trace.dueDay = today + max(1, Int(days.rounded()))
  }
}
