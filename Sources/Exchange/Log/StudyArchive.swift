import Basics
import Scheduling
public import Storage

/// Everything a learner has done and said: what a `json` file holds.
public struct StudyArchive: Sendable {
  public struct Setting: Hashable, Sendable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// Raised when a member changes its meaning or goes away.
  public static let version = 2
  /// Settings of this machine alone, such as what it is called among those that share a folder, begin with this.
  public static let localPrefix = "local."

  public var settings: [Setting] = []
  /// What follows from the log: for readers of the file; an import replays the log instead.
  public var cards: [CardRecord] = []
  public var entries: [LogEntry] = []

  public init() {}

  /// What a store holds; call it within one transaction when another process may write.
  public init(_ store: ReviewStore) throws(SQLiteError) {
    settings = try store.settings().filter { !$0.key.hasPrefix(Self.localPrefix) }.map {
      Setting(key: $0.key, value: $0.value)
    }
    try store.forEachCard { record in
      cards.append(record)
      return true
    }
    cards.sort { $0.id < $1.id }
    entries = try store.entries()
  }

  /// One card and one log entry a line, so that files can be compared and searched; the same data give the same bytes.
  public func json() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * 320 + cards.count * 400 + 1024)
    bytes.append("{\"study\":\(Self.version),\n\"settings\":")
    bytes.append(JSONWriter.write(.object(settings.map { .init($0.key, .string($0.value)) })))
    bytes.append(",\n\"cards\":[")
    for (index, card) in cards.enumerated() {
      bytes.append(index > 0 ? ",\n" : "\n")
      Self.append(card, to: &bytes)
    }
    bytes.append("\n],\n\"log\":[")
    for (index, entry) in entries.enumerated() {
      bytes.append(index > 0 ? ",\n{" : "\n{")
      LogLine.appendMembers(of: entry, to: &bytes)
      bytes.append("}")
    }
    bytes.append("\n]}\n")
    return bytes
  }

  private static func append(_ card: CardRecord, to bytes: inout [UInt8]) {
    bytes.append("{\"id\":")
    bytes.append(quoted: card.id.rawValue)
    bytes.append(",\"phase\":\"")
    guard let schedule = card.state.schedule else {
      bytes.append("new\"")
      return appendMark(card.mark, to: &bytes)
    }
    switch schedule.phase {
    case .learning(let step): bytes.append("learning\",\"step\":\(step)")
    case .review: bytes.append("review\"")
    case .relearning(let step): bytes.append("relearning\",\"step\":\(step)")
    }
    bytes.append(",\"stability\":")
    bytes.append(schedule.memory.stability.description)
    bytes.append(",\"difficulty\":")
    bytes.append(schedule.memory.difficulty.description)
    bytes.append(",\"due\":\"")
    bytes.append(time: schedule.due)
    bytes.append("\",\"due_day\":\"")
    bytes.append(date: schedule.dueDay.date)
    bytes.append("\",\"last_review\":\"")
    bytes.append(time: schedule.lastReview)
    bytes.append("\",\"last_day\":\"")
    bytes.append(date: schedule.lastDay.date)
    bytes.append("\",\"reviews\":")
    bytes.append(integer: schedule.reviews)
    bytes.append(",\"lapses\":")
    bytes.append(integer: schedule.lapses)
    appendMark(card.mark, to: &bytes)
  }

  private static func appendMark(_ mark: CardMark, to bytes: inout [UInt8]) {
    bytes.append(mark.isSuspended ? ",\"suspended\":true" : ",\"suspended\":false")
    bytes.append(",\"buried_until\":")
    bytes.append(mark.buriedUntil.map { "\"\($0.date)\"" } ?? "null")
    bytes.append(",\"flag\":")
    bytes.append(integer: mark.flag)
    bytes.append(",\"note\":")
    if let note = mark.note { bytes.append(quoted: note) } else { bytes.append("null") }
    bytes.append("}")
  }
}
