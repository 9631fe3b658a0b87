import Basics
import Decks
import Exchange
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let importFile = CommandSpec(
    "import",
    LocalizedText(
      "Take in a file: an export, an Anki package, a table, Markdown", "导入文件：本程序的导出、Anki 卡包、表格或 Markdown"),
    operands: Operands(usage: "FILE", count: 1...1),
    options: [
      OptionSpec.flag("dry-run", "Say what would happen and change nothing", "只说明会发生什么，不做改动"),
      OptionTable.json,
    ],
    examples: [
      ("study import deck.apkg --dry-run", LocalizedText("look first", "先查看")),
      ("study import backup.json", LocalizedText("everything of another database", "另一数据库的全部数据")),
      ("study import reviews.csv", LocalizedText("a log of reviews", "复习记录")),
      ("study import notes.md", LocalizedText("cards in Markdown", "Markdown 卡片")),
    ],
    run: { invocation, workspace in
      let typed = invocation.operands[0]
      let bytes = try FileSystem.read(typed == "-" ? "/dev/stdin" : typed, limit: FileImport.largest)
      var work = try FileImport(study: try Study(workspace), path: typed, bytes: bytes)
      if !invocation.has("dry-run") { try work.apply() }
      if invocation.has("json") {
        try workspace.say(work.json)
      } else {
        try workspace.say(work.lines.joined(separator: "\n"))
      }
      return .success
    })
}

/// Why a file was not imported.
struct ImportFailure: Error {
  let path: String
  let error: ImportError
}

/// One file on its way into database and decks folder.
struct FileImport {
  /// Bytes: as much as an archive may unpack to.
  static let largest = 1 << 30

  private let study: Study
  private let path: String
  private let plan: ImportPlan
  /// nil until it was applied.
  private var backup: String??

  init(study: Study, path: String, bytes: [UInt8]) throws {
    self.study = study
    self.path = path
    // Decks that name a card keep it from being made a second time.
    _ = try study.library()
    let context = try ImportContext(
      cards: Set(try study.store.deckIndex.cards().map(\.id)),
      files: try Self.ownFiles(below: study.workspace.paths.decks),
      offsetMinutes: study.offsetMinutes, now: study.now, store: study.store)
    do throws(ImportError) {
      plan = try ImportPlan(bytes, name: path, against: context)
    } catch {
      throw ImportFailure(path: path, error: error)
    }
  }

