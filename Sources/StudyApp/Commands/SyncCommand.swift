import Basics
import Exchange
import Scheduling
import Storage
import TerminalUI

extension CommandSpec {
  static let sync = CommandSpec(
    "sync",
    LocalizedText(
      "Exchange the log with other machines through a folder, under git or any file sync; made where it is missing",
      "通过文件夹（git 或任何文件同步）与其他机器交换复习记录；文件夹不存在时会创建"),
    operands: Operands(usage: "DIR", count: 1...1),
    examples: [
      (
        "study sync ~/study-log",
        LocalizedText("read the others' logs, append to this machine's", "读取其他机器的记录，追加本机的记录")
      ),
      (
        "cd ~/study-log && git pull && study sync . && git add . && git commit -m log && git push",
        LocalizedText("with git: files never conflict", "配合 git：文件不会冲突")
      ),
    ],
    run: { invocation, workspace in
      try SyncCommand.run(invocation.operands[0], workspace)
      return .success
    })
}

private enum SyncCommand {
  static func run(_ path: String, _ workspace: Workspace) throws {
    let study = try Study(workspace)
    let failure = Platform.createPrivateFolder(path)
    guard failure == 0 else {
      throw CommandFailure.cannotWrite(FileError(path: path, code: failure))
    }
    // A whole copy at every exchange would cost more than the exchange.
    try study.backUp()
    let name = try study.store.machineName(
      fingerprint: SyncFolder.fingerprint(ofDatabase: workspace.paths.database))
    let summary: SyncSummary
    do throws(SyncError) {
      summary = try SyncFolder(path: path, coding: .logLine).synchronise(
        study.store, machine: name, replay: study.replay)
    } catch {
      switch error {
      case .database(let error): throw error
      case .file(let error): throw error
      case .cannotAppend(let path, let code):
        throw CommandFailure.cannotWrite(FileError(path: path, code: code))
      }
    }
    for (file, count) in summary.damagedLines.sorted(by: { $0.key < $1.key }) {
      let lines = Wording.count(count, "line is", "lines are", "行", workspace.language)
      try workspace.tell(
        workspace.text(
          "\(path)/\(file): \(lines) no entry of a log and passed over.", "\(path)/\(file)：\(lines)不是记录，已跳过。")
      )
    }
    try workspace.say(
      workspace.text("read: ", "读取：") + MergeText.line(summary.merge, workspace.language))
    let entries = Wording.count(summary.written, "entry", "entries", "条", workspace.language)
    try workspace.say(workspace.text("written: \(entries) to \(name).jsonl", "写入：\(entries)到 \(name).jsonl"))
  }
}
