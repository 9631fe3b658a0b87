import Foundation
import TestSupport
import Testing

/// A mock interview, line by line and on the full screen.
@Suite(.timeLimit(.patient(minutes: 2))) struct InterviewTests {
  @Test func anInterviewLineByLineEndsWithAReportThatIsKept() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.run(
      "interview", "convolution", "--minutes", "5", "--plain", "--seed", "3",
      input: "the kernel slides\n3\n\n\n2\n1 2 3 4 5 6\nq\n")
    #expect(result.status == .exited(0))
    #expect(result.stdout.savedLines.count == 2)
    #expect(result.stdout.contains("Report") && result.stdout.contains("study interview convolution"))
    #expect(result.stderr.contains("the report is in"))
    let list = try program.run("interview", "--list", "--json").stdout
    #expect(list.contains("\"study-interview-1\"") && list.contains("\"confidence\": 3"))
    let stats = try program.json(try program.run("stats", "--json").stdout)
    #expect(stats["due"] as? Int == 0, "practice schedules nothing")
  }

  @Test func theSameSeedAsksTheSameQuestions() throws {
    let program = try Program()
    defer { program.remove() }
    func first() throws -> String {
      try program.run("interview", "--plain", "--seed", "8", input: "q\n").stdout
    }
    #expect(try first() == first())
  }

  @Test func countedAnswersAreReviews() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.run(
      "interview", "activations", "--plain", "--seed", "1", "--count", input: "\n2\n1 2 3\nq\n")
    #expect(result.stdout.savedLines.first.map { !$0.contains("unscheduled") } == true)
  }

  @Test func onTheScreenAnAnswerIsTickedAndTheReportComesWhenItIsBrokenOff() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try PseudoTerminal(columns: 100, rows: 30)
    try pty.spawn(
      Program.path, ["interview", "pooling", "--seed", "2", "--minutes", "3"],
      environment: program.environment)
    #expect(pty.waitForScreen("3 min left"))
    pty.send(" ")
    #expect(pty.waitForScreen("How sure are you?"))
    pty.send("3")
    #expect(pty.waitForScreen("☐"))
    pty.send("\t")
    pty.send("x")
    #expect(pty.waitForScreen("☑"))
    pty.send(" ")
    #expect(pty.waitForScreen("show the answer"))
    pty.send("q")
    #expect(pty.waitForScreen("again ends the interview"))
    pty.send("q")
    #expect(pty.waitForScreen("by topic"))
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
    #expect(TerminalSettings(path: pty.path) == .asShellsLeaveIt)
  }
}
