import Basics
import Fitting
import Scheduling
import Storage

/// Why a card is where it is: everything that follows from its log under the model in force.
struct CardStory {
  let card: CardID
  let state: CardState
  /// What every review that feeds the model changed, oldest first.
  let changes: [ReviewChange]
  /// Probability of recall now; nil for a new card.
  let recall: Double?
  /// How the interval in force came about, the model's wish first.
  let intervals: [IntervalStep]
  /// What each rating would do now.
  let options: [Option]
  /// What each past review means for recall now, the weightiest first.
  let influences: [Influence]
  /// Entries of practice that change nothing.
  let practice: [ReviewLog]

  /// An interval, and what made it so.
  struct IntervalStep: Hashable, Sendable {
    enum Maker: String, Hashable, Sendable {
      case model, fuzz
    }

    var maker: Maker
    var days: Int
  }

  /// A rating with what it leads to.
  struct Option: Sendable {
    var preview: Preview
    /// Days before fuzz; nil on a step.
    var unfuzzedDays: Int?
  }

  /// Nil when nothing is known of the card, in a deck or in the log.
  init?(_ card: CardID, _ study: Study) throws(SQLiteError) {
    let log = try study.store.reviews(of: card).map(\.log)
    let isInDeck = try study.store.deckIndex.face(of: card) != nil
    guard isInDeck || !log.isEmpty else { return nil }
    let scheduler = study.scheduler
    let exact = Scheduler(
      model: scheduler.model, desiredRetention: scheduler.desiredRetention,
      maximumIntervalDays: scheduler.maximumIntervalDays, learningSteps: scheduler.learningSteps,
      relearningSteps: scheduler.relearningSteps, elapsedDays: scheduler.elapsedDays, isFuzzed: false,
      practiceKinds: scheduler.practiceKinds)
    self.card = card
    let changes = scheduler.history(log, of: card)
    let state = changes.last.map { CardState.scheduled($0.after) } ?? .new
    self.changes = changes
    self.state = state
    recall = scheduler.retrievability(of: state, at: study.now, offsetMinutes: study.offsetMinutes)
    var generator = Fuzz.generator(card: card, reviews: 0)
    intervals =
      changes.last.flatMap { last in
        guard last.after.phase == .review else { return nil }
        let wished = exact.review(
          last.before, last.entry.rating, at: last.entry.time, offsetMinutes: last.entry.offsetMinutes,
          using: &generator)
        return [
          IntervalStep(maker: .model, days: wished.intervalDays),
          IntervalStep(maker: .fuzz, days: last.after.intervalDays),
        ]
      } ?? []
    let fuzz = Fuzz.generator(card: card, reviews: state.reviews)
    let previews = scheduler.preview(state, at: study.now, offsetMinutes: study.offsetMinutes, using: fuzz)
    let unfuzzed = exact.preview(state, at: study.now, offsetMinutes: study.offsetMinutes, using: fuzz)
    options = zip(previews, unfuzzed).map { preview, exact in
      Option(
        preview: preview, unfuzzedDays: exact.schedule.phase == .review ? exact.schedule.intervalDays : nil)
    }
    var seen = CardState.new
    var fed: [ReviewLog] = []
    var practice: [ReviewLog] = []
    for entry in log {
      if scheduler.feeds(entry.kind, seen) {
        fed.append(entry)
        seen = state
      } else {
        practice.append(entry)
      }
    }
    self.practice = practice
    if let last = fed.last {
      let elapsed = scheduler.elapsedDays.elapsed(
        since: last, at: study.now, offsetMinutes: study.offsetMinutes)
      let kinds = RecallLog.scheduledKinds.union(scheduler.practiceKinds)
      let (now, all) = Influence.all(
        of: RecallLog([fed], kinds: kinds, elapsedDays: scheduler.elapsedDays), under: scheduler.model,
        after: elapsed)
      influences = all.sorted { left, right in
        let (leftWeight, rightWeight) = (abs(left.recallIfReversed - now), abs(right.recallIfReversed - now))
        return leftWeight == rightWeight ? left.index < right.index : leftWeight > rightWeight
      }
    } else {
      influences = []
    }
  }
}

extension CardStory {
  var json: JSONValue {
    [
      "id": .string(card.rawValue), "state": state.json, "recall": recall.map { .number($0) } ?? .null,
      "interval": .array(
        intervals.map { ["by": .string($0.maker.rawValue), "days": .integer($0.days)] }),
      "ratings": .array(
        options.map { option in
          let schedule = option.preview.schedule
          return [
            "rating": .string("\(option.preview.rating)"), "due": .string(schedule.due.iso),
            "days": schedule.phase == .review ? .integer(schedule.intervalDays) : .null,
            "days_before_fuzz": option.unfuzzedDays.map { .integer($0) } ?? .null,
            "stability": .number(schedule.memory.stability),
            "difficulty": .number(schedule.memory.difficulty),
          ]
        }),
      "influences": .array(
        influences.map { influence in
          [
            "review": .integer(influence.index + 1), "time": .string(influence.review.time.iso),
            "rating": .string("\(influence.review.rating)"),
            "gradient": influence.gradient.map { .number($0) } ?? .null,
            "recall_if_reversed": .number(influence.recallIfReversed),
          ]
        }),
      "reviews": .array(
        changes.map { change in
          [
            "time": .string(change.entry.time.iso), "kind": .string(change.entry.kind.rawValue),
            "rating": .string("\(change.entry.rating)"),
            "elapsed_days": change.elapsedDays.map { .integer($0) } ?? .null,
            "expected_recall": change.retrievability.map { .number($0) } ?? .null,
            "stability": .number(change.after.memory.stability),
            "difficulty": .number(change.after.memory.difficulty),
            "due": .string(change.after.due.iso),
          ]
        }),
      "practice": .array(
        practice.map { entry in
          [
            "time": .string(entry.time.iso), "kind": .string(entry.kind.rawValue),
            "rating": .string("\(entry.rating)"),
          ]
        }),
    ]
  }
}
