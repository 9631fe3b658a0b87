import Basics
import Scheduling
import Storage

extension LogTally {
  /// The tally of the whole log: kept in the database, and brought up to date by the cards answered since.
  static func current(_ store: ReviewStore, _ scheduler: Scheduler) throws(SQLiteError) -> LogTally {
    let (position, fingerprint, tally, isNew) = try store.snapshot {
      () throws(SQLiteError) -> (LogPosition, UInt64, LogTally, Bool) in
      let fingerprint = Self.fingerprint(of: scheduler, heirs: try store.cardHeirs())
      let position = try store.logPosition()
      if let kept = try store.logSummary(), kept.fingerprint == fingerprint,
        var tally = LogTally(bytes: kept.content)
      {
        if kept.position == position { return (position, fingerprint, tally, false) }
        if try tally.update(store, from: kept.position, to: position, scheduler) {
          return (position, fingerprint, tally, true)
        }
      }
      return (position, fingerprint, try LogTally(store, scheduler), true)
    }
    if isNew {
      do throws(SQLiteError) {
        try store.setLogSummary(
          LogSummary(fingerprint: fingerprint, position: position, content: tally.bytes))
      } catch {
        // Another process is writing: the next run keeps it.
        guard case .busy = error else { throw error }
      }
    }
    return tally
  }

  /// The tally of all standing answers to the cards that `isWanted` accepts, read one by one.
  init(
    _ store: ReviewStore, _ scheduler: Scheduler, isWanted: (Int) -> Bool = { _ in true }
  ) throws(SQLiteError) {
    self.init()
    var answers: [LoggedAnswer] = []
    // Counted by card number, then put in the order of cards: each keeps the order of its log.
    var ends: [Int] = []
    try store.forEachAnswer { answer in
      guard isWanted(answer.card) else { return }
      answers.append(answer)
      if ends.count <= answer.card { ends += Array(repeating: 0, count: answer.card + 1 - ends.count) }
      ends[answer.card] += 1
    }
    var places = ends
    var sum = 0
    for card in ends.indices {
      places[card] = sum
      sum += ends[card]
      ends[card] = sum
    }
    var order = Array(repeating: 0, count: answers.count)
    for (index, answer) in answers.enumerated() {
      order[places[answer.card]] = index
      places[answer.card] += 1
    }
    try store.forEachCardNumber { number, id in
      guard number < ends.count else { return }
      let start = number == 0 ? 0 : ends[number - 1]
      guard start < ends[number] else { return }
      add(order[start..<ends[number]].lazy.map { answers[$0] }, of: id, scheduler)
    }
  }

  /// Takes away what the touched cards had added and adds what they add now; false when the log did not only grow.
  private mutating func update(
    _ store: ReviewStore, from old: LogPosition, to new: LogPosition, _ scheduler: Scheduler
  ) throws(SQLiteError) -> Bool {
    guard let cards = try store.cardsAnswered(since: old, until: new) else { return false }
    for card in cards {
      guard let id = try store.cardID(ofNumber: card) else { return false }
      add(try store.answers(ofCard: card, at: old), of: id, sign: -1, scheduler)
      add(try store.answers(ofCard: card, at: new), of: id, scheduler)
    }
    prune()
    return true
  }

  /// Changes with everything but the log that a tally depends on.
  static func fingerprint(of scheduler: Scheduler, heirs: [Int: Int] = [:]) -> UInt64 {
    // The first number is raised when the bytes or the rules of counting change.
    let text =
      "2 \(ExercisePicker.matureStabilityDays) \(scheduler.model) \(scheduler.desiredRetention) "
      + "\(scheduler.maximumIntervalDays) \(scheduler.learningSteps) \(scheduler.relearningSteps) "
      + "\(scheduler.elapsedDays) \(scheduler.isFuzzed) "
      + scheduler.practiceKinds.map(\.rawValue).sorted().joined(separator: " ") + " "
      + heirs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " ")
    return ContentHash.of(Array(text.utf8).span)
  }
}
