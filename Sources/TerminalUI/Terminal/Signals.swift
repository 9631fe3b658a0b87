import Glibc

/// Gives the terminal back whatever ends or stops the program, and wakes the event loop.
///
/// Handlers may use nothing that allocates or locks (POSIX.1-2017 §2.4.3), so all they need lies prepared in memory
/// that never moves.
enum Signals {
  /// Everything a handler touches.
  private struct State {
    var isActive = false
    /// Between `enter` and `leave`: a second `enter` would make the terminal forget where its cursor was.
    var isOnScreen = false
    var input: Int32 = -1
    var output: Int32 = -1
    var wakeUp: Int32 = -1
    var saved = termios()
    var raw = termios()
    var enter = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    var leave = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    /// Set by handlers, cleared by the event loop.
    var isInterrupted = false
    var isResized = false
    var isResumed = false
  }

  /// Ends the program, unless something else was set up before.
  private static let ending = [SIGTERM, SIGHUP, SIGQUIT, SIGTRAP, SIGABRT]
  /// The instruction that caused one of these is tried again when the handler returns.
  private static let faults = [SIGSEGV, SIGILL, SIGBUS, SIGFPE]

  // Pointers instead of variables: a handler may run while the program reads one of them.
  private nonisolated(unsafe) static let state: UnsafeMutablePointer<State> = {
    let pointer = UnsafeMutablePointer<State>.allocate(capacity: 1)
    pointer.initialize(to: State())
    return pointer
  }()
  /// What was set up before, by signal number.
  private nonisolated(unsafe) static let previous: UnsafeMutablePointer<sigaction> = {
    let pointer = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    pointer.initialize(repeating: sigaction(), count: 65)
    return pointer
  }()
  /// A stack of its own for the handlers, since a stack overflow leaves none.
  private nonisolated(unsafe) static let stack = UnsafeMutableRawPointer.allocate(
    byteCount: 1 << 16, alignment: 16)

  struct Pending {
    var isInterrupted, isResized, isResumed: Bool
  }

  /// What happened since the last call.
  static func takePending() -> Pending {
    let pending = Pending(
      isInterrupted: state.pointee.isInterrupted, isResized: state.pointee.isResized,
      isResumed: state.pointee.isResumed)
    if pending.isInterrupted { state.pointee.isInterrupted = false }
    if pending.isResized { state.pointee.isResized = false }
    if pending.isResumed { state.pointee.isResumed = false }
    return pending
  }

  /// Takes the terminal: handlers first, then raw mode and the alternate screen, so that no moment is uncovered.
  static func takeTerminal(
    input: Int32, output: Int32, mode: RawMode, enter: [UInt8], leave: [UInt8], wakeUp: Int32
  ) {
    precondition(!state.pointee.isActive, "one terminal can be open at a time")
    state.pointee = State(
      input: input, output: output, wakeUp: wakeUp, saved: mode.saved, raw: mode.raw, enter: copy(enter),
      leave: copy(leave))
    exitHandler
    state.pointee.isActive = true
    var alternate = stack_t(ss_sp: stack, ss_flags: 0, ss_size: 1 << 16)
    sigaltstack(&alternate, nil)
    for signal in ending { install(signal, endProgram) }
    for signal in faults { installFault(signal) }
    install(SIGINT, interrupt)
    install(SIGTSTP, stop)
    install(SIGCONT, resume)
    install(SIGWINCH, resize)
    enterScreen()
  }

  /// Gives the terminal back and sets the signals up as they were.
  static func returnTerminal() {
    guard state.pointee.isActive else { return }
    leaveScreen()
    state.pointee.isActive = false
    for signal in ending + faults + [SIGINT, SIGTSTP, SIGCONT, SIGWINCH] {
      sigaction(signal, previous + Int(signal), nil)
    }
    state.pointee.enter.deallocate()
    state.pointee.leave.deallocate()
  }

  private static func copy(_ bytes: [UInt8]) -> UnsafeMutableBufferPointer<UInt8> {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = buffer.initialize(from: bytes)
    return buffer
  }

