import Basics
import Scheduling
import Storage
import Testing

@testable import StudyApp

@Suite struct PlanSettingsTests {
  private func store() throws -> ReviewStore {
    try ReviewStore(.memory, now: Timestamp(milliseconds: 0), idSeed: 1)
  }

  @Test func whatIsWrittenIsReadAndNothingElseStays() throws {
    let store = try store()
    #expect(try PlanSettings.read(store) == nil)
    var settings = PlanSettings(date: CalendarDate(number: 20_800), minutes: 25)
    settings.topicWeights = ["convolution": 2, "activations": 0]
    try PlanSettings.write(settings, to: store)
    #expect(try PlanSettings.read(store) == settings)
    settings.topicWeights = ["convolution": 0.5]
    try PlanSettings.write(settings, to: store)
    #expect(try PlanSettings.read(store) == settings)
    try PlanSettings.write(nil, to: store)
    #expect(try PlanSettings.read(store) == nil && (try store.settings().isEmpty))
  }

  @Test func aTopicNotNamedCountsOne() {
    let settings = PlanSettings(date: CalendarDate(number: 10), minutes: 5, topicWeights: ["a": 3])
    #expect(settings.weight(of: "a") == 3 && settings.weight(of: "b") == 1)
    #expect(settings.daysLeft(Day(number: 8)) == 2)
  }

  @Test func easyDaysAreHalfDays() {
    let configuration = Configuration.parse("easy-days = sat sun").configuration
    #expect(DueLoad.weekdays(configuration).suffix(2) == [.reduced, .reduced])
    #expect(DueLoad.weekdays(configuration).prefix(5).allSatisfy { $0 == .normal })
    #expect(Configuration.parse("easy-days = sat sunday").problems.count == 1)
  }

  @Test func aShortDateLeavesTheWeekdayOut() {
    let date = CalendarDate(year: 2026, month: 12, day: 10) ?? CalendarDate(number: 0)
    #expect(Wording.shortDate(date, .english) == "10 Dec" && Wording.shortDate(date, .chinese) == "12月10日")
  }
}
