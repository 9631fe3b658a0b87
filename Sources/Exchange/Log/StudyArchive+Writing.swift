import Basics
import Scheduling
public import Storage

extension StudyArchive {
  /// Writes everything a store holds in pieces, all of one moment; what the sink throws ends it.
  ///
  /// One card and one log entry a line, so that files can be compared and searched; the same data give the same bytes.
  /// The cards' states follow from the log: they are for readers of the file, and an import replays the log instead.
  public static func write(_ store: ReviewStore, to sink: @escaping ([UInt8]) throws -> Void) throws {
    var out = OutgoingText(to: sink)
    try store.snapshot { () throws(SQLiteError) in
      out.text.append("{\"study\":")
      out.text.append(integer: version)
      out.text.append(",\n\"settings\":")
      let settings = try store.settings().filter { !$0.key.hasPrefix(localPrefix) }
      out.text.append(text: JSONWriter.write(.object(settings.map { .init($0.key, .string($0.value)) })))
      out.text.append(",\n\"cards\":[")
      var isFirst = true
      try store.forEachCard(by: .id) { card in
        out.text.append(isFirst ? "\n" : ",\n")
        isFirst = false
        append(card, to: &out.text)
        return out.goesOn()
      }
      out.text.append("\n],\n\"log\":[")
      isFirst = true
      try store.forEachEntry { entry in
        out.text.append(isFirst ? "\n{" : ",\n{")
        isFirst = false
        LogLine.appendMembers(of: entry, to: &out.text)
        out.text.append("}")
        return out.goesOn()
      }
      out.text.append("\n]}\n")
    }
    try out.finish()
  }

  private static func append(_ card: CardRecord, to text: inout TextBuffer) {
    text.append("{\"id\":")
    text.append(quoted: card.id.rawValue)
    text.append(",\"phase\":\"")
    guard let schedule = card.state.schedule else {
      text.append("new\"")
      return appendMark(card.mark, to: &text)
    }
    switch schedule.phase {
    case .learning(let step):
      text.append("learning\",\"step\":")
      text.append(integer: step)
    case .review: text.append("review\"")
    case .relearning(let step):
      text.append("relearning\",\"step\":")
      text.append(integer: step)
    }
    text.append(",\"stability\":")
    text.append(text: schedule.memory.stability.description)
    text.append(",\"difficulty\":")
    text.append(text: schedule.memory.difficulty.description)
    text.append(",\"due\":\"")
    text.append(time: schedule.due)
    text.append("\",\"due_day\":\"")
    text.append(date: schedule.dueDay.date)
    text.append("\",\"last_review\":\"")
    text.append(time: schedule.lastReview)
    text.append("\",\"last_day\":\"")
    text.append(date: schedule.lastDay.date)
    text.append("\",\"reviews\":")
    text.append(integer: schedule.reviews)
    text.append(",\"lapses\":")
    text.append(integer: schedule.lapses)
    appendMark(card.mark, to: &text)
  }

  private static func appendMark(_ mark: CardMark, to text: inout TextBuffer) {
    text.append(mark.isSuspended ? ",\"suspended\":true" : ",\"suspended\":false")
    text.append(",\"buried_until\":")
    if let day = mark.buriedUntil {
      text.append("\"")
      text.append(date: day.date)
      text.append("\"")
    } else {
      text.append("null")
    }
    text.append(",\"flag\":")
    text.append(integer: mark.flag)
    text.append(",\"note\":")
    if let note = mark.note { text.append(quoted: note) } else { text.append("null") }
    text.append("}")
  }
}
