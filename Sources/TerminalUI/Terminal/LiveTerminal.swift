import Basics
import Glibc

/// The terminal behind two file descriptors: reads keys, watches signals, writes frames.
final class LiveTerminal {
  /// Bytes of one escape sequence arrive together, even over slow links, within this time.
  private static let escapeNanoseconds: UInt64 = 30_000_000

  private let encoder: ANSIEncoder
  private let reportsMouse: Bool
  private let input: Int32
  private let output: Int32
  private var isOpen = false
  private var isClosed = false
  private var decoder = KeyDecoder()
  /// When the last bytes came.
  private var lastRead: UInt64 = 0
  private var queue: ArraySlice<Event> = []
  /// What the screen shows; nil when that is unknown.
  private var shown: Frame?
  private(set) var size: Size
  /// Handlers write, the event loop polls.
  private var wakeUp: (read: Int32, write: Int32) = (-1, -1)

  init(encoder: ANSIEncoder, reportsMouse: Bool, input: Int32, output: Int32) {
    self.encoder = encoder
    self.reportsMouse = reportsMouse
    self.input = input
    self.output = output
    size = Self.size(of: output)
  }

  deinit {
    close()
  }

  func open() throws(TerminalError) {
    guard !isOpen else { return }
    let mode = try RawMode(descriptor: input)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system(call: "pipe", code: errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    wakeUp = (ends[0], ends[1])
    Signals.takeTerminal(
      input: input, output: output, mode: mode, enter: ANSIEncoder.enter(withMouse: reportsMouse),
      leave: ANSIEncoder.leave, wakeUp: wakeUp.write)
    isOpen = true
    shown = nil
    size = Self.size(of: output)
  }

  func close() {
    guard isOpen else { return }
    Signals.returnTerminal()
    Glibc.close(wakeUp.read)
    Glibc.close(wakeUp.write)
    isOpen = false
  }

  func draw(_ frame: Frame) {
    guard isOpen, !isClosed else { return }
    let bytes = encoder.bytes(from: shown, to: frame)
    shown = frame
    if Platform.writeAll(bytes, to: output) != 0 { isClosed = true }
  }

  func nextEvent(timeoutMilliseconds: Int?) -> Event {
    let deadline = timeoutMilliseconds.map {
      Platform.monotonicNanoseconds() + UInt64(max(0, $0)) * 1_000_000
    }
    while true {
      if let event = takeSignals() ?? queue.popFirst() { return event }
      guard isOpen, !isClosed else { return .closed }
      let now = Platform.monotonicNanoseconds()
      if decoder.isIncomplete, now >= lastRead + Self.escapeNanoseconds {
        queue += decoder.flush()
        continue
      }
      let wakeTime = min(deadline ?? .max, decoder.isIncomplete ? lastRead + Self.escapeNanoseconds : .max)
      switch wait(until: wakeTime, now: now) {
      case .ready: read()
      case .woken: continue
      case .gone: isClosed = true
      case .nothing: if let deadline, Platform.monotonicNanoseconds() >= deadline { return .timeout }
      }
    }
  }

  private func takeSignals() -> Event? {
    guard isOpen else { return nil }
    let pending = Signals.takePending(from: wakeUp.read)
    if !pending.isDisjoint(with: [.resized, .resumed]) {
      // The alternate screen is new, or cut differently: nothing on it is known.
      shown = nil
      let new = Self.size(of: output)
      if pending.contains(.resumed) { queue.append(.resumed) }
      if new != size {
        size = new
        queue.append(.resize(new))
      } else if !pending.contains(.resumed) {
        queue.append(.resize(new))
      }
    }
    return pending.contains(.interrupted) ? .interrupted : nil
  }

  private enum Readiness {
    case ready, woken, nothing, gone
  }

  private func wait(until time: UInt64, now: UInt64) -> Readiness {
    // Rounded up, so that the time has come when poll returns.
    let milliseconds = time == .max ? -1 : Int32(clamping: (max(time, now) - now + 999_999) / 1_000_000)
    var descriptors = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeUp.read, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&descriptors, 2, milliseconds)
    if count < 0 { return errno == EINTR ? .woken : .gone }
    if count == 0 { return .nothing }
    if descriptors[1].revents != 0 { return .woken }
    if descriptors[0].revents & Int16(POLLIN) != 0 { return .ready }
    return descriptors[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 ? .gone : .nothing
  }

  private func read() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = Glibc.read(input, &buffer, buffer.count)
    if count > 0 {
      lastRead = Platform.monotonicNanoseconds()
      queue += decoder.feed(buffer[..<count])
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      isClosed = true
    }
  }

  /// What the terminal says of itself, else LINES and COLUMNS, else 80 by 24.
  private static func size(of descriptor: Int32) -> Size {
    var window = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 {
      return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }
    let columns = Platform.environmentVariable("COLUMNS").flatMap { Int($0) } ?? Size.standard.columns
    let rows = Platform.environmentVariable("LINES").flatMap { Int($0) } ?? Size.standard.rows
    return Size(columns: min(1000, max(1, columns)), rows: min(1000, max(1, rows)))
  }
}
