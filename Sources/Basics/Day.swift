/// A study day: it begins at the rollover hour (04:00 local time), so that a late evening counts as one day.
public struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, local.
  public var number: Int

  public init(number: Int) {
    self.number = number
  }

  /// The study day of an instant at `offsetMinutes` east of Greenwich.
  public init(_ instant: Timestamp, offsetMinutes: Int, rolloverHour: Int) {
    let local = instant.milliseconds + Int64(offsetMinutes * 60_000 - rolloverHour * 3_600_000)
    number = Int(local >= 0 ? local / 86_400_000 : -((-local + 86_399_999) / 86_400_000))
  }

  /// The instant at which this day begins.
  public func start(offsetMinutes: Int, rolloverHour: Int) -> Timestamp {
    Timestamp(
      milliseconds: Int64(number) * 86_400_000 - Int64(offsetMinutes) * 60_000 + Int64(rolloverHour)
        * 3_600_000)
  }

  public var date: CalendarDate { CalendarDate(number: number) }

  public func advanced(by days: Int) -> Day { Day(number: number + days) }

  public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}
