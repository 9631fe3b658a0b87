public import Basics
public import TerminalUI

/// The outside world as the program sees it: built once by `main`, or by a test.
public struct Environment {
  /// Without the program's own name.
  public var arguments: [String]
  /// The environment variables that the program reads, those that are set.
  public var variables: [String: String]
  public var now: () -> Timestamp
  public var utcOffsetMinutes: (Timestamp) -> Int
  public var monotonicNanoseconds: () -> UInt64
  public var randomSeed: () -> UInt64
  /// Data.
  public var output: any TextSink
  /// Messages.
  public var errors: any TextSink
  /// The next line of standard input without its line break; nil at the end.
  public var readLine: () -> String?
  public var isInputTerminal: Bool
  public var isOutputTerminal: Bool
  /// Whether messages go to a terminal.
  public var isErrorTerminal = false
  /// Columns and rows of the terminal, when there is one.
  public var terminalSize: () -> Size?
  /// The full screen; only asked for when both ends are a terminal.
  public var makeTerminal: (Capabilities, Theme?, _ reportsMouse: Bool) -> Terminal
  /// Runs a program on the terminal and waits: its exit status, nil when it cannot be started.
  public var runProgram: ([String]) -> Int32?
  /// Looks out for Ctrl-C during a long computation; nil where signals are not the program's to take.
  public var watchInterrupts: () -> InterruptWatch? = { nil }

  public init(
    arguments: [String], variables: [String: String], now: @escaping () -> Timestamp,
    utcOffsetMinutes: @escaping (Timestamp) -> Int, monotonicNanoseconds: @escaping () -> UInt64,
    randomSeed: @escaping () -> UInt64, output: any TextSink, errors: any TextSink,
    readLine: @escaping () -> String?, isInputTerminal: Bool, isOutputTerminal: Bool,
    terminalSize: @escaping () -> Size?, makeTerminal: @escaping (Capabilities, Theme?, Bool) -> Terminal,
    runProgram: @escaping ([String]) -> Int32?
  ) {
    self.arguments = arguments
    self.variables = variables
    self.now = now
    self.utcOffsetMinutes = utcOffsetMinutes
    self.monotonicNanoseconds = monotonicNanoseconds
    self.randomSeed = randomSeed
    self.output = output
    self.errors = errors
    self.readLine = readLine
    self.isInputTerminal = isInputTerminal
    self.isOutputTerminal = isOutputTerminal
    self.terminalSize = terminalSize
    self.makeTerminal = makeTerminal
    self.runProgram = runProgram
  }

  /// A variable that is set and not empty.
  func setting(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The names of the variables that the program reads; `study help environment` explains them.
  public static let variableNames = [
    "STUDY_DB", "STUDY_LANG", "STUDY_NOW", "STUDY_ACCESSIBLE", "STUDY_AMBIGUOUS", "STUDY_SYMBOLS",
    "STUDY_BACKGROUND", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "VISUAL", "EDITOR", "HOME", "LC_ALL",
    "LC_MESSAGES", "LC_CTYPE", "LANG", "TERM",
    "COLORTERM",
    "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORFGBG",
  ]
}

/// Where text goes.
public protocol TextSink: AnyObject {
  /// Writes the text whole, or throws when the reader has gone or the disk is full.
  func write(_ text: String) throws(WriteError)
  /// The same for what is no text, such as a package.
  func write(bytes: [UInt8]) throws(WriteError)
}

public enum WriteError: Error, Sendable, Hashable {
  /// The reader closed the pipe: no error of ours, but nothing more can be said.
  case readerGone
  case failed(code: Int32)
}
