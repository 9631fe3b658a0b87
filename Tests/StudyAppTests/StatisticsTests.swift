import Basics
import Scheduling
import Storage
import Testing

@testable import StudyApp

@Suite struct StatisticsTests {
  private static let tolerance = 1e-9
  private let learner: TestLearner
  private let statistics: Statistics

  init() throws {
    learner = try TestLearner()
    statistics = try learner.statistics()
  }

  @Test func everyDayHasTheAnswersOfItsLog() throws {
    var answers: [Int: Int] = [:]
    var again: [Int: Int] = [:]
    var milliseconds: [Int: Int] = [:]
    for record in try learner.history() {
      let day = record.details.day.number
      answers[day, default: 0] += 1
      again[day, default: 0] += record.log.rating == .again ? 1 : 0
      milliseconds[day, default: 0] += record.details.durationMilliseconds
    }
    #expect(answers.count > 90)
    #expect(statistics.days.mapValues(\.answers) == answers)
    #expect(statistics.days.mapValues { $0[.again] } == again)
    #expect(statistics.days.mapValues { $0[.milliseconds] } == milliseconds)
    #expect(statistics.reviewCount == answers.values.reduce(0, +))
  }

  @Test func retentionTakesTheFirstAnswerOfTheDayToACardThatWasDueAndHadLeftItsSteps() throws {
    var expected = Retention()
    var practised = 0
    for (card, records) in Dictionary(grouping: try learner.history(), by: \.card) {
      var seenDays: Set<Int> = []
      let changes = learner.scheduler.history(records.map(\.log), of: card)
      var next = changes.makeIterator()
      for record in records {
        let isFirst = seenDays.insert(record.details.day.number).inserted
        guard record.log.kind.changesSchedule, let change = next.next() else {
          practised += 1
          continue
        }
        guard isFirst, let before = change.before.schedule, before.phase == .review,
          before.dueDay <= record.details.day
        else { continue }
        let recall = Recall(asked: 1, recalled: record.log.rating == .again ? 0 : 1)
        if before.memory.stability >= 21 {
          expected.mature = expected.mature + recall
        } else {
          expected.young = expected.young + recall
        }
      }
    }
    #expect(practised > 5)
    #expect(expected.young.asked > 50 && expected.mature.asked > 20)
    #expect(statistics.days.values.reduce(Retention()) { $0 + $1.retention } == expected)
    #expect(statistics.retentionByMonth.map(\.retention).reduce(Retention(), +) == expected)
  }

  @Test func calibrationComparesWhatTheModelExpectedWithWhatCame() throws {
    var counts = Array(repeating: 0, count: LogTally.binCount)
    var recalled = counts
    var sums = Array(repeating: 0.0, count: LogTally.binCount)
    for (card, records) in Dictionary(grouping: try learner.history(), by: \.card) {
      var seenDays: Set<Int> = []
      var next = learner.scheduler.history(records.map(\.log), of: card).makeIterator()
      for record in records {
        let isFirst = seenDays.insert(record.details.day.number).inserted
        guard record.log.kind.changesSchedule, let change = next.next(), isFirst,
          let elapsed = change.elapsedDays, elapsed > 0, let predicted = change.retrievability
        else { continue }
        let bin = min(LogTally.binCount - 1, Int(predicted * Double(LogTally.binCount)))
        counts[bin] += 1
        sums[bin] += predicted
        recalled[bin] += record.log.rating == .again ? 0 : 1
      }
    }
    #expect(statistics.calibration.map(\.count) == counts)
    #expect(statistics.calibration.map(\.recalled) == recalled)
    for (bin, sum) in zip(statistics.calibration, sums) {
      // Each prediction is rounded to a millionth.
      #expect(abs(Double(bin.predictedMillionths) / 1e6 - sum) <= 0.5e-6 * Double(bin.count) + Self.tolerance)
    }
  }

