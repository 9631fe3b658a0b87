import Glibc
import TestSupport
import Testing

@testable import TerminalUI

/// Signals belong to the whole process: one test at a time, and those that end the program in a process of their own.
@Suite(.serialized, .timeLimit(.patient(minutes: 1))) struct LiveTerminalTests {
  static let colors = Capabilities(colors: .trueColor, isInteractive: true)

  private static func open(_ path: String) -> (terminal: Terminal, descriptor: Int32) {
    let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY)
    return (Terminal.live(capabilities: colors, input: descriptor, output: descriptor), descriptor)
  }

  @Test func openingTakesTheTerminalAndClosingGivesItBack() throws {
    let pty = try PseudoTerminal(columns: 40, rows: 5)
    let (terminal, descriptor) = Self.open(pty.path)
    defer { close(descriptor) }
    #expect(TerminalSettings(path: pty.path) == .asShellsLeaveIt)
    try terminal.open()
    #expect(TerminalSettings(path: pty.path) == .raw)
    #expect(terminal.size == Size(columns: 40, rows: 5))
    var frame = terminal.makeFrame()
    frame.put("卷积 hello", row: 2, column: 3)
    terminal.draw(frame)
    #expect(pty.waitForScreen("   卷积 hello"))
    #expect(pty.screen.isAlternateScreen && !pty.screen.isCursorVisible)
    terminal.close()
    terminal.close()
    #expect(TerminalSettings(path: pty.path) == .asShellsLeaveIt)
    #expect(pty.waitForScreen { !$0.isAlternateScreen && $0.isCursorVisible })
    #expect(pty.screen.modes.subtracting([7, 25]).isEmpty)
    #expect(pty.screen.unknown == [])
  }

  @Test func aTerminalNobodyKeepsIsGivenBack() throws {
    let pty = try PseudoTerminal()
    let descriptor = Glibc.open(pty.path, O_RDWR | O_NOCTTY)
    defer { close(descriptor) }
    func forget() throws {
      let terminal = Terminal.live(capabilities: Self.colors, input: descriptor, output: descriptor)
      try terminal.open()
    }
    try forget()
    #expect(TerminalSettings(path: pty.path) == .asShellsLeaveIt)
  }

  @Test func keysPastesAndALoneEscapeArrive() throws {
    let pty = try PseudoTerminal()
    let (terminal, descriptor) = Self.open(pty.path)
    defer { close(descriptor) }
    try terminal.open()
    pty.send("j\u{1B}[A中\u{1B}[200~a\nb\u{1B}[201~\u{1B}")
    let events = (0..<5).map { _ in terminal.nextEvent(timeoutMilliseconds: 2000) }
    #expect(
      events == [.key(.character("j")), .key(.up), .key(.character("中")), .paste("a\nb"), .key(.escape)])
    #expect(terminal.nextEvent(timeoutMilliseconds: 0) == .timeout)
    #expect(terminal.nextEvent(timeoutMilliseconds: 10) == .timeout)
    terminal.close()
  }

  @Test func anEscapeComesThroughWhileTheCallerIsInAHurry() throws {
    let pty = try PseudoTerminal()
    let (terminal, descriptor) = Self.open(pty.path)
    defer { close(descriptor) }
    try terminal.open()
    pty.send("\u{1B}")
    var events: [Event] = []
    for _ in 0..<200 where events.last != .key(.escape) {
      events.append(terminal.nextEvent(timeoutMilliseconds: 5))
    }
    #expect(events.last == .key(.escape))
    terminal.close()
  }

  @Test func resizingIsAnEventAndDrawsEverythingAnew() throws {
    let pty = try PseudoTerminal(columns: 40, rows: 5)
    let (terminal, descriptor) = Self.open(pty.path)
    defer { close(descriptor) }
    try terminal.open()
    terminal.draw(terminal.makeFrame())
    pty.resize(columns: 60, rows: 8)
    // The kernel signals the foreground group of the terminal; this process is not in it.
    for _ in 0..<50 { kill(getpid(), SIGWINCH) }
    #expect(terminal.nextEvent(timeoutMilliseconds: 2000) == .resize(Size(columns: 60, rows: 8)))
    // Late signals of the storm may tell the same again, and nothing else.
    var late = 0
    while late < 50, terminal.nextEvent(timeoutMilliseconds: 20) == .resize(Size(columns: 60, rows: 8)) {
      late += 1
    }
    #expect(late < 50)
    var frame = terminal.makeFrame()
    frame.put("corner", row: 7, column: 54)
    terminal.draw(frame)
    #expect(pty.waitForScreen("corner"))
    #expect(pty.screen.lines == frame.lines)
    terminal.close()
  }

  @Test func anInterruptIsAnEventWheneverTheLastOneWasRead() throws {
    let pty = try PseudoTerminal()
    let (terminal, descriptor) = Self.open(pty.path)
    defer { close(descriptor) }
    try terminal.open()
    for _ in 0..<3 {
      kill(getpid(), SIGINT)
      #expect(terminal.nextEvent(timeoutMilliseconds: 2000) == .interrupted)
      #expect(terminal.nextEvent(timeoutMilliseconds: 0) == .timeout)
    }
    terminal.close()
  }

  @Test func whatIsNoTerminalIsRefused() {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let terminal = Terminal.live(capabilities: .plain, input: ends[0], output: ends[1])
    #expect(throws: TerminalError.notATerminal) { try terminal.open() }
    for end in ends { close(end) }
  }

  @Test func aTerminalThatGoesAwayIsClosed() throws {
    var pty: PseudoTerminal? = try PseudoTerminal()
    let (terminal, descriptor) = Self.open(pty?.path ?? "")
    defer { close(descriptor) }
    try terminal.open()
    pty = nil
    #expect(terminal.nextEvent(timeoutMilliseconds: 2000) == .closed)
    terminal.draw(terminal.makeFrame())
    #expect(terminal.nextEvent() == .closed)
    terminal.close()
  }

  @Test func lendingGivesTheTerminalBackForAWhile() throws {
    let pty = try PseudoTerminal()
    let (terminal, descriptor) = Self.open(pty.path)
    defer { close(descriptor) }
    try terminal.open()
    let lent = try terminal.lend { TerminalSettings(path: pty.path) }
    #expect(lent == .asShellsLeaveIt)
    #expect(TerminalSettings(path: pty.path) == .raw)
    terminal.close()
  }

  // MARK: Ends of the program

  @Test(arguments: [
    SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE,
  ]) func whateverSignalEndsTheProgramTheTerminalIsGivenBack(signal: Int32) async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    await #expect(processExitsWith: .signal(signal)) { [path = path as String, signal = signal as Int32] in
      let terminal = LiveTerminalTests.open(path).terminal
      try terminal.open()
      terminal.draw(terminal.makeFrame())
      kill(getpid(), signal)
      _ = terminal.nextEvent(timeoutMilliseconds: 20_000)
      exit(0)
    }
    expectGivenBack(pty)
  }

  @Test func aSecondInterruptEndsAProgramThatIsStuck() async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    await #expect(processExitsWith: .signal(SIGINT)) { [path = path as String] in
      let terminal = LiveTerminalTests.open(path).terminal
      try terminal.open()
      // Signals of one kind that wait together count once, so the user keeps pressing.
      for _ in 0..<1_000_000 { kill(getpid(), SIGINT) }
      exit(0)
    }
    expectGivenBack(pty)
  }

  @Test func aTrapGivesTheTerminalBack() async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let terminal = LiveTerminalTests.open(path).terminal
      try terminal.open()
      let empty: [Int] = []
      _ = empty[terminal.size.rows]
    }
    expectGivenBack(pty)
  }

  @Test func aStackOverflowGivesTheTerminalBack() async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    await #expect(processExitsWith: .signal(SIGSEGV)) { [path = path as String] in
      let terminal = LiveTerminalTests.open(path).terminal
      try terminal.open()
      func sink(_ depth: Int) -> Int { depth < 0 ? 0 : sink(depth + 1) + Int(getpid()) }
      exit(sink(1) == 0 ? 0 : 1)
    }
    expectGivenBack(pty)
  }

  @Test func exitWithoutClosingGivesTheTerminalBack() async throws {
    let pty = try PseudoTerminal()
    let path = pty.path
    await #expect(processExitsWith: .exitCode(3)) { [path = path as String] in
      let terminal = LiveTerminalTests.open(path).terminal
      try terminal.open()
      exit(3)
    }
    expectGivenBack(pty)
  }

  @Test func stoppingGivesTheTerminalBackAndGoingOnTakesItAgain() async throws {
    let pty = try PseudoTerminal(columns: 40, rows: 5)
    let path = pty.path
    // The other process stops itself; a task here watches and lets it go on.
    async let stopped: Bool = Task.detached {
      // The bytes, not the screen: by now it may have been left again.
      guard pty.waitForOutput("pid <", seconds: 50), pty.waitForOutput(">", seconds: 50) else { return false }
      let text = String(decoding: pty.output, as: UTF8.self)
      guard let digits = text.split(separator: "pid <").last?.split(separator: ">").first,
        let pid = Int32(digits)
      else { return false }
      // The settings are the last thing to be given back.
      let isLeft = pty.waitForScreen(seconds: 50) {
        !$0.isAlternateScreen && TerminalSettings(path: path) == .asShellsLeaveIt
      }
      let isBack = pty.waitForScreen(seconds: 20) {
        let isBack = $0.isAlternateScreen && $0.text.contains("pid <") && $0.text.contains("again")
        // Again and again: between giving back and stopping, one signal to go on would be lost.
        if !isBack { kill(pid, SIGCONT) }
        return isBack
      }
      // A process that stays stopped would never end.
      if isBack { pty.send("q") } else { kill(pid, SIGKILL) }
      return isLeft && isBack
    }.value
    await #expect(processExitsWith: .exitCode(0)) { [path = path as String] in
      let terminal = LiveTerminalTests.open(path).terminal
      try terminal.open()
      var frame = terminal.makeFrame()
      frame.put("pid <\(getpid())>", row: 0, column: 0)
      terminal.draw(frame)
      kill(getpid(), SIGTSTP)
      var hasResumed = false
      while true {
        switch terminal.nextEvent(timeoutMilliseconds: 60_000) {
        case .resumed, .resize:
          hasResumed = true
          frame.put("again", row: 1, column: 0)
          terminal.draw(frame)
          continue
        case .key(.character("q")): break
        default: exit(2)
        }
        break
      }
      guard hasResumed else { exit(1) }
      terminal.close()
      exit(0)
    }
    #expect(await stopped)
  }

  private func expectGivenBack(_ pty: PseudoTerminal) {
    #expect(pty.waitForOutput("\u{1B}[?1049h"))
    #expect(pty.waitForScreen { !$0.isAlternateScreen && $0.isCursorVisible })
    #expect(TerminalSettings(path: pty.path) == .asShellsLeaveIt)
  }
}
