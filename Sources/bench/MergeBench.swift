import Basics
import Scheduling
import Storage

/// How long it takes to unite two logs of 1,000,000 reviews.
enum MergeBench {
  static let rows: [Row] = [
    Row("merge-1m", group: "data", unit: "s") {
      let folder = try Scratch.newFolder()
      defer { Scratch.remove(folder) }
      return Samples(values: [try merge(reviews: 1_000_000, folder: folder)])
    }
  ]

  /// Seconds for a merge of two databases that share no review, some of the cards being common to both.
  static func merge(reviews: Int, folder: String) throws -> Double {
    let paths = [folder + "/one.db", folder + "/two.db"]
    for (machine, path) in paths.enumerated() { try build(path, machine: machine, reviews: reviews) }
    let store = try ReviewStore(.file(paths[0]), now: StorageBench.start, idSeed: 9)
    let scheduler = Scheduler()
    var summary = MergeSummary()
    let seconds = try Clock.seconds {
      summary = try store.merge(file: paths[1], at: StorageBench.start) { scheduler.replay($1, of: $0) }
    }
    precondition(summary.reviews == reviews && summary.refused == 0, "the logs share nothing")
    return seconds
  }

  /// Ten reviews for each card, interleaved in time with those of the other machine.
  private static func build(_ path: String, machine: Int, reviews: Int) throws {
    let store = try ReviewStore(.file(path), now: StorageBench.start, idSeed: UInt64(machine + 1))
    let scheduler = Scheduler()
    let cards = reviews / 10
    for round in 0..<10 {
      try store.transaction { () throws(SQLiteError) in
        for card in 0..<cards {
          let time = StorageBench.start.adding(days: Double(round * 100))
            .adding(seconds: Double(card) * 80 + Double(machine) * 40)
          // Half of the cards are learnt on both machines.
          let id = CardID(rawValue: "card-number-\(card + machine * cards / 2)")
          try store.record(id) { state in
            var generator = Fuzz.generator(card: id, reviews: state.reviews)
            let schedule = scheduler.review(state, .good, at: time, offsetMinutes: 60, using: &generator)
            return NewReview(
              log: ReviewLog(
                rating: .good, time: time, offsetMinutes: 60, kind: ReviewKind(scheduled: state)),
              details: ReviewDetails(
                day: schedule.lastDay, durationMilliseconds: 8000, exercise: "recall", seed: 7,
                model: "fsrs-6", parametersVersion: 0),
              schedule: schedule)
          }
        }
      }
    }
  }
}
