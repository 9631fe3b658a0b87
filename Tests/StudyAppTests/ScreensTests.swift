import Basics
import Decks
import Scheduling
import TerminalUI
import Testing

@testable import StudyApp

/// The screens that open over a question, and the whole of the update function under random messages.
@Suite struct ScreensTests {
  private func text(_ model: Model) -> String { model.view().lines.joined(separator: "\n") }

  private var reader: Reader {
    Reader(
      title: "Page", blocks: (0..<40).map { .text(StyledText("line \($0)")) },
      card: TestQuestions.card.id, demos: [DemoRequest(name: "conv", arguments: [])])
  }

  private var rows: [BrowseRow] {
    (0..<30).map {
      BrowseRow(id: CardID(rawValue: "c\($0)"), topic: "sizes", level: 1, question: "Q \($0)", due: "new")
    }
  }

  @Test func ticksChangeWhatSpaceTakes() {
    var model = TestQuestions.model(asking: .recall)
    model.type(.character(" "))
    guard case .answered(let before) = model.screen else {
      Issue.record("no answer")
      return
    }
    #expect(before.suggested == .good && !before.hasTicks)
    model.type(.tab, .character("x"))
    guard case .answered(let one) = model.screen else {
      Issue.record("no answer")
      return
    }
    #expect(one.ticked == [0] && one.suggested == .hard)
    model.type(.tab, .character("x"))
    guard case .answered(let both) = model.screen else {
      Issue.record("no answer")
      return
    }
    #expect(both.suggested == .good)
  }

  @Test func aTypedAnswerTicksThePointsItHolds() {
    var model = TestQuestions.model(asking: .recall)
    model.type("t")
    model.type("the floor drops what does not fit")
    model.type(.enter)
    #expect(text(model).contains("☐ Padding counts twice.") && text(model).contains("☑ The floor"))
  }

  @Test func confidenceIsAskedBeforeTheAnswerAndSavedWithIt() {
    var model = Model(size: .standard, capabilities: .plain, language: .english, asksConfidence: true)
    _ = model.update(
      .asked(TestQuestions.question(.recall), SessionProgress(), SessionSummary()), at: TestQuestions.now)
    model.type(.character(" "))
    #expect(text(model).contains("How sure are you?"))
    model.type("3")
    guard case .save(_, let answer)? = model.type("1").first else {
      Issue.record("not saved")
      return
    }
    #expect(answer.confidence == 3 && answer.rating == .again)
  }

  @Test func thePaletteFindsACommandByLettersAndRunsIt() {
    var model = TestQuestions.model(asking: .recall)
    model.type(":")
    model.type("suspe")
    #expect(text(model).contains("▸ suspend"))
    guard case .suspend? = model.type(.enter).first else {
      Issue.record("not suspended")
      return
    }
  }

  @Test func thePaletteReveals() {
    var model = TestQuestions.model(asking: .recall)
    model.type(.control("p"), .enter)
    if case .answered = model.screen {} else { Issue.record("the answer is not shown") }
  }

  @Test func searchOpensACardAndComesBack() {
    var model = TestQuestions.model(asking: .recall)
    guard case .search("")? = model.type("/").first else {
      Issue.record("no search")
      return
    }
    _ = model.update(.found(rows, for: ""), at: TestQuestions.now)
    model.type(.down)
    guard case .open(.card(let id))? = model.type(.enter).first else {
      Issue.record("not opened")
      return
    }
    #expect(id.rawValue == "c1")
    _ = model.update(.opened(reader), at: TestQuestions.now)
    #expect(text(model).contains("line 3"))
    model.type(.escape)
    #expect(text(model).contains("Q 7"))
    model.type(.escape)
    if case .asking = model.screen {} else { Issue.record("the question is gone") }
  }

  @Test func resultsOfAnOldSearchAreDropped() {
    var model = TestQuestions.model(asking: .recall)
    model.type("/")
    model.type("abc")
    _ = model.update(.found(rows, for: "ab"), at: TestQuestions.now)
    #expect(text(model).contains("no card matches"))
  }

