import Basics
import Decks
import Scheduling
import Storage

/// What was done with the cards of a package: the rows of the tables `cards` and `revlog`.
struct AnkiStudy {
  private let log: StandingLog
  private let notes: AnkiNotes
  private let content: AnkiContent
  /// The day on which the collection was made, from which due days count: that of the first review.
  let firstDay: Day
  private let today: Day
  /// Of each note, by its place in the decks, the place of its card in the log; -1 where it has none.
  private let logged: [Int]
  /// Of each card of the log the number of its note; nil when it is in no deck of the package.
  private let noteIDs: [Int?]

  init(_ log: StandingLog, of notes: AnkiNotes, _ content: AnkiContent) {
    func day(_ instant: Timestamp) -> Day {
      Day(instant, offsetMinutes: content.offsetMinutes, rolloverHour: Scheduler.rolloverHour)
    }
    today = day(content.now)
    firstDay = min(log.reviews.first.map { day($0.log.time) } ?? today, today)
    self.log = log
    self.notes = notes
    self.content = content
    var ids = Array(repeating: 0, count: notes.list.count)
    for note in notes.list { ids[note.place] = note.id }
    var logged = Array(repeating: -1, count: notes.list.count)
    noteIDs = log.cards.enumerated().map { place, card in
      notes.places[card.id].map { note in
        logged[note] = place
        return ids[note]
      }
    }
    self.logged = logged
  }

  /// The rows of the table `cards`.
  func cardLeaves() -> TableLeaves {
    var columns = StateColumns(content, firstDay: firstDay, today: today)
    let seconds = Int(content.now.milliseconds / 1000)
    var leaves = TableLeaves(expecting: notes.list.count * 160)
    var record = TableRecord()
    for note in notes.list {
      record.clear()
      record.appendRowNumber()
      record.append(note.id)
      record.append(note.deck)
      record.append(0)
      record.append(seconds)
      record.append(-1)
      let place = logged[note.place]
      columns.append(place < 0 ? nil : log.cards[place], position: note.place + 1, to: &record)
      leaves.append(row: note.id, record)
    }
    return leaves
  }

  /// A row for each review, with what it led to: Anki keeps that, so the log is replayed.
  private func forEachRow(_ body: (ReviewRow) -> Void) {
    let scheduler = content.scheduler
    var cards = log.cards.map { (seed: Fuzz.seed(of: $0.id), state: CardState.new) }
    for review in log.reviews {
      guard let note = noteIDs[review.card] else { continue }
      let lastInterval = Self.interval(cards[review.card].state)
      var factor = 0
      if let schedule = scheduler.schedule(
        after: cards[review.card].state, review.log, seed: cards[review.card].seed)
      {
        cards[review.card].state = .scheduled(schedule)
        // Difficulty as Anki puts it there under FSRS: 100 to 1100.
        factor = Int((schedule.memory.difficulty - 1) / 9 * 1000 + 100)
      }
      body(
        ReviewRow(
          time: min(max(Int(review.log.time.milliseconds), -1 << 55), 1 << 55),
          card: note, rating: review.log.rating.rawValue,
          interval: Self.interval(cards[review.card].state), lastInterval: lastInterval, factor: factor,
          duration: review.durationMilliseconds, type: Self.type(review.log.kind)))
    }
  }

  /// A row of `revlog`.
  fileprivate struct ReviewRow {
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
    var table = ReviewTable(expecting: log.reviews.count)
    let times = log.reviews.lazy.map(\.log.time)
    if zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }) {
      forEachRow { table.append($0) }
    } else {
      // A clock went back, or another machine's log was merged.
      var rows: [ReviewRow] = []
      forEachRow { rows.append($0) }
      rows.sort { $0.time < $1.time }
      for row in rows { table.append(row) }
    }
    return table.leaves
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

/// The table `revlog` as it grows.
private struct ReviewTable: ~Copyable {
  private(set) var leaves: TableLeaves
  private var record = TableRecord()
  private var last = Int.min

  init(expecting count: Int) { leaves = TableLeaves(expecting: count * 48) }

  mutating func append(_ row: AnkiStudy.ReviewRow) {
    // Anki's ids are the times of the answers, and unique.
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
}
