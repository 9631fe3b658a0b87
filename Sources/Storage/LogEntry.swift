public import Basics
public import Scheduling

/// A line of the log as it travels between machines: it stands for itself, whatever the order in which lines arrive.
public enum LogEntry: Hashable, Sendable {
  case review(ReviewEntry)
  case retraction(RetractionEntry)
  case mark(MarkEntry)
  case link(LinkEntry)

  public var id: ReviewID {
    switch self {
    case .review(let entry): entry.id
    case .retraction(let entry): entry.id
    case .mark(let entry): entry.id
    case .link(let entry): entry.id
    }
  }
}

/// A review, without what other entries make of it.
public struct ReviewEntry: Hashable, Sendable {
  public var id: ReviewID
  public var card: CardID
  public var log: ReviewLog
  public var details: ReviewDetails

  /// Milliseconds since 1970, 142,000 years to either side: sums of such times do not overflow.
  static let times: ClosedRange<Int64> = -(1 << 52)...1 << 52

  /// Days; a century, which no schedule reaches.
  public static let longestInterval = 36_525

  public init(id: ReviewID, card: CardID, log: ReviewLog, details: ReviewDetails) {
    self.id = id
    self.card = card
    self.log = log
    self.details = details
  }
}

/// Takes back a review, which this machine may not have seen yet.
public struct RetractionEntry: Hashable, Sendable {
  public var id: ReviewID
  public var review: ReviewID
  public var time: Timestamp

  public init(id: ReviewID, review: ReviewID, time: Timestamp) {
    self.id = id
    self.review = review
    self.time = time
  }
}

/// What the learner said of a card; of the entries for a card and a field the one with the highest id holds.
public struct MarkEntry: Hashable, Sendable {
  public enum Change: Hashable, Sendable {
    case suspended(Bool)
    case buriedUntil(Day?)
    case flag(Int)
    case note(String?)
  }

  public var id: ReviewID
  public var card: CardID
  public var change: Change

  public init(id: ReviewID, card: CardID, change: Change) {
    self.id = id
    self.card = card
    self.change = change
  }
}

/// The history of a card that left the decks belongs to another card; of the entries for a pair the highest id holds.
public struct LinkEntry: Hashable, Sendable {
  public var id: ReviewID
  public var old: CardID
  public var new: CardID
  /// False takes the link back.
  public var isLinked: Bool

  public init(id: ReviewID, old: CardID, new: CardID, isLinked: Bool) {
    self.id = id
    self.old = old
    self.new = new
    self.isLinked = isLinked
  }
}

extension ReviewRecord {
  public var entry: ReviewEntry { ReviewEntry(id: id, card: card, log: log, details: details) }
}

extension MarkEntry.Change {
  /// The columns `field` and `value`.
  var columns: (field: String, value: String?) {
    switch self {
    case .suspended(let flag): ("suspended", flag ? "1" : nil)
    case .buriedUntil(let day): ("buried", day.map { String($0.number) })
    case .flag(let flag): ("flag", flag == 0 ? nil : String(flag))
    case .note(let note): ("note", note)
    }
  }

  /// Nil for a field or a value that this program cannot have written.
  init?(field: String, value: String?) {
    switch (field, value) {
    case ("suspended", nil): self = .suspended(false)
    case ("suspended", "1"?): self = .suspended(true)
    case ("buried", nil): self = .buriedUntil(nil)
    case ("buried", let day?):
      guard let number = Int(day) else { return nil }
      self = .buriedUntil(Day(number: number))
    case ("flag", nil): self = .flag(0)
    case ("flag", let flag?):
      guard let number = Int(flag) else { return nil }
      self = .flag(number)
    case ("note", let note): self = .note(note)
    default: return nil
    }
  }

  func apply(to mark: inout CardMark) {
    switch self {
    case .suspended(let isSuspended): mark.isSuspended = isSuspended
    case .buriedUntil(let day): mark.buriedUntil = day
    case .flag(let flag): mark.flag = flag
    case .note(let note): mark.note = note
    }
  }
}
