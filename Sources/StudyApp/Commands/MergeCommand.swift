import Basics
import Exchange
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let merge = CommandSpec(
    "merge", LocalizedText("Unite the log with that of another machine", "与另一台机器的复习记录合并"),
    operands: Operands(usage: "FILE|FOLDER", count: 1...1),
    examples: [
      ("study merge laptop.db", LocalizedText("another database", "另一个数据库")),
      ("study merge log.jsonl", LocalizedText("a log that study export wrote", "study export 写出的记录")),
      ("study merge ~/logs", LocalizedText("every log of a folder", "文件夹中的全部记录")),
    ],
    run: { invocation, workspace in
      try MergeCommand(workspace: workspace).run(invocation.operands[0])
      return .success
    })
}

/// Merging is repeatable and knows no order: what is here already is passed over.
private struct MergeCommand {
  let workspace: Workspace

  private static let largestLog = 4 << 30

  func run(_ path: String) throws {
    let study = try Study(workspace)
    guard Platform.absolutePath(path) != Platform.absolutePath(workspace.paths.database) else {
      throw CommandFailure.isThisDatabase(path: path)
    }
    let summary: MergeSummary
    if try FileSystem.stamp(path).isDirectory {
      let names = try FileSystem.names(in: path).filter { $0.hasSuffix(".jsonl") && !$0.hasPrefix(".") }
      guard !names.isEmpty else { throw CommandFailure.isNoLog(path: path) }
      summary = try merge(try names.flatMap { try entries(of: path + "/" + $0) }, into: study)
    } else if try FileSystem.read(path, from: 0, count: 16) == Array("SQLite format 3\0".utf8) {
      summary = try merge(database: path, into: study)
    } else {
      summary = try merge(try entries(of: path), into: study)
    }
    try workspace.say(MergeText.line(summary, workspace.language))
  }

  private func merge(_ entries: [LogEntry], into study: Study) throws -> MergeSummary {
    try study.backUp(before: .merging)
    return try study.store.merge(entries, replay: study.replay)
  }

  private func merge(database path: String, into study: Study) throws -> MergeSummary {
    do throws(SQLiteError) {
      try ReviewStore.checkFile(path)
    } catch {
      throw DatabaseFailure(path: path, error: error)
    }
    try study.backUp(before: .merging)
    return try study.store.merge(file: path, at: study.now, replay: study.replay)
  }

  private func entries(of path: String) throws -> [LogEntry] {
    let bytes = try FileSystem.read(path, limit: Self.largestLog)
    let lines = LogLines(bytes)
    if let first = lines.problems.first {
      guard !lines.entries.isEmpty else { throw CommandFailure.isNoLog(path: path) }
      let count = Wording.count(lines.problems.count, "line is", "lines are", "行", workspace.language)
      try workspace.tell(
        workspace.text(
          "\(path):\(first.line): \(count) no entry of a log and passed over.",
          "\(path):\(first.line)：\(count)不是记录，已跳过。"))
    }
    guard !lines.entries.isEmpty || bytes.isEmpty else { throw CommandFailure.isNoLog(path: path) }
    return lines.entries
  }
}

/// What a merge brought, in a line.
enum MergeText {
  static func line(_ summary: MergeSummary, _ language: Language) -> String {
    let isEnglish = language == .english
    func part(_ count: Int, _ one: String, _ many: String, _ chinese: String) -> String? {
      guard count > 0 else { return nil }
      return isEnglish ? "\(count) \(count == 1 ? one : many)" : "\(chinese) \(count)"
    }
    let new = [
      part(summary.reviews, "review", "reviews", "复习"), part(summary.retractions, "undo", "undos", "撤销"),
      part(summary.marks, "mark", "marks", "标注"), part(summary.links, "link", "links", "关联"),
    ].compactMap(\.self)
    let others = [
      part(summary.known, "known already", "known already", "已有"),
      part(
        summary.conflicting, "with another content (kept as here)", "with another content (kept as here)",
        "内容不同（保留本机）"),
      part(summary.refused, "refused", "refused", "拒绝"),
      part(summary.cards, "card replayed", "cards replayed", "重算卡片"),
    ].compactMap(\.self)
    let head = isEnglish ? "new: " : "新增："
    let nothing = isEnglish ? "nothing new" : "没有新内容"
    let first = new.isEmpty ? nothing : head + new.joined(separator: isEnglish ? ", " : "、")
    return ([first] + others).joined(separator: isEnglish ? "; " : "；")
  }
}
