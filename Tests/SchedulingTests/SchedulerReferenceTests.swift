import Basics
import Testing

@testable import Scheduling

@Suite struct SchedulerReferenceTests {
  /// fsrs6_states.json: learning and relearning steps of py-fsrs.
  struct File: Decodable {
    struct Case: Decodable {
      var desiredRetention: Double
      var learningSteps: [Double]
      var relearningSteps: [Double]
      var maximumInterval: Int?
      var ratings: [Int]
      var secondsSincePrevious: [Double]
      var rows: [Row]
    }
    /// A row: time, rating, phase, step, stability, difficulty, seconds until due.
    struct Row: Decodable {
      var time: Double
      var rating: Int
      var phase: String
      var step: Int?
      var stability: Double
      var difficulty: Double
      var due: Double

      init(from decoder: any Decoder) throws {
        var row = try decoder.unkeyedContainer()
        time = try row.decode(Double.self)
        rating = try row.decode(Int.self)
        phase = try row.decode(String.self)
        step = try row.decodeNil() ? nil : row.decode(Int.self)
        stability = try row.decode(Double.self)
        difficulty = try row.decode(Double.self)
        due = try row.decode(Double.self)
      }
    }
    var cases: [Case]
  }

  static let tolerance = 1e-9

  @Test func everyStepMachineRowAgrees() throws {
    let file = try ReferenceFile.read("fsrs6_states.json", as: File.self)
    #expect(!file.cases.isEmpty)
    for (number, entry) in file.cases.enumerated() {
      let scheduler = Scheduler(
        desiredRetention: entry.desiredRetention, maximumIntervalDays: entry.maximumInterval ?? 36_500,
        learningSteps: entry.learningSteps, relearningSteps: entry.relearningSteps,
        elapsedDays: .whole24Hours, isFuzzed: false)
      let start = try #require(Timestamp(iso: "2025-01-01T08:00:00Z"))
      var generator = SplitMix64(seed: 0)
      var state = CardState.new
      var now = start
      for (index, row) in entry.rows.enumerated() {
        let wait = entry.secondsSincePrevious[index]
        now = wait == -1 ? state.schedule?.due ?? now : now.adding(seconds: wait)
        let rating = try #require(Rating(rawValue: row.rating))
        let next = scheduler.review(state, rating, at: now, offsetMinutes: 0, using: &generator)
        state = .scheduled(next)
        let place = Comment(rawValue: "case \(number), row \(index)")
        #expect(now.seconds(since: start) == row.time, place)
        #expect(describe(next.phase) == "\(row.phase) \(row.step.map(String.init) ?? "-")", place)
        #expect(isClose(next.memory.stability, row.stability, relative: Self.tolerance), place)
        #expect(isClose(next.memory.difficulty, row.difficulty, relative: Self.tolerance), place)
        #expect(next.due.seconds(since: now).rounded(.towardZero) == row.due, place)
      }
    }
  }

  private func describe(_ phase: Schedule.Phase) -> String {
    switch phase {
    case .learning(let step): "Learning \(step)"
    case .review: "Review -"
    case .relearning(let step): "Relearning \(step)"
    }
  }
}
