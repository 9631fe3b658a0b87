import Basics
import TerminalUI

/// The event loop of every full screen: events become messages, messages change the model, the model becomes a frame.
struct FullScreen {
  let workspace: Workspace
  /// Whether confidence is asked even where the settings do not.
  var asksConfidence = false
  /// Does what an effect asks for; the answer is the next message.
  let perform: (Effect, Terminal) -> Message?

  /// What ended it.
  enum End { case quit, interrupted, terminalGone }

  func run(_ screen: Screen, effects first: [Effect]) throws -> End {
    let settings = workspace.configuration
    let terminal = workspace.environment.makeTerminal(
      workspace.capabilities, workspace.theme, settings.isOn("mouse"))
    try terminal.open()
    defer { terminal.close() }
    var model = Model(
      size: terminal.size, capabilities: workspace.capabilities, language: workspace.language,
      keymap: Keymap(settings), asksConfidence: asksConfidence || settings.isOn("confidence"))
    model.screen = screen
    var effects = first
    while true {
      while let effect = effects.first {
        effects.removeFirst()
        if case .quit = effect { return .quit }
        if let message = perform(effect, terminal) {
          effects += model.update(message, at: workspace.now)
        }
      }
      terminal.draw(model.view())
      switch terminal.nextEvent(timeoutMilliseconds: model.tickMilliseconds) {
      case .key(let key): effects = model.update(.key(key), at: workspace.now)
      case .paste(let text): effects = model.update(.paste(text), at: workspace.now)
      case .resize(let size): effects = model.update(.resize(size), at: workspace.now)
      case .timeout: effects = model.update(.tick, at: workspace.now)
      case .click(let position): effects = model.update(.click(position), at: workspace.now)
      case .resumed: effects = model.update(.resize(terminal.size), at: workspace.now)
      case .interrupted: return .interrupted
      case .closed: return .terminalGone
      }
    }
  }
}
