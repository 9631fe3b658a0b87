import Basics
import Scheduling
import Testing

@testable import Storage

@Suite struct ReviewLogTests {
  let scratch: ScratchFolder
  let one = card("conv-out-size")
  let two = card("relu")

  init() throws {
    scratch = try ScratchFolder()
  }

  @Test func aReviewComesBackAsItWasRecorded() throws {
    let details = ReviewDetails(
      day: today, durationMilliseconds: 12_345, exercise: "drill", seed: .max,
      numbers: [
        .init("n", 224), .init("rate", 0.1), .init("mode", "same \"x\""), .init("sizes", [1, [2, 3]]),
        .init("flag", true), .init("none", nil), .init("inner", .object([.init("a", [])])),
      ].asObject, answer: "112x112\n⌊ü⌋", model: "fsrs-6", parametersVersion: 7, confidence: 3)
    let log = ReviewLog(
      rating: .hard, time: noon, offsetMinutes: -210, kind: .interview, intervalDays: 17)
    let recorded: ReviewRecord
    do {
      let store = try scratch.open()
      recorded = try store.record(one) { _ in NewReview(log: log, details: details, schedule: nil) }
    }
    let store = try scratch.open()
    #expect(try store.allReviews() == [recorded])
    #expect(recorded.log == log)
    #expect(recorded.details == details)
    #expect(recorded.card == one)
    #expect(!recorded.isRetracted)
  }

  @Test func theStateIsWrittenWithTheReview() throws {
    let store = try scratch.open()
    var state = CardState.new
    var now = noon
    for rating in [Rating.good, .good, .again, .hard, .good, .easy] {
      var seen: CardState?
      try store.record(one) {
        seen = $0
        return review(of: one, rating, at: now)($0)
      }
      #expect(seen == state)
      state = try #require(try store.state(of: one))
      now = try #require(state.schedule).due
    }
    let log = try store.reviews(of: one).map(\.log)
    #expect(log.map(\.kind) == [.learn, .learn, .review, .relearn, .relearn, .review])
    #expect(replay(one, log) == state)
  }

  @Test func practiceLeavesTheScheduleAsItWas() throws {
    let store = try scratch.open()
    try store.record(one, review(of: one))
    let before = try store.state(of: one)
    for id in [one, two] {
      try store.record(id) { state in
        var practice = review(of: id, .again, exercise: "choice")(state)
        practice.log.kind = .cram
        practice.schedule = nil
        return practice
      }
    }
    #expect(try store.state(of: one) == before)
    #expect(try store.card(one)?.lastExercise == "choice")
    #expect(try store.state(of: two) == .new)
    #expect(try store.reviewCount() == 3)
  }

