import Basics
import Scheduling
import Storage
import TerminalUI

/// The quiz on the whole screen: performs the session's effects.
struct FullScreenQuiz {
  let workspace: Workspace
  let runner: SessionRunner

  func run() throws -> FullScreen.End {
    try FullScreen(workspace: workspace) { effect, _ in perform(effect) }.run(.loading, effects: [.next])
  }

  private func perform(_ effect: Effect) -> Message {
    do {
      switch effect {
      case .next, .quit:
        return try asked()
      case .save(let question, let answer):
        let saved = try runner.save(question, answer)
        let due = saved.schedule.map { schedule in
          Wording.interval(schedule.interval, workspace.language)
        }
        return .saved(answer.rating, due: due ?? "–")
      case .undo:
        guard let question = try runner.undo() else { return .nothingToUndo }
        return .undone(question, runner.progress)
      case .suspend(let id):
        try runner.putAway(id, forever: true)
        return try asked()
      case .bury(let id):
        try runner.putAway(id, forever: false)
        return try asked()
      case .runDemo(let request):
        return FullScreen.run(request, workspace.language)
      }
    } catch let error as SQLiteError {
      return .failed(
        DatabaseFailure(path: workspace.paths.database, error: error).sentence[workspace.language])
    } catch {
      return .failed("\(error)")
    }
  }

  private func asked() throws -> Message {
    let question = try runner.next()
    return .asked(question, runner.progress, runner.finalSummary)
  }
}
