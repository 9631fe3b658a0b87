import Basics
import Foundation
import Scheduling
import TerminalUI
import Testing

@testable import StudyApp

/// What commands say to people who mistype, and where the world is not as they think.
@Suite struct CommandSentencesTests {
  let world: CommandWorld

  init() throws { world = try CommandWorld() }

  @Test func aTopicIsKnownByNameAndByTitle() {
    let byName = world.run("list", "convolution")
    #expect(byName.status == .success && !byName.output.isEmpty)
    for title in ["卷积", "Convolution"] { #expect(world.run("list", title).output == byName.output) }
    #expect(world.run("stats", "卷积").output == world.run("stats", "--topic", "convolution").output)
  }

  @Test func aWordThatNamesNothingIsMetWithTheOneMeant() {
    let cases: [([String], String, String)] = [
      (
        ["list", "convoltion"], "there is no topic \"convoltion\".",
        "Did you mean convolution? study list shows the topics."
      ),
      (["interview", "qqqq"], "there is no topic \"qqqq\".", "study list shows the topics."),
      (
        ["config", "retentoin"], "there is no setting \"retentoin\".",
        "Did you mean retention? study config lists the settings."
      ),
      (["config", "retention", "2"], "retention does not take \"2\".", "Allowed: 0.7 to 0.97."),
      (["completions", "tcsh"], "study completions does not take \"tcsh\".", "Allowed: bash, zsh, fish."),
      (
        ["export", "csv"], "there is no topic \"csv\".",
        "Did you mean --format csv? study list shows the topics."
      ),
      (
        ["export", "convolution"], "study export --format json does not take \"convolution\".",
        "Allowed: topics with --format md or apkg."
      ),
    ]
    for (words, sentence, hint) in cases {
      let result = world.run(words)
      #expect(result.status == .wrongUsage)
      #expect(result.errors == "study: \(sentence)\n       \(hint)\n")
    }
    #expect(world.run("quiz", "--limit", "0", "--lang", "zh").errors.contains("允许：1 到 100000。"))
  }

  @Test func aTagWithoutCardsAndAnUsedUpLimitAreSaid() throws {
    let tag = world.run("quiz", "--tag", "arithmetik")
    #expect(tag.status == .failure)
    #expect(tag.errors.contains("no card has the tag \"arithmetik\".\n       Did you mean arithmetic?"))
    let limit = world.run("quiz", "--new", "0", "--plain")
    #expect(limit.output.contains("today's limit of 0 new cards is reached: --new 10"))
  }

  @Test func whatIsNotThereIsSaidInTheLearnersLanguage() {
    #expect(world.run("import", "/nowhere/x", "--lang", "zh").errors.contains("没有这个文件或文件夹"))
    #expect(world.run("restore", "/nowhere/x").errors.contains("study restore lists the backups."))
    let empty = world.folder + "/shared/log"
    let sync = world.run("sync", empty)
    #expect(sync.status == .success && FileManager.default.fileExists(atPath: empty))
    let check = world.run("check", empty + "/..")
    #expect(check.status == .failure && check.errors.contains("there is no deck (.md) in"))
  }

  @Test func reviewsOfTheFutureAreNamedWithTheWayBack() throws {
    let other = try CommandWorld()
    let later = ReviewLog(
      rating: .good, time: CommandWorld.noon.adding(days: 800), offsetMinutes: 0, kind: .learn)
    try other.add([[later]])
    let file = world.folder + "/log.json"
    #expect(other.run("export", "-o", file).status == .success)
    let said = world.run("import", file).output
    #expect(said.contains("1 review is dated later than now, the last 28 Jan 2029 12:00"))
    let refused = world.run("quiz", "--plain", "--lang", "zh")
    #expect(refused.errors.contains("最后一次复习的时间是 2029年1月28日 12:00，比系统时钟（2026年11月20日 12:00）晚 2.2年。"))
    #expect(
      refused.errors.contains("study restore \(world.folder)/backups/study-2026-11-20-before-import.db"))
  }

  @Test func nothingDueInAMonthIsASentence() throws {
    try world.add(try CommandWorld.logs(cards: 1, reviews: 3, factor: 1))
    #expect(world.run("stats").output.contains("No card was due in the last 30 days."))
    #expect(world.run("stats", "--lang", "zh").output.contains("最近 30 天没有卡片到期。"))
  }

  @Test func aCardInItsStepsIsDueInMinutes() throws {
    world.answers = ["", "3", "q"]
    world.run("quiz", "--plain", "--exercise", "recall", "--seed", "1")
    let list = world.run("list", "--level", "1", "--lang", "zh").output
    #expect(list.contains("10分") && !list.contains("0天"))
  }

  @Test func theDayFitsTheTerminal() {
    for (columns, rows) in [(80, 24), (40, 24), (100, 40)] {
      world.size = Size(columns: columns, rows: rows)
      for language in ["en", "zh"] {
        let lines = world.run("--color", "never", "--lang", language).output.split(
          separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= rows)
        #expect(lines.allSatisfy { StyledText(String($0)).columns() <= columns }, "\(columns) \(language)")
      }
    }
    world.size = nil
    #expect(!world.run().output.contains("more: study stats"))
  }

  @Test func thePlanFitsTheTerminal() {
    world.run("plan", "--date", "2026-12-10", "--minutes", "30")
    for columns in [40, 74, 80] {
      world.size = Size(columns: columns, rows: 24)
      for words in [["plan"], []] {
        for line in world.run(words + ["--color", "never"]).output.split(separator: "\n") {
          #expect(StyledText(String(line)).columns() <= columns, "\(line)")
        }
      }
    }
  }

  @Test func helpWithoutACommandListsTheCommands() {
    #expect(world.run("--help").output == world.run("help").output)
    for page in [["help"], ["plan", "--help"], ["help", "decks"]] {
      for line in world.run(page).output.split(separator: "\n") {
        #expect(StyledText(String(line)).columns() <= 80, "\(line)")
      }
    }
    #expect(world.run("man", "--lang", "zh").output.contains(".SH 命令"))
    #expect(world.run("search").errors.contains("study search needs QUERY…\n"))
  }
}
