import Foundation
import TestSupport
import Testing

/// Sessions without a plan: what a break left behind, and what builds on what.
@Suite(.timeLimit(.patient(minutes: 2))) struct BacklogTests {
  @Test func aBacklogIsSpreadOverDaysAndTheDaysShareIsAskedOnce() throws {
    let program = try Program()
    defer { program.remove() }
    let deck = program.folder + "/many.md"
    try (1...30).map { "## Question \($0)?\n<!-- id: many-\($0) -->\n\nYes.\n" }.joined(separator: "\n")
      .write(toFile: deck, atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: program.folder + "/.config/study", withIntermediateDirectories: true)
    try "reviews-per-day = 6\nnew-per-day = 100\n".write(
      toFile: program.folder + "/.config/study/config", atomically: true, encoding: .utf8)
    let input = String(repeating: "\n4\n", count: 40)
    let learned = try program.run("quiz", "many", "--plain", "--deck", deck, input: input)
    #expect(learned.stdout.savedLines.count == 30)
    let later = ["STUDY_NOW": "2027-02-20T09:00:00Z"]
    // A usual day's 6, and a seventh of the other 24.
    let share = try program.run("quiz", "many", "--plain", "--deck", deck, input: input, variables: later)
    #expect(share.stdout.savedLines.count == 10)
    let again = try program.run("quiz", "many", "--plain", "--deck", deck, input: input, variables: later)
    #expect(again.stdout.savedLines.isEmpty)
    let tomorrow = ["STUDY_NOW": "2027-02-21T09:00:00Z"]
    let rest = try program.run("quiz", "many", "--plain", "--deck", deck, input: input, variables: tomorrow)
    #expect(rest.stdout.savedLines.count == 8)
  }

  @Test func aNewCardComesAfterWhatItBuildsOn() throws {
    let program = try Program()
    defer { program.remove() }
    let deck = program.folder + "/order.md"
    try """
    ## Third?
    <!-- id: third; after: second -->

    Yes.

    ## Second?
    <!-- id: second; after: first -->

    Yes.

    ## First?
    <!-- id: first -->

    Yes.
    """.write(toFile: deck, atomically: true, encoding: .utf8)
    let quiz = try program.run(
      "quiz", "order", "--plain", "--new", "2", "--deck", deck, input: "\n4\n\n4\n\n4\n")
    #expect(quiz.stdout.savedLines.map { $0.split(separator: " ")[1] } == ["first", "second"])
  }

  @Test func daysPickedByLoadAreFoundAgainByReplay() throws {
    let program = try Program()
    defer { program.remove() }
    try FileManager.default.createDirectory(
      atPath: program.folder + "/.config/study", withIntermediateDirectories: true)
    let settings = program.folder + "/.config/study/config"
    let input = String(repeating: "\n4\n", count: 30)
    var due: [String: [String]] = [:]
    for balance in ["off", "on"] {
      try "balance = \(balance)\neasy-days = sat sun\n".write(
        toFile: settings, atomically: true, encoding: .utf8)
      let variables = ["STUDY_DB": program.folder + "/\(balance).db"]
      let quiz = try program.run(
        "quiz", "--plain", "--exercise", "recall", "--seed", "1", "--limit", "20", "--new", "20",
        input: input,
        variables: variables)
      due[balance] = quiz.stdout.savedLines
      // The doctor replays the log and compares; the setting is not in the log.
      try "balance = off\n".write(toFile: settings, atomically: true, encoding: .utf8)
      let doctor = try program.run("doctor", variables: variables)
      #expect(doctor.status == .exited(0), "\(balance): \(doctor.stdout)")
    }
    #expect(due["on"]?.count == 20 && due["on"] != due["off"])
  }
}
