import Basics
import Scheduling
import Storage
import Testing

@testable import StudyApp

@Suite struct LogTallyTests {
  private let scheduler = Scheduler()
  private let start = TestLearner.now

  /// One card's tally from ratings given so many days after the first.
  private func tally(_ answers: [(day: Double, rating: Rating, kind: ReviewKind)]) -> DayTally {
    let log = answers.map { answer in
      let time = start.adding(days: answer.day)
      return LoggedAnswer(
        card: 3, day: Day(time, offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour),
        durationMilliseconds: 400_000,
        log: ReviewLog(rating: answer.rating, time: time, offsetMinutes: 0, kind: answer.kind))
    }
    var tally = LogTally()
    tally.add(log, of: CardID(rawValue: "card"), scheduler)
    var sum = DayTally()
    for day in tally.days.values { sum.add(day) }
    return sum
  }

  @Test func learningStepsAreWorkButNoTestOfMemory() {
    let sum = tally([(0, .good, .learn), (0.01, .again, .learn), (0.02, .good, .learn), (1, .good, .learn)])
    #expect(sum.answers == 4)
    #expect(sum[.introduced] == 1)
    #expect(sum.retention == Retention())
  }

  @Test func onlyTheFirstAnswerOfADayToADueCardCounts() {
    let sum = tally([(0, .easy, .learn), (60, .again, .review), (60.01, .good, .relearn)])
    #expect(sum.retention == Retention(young: Recall(asked: 1, recalled: 0)))
  }

  @Test func aReviewAheadOfItsDayDoesNotCount() {
    #expect(tally([(0, .easy, .learn), (1, .good, .review)]).retention == Retention())
  }

  @Test(arguments: ReviewKind.allCases.filter { !$0.changesSchedule })
  func practiceNeverCountsAndBarsTheRestOfItsDay(kind: ReviewKind) {
    let sum = tally([(0, .easy, .learn), (60, .good, kind), (60.01, .good, .review)])
    #expect(sum.answers == 3)
    #expect(sum[.practice] == 1)
    #expect(sum.retention == Retention())
  }

  @Test func confidenceIsCountedWithWhatCameOfIt() {
    var tally = LogTally()
    let stated: [(Int?, Rating)] = [(1, .again), (3, .good), (3, .again), (nil, .good), (3, .hard)]
    let log = stated.enumerated().map { offset, answer in
      let time = start.adding(days: Double(offset))
      return LoggedAnswer(
        card: 1, day: Day(time, offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour),
        durationMilliseconds: 1,
        log: ReviewLog(rating: answer.1, time: time, offsetMinutes: 0, kind: .review), confidence: answer.0)
    }
    tally.add(log, of: CardID(rawValue: "card"), scheduler)
    #expect(tally.confidence == [Recall(asked: 1), Recall(), Recall(asked: 3, recalled: 2)])
    tally.add(log, of: CardID(rawValue: "card"), sign: -1, scheduler)
    #expect(tally.confidence == Array(repeating: Recall(), count: 3))
  }

  @Test func aLearnerWhoWentAwayIsNotStudying() {
    #expect(tally([(0, .good, .learn)])[.milliseconds] == LogTally.longestAnswerMilliseconds)
  }

  @Test func whatIsAddedCanBeTakenAwayExactly() throws {
    let learner = try TestLearner(seed: 2, days: 60)
    let whole = try LogTally(try learner.store(), scheduler)
    var tally = whole
    let answers = try learner.store().answers(ofCard: 1, at: try learner.store().logPosition())
    try #require(!answers.isEmpty)
    let id = try #require(try learner.store().cardID(ofNumber: 1))
    tally.add(answers, of: id, sign: -1, scheduler)
    #expect(tally != whole)
    tally.add(answers, of: id, scheduler)
    tally.prune()
    #expect(tally == whole)
  }

  @Test func theBytesOfATallyReadBackAndNoOthersDo() throws {
    let tally = try LogTally(try TestLearner(seed: 2, days: 60).store(), scheduler)
    let bytes = tally.bytes
    #expect(LogTally(bytes: bytes) == tally)
    #expect(LogTally(bytes: bytes.dropLast()) == nil)
    #expect(LogTally(bytes: bytes + [0]) == nil)
    // Anything at all: refused or read, never a trap.
    for seed in UInt64(0)..<2000 {
      var generator = SplitMix64(seed: seed)
      var damaged = bytes
      for _ in 0..<3 {
        damaged[Int(generator.next() % UInt64(damaged.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      let noise = (0..<200).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      _ = (LogTally(bytes: damaged), LogTally(bytes: noise))
    }
  }

  @Test func whatIsKeptIsBroughtUpToDateByNewAnswersAndUndoneOnes() throws {
    let learner = try TestLearner(seed: 2, days: 60)
    let store = try learner.store()
    for round in 0..<12 {
      let now = TestLearner.now.adding(days: Double(round + 1))
      let card = TestLearner.card("sizes", round % 3)
      try learner.answer(card, try store.card(card)?.state ?? .new, at: now, in: store)
      if round % 4 == 3 {
        for _ in 0..<2 { _ = try store.undoLast(at: now) { scheduler.replay($1, of: $0) } }
      }
      let kept = try LogTally.current(store, scheduler)
      #expect(kept == (try LogTally(store, scheduler)), "round \(round)")
      #expect(try store.logSummary()?.position == store.logPosition(), "round \(round)")
    }
  }

  @Test func otherParametersMakeTheTallyAnew() throws {
    let learner = try TestLearner(seed: 2, days: 60)
    let store = try learner.store()
    let before = try LogTally.current(store, scheduler)
    let strict = Scheduler(desiredRetention: 0.95)
    #expect(LogTally.fingerprint(of: strict) != LogTally.fingerprint(of: scheduler))
    #expect(try LogTally.current(store, strict) == LogTally(store, strict))
    #expect(try LogTally.current(store, scheduler) == before)
  }
}
