public import Basics
public import Scheduling

/// A card whose cached state is not what its log leads to.
public struct StateDifference: Hashable, Sendable {
  public var card: CardID
  public var cached: CardState
  public var replayed: CardState
}

extension ReviewStore {
  /// What SQLite finds damaged, one sentence each; empty when all is well.
  public func integrityProblems() throws(SQLiteError) -> [String] {
    var problems = try connection.rows("PRAGMA integrity_check") { $0.text(0) }.filter { $0 != "ok" }
    if try !searchIndexAgrees() { problems.append("the search index does not agree with the cards") }
    return problems
  }

  /// Rows that point to a row which is not there, one sentence each.
  public func foreignKeyProblems() throws(SQLiteError) -> [String] {
    try connection.rows("PRAGMA foreign_key_check") { row in
      "a row of \(row.text(0)) points to a missing row of \(row.text(2))"
    }
  }

  /// Compares every cached state with a replay of the card's log.
  public func compareStates(
    replay: (CardID, [ReviewLog]) -> CardState
  ) throws(SQLiteError) -> [StateDifference] {
    var differences: [StateDifference] = []
    var logged: Set<Int> = []
    try forEachHistory { history throws(SQLiteError) in
      logged.insert(history.number)
      let cached = try connection.state(of: history.number)
      let replayed = replay(history.card, history.log)
      if !cached.isClose(to: replayed) {
        differences.append(StateDifference(card: history.card, cached: cached, replayed: replayed))
      }
    }
    try connection.forEachRow(
      "SELECT card, card.id, \(Schedule.columns) FROM card_state JOIN card ON card.number = card_state.card"
    ) { row throws(SQLiteError) in
      guard !logged.contains(row.int(0)) else { return true }
      let cached = CardState.scheduled(try Schedule(row: row, from: 2))
      differences.append(StateDifference(card: row.card(1), cached: cached, replayed: .new))
      return true
    }
    return differences
  }

  /// Makes every cached state what the log leads to, in one transaction; returns how many were not.
  public func rebuildStates(replay: (CardID, [ReviewLog]) -> CardState) throws(SQLiteError) -> Int {
    try connection.transaction { () throws(SQLiteError) in
      let differences = try compareStates(replay: replay)
      var heads: Set<Int> = []
      for difference in differences {
        let number = try connection.number(of: difference.card)
        if difference.replayed == .new {
          try restoreState(of: number, replay: replay)
        } else {
          heads.insert(number)
        }
      }
      try restoreStates(of: heads, replay: replay)
      try connection.repairNewness()
      return differences.count
    }
  }
}

extension CardState {
  /// Powers and exponentials may differ in their last bits between machines, and nothing else may.
  fileprivate func isClose(to other: CardState) -> Bool {
    guard var left = schedule, let right = other.schedule else { return self == other }
    guard left.memory.isClose(to: right.memory) else { return false }
    left.memory = right.memory
    return left == right
  }
}

extension MemoryState {
  fileprivate func isClose(to other: MemoryState) -> Bool {
    func isClose(_ left: Double, _ right: Double) -> Bool { abs(left - right) <= 1e-9 * max(left, right) }
    guard isClose(stability, other.stability), isClose(difficulty, other.difficulty) else { return false }
    switch (trace, other.trace) {
    case (.none, .none): return true
    case (.fsrs7(let slow, let fast), .fsrs7(let otherSlow, let otherFast)):
      return isClose(slow, otherSlow) && isClose(fast, otherFast)
    case (.sm2(let repetition, let easiness), .sm2(let otherRepetition, let otherEasiness)):
      return repetition == otherRepetition && isClose(easiness, otherEasiness)
    default: return false
    }
  }
}
