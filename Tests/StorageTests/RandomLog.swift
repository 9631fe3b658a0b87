import Basics
import Scheduling

@testable import Storage

/// What a learner might do on one machine, drawn from a seed.
struct RandomLog {
  var random: SplitMix64
  var clock: Timestamp

  init(seed: UInt64, clock: Timestamp = noon) {
    random = SplitMix64(seed: seed)
    self.clock = clock
  }

  /// Does `count` things; the clock goes on, and sometimes back.
  mutating func act(on store: ReviewStore, count: Int, cards: Int = 12, isLinking: Bool = true) throws {
    for _ in 0..<count {
      clock = clock.adding(seconds: Double(random.nextIndex(below: 200_000)) - 10_000)
      let id = card("card-\(random.nextIndex(below: cards))")
      switch random.nextIndex(below: 20) {
      case 0..<13:
        let rating = Rating.allCases[random.nextIndex(below: 4)]
        let confidence = random.nextIndex(below: 4)
        let exercise = [nil, "", "recall", "drill"][random.nextIndex(below: 4)]
        try store.record(id) { state in
          var new = review(of: id, rating, at: clock)(state)
          new.details.confidence = confidence == 0 ? nil : confidence
          new.details.exercise = exercise
          // Of the others the interval follows from card and count alone.
          if confidence % 2 == 0, let schedule = new.schedule, schedule.phase == .review {
            new.log.intervalDays = schedule.intervalDays
          }
          return new
        }
      case 13, 14: _ = try store.undoLast(at: clock, replay: replay)
      case 15: try store.mark(id, at: clock) { $0.isSuspended.toggle() }
      case 16:
        let flag = random.nextIndex(below: 4)
        try store.mark(id, at: clock) { $0.flag = flag }
      case 17:
        let note = "note \(random.nextIndex(below: 3))"
        try store.mark(id, at: clock) { $0.note = $0.note == note ? nil : note }
      case 18:
        let other = card("card-\(random.nextIndex(below: cards))")
        if other != id, isLinking { try store.relink(old: id, new: other, at: clock, replay: replay) }
      default:
        try store.record(id) { state in
          var practice = review(of: id, .hard, at: clock)(state)
          practice.log.kind = .cram
          practice.schedule = nil
          return practice
        }
      }
    }
  }
}

/// All that a learner would miss: the log, and what follows from it.
struct Content: Equatable {
  var entries: Set<LogEntry> = []
  var count = 0
  var cards: [CardID: CardRecord] = [:]

  init(_ store: ReviewStore) throws {
    var entries: Set<LogEntry> = []
    var count = 0
    try store.forEachEntry {
      entries.insert($0)
      count += 1
      return true
    }
    self.entries = entries
    self.count = count
    var cards: [CardID: CardRecord] = [:]
    try store.forEachCard {
      cards[$0.id] = $0
      return true
    }
    self.cards = cards
  }
}

extension ReviewStore {
  func allEntries() throws -> [LogEntry] {
    var entries: [LogEntry] = []
    try forEachEntry {
      entries.append($0)
      return true
    }
    return entries
  }
}
