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
  public var time: Timestamp
  // 24 bytes instead of 48: logs of millions are held in memory.
  private var offset: Int32
  /// The smallest number stands for none.
  private var interval: Int32
  public var rating: Rating
  public var kind: ReviewKind

  public init(
    rating: Rating, time: Timestamp, offsetMinutes: Int, kind: ReviewKind, intervalDays: Int? = nil
  ) {
    self.time = time
    offset = Int32(clamping: offsetMinutes)
    interval = Self.stored(intervalDays)
    self.rating = rating
    self.kind = kind
  }

  /// From UTC to the learner's clock.
  public var offsetMinutes: Int {
    get { Int(offset) }
    set { offset = Int32(clamping: newValue) }
  }

  /// Days until due, where the load of other cards picked them; nil where card and count alone did.
  public var intervalDays: Int? {
    get { interval == .min ? nil : Int(interval) }
    set { interval = Self.stored(newValue) }
  }

  private static func stored(_ interval: Int?) -> Int32 {
    interval.map { max(Int32(clamping: $0), .min + 1) } ?? .min
  }
}
