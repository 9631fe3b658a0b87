import Foundation
import TestSupport
import Testing

/// Questions that only a yes answers, on a terminal.
@Suite(.timeLimit(.patient(minutes: 2))) struct ConsentTests {
  /// What a command did on a terminal where its question was answered.
  private func answer(
    _ reply: String, to question: String, of arguments: [String], _ program: Program, shows result: String
  ) throws -> TestSupport.ExitStatus? {
    let pty = try PseudoTerminal(columns: 100, rows: 30)
    try pty.spawn(Program.path, arguments, environment: program.environment)
    #expect(pty.waitForScreen(question))
    pty.send(reply + "\n")
    #expect(pty.waitForScreen(result))
    return pty.waitForExit()
  }

  @Test func onlyAYesRestoresABackup() throws {
    let program = try Program()
    defer { program.remove() }
    let copy = program.folder + "/copy.db"
    try program.run("quiz", "--plain", "--exercise", "recall", "--seed", "1", input: "\n3\nq\n")
    #expect(try program.run("backup", copy).status == .exited(0))
    try program.run("quiz", "--plain", "--exercise", "recall", "--seed", "1", input: "\n3\nq\n")
    func reviews() throws -> Int? {
      try program.json(try program.run("stats", "--json").stdout)["reviews"] as? Int
    }
    let question = "Restore? [y/N]"
    #expect(try answer("n", to: question, of: ["restore", copy], program, shows: "n") == .exited(1))
    #expect(try reviews() == 2)
    #expect(try answer("y", to: question, of: ["restore", copy], program, shows: "restored") == .exited(0))
    #expect(try reviews() == 1)
  }

  @Test func onlyAYesChangesTheModel() throws {
    let program = try Program()
    defer { program.remove() }
    var log = "card_id,review_index,day,elapsed_days,rating\n"
    for card in 0..<30 {
      for index in 0..<5 {
        log += "\(card),\(index),\(card + index * 3),\(index == 0 ? 0 : 3),\(index == 2 ? 1 : 3)\n"
      }
    }
    let path = program.folder + "/log.csv"
    try log.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try program.run("import", path).status == .exited(0))
    let question = "from now on? [y/N]"
    let fit = ["fit", "--model", "sm2"]
    #expect(try answer("", to: question, of: fit, program, shows: "Nothing was changed.") == .exited(0))
    #expect(try answer("yes", to: question, of: fit, program, shows: "In force: SM-2") == .exited(0))
  }
}
