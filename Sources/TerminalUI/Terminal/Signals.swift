import Glibc

/// Gives the terminal back whatever ends or stops the program, and wakes the event loop.
///
/// Handlers may use nothing that allocates or locks (POSIX.1-2017 §2.4.3), so all they need lies prepared in memory
/// that never moves. They only read it: what they have to tell goes through a pipe, so it matters neither which
/// thread a signal meets nor what that thread was about to do.
enum Signals {
  /// Everything a handler reads; written only while no handler is set up.
  private struct State {
    var isActive = false
    var input: Int32 = -1
    var output: Int32 = -1
    var wakeUp: Int32 = -1
    var saved = termios()
    var raw = termios()
    var enter = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
    var leave = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)
  }

  /// What handlers write into the pipe.
  struct Pending: OptionSet {
    let rawValue: UInt8
    static let interrupted = Pending(rawValue: 1)
    static let resized = Pending(rawValue: 2)
    /// It was stopped and goes on; the terminal may have another size by now.
    static let resumed = Pending(rawValue: 4)
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

  /// What happened since the last call, read from the other end of the pipe.
  static func takePending(from descriptor: Int32) -> Pending {
    var pending: Pending = []
    var bytes = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { break }
      for byte in bytes[..<count] { pending.formUnion(Pending(rawValue: byte)) }
    }
    // Somebody has looked: the next Ctrl-C is an event again.
    if pending.contains(.interrupted) { set(SIGINT, interrupt) }
    return pending
  }

  /// Takes the terminal: handlers first, then raw mode and the alternate screen, so that no moment is uncovered.
  static func takeTerminal(
    input: Int32, output: Int32, mode: RawMode, enter: [UInt8], leave: [UInt8], wakeUp: Int32
  ) {
    precondition(!state.pointee.isActive, "one terminal can be open at a time")
    state.pointee = State(
      isActive: true, input: input, output: output, wakeUp: wakeUp, saved: mode.saved, raw: mode.raw,
      enter: copy(enter), leave: copy(leave))
    exitHandler
    var alternate = stack_t(ss_sp: stack, ss_flags: 0, ss_size: 1 << 16)
    sigaltstack(&alternate, nil)
    undisturbed {
      for signal in ending { install(signal, endProgram) }
      for signal in faults { installFault(signal) }
      install(SIGINT, interrupt)
      install(SIGTSTP, stop)
      install(SIGCONT, resume)
      install(SIGWINCH, resize)
      enterScreen()
    }
  }

  /// Gives the terminal back and sets the signals up as they were.
  static func returnTerminal() {
    guard state.pointee.isActive else { return }
    undisturbed {
      leaveScreen()
      for signal in ending + faults + [SIGINT, SIGTSTP, SIGCONT, SIGWINCH] {
        sigaction(signal, previous + Int(signal), nil)
      }
    }
    state.pointee.isActive = false
    state.pointee.enter.deallocate()
    state.pointee.leave.deallocate()
  }

  /// Signals wait until the body has ended, so that no handler meets a terminal that is taken or given back by half.
  private static func undisturbed(_ body: () -> Void) {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    // But those that the thread itself causes cannot wait.
    for fault in faults + [SIGTRAP, SIGABRT] { sigdelset(&all, fault) }
    pthread_sigmask(SIG_BLOCK, &all, &before)
    body()
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  private static func copy(_ bytes: [UInt8]) -> UnsafeMutableBufferPointer<UInt8> {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = buffer.initialize(from: bytes)
    return buffer
  }

  private static let exitHandler: Void = { atexit { Signals.returnTerminal() } }()

  private static func install(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    install(signal, action(handler))
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

  private static func action(_ handler: @escaping @convention(c) (Int32) -> Void) -> sigaction {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_ONSTACK | SA_RESTART
    return action
  }

  private static func set(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = action(handler)
    sigaction(signal, &action, nil)
  }

  private static func enterScreen() {
    tcsetattr(state.pointee.input, TCSANOW, &state.pointee.raw)
    send(state.pointee.enter)
  }

  private static func leaveScreen() {
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

  private static func tell(_ pending: Pending) {
    var byte = pending.rawValue
    // A full pipe has told as much 65,536 times and nobody has looked.
    _ = write(state.pointee.wakeUp, &byte, 1)
  }

  /// Gives the terminal back and lets the signal do what it would have done without us.
  private static let endProgram: @convention(c) (Int32) -> Void = { signal in
    let code = errno
    leaveScreen()
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
        leaveScreen()
        sigaction(signal, previous + Int(signal), nil)
        errno = code
      }

  /// The first Ctrl-C is an event; one more before anybody has looked means that the program is stuck.
  private static let interrupt: @convention(c) (Int32) -> Void = { signal in
    let code = errno
    // Which of the two the next one is, the kernel remembers.
    set(signal, endProgram)
    tell(.interrupted)
    errno = code
  }

  private static let stop: @convention(c) (Int32) -> Void = { signal in
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
    tell(.resumed)
    errno = code
  }

  /// After SIGSTOP, which nobody can catch, the shell has changed the terminal under us; its screen is still ours.
  ///
  /// A second `enter` would make the terminal forget where its cursor was: after SIGTSTP, `stop` sends it.
  private static let resume: @convention(c) (Int32) -> Void = { _ in
    let code = errno
    tcsetattr(state.pointee.input, TCSANOW, &state.pointee.raw)
    tell(.resumed)
    errno = code
  }

  private static let resize: @convention(c) (Int32) -> Void = { _ in
    let code = errno
    tell(.resized)
    errno = code
  }
}
