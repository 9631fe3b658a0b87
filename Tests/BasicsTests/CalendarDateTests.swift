import Basics
import Foundation
import Testing

@Suite struct CalendarDateTests {
  @Test func agreesWithTheGregorianCalendarOfTheSystem() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for seed in UInt64(0)..<500 {
      var generator = SplitMix64(seed: seed)
      // From 1600 on, where the system's calendar is Gregorian too.
      let number = Int.random(in: -135_000...2_900_000, using: &generator)
      let date = Date(timeIntervalSince1970: Double(number) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let year = try #require(parts.year)
      let month = try #require(parts.month)
      let day = try #require(parts.day)
      let made = try #require(CalendarDate(year: year, month: month, day: day))
      #expect(made.number == number, "seed \(seed)")
      #expect(made.description.hasPrefix("\(year)-"), "seed \(seed)")
      #expect(CalendarDate(iso: made.description) == made, "seed \(seed)")
    }
  }

  @Test func aYearHasItsDays() {
    #expect(CalendarDate(year: 2024, month: 2, day: 29) != nil)
    #expect(CalendarDate(year: 2000, month: 2, day: 29) != nil)
    for (year, month, day) in [
      (1900, 2, 29), (2023, 2, 29), (2023, 4, 31), (2023, 0, 1), (2023, 13, 1), (2023, 1, 0), (0, 1, 1),
      (10_000, 1, 1),
    ] {
      #expect(CalendarDate(year: year, month: month, day: day) == nil, "\(year)-\(month)-\(day)")
    }
    #expect(CalendarDate(iso: "2024-02-29")?.description == "2024-02-29")
    #expect(CalendarDate(iso: "0033-04-03")?.description == "0033-04-03")
    #expect(CalendarDate(iso: "2024-02-29T") == nil)
  }
}
