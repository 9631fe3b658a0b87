import Basics
import Fitting
import Scheduling
import Storage
import TerminalUI
import Testing

@testable import StudyApp

/// Why a card is where it is.
@Suite struct WhyTests {
  let world: CommandWorld
  private let card = CardID(rawValue: "card-1")

  init() throws {
    world = try CommandWorld()
    try world.add(try CommandWorld.logs(cards: 12, reviews: 8, factor: 1))
  }

  @Test func theStoryIsThatOfTheLog() throws {
    let study = try world.study()
    _ = try study.library()
    let story = try #require(try CardStory(card, study))
    let record = try #require(try study.store.card(card))
    #expect(story.state == record.state)
    #expect(story.changes.count == 8 && story.influences.count == 8 && story.practice.isEmpty)
    #expect(story.state.schedule?.phase == .review)
    #expect(story.intervals.last?.days == record.state.schedule?.intervalDays)
    #expect(story.options.map(\.preview.rating) == Rating.allCases)
    let weights = story.influences.map { abs($0.recallIfReversed - story.recall!) }
    #expect(weights == weights.sorted(by: >) && weights[0] > 0)
  }

  @Test func fuzzIsTheDifferenceBetweenTheTwoIntervals() throws {
    let study = try world.study()
    _ = try study.library()
    var hasFuzz = false
    for index in 0..<12 {
      let story = try #require(try CardStory(CardID(rawValue: "card-\(index)"), study))
      let last = try #require(story.changes.last)
      guard story.state.schedule?.phase == .review else {
        #expect(story.intervals.isEmpty)
        continue
      }
      #expect(story.intervals.map(\.maker) == [.model, .fuzz])
      let exact = Scheduler(isFuzzed: false)
      var generator = SplitMix64(seed: 0)
      let wished = exact.review(
        last.before, last.entry.rating, at: last.entry.time, offsetMinutes: 0, using: &generator)
      #expect(story.intervals[0].days == wished.intervalDays)
      if story.intervals[0].days != story.intervals[1].days { hasFuzz = true }
    }
    #expect(hasFuzz)
  }

  @Test func thePageHasCurveRatingsInfluencesAndLogInBothLanguages() throws {
    for (language, words) in [
      (
        "en",
        [
          "forgetting curve", "What each rating would do now", "Which reviews matter most", "The log",
          "∂R/∂",
        ]
      ),
      ("zh", ["遗忘曲线", "现在评分的结果", "影响最大的复习", "复习记录", "∂R/∂"]),
    ] {
      let result = world.run("why", "card-1", "--lang", language)
      #expect(result.status == .success)
      for word in words { #expect(result.output.contains(word), "\(word) in \(result.output)") }
    }
    let spoken = world.run("why", "card-1", "--accessible")
    #expect(spoken.status == .success && !spoken.output.contains("│"))
    #expect(!spoken.output.contains("just reviewed"))
    #expect(world.run("why", "act-why", "--lang", "zh").output.contains("尚未学过，还没有记忆数据"))
  }

  @Test func underAnotherModelThereIsNoGradientButStillAStory() throws {
    for model in ["fsrs7", "sm2"] {
      #expect(world.run("fit", "--model", model, "--yes").status == .success)
      let json = try world.json("why", "card-1")
      let influences = try #require(json["influences"] as? [[String: Any]])
      #expect(influences.count == 8 && influences.allSatisfy { !($0["gradient"] is Double) }, "\(model)")
      #expect(!world.run("why", "card-1").output.contains("∂R/∂x"))
    }
  }

  @Test func aNewCardHasRatingsAndAnUnknownOneAnError() throws {
    let new = world.run("why", "conv-out-size")
    #expect(new.status == .success && new.output.contains("never reviewed"), "\(new)")
    let unknown = world.run("why", "conv-out-siz")
    #expect(unknown.status == .failure && unknown.errors.contains("conv-out-size"))
  }
}
