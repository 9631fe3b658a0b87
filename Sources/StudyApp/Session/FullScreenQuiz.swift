import Basics
import Scheduling
import Storage
import TerminalUI

/// The quiz on the whole screen: events become messages, messages change the model, the model becomes a frame.
struct FullScreenQuiz {
  let workspace: Workspace
  let runner: SessionRunner

  /// Time between the frames of a playing demo.
  static let frameMilliseconds = 250

  /// What ended the session.
  enum End { case quit, interrupted, terminalGone }

  func run() throws -> End {
    let terminal = workspace.environment.makeTerminal(workspace.capabilities)
    try terminal.open()
    defer { terminal.close() }
    var model = Model(size: terminal.size, capabilities: workspace.capabilities, language: workspace.language)
    var effects: [Effect] = [.next]
    while true {
      while let effect = effects.first {
        effects.removeFirst()
        if case .quit = effect { return .quit }
        effects += model.update(perform(effect), at: workspace.now)
      }
      terminal.draw(model.view())
      let event = terminal.nextEvent(
        timeoutMilliseconds: model.isPlaying ? FullScreenQuiz.frameMilliseconds : nil)
      switch event {
      case .key(let key): effects = model.update(.key(key), at: workspace.now)
      case .paste(let text): effects = model.update(.paste(text), at: workspace.now)
      case .resize(let size): effects = model.update(.resize(size), at: workspace.now)
      case .timeout: effects = model.update(.tick, at: workspace.now)
      case .resumed, .click: effects = model.update(.resize(terminal.size), at: workspace.now)
      case .interrupted: return .interrupted
      case .closed: return .terminalGone
      }
    }
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
      case .runDemo(let call):
        do {
          return .demoRan(try DemoRunner.run(call, language: workspace.language))
        } catch {
          return .demoFailed(error.sentence[workspace.language])
        }
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
