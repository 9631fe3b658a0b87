import Foundation
import TestSupport
import Testing

/// What a session can do besides asking: edit, resume, be configured, search.
@Suite(.timeLimit(.patient(minutes: 2))) struct SessionTests {
  private func start(_ program: Program, _ arguments: [String], variables: [String: String] = [:]) throws
    -> PseudoTerminal
  {
    let pty = try PseudoTerminal(columns: 80, rows: 24)
    try pty.spawn(
      Program.path, arguments, environment: program.environment.merging(variables) { $1 })
    return pty
  }

  @Test func aCardIsEditedAtItsLineAndAskedAsItNowStands() throws {
    let program = try Program()
    defer { program.remove() }
    let decks = program.folder + "/.local/share/study/decks"
    try FileManager.default.createDirectory(atPath: decks, withIntermediateDirectories: true)
    let text = "## First?\n<!-- id: first -->\n\nOne.\n\n## Second qestion?\n<!-- id: second -->\n\nTwo.\n"
    try text.write(toFile: decks + "/mine.md", atomically: true, encoding: .utf8)
    // The editor notes where it was sent, and mends the spelling.
    let editor = program.folder + "/editor.sh"
    try "#!/bin/sh\necho \"$1\" > \(program.folder)/place\nsed -i s/qestion/question/ \"$2\"\n".write(
      toFile: editor, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
    let pty = try start(
      program, ["quiz", "mine", "--exercise", "recall", "--seed", "1"], variables: ["EDITOR": editor])
    #expect(pty.waitForScreen("First?"))
    pty.send(" 3")
    #expect(pty.waitForScreen("Second qestion?"))
    pty.send("e")
    #expect(pty.waitForScreen("Second question?"))
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
    #expect(try String(contentsOfFile: program.folder + "/place", encoding: .utf8) == "+6\n")
  }

  @Test func aStoppedSessionGoesOnWhereItWas() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["quiz", "pooling", "--exercise", "recall"])
    #expect(pty.waitForScreen("0 / "))
    pty.send(" 4")
    #expect(pty.waitForScreen("1 / "))
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
    let again = try start(program, ["quiz", "pooling", "--exercise", "recall"])
    #expect(again.waitForScreen("1 / "))
    again.send("q")
    #expect(again.waitForExit() == .exited(0))
  }

  @Test func settingsAreKeptAndBadOnesNamed() throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program.run("config", "new-per-day", "3").status == .exited(0))
    #expect(try program.run("config", "new-per-day").stdout == "3\n")
    let today = try program.json(try program.run("--json").stdout)
    #expect(today["new_today"] as? Int == 3)
    let bad = try program.run("config", "new-per-day", "many")
    #expect(bad.status == .exited(2) && bad.stderr.contains("0 to 10000"))
    try "new-per-dya = 3\n".write(
      toFile: program.folder + "/.config/study/config", atomically: true, encoding: .utf8)
    let complaint = try program.run("list")
    #expect(complaint.status == .exited(0) && complaint.stderr.contains("Did you mean new-per-day?"))
  }

  @Test func aRemappedKeySuspends() throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program.run("config", "key.suspend", "F2 z")
    let pty = try start(program, ["quiz", "pooling", "--exercise", "recall", "--seed", "1"])
    #expect(pty.waitForScreen("F2 suspend"))
    pty.send("z")
    #expect(pty.waitForScreen { screen in screen.lines.joined().contains("0 / ") })
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
    #expect(try program.run("export", "--format", "json").stdout.contains("suspended"))
  }

  @Test func aFlagAndANoteStandOnTheCard() throws {
    let program = try Program()
    defer { program.remove() }
    let pty = try start(program, ["quiz", "pooling", "--exercise", "recall", "--seed", "1"])
    #expect(pty.waitForScreen("show the answer"))
    pty.send("f")
    #expect(pty.waitForScreen("⚑"))
    pty.send("mmix-up\r")
    #expect(pty.waitForScreen("note is saved"))
    pty.send("q")
    #expect(pty.waitForExit() == .exited(0))
    #expect(try program.run("list", "--flagged").stdout.contains("pool"))
  }
}
