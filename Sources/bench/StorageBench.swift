import Basics
import CSQLite
import Scheduling
import Storage

/// How long a durable review takes, beside a bare SQLite commit, and how long a large database takes to open.
enum StorageBench {
  /// Milliseconds for each of `count` reviews, and for as many bare commits between them, in a new folder.
  static func commits(count: Int, folder: String) throws -> (review: [Double], bare: [Double]) {
    let store = try ReviewStore(.file(folder + "/commit.db"), now: start, idSeed: 1)
    let bare = try BareCommit(path: folder + "/bare.db")
    var times: (review: [Double], bare: [Double]) = ([], [])
    // A learner's deck, so that the indexes have a real size.
    try store.transaction { () throws(SQLiteError) in
      for index in 0..<5000 {
        try record(in: store, card: index % 1000, at: start.adding(days: Double(index / 1000)))
      }
    }
    // Taking turns lets both feel the same disk.
    for index in 0..<count {
      times.bare.append(milliseconds { bare.commit() })
      var failure: SQLiteError?
      let time = milliseconds {
        do throws(SQLiteError) {
          try record(in: store, card: index * 7 % 1000, at: start.adding(days: 10))
        } catch { failure = error }
      }
      if let failure { throw failure }
      times.review.append(time)
    }
    return times
  }

  /// Records 1,000,000 reviews of 100,000 cards; takes a minute or two.
  static func buildReviews(path: String) throws {
    let store = try ReviewStore(.file(path), now: start, idSeed: 1)
    for topic in 0..<100 {
      try store.transaction { () throws(SQLiteError) in
        for card in topic * 1000..<(topic + 1) * 1000 {
          // Ten reviews over three years, the last three months before the clock that `open-100k` is given.
          for review in 0..<10 {
            let day = Double(review * 100)
            let time = start.adding(days: day).adding(seconds: Double(card % 80_000))
            try record(in: store, card: card, at: time)
          }
        }
      }
    }
  }

  static let start = Timestamp(milliseconds: 1_700_000_000_000)
  private static let scheduler = Scheduler()

  /// When the card is due next.
  @discardableResult
  static func record(
    in store: ReviewStore, card: Int, at now: Timestamp
  ) throws(SQLiteError) -> Timestamp {
    let id = CardID(rawValue: "card-number-\(card)")
    let rating: Rating = card % 10 == 0 ? .again : .good
    var due = now
    try store.record(id) { state in
      var generator = Fuzz.generator(card: id, reviews: state.reviews)
      let schedule = scheduler.review(state, rating, at: now, offsetMinutes: 60, using: &generator)
      due = schedule.due
      return NewReview(
        log: ReviewLog(rating: rating, time: now, offsetMinutes: 60, kind: ReviewKind(scheduled: state)),
        details: ReviewDetails(
          day: schedule.lastDay, durationMilliseconds: 8000, exercise: "recall", model: "fsrs-6",
          parametersVersion: 0),
        schedule: schedule)
    }
    return due
  }

  private static func milliseconds(_ body: () -> Void) -> Double {
    let begin = Platform.monotonicNanoseconds()
    body()
    return Double(Platform.monotonicNanoseconds() - begin) / 1e6
  }
}

/// The least that SQLite can do to keep one row for good: the same pragmas, one table, one prepared INSERT.
private final class BareCommit {
  private let database: BareDatabase
  private var statement: OpaquePointer?

  init(path: String) throws {
    database = try BareDatabase(path: path)
    try database.run(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE a (b INTEGER PRIMARY KEY, c TEXT) STRICT"
    )
    let insertion = "INSERT INTO a (c) VALUES ('an answer')"
    guard sqlite3_prepare_v2(database.connection, insertion, -1, &statement, nil) == SQLITE_OK else {
      preconditionFailure("the table is there")
    }
  }

  deinit { sqlite3_finalize(statement) }

  func commit() {
    precondition(sqlite3_step(statement) == SQLITE_DONE, "a bare insert")
    sqlite3_reset(statement)
  }
}
