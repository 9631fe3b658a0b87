import Basics
import Decks
import Scheduling
import Storage

/// What was done with the cards of a package: the rows of the tables `cards` and `revlog`.
struct AnkiStudy {
  /// The day on which the collection was made: due days count from it.
  let firstDay: Day
  private let today: Day
  private let log: StandingLog
  private let reviews: [ReviewRow]

  /// Reads and replays the log.
  init(_ store: ReviewStore, _ notes: AnkiNotes, _ content: AnkiContent) throws(SQLiteError) {
    log = try StandingLog(store)
    func day(_ instant: Timestamp) -> Day {
      Day(instant, offsetMinutes: content.offsetMinutes, rolloverHour: Scheduler.rolloverHour)
    }
    today = day(content.now)
    firstDay = min(log.reviews.first.map { day($0.log.time) } ?? today, today)
    reviews = Self.rows(of: log, notes, content.scheduler)
  }

  /// The rows of the table `cards`.
  func cardLeaves(_ notes: AnkiNotes, _ content: AnkiContent) -> TableLeaves {
    var places: [CardID: Int] = [:]
    places.reserveCapacity(log.cards.count)
    for (place, card) in log.cards.enumerated() { places[card.id] = place }
    let columns = StateColumns(content, firstDay: firstDay, today: today)
    let seconds = Int(content.now.milliseconds / 1000)
    var leaves = TableLeaves()
    var record = TableRecord()
    for note in notes.list {
      record.clear()
      record.appendRowNumber()
      record.append(note.id)
      record.append(note.deck)
      record.append(0)
      record.append(seconds)
      record.append(-1)
      let known = places[notes.cards[note.place].id].map { log.cards[$0] }
      columns.append(known, position: note.position, to: &record)
      leaves.append(row: note.id, record)
    }
    return leaves
  }

  /// A row for each review, with what it led to: Anki keeps that, so the log is replayed.
  private static func rows(
    of log: StandingLog, _ notes: AnkiNotes, _ scheduler: Scheduler
  ) -> [ReviewRow] {
    var ids: [CardID: Int] = [:]
    ids.reserveCapacity(notes.list.count)
    for note in notes.list { ids[notes.cards[note.place].id] = note.id }
    var cards = log.cards.map { card in
      (id: ids[card.id], seed: Fuzz.seed(of: card.id), state: CardState.new)
    }
    var rows: [ReviewRow] = []
    rows.reserveCapacity(log.reviews.count)
    for review in log.reviews {
      guard let id = cards[review.card].id else { continue }
      let lastInterval = interval(cards[review.card].state)
      var factor = 0
      if let schedule = scheduler.schedule(
        after: cards[review.card].state, review.log, seed: cards[review.card].seed)
      {
        cards[review.card].state = .scheduled(schedule)
        // Difficulty as Anki puts it there under FSRS: 100 to 1100.
        factor = Int((schedule.memory.difficulty - 1) / 9 * 1000 + 100)
      }
      rows.append(
        ReviewRow(
          time: min(max(Int(review.log.time.milliseconds), -1 << 55), 1 << 55),
          card: id, rating: review.log.rating.rawValue,
          interval: interval(cards[review.card].state), lastInterval: lastInterval, factor: factor,
          duration: review.durationMilliseconds, type: type(review.log.kind)))
    }
    // A clock that went back, or another machine's log, leaves times out of order.
    let isInOrder = rows.indices.dropFirst().allSatisfy { rows[$0 - 1].time <= rows[$0].time }
    if !isInOrder { rows.sort { $0.time < $1.time } }
    return rows
  }

  /// A row of `revlog`.
  private struct ReviewRow {
    var time: Int
    var card: Int
    var rating: Int
    var interval: Int
    var lastInterval: Int
    var factor: Int
    var duration: Int
    var type: Int
  }

  /// The rows of the table `revlog`.
  func reviewLeaves() -> TableLeaves {
    var leaves = TableLeaves()
    var record = TableRecord()
    // Anki's ids are the times of the answers, and unique.
    var last = Int.min
    for row in reviews {
      last = max(row.time, last &+ 1)
      record.clear()
      record.appendRowNumber()
      record.append(row.card)
      record.append(-1)
      record.append(row.rating)
      record.append(row.interval)
      record.append(row.lastInterval)
      record.append(row.factor)
      record.append(row.duration)
      record.append(row.type)
      leaves.append(row: last, record)
    }
    return leaves
  }

  /// Days, or seconds below zero for a step.
  private static func interval(_ state: CardState) -> Int {
    guard let schedule = state.schedule else { return 0 }
    switch schedule.phase {
    case .review: return max(1, schedule.intervalDays)
    case .learning, .relearning:
      return -Int((schedule.due.milliseconds - schedule.lastReview.milliseconds) / 1000)
    }
  }

  private static func type(_ kind: ReviewKind) -> Int {
    switch kind {
    case .learn: 0
    case .review: 1
    case .relearn: 2
    case .cram, .drill, .interview, .predict: 3
    }
  }
}
