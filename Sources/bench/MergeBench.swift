import Basics
import CSQLite
import Scheduling
import Storage

/// How long it takes to unite two logs of 1,000,000 reviews, beside what SQLite takes to put the rows of one into the other.
enum MergeBench {
  static let rows: [Row] = [
    Row("merge-1m", group: "data", unit: "s", reference: "INSERT … SELECT") {
      let folder = try Scratch.newFolder()
      defer { Scratch.remove(folder) }
      return try merge(reviews: 1_000_000, folder: folder)
    }
  ]

  /// Two databases that share no review, some of the cards being common to both.
  private static func merge(reviews: Int, folder: String) throws -> Samples {
    let paths = [folder + "/one.db", folder + "/two.db"]
    for (machine, path) in paths.enumerated() { try build(path, machine: machine, reviews: reviews) }
    let scheduler = Scheduler()
    return try Clock.samples(
      count: 3,
      work: {
        let store = try ReviewStore(.file(copy(paths[0])), now: StorageBench.start, idSeed: 9)
        var summary = MergeSummary()
        let seconds = try Clock.seconds {
          summary = try store.merge(file: paths[1], at: StorageBench.start) { scheduler.replay($1, of: $0) }
        }
        precondition(summary.reviews == reviews && summary.refused == 0, "the logs share nothing")
        return seconds
      },
      reference: { try insert(paths[1], into: copy(paths[0]), reviews: reviews) })
  }

  /// A copy beside it, in the place of the one before.
  private static func copy(_ path: String) throws -> String {
    let copy = path + ".copy"
    for suffix in ["", "-wal", "-shm"] { _ = Platform.removeFile(copy + suffix) }
    try ReviewStore(.file(path), now: StorageBench.start, idSeed: 8).backup(to: copy)
    return copy
  }

  /// Seconds in which SQLite puts the cards and reviews of one database into another in one transaction, and nothing else.
  private static func insert(_ other: String, into path: String, reviews: Int) throws -> Double {
    let database = try BareDatabase(path: path)
    try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -256000")
    try database.run("ATTACH '\(other)' AS other")
    let columns = """
      time, offset_minutes, day, rating, duration, kind, exercise, seed, numbers, answer, mistake, model, \
      parameters, interval_days, confidence
      """
    let seconds = try Clock.seconds {
      try database.run(
        """
        BEGIN IMMEDIATE;
        INSERT INTO card (id) SELECT id FROM other.card WHERE true ON CONFLICT (id) DO NOTHING;
        CREATE TEMP TABLE card_map (other INTEGER PRIMARY KEY, number INTEGER NOT NULL);
        INSERT INTO card_map SELECT theirs.number, ours.number
          FROM other.card AS theirs JOIN card AS ours ON ours.id = theirs.id;
        INSERT INTO review (id, card, \(columns)) SELECT theirs.id, card_map.number, \(columns)
          FROM other.review AS theirs JOIN card_map ON card_map.other = theirs.card ORDER BY theirs.id;
        COMMIT
        """)
    }
    precondition(sqlite3_total_changes64(database.connection) > Int64(reviews), "every review is put in")
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
