import Basics

/// How many cards are due on which day, and on which weekdays the learner wants fewer.
///
/// Source: Anki, `load_balancer.rs`; its rule for siblings has nothing to hold for here, since a card has none.
public struct LoadBalance: Hashable, Sendable {
  public enum DayLoad: Double, Hashable, Sendable {
    case normal = 1
    case reduced = 0.5
    case minimum = 0.0001
  }

  /// Longer intervals are spread by fuzz alone.
  public static let longestDays = 90

  /// Reviews already due, by day number.
  public var due: [Int: Int]
  /// Monday to Sunday.
  public var weekdays: [DayLoad]

  public init(due: [Int: Int], weekdays: [DayLoad] = Array(repeating: .normal, count: 7)) {
    precondition(weekdays.count == 7, "a load for each weekday")
    self.due = due
    self.weekdays = weekdays
  }

  /// The interval that `unit` (in 0..<1) picks from the range: weights are (1/due)² · 1/interval · weekday.
  func interval(in range: ClosedRange<Int>, from today: Int, unit: Double) -> Int {
    let weights = range.map { interval in
      let day = today + interval
      let due = Double(max(1, due[day] ?? 0))
      return weekdays[CalendarDate(number: day).weekday].rawValue / (due * due * Double(interval))
    }
    var rest = unit * weights.reduce(0, +)
    for (interval, weight) in zip(range, weights) {
      rest -= weight
      if rest < 0 { return interval }
    }
    return range.upperBound
  }
}
