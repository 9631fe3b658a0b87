import Basics
import Exchange
import Scheduling
import Storage

extension CommandSpec {
  static let export = CommandSpec(
    "export",
    LocalizedText(
      "Write your data in a format that other programs read", "把你的数据写成其他程序可读的格式"),
    operands: Operands(usage: "[TOPIC…]", count: 0...64),
    options: [
      OptionSpec(
        "format", .word(Export.Format.allCases.map(\.rawValue)), "FORMAT",
        "json: everything; jsonl: the log; csv: a table; md: the deck with notes; html: a report; apkg: for Anki (json)",
        "json：全部；jsonl：记录；csv：表格；md：卡组与笔记；html：报告；apkg：供 Anki 使用（默认 json）"),
      OptionSpec(
        "table", .word(Export.Table.allCases.map(\.rawValue)), "TABLE",
        "With csv: reviews, or cards with their states (reviews)",
        "csv 的内容：复习记录 reviews 或卡片状态 cards（默认 reviews）"),
      OptionSpec(
        "output", short: "o", .path, "FILE",
        "Where to; it appears when it is complete (- is standard output)",
        "输出文件，写完才出现（- 为标准输出）"),
    ],
    examples: [
      ("study export -o backup.json", LocalizedText("everything", "全部数据")),
      ("study export --format csv | head", LocalizedText("the reviews, one a line", "复习记录，每行一条")),
      ("study export --format html -o report.html", LocalizedText("a report to look at", "可阅读的报告")),
      ("study export --format apkg -o study.apkg", LocalizedText("a package for Anki", "Anki 卡包")),
      (
        "study export --format md convolution",
        LocalizedText("one topic with your notes", "一个主题及你的笔记")
      ),
    ],
    run: { invocation, workspace in
      let format = invocation.text("format").flatMap(Export.Format.init(rawValue:)) ?? .json
      if invocation.has("table"), format != .csv {
        throw UsageError.notAllowed(
          name: "--table", typed: invocation.text("table") ?? "",
          allowed: LocalizedText(both: "--format csv"))
      }
      if let topic = invocation.operands.first, format != .md, format != .apkg {
        guard Export.Format(rawValue: topic) == nil else {
          throw UsageError.unknown(.topic, topic, suggestion: "--format \(topic)")
        }
        throw UsageError.notAllowed(
          name: "study export --format \(format.rawValue)", typed: topic,
          allowed: LocalizedText("topics with --format md or apkg", "--format md 或 apkg 时可指定主题"))
      }
      let path = invocation.text("output").flatMap { $0 == "-" ? nil : $0 }
      if path == nil, !invocation.has("output"), format.isBinary, workspace.environment.isOutputTerminal {
        throw UsageError.missingValue(
          option: "output",
          allowed: LocalizedText("a file, such as study.apkg; - for a pipe", "文件，如 study.apkg；- 表示管道"))
      }
      let export = Export(study: try Study(workspace), topics: invocation.operands)
      let table = invocation.text("table").flatMap(Export.Table.init(rawValue:)) ?? .reviews
      guard let path else {
        try export.write(format, table) { try workspace.environment.output.write(bytes: $0) }
        return .success
      }
      do {
        let file = try NewFile(path, mode: 0o600)
        try export.write(format, table) { try file.append($0) }
        try file.finish()
      } catch let error as FileError {
        throw CommandFailure.cannotWrite(error)
      }
      return .success
    })
}

/// The learner's data in open formats; what each holds is described in the article Storage.
struct Export {
  enum Format: String, CaseIterable {
    case json, jsonl, csv, md, html, apkg

    var isBinary: Bool { self == .apkg }
  }

  enum Table: String, CaseIterable {
    case reviews, cards
  }

  let study: Study
  /// Of `md` and `apkg`; empty takes all.
  let topics: [String]

  /// Hands over what was asked for.
  func write(_ format: Format, _ table: Table, to sink: @escaping ([UInt8]) throws -> Void) throws {
    switch format {
    case .json: try StudyArchive.write(study.store, to: sink)
    case .jsonl: try LogLine.write(study.store, to: sink)
    case .csv:
      switch table {
      case .reviews: try CSVTables.writeReviews(of: study.store, to: sink)
      case .cards: try CSVTables.writeCards(of: study.store, to: sink)
      }
    case .md: try sink(markdown())
    case .html: try sink(Array(HTMLReport.write(study, study.library()).utf8))
    case .apkg: try sink(package())
    }
  }

  private func records() throws(SQLiteError) -> [CardRecord] {
    var records: [CardRecord] = []
    try study.store.forEachCard { record in
      records.append(record)
      return true
    }
    return records
  }

  private func decks() throws -> [Library.DeckFile] {
    let library = try study.library(topics: topics)
    return try library.files(topics: library.topics, study.workspace.cardLanguages[0])
  }

  private func markdown() throws -> [UInt8] {
    var notes: [CardID: String] = [:]
    for record in try records() { notes[record.id] = record.mark.note }
    let decks = try decks()
    if decks.count == 1, let deck = decks.first {
      return DeckMarkdown.withNotes(String(decoding: deck.bytes, as: UTF8.self), deck.cards, notes: notes)
    }
    return DeckMarkdown.united(
      topic: "study", title: "study", decks.map { ($0.bytes, $0.cards) }, notes: notes)
  }

  private func package() throws -> [UInt8] {
    let decks = try decks()
    let content = AnkiContent(
      topics: decks.map { AnkiContent.Topic(name: "study::" + $0.title, cards: $0.cards) },
      scheduler: study.scheduler, now: study.now, offsetMinutes: study.offsetMinutes)
    return try study.store.transaction { () throws(SQLiteError) in
      try AnkiPackageWriter.package(content, of: study.store)
    }
  }
}
