import Basics
import Fitting
import TerminalUI

/// How far a fit is, on a line of standard error that is gone when it is done; nothing where that is no terminal.
final class FitProgressBar {
  private let workspace: Workspace
  private var shown: UInt64?
  private static let columns = 30
  private static let nanosecondsBetween: UInt64 = 50_000_000

  init(_ workspace: Workspace) {
    self.workspace = workspace
  }

  private var isShown: Bool { workspace.environment.isErrorTerminal && !workspace.isAccessible }

  func show(_ progress: FitProgress) {
    guard isShown else { return }
    let now = workspace.environment.monotonicNanoseconds()
    if let shown, now &- shown < Self.nanosecondsBetween { return }
    shown = now
    let line =
      ProgressBar(progress.share).line(columns: Self.columns, capabilities: workspace.capabilities)
      + StyledText(" " + Wording.percent(progress.share) + " ")
    // A bar that cannot be shown is no reason to end the fit.
    try? workspace.environment.errors.write(
      "\r" + ANSIEncoder(workspace.capabilities, theme: workspace.theme).line(line))
  }

  func clear() {
    guard isShown, shown != nil else { return }
    try? workspace.environment.errors.write(
      "\r" + String(repeating: " ", count: Self.columns + 8) + "\r")
  }
}
