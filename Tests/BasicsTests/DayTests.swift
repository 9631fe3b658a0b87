import Basics
import Testing

@Suite struct DayTests {
  private func day(_ iso: String, _ offsetMinutes: Int = 0, _ rolloverHour: Int = 4) throws -> String {
    Day(try #require(Timestamp(iso: iso)), offsetMinutes: offsetMinutes, rolloverHour: rolloverHour).date
      .description
  }

  @Test func aDayBeginsAtTheRolloverHourOfLocalTime() throws {
    #expect(try day("2026-11-20T03:59:59.999Z") == "2026-11-19")
    #expect(try day("2026-11-20T04:00Z") == "2026-11-20")
    #expect(try day("2026-11-19T20:00Z", 480) == "2026-11-20")
    #expect(try day("2026-11-19T19:59Z", 480) == "2026-11-19")
    #expect(try day("2026-11-20T08:59Z", -300) == "2026-11-19")
    #expect(try day("2026-11-20T00:00Z", 0, 0) == "2026-11-20")
    #expect(try day("1969-12-31T23:59Z", 0, 0) == "1969-12-31")
  }

  @Test func aDayHoldsItsStartAndNotTheMillisecondBefore() {
    for seed in UInt64(0)..<500 {
      var generator = SplitMix64(seed: seed)
      let day = Day(number: Int.random(in: -10_000...40_000, using: &generator))
      let offset = Int.random(in: -14 * 60...14 * 60, using: &generator)
      let hour = Int.random(in: 0...23, using: &generator)
      let start = day.start(offsetMinutes: offset, rolloverHour: hour)
      let before = Timestamp(milliseconds: start.milliseconds - 1)
      #expect(Day(start, offsetMinutes: offset, rolloverHour: hour) == day, "seed \(seed)")
      #expect(Day(before, offsetMinutes: offset, rolloverHour: hour) == day.advanced(by: -1), "seed \(seed)")
    }
  }
}
