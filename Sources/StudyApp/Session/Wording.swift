import Basics
import Scheduling

/// Times, counts and dates in words, short enough for a button.
enum Wording {
  /// `10m`, `3h`, `4d`, `2.5mo`, `1.2y`; in Chinese `10分`, `4天`.
  static func interval(_ interval: Preview.Interval, _ language: Language) -> String {
    switch interval {
    case .seconds(let seconds): duration(seconds: seconds, language)
    case .days(let days): self.days(days, language)
    }
  }

  static func duration(seconds: Double, _ language: Language) -> String {
    let whole = Int(seconds.rounded())
    return switch whole {
    case ..<60: "\(whole)" + (language == .english ? "s" : "秒")
    case ..<3600: "\((whole + 30) / 60)" + (language == .english ? "m" : "分")
    case ..<172_800: "\((whole + 1800) / 3600)" + (language == .english ? "h" : "小时")
    default: days((whole + 43_200) / 86_400, language)
    }
  }

  static func days(_ days: Int, _ language: Language) -> String {
    switch days {
    case ..<31: "\(days)" + (language == .english ? "d" : "天")
    case ..<365: tenths(Double(days) / 30.4) + (language == .english ? "mo" : "个月")
    default: tenths(Double(days) / 365) + (language == .english ? "y" : "年")
    }
  }

  private static func tenths(_ value: Double) -> String {
    let text = ((value * 10).rounded() / 10).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `14 cards`, `1 card`; Chinese has no plural.
  static func count(_ count: Int, _ one: String, _ many: String, _ chinese: String, _ language: Language)
    -> String
  {
    language == .english ? "\(count) \(count == 1 ? one : many)" : "\(count) \(chinese)"
  }

  /// 1 unsure to 3 sure.
  static func confidence(_ confidence: Int, _ language: Language) -> String {
    switch confidence {
    case ..<2: language == .english ? "a guess" : "没把握"
    case 2: language == .english ? "fairly sure" : "有些把握"
    default: language == .english ? "sure" : "很有把握"
    }
  }

  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

  /// `Fri 20 Nov`, `11月20日 周五`.
  static func date(_ date: CalendarDate, _ language: Language) -> String {
    let parts = date.components
    switch language {
    case .english:
      let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
      let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
      return "\(days[date.weekday]) \(parts.day) \(months[parts.month - 1])"
    case .chinese:
      return "\(parts.month)月\(parts.day)日 周\(["一", "二", "三", "四", "五", "六", "日"][date.weekday])"
    }
  }

  /// `21 Nov 15:21`, `2031年12月19日 18:00`: local, with the year where it is another.
  static func moment(
    _ instant: Timestamp, now: Timestamp, utcOffsetMinutes: (Timestamp) -> Int, _ language: Language
  ) -> String {
    func local(_ instant: Timestamp) -> Timestamp {
      instant.adding(seconds: Double(utcOffsetMinutes(instant)) * 60)
    }
    let date = Day(local(instant), offsetMinutes: 0, rolloverHour: 0).date
    let year = date.components.year
    let isThisYear = year == Day(local(now), offsetMinutes: 0, rolloverHour: 0).date.components.year
    let day = shortDate(date, language)
    let time = local(instant).iso.dropFirst(11).prefix(5)
    return switch language {
    case .english: (isThisYear ? day : "\(day) \(year)") + " \(time)"
    case .chinese: (isThisYear ? day : "\(year)年\(day)") + " \(time)"
    }
  }

  /// `10 Dec`, `12月10日`.
  static func shortDate(_ date: CalendarDate, _ language: Language) -> String {
    let words = self.date(date, language).split(separator: " ")
    return (language == .english ? words.dropFirst() : words.prefix(1)).joined(separator: " ")
  }
}
