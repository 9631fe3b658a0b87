import Basics
import Scheduling
import Storage

/// The members of a log line as they stand there; unknown ones are passed over.
struct LogMembers {
  private var version: Int?
  private var id: String?
  private var card: String?
  private var time: String?
  private var offset: Int?
  private var day: String?
  private var rating: Int?
  private var kind: String?
  private var duration: Int?
  private var exercise: String?
  private var seed: String?
  private var numbers: JSONValue?
  private var answer: String?
  private var mistake: String?
  private var model: String?
  private var parameters: Int?
  private var interval: Int?
  private var confidence: Int?
  private var retracts: String?
  private var mark: String?
  private var value: JSONValue?
  private var links: String?
  private var to: String?
  private var linked: Bool?
  /// Members whose value is of another type.
  private var wrong: String?

  init(_ reader: inout JSONReader) throws(JSONError) {
    try reader.beginObject()
    while let name = try reader.nextName() {
      switch name {
      case "v": version = try integer(&reader, name)
      case "id": id = try text(&reader, name)
      case "card": card = try text(&reader, name)
      case "time": time = try text(&reader, name)
      case "offset_minutes": offset = try integer(&reader, name)
      case "day": day = try text(&reader, name)
      case "rating": rating = try integer(&reader, name)
      case "kind": kind = try text(&reader, name)
      case "duration_ms": duration = try integer(&reader, name)
      case "exercise": exercise = try text(&reader, name)
      case "seed": seed = try text(&reader, name)
      case "numbers":
        let value = try reader.value()
        if value != .null { numbers = value }
      case "answer": answer = try text(&reader, name)
      case "mistake": mistake = try text(&reader, name)
      case "model": model = try text(&reader, name)
      case "parameters": parameters = try integer(&reader, name)
      case "interval_days": interval = try integer(&reader, name)
      case "confidence": confidence = try integer(&reader, name)
      case "retracts": retracts = try text(&reader, name)
      case "mark": mark = try text(&reader, name)
      case "value": value = try reader.value()
      case "links": links = try text(&reader, name)
      case "to": to = try text(&reader, name)
      case "linked": if case .bool(let flag) = try reader.value() { linked = flag } else { wrong = name }
      default: try reader.skip()
      }
    }
  }

  /// A string, or nil for null and for another type, which is noted.
  private mutating func text(_ reader: inout JSONReader, _ name: String) throws(JSONError) -> String? {
    if let text = try reader.stringIfNext() { return text }
    if try reader.value() != .null { wrong = name }
    return nil
  }

  private mutating func integer(_ reader: inout JSONReader, _ name: String) throws(JSONError) -> Int? {
    switch try reader.value() {
    case .integer(let integer): return integer
    case .null: return nil
    default:
      wrong = name
      return nil
    }
  }

  func entry(needsVersion: Bool) throws(LogLineError) -> LogEntry {
    if needsVersion {
      guard let version else { throw .missing(member: "v") }
      guard version <= LogLine.version else { throw .newerVersion(version) }
      guard version == LogLine.version else { throw .invalid(member: "v") }
    }
    if let wrong { throw .invalid(member: wrong) }
    let id = try reviewID(id, "id")
    if let retracts {
      return .retraction(
        RetractionEntry(
          id: id, review: try reviewID(retracts, "retracts"), time: try timestamp()))
    }
    if let links {
      return .link(
        LinkEntry(
          id: id, old: try cardID(links, "links"), new: try cardID(to, "to"),
          isLinked: try need(linked, "linked")))
    }
    let card = try cardID(card, "card")
    if let mark {
      guard let change = MarkEntry.Change(name: mark, value: try need(value, "value")) else {
        throw .invalid(member: "value")
      }
      return .mark(MarkEntry(id: id, card: card, change: change))
    }
    return .review(try review(id, card))
  }

  private func review(_ id: ReviewID, _ card: CardID) throws(LogLineError) -> ReviewEntry {
    guard let rating = Rating(rawValue: try need(rating, "rating")) else { throw .invalid(member: "rating") }
    guard let kind = ReviewKind(rawValue: try need(kind, "kind")) else { throw .invalid(member: "kind") }
    let offset = try need(offset, "offset_minutes")
    // No place on Earth is further from Greenwich than 14 hours; a day is the bound of sense.
    guard (-1440...1440).contains(offset) else { throw .invalid(member: "offset_minutes") }
    let time = try timestamp()
    guard let day = ISOBytes.date(try need(day, "day")) else { throw .invalid(member: "day") }
    guard (0...ReviewEntry.longestInterval).contains(interval ?? 1) else {
      throw .invalid(member: "interval_days")
    }
    guard (1...3).contains(confidence ?? 1) else { throw .invalid(member: "confidence") }
    var seedNumber: UInt64?
    if let seed {
      guard let number = UInt64(seed) else { throw .invalid(member: "seed") }
      seedNumber = number
    }
    return ReviewEntry(
      id: id, card: card,
      log: ReviewLog(
        rating: rating, time: time, offsetMinutes: offset, kind: kind, intervalDays: interval),
      details: ReviewDetails(
        day: Day(number: day.number), durationMilliseconds: try need(duration, "duration_ms"),
        exercise: exercise, seed: seedNumber, numbers: numbers, answer: answer, mistake: mistake,
        model: try need(model, "model"), parametersVersion: try need(parameters, "parameters"),
        confidence: confidence))
  }

  private func need<Value>(_ value: Value?, _ name: String) throws(LogLineError) -> Value {
    guard let value else { throw .missing(member: name) }
    return value
  }

  private func reviewID(_ text: String?, _ name: String) throws(LogLineError) -> ReviewID {
    guard let id = ISOBytes.reviewID(try need(text, name)) else { throw .invalid(member: name) }
    return id
  }

  private func cardID(_ text: String?, _ name: String) throws(LogLineError) -> CardID {
    let text = try need(text, name)
    // Longer than any id a deck can give a card.
    guard !text.isEmpty, text.utf8.count <= 256 else { throw .invalid(member: name) }
    return CardID(rawValue: text)
  }

  private func timestamp() throws(LogLineError) -> Timestamp {
    guard let time = ISOBytes.time(try need(time, "time")) else { throw .invalid(member: "time") }
    return time
  }
}

/// Times and ids in the form that is written here, read without intermediate strings; others by the general way.
enum ISOBytes {
  static func time(_ text: String) -> Timestamp? {
    let bytes = text.utf8.span
    guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "."), bytes[23] == UInt8(ascii: "Z")
    else { return Timestamp(iso: text) }
    guard let date = date(bytes), let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2),
      let second = number(bytes, 17, 2), let fraction = number(bytes, 20, 3), hour < 24, minute < 60,
      second < 60
    else { return nil }
    return Timestamp(
      milliseconds: Int64(date.number * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + fraction))
  }

  static func date(_ text: String) -> CalendarDate? {
    let bytes = text.utf8.span
    return bytes.count == 10 ? date(bytes) : nil
  }

  private static func date(_ bytes: Span<UInt8>) -> CalendarDate? {
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), let year = number(bytes, 0, 4),
      let month = number(bytes, 5, 2), let day = number(bytes, 8, 2)
    else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  private static func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for index in start..<start + count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  static func reviewID(_ text: String) -> ReviewID? {
    let bytes = text.utf8.span
    guard bytes.count == 36 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      if index == 8 || index == 13 || index == 18 || index == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      default: return nil
      }
      if index < 18 { high = high << 4 | UInt64(digit) } else { low = low << 4 | UInt64(digit) }
    }
    return ReviewID(high: high, low: low)
  }
}
