import Basics
import Scheduling
import Storage

/// What would happen to the cards' due days under another model, other parameters or another desired retention.
struct ScheduleMoves: Hashable, Sendable {
  /// Cards that have a schedule.
  var cards = 0
  /// Those due on another day.
  var moved: Int { shifts.count }
  /// Those that are not due now, and would be.
  var dueNow = 0
  /// Days by which each card that moves comes later, ascending.
  private(set) var shifts: [Int] = []

  /// The middle one of the distances moved; 0 when nothing moves.
  var medianDays: Int {
    let distances = shifts.map(abs).sorted()
    return distances.isEmpty ? 0 : distances[distances.count / 2]
  }

  /// The longest way that a card moves; below zero it comes earlier.
  var largestDays: Int {
    guard let first = shifts.first, let last = shifts.last else { return 0 }
    return -first > last ? first : last
  }

  var later: Int { shifts.count { $0 > 0 } }
  var earlier: Int { shifts.count { $0 < 0 } }

  /// The same schedule for every pair of states: what a replay under another scheduler changes.
  init(
    _ pairs: some Sequence<(before: Schedule, after: Schedule, isHidden: Bool)>, at now: Timestamp, today: Day
  ) {
    for (before, after, isHidden) in pairs {
      let shift = after.dueDay.number - before.dueDay.number
      if shift != 0 { shifts.append(shift) }
      let comesDue = after.isDue(at: now, today: today) && !before.isDue(at: now, today: today)
      if comesDue, !isHidden { dueNow += 1 }
    }
    shifts.sort()
  }

  /// Reads everything and writes nothing.
  init(_ study: Study, under scheduler: Scheduler) throws(SQLiteError) {
    var hidden: Set<CardID> = []
    try study.store.forEachCard { record in
      if record.mark.isHidden(on: study.today) { hidden.insert(record.id) }
      return true
    }
    var cards = 0
    let differences = try study.store.compareStates { card, log in
      let state = scheduler.replay(log, of: card)
      if state.schedule != nil { cards += 1 }
      return state
    }
    self.init(
      differences.lazy.compactMap { difference in
        guard let before = difference.cached.schedule, let after = difference.replayed.schedule else {
          return nil
        }
        return (before, after, hidden.contains(difference.card))
      }, at: study.now, today: study.today)
    self.cards = cards
  }

  var json: JSONValue {
    [
      "cards": .integer(cards), "moved": .integer(moved), "earlier": .integer(earlier),
      "later": .integer(later), "median_days": .integer(medianDays), "largest_days": .integer(largestDays),
      "due_now": .integer(dueNow),
    ]
  }

  func sentence(_ language: Language) -> String {
    if moved == 0 {
      return language == .english
        ? "No card moves: \(cards) keep their due day." : "没有卡片改期：\(cards) 张的到期日不变。"
    }
    let largest = "\(largestDays < 0 ? "−" : "+")\(abs(largestDays))"
    return language == .english
      ? "\(moved) of \(cards) cards move: \(earlier) earlier, \(later) later; by \(medianDays) d in the median, \(largest) d at most; \(dueNow) more are due now."
      : "\(cards) 张卡片中有 \(moved) 张的到期日有变：提前 \(earlier) 张，推后 \(later) 张；改动天数的中位数 \(medianDays) 天，最大 \(largest) 天；新增 \(dueNow) 张现在到期。"
  }
}