  private static func ownFiles(below folder: String) throws(FileError) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in (try? FileSystem.files(below: folder, suffix: ".md")) ?? [] {
      files[String(path.dropFirst(folder.utf8.count + 1))] = try FileSystem.read(
        path, limit: Library.largestFile)
    }
    return files
  }

  /// A backup, the deck files, then log and settings in one transaction; when that fails the files go again.
  mutating func apply() throws {
    guard !plan.isEmpty else {
      backup = .some(nil)
      return
    }
    backup = .some(try study.store.backup(before: .importing, at: study.now))
    var written: [String] = []
    do {
      for file in plan.files {
        let place = try newPlace(of: file)
        written.append(place)
        try FileSystem.write(file.content, to: place)
      }
      try study.store.transaction { () throws(SQLiteError) in
        _ = try plan.apply(to: study.store, replay: study.replay)
        // The model of memory may have come with the data: then every state follows from it.
        guard plan.settings.contains(where: { $0.key.hasPrefix("memory.") }) else { return }
        try study.memory.refresh()
        _ = try study.store.rebuildStates(replay: study.replay)
      }
    } catch {
      for place in written { _ = Platform.removeFile(place) }
      if let error = error as? FileError { throw CommandFailure.cannotWrite(error) }
      throw error
    }
  }

  /// The plan chose names that were free; somebody may have taken one since.
  private func newPlace(of file: ImportPlan.DeckFile) throws(CommandFailure) -> String {
    let place = path(of: file)
    let failure = Platform.createPrivateFolder(study.workspace.paths.decks)
    guard failure == 0, !Platform.fileExists(place) else { throw .fileIsThere(place) }
    return place
  }

  private func path(of file: ImportPlan.DeckFile) -> String {
    study.workspace.paths.decks + "/" + file.name
  }

  // MARK: What happened

  /// Cards whose schedule is worked out anew from the united log.
  private var replayedCards: Int {
    var cards: Set<CardID> = []
    for case .review(let review) in plan.entries { cards.insert(review.card) }
    return cards.count
  }

  private func count(_ isOne: (LogEntry) -> Bool) -> Int { plan.entries.count(where: isOne) }

  /// Reviews dated later than now, and the last of them: until then a quiz refuses to begin.
  private var future: (count: Int, last: Timestamp)? {
    let times = plan.entries.compactMap { entry -> Timestamp? in
      guard case .review(let review) = entry,
        review.log.time.seconds(since: study.now) > Study.clockTolerance
      else { return nil }
      return review.log.time
    }
    return times.max().map { (times.count, $0) }
  }

  private var retractions: Int { count { if case .retraction = $0 { true } else { false } } }
  private var marks: Int { count { if case .mark = $0 { true } else { false } } }
  private var links: Int { count { if case .link = $0 { true } else { false } } }

  var json: JSONValue {
    [
      "file": .string(path), "format": .string(plan.format.rawValue), "dry_run": .bool(backup == nil),
      "added": [
        "reviews": .integer(plan.newReviews), "retractions": .integer(retractions),
        "marks": .integer(marks),
        "links": .integer(links), "settings": .integer(plan.settings.count),
        "cards": .integer(plan.newCards),
      ],
      "future": future.map { ["reviews": .integer($0.count), "last": .string($0.last.iso)] } ?? .null,
      "merged": ["cards": .integer(replayedCards)],
      "files": .array(
        plan.files.map { ["path": .string(path(of: $0)), "cards": .integer($0.cards)] }),
      "skipped": .array(
        plan.skips.map { skip in
          [
            "count": .integer(skip.count), "reason": .string(skip.reason.name),
            "detail": .string(skip.reason.sentence[study.workspace.language]),
          ]
        }),
      "backup": (backup ?? nil).map { .string($0) } ?? .null,
    ]
  }

  /// Reasons that are shown; a table of a thousand wrong rows says little more with the last than with the first.
  private static let mostReasons = 20

  var lines: [String] {
    let workspace = study.workspace
    let language = workspace.language
    func count(_ number: Int, _ one: String, _ many: String, _ chinese: String) -> String? {
      number == 0 ? nil : Wording.count(number, one, many, chinese, language)
    }
    let added = [
      count(plan.newCards, "card", "cards", "张卡片"),
      count(plan.newReviews, "review", "reviews", "次复习"),
      count(retractions, "undone", "undone", "次撤销"), count(marks, "mark", "marks", "个标记"),
      count(links, "link", "links", "个关联"), count(plan.settings.count, "setting", "settings", "项设置"),
    ].compactMap(\.self)
    let nothing = workspace.text("nothing", "无")
    let separator = language == .english ? ", " : "、"
    let isDryRun = backup == nil
    var lines = [
      isDryRun ? workspace.text("would add: ", "将添加：") : workspace.text("added: ", "已添加：")
    ]
    lines[0] += added.isEmpty ? nothing : added.joined(separator: separator)
    for file in plan.files { lines.append("  " + SafeText.line(path(of: file))) }
    let merged = Wording.count(
      replayedCards, "card's schedule replayed", "cards' schedules replayed", "张卡片的进度重新计算", language)
    lines.append(workspace.text("merged: ", "已合并：") + (replayedCards == 0 ? nothing : merged))
    let skipped = plan.skips.reduce(0) { $0 + $1.count }
    lines.append(workspace.text("skipped: ", "已跳过：") + (skipped == 0 ? nothing : "\(skipped)"))
    for skip in plan.skips.prefix(Self.mostReasons) {
      lines.append("  \(skip.count) × " + SafeText.line(skip.reason.sentence[language]))
    }
    if plan.skips.count > Self.mostReasons {
      let rest = plan.skips.count - Self.mostReasons
      lines.append(workspace.text("  and \(rest) more; --json lists all", "  另有 \(rest) 项；--json 全部列出"))
    }
    if let path = backup ?? nil {
      lines.append(workspace.text("backup: ", "备份：") + SafeText.line(path))
    }
    if let future {
      let reviews = Wording.count(future.count, "review is", "reviews are", "次复习", language)
      let last = study.moment(future.last)
      lines.append(
        workspace.text(
          "\(reviews) dated later than now, the last \(last): study quiz refuses to begin until then.",
          "\(reviews)的时间在将来，最后一次是 \(last)：在那之前 study quiz 无法开始。"))
      if let path = backup ?? nil {
        lines.append(
          workspace.text("To go back: ", "退回导入前：") + "study restore \(SafeText.line(path))")
      }
    }
    return lines
  }
}
