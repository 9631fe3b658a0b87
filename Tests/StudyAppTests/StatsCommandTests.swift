import Basics
import Scheduling
import Storage
import TerminalUI
import Testing

@testable import StudyApp

@Suite struct StatsCommandTests {
  private func page(_ arguments: String...) throws -> String {
    let learner = try TestLearner()
    let words = ["stats", "--topic", "sizes"] + arguments
    return learner.run(words)
  }

  @Test func aPipeGetsTablesOfNumbers() throws {
    #expect(try page("--lang", "en") == Self.english)
  }

  @Test func thePageIsTheSameInChinese() throws {
    #expect(try page("--lang", "zh") == Self.chinese)
  }

  @Test(arguments: ["en", "zh"])
  func noLineOfAPipeIsLongerThanEightyColumns(language: String) throws {
    let lines = try page("--lang", language, "--days", "365").split(separator: "\n")
    #expect(lines.allSatisfy { StyledText(String($0)).columns() <= 80 })
  }

  @Test func toldAsSentencesThereIsNoDrawing() throws {
    let text = try page("--accessible", "--lang", "en")
    #expect(text.contains("What falls due\n"))
    #expect(text.unicodeScalars.allSatisfy { !(0x2500...0x28FF).contains($0.value) })
    #expect(text.contains("overdue: "))
  }

  @Test func jsonHoldsEveryPartAndEveryDay() throws {
    let text = try page("--json")
    for name in [
      "reviews", "due", "streak", "forecast", "history", "retention", "calibration", "confidence",
      "stability",
      "difficulty", "recall", "topics", "levels",
    ] {
      #expect(text.contains("  \"\(name)\": "), "\(name)")
    }
    #expect(text.contains("\"topic\": \"sizes\"") && !text.contains("\"powers\""))
  }

  @Test func aCardIsShownWithItsReviews() throws {
    let learner = try TestLearner()
    let text = learner.run(["stats", "--card", "sizes-3", "--lang", "en"])
    let reviews = try learner.store().reviews(of: TestLearner.card("sizes", 3)).filter {
      $0.log.kind.changesSchedule
    }
    #expect(text.split(separator: "\n").filter { $0.hasPrefix("2026-") }.count == reviews.count)
    #expect(learner.run(["stats", "--card", "sizes-33"]).contains("there is no card \"sizes-33\""))
  }

  @Test func aTopicThatIsNoneIsNamed() throws {
    #expect(try TestLearner().run(["stats", "--topic", "sises"]).contains("sises"))
  }

  @Test func confidenceIsHeldAgainstWhatWasRight() throws {
    var statistics = try TestLearner().statistics()
    #expect(!StatisticsPage.sections(statistics, .english).contains { $0.kind == .confidence })
    statistics.confidence = [
      ConfidenceCount(confidence: 1, right: 1, count: 4), ConfidenceCount(confidence: 3, right: 9, count: 10),
    ]
    let section = try #require(StatisticsPage.sections(statistics, .english).first { $0.kind == .confidence })
    #expect(section.sentence == "When you were sure, you were right 90 % of the time.")
    #expect(
      section.table.rows.map { $0.map(\.plainText) } == [["a guess", "25 %", "4"], ["sure", "90 %", "10"]])
  }
}
