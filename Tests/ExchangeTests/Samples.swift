import Basics
import Scheduling
import Storage

/// 2026-11-20T12:00:00Z
let noon = Timestamp(milliseconds: 1_795_176_000_000)
let scheduler = Scheduler()
let sampleID = "019d0000-0000-7000-8000-000000000000"

func replay(_ card: CardID, _ log: [ReviewLog]) -> CardState { scheduler.replay(log, of: card) }

/// Three cards, eight reviews of which one was undone, marks, a link, a setting.
func sampleStore() throws -> ReviewStore {
  let store = try ReviewStore(.memory, now: noon, idSeed: 1)
  for (index, name) in ["conv-out-size", "pooling", "@0123456789abcdef0123456789abcdef"].enumerated() {
    for (count, rating) in [Rating.good, .hard, .again].prefix(3 - index).enumerated() {
      try record(
        CardID(rawValue: name), rating, at: noon.adding(days: Double(count * 3 + index - 40)), in: store)
    }
  }
  _ = try store.undoLast(at: noon.adding(days: 20), replay: replay)
  try store.suspend(CardID(rawValue: "pooling"))
  try store.mark(CardID(rawValue: "conv-out-size")) {
    $0.flag = 2
    $0.note = "line 1\nline 2"
  }
  _ = try store.merge(
    [
      .link(
        LinkEntry(
          id: ReviewID(sampleID)!, old: CardID(rawValue: "old"), new: CardID(rawValue: "conv-out-size"),
          isLinked: true))
    ], replay: replay)
  try store.setSetting("retention", to: "0.9")
  return store
}

func record(_ card: CardID, _ rating: Rating, at now: Timestamp, in store: ReviewStore) throws {
  try store.record(card) { state in
    var generator = Fuzz.generator(card: card, reviews: state.reviews)
    let schedule = scheduler.review(state, rating, at: now, offsetMinutes: 60, using: &generator)
    return NewReview(
      log: ReviewLog(
        rating: rating, time: now, offsetMinutes: 60, kind: ReviewKind(scheduled: state),
        intervalDays: schedule.phase == .review ? schedule.intervalDays : nil),
      details: ReviewDetails(
        day: schedule.lastDay, durationMilliseconds: 4000, exercise: "drill", seed: .max,
        numbers: ["n": 56, "x": 0.5], answer: "56 \"or\" 57\u{1B}", model: "fsrs-6", parametersVersion: 0,
        confidence: rating == .good ? 3 : nil),
      schedule: schedule)
  }
}

extension LogEntry {
  var kindName: String {
    switch self {
    case .review: "review"
    case .retraction: "retraction"
    case .mark: "mark"
    case .link: "link"
    }
  }
}