  @Test func theForecastCountsEachCardOnItsDayAndTheBacklogApart() throws {
    var overdue = 0
    var days = Array(repeating: 0, count: 14)
    try learner.store().forEachCard { record in
      guard let due = record.state.schedule?.dueDay else { return true }
      let offset = due.number - TestLearner.today.number
      if offset < 0 { overdue += 1 } else if offset < 14 { days[offset] += 1 }
      return true
    }
    #expect(days.reduce(0, +) > 0)
    #expect(statistics.forecast == Forecast(overdue: overdue, days: days))
  }

  @Test func suspendedCardsAreNotForecastAndBuriedOnesComeBackOnTheirDay() throws {
    let store = try learner.store()
    var due: [CardID] = []
    try store.forEachCard { record in
      if record.state.schedule.map({ $0.dueDay <= TestLearner.today }) == true { due.append(record.id) }
      return true
    }
    try #require(due.count >= 2)
    try store.suspend(due[0])
    try store.bury(due[1], until: TestLearner.today.advanced(by: 3))
    let after = try learner.statistics()
    #expect(after.cards.suspended == 1)
    #expect(after.dueNow == statistics.dueNow - 2)
    #expect(after.forecast.days[3] == statistics.forecast.days[3] + 1)
  }

  @Test func everyCardIsCountedOnceWhateverItIsCalled() throws {
    let store = try learner.store()
    for card in [TestLearner.card("sizes", 2), TestLearner.card("powers", 1)] { try store.suspend(card) }
    let cards = try learner.statistics().cards
    #expect(cards.suspended == 2)
    #expect(cards.new + cards.learning + cards.young + cards.mature + cards.suspended == 24)
    let empty = try TestLearner(seed: 1, days: 0)
    _ = empty.run("list")
    try empty.store().suspend(TestLearner.card("sizes", 2))
    #expect(try empty.statistics().cards == CardCounts(new: 23, suspended: 1))
  }

  @Test func readinessIsTheMeanRecallOfAllCardsOfATopicUnseenOnesCountedAsForgotten() throws {
    var sums: [String: Double] = [:]
    try learner.store().forEachCard { record in
      let recall = learner.scheduler.retrievability(of: record.state, at: TestLearner.now, offsetMinutes: 0)
      sums[String(record.id.rawValue.prefix { $0 != "-" }), default: 0] += recall ?? 0
      return true
    }
    #expect(statistics.topics.map(\.name).sorted() == TestLearner.topics.sorted())
    for topic in statistics.topics {
      #expect(topic.total == 12)
      #expect(abs(topic.readiness - (sums[topic.name] ?? 0) / 12) < Self.tolerance)
    }
  }

  @Test func topicsAndLevelsShareOutAllAnswers() throws {
    #expect(statistics.topics.map(\.answers.answers).reduce(0, +) == statistics.reviewCount)
    #expect(statistics.levels.map(\.answers.answers).reduce(0, +) == statistics.reviewCount)
    let sizes = try #require(statistics.topics.first { $0.name == "sizes" })
    let own = try learner.history().filter { $0.card.rawValue.hasPrefix("sizes") }
    #expect(sizes.answers.answers == own.count)
    #expect(sizes.answers.milliseconds == own.map(\.details.durationMilliseconds).reduce(0, +))
    #expect(sizes.answers.ratings[0] == own.filter { $0.log.rating == .again }.count)
  }

  @Test func eachHistogramHoldsEveryCardSeenOnce() throws {
    var seen = 0
    try learner.store().forEachCard { record in
      seen += record.state == .new ? 0 : 1
      return true
    }
    #expect(seen == 24)
    #expect(statistics.memory.stability.reduce(0, +) == seen)
    #expect(statistics.memory.difficulty.reduce(0, +) == seen)
    #expect(statistics.memory.recall.reduce(0, +) == seen)
    var histograms = MemoryHistograms()
    histograms.add(stability: 7, difficulty: 9.6, recall: 1)
    #expect(histograms.stability[3] == 1 && histograms.difficulty[9] == 1 && histograms.recall[9] == 1)
  }

