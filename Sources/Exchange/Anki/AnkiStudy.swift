import Basics
import Decks
import Scheduling
import Storage

/// What was done with the cards of a package: the rows of the tables `cards` and `revlog`.
struct AnkiStudy {
  /// The day on which the collection was made: due days count from it.
  let firstDay: Day
  let cardLeaves: TableLeaves
  let reviewLeaves: TableLeaves

  init(_ log: StandingLog, _ notes: AnkiNotes, _ content: AnkiContent) {
    func day(_ instant: Timestamp) -> Day {
      Day(instant, offsetMinutes: content.offsetMinutes, rolloverHour: Scheduler.rolloverHour)
    }
    let today = day(content.now)
    let firstDay = min(log.reviews.first.map { day($0.log.time) } ?? today, today)
    self.firstDay = firstDay
    (cardLeaves, reviewLeaves) = Parallel.both({
      Self.cardLeaves(log, notes, content, firstDay: firstDay, today: today)
    }) {
      Self.reviewLeaves(log, notes, content.scheduler)
    }
  }

  private static func cardLeaves(
    _ log: StandingLog, _ notes: AnkiNotes, _ content: AnkiContent, firstDay: Day, today: Day
  ) -> TableLeaves {
    var known: [CardID: StandingLog.Card] = [:]
    for card in log.cards { known[card.id] = card }
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
      append(
        known[note.card.id], position: note.position, firstDay: firstDay, today: today, content.scheduler,
        to: &record)
      leaves.append(row: note.id, record)
    }
    return leaves
  }

  /// Type, queue, due, interval, factor, reps, lapses, steps left, flags, data.
  private static func append(
    _ known: StandingLog.Card?, position: Int, firstDay: Day, today: Day, _ scheduler: Scheduler,
    to record: inout TableRecord
  ) {
    let mark = known?.mark ?? .none
    var type = 0
    var queue = 0
    var due = position
    var left = 0
    var data = "{}"
    let schedule = known?.schedule
    if let schedule {
      switch schedule.phase {
      case .review:
        (type, queue, due) = (2, 2, schedule.dueDay.number - firstDay.number)
      case .learning(let step):
        (type, queue, due) = (1, 1, Int(schedule.due.milliseconds / 1000))
        left = max(1, scheduler.learningSteps.count - step)
      case .relearning(let step):
        (type, queue, due) = (3, 1, Int(schedule.due.milliseconds / 1000))
        left = max(1, scheduler.relearningSteps.count - step)
      }
      // Anki knows FSRS alone: under another model its standard curve is the nearest.
      var decay = Parameters.standard.decay
      if case .fsrs6(let parameters) = scheduler.model { decay = parameters.decay }
      // Numbers as Anki keeps them: four digits after the point for s, three for d.
      data =
        "{\"s\":\(rounded(schedule.memory.stability, 1e4)),\"d\":\(rounded(schedule.memory.difficulty, 1e3)),"
        + "\"dr\":\(scheduler.desiredRetention),\"decay\":\(-decay),"
        + "\"lrt\":\(schedule.lastReview.milliseconds / 1000)}"
    }
    if mark.isSuspended { queue = -1 } else if mark.isHidden(on: today) { queue = -3 }
    record.append(type)
    record.append(queue)
    record.append(due)
    record.append(type < 2 ? 0 : max(1, schedule?.intervalDays ?? 1))
    record.append(schedule == nil ? 0 : 2500)
    record.append(schedule?.reviews ?? 0)
    record.append(schedule?.lapses ?? 0)
    record.append(left * 1001)
    record.append(0)
    record.append(0)
    record.append(mark.flag & 7)
    record.append(text: data.utf8)
  }

  private static func rounded(_ number: Double, _ scale: Double) -> Double {
    Double(Int(number * scale + 0.5)) / scale
  }

  /// A row for each review, with what it led to: Anki keeps that, so the log is replayed.
  private static func reviewLeaves(
    _ log: StandingLog, _ notes: AnkiNotes, _ scheduler: Scheduler
  ) -> TableLeaves {
    var ids: [CardID: Int] = [:]
    for note in notes.list { ids[note.card.id] = note.id }
    var cards = log.cards.map { card in
      (id: ids[card.id], seed: Fuzz.seed(of: card.id), state: CardState.new)
    }
    var rows: [(time: Int, record: TableRecord)] = []
    var leaves = TableLeaves()
    var record = TableRecord()
    // Anki's ids are the times of the answers, and unique.
    var last = Int.min
    let isInOrder = log.reviews.indices.dropFirst().allSatisfy {
      log.reviews[$0 - 1].log.time <= log.reviews[$0].log.time
    }
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
      record.clear()
      record.appendRowNumber()
      record.append(id)
      record.append(-1)
      record.append(review.log.rating.rawValue)
      record.append(interval(cards[review.card].state))
      record.append(lastInterval)
      record.append(factor)
      record.append(review.durationMilliseconds)
      record.append(type(review.log.kind))
      let time = Int(review.log.time.milliseconds)
      if isInOrder {
        last = max(time, last &+ 1)
        leaves.append(row: last, record)
      } else {
        rows.append((time, record))
      }
    }
    // A clock that went back, or another machine's log, leaves times out of order.
    for row in rows.sorted(by: { $0.time < $1.time }) {
      last = max(row.time, last &+ 1)
      leaves.append(row: last, row.record)
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
