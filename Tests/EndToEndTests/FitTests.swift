import Foundation
import TestSupport
import Testing

/// A long computation on a terminal.
@Suite(.timeLimit(.patient(minutes: 2))) struct FitTests {
  @Test func controlCEndsAFitInGoodOrder() throws {
    let program = try Program()
    defer { program.remove() }
    // Enough reviews for a fit of some seconds.
    var log = "card_id,review_index,day,elapsed_days,rating\n"
    for card in 0..<1500 {
      for index in 0..<8 {
        log +=
          "\(card),\(index),\(card % 90 + index * 3),\(index == 0 ? 0 : 3),\((card + index) % 5 == 2 ? 1 : 3)\n"
      }
    }
    let path = program.folder + "/log.csv"
    try log.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try program.run("import", path).status == .exited(0))
    let pty = try PseudoTerminal(columns: 100, rows: 30)
    try pty.spawn(Program.path, ["fit"], environment: program.environment)
    #expect(pty.waitForScreen("%"))
    pty.send("\u{03}")
    #expect(pty.waitForExit() == .exited(130))
    #expect(pty.screen.text.contains("the parameters in use stay"))
  }
}
