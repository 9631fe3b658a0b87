public import Basics
public import Scheduling

/// Everything the database knows of a card besides its log.
public struct CardRecord: Hashable, Sendable {
  public var id: CardID
  public var state: CardState
  public var mark: CardMark
  /// The kind of exercise it was last asked with.
  public var lastExercise: String?
}

/// What the learner has said about a card.
public struct CardMark: Hashable, Sendable {
  public var isSuspended: Bool
  /// The first study day on which it may be asked again.
  public var buriedUntil: Day?
  /// 0 is none.
  public var flag: Int
  public var note: String?

  public static let none = CardMark()

  public init(isSuspended: Bool = false, buriedUntil: Day? = nil, flag: Int = 0, note: String? = nil) {
    self.isSuspended = isSuspended
    self.buriedUntil = buriedUntil
    self.flag = flag
    self.note = note
  }

  public func isHidden(on today: Day) -> Bool {
    isSuspended || buriedUntil.map { today < $0 } ?? false
  }
}

extension CardMark {
  /// One for each field that differs.
  func changes(since before: CardMark) -> [MarkEntry.Change] {
    var changes: [MarkEntry.Change] = []
    if isSuspended != before.isSuspended { changes.append(.suspended(isSuspended)) }
    if buriedUntil != before.buriedUntil { changes.append(.buriedUntil(buriedUntil)) }
    if flag != before.flag { changes.append(.flag(flag)) }
    if note != before.note { changes.append(.note(note)) }
    return changes
  }
}

extension Schedule {
  /// The columns that `init(row:from:)` reads, in its order.
  static let columns = "\(columnsWithoutTrace), slow, fast, repetition, easiness"

  /// For `init(row:from:hasTrace:)` where a model reads that has no trace.
  static let columnsWithoutTrace =
    "phase, step, stability, difficulty, due, due_day, last_review, last_day, reviews, lapses"

  /// As many `?` as there are columns.
  static let parameters = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

  init(row: Statement, from first: Int32 = 0, hasTrace: Bool = true) throws(SQLiteError) {
    let phase: Phase
    if row.holds("review", in: first) {
      phase = .review
    } else if row.holds("learning", in: first) {
      phase = .learning(step: row.int(first + 1))
    } else if row.holds("relearning", in: first) {
      phase = .relearning(step: row.int(first + 1))
    } else {
      throw .corrupt(detail: "no phase is called \(row.text(first))")
    }
    self.init(
      phase: phase,
      memory: MemoryState(
        stability: row.real(first + 2), difficulty: row.real(first + 3),
        trace: hasTrace ? MemoryState.Trace(row: row, from: first + 10) : .none),
      due: row.time(first + 4), dueDay: row.day(first + 5), lastReview: row.time(first + 6),
      lastDay: row.day(first + 7), reviews: row.int(first + 8), lapses: row.int(first + 9))
  }
}

extension Statement {
  /// Sets as many parameters as there are columns of a schedule, in their order.
  func set(_ schedule: Schedule, from first: Int32) {
    switch schedule.phase {
    case .learning(let step):
      set(first, constant: "learning")
      set(first + 1, step)
    case .review:
      set(first, constant: "review")
      set(first + 1, 0)
    case .relearning(let step):
      set(first, constant: "relearning")
      set(first + 1, step)
    }
    set(first + 2, schedule.memory.stability)
    set(first + 3, schedule.memory.difficulty)
    set(first + 4, Int(schedule.due.milliseconds))
    set(first + 5, schedule.dueDay.number)
    set(first + 6, Int(schedule.lastReview.milliseconds))
    set(first + 7, schedule.lastDay.number)
    set(first + 8, schedule.reviews)
    set(first + 9, schedule.lapses)
    for parameter in first + 10..<first + 14 { set(parameter, nil as Double?) }
    switch schedule.memory.trace {
    case .none: break
    case .fsrs7(let slow, let fast):
      set(first + 10, slow)
      set(first + 11, fast)
    case .sm2(let repetition, let easiness):
      set(first + 12, repetition)
      set(first + 13, easiness)
    }
  }
}

extension MemoryState.Trace {
  fileprivate init(row: Statement, from first: Int32) {
    if !row.isNull(first) {
      self = .fsrs7(slow: row.real(first), fast: row.real(first + 1))
    } else if !row.isNull(first + 2) {
      self = .sm2(repetition: row.int(first + 2), easiness: row.real(first + 3))
    } else {
      self = .none
    }
  }
}
