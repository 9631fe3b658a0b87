import Basics
import Scheduling
import Storage
import Testing

@testable import StudyApp

/// Model and parameters as the database keeps them.
@Suite struct StudyMemoryTests {
  let world: CommandWorld

  init() throws {
    world = try CommandWorld()
  }

  private let card = CardID(rawValue: "card-0")

  private func review(_ kind: ReviewKind, _ study: Study) -> (CardState) -> NewReview {
    { state in
      var generator = Fuzz.generator(card: card, reviews: state.reviews)
      let schedule = study.scheduler.review(
        state, .good, at: study.now, offsetMinutes: 0, using: &generator)
      return NewReview(
        log: ReviewLog(rating: .good, time: study.now, offsetMinutes: 0, kind: kind),
        details: ReviewDetails(
          day: study.today, durationMilliseconds: 1, model: study.modelName,
          parametersVersion: study.parametersVersion),
        schedule: kind.changesSchedule ? schedule : nil)
    }
  }

  @Test func aVersionIsReadAsItWasWritten() throws {
    for model in [MemoryModel.standard, .fsrs7(.standard), .sm2] {
      let version = ParametersVersion(
        number: 3, model: model, time: CommandWorld.noon, reviews: 100,
        heldOut: [.init(name: "average", logLoss: 0.25)], practiceKinds: [.drill, .cram])
      #expect(ParametersVersion(json: version.json) == version)
    }
    let version = ParametersVersion(number: 1, model: .fsrs7(.standard), time: CommandWorld.noon)
    let study = try world.study()
    try study.memory.put(version, retention: 0.8, at: study.now)
    #expect(study.memory.version == version && study.memory.retention == 0.8)
    #expect(try StudyMemory(study.store).version == version)
    #expect(try study.memory.previous() == .standard)
  }

  @Test func settingsThatThisProgramCannotHaveWrittenAreDamage() throws {
    let study = try world.study()
    for (key, value) in [
      ("memory.current", "7"), ("memory.current", "x"), ("memory.retention", "2"),
    ] {
      try study.store.setSetting(key, to: value)
      #expect(throws: SQLiteError.self, "\(key) = \(value)") { try StudyMemory(study.store) }
      try study.store.setSetting(key, to: nil)
    }
    try study.store.setSetting("memory.current", to: "1")
    try study.store.setSetting(
      "memory.parameters.1", to: "{\"number\":1,\"model\":\"fsrs6\",\"weights\":[1]}")
    #expect(throws: SQLiteError.self) { try StudyMemory(study.store) }
  }

  @Test func aReviewFollowsTheModelThatAnotherProcessPutInForce() throws {
    try world.add(try CommandWorld.logs(cards: 3, reviews: 4, factor: 1))
    for model in [MemoryModel.fsrs7(.standard), .sm2, .standard] {
      let old = try world.study()
      let other = try world.study()
      let number = model == .standard ? 0 : 1 + MemoryModel.Name.allCases.firstIndex(of: model.name)!
      try other.memory.put(ParametersVersion(number: number, model: model), retention: 0.9, at: other.now)
      try old.record(card, review(.review, old))
      #expect(old.memory.version.model == model)
      #expect(try other.store.compareStates(replay: other.replay).isEmpty, "\(model.name)")
      #expect(try old.undoLast(at: old.now) != nil)
      #expect(try other.store.compareStates(replay: other.replay).isEmpty, "\(model.name)")
    }
  }

  @Test func onlyPracticeThatFeedsTheModelMovesACard() throws {
    try world.add(try CommandWorld.logs(cards: 2, reviews: 4, factor: 1))
    let study = try world.study()
    let before = try study.store.card(card)?.state
    try study.record(card, review(.cram, study))
    #expect(try study.store.card(card)?.state == before)
    try study.memory.put(
      ParametersVersion(number: 1, model: .standard, practiceKinds: [.cram]), retention: 0.9, at: study.now)
    #expect(try study.store.card(card)?.state != before)
    let replayed = try study.store.card(card)?.state
    try study.record(card, review(.cram, study))
    #expect(try study.store.card(card)?.state.reviews == replayed!.reviews + 1)
    #expect(try study.store.compareStates(replay: study.replay).isEmpty)
    // A card that was never introduced is not introduced by practice.
    let new = CardID(rawValue: "never-asked")
    try study.record(new, review(.cram, study))
    #expect(try study.store.card(new)?.state == .new)
    #expect(try study.store.compareStates(replay: study.replay).isEmpty)
  }

  @Test func movesAreCountedByDueDay() {
    let today = Day(CommandWorld.noon, offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour)
    func schedule(due days: Int) -> Schedule {
      let day = today.advanced(by: days)
      return Schedule(
        phase: .review, memory: MemoryState(stability: 1, difficulty: 5),
        due: day.start(offsetMinutes: 0, rolloverHour: Scheduler.rolloverHour), dueDay: day,
        lastReview: CommandWorld.noon, lastDay: today, reviews: 1, lapses: 0)
    }
    let moves = ScheduleMoves(
      [
        (schedule(due: 5), schedule(due: 5), false), (schedule(due: 5), schedule(due: -2), false),
        (schedule(due: 9), schedule(due: 0), true), (schedule(due: -1), schedule(due: 2), false),
        (schedule(due: -3), schedule(due: -1), false), (schedule(due: 2), schedule(due: 3), false),
      ], at: CommandWorld.noon, today: today)
    #expect(moves.moved == 5 && moves.earlier == 2 && moves.later == 3)
    #expect(moves.medianDays == 3 && moves.largestDays == -9 && moves.dueNow == 1)
  }
}
