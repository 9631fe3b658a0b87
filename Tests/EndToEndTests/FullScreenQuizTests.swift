import Foundation
import Glibc
import TestSupport
import Testing

/// The full-screen quiz on a pseudo-terminal, as a person at the keyboard sees it.
@Suite(.timeLimit(.patient(minutes: 2))) struct FullScreenQuizTests {
  private func start(
    _ program: Program, _ arguments: [String] = [], columns: Int = 80, rows: Int = 24
  ) throws -> PseudoTerminal {
    let pty = try PseudoTerminal(columns: columns, rows: rows)
    try pty.spawn(Program.path, ["quiz", "--seed", "1"] + arguments, environment: program.environment)
    return pty
  }

  @Test func aSearchFindsCardsOfEveryTopic() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["pooling", "--exercise", "recall"])
    #expect(pty.waitForScreen("0 / 12"))
    pty.send("/dropout")
    #expect(pty.waitForScreen { $0.text.contains("/ dropout") && !$0.text.contains("Cards · 0") })
    pty.send("\u{1B}")
    #expect(pty.waitForScreen("show the answer"))
    pty.send(" 3")
    #expect(pty.waitForScreen("1 / 13"))
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
  }

  @Test func aCardIsRevealedRatedUndoneAndTheTerminalGivenBack() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["activations", "--exercise", "recall"])
    #expect(pty.waitForScreen("show the answer"))
    #expect(pty.screen.isAlternateScreen)
    #expect(pty.waitForScreen("0 / 20"))
    pty.send(" ")
    #expect(pty.waitForScreen("1 again"))
    pty.send("3")
    #expect(pty.waitForScreen("1 / 21"))
    pty.send("u")
    #expect(pty.waitForScreen("undone: the rating good of"))
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
    #expect(!pty.screen.isAlternateScreen && pty.screen.isCursorVisible)
    #expect(TerminalSettings(path: pty.path) == .asShellsLeaveIt)
    let stats = try program.json(try program.run("stats", "--json").stdout)
    #expect(stats["reviews"] as? Int == 0)
  }

  @Test func helpAndDemoOpenAndComeBackToTheSamePlace() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["receptive-field", "--exercise", "recall"])
    #expect(pty.waitForScreen("show the answer"))
    let question = pty.screen.lines[2]
    pty.send("?")
    #expect(pty.waitForScreen("Show the answer"))
    pty.send("suspend")
    #expect(pty.waitForScreen { screen in !screen.lines.contains { $0.contains("Show the answer") } })
    pty.send("\u{1B}")
    #expect(pty.waitForScreen { $0.lines[2] == question })
    pty.send("d")
    #expect(pty.waitForScreen("study demo rf"))
    pty.send("\u{1B}")
    #expect(pty.waitForScreen { $0.lines[2] == question })
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
  }

  @Test func aResizeRedrawsTheSameQuestion() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["convolution", "--exercise", "recall"])
    #expect(pty.waitForScreen("show the answer"))
    pty.send(" ")
    #expect(pty.waitForScreen("1 again"))
    for (columns, rows) in [(120, 40), (40, 12), (200, 60), (60, 20)] {
      pty.resize(columns: columns, rows: rows)
      #expect(
        pty.waitForScreen { screen in screen.lines.last?.contains("1 again") == true }, "\(columns)×\(rows)")
    }
    pty.send("4")
    #expect(pty.waitForScreen("1 / 20"))
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
  }

  @Test func aChineseSessionLinesUp() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["convolution", "--exercise", "recall", "--lang", "zh"])
    #expect(pty.waitForScreen("看答案"))
    pty.send(" ")
    #expect(pty.waitForScreen("1 重来"))
    #expect(pty.screen.unknown == [])
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aSignalGivesTheTerminalBack(_ signal: Int32) throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["convolution", "--exercise", "recall"])
    #expect(pty.waitForScreen("show the answer"))
    pty.kill(signal)
    let status = pty.waitForExit()
    #expect(status == (signal == SIGINT ? .exited(130) : .signaled(signal)))
    #expect(TerminalSettings(path: pty.path) == .asShellsLeaveIt)
    #expect(!pty.screen.isAlternateScreen && pty.screen.isCursorVisible)
  }

  @Test func controlCEndsWith130AndKeepsWhatWasSaved() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["convolution", "--exercise", "recall"])
    #expect(pty.waitForScreen("show the answer"))
    pty.send(" ")
    #expect(pty.waitForScreen("1 again"))
    pty.send("3")
    #expect(pty.waitForScreen("1 / "))
    pty.send("\u{03}")
    #expect(pty.waitForExit() == .exited(130))
    let stats = try program.json(try program.run("stats", "--json").stdout)
    #expect(stats["reviews"] as? Int == 1)
  }

  @Test func everyExerciseIsAnsweredWithKeys() throws {
    let program = try Program()
    defer { program.remove() }
    // A choice by its letter, a drill and a cloze by typing, an order by letters.
    for (kind, keys) in [("choice", "a"), ("drill", "1\r"), ("cloze", "x\r"), ("order", "abcdefghi")] {
      let pty = try start(program, ["--exercise", kind, "--cram", "--limit", "1"])
      #expect(pty.waitForScreen(kind), "\(kind)")
      pty.send(keys)
      #expect(pty.waitForScreen("1 again"), "\(kind)\n\(pty.screen.text)")
      pty.send("1")
      #expect(pty.waitForScreen("Done"), "\(kind)")
      pty.send("q")
      #expect(pty.waitForExit() == .exited(0))
    }
  }
}
