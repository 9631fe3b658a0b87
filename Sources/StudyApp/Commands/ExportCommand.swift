import Basics
import Scheduling
import Storage

extension CommandSpec {
  static let export = CommandSpec(
    "export", LocalizedText("Write the log and the cards' states to a file", "把复习记录与卡片状态写成文件"),
    options: [
      OptionSpec(
        "format", .word(["json", "csv", "html"]), "FORMAT",
        "json: everything; csv: the reviews; html: a report (json)", "json：全部；csv：复习记录；html：报告（默认 json）"),
      OptionSpec("output", short: "o", .path, "FILE", "Where to (- is standard output)", "输出到（- 为标准输出）"),
    ],
    examples: [
      ("study export --format json -o backup.json", LocalizedText("everything", "全部数据")),
      ("study export --format html -o report.html", LocalizedText("a report to look at", "可阅读的报告")),
      ("study export --format csv | head", LocalizedText("the reviews, one a line", "复习记录，每行一条")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      let text =
        switch invocation.text("format") {
        case "csv": try Export.csv(study.store)
        case "html": try HTMLReport.write(study, try study.library())
        default: JSONWriter.write(try Export.json(study), indented: true) + "\n"
        }
      guard let path = invocation.text("output"), path != "-" else {
        try workspace.environment.output.write(text)
        return .success
      }
      do throws(FileError) {
        try FileSystem.write(Array(text.utf8), to: path, mode: 0o600)
      } catch {
        throw CommandFailure.cannotWrite(error)
      }
      return .success
    })
}

/// The learner's data in open formats.
enum Export {
  /// Raised when a field changes its meaning or goes away.
  static let version = 1

  /// `{"study": version, "reviews": [the whole log, undone entries marked], "cards": [states and marks], "settings": {…}}`.
  static func json(_ study: Study) throws -> JSONValue {
    var reviews: [JSONValue] = []
    try study.store.forEachReview { record in
      reviews.append(json(record))
      return true
    }
    var cards: [JSONValue] = []
    try study.store.forEachCard { record in
      cards.append(
        [
          "id": .string(record.id.rawValue), "state": record.state.json,
          "suspended": .bool(record.mark.isSuspended),
          "buried_until": record.mark.buriedUntil.map { .string($0.date.description) } ?? .null,
          "flag": .integer(record.mark.flag), "note": record.mark.note.map { .string($0) } ?? .null,
        ])
      return true
    }
    let settings = try study.store.settings().map { JSONValue.Member($0.key, .string($0.value)) }
    return [
      "study": .integer(version), "exported": .string(study.now.iso), "reviews": .array(reviews),
      "cards": .array(cards), "settings": .object(settings),
    ]
  }

  private static func json(_ record: ReviewRecord) -> JSONValue {
    let details = record.details
    return [
      "id": .string("\(record.id)"), "card": .string(record.card.rawValue),
      "time": .string(record.log.time.iso),
      "offset_minutes": .integer(record.log.offsetMinutes), "day": .string(details.day.date.description),
      "rating": .integer(record.log.rating.rawValue), "kind": .string(record.log.kind.rawValue),
      "duration_ms": .integer(details.durationMilliseconds),
      "exercise": details.exercise.map { .string($0) } ?? .null,
      // As text: a 64-bit number does not survive readers that take JSON numbers for doubles.
      "seed": details.seed.map { .string(String($0)) } ?? .null, "numbers": details.numbers ?? .null,
      "answer": details.answer.map { .string($0) } ?? .null,
      "mistake": details.mistake.map { .string($0) } ?? .null, "model": .string(details.model),
      "parameters": .integer(details.parametersVersion), "retracted": .bool(record.isRetracted),
    ]
  }

  /// The log, one review a line (RFC 4180); undone entries are marked.
  static func csv(_ store: ReviewStore) throws -> String {
    var text = "id,card,time,offset_minutes,day,rating,kind,duration_ms,exercise,answer,mistake,retracted\r\n"
    try store.forEachReview { record in
      let details = record.details
      let fields = [
        "\(record.id)", record.card.rawValue, record.log.time.iso, "\(record.log.offsetMinutes)",
        details.day.date.description, "\(record.log.rating.rawValue)", record.log.kind.rawValue,
        "\(details.durationMilliseconds)", details.exercise ?? "", details.answer ?? "",
        details.mistake ?? "",
        record.isRetracted ? "1" : "0",
      ]
      text += fields.map(quoted).joined(separator: ",") + "\r\n"
      return true
    }
    return text
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
      return field
    }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