  @Test func aClickOnAnOptionAnswers() throws {
    var model = TestQuestions.model(asking: .choice)
    let row = try #require(model.view().lines.firstIndex { $0.contains("b ") && $0.contains("p = 2") })
    _ = model.update(.click(Frame.Position(row: row, column: 10)), at: TestQuestions.now)
    #expect(model.verdict == .right)
  }

  @Test func aWideScreenPutsTheAnswerBesideTheQuestion() {
    var model = TestQuestions.model(asking: .recall, size: Size(columns: 130, rows: 30))
    model.type(.character(" "))
    let line = model.view().lines[2]
    #expect(line.contains("How large") && line.contains("│") && line.contains("⌊(n + 2p"))
  }

  @Test func theClockOfAnInterviewCountsDownAndOver() {
    var model = TestQuestions.model(asking: .recall)
    let clock = InterviewClock(
      questionEnds: TestQuestions.now.adding(seconds: 60),
      interviewEnds: TestQuestions.now.adding(seconds: 600),
      now: TestQuestions.now)
    _ = model.update(
      .asked(TestQuestions.question(.recall), SessionProgress(), SessionSummary(), clock: clock),
      at: TestQuestions.now)
    #expect(text(model).contains("1:00") && text(model).contains("10 min left"))
    _ = model.update(.tick, at: TestQuestions.now.adding(seconds: 70))
    #expect(text(model).contains("+0:10"))
    #expect(model.tickMilliseconds == 1000)
  }

  @Test func aRemappedKeyWorksAndIsShown() {
    let keymap = Keymap(Configuration.parse("key.reveal = r").configuration)
    var model = Model(size: .standard, capabilities: .plain, language: .english, keymap: keymap)
    _ = model.update(
      .asked(TestQuestions.question(.recall), SessionProgress(), SessionSummary()), at: TestQuestions.now)
    #expect(text(model).contains("r show the answer"))
    model.type("r")
    if case .answered = model.screen {} else { Issue.record("the key does nothing") }
  }

  /// Every message that can come, in any order: nothing traps, every frame has the size of the screen.
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func noSequenceOfMessagesCanBreakIt(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var model = TestQuestions.model(asking: .recall)
    for count in 0..<3000 {
      _ = model.update(
        RandomMessage.next(reader: reader, rows: rows, using: &generator), at: TestQuestions.now)
      if count % 10 == 0 {
        let frame = model.view()
        #expect(frame.size == model.size, "seed \(seed), message \(count)")
      }
    }
  }
}

/// Messages as a bad day would bring them.
enum RandomMessage {
  private static let keys: [Key] = [
    .enter, .escape, .tab, .backTab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp,
    .pageDown, .wheelUp, .wheelDown, .control("p"), .control("w"), .alt("f"), .function(3), .wordLeft,
  ]

  private static let run = try? DemoRunner.run("act", [], language: .english)

  static func next(reader: Reader, rows: [BrowseRow], using generator: inout SplitMix64) -> Message {
    switch generator.nextIndex(below: 24) {
    case 0: .resize(Size(columns: generator.nextIndex(below: 220), rows: generator.nextIndex(below: 70)))
    case 1: .paste("注意 \u{1B}[31m a\u{301} 👩‍👩‍👧 \u{202E}x")
    case 2:
      .asked(
        TestQuestions.question(ExerciseKind.allCases[generator.nextIndex(below: 5)]),
        SessionProgress(answered: generator.nextIndex(below: 9), remaining: generator.nextIndex(below: 9)),
        SessionSummary())
    case 3: .tick
    case 4: .opened(reader)
    case 5: .found(rows, for: "")
    case 6:
      .click(Frame.Position(row: generator.nextIndex(below: 80), column: generator.nextIndex(below: 90)))
    case 7: .saved(.good, due: "3d", leech: nil)
    case 8: .undone(TestQuestions.question(.cloze), SessionProgress(), notice: "undone")
    case 9: .marked(TestQuestions.card.id, isFlagged: true, note: "n", notice: "ok")
    case 10: .demoFailed(LocalizedText(both: "no"))
    case 11:
      run.map(Message.demoRan) ?? .nothingToUndo
    case 12, 13, 14: .key(keys[generator.nextIndex(below: keys.count)])
    default:
      .key(.character(Character(UnicodeScalar(UInt8(32 + generator.nextIndex(below: 95))))))
    }
  }
}
