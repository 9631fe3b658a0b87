/// How the program ends; `study help exit-codes` explains it.
public enum ExitStatus: Int32, Sendable {
  case success = 0
  /// It failed, or a check found problems.
  case failure = 1
  case wrongUsage = 2
  /// Ctrl-C.
  case interrupted = 130
}
