import Foundation
import TestSupport
import Testing

/// The quiz that scripts drive: one prompt a line out, one answer a line in.
@Suite(.timeLimit(.patient(minutes: 2))) struct PlainQuizTests {
  @Test func ratingsAreSavedCountedTakenBackAndExported() throws {
    let program = try Program()
    defer { program.remove() }
    let quiz = try program.run(
      "quiz", "--plain", "--exercise", "recall", "--seed", "1", input: "\n3\n\n3\nq\n")
    #expect(quiz.status == .exited(0))
    #expect(quiz.stdout.savedLines.count == 2)
    let stats = try program.json(try program.run("stats", "--json").stdout)
    #expect(stats["reviews"] as? Int == 2)

    let undo = try program.run("undo")
    #expect(undo.status == .exited(0) && undo.stdout.hasPrefix("undone: the rating good of "))
    let after = try program.json(try program.run("stats", "--json").stdout)
    #expect(after["reviews"] as? Int == 1)

    let export = try program.json(try program.run("export", "--format", "json").stdout)
    let log = try #require(export["log"] as? [[String: Any]])
    #expect(log.count == 3)
    #expect(log.compactMap { $0["rating"] as? Int } == [3, 3])
    #expect(log.last?["retracts"] as? String == log[1]["id"] as? String)
  }

  @Test func theSameSeedPrintsTheSameBytes() throws {
    let first = try Program()
    let second = try Program()
    defer {
      first.remove()
      second.remove()
    }
    let input = "\n3\n\n1\n\n2\n\n4\nq\n"
    let one = try first.run("quiz", "--plain", "--seed", "7", input: input)
    let other = try second.run("quiz", "--plain", "--seed", "7", input: input)
    #expect(one.stdout == other.stdout)
    #expect(!one.stdout.savedLines.isEmpty)
  }

  @Test(arguments: ["choice", "cloze", "drill", "order", "recall"])
  func everyKindOfExerciseIsAskedGivenUpAndRated(_ kind: String) throws {
    let program = try Program()
    defer { program.remove() }
    for language in ["en", "zh"] {
      let quiz = try program.run(
        "quiz", "--plain", "--exercise", kind, "--seed", "3", "--lang", language, "--cram", "--limit", "2",
        input: "\n1\n\n1\n")
      #expect(quiz.status == .exited(0), "\(quiz.stderr)")
      #expect(quiz.stdout.savedLines.count == 2, "\(quiz.stdout)")
    }
  }

  @Test func practiceOutsideTheScheduleIntroducesNoCard() throws {
    let program = try Program()
    defer { program.remove() }
    let quiz = try program.run(
      "quiz", "--plain", "--exercise", "recall", "--cram", "--limit", "1", input: "\n3\n")
    #expect(quiz.stdout.contains("1 again · 2 hard · 3 good · 4 easy"))
    #expect(quiz.stdout.contains("1 review saved, 1 recalled, 0 new"), "\(quiz.stdout)")
    #expect(quiz.stdout.savedLines.first?.hasSuffix("unscheduled") == true)
  }

  @Test func aDrillIsMarkedByRunningItsDemo() throws {
    let program = try Program()
    defer { program.remove() }
    let deck = program.folder + "/deck.md"
    try """
    ## How large?
    <!-- id: size -->

    By the formula.

    ### Drill
    A {n}×{n} input, a {k}×{k} filter, padding {p}. Output size?
    - n: 9..9; k: 3..3; p: 2..2
    - answer: `study demo conv --in {n} --k {k} --p {p}` → `out`
    """.write(toFile: deck, atomically: true, encoding: .utf8)
    func ask(_ answer: String) throws -> String {
      try program.run(
        "quiz", "deck", "--plain", "--exercise", "drill", "--cram", "--deck", deck, input: "\(answer)\n\nq\n"
      ).stdout
    }
    #expect(try ask("11").contains("✓"))
    #expect(try ask("11x11").contains("✓"))
    #expect(try ask("11").savedLines.first?.contains(" good ") == true)
    let wrong = try ask("7")
    #expect(wrong.contains("✗") && wrong.unwrapped.contains("the padding is forgotten"), "\(wrong)")
    #expect(wrong.savedLines.first?.contains(" again ") == true)
  }

  @Test func theDemoOpensTheKeysAreExplainedAndUndoAsksAgain() throws {
    let program = try Program()
    defer { program.remove() }
    let quiz = try program.run(
      "quiz", "activations", "--plain", "--exercise", "recall", "--seed", "1",
      input: "?\n\n4\nu\n\n2\nd\n\n3\nq\n")
    #expect(quiz.stdout.contains("undone: the rating easy of "))
    #expect(quiz.stdout.savedLines.count == 3)
    let stats = try program.json(try program.run("stats", "--json").stdout)
    #expect(stats["reviews"] as? Int == 2)
  }

  @Test func undoTakesBackASuspensionAndAsksTheCardAgain() throws {
    let program = try Program()
    defer { program.remove() }
    let quiz = try program.run(
      "quiz", "--plain", "--exercise", "recall", "--seed", "1", input: "\n3\ns\nu\n\n3\nq\n")
    let lines = quiz.stdout.split(separator: "\n")
    let suspended = try #require(lines.first { $0.hasPrefix("suspended ") }).dropFirst("suspended ".count)
    #expect(lines.contains("undone: \(suspended) is no longer suspended"))
    #expect(quiz.stdout.savedLines.last?.hasPrefix("saved \(suspended) good") == true)
    #expect(quiz.stdout.savedLines.count == 2)
  }

  @Test func aSuspendedCardIsNotAskedUntilItIsUnsuspended() throws {
    let program = try Program()
    defer { program.remove() }
    let first = try program.run("quiz", "--plain", "--exercise", "recall", "--seed", "1", input: "s\nq\n")
    let line = try #require(first.stdout.split(separator: "\n").first { $0.hasPrefix("suspended ") })
    let card = String(line.dropFirst("suspended ".count))
    #expect(try program.json(try program.run("show", card, "--json").stdout)["id"] as? String == card)
    let counts = try #require(
      try program.json(try program.run("stats", "--json").stdout)["cards"] as? [String: Any])
    #expect(counts["suspended"] as? Int == 1)
    #expect(try program.run("unsuspend", card).status == .exited(0))
  }
}
