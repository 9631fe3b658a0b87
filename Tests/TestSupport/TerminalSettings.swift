import Glibc

/// What the line discipline of a terminal does, as far as a user feels it.
public struct TerminalSettings: Sendable, Hashable {
  public var echoes: Bool
  public var readsLines: Bool
  public var makesSignals: Bool

  /// nil when the path is no terminal.
  public init?(path: String) {
    let descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { return nil }
    echoes = settings.c_lflag & tcflag_t(ECHO) != 0
    readsLines = settings.c_lflag & tcflag_t(ICANON) != 0
    makesSignals = settings.c_lflag & tcflag_t(ISIG) != 0
  }

  init(echoes: Bool, readsLines: Bool, makesSignals: Bool) {
    (self.echoes, self.readsLines, self.makesSignals) = (echoes, readsLines, makesSignals)
  }

  public static let asShellsLeaveIt = TerminalSettings(echoes: true, readsLines: true, makesSignals: true)
  public static let raw = TerminalSettings(echoes: false, readsLines: false, makesSignals: true)
}