  @Test func theWeakestCardsAreThoseLeastLikelyToBeRecalled() throws {
    var recalls: [Double] = []
    try learner.store().forEachCard { record in
      if let recall = learner.scheduler.retrievability(
        of: record.state, at: TestLearner.now, offsetMinutes: 0)
      {
        recalls.append(recall)
      }
      return true
    }
    #expect(statistics.weakest.map(\.recall) == recalls.sorted().prefix(Statistics.weakestCount).map { $0 })
  }

  @Test func manyCardsAreSummedByTwoThreadsAsFewAreByOne() throws {
    let few = try Statistics(learner.study().0)
    let marks = (0...10_000).map { index in
      LogEntry.mark(
        MarkEntry(
          id: ReviewID(high: 1 << 16, low: UInt64(index)),
          card: CardID(rawValue: "elsewhere-\(index)"), change: .flag(1)))
    }
    _ = try learner.store().merge(marks) { _, _ in .new }
    let many = try Statistics(learner.study().0)
    #expect(many.cards == few.cards && many.cards.young > 0 && many.cards.mature > 0)
    #expect(many.dueNow == few.dueNow && few.dueNow > 0)
    #expect(many.forecast == few.forecast && few.forecast.overdue > 0)
    #expect(many.days == few.days && many.calibration == few.calibration)
    #expect(many.memory == few.memory)
    #expect(many.weakest == few.weakest)
    #expect(abs((many.meanRecall ?? 0) - (few.meanRecall ?? 1)) < Self.tolerance)
    for (many, few) in zip(many.topics + many.levels, few.topics + few.levels) {
      #expect((many.total, many.seen, many.due) == (few.total, few.seen, few.due))
      #expect(many.answers == few.answers)
      #expect(abs(many.expected - few.expected) < Self.tolerance)
    }
  }

  @Test func aStreakEndsWithAWholeDayOff() {
    func streaks(_ offsets: [Int]) -> [Int] {
      var days: [Int: DayTally] = [:]
      var tally = DayTally()
      tally[.good] = 1
      for offset in offsets { days[TestLearner.today.number - offset] = tally }
      let copy = Statistics(
        today: TestLearner.today, forecastDays: 1, reviewCount: 0, cards: CardCounts(), dueNow: 0,
        forecast: Forecast(overdue: 0, days: [0]), days: days, calibration: [], topics: [], levels: [],
        memory: MemoryHistograms(), meanRecall: nil, weakest: [])
      return [copy.streak, copy.longestStreak]
    }
    #expect(streaks([]) == [0, 0])
    #expect(streaks([0, 1, 2, 4, 5, 6, 7]) == [3, 4])
    #expect(streaks([1, 2]) == [2, 2])
    #expect(streaks([2, 3]) == [0, 2])
  }

  @Test func aCardsCurveFallsFromOneAfterEachReviewAndMeetsWhatTheModelExpected() throws {
    let (study, library) = try learner.study()
    let card = try CardStatistics(study, library, card: "sizes-0")
    let id = TestLearner.card("sizes", 0)
    let expected = learner.scheduler.history(try learner.store().reviews(of: id).map(\.log), of: id)
    #expect(card.changes == expected)
    let points = card.recallOverTime
    #expect(points.count > 25 && points.allSatisfy { $0.y > 0 && $0.y <= 100 })
    #expect(points[0].y == 100)
    let marks = card.reviews(recalled: true) + card.reviews(recalled: false)
    #expect(marks.count == expected.count)
    for mark in marks where mark.x > 0 {
      #expect(points.contains { abs($0.x - mark.x) < 1e-9 && abs($0.y - mark.y) < 1e-6 })
    }
  }
}
