import Basics
import Testing

@testable import StudyApp

/// The ladder of an interview and its report.
@Suite struct InterviewTests {
  private func cards(topics: Int = 3) -> [InterviewCard] {
    (0..<topics).flatMap { topic in
      Rung.allCases.flatMap { rung in
        (0..<4).map { index in
          InterviewCard(
            id: CardID(rawValue: "t\(topic)-\(rung)-\(index)"), topic: "t\(topic)",
            level: min(3, rung.rawValue / 2 + 1), rungs: [rung],
            related: index == 0 ? [CardID(rawValue: "t\(topic)-compute-3")] : [])
        }
      }
    }
  }

  private func result(_ step: Interview.Step, score: Double, seconds: Int = 30, confidence: Int? = nil)
    -> InterviewResult
  {
    InterviewResult(
      id: step.card.id, topic: step.card.topic, level: step.card.level, rung: step.rung, score: score,
      seconds: seconds, confidence: confidence, mistake: nil, answer: nil)
  }

  /// The rungs asked while answers have these scores.
  private func rungs(_ scores: [Double], level: Int = 1, seed: UInt64 = 1) -> [(String, Rung)] {
    var interview = Interview(cards: cards(), level: level, seed: seed)
    return scores.compactMap { score in
      guard let step = interview.next() else { return nil }
      interview.take(result(step, score: score))
      return (step.card.topic, step.rung)
    }
  }

  @Test func goodAnswersClimbFromDefinitionToDesignThenAnotherTopicBegins() {
    let asked = rungs([1, 1, 1, 1, 1, 1])
    #expect(asked.prefix(5).map(\.1) == [.define, .compute, .derive, .pitfalls, .design])
    #expect(Set(asked.prefix(5).map(\.0)).count == 1 && asked[5].0 != asked[0].0 && asked[5].1 == .define)
  }

  @Test func aBadAnswerDescendsAndTwoInARowLeaveTheTopic() {
    let asked = rungs([1, 1, 0, 0, 1])
    #expect(asked.prefix(4).map(\.1) == [.define, .compute, .derive, .compute])
    #expect(asked[4].0 != asked[0].0)
  }

  @Test func theLevelSaysWhereTopicsBegin() {
    #expect(rungs([1], level: 2)[0].1 == .compute)
    #expect(rungs([1], level: 3)[0].1 == .derive)
  }

  @Test func noCardIsAskedTwiceAndTheEndIsReached() {
    for seed in UInt64(0)..<20 {
      var interview = Interview(cards: cards(topics: 2), level: 1, seed: seed)
      var generator = SplitMix64(seed: seed)
      var asked: Set<CardID> = []
      while let step = interview.next() {
        #expect(asked.insert(step.card.id).inserted, "seed \(seed)")
        interview.take(result(step, score: Double(generator.nextIndex(below: 11)) / 10))
      }
      #expect(asked.count == 40, "seed \(seed)")
    }
  }

  @Test func theSameSeedAndAnswersReplayTheSameQuestions() {
    func course(_ seed: UInt64) -> [CardID] {
      var interview = Interview(cards: cards(), level: 1, seed: seed)
      return (0..<8).compactMap { index in
        guard let step = interview.next() else { return nil }
        interview.take(result(step, score: index % 3 == 0 ? 0.2 : 0.9))
        return step.card.id
      }
    }
    #expect(course(4) == course(4))
    #expect(course(4) != course(5))
  }

  @Test func aFollowUpIsPreferred() {
    var followed = 0
    for seed in UInt64(0)..<40 {
      var interview = Interview(cards: cards(topics: 1), level: 1, seed: seed)
      guard let first = interview.next(), first.card.id.rawValue.hasSuffix("-0") else { continue }
      interview.take(result(first, score: 1))
      #expect(interview.next()?.card.id.rawValue == "t0-compute-3")
      followed += 1
    }
    #expect(followed > 3)
  }

  @Test func theReportNamesWeakTopicsSlowAnswersAndFalseConfidence() {
    var interview = Interview(cards: cards(), level: 1, seed: 1)
    for score in [1.0, 0.2, 0.1] {
      guard let step = interview.next() else { break }
      interview.take(
        result(step, score: score, seconds: score == 1 ? 10 : 500, confidence: score < 0.15 ? 3 : 1))
    }
    let report = InterviewReport(
      results: interview.results, titles: [:], questions: [:], seed: 9,
      start: Timestamp(milliseconds: 0), minutes: 20, level: 1)
    #expect(report.overConfident.map(\.score) == [0.1])
    #expect(report.slowest.count == 2)
    #expect(report.command?.hasPrefix("study quiz t") == true)
    #expect(report.replay.contains("--seed 9"))
    #expect(report.score.map { abs($0 - 1.3 / 3) < 1e-12 } == true)
    for language in Language.allCases { #expect(report.blocks(language).count > 5) }
  }
}
