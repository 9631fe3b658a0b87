import Basics
import Demos
import TerminalUI
import Testing

@testable import StudyApp

/// A demo that is changed key by key.
@Suite struct ExplorerTests {
  private func explorer(_ words: String...) -> Explorer {
    var explorer = Explorer([
      DemoRequest(name: "conv", arguments: words), DemoRequest(name: "act", arguments: []),
    ])
    run(explorer.request, in: &explorer)
    return explorer
  }

  private func run(_ request: DemoRequest, in explorer: inout Explorer) {
    do throws(DemoProblem) {
      explorer.ran(try DemoRunner.run(request, language: .english))
    } catch {
      explorer.failed(error.sentence)
    }
  }

  private func press(_ keys: Key..., in explorer: inout Explorer) {
    for key in keys {
      if case .run(let request) = explorer.press(key, page: 10) { run(request, in: &explorer) }
    }
  }

  private func text(_ explorer: Explorer, width: Int = 90) -> String {
    let page = explorer.page(width: width, language: .english, capabilities: .plain)
    return (page.lines + [page.footer]).map(\.plainText).joined(separator: "\n")
  }

  @Test func anArrowChangesTheSelectedOptionAndShowsBeforeAndAfter() {
    var explorer = explorer("--k", "3")
    press(.down, .right, in: &explorer)
    #expect(text(explorer).contains("out 5 × 5 → 4 × 4"))
    #expect(text(explorer).contains("study demo conv --k 4"))
  }

  @Test func beforeStaysWhereTheOptionWasTakenUp() {
    var explorer = explorer()
    press(.down, .right, .right, in: &explorer)
    #expect(text(explorer).contains("out 5 × 5 → 3 × 3"))
    press(.down, .right, in: &explorer)
    #expect(text(explorer).contains("out 3 × 3 → 2 × 2"))
  }

  @Test func aShapeThatIsImpossibleSaysWhyAndTheNextStepGoesOnFromIt() {
    var explorer = explorer("--in", "4", "--k", "4")
    press(.down, .right, in: &explorer)
    #expect(text(explorer).contains("larger than the padded input (4×4)"))
    press(.right, in: &explorer)
    #expect(text(explorer).contains("(6×6)"))
    press(.left, .left, in: &explorer)
    #expect(!text(explorer).contains("larger") && text(explorer).contains("study demo conv --in 4 --k 4"))
  }

  @Test func aTypedValueIsTakenAndABadOneIsRefusedByName() {
    var explorer = explorer()
    press(.down, .enter, .control("u"), .character("5"), .enter, in: &explorer)
    #expect(text(explorer).contains("study demo conv --k 5"))
    press(.enter, .control("u"), .character("x"), .enter, in: &explorer)
    #expect(text(explorer).contains("--k does not take \"x\""))
  }

  @Test func theRequestHoldsOnlyWhatIsNotStandard() throws {
    let run = try DemoRunner.run("conv", ["--k", "3", "--s", "2", "--seed", "7"], language: .english)
    let option = try #require(run.demo.options.first { $0.name == "p" })
    let request = DemoRequest(name: "conv", arguments: []).setting(option, to: "1", in: run)
    #expect(request.arguments == ["--s", "2", "--p", "1", "--seed", "7"])
  }

  @Test func framesStepAndPlayAndKeepToTheirCount() throws {
    var explorer = explorer()
    let count = try #require(explorer.run?.result.frames.count)
    for _ in 0..<(count + 3) { press(.character("."), in: &explorer) }
    #expect(explorer.frame == count - 1)
    press(.character(" "), in: &explorer)
    #expect(explorer.isPlaying)
    explorer.tick()
    #expect(explorer.frame == 0)
    press(.character(">"), in: &explorer)
    #expect(explorer.speed == .fast)
    press(.character(","), in: &explorer)
    #expect(!explorer.isPlaying)
  }

  @Test func tabGoesToTheNextDemoAndResetComesBack() {
    var explorer = explorer()
    press(.right, .tab, in: &explorer)
    #expect(explorer.run?.demo.name == "act")
    press(.tab, .right, .character("r"), in: &explorer)
    #expect(text(explorer).contains("study demo conv") && !text(explorer).contains("--in"))
  }

  @Test func aWideScreenShowsBothPictures() {
    var explorer = explorer("--in", "5")
    press(.down, .right, in: &explorer)
    #expect(text(explorer, width: 110).contains("│"))
    #expect(!text(explorer, width: 80).contains(" │ "))
  }

  @Test(arguments: [1, 2, 3]) func noKeysCanBreakIt(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let keys: [Key] = [
      .up, .down, .left, .right, .tab, .enter, .escape, .character(" "), .character("."), .character(","),
      .character("r"), .character("9"), .character("-"), .backspace, .pageDown, .pageUp, .wordRight,
    ]
    var explorer = explorer()
    for _ in 0..<60 {
      press(keys[generator.nextIndex(below: keys.count)], in: &explorer)
      explorer.tick()
      #expect(explorer.frame < explorer.run?.result.frames.count ?? 1, "seed \(seed)")
    }
    _ = text(explorer)
  }

  @Test func theFirstLetterTakesThePlaceOfTheValue() {
    var explorer = explorer("--k", "3")
    press(.down, .enter, .character("4"), .enter, in: &explorer)
    #expect(text(explorer).contains("study demo conv --k 4"))
  }

  @Test func aRefusedValueStaysToBeMended() {
    var explorer = explorer("--k", "3")
    press(.down, .enter, .character("0"), .enter, in: &explorer)
    #expect(explorer.field?.text == "0")
    press(.backspace, .character("5"), .enter, in: &explorer)
    #expect(explorer.field == nil && text(explorer).contains("--k 5"))
  }

  @Test func aQuestionMarkListsTheKeysUntilTheNextOne() {
    var explorer = explorer()
    press(.character("?"), in: &explorer)
    #expect(text(explorer).contains("Change its value"))
    press(.character("q"), in: &explorer)
    #expect(!text(explorer).contains("Change its value"))
  }

  @Test func onlyAResultThatStayedIsSaidToHaveNotChanged() {
    var table = Explorer([DemoRequest(name: "act", arguments: ["--f", "sigmoid"])])
    run(table.request, in: &table)
    press(.right, in: &table)
    #expect(text(table).contains("--f tanh") && !text(table).contains("no number changed"))
    var same = explorer("--k", "3", "--image", "ramp")
    while same.option?.name != "show" { press(.down, in: &same) }
    press(.right, in: &same)
    #expect(text(same).contains("no number changed"))
  }
}
