import Testing

@testable import TerminalUI

@Suite struct ScriptedTerminalTests {
  @Test func eventsComeInOrderAndThenTheTerminalIsClosed() throws {
    let terminal = Terminal.scripted([.key(.enter), .resize(Size(columns: 40, rows: 12)), .timeout])
    try terminal.open()
    #expect(terminal.size == .standard)
    #expect(terminal.nextEvent() == .key(.enter))
    #expect(terminal.nextEvent() == .resize(Size(columns: 40, rows: 12)))
    #expect(terminal.size == Size(columns: 40, rows: 12))
    #expect(terminal.nextEvent(timeoutMilliseconds: 5) == .timeout)
    #expect(terminal.nextEvent() == .closed)
    #expect(terminal.nextEvent() == .closed)
    terminal.close()
  }

  @Test func theFramesDrawnAreKept() {
    let terminal = Terminal.scripted([])
    var frame = terminal.makeFrame()
    terminal.draw(frame)
    frame.put("hello", row: 0, column: 0)
    terminal.draw(frame)
    #expect(terminal.frames.map(\.lines.first) == ["", "hello"])
  }
}
