import Glibc

/// How the terminal's line discipline is set while the program draws on it.
struct RawMode {
  let saved: termios
  let raw: termios

  /// Reads the present setting; nothing changes yet.
  init(descriptor: Int32) throws(TerminalError) {
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else { throw .notATerminal }
    saved = settings
    // Bytes as they come: no line editing, no echo, no CR to LF, no flow control by Ctrl-S, no Ctrl-V.
    settings.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
    settings.c_oflag &= ~tcflag_t(OPOST)
    settings.c_cflag |= tcflag_t(CS8)
    // ISIG stays: Ctrl-C and Ctrl-Z work even while the program computes and reads no key.
    settings.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN)
    settings.c_lflag |= tcflag_t(ISIG)
    // read() returns at once with what there is; poll() does the waiting.
    withUnsafeMutableBytes(of: &settings.c_cc) { characters in
      characters[Int(VMIN)] = 0
      characters[Int(VTIME)] = 0
    }
    raw = settings
  }
}

/// Why a terminal cannot be used.
public enum TerminalError: Error, Sendable, Hashable {
  case notATerminal
  /// A call to the system failed with this error number.
  case system(call: String, code: Int32)
}
