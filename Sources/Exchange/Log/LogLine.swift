import Basics
import Scheduling
public import Storage

/// A log entry as one line of JSON: what `jsonl` files, synchronised folders and the `log` of `json` files consist of.
///
/// Every line carries the version, so that lines can be appended, put together and read alone. Members that are
/// null are left out.
public enum LogLine {
  /// Raised when a member changes its meaning or goes away.
  public static let version = 1
  /// Bytes; the longest answer a learner could type is far shorter.
  public static let longest = 1 << 20

  /// Writes the log of a store in pieces, all of one moment; what the sink throws ends it.
  public static func write(_ store: ReviewStore, to sink: @escaping ([UInt8]) throws -> Void) throws {
    var out = OutgoingText(to: sink)
    try store.snapshot { () throws(SQLiteError) in
      try store.forEachEntry { entry in
        append(entry, to: &out.text)
        return out.goesOn()
      }
    }
    try out.finish()
  }

  /// All lines of a log, in the order in which the store keeps it.
  public static func lines(of entries: some Sequence<LogEntry>) -> [UInt8] {
    var text = TextBuffer()
    for entry in entries { append(entry, to: &text) }
    return text.bytes
  }

  /// Appends the line with its line feed.
  static func append(_ entry: LogEntry, to text: inout TextBuffer) {
    text.append("{\"v\":1,")
    appendMembers(of: entry, to: &text)
    text.append("}\n")
  }

  static func appendMembers(of entry: LogEntry, to text: inout TextBuffer) {
    text.append("\"id\":\"")
    text.append(id: entry.id)
    text.append("\"")
    switch entry {
    case .review(let review): appendMembers(of: review, to: &text)
    case .retraction(let retraction):
      text.append(",\"retracts\":\"")
      text.append(id: retraction.review)
      text.append("\",\"time\":\"")
      text.append(time: retraction.time)
      text.append("\"")
    case .mark(let mark):
      text.append(",\"card\":")
      text.append(quoted: mark.card.rawValue)
      let (name, value) = mark.change.member
      text.append(",\"mark\":\"")
      text.append(text: name)
      text.append("\",\"value\":")
      text.append(text: JSONWriter.write(value))
    case .link(let link):
      text.append(",\"links\":")
      text.append(quoted: link.old.rawValue)
      text.append(",\"to\":")
      text.append(quoted: link.new.rawValue)
      text.append(link.isLinked ? ",\"linked\":true" : ",\"linked\":false")
    }
  }

  private static func appendMembers(of review: ReviewEntry, to text: inout TextBuffer) {
    let details = review.details
    @inline(__always) func append(_ name: StaticString, _ value: String?) {
      guard let value else { return }
      text.append(name)
      text.append(quoted: value)
    }
    @inline(__always) func append(_ name: StaticString, _ number: Int?) {
      guard let number else { return }
      text.append(name)
      text.append(integer: number)
    }
    append(",\"card\":", review.card.rawValue)
    text.append(",\"time\":\"")
    text.append(time: review.log.time)
    text.append("\",\"offset_minutes\":")
    text.append(integer: review.log.offsetMinutes)
    text.append(",\"day\":\"")
    text.append(date: details.day.date)
    text.append("\",\"rating\":")
    text.append(integer: review.log.rating.rawValue)
    append(",\"kind\":", review.log.kind.rawValue)
    text.append(",\"duration_ms\":")
    text.append(integer: details.durationMilliseconds)
    append(",\"exercise\":", details.exercise)
    // As text: a 64-bit number does not survive readers that take JSON numbers for doubles.
    append(",\"seed\":", details.seed.map { String($0) })
    if let numbers = details.numbers {
      text.append(",\"numbers\":")
      text.append(text: JSONWriter.write(numbers))
    }
    append(",\"answer\":", details.answer)
    append(",\"mistake\":", details.mistake)
    append(",\"model\":", details.model)
    text.append(",\"parameters\":")
    text.append(integer: details.parametersVersion)
    append(",\"interval_days\":", review.log.intervalDays)
    append(",\"confidence\":", details.confidence)
  }
}

extension MarkEntry.Change {
  fileprivate var member: (name: String, value: JSONValue) {
    switch self {
    case .suspended(let flag): ("suspended", .bool(flag))
    case .buriedUntil(let day): ("buried_until", day.map { .string($0.date.description) } ?? .null)
    case .flag(let flag): ("flag", .integer(flag))
    case .note(let note): ("note", note.map { .string($0) } ?? .null)
    }
  }

  init?(name: String, value: JSONValue) {
    switch (name, value) {
    case ("suspended", .bool(let flag)): self = .suspended(flag)
    case ("buried_until", .null): self = .buriedUntil(nil)
    case ("buried_until", .string(let text)):
      guard let date = CalendarDate(iso: text) else { return nil }
      self = .buriedUntil(Day(number: date.number))
    case ("flag", .integer(let flag)): self = .flag(flag)
    case ("note", .null): self = .note(nil)
    case ("note", .string(let text)): self = .note(text)
    default: return nil
    }
  }
}
