import Basics
import Scheduling
import Storage
import TerminalUI

/// The quiz on the whole screen: performs the session's effects.
struct FullScreenQuiz {
  let workspace: Workspace
  let runner: SessionRunner
  let pages: Pages

  func run() throws -> FullScreen.End {
    try FullScreen(workspace: workspace, perform: perform).run(.loading, effects: [.next])
  }

  private func perform(_ effect: Effect, _ terminal: Terminal) -> Message? {
    do {
      switch effect {
      case .next:
        return try asked()
      case .quit, .end:
        return nil
      case .save(let question, let answer):
        let saved = try runner.save(question, answer)
        let due = saved.schedule.map { Wording.interval($0.interval, workspace.language) }
        let leech =
          saved.isLeech ? saved.schedule.map { Leech.advice(lapses: $0.lapses, workspace.language) } : nil
        return .saved(answer.rating, due: due ?? "–", leech: leech)
      case .undo:
        switch try runner.undo() {
        case .nothing: return .nothingToUndo
        case .refused(let reason): return .told(reason[workspace.language])
        case .done(let said, nil): return try asked(after: said[workspace.language])
        case .done(let said, let question?):
          return .undone(question, runner.progress, notice: said[workspace.language])
        }
      case .suspend(let id):
        try runner.putAway(id, forever: true)
        return try asked(after: workspace.text("Suspended \(id).", "已暂停 \(id)。"))
      case .bury(let id):
        try runner.putAway(id, forever: false)
        return try asked(after: workspace.text("Buried \(id) until tomorrow.", "已搁置 \(id)，明天再来。"))
      case .edit(let question):
        return try edit(question, terminal)
      case .flag, .setNote, .runDemo, .open, .search:
        return try pages.perform(effect)
      }
    } catch {
      return .failed(Pages.sentence(error, workspace))
    }
  }

  private func asked(after notice: String? = nil) throws -> Message {
    let question = try runner.next()
    return .asked(question, runner.progress, runner.finalSummary, notice: notice)
  }

  /// The card in the learner's editor, at its line; afterwards it is asked as it now stands.
  private func edit(_ question: Question, _ terminal: Terminal) throws -> Message {
    guard let place = try runner.place(of: question) else {
      return .told(
        workspace.text(
          "This card is built in; a note (m) is yours to write.", "这是内置卡片，不能编辑；可以写笔记（m）。"))
    }
    let words = Editor.words(workspace.environment, path: place.path, line: place.line)
    let status = try terminal.lend { workspace.environment.runProgram(words) }
    guard status == 0 else {
      return .failed(
        workspace.text("\(words[0]) could not be run (see $EDITOR).", "无法运行 \(words[0])（见 $EDITOR）。"))
    }
    guard let edited = try runner.edited(question) else {
      return .told(workspace.text("The card is no longer in the file.", "文件中已没有这张卡片。"))
    }
    return .changed(edited, notice: workspace.text("The card was read again.", "已重新读取卡片。"))
  }
}

/// The learner's editor.
enum Editor {
  /// `$VISUAL`, else `$EDITOR`, else vi, with the place as editors commonly take it.
  static func words(_ environment: Environment, path: String, line: Int) -> [String] {
    let command = environment.setting("VISUAL") ?? environment.setting("EDITOR") ?? "vi"
    let words = command.split(separator: " ").map(String.init)
    let name = words[0].split(separator: "/").last.map(String.init) ?? words[0]
    switch name {
    case "code", "codium", "cursor": return words + ["--wait", "--goto", "\(path):\(line)"]
    case "subl", "hx", "helix", "zed": return words + ["\(path):\(line)"]
    default: return words + ["+\(line)", path]
    }
  }
}
