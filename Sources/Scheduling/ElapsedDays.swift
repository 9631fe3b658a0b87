public import Basics

/// How days are counted between reviews, and at what instant an interval of days ends.
public enum ElapsedDays: Hashable, Sendable {
  /// Days begin at the rollover hour, local time: an evening and the next morning are a day apart.
  case studyDays(rolloverHour: Int)
  /// A day has passed when 24 hours have, as in py-fsrs.
  case whole24Hours

  public func day(of instant: Timestamp, offsetMinutes: Int) -> Day {
    switch self {
    case .studyDays(let hour): Day(instant, offsetMinutes: offsetMinutes, rolloverHour: hour)
    case .whole24Hours: Day(instant, offsetMinutes: 0, rolloverHour: 0)
    }
  }

  /// Never below zero, although a clock may go back between two reviews.
  func count(since last: Moment, until now: Moment) -> Int {
    let days =
      switch self {
      case .studyDays: now.day.number - last.day.number
      case .whole24Hours: Int((now.instant.milliseconds - last.instant.milliseconds) / 86_400_000)
      }
    return max(0, days)
  }

  /// Whole and exact days, neither below zero.
  func elapsed(since last: Moment, until now: Moment) -> Elapsed {
    let milliseconds = max(0, now.instant.milliseconds - last.instant.milliseconds)
    return Elapsed(studyDays: count(since: last, until: now), days: Double(milliseconds) / 86_400_000)
  }

  /// The time since an entry of a card's log.
  public func elapsed(since last: ReviewLog, at now: Timestamp, offsetMinutes: Int) -> Elapsed {
    elapsed(
      since: moment(last.time, offsetMinutes: last.offsetMinutes),
      until: moment(now, offsetMinutes: offsetMinutes))
  }

  private func moment(_ instant: Timestamp, offsetMinutes: Int) -> Moment {
    Moment(
      instant: instant, day: day(of: instant, offsetMinutes: offsetMinutes), offsetMinutes: offsetMinutes)
  }

  /// A study day is due from its first instant on.
  func end(ofDays days: Int, from now: Moment) -> Timestamp {
    switch self {
    case .studyDays(let hour):
      now.day.advanced(by: days).start(offsetMinutes: now.offsetMinutes, rolloverHour: hour)
    case .whole24Hours:
      Timestamp(milliseconds: now.instant.milliseconds + Int64(days) * 86_400_000)
    }
  }
}

/// An instant together with the study day it fell on where the learner was.
struct Moment {
  var instant: Timestamp
  var day: Day
  var offsetMinutes: Int
}
