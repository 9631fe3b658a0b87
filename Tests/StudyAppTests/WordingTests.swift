import Basics
import Testing

@testable import StudyApp

@Suite struct WordingTests {
  @Test func intervalsAreShortInBothLanguages() {
    let cases: [(Double, String, String)] = [
      (60, "1m", "1分"), (600, "10m", "10分"), (45, "45s", "45秒"), (7200, "2h", "2小时"),
      (160_209_000, "5.1y", "5.1年"), (5_270_400, "2mo", "2个月"),
    ]
    for (seconds, english, chinese) in cases {
      #expect(Wording.duration(seconds: seconds, .english) == english)
      #expect(Wording.duration(seconds: seconds, .chinese) == chinese)
    }
    #expect(Wording.days(4, .english) == "4d" && Wording.days(4, .chinese) == "4天")
    #expect(Wording.days(61, .english) == "2mo" && Wording.days(730, .english) == "2y")
  }

  @Test func oneIsSingular() {
    #expect(Wording.count(1, "card", "cards", "张", .english) == "1 card")
    #expect(Wording.count(2, "card", "cards", "张", .english) == "2 cards")
    #expect(Wording.count(2, "card", "cards", "张", .chinese) == "2 张")
  }

  @Test func datesFollowTheLanguage() throws {
    let date = try #require(CalendarDate(iso: "2026-11-20"))
    #expect(Wording.date(date, .english) == "Fri 20 Nov")
    #expect(Wording.date(date, .chinese) == "11月20日 周五")
    let (now, later) = (CommandWorld.noon, CommandWorld.noon.adding(days: 365))
    func moment(_ instant: Timestamp, _ language: Language) -> String {
      Wording.moment(instant, now: now, utcOffsetMinutes: { _ in 480 }, language)
    }
    #expect(moment(now, .english) == "20 Nov 20:00" && moment(now, .chinese) == "11月20日 20:00")
    #expect(moment(later, .english) == "20 Nov 2027 20:00" && moment(later, .chinese) == "2027年11月20日 20:00")
  }

  @Test func valuesReadAsPeopleWriteThem() {
    #expect(ShownValue.text([12, 12]) == "12 × 12")
    #expect(ShownValue.text([0.19661193324148185]) == "0.196612")
    #expect(ShownValue.text([1, 2.5, 3]) == "1, 2.5, 3")
    #expect(ShownValue.text([[1, 2], [3, 4]]) == "1 × 2; 3 × 4")
  }
}
