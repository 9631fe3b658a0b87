import Basics
import Scheduling
public import Storage

/// Tables of separated values (RFC 4180) for spreadsheets and for programs that fit memory models.
public enum CSVTables {
  /// Writes the cards with what the schedule knows of them and what the learner has said, in pieces.
  public static func writeCards(of store: ReviewStore, to sink: @escaping ([UInt8]) throws -> Void) throws {
    var out = OutgoingText(to: sink)
    try store.snapshot { () throws(SQLiteError) in
      out.text.append("id,phase,stability,difficulty,due,due_day,last_review,reviews,lapses,suspended,")
      out.text.append("buried_until,flag,note\r\n")
      try store.forEachCard(by: .id) { card in
        append(card, to: &out.text)
        return out.goesOn()
      }
    }
    try out.finish()
  }

  private static func append(_ card: CardRecord, to text: inout TextBuffer) {
    text.append(field: card.id.rawValue)
    text.append(",")
    if let schedule = card.state.schedule {
      text.append(text: schedule.phase.name)
      text.append(",")
      text.append(text: schedule.memory.stability.description)
      text.append(",")
      text.append(text: schedule.memory.difficulty.description)
      text.append(",")
      text.append(time: schedule.due)
      text.append(",")
      text.append(date: schedule.dueDay.date)
      text.append(",")
      text.append(time: schedule.lastReview)
      text.append(",")
      text.append(integer: schedule.reviews)
      text.append(",")
      text.append(integer: schedule.lapses)
    } else {
      text.append("new,,,,,,0,0")
    }
    text.append(card.mark.isSuspended ? ",1," : ",0,")
    if let day = card.mark.buriedUntil { text.append(date: day.date) }
    text.append(",")
    text.append(integer: card.mark.flag)
    text.append(",")
    text.append(field: card.mark.note ?? "")
    text.append("\r\n")
  }

  static let reviewColumns = [
    "id", "card", "time", "offset_minutes", "day", "rating", "kind", "duration_ms", "exercise", "seed",
    "numbers", "answer", "mistake", "model", "parameters", "retracted",
    "interval_days", "confidence",
  ]

  /// Writes the reviews of a log in pieces; those that were undone are marked.
  public static func writeReviews(
    of store: ReviewStore, to sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    var out = OutgoingText(to: sink)
    try store.snapshot { () throws(SQLiteError) in
      out.text.append(text: reviewColumns.joined(separator: ",") + "\r\n")
      try store.forEachReview { review in
        append(review, to: &out.text)
        return out.goesOn()
      }
    }
    try out.finish()
  }

  private static func append(_ review: ReviewRecord, to text: inout TextBuffer) {
    let details = review.details
    func append(_ value: String?) {
      text.append(",")
      if let value { text.append(field: value) }
    }
    func append(_ value: Int?) {
      text.append(",")
      if let value { text.append(integer: value) }
    }
    text.append(id: review.id)
    append(review.card.rawValue)
    text.append(",")
    text.append(time: review.log.time)
    append(review.log.offsetMinutes)
    text.append(",")
    text.append(date: details.day.date)
    append(review.log.rating.rawValue)
    append(review.log.kind.rawValue)
    append(details.durationMilliseconds)
    append(details.exercise)
    append(details.seed.map { String($0) })
    append(details.numbers.map { JSONWriter.write($0) })
    append(details.answer)
    append(details.mistake)
    append(details.model)
    append(details.parametersVersion)
    text.append(review.isRetracted ? ",1" : ",0")
    append(review.log.intervalDays)
    append(details.confidence)
    text.append("\r\n")
  }
}
