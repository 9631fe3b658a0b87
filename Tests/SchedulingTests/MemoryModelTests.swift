import Basics
import Testing

@testable import Scheduling

@Suite struct MemoryModelTests {
  let card = CardID(rawValue: "conv-out-size")
  let start = Timestamp(iso: "2026-01-01T09:00:00Z")!

  /// Reviews exactly when due, by a scheduler of the model.
  private func log(_ scheduler: Scheduler, _ ratings: [Rating]) -> (entries: [ReviewLog], state: CardState) {
    var now = start
    var state = CardState.new
    var entries: [ReviewLog] = []
    for rating in ratings {
      entries.append(
        ReviewLog(rating: rating, time: now, offsetMinutes: 60, kind: ReviewKind(scheduled: state)))
      var generator = Fuzz.generator(card: card, reviews: state.reviews)
      let next = scheduler.review(state, rating, at: now, offsetMinutes: 60, using: &generator)
      now = max(next.due, now.adding(seconds: 60))
      state = .scheduled(next)
    }
    return (entries, state)
  }

  @Test(arguments: MemoryModel.Name.allCases)
  func aReplayEndsWhereTheSessionsDid(name: MemoryModel.Name) {
    let scheduler = Scheduler(model: MemoryModel(standard: name))
    let ratings: [Rating] = [.good, .good, .good, .again, .hard, .good, .easy, .good, .again, .good, .good]
    let (entries, state) = log(scheduler, ratings)
    #expect(scheduler.replay(entries, of: card) == state)
    #expect(scheduler.history(entries, of: card).count == ratings.count)
  }

  @Test(arguments: MemoryModel.Name.allCases)
  func aCardIsDueWhenItsRecallReachesTheDesiredRetention(name: MemoryModel.Name) throws {
    let scheduler = Scheduler(model: MemoryModel(standard: name), desiredRetention: 0.85, isFuzzed: false)
    let (_, state) = log(scheduler, [.good, .good, .good, .good, .good])
    let schedule = try #require(state.schedule)
    let recall = try #require(
      scheduler.retrievability(
        of: state, at: schedule.lastReview.adding(days: Double(schedule.intervalDays)), offsetMinutes: 60))
    // Intervals are whole days.
    #expect(abs(recall - 0.85) < 0.005, "\(schedule.intervalDays) days")
  }

  @Test(arguments: MemoryModel.Name.allCases)
  func weightsMakeTheModelAgain(name: MemoryModel.Name) throws {
    let model = MemoryModel(standard: name)
    #expect(try MemoryModel(name, weights: model.weights) == model)
    #expect(throws: ParametersError.wrongCount(3)) { try MemoryModel(name, weights: [1, 2, 3]) }
  }

  @Test func theStabilityOfEveryModelIsTheTimeToNineTenths() throws {
    for name in MemoryModel.Name.allCases {
      let scheduler = Scheduler(model: MemoryModel(standard: name), isFuzzed: false)
      let (_, state) = log(scheduler, [.easy, .good, .good])
      let schedule = try #require(state.schedule)
      #expect(abs(schedule.memory.stability - Double(schedule.intervalDays)) <= 0.5, "\(name)")
    }
  }
}
