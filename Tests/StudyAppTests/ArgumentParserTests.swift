import Basics
import Testing

@testable import StudyApp

@Suite struct ArgumentParserTests {
  private let parser = ArgumentParser(commands: CommandTable.commands)

  @Test func nothingMeansToday() throws {
    #expect(try parser.parse([]).0.name == "today")
    #expect(try parser.parse(["--json"]).0.name == "today")
  }

  @Test func optionsStandBeforeOrBehindTheCommandWithOrWithoutEquals() throws {
    for words in [
      ["--lang", "zh", "quiz", "--limit", "5"], ["quiz", "--lang=zh", "--limit=5"],
      ["quiz", "--limit", "5", "--lang", "zh"],
    ] {
      let (command, invocation) = try parser.parse(words)
      #expect(command.name == "quiz")
      #expect(invocation.text("lang") == "zh" && invocation.integer("limit") == 5, "\(words)")
    }
  }

  @Test func mistakesAreNamed() {
    let cases: [([String], UsageError)] = [
      (["quizz"], .unknown(.command, "quizz", suggestion: "quiz")),
      (["quiz", "--limt"], .unknownOption("--limt", command: "study quiz", suggestion: "limit")),
      (["quiz", "--limit"], .missingValue(option: "limit", allowed: .range(1...100_000))),
      (["quiz", "--limit", "0"], .notAllowed(name: "--limit", typed: "0", allowed: .range(1...100_000))),
      (["quiz", "--limit", "1", "--limit", "2"], .twice(option: "limit")),
      (["quiz", "--cram=yes"], .takesNoValue(option: "cram")),
      (["show"], .missingOperand(command: "study show", usage: "CARD|TERM")),
      (["undo", "x"], .tooManyOperands("x", command: "study undo")),
      (
        ["quiz", "--time", "5d"],
        .notAllowed(
          name: "--time", typed: "5d",
          allowed: LocalizedText(
            "a time such as 90s, 20m or 1h, or a number of minutes", "如 90s、20m、1h 的时长，或分钟数"))
      ),
    ]
    for (words, error) in cases {
      #expect(throws: error, "\(words)") { try parser.parse(words) }
    }
  }

  @Test func durationsAreSeconds() {
    #expect(OptionSpec.seconds("90s") == 90)
    #expect(OptionSpec.seconds("20m") == 1200)
    #expect(OptionSpec.seconds("20") == 1200)
    #expect(OptionSpec.seconds("1h") == 3600)
    for text in ["", "m", "-5m", "25h", "1.5h", "99999999999999999999s"] {
      #expect(OptionSpec.seconds(text) == nil, "\(text)")
    }
  }

  @Test func wordsOfADemoGoThroughInTheirOrder() throws {
    let (_, invocation) = try parser.parse(["demo", "act", "--x", "-3,1", "--json", "--f", "relu"])
    #expect(invocation.operands == ["act", "--x", "-3,1", "--f", "relu"])
    #expect(invocation.has("json"))
  }

  @Test func everyOptionIsInTheHelpTheManualPageAndTheCompletions() {
    let manual = ManualPage.text(CommandTable.commands, version: "1", language: .english)
    let bash = CompletionScript.bash(CommandTable.commands)
    let fish = CompletionScript.fish(CommandTable.commands, .english)
    for command in CommandTable.commands {
      let page = HelpText.page(for: command, language: .english)
      for option in command.allOptions {
        #expect(page.contains("--\(option.name)"), "\(command.name) --\(option.name)")
        guard command.name != "today" else { continue }
        #expect(bash.contains("--\(option.name)") && fish.contains("-l \(option.name)"))
      }
      for option in command.options {
        // A bare hyphen would be typeset as one that cannot be copied.
        let name = "--\(option.name)".split(separator: "-", omittingEmptySubsequences: false).joined(
          separator: "\\-")
        #expect(manual.contains(name), "\(option.name)")
      }
      #expect(!command.examples.isEmpty, "\(command.name)")
      for text in [command.summary] + command.options.map(\.meaning) {
        #expect(!text.english.isEmpty && !text.chinese.isEmpty)
      }
    }
  }

  @Test func randomWordsNeverTrap() {
    let words = [
      "quiz", "demo", "--", "-", "--limit", "--limit=", "=", "--=", "-h", "5", "-5", "--json", "conv",
      "\u{1B}", "维",
      "--seed", "18446744073709551616", "--time", "", "--db",
    ]
    for seed in UInt64(0)..<2000 {
      var generator = SplitMix64(seed: seed)
      let line = (0..<generator.nextIndex(below: 8)).map { _ in words[generator.nextIndex(below: words.count)]
      }
      _ = try? parser.parse(line)
    }
  }
}
