import Glibc

/// Takes note of Ctrl-C while a long computation runs, which then ends in good order.
///
/// A second Ctrl-C before anybody has looked ends the program. What a parent told us to ignore stays ignored.
public final class InterruptWatch {
  // A pointer instead of a variable: the handler may run while the program reads it.
  private nonisolated(unsafe) static let flag: UnsafeMutablePointer<Int32> = {
    let pointer = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    pointer.initialize(to: 0)
    return pointer
  }()
  private var previous = sigaction()
  private var isWatching = true

  public init() {
    Self.flag.pointee = 0
    sigaction(SIGINT, nil, &previous)
    // 1 is SIG_IGN.
    if unsafeBitCast(previous.__sigaction_handler.sa_handler, to: Int.self) == 1 { return }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = Self.handler
    action.sa_flags = SA_RESTART
    sigaction(SIGINT, &action, nil)
  }

  deinit { end() }

  public var isInterrupted: Bool { Self.flag.pointee != 0 }

  /// Ctrl-C means again what it meant before.
  public func end() {
    guard isWatching else { return }
    isWatching = false
    sigaction(SIGINT, &previous, nil)
  }

  private static let handler: @convention(c) (Int32) -> Void = { signal in
    if flag.pointee != 0 {
      var standard = sigaction()
      standard.__sigaction_handler.sa_handler = nil
      sigaction(signal, &standard, nil)
      raise(signal)
    }
    flag.pointee = 1
  }
}
