public import Scheduling

/// Whether reviews of one kind of practice help to predict scheduled reviews.
public struct KindTrial: Hashable, Sendable {
  public var kind: ReviewKind
  /// Entries of this kind in the log.
  public var entries: Int
  /// On held-out scheduled reviews that both readings of the log can predict; nil with too few entries to tell.
  public var advantage: Advantage?

  /// With fewer entries of a kind there is no trial.
  public static let leastEntries = 64

  /// A kind feeds the model only when the reviews that were scheduled are clearly better predicted with it.
  public var feedsModel: Bool { advantage?.isClear ?? false }

  /// One trial for each kind of practice that occurs: the scheduled kinds alone, against those and this one.
  public static func all(
    _ logs: [[ReviewLog]], rules: FitRules = FitRules(),
    elapsedDays: ElapsedDays = .studyDays(rolloverHour: Scheduler.rolloverHour),
    observer: FitObserver = { _ in true }
  ) throws(Cancelled) -> [KindTrial] {
    var counts: [ReviewKind: Int] = [:]
    for log in logs { for entry in log { counts[entry.kind, default: 0] += 1 } }
    let practised = ReviewKind.allCases.filter { !$0.changesSchedule && counts[$0, default: 0] > 0 }
    let tried = practised.filter { counts[$0]! >= leastEntries }
    if tried.isEmpty { return practised.map { KindTrial(kind: $0, entries: counts[$0]!, advantage: nil) } }

    let fit = FSRS6Fit(rules: rules)
    let scheduled = RecallLog(logs, elapsedDays: elapsedDays)
    let heldOut = HeldOut(scheduled)
    let without = try heldOut.fittedPredictions(fit)
    var trials: [KindTrial] = []
    for kind in practised {
      var trial = KindTrial(kind: kind, entries: counts[kind]!, advantage: nil)
      if tried.contains(kind) {
        let reading = RecallLog(
          logs, kinds: RecallLog.scheduledKinds.union([kind]), elapsedDays: elapsedDays)
        let with = try heldOut.fittedPredictions(fit, reading: reading)
        trial.advantage = scheduled.advantage(with, over: without, on: heldOut.items)
      }
      trials.append(trial)
      if !observer(FitProgress(step: trials.count, steps: practised.count)) { throw Cancelled() }
    }
    return trials
  }
}

extension RecallLog {
  fileprivate func advantage(
    _ bySource: [Int: Double], over others: [Double], on items: ArraySlice<Int>
  ) -> Advantage {
    var predictions = others
    var compared: [Int] = []
    for place in items {
      guard let prediction = bySource[reviews[place].source] else { continue }
      predictions[place] = prediction
      compared.append(place)
    }
    return advantage(of: predictions, over: others, on: compared)
  }
}
