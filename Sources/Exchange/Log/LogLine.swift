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

  /// Appends the line with its line feed.
  public static func append(_ entry: LogEntry, to bytes: inout [UInt8]) {
    bytes.append("{\"v\":1,")
    appendMembers(of: entry, to: &bytes)
    bytes.append("}\n")
  }

  /// All lines of a log, in the order in which the store keeps it.
  public static func lines(of entries: some Sequence<LogEntry>) -> [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries { append(entry, to: &bytes) }
    return bytes
  }

  static func appendMembers(of entry: LogEntry, to bytes: inout [UInt8]) {
    bytes.append("\"id\":\"")
    bytes.append(id: entry.id)
    bytes.append("\"")
    switch entry {
    case .review(let review): appendMembers(of: review, to: &bytes)
    case .retraction(let retraction):
      bytes.append(",\"retracts\":\"")
      bytes.append(id: retraction.review)
      bytes.append("\",\"time\":\"")
      bytes.append(time: retraction.time)
      bytes.append("\"")
    case .mark(let mark):
      bytes.append(",\"card\":")
      bytes.append(quoted: mark.card.rawValue)
      let (name, value) = mark.change.member
      bytes.append(",\"mark\":\"\(name)\",\"value\":")
      bytes.append(JSONWriter.write(value))
    case .link(let link):
      bytes.append(",\"links\":")
      bytes.append(quoted: link.old.rawValue)
      bytes.append(",\"to\":")
      bytes.append(quoted: link.new.rawValue)
      bytes.append(link.isLinked ? ",\"linked\":true" : ",\"linked\":false")
    }
  }

  private static func appendMembers(of review: ReviewEntry, to bytes: inout [UInt8]) {
    let details = review.details
    func append(_ name: String, _ text: String?) {
      guard let text else { return }
      bytes.append(name)
      bytes.append(quoted: text)
    }
    func append(_ name: String, _ number: Int?) {
      guard let number else { return }
      bytes.append(name)
      bytes.append(integer: number)
    }
    append(",\"card\":", review.card.rawValue)
    bytes.append(",\"time\":\"")
    bytes.append(time: review.log.time)
    bytes.append("\",\"offset_minutes\":")
    bytes.append(integer: review.log.offsetMinutes)
    bytes.append(",\"day\":\"")
    bytes.append(date: details.day.date)
    bytes.append("\",\"rating\":")
    bytes.append(integer: review.log.rating.rawValue)
    append(",\"kind\":", review.log.kind.rawValue)
    bytes.append(",\"duration_ms\":")
    bytes.append(integer: details.durationMilliseconds)
    append(",\"exercise\":", details.exercise)
    // As text: a 64-bit number does not survive readers that take JSON numbers for doubles.
    append(",\"seed\":", details.seed.map { String($0) })
    if let numbers = details.numbers {
      bytes.append(",\"numbers\":")
      bytes.append(JSONWriter.write(numbers))
    }
    append(",\"answer\":", details.answer)
    append(",\"mistake\":", details.mistake)
    append(",\"model\":", details.model)
    bytes.append(",\"parameters\":")
    bytes.append(integer: details.parametersVersion)
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
