import Glibc
import TerminalUI

/// A terminal for tests: starts a program on it, types, and watches the screen.
public final class PseudoTerminal {
  /// Requests of `ioctl` that Glibc's module leaves out (asm-generic/ioctls.h).
  private static let unlock: UInt = 0x4004_5431
  private static let number: UInt = 0x8004_5430
  private static let setWindowSize: UInt = 0x5414

  /// Where a program opens its end: `/dev/pts/3`.
  public let path: String
  /// All bytes that came.
  public private(set) var output: [UInt8] = []
  public private(set) var screen: ScreenEmulator
  public private(set) var pid: Int32?
  private let controller: Int32
  private var status: ExitStatus?

  public init(columns: Int = 80, rows: Int = 24) throws {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard controller >= 0 else { throw SpawnError(call: "open /dev/ptmx", code: errno) }
    var zero: Int32 = 0
    var index: Int32 = 0
    guard ioctl(controller, Self.unlock, &zero) == 0, ioctl(controller, Self.number, &index) == 0 else {
      throw SpawnError(call: "ioctl /dev/ptmx", code: errno)
    }
    path = "/dev/pts/\(index)"
    screen = ScreenEmulator(columns: columns, rows: rows) { CharacterWidth.standard.columns($0) }
    setSize(columns: columns, rows: rows)
  }

  deinit {
    if let pid, status == nil {
      Glibc.kill(pid, SIGKILL)
      var ended: Int32 = 0
      waitpid(pid, &ended, 0)
    }
    close(controller)
  }

  /// Starts a program whose controlling terminal this is.
  public func spawn(_ program: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws
  {
    precondition(pid == nil, "one program to a terminal")
    var environment = environment
    if environment["TERM"] == nil { environment["TERM"] = "xterm-256color" }
    pid = try ChildProcess.spawn(program, arguments, environment: environment, newSession: true) {
      [path] actions in
      // The first terminal that the leader of a session opens becomes its own.
      posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
      posix_spawn_file_actions_adddup2(&actions, 0, 1)
      posix_spawn_file_actions_adddup2(&actions, 0, 2)
    }
  }

  public func send(_ text: String) { send(Array(text.utf8)) }

  public func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }

  /// Sets the size; the kernel tells the program with SIGWINCH.
  public func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    setSize(columns: columns, rows: rows)
  }

  private func setSize(columns: Int, rows: Int) {
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, Self.setWindowSize, &size)
  }

  /// Reads until the screen shows a text; false when the time is up or the terminal is closed first.
  public func waitForScreen(_ text: String, seconds: Double = 10) -> Bool {
    read(seconds: seconds) { $0.screen.text.contains(text) }
  }

  public func waitForScreen(seconds: Double = 10, where isThere: (ScreenEmulator) -> Bool) -> Bool {
    read(seconds: seconds) { isThere($0.screen) }
  }

  /// Reads until these bytes have come.
  public func waitForOutput(_ text: String, seconds: Double = 10) -> Bool {
    read(seconds: seconds) { String(decoding: $0.output, as: UTF8.self).contains(text) }
  }

  /// Waits for the end of the program and reads what it still writes; nil when the time is up.
  public func waitForExit(seconds: Double = 10) -> ExitStatus? {
    _ = read(seconds: seconds) { terminal in
      if terminal.status == nil, let pid = terminal.pid { terminal.status = ChildProcess.poll(pid) }
      return terminal.status != nil
    }
    // What was written last.
    _ = read(seconds: 0) { _ in false }
    return status
  }

  public func kill(_ signal: Int32) {
    if let pid, status == nil { Glibc.kill(pid, signal) }
  }

  /// Forgets what came so far; the screen stays.
  public func forgetOutput() { output = [] }

  private func read(seconds: Double, until isDone: (PseudoTerminal) -> Bool) -> Bool {
    let deadline = ChildProcess.milliseconds() + Int(seconds * 1000) * Patience.factor
    while true {
      if isDone(self) { return true }
      let left = deadline - ChildProcess.milliseconds()
      var descriptor = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
      // Never longer than this at a time: the end of a program is not an event of the terminal.
      let count = poll(&descriptor, 1, Int32(max(0, min(left, 20))))
      if count > 0, descriptor.revents & Int16(POLLIN) != 0 {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let size = Glibc.read(controller, &buffer, buffer.count)
        if size > 0 {
          output += buffer[..<size]
          screen.feed(buffer[..<size])
          continue
        }
      }
      if left <= 0 { return isDone(self) }
      // Nobody has the other end open (any more): wait without spinning.
      if descriptor.revents & Int16(POLLHUP) != 0 { _ = poll(nil, 0, 5) }
    }
  }
}
