public import Basics
import Scheduling
public import Storage

/// What is here already: all that an import is compared with.
public struct ImportContext: Sendable {
  /// An answer as other programs know it, without an id.
  struct Answer: Hashable, Sendable {
    var card: CardID
    var milliseconds: Int64
  }

  /// Cards of all decks of this run.
  public var cards: Set<CardID>
  /// The files of the learner's own folder: name below it, content.
  public var files: [String: [UInt8]]
  public var offsetMinutes: Int
  public var now: Timestamp
  public var settings: [String: String] = [:]
  var entries: Set<ReviewID> = []
  var answers: Set<Answer> = []
  var marks: [CardID: CardMark] = [:]

  public init(
    cards: Set<CardID>, files: [String: [UInt8]], offsetMinutes: Int, now: Timestamp, store: ReviewStore
  ) throws(SQLiteError) {
    self.cards = cards
    self.files = files
    self.offsetMinutes = offsetMinutes
    self.now = now
    for setting in try store.settings() { settings[setting.key] = setting.value }
    try store.forEachEntry { entry in
      entries.insert(entry.id)
      if case .review(let review) = entry {
        answers.insert(Answer(card: review.card, milliseconds: review.log.time.milliseconds))
      }
      return true
    }
    try store.forEachCard { record in
      marks[record.id] = record.mark
      return true
    }
  }

  /// Whether an answer of about this time is here: Anki moves answers apart that share a millisecond.
  func knows(_ review: ReviewEntry) -> Bool {
    (-3...3).contains { offset in
      answers.contains(
        Answer(card: review.card, milliseconds: review.log.time.milliseconds + Int64(offset)))
    }
  }
}
