import Foundation
import TestSupport
import Testing

/// What users of git and ripgrep expect of a command line.
@Suite(.timeLimit(.patient(minutes: 2))) struct CommandLineTests {
  @Test func aMistypedCommandOptionOrDemoSuggestsTheNearest() throws {
    let program = try Program()
    defer { program.remove() }
    for (words, suggestion) in [
      (["quizz"], "quiz"), (["quiz", "--limt", "3"], "--limit"), (["demo", "cnv"], "conv"),
    ] {
      let result = try runProgram(Program.path, words, environment: program.environment)
      #expect(result.status == .exited(2))
      #expect(result.stderr.contains("Did you mean \(suggestion)?"), "\(words): \(result.stderr)")
      #expect(result.stdout.isEmpty)
    }
  }

  @Test func aKernelLargerThanTheInputIsAFailureAndAnOptionOutOfRangeIsWrongUsage() throws {
    let program = try Program()
    defer { program.remove() }
    let large = try program.run("demo", "conv", "--in", "2", "--k", "5")
    #expect(large.status == .exited(1))
    #expect(large.stderr.contains("the kernel (5×5) is larger than the padded input (2×2)"))
    let zero = try program.run("demo", "conv", "--k", "0")
    #expect(zero.status == .exited(2))
    #expect(zero.stderr.contains("--k"))
  }

  @Test func theConvolutionOfTheReadmeIsComputed() throws {
    let program = try Program()
    defer { program.remove() }
    let text = try program.run("demo", "conv", "--k", "3", "--s", "2").stdout
    #expect(text.contains("⌊(7 + 2·0 − 1·(3 − 1) − 1) / 2⌋ + 1") && text.contains("351"))
    let json = try program.json(
      try program.run("demo", "conv", "--in", "224", "--k", "3", "--s", "2", "--p", "1", "--json").stdout)
    #expect((json["result"] as? [String: Any])?["out"] as? [Int] == [112, 112])
    let fields = try program.json(try program.run("demo", "rf", "--net", "vgg16", "--json").stdout)
    let layers = (fields["result"] as? [String: Any])?["layers"] as? [[String: Any]]
    #expect(
      layers?.compactMap { $0["rf"] as? Int }
        == [3, 5, 6, 10, 14, 16, 24, 32, 40, 44, 60, 76, 92, 100, 132, 164, 196, 212])
  }

  @Test func everyCommandHasHelpInBothLanguagesWithExamples() throws {
    let program = try Program()
    defer { program.remove() }
    let names = [
      "quiz", "demo", "show", "list", "search", "stats", "why", "fit", "suspend", "unsuspend", "undo",
      "export", "import", "interview", "config", "merge", "sync", "backup", "restore", "relink", "bury",
      "flag", "note",
      "forget", "edit", "check",
      "doctor",
      "help", "completions", "man", "plan", "readiness", "simulate",
    ]
    for name in names {
      for (language, word) in [("en", "Examples"), ("zh", "示例")] {
        let result = try program.run(name, "--help", "--lang", language)
        #expect(result.status == .exited(0) && result.stdout.contains(word), "\(name)")
      }
    }
    #expect(try program.run("--version").stdout.hasPrefix("study "))
    #expect(try program.run("help", "exit-codes").stdout.contains("130"))
  }

  @Test func aClosedPipeIsNoError() throws {
    let program = try Program()
    defer { program.remove() }
    let script = "\"$STUDY\" list convolution 2>&1 | head -1; exit ${PIPESTATUS[0]}"
    let result = try runProgram(
      "/bin/bash", ["-c", script],
      environment: program.environment.merging(["STUDY": Program.path, "PATH": "/usr/bin:/bin"]) { $1 })
    #expect(result.status == .exited(0), "\(result.stdout)")
  }

  @Test func colourComesOnlyWhenItIsWanted() throws {
    let program = try Program()
    defer { program.remove() }
    #expect(!(try program.run("demo", "gd").stdout.contains("\u{1B}")))
    #expect(try program.run("demo", "gd", "--color", "always").stdout.contains("\u{1B}["))
    let forced = try program.run("demo", "gd", variables: ["CLICOLOR_FORCE": "1"])
    #expect(forced.stdout.contains("\u{1B}["))
    let refused = try program.run("demo", "gd", variables: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"])
    #expect(!refused.stdout.contains("\u{1B}"))
  }

  @Test func theBuiltInDeckIsCleanAndItsNumbersAreProven() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.json(try program.run("check", "--prove", "--json").stdout)
    let diagnostics = try #require(result["diagnostics"] as? [[String: Any]])
    let errors = diagnostics.filter { $0["severity"] as? String == "error" }
    #expect(errors.isEmpty, "\(errors.prefix(3))")
    #expect(try #require(result["proven_numbers"] as? Int) >= 60)
  }

  @Test func aWrongNumberInADeckFailsWithItsPlace() throws {
    let program = try Program()
    defer { program.remove() }
    let deck = program.folder + "/wrong.md"
    try
      "## How large?\n<!-- id: size -->\n\nSmall.\n\n- One.\n\n### Demo\n`study demo conv --in 224 --k 3 --s 2 --p 1` → `out = 111x111`\n"
      .write(toFile: deck, atomically: true, encoding: .utf8)
    #expect(try program.run("check", deck).status == .exited(0))
    let proof = try program.run("check", deck, "--prove")
    #expect(proof.status == .exited(1))
    #expect(
      proof.stdout.contains("wrong.md:9:") && proof.stdout.contains("error[claim-failed]"), "\(proof.stdout)")
    #expect(proof.stdout.contains("112"))
  }

  @Test func escapeSequencesOfADeckNeverReachTheTerminal() throws {
    let program = try Program()
    defer { program.remove() }
    let deck = program.folder + "/evil.md"
    try
      "## What \u{1B}[31mis\u{1B}]0;owned\u{07} this \u{202E}?\n<!-- id: evil -->\n\nA \u{9B}31m trap.\n\n- \u{1B}c one\n"
      .write(toFile: deck, atomically: true, encoding: .utf8)
    for words in [
      ["show", "evil"], ["list", "evil"], ["quiz", "evil", "--plain"], ["check", deck], ["search", "trap"],
    ] {
      let result = try runProgram(
        Program.path, words + ["--deck", deck], input: "\n3\n", environment: program.environment)
      for text in [result.stdout, result.stderr] {
        #expect(
          !text.unicodeScalars.contains {
            $0 == "\u{1B}" || $0 == "\u{9B}" || $0 == "\u{07}" || $0 == "\u{202E}"
          }, "\(words)")
      }
    }
  }
}
