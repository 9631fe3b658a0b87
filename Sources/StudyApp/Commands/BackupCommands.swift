import Basics
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let backup = CommandSpec(
    "backup", LocalizedText("Copy the database now; one copy a day is made anyway", "立即备份数据库；平时每天自动备份一次"),
    operands: Operands(usage: "[FILE]", count: 0...1),
    examples: [
      ("study backup", LocalizedText("into the folder backups beside the database", "存入数据库旁的 backups 文件夹")),
      ("study backup /media/stick/study.db", LocalizedText("to a file of your choice", "存入指定文件")),
    ],
    run: { invocation, workspace in
      let study = try Study(workspace)
      guard let path = invocation.operands.first else {
        let made = try study.store.backupIfDue(on: study.today, isReplaced: true)
        try workspace.say(SafeText.line(made ?? ""))
        return .success
      }
      guard !Platform.fileExists(path) else { throw CommandFailure.isThereAlready(path: path) }
      do throws(SQLiteError) {
        try study.store.backup(to: path)
      } catch {
        throw DatabaseFailure(path: path, error: error)
      }
      try workspace.say(SafeText.line(path))
      return .success
    })

  static let restore = CommandSpec(
    "restore",
    LocalizedText(
      "Put a backup in the place of the database; without FILE list the backups", "用备份替换数据库；不带 FILE 时列出备份"),
    operands: Operands(usage: "[FILE]", count: 0...1),
    options: [
      OptionTable.dryRun, OptionSpec.flag("yes", short: "y", "Do not ask", "不再询问"), OptionTable.json,
    ],
    examples: [
      ("study restore", LocalizedText("what there is to restore", "列出可恢复的备份")),
      (
        "study restore ~/.local/share/study/backups/study-2026-11-20.db --dry-run",
        LocalizedText("what would be lost", "会丢失什么")
      ),
    ],
    run: { invocation, workspace in try RestoreCommand(workspace: workspace).run(invocation) })
}

extension OptionTable {
  static let dryRun = OptionSpec.flag("dry-run", "Show what would be done, and do nothing", "只显示会做什么，不做改动")
}

private struct RestoreCommand {
  let workspace: Workspace

  private var database: String { workspace.paths.database }

  func run(_ invocation: Invocation) throws -> ExitStatus {
    guard let path = invocation.operands.first else { return try list(asJSON: invocation.has("json")) }
    guard Platform.fileExists(path) else { throw CommandFailure.noBackup(path: path) }
    let preview: RestorePreview
    do throws(SQLiteError) {
      preview = try ReviewStore.previewRestore(of: path, over: database, at: workspace.now)
    } catch {
      throw DatabaseFailure(path: path, error: error)
    }
    if invocation.has("json") { try workspace.say(json(preview)) } else { try tell(preview, path) }
    if invocation.has("dry-run") { return .success }
    if !invocation.has("yes") {
      guard workspace.environment.isInputTerminal else {
        throw CommandFailure.needsConsent(command: "restore")
      }
      guard try workspace.isAgreed("Restore?", "恢复吗？") else { return .failure }
    }
    let kept = try ReviewStore.restore(path, over: database, at: workspace.now)
    // The backup's states may come from other parameters than those of today.
    let study = try Study(workspace)
    _ = try study.store.rebuildStates(replay: study.replay)
    if invocation.has("json") { return .success }
    try workspace.say(workspace.text("restored", "已恢复"))
    if let kept { try workspace.say(workspace.text("what was there: ", "原数据库：") + SafeText.line(kept)) }
    return .success
  }

  private func list(asJSON: Bool) throws -> ExitStatus {
    let paths = ReviewStore.backupPaths(ofDatabase: database)
    if asJSON {
      try workspace.say(.array(paths.map { .string($0) }))
    } else if paths.isEmpty {
      try workspace.tell(workspace.text("there are no backups yet.", "还没有备份。"))
    }
    if !asJSON { for path in paths { try workspace.say(SafeText.line(path)) } }
    return .success
  }

  private func tell(_ preview: RestorePreview, _ path: String) throws {
    let last = preview.lastReview.map { workspace.text(", the last of \($0.iso)", "，最后一次在 \($0.iso)") } ?? ""
    let reviews = Wording.count(preview.reviews, "review", "reviews", "次复习", workspace.language)
    try workspace.say(
      SafeText.line(path) + workspace.text(" holds \(reviews)", " 含 \(reviews)") + last)
    guard Platform.fileExists(database) else { return }
    guard let loss = preview.lost else {
      return try workspace.say(
        workspace.text("The database cannot be read; it is moved aside.", "当前数据库无法读取，会移到一旁保留。"))
    }
    guard loss.reviews > 0 || loss.marks > 0 else {
      return try workspace.say(workspace.text("Nothing would be lost.", "不会丢失任何内容。"))
    }
    let lost = Wording.count(loss.reviews, "review", "reviews", "次复习", workspace.language)
    let days = Wording.count(loss.days, "day", "days", "天", workspace.language)
    let marks = Wording.count(loss.marks, "mark", "marks", "处标注", workspace.language)
    let span =
      if let first = loss.firstDay, let last = loss.lastDay {
        workspace.text(" (\(first.date) to \(last.date))", "（\(first.date) 至 \(last.date)）")
      } else { "" }
    try workspace.say(
      workspace.text(
        "It lacks \(lost) of \(days)\(span) and \(marks).", "备份中没有：\(days)的 \(lost)\(span)，\(marks)。"))
    try workspace.say(
      workspace.text(
        "The database of now is kept as a backup; study merge brings those reviews back.",
        "当前数据库会保留为备份；study merge 可以找回这些复习。"))
  }

  private func json(_ preview: RestorePreview) -> JSONValue {
    [
      "reviews": .integer(preview.reviews),
      "last_review": preview.lastReview.map { .string($0.iso) } ?? .null,
      "lost": preview.lost.map { loss in
        [
          "reviews": .integer(loss.reviews), "marks": .integer(loss.marks), "days": .integer(loss.days),
          "first_day": loss.firstDay.map { .string($0.date.description) } ?? .null,
          "last_day": loss.lastDay.map { .string($0.date.description) } ?? .null,
        ]
      } ?? .null,
    ]
  }
}
