import Basics
import Testing

@testable import TerminalUI

@Suite struct DayCalendarTests {
  /// Friday, 20 November 2026.
  private let last = CalendarDate(iso: "2026-11-20")
  private func calendar(_ values: [Int]) throws -> DayCalendar {
    DayCalendar(last: try #require(last), values: values, unit: LocalizedText("answers", "次"))
  }

  @Test func aWeekIsAColumnWithMondayOnTop() throws {
    let weeks = try calendar(Array(1...10)).weeks
    // Ten days to a Friday: from Wednesday of the week before.
    #expect(weeks.map(\.values) == [[nil, nil, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, nil, nil]])
    #expect(weeks.map(\.monday.description) == ["2026-11-09", "2026-11-16"])
  }

  @Test func darknessIsTheQuarterOfTheDaysStudied() throws {
    let calendar = try calendar([0, 1, 2, 3, 4, 5, 6, 7, 8])
    let ends = calendar.levelEnds
    #expect((0...8).map { calendar.level($0, ends) } == [0, 1, 1, 2, 2, 3, 3, 4, 4])
  }

  @Test func aNarrowScreenShowsTheLatestWeeks() throws {
    let values = (0..<365).map { $0 % 5 }
    let drawing = Drawing.calendar(try calendar(values))
    for width in [20, 40, 60, 80, 120] {
      let lines = drawing.lines(width: width, capabilities: .plain)
      #expect(lines.count == 9)
      #expect(lines.allSatisfy { $0.columns() <= width })
    }
    let narrow = drawing.lines(width: 6, capabilities: .plain).map(\.plainText)
    // Friday of this week holds the last value.
    #expect(narrow[5].hasPrefix("Fri "))
  }

  @Test(arguments: Language.allCases)
  func monthsAreSpokenWithTheirSums(language: Language) throws {
    let spoken = Drawing.calendar(try calendar([0, 3, 0, 4])).spoken(in: language)
    #expect(spoken == [language == .english ? "Nov 2026: 7 answers on 2 days" : "11月 2026：2 天，7 次"])
  }

  @Test func inlineDrawingsHaveALabelAndNoStyleOfTheirOwn() throws {
    let svg = Drawing.calendar(try calendar([1, 2])).inlineSVG(
      width: 500, label: "a \"year\" <of> days", language: .english)
    #expect(svg.hasPrefix("<svg class=\"drawing\""))
    #expect(svg.contains("role=\"img\" aria-label=\"a &quot;year&quot; &lt;of&gt; days\""))
    #expect(!svg.contains("<style") && !svg.contains(" id=") && !svg.contains("<title"))
    #expect(Drawing.svgStyle.contains(".drawing .f-series3 {"))
    #expect(Drawing.svgStyle.contains("@media screen and (prefers-color-scheme: dark)"))
  }
}