  private static let exitHandler: Void = { atexit { Signals.returnTerminal() } }()

  private static func install(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_ONSTACK | SA_RESTART
    install(signal, action)
  }

  private static func installFault(_ signal: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = fault
    action.sa_flags = SA_ONSTACK | SA_SIGINFO
    install(signal, action)
  }

  private static func install(_ signal: Int32, _ action: sigaction) {
    var action = action
    sigaction(signal, nil, previous + Int(signal))
    // What the parent told us to ignore (nohup, no job control) stays ignored.
    if unsafeBitCast(previous[Int(signal)].__sigaction_handler.sa_handler, to: Int.self) == 1 { return }
    sigaction(signal, &action, nil)
  }

  // MARK: Inside handlers: system calls and prepared memory only

  private static func enterScreen() {
    tcsetattr(state.pointee.input, TCSANOW, &state.pointee.raw)
    guard !state.pointee.isOnScreen else { return }
    state.pointee.isOnScreen = true
    send(state.pointee.enter)
  }

  private static func leaveScreen() {
    state.pointee.isOnScreen = false
    send(state.pointee.leave)
    tcsetattr(state.pointee.input, TCSANOW, &state.pointee.saved)
  }

  private static func send(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    var sent = 0
    while sent < bytes.count {
      let count = write(state.pointee.output, bytes.baseAddress.unsafelyUnwrapped + sent, bytes.count - sent)
      if count > 0 {
        sent += count
      } else if errno != EINTR {
        return
      }
    }
  }

  private static func wake() {
    var byte: UInt8 = 0
    // A full pipe wakes as well as a fuller one.
    _ = write(state.pointee.wakeUp, &byte, 1)
  }

  /// Gives the terminal back and lets the signal do what it would have done without us.
  private static let endProgram: @convention(c) (Int32) -> Void = { signal in
    let code = errno
    if state.pointee.isActive { leaveScreen() }
    sigaction(signal, previous + Int(signal), nil)
    raise(signal)
    errno = code
  }

  /// As `endProgram`; but a true fault happens again by itself, with the registers as they were for a debugger to see.
  private static let fault:
    @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void =
      { signal, cause, _ in
        // Positive codes come from the kernel, the others from kill() and raise().
        guard let cause, cause.pointee.si_code > 0 else { return endProgram(signal) }
        let code = errno
        if state.pointee.isActive { leaveScreen() }
        sigaction(signal, previous + Int(signal), nil)
        errno = code
      }

  /// The first Ctrl-C is an event; one more before anybody has looked means that the program is stuck.
  private static let interrupt: @convention(c) (Int32) -> Void = { signal in
    if state.pointee.isInterrupted { return endProgram(signal) }
    let code = errno
    state.pointee.isInterrupted = true
    wake()
    errno = code
  }

  private static let stop: @convention(c) (Int32) -> Void = { signal in
    guard state.pointee.isActive else { return }
    let code = errno
    leaveScreen()
    var standard = sigaction()
    var ours = sigaction()
    standard.__sigaction_handler.sa_handler = nil
    sigaction(signal, &standard, &ours)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    raise(signal)
    // It stops here, and goes on here after SIGCONT (or at once, where nobody could continue it).
    sigprocmask(SIG_UNBLOCK, &set, nil)
    sigaction(signal, &ours, nil)
    enterScreen()
    state.pointee.isResumed = true
    state.pointee.isResized = true
    wake()
    errno = code
  }

  /// After SIGSTOP, which nobody can catch, the shell has changed the terminal under us.
  private static let resume: @convention(c) (Int32) -> Void = { _ in
    guard state.pointee.isActive else { return }
    let code = errno
    enterScreen()
    state.pointee.isResumed = true
    state.pointee.isResized = true
    wake()
    errno = code
  }

  private static let resize: @convention(c) (Int32) -> Void = { _ in
    let code = errno
    state.pointee.isResized = true
    wake()
    errno = code
  }
}
