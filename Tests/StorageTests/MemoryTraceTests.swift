import Basics
import Scheduling
import Testing

@testable import Storage

/// What models besides FSRS-6 must remember of a card.
@Suite struct MemoryTraceTests {
  @Test func statesOfEveryModelAreReadAsTheyWereWritten() throws {
    let store = try ReviewStore(.memory, now: noon, idSeed: 1)
    var random = SplitMix64(seed: 4)
    for step in 0..<120 {
      let id = card("card-\(random.nextIndex(below: 9))")
      let rating = Rating.allCases[random.nextIndex(below: 4)]
      try store.record(id, review(of: id, rating, at: noon.adding(days: Double(step) / 2)))
    }
    for model in [MemoryModel.fsrs7(.standard), .sm2, .standard] {
      let scheduler = Scheduler(model: model)
      let differences = try store.compareStates { scheduler.replay($1, of: $0) }
      #expect(differences.count == 9, "\(model.name)")
      #expect(try store.rebuildStates { scheduler.replay($1, of: $0) } == 9)
      #expect(try store.compareStates { scheduler.replay($1, of: $0) }.isEmpty, "\(model.name)")
      for (id, log) in try store.logs() {
        let trace = try store.card(id)?.state.schedule?.memory.trace
        #expect(trace == scheduler.replay(log, of: id).schedule?.memory.trace)
        #expect((trace == MemoryState.Trace.none) == (model == .standard))
      }
      // Whoever reads them all for one model gets what that model needs, FSRS-6 without a look at traces.
      var states: [Int: Schedule] = [:]
      try store.forEachSchedule(of: 2...8, for: model) { states[$0] = $1 }
      #expect(states.keys.sorted() == Array(2...8))
      for (number, schedule) in states {
        #expect(try store.connection.state(of: number) == .scheduled(schedule))
      }
    }
  }

  @Test func aTraceThatIsOffIsADifference() throws {
    let store = try ReviewStore(.memory, now: noon, idSeed: 1)
    let scheduler = Scheduler(model: .fsrs7(.standard))
    try store.record(card("a"), review(of: card("a")))
    _ = try store.rebuildStates { scheduler.replay($1, of: $0) }
    for damage in ["fast = fast * 1.01", "slow = NULL", "slow = NULL, repetition = 1, easiness = 2.5"] {
      try store.connection.execute("UPDATE card_state SET \(damage)")
      #expect(try store.compareStates { scheduler.replay($1, of: $0) }.count == 1, "\(damage)")
      _ = try store.rebuildStates { scheduler.replay($1, of: $0) }
    }
  }
}
