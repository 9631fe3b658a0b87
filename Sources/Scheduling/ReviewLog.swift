public import Basics

/// Why a card was shown.
public enum ReviewKind: String, CaseIterable, Hashable, Sendable {
  case learn, review, relearn
  case cram, drill, interview, predict

  /// Practice outside the schedule is logged, but a model that never chose its moment must not learn from it.
  public var changesSchedule: Bool {
    switch self {
    case .learn, .review, .relearn: true
    case .cram, .drill, .interview, .predict: false
    }
  }

  /// The kind of the next scheduled review of a card.
  public init(scheduled state: CardState) {
    switch state.schedule?.phase {
    case nil, .learning: self = .learn
    case .review: self = .review
    case .relearning: self = .relearn
    }
  }
}

/// One entry of the log, as far as a memory model needs it: the card's state is a function of these.
public struct ReviewLog: Hashable, Sendable {
  public var rating: Rating
  public var time: Timestamp
  public var offsetMinutes: Int
  public var kind: ReviewKind
  /// Days until due, where the load of other cards picked them; nil where card and count alone did.
  public var intervalDays: Int?

  public init(
    rating: Rating, time: Timestamp, offsetMinutes: Int, kind: ReviewKind, intervalDays: Int? = nil
  ) {
    self.rating = rating
    self.time = time
    self.offsetMinutes = offsetMinutes
    self.kind = kind
    self.intervalDays = intervalDays
  }
}
