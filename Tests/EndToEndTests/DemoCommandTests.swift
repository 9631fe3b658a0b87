import Foundation
import TestSupport
import Testing

/// `study demo` as a person and as a script use it.
@Suite(.timeLimit(.patient(minutes: 2))) struct DemoCommandTests {
  @Test func aPredictionIsMarkedDiagnosedAndLogged() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.run(
      "demo", "conv", "--in", "30", "--k", "5", "--s", "2", "--p", "2", "--quiz", input: "13\n")
    #expect(result.status == .exited(0))
    #expect(result.stdout.contains("15 × 15") && result.stdout.unwrapped.contains("the padding is forgotten"))
    #expect(result.stdout.savedLines.count == 1)
    let log = try program.run("export", "--format", "json").stdout
    #expect(log.contains("\"predict\"") && log.contains("\"13\""))
    let stats = try program.json(try program.run("stats", "--json").stdout)
    #expect(stats["due"] as? Int == 0, "a prediction schedules nothing")
  }

  @Test func aPredictionThatIsNoNumberIsAskedAgain() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.run("demo", "conv", "--quiz", input: "many\n5\n")
    #expect(result.stdout.contains("no value of this kind") && result.stdout.contains("✓"))
  }

  @Test func interactiveNeedsATerminal() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.run("demo", "conv", "--interactive")
    #expect(result.status == .exited(1) && result.stderr.contains("--interactive needs a terminal"))
  }

  @Test func arrowsChangeAnOptionAndTheCommandIsShown() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try PseudoTerminal(columns: 90, rows: 30)
    try pty.spawn(Program.path, ["demo", "conv", "-i"], environment: program.environment)
    #expect(pty.waitForScreen("‹in 7×7›"))
    pty.send("\u{1B}[B\u{1B}[C")
    #expect(pty.waitForScreen("study demo conv --k 4"))
    #expect(pty.waitForScreen("out 5 × 5 → 4 × 4"))
    pty.send(" ")
    #expect(pty.waitForScreen("frame 3 of"))
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
    #expect(TerminalSettings(path: pty.path) == .asShellsLeaveIt)
  }
}