  @Test func theLogCannotBeChanged() throws {
    let store = try scratch.open()
    try store.record(one, review(of: one))
    try store.record(one, review(of: one))
    _ = try store.undoLast(at: noon, replay: replay)
    let attempts = [
      "UPDATE review SET rating = 4", "DELETE FROM review", "UPDATE retraction SET time = 0",
      "DELETE FROM retraction", "REPLACE INTO review SELECT * FROM review",
      "REPLACE INTO retraction SELECT * FROM retraction",
    ]
    for sql in attempts {
      #expect { try store.connection.execute(sql) } throws: { error in
        error as? SQLiteError == .constraint(detail: "the review log is append-only")
      }
    }
    #expect(try store.allReviews().map(\.isRetracted) == [false, true])
  }

  @Test func undoWalksBackAcrossARestart() throws {
    var states: [CardState] = [.new]
    do {
      let store = try scratch.open()
      for step in 0..<5 {
        try store.record(one, review(of: one, at: noon.adding(days: Double(step))))
        states.append(try #require(try store.state(of: one)))
      }
    }
    for step in stride(from: 4, through: 0, by: -1) {
      let store = try scratch.open()
      guard case .review(let undone)? = try store.undoLast(at: noon.adding(days: 6), replay: replay) else {
        Issue.record("step \(step)")
        return
      }
      #expect(undone.log.time == noon.adding(days: Double(step)))
      #expect(undone.isRetracted)
      #expect(try store.state(of: one) == states[step])
      #expect(try store.reviewCount() == step)
    }
    let store = try scratch.open()
    #expect(try store.undoLast(at: noon, replay: replay) == nil)
    #expect(try store.allReviews().count == 5)
    try store.record(one, review(of: one))
    #expect(try store.state(of: one) == states[1])
  }

  @Test func undoTakesTheLatestReviewOfAnyCard() throws {
    let store = try scratch.open()
    try store.record(one, review(of: one))
    try store.record(two, review(of: two, .easy))
    let before = try store.state(of: one)
    #expect(try store.undoLast(at: noon, replay: replay)?.card == two)
    #expect(try store.state(of: two) == .new)
    #expect(try store.state(of: one) == before)
    #expect(try store.undoLast(at: noon, replay: replay)?.card == one)
  }

  @Test func undoTakesBackMarksAndReviewsInTheOrderTheyWereMade() throws {
    let store = try scratch.open()
    try store.mark(one) { $0.note = "old" }
    try store.record(one, review(of: one))
    try store.suspend(two)
    try store.unsuspend(two)
    try store.bury(one, until: today)
    try store.mark(one) { $0.note = "new" }
    var undone: [MarkEntry.Change?] = []
    while let action = try store.undoLast(at: noon, replay: replay) {
      if case .mark(_, let restored, _) = action { undone.append(restored) } else { undone.append(nil) }
    }
    #expect(
      undone == [.note("old"), .buriedUntil(nil), .suspended(true), .suspended(false), nil, .note(nil)])
    #expect(try store.card(one)?.mark == CardMark.none)
    #expect(try store.compareStates(replay: replay).isEmpty)
  }

  @Test func undoStopsAtACardThatWasForgotten() throws {
    let store = try scratch.open()
    try store.record(one, review(of: one))
    try store.record(two, review(of: two))
    #expect(try store.forget(one, at: noon, replay: replay) == 1)
    let before = try store.allEntries()
    #expect(try store.undoLast(at: noon, replay: replay) == .forgetting(one))
    #expect(try store.allEntries() == before)
    try store.suspend(two)
    #expect(try store.undoLast(at: noon, replay: replay)?.card == two)
    #expect(try store.undoLast(at: noon, replay: replay) == .forgetting(one))
  }

  @Test func aClockThatGoesBackDoesNotReorderTheLog() throws {
    do {
      let store = try scratch.open()
      try store.record(one, review(of: one, .good, at: noon))
    }
    let store = try scratch.open()
    try store.record(one, review(of: one, .again, at: noon.adding(days: -30)))
    try store.record(two, review(of: two, .easy, at: noon.adding(days: -30)))
    #expect(try store.allReviews().map(\.log.rating) == [.good, .again, .easy])
    #expect(try store.undoLast(at: noon.adding(days: -31), replay: replay)?.card == two)
    #expect(try store.compareStates(replay: replay).isEmpty)
  }

  @Test func idsOfTwoStoresOnOneFileAreInTheOrderOfTheirReviews() throws {
    let stores = [try scratch.openUnsynced(), try scratch.openUnsynced()]
    for step in 0..<40 {
      let rating = Rating.allCases[step % 4]
      try stores[step % 2].record(one, review(of: one, rating))
    }
    let ids = try stores[0].allReviews().map(\.id)
    #expect(ids.count == 40)
    #expect(Set(ids).count == 40)
    #expect(try stores[1].allReviews().map(\.log.rating) == (0..<40).map { Rating.allCases[$0 % 4] })
  }

  @Test func streamingStopsWhenItIsToldTo() throws {
    let store = try scratch.open()
    for _ in 0..<5 { try store.record(one, review(of: one)) }
    var count = 0
    try store.forEachReview { _ in
      count += 1
      return count < 3
    }
    #expect(count == 3)
  }
}

extension [JSONValue.Member] {
  fileprivate var asObject: JSONValue { .object(self) }
}
