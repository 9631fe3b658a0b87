/// What a terminal tells the program.
public enum Event: Sendable, Hashable {
  case key(Key)
  /// Text pasted in one piece, its line breaks as LF.
  case paste(String)
  /// The left button of the mouse.
  case click(Frame.Position)
  case resize(Size)
  /// Nothing happened in the time given.
  case timeout
  /// Ctrl-C, or SIGINT from elsewhere.
  case interrupted
  /// The program was stopped (Ctrl-Z) and goes on; the screen must be drawn again.
  case resumed
  /// The terminal is gone; nothing will come any more.
  case closed
}

/// A key, or a chord of keys, as terminals can tell them apart.
public enum Key: Sendable, Hashable {
  case character(Character)
  /// With Control, in lower case; Control-C, -Z and -\ are signals and do not arrive here.
  case control(Character)
  case alt(Character)
  case enter, escape, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  /// Left and right with Control or Alt.
  case wordLeft, wordRight
  case function(Int)
  case wheelUp, wheelDown
}
