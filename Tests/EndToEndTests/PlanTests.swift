import Foundation
import TestSupport
import Testing

/// A plan for a date: kept, shown, followed.
@Suite(.timeLimit(.patient(minutes: 2))) struct PlanTests {
  private typealias Object = [String: Any]

  private func readiness(_ object: Any?) -> Object { (object as? Object)?["readiness"] as? Object ?? [:] }

  private func ids(_ report: Object) -> [String] {
    (report["today"] as? [Object] ?? []).compactMap { $0["id"] as? String }
  }

  @Test func aPlanIsKeptChangedAndCleared() throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program.run("plan").stdout.contains("There is no plan yet."))
    #expect(try program.run("plan", "--minutes", "30").status == .exited(2))
    #expect(try program.run("plan", "--date", "2026-12-10", "--minutes", "30").status == .exited(0))
    #expect(try program.run("plan", "--topic", "convolution=2.5").status == .exited(0))
    let plan = try #require(try program.json(try program.run("plan", "--json").stdout)["plan"] as? Object)
    #expect(plan["date"] as? String == "2026-12-10" && plan["minutes"] as? Int == 30)
    #expect(plan["days_left"] as? Int == 20)
    #expect((plan["topics"] as? Object)?["convolution"] as? Double == 2.5)
    #expect(try program.run("plan", "--clear").status == .exited(0))
    #expect(try program.json(try program.run("plan", "--json").stdout)["plan"] is NSNull)
  }

  @Test func aDateThatIsNotAheadOrAWeightThatIsNoneIsWrongUsage() throws {
    let program = try Program()
    defer { program.remove() }
    for words in [
      ["--date", "2026-11-20", "--minutes", "30"], ["--date", "2028-01-01", "--minutes", "30"],
      ["--date", "soon", "--minutes", "30"],
      ["--date", "2026-12-10", "--minutes", "30", "--topic", "convolution=many"],
      ["--date", "2026-12-10", "--minutes", "30", "--topic", "convolutoin=2"],
    ] {
      let result = try runProgram(Program.path, ["plan"] + words, environment: program.environment)
      #expect(result.status == .exited(2), "\(words)")
      let hint = words.last == "convolutoin=2" ? "Did you mean convolution?" : "Allowed:"
      #expect(result.stderr.contains(hint), "\(result.stderr)")
    }
    #expect(try program.run("plan").stdout.contains("There is no plan yet."))
  }

  @Test func studyingIsWorthMoreThanNotAndMoreMinutesAreWorthMore() throws {
    let program = try Program()
    defer { program.remove() }
    let short = try program.json(
      try program.run("plan", "--date", "2026-12-04", "--minutes", "10", "--json").stdout)
    let long = try program.json(try program.run("plan", "--minutes", "20", "--json").stdout)
    let (few, many) = (readiness(short["plan"]), readiness(long["plan"]))
    let planned = try #require(few["with_plan"] as? Double)
    #expect(planned > 0.3 && few["without_study"] as? Double == 0)
    let gain = try #require((short["plan"] as? Object)?["gain_of_ten_minutes"] as? Double)
    let better = try #require(many["with_plan"] as? Double)
    #expect(abs(better - planned - gain) < 0.01, "\(planned) + \(gain) should be near \(better)")
    let days = try #require(long["days"] as? [Object])
    #expect(days.count == 14)
    // The last card of a day may begin within the time and end after it.
    #expect(days.allSatisfy { ($0["minutes"] as? Double ?? 99) < 25 })
  }

  @Test func theQuizFollowsThePlanUnlessItIsToldOtherwise() throws {
    let program = try Program()
    defer { program.remove() }
    // Classical vision alone counts: a quiz without the plan would begin with other topics.
    try program.run("plan", "--date", "2026-11-27", "--minutes", "5", "--topic", "classical-cv=10")
    let planned = ids(try program.json(try program.run("plan", "--json").stdout))
    #expect(planned.count >= 5 && planned.count <= 20)
    let input = String(repeating: "\n4\n", count: 60)
    let quiz = try program.run("quiz", "--plain", "--exercise", "auto", "--seed", "1", input: input)
    let asked = quiz.stdout.split(separator: "\n").first { $0.hasPrefix("[1/") }
    #expect(asked?.hasPrefix("[1/\(planned.count)]") == true, "\(quiz.stdout.prefix(200))")
    let other = try program.run("quiz", "--plain", "--no-plan", "--seed", "1", input: "q\n")
    #expect(other.stdout.hasPrefix("[1/\(planned.count)]") == false, "\(other.stdout.prefix(200))")
  }

  @Test func aTopicOfWeightZeroIsNeitherPlannedNorAsked() throws {
    let program = try Program()
    defer { program.remove() }
    let deck = program.folder + "/own.md"
    try "## One?\n<!-- id: one -->\n\nYes.\n\n## Two?\n<!-- id: two; after: one -->\n\nYes.\n"
      .write(toFile: deck, atomically: true, encoding: .utf8)
    let topics = try program.run("list", "--json", "--deck", deck).stdout
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(topics.utf8)) as? [[String: Any]])
    let others = list.compactMap { $0["topic"] as? String }.filter { $0 != "own" }
    let weights = others.flatMap { ["--topic", "\($0)=0"] }
    let made = try runProgram(
      Program.path, ["plan", "--date", "2026-12-01", "--minutes", "9", "--deck", deck, "--json"] + weights,
      environment: program.environment)
    #expect(Set(ids(try program.json(made.stdout))) == ["one", "two"])
    let quiz = try program.run("quiz", "--plain", "--deck", deck, input: "\n4\n\n4\n")
    #expect(quiz.stdout.savedLines.map { $0.split(separator: " ")[1] } == ["one", "two"])
  }

  @Test func todayCountsTheDaysAndNamesBothReadinesses() throws {
    let program = try Program()
    defer { program.remove() }
    try program.run("plan", "--date", "2026-12-10", "--minutes", "30")
    let today = try program.run().stdout
    #expect(today.contains("interview in 20 days") && today.contains("Readiness on 10 Dec"))
    #expect(try program.run(variables: ["STUDY_LANG": "zh"]).stdout.contains("20 天后面试"))
    let json = try program.json(try program.run("--json").stdout)
    #expect(json["days_to_interview"] as? Int == 20)
    let onTheDay = try program.run(variables: ["STUDY_NOW": "2026-12-10T09:00:00Z"])
    #expect(onTheDay.stdout.contains("interview today") && onTheDay.stdout.contains("Ready today"))
    #expect(
      try program.run(variables: ["STUDY_NOW": "2026-12-11T09:00:00Z"]).stdout.contains("interview") == false)
  }

  @Test func nothingIsDrawnForAScreenReader() throws {
    let program = try Program()
    defer { program.remove() }
    try program.run("plan", "--date", "2026-12-10", "--minutes", "30")
    for words in [[], ["plan"], ["readiness"], ["simulate", "--days", "3"]] {
      for language in ["en", "zh"] {
        let result = try runProgram(
          Program.path, words + ["--accessible", "--lang", language], environment: program.environment)
        #expect(result.status == .exited(0), "\(result.stderr)")
        #expect(
          !result.stdout.unicodeScalars.contains {
            (0x2500...0x259F).contains($0.value) || (0x2800...0x28FF).contains($0.value)
          },
          "\(words) \(result.stdout)")
      }
    }
  }

  @Test func theWeakestCellIsNamedWithTheCommandThatDrillsIt() throws {
    let program = try Program()
    defer { program.remove() }
    let report = try program.json(try program.run("readiness", "--json").stdout)
    let cells = try #require(report["cells"] as? [Object])
    let weakest = try #require(report["weakest"] as? Object)
    let least = cells.compactMap { $0["recall"] as? Double }.min()
    let cell = cells.first {
      $0["topic"] as? String == weakest["topic"] as? String && $0["level"] as? Int == weakest["level"] as? Int
    }
    #expect(cell?["recall"] as? Double == least)
    let command = try #require(weakest["command"] as? String)
    let words = command.split(separator: " ").dropFirst().map(String.init)
    let quiz = try runProgram(
      Program.path, words + ["--plain"], input: "q\n", environment: program.environment)
    #expect(quiz.status == .exited(0) && quiz.stdout.contains("[1/"), "\(command): \(quiz.stderr)")
  }

  @Test func aSimulationRepeatsItselfAndSaysHowManyLearnersItCompared() throws {
    let program = try Program()
    defer { program.remove() }
    let words = ["simulate", "--days", "10", "--minutes", "10", "--json", "--seed", "5"]
    let first = try runProgram(Program.path, words, environment: program.environment).stdout
    #expect(try runProgram(Program.path, words, environment: program.environment).stdout == first)
    let days = try #require(try program.json(first)["days"] as? [Object])
    #expect(days.count == 10 && days.allSatisfy { ($0["minutes"] as? Double ?? 99) < 12 })
    #expect((days.last?["known"] as? Double ?? 0) > (days.first?["known"] as? Double ?? 0))
    let comparison = try program.run("simulate", "--compare", "--learners", "4", "--days", "5")
    #expect(comparison.stdout.contains("4 simulated learners") && comparison.stdout.contains("±"))
  }
}
