import Basics
import Scheduling
public import Storage

/// Tables of separated values (RFC 4180) for spreadsheets and for programs that fit memory models.
public enum CSVTables {
  /// Cards with what the schedule knows of them and what the learner has said.
  public static func cards(_ cards: some Sequence<CardRecord>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(
      "id,phase,stability,difficulty,due,due_day,last_review,reviews,lapses,suspended,buried_until,flag,note\r\n"
    )
    for card in cards {
      let schedule = card.state.schedule
      bytes.append(field: card.id.rawValue)
      bytes.append(",\(schedule.map { Self.name(of: $0.phase) } ?? "new"),")
      bytes.append(schedule.map { $0.memory.stability.description } ?? "")
      bytes.append(",")
      bytes.append(schedule.map { $0.memory.difficulty.description } ?? "")
      bytes.append(",")
      bytes.append(schedule.map { "\($0.due.iso),\($0.dueDay.date),\($0.lastReview.iso)" } ?? ",,")
      bytes.append(",\(schedule?.reviews ?? 0),\(schedule?.lapses ?? 0),\(card.mark.isSuspended ? 1 : 0),")
      bytes.append("\(card.mark.buriedUntil.map { $0.date.description } ?? ""),\(card.mark.flag),")
      bytes.append(field: card.mark.note ?? "")
      bytes.append("\r\n")
    }
    return bytes
  }

  static let reviewColumns = [
    "id", "card", "time", "offset_minutes", "day", "rating", "kind", "duration_ms", "exercise", "seed",
    "numbers", "answer", "mistake", "model", "parameters", "retracted",
    "interval_days", "confidence",
  ]

  /// The whole log; reviews that were undone are marked.
  public static func reviews(_ entries: [LogEntry]) -> [UInt8] {
    var retracted: Set<ReviewID> = []
    for case .retraction(let retraction) in entries { retracted.insert(retraction.review) }
    var bytes: [UInt8] = []
    bytes.append(reviewColumns.joined(separator: ",") + "\r\n")
    for case .review(let review) in entries {
      append(review, isRetracted: retracted.contains(review.id), to: &bytes)
    }
    return bytes
  }

  private static func append(_ review: ReviewEntry, isRetracted: Bool, to bytes: inout [UInt8]) {
    let details = review.details
    func append(_ text: String?) {
      bytes.append(",")
      if let text { bytes.append(field: text) }
    }
    bytes.append(id: review.id)
    append(review.card.rawValue)
    bytes.append(",")
    bytes.append(time: review.log.time)
    bytes.append(",")
    bytes.append(integer: review.log.offsetMinutes)
    bytes.append(",")
    bytes.append(date: details.day.date)
    bytes.append(",")
    bytes.append(integer: review.log.rating.rawValue)
    append(review.log.kind.rawValue)
    bytes.append(",")
    bytes.append(integer: details.durationMilliseconds)
    append(details.exercise)
    append(details.seed.map { String($0) })
    append(details.numbers.map { JSONWriter.write($0) })
    append(details.answer)
    append(details.mistake)
    append(details.model)
    bytes.append(",")
    bytes.append(integer: details.parametersVersion)
    bytes.append(isRetracted ? ",1" : ",0")
    append(review.log.intervalDays.map(String.init))
    append(details.confidence.map(String.init))
    bytes.append("\r\n")
  }

  private static func name(of phase: Schedule.Phase) -> String {
    switch phase {
    case .learning: "learning"
    case .review: "review"
    case .relearning: "relearning"
    }
  }
}

extension [UInt8] {
  /// In quotes where it must be.
  fileprivate mutating func append(field: String) {
    let needsQuotes = field.utf8.contains {
      $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D
        || $0 == UInt8(ascii: ";")
        || $0 == 0x09
    }
    guard needsQuotes else { return append(field) }
    append(UInt8(ascii: "\""))
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { append(byte) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }
}
