/// Where screens are shown and events come from: a real terminal, or a script for tests.
///
/// Making one changes nothing; `open` takes the terminal and `close` gives it back. Whatever ends the program in between
/// (an error, a signal, a crash) gives it back too.
public final class Terminal {
  private enum Kind {
    case live(LiveTerminal)
    case scripted(ScriptedTerminal)
  }

  public let capabilities: Capabilities
  private let kind: Kind

  private init(_ kind: Kind, capabilities: Capabilities) {
    self.kind = kind
    self.capabilities = capabilities
  }

  /// The terminal behind two file descriptors.
  ///
  /// - Parameter reportsMouse: clicks and wheel arrive as events; the terminal's own selection then needs Shift.
  public static func live(
    capabilities: Capabilities, theme: Theme? = nil, reportsMouse: Bool = false, input: Int32 = 0,
    output: Int32 = 1
  ) -> Terminal {
    let encoder = ANSIEncoder(capabilities, theme: theme)
    return Terminal(
      .live(LiveTerminal(encoder: encoder, reportsMouse: reportsMouse, input: input, output: output)),
      capabilities: capabilities)
  }

  /// Events from a list, then `.closed` for ever; the frames drawn are kept.
  public static func scripted(
    _ events: [Event], size: Size = .standard, capabilities: Capabilities = .plain
  ) -> Terminal {
    Terminal(.scripted(ScriptedTerminal(events: events, size: size)), capabilities: capabilities)
  }

  /// An empty frame of the present size.
  public func makeFrame() -> Frame { Frame(size: size, widths: capabilities.widths) }

  public var size: Size {
    switch kind {
    case .live(let terminal): terminal.size
    case .scripted(let terminal): terminal.size
    }
  }

  /// Raw mode, alternate screen, hidden cursor. Nothing happens when it is open already.
  public func open() throws(TerminalError) {
    if case .live(let terminal) = kind { try terminal.open() }
  }

  /// Gives the terminal back as it was. Nothing happens when it is closed already.
  public func close() {
    if case .live(let terminal) = kind { terminal.close() }
  }

  /// The next event; waits for ever without a timeout, and not at all with 0.
  public func nextEvent(timeoutMilliseconds: Int? = nil) -> Event {
    switch kind {
    case .live(let terminal): terminal.nextEvent(timeoutMilliseconds: timeoutMilliseconds)
    case .scripted(let terminal): terminal.nextEvent()
    }
  }

  /// Shows a frame: what differs from the last one goes out in one write.
  public func draw(_ frame: Frame) {
    switch kind {
    case .live(let terminal): terminal.draw(frame)
    case .scripted(let terminal): terminal.frames.append(frame)
    }
  }

  /// Gives the terminal to something else, such as an editor, and takes it back afterwards.
  public func lend<Result>(to body: () -> Result) throws(TerminalError) -> Result {
    close()
    let result = body()
    try open()
    return result
  }

  /// The frames that a script has seen, oldest first; empty for a live terminal.
  public var frames: [Frame] {
    if case .scripted(let terminal) = kind { terminal.frames } else { [] }
  }
}

/// Plays events and keeps frames.
private final class ScriptedTerminal {
  private var events: ArraySlice<Event>
  private(set) var size: Size
  var frames: [Frame] = []

  init(events: [Event], size: Size) {
    self.events = events[...]
    self.size = size
  }

  func nextEvent() -> Event {
    let event = events.popFirst() ?? .closed
    if case .resize(let new) = event { size = new }
    return event
  }
}
