import Basics
import Decks
import Scheduling
import TerminalUI
import Testing

@testable import StudyApp

/// The rules of a session: keys in, screens and effects out.
@Suite struct UpdateTests {
  private func rating(_ effects: [Effect]) -> Rating? {
    if case .save(_, let answer)? = effects.first { answer.rating } else { nil }
  }

  @Test func spaceRevealsAndDigitsRate() {
    for rating in Rating.allCases {
      var model = TestQuestions.model(asking: .recall)
      #expect(model.type(.character(" ")).isEmpty)
      #expect(self.rating(model.type("\(rating.rawValue)")) == rating)
    }
  }

  @Test func aDigitBeforeTheAnswerIsShownRatesNothing() {
    var model = TestQuestions.model(asking: .recall)
    #expect(model.type("3").isEmpty)
    if case .asking = model.screen {} else { Issue.record("the question is gone") }
  }

  @Test func aLetterAnswersAChoiceWithOneRightOption() {
    var right = TestQuestions.model(asking: .choice)
    right.type("b")
    #expect(right.verdict == .right)
    var wrong = TestQuestions.model(asking: .choice)
    wrong.type("a")
    #expect(wrong.verdict == .wrong)
    #expect(rating(wrong.type(.enter)) == .again)
  }

  @Test func severalRightOptionsAreTickedThenEntered() {
    var model = TestQuestions.model(asking: .choice, index: 1)
    model.type("ab")
    model.type(.enter)
    #expect(model.verdict == .right)
    var half = TestQuestions.model(asking: .choice, index: 1)
    half.type("a")
    half.type(.enter)
    #expect(half.verdict == .partly(right: 1, of: 2))
    #expect(rating(half.type(.enter)) == .hard)
  }

  @Test func aDrillTakesTextAndNamesTheMistake() {
    var right = TestQuestions.model(asking: .drill)
    right.type("11")
    right.type(.enter)
    #expect(right.verdict == .right)
    #expect(rating(right.type(.enter)) == .good)
    var wrong = TestQuestions.model(asking: .drill)
    wrong.type("7")
    wrong.type(.enter)
    #expect(wrong.verdict == .wrong)
    guard case .save(_, let answer)? = wrong.type(.enter).first else {
      Issue.record("nothing was saved")
      return
    }
    #expect(answer.mistake == "no-padding" && answer.typed == "7")
  }

  @Test func gapsAreSeparatedBySemicolons() {
    var model = TestQuestions.model(asking: .cloze)
    model.type("1; (k-1)/2")
    model.type(.enter)
    #expect(model.verdict == .right)
    var chinese = TestQuestions.model(asking: .cloze, language: .chinese)
    chinese.type("１；（k−1）/2")
    chinese.type(.enter)
    #expect(chinese.verdict == .right)
  }

  @Test func anOrderIsLetters() {
    // Shown: Sum, Pad, Slide.
    var right = TestQuestions.model(asking: .order)
    right.type("bca")
    #expect(right.verdict == .right)
    var wrong = TestQuestions.model(asking: .order)
    wrong.type("abc")
    #expect(wrong.verdict == .wrong)
  }

  @Test func escapeLeavesTheFieldSoThatKeysAreCommands() {
    var model = TestQuestions.model(asking: .drill)
    model.type("s")
    if case .asking(let asking) = model.screen { #expect(asking.field.text == "s") }
    model.type(.escape)
    guard case .suspend(let id)? = model.type("s").first else {
      Issue.record("s did not suspend")
      return
    }
    #expect(id == TestQuestions.card.id)
  }

  @Test func theDemoOpensAndComesBackToTheSamePlace() {
    var model = TestQuestions.model(asking: .recall)
    model.type(.character(" "))
    guard case .runDemo(let call)? = model.type("d").first else {
      Issue.record("no demo was asked for")
      return
    }
    #expect(call.name == "conv")
    model.type(.escape)
    if case .answered = model.screen {} else { Issue.record("not back at the answer") }
  }

  @Test func anotherLikeItDrawsAnew() {
    var model = TestQuestions.model(asking: .drill)
    model.type(.enter)
    #expect(model.verdict == .revealed)
    model.type("n")
    if case .asking(let asking) = model.screen {
      #expect(asking.question.seed != TestQuestions.question(.drill).seed)
    } else {
      Issue.record("no new question")
    }
  }

  @Test func randomMessagesNeverTrap() {
    let kinds: [ExerciseKind] = [.recall, .choice, .cloze, .drill, .order]
    let keys: [Key] =
      [
        .enter, .escape, .tab, .backspace, .up, .down, .left, .right, .pageUp, .pageDown, .wheelUp,
        .wheelDown, .home,
        .end, .delete, .function(1), .alt("x"), .control("p"),
      ] + "abcdefghijklmnopqrstuvwxyz0123456789 ?.;,×维\u{1F600}\u{301}".map { .character($0) }
    for seed in UInt64(0)..<20 {
      var generator = SplitMix64(seed: seed)
      var model = TestQuestions.model(asking: kinds[Int(seed) % kinds.count])
      for _ in 0..<2500 {
        let message: Message
        switch generator.nextIndex(below: 40) {
        case 0:
          message = .resize(
            Size(columns: generator.nextIndex(below: 210), rows: generator.nextIndex(below: 70)))
        case 1:
          let kind = kinds[generator.nextIndex(below: kinds.count)]
          message = .asked(
            TestQuestions.question(kind), SessionProgress(answered: 1, remaining: 2), SessionSummary())
        case 2: message = .paste("1\n2\u{1B}[31m3")
        case 3: message = .tick
        case 4: message = .asked(nil, SessionProgress(), SessionSummary())
        default: message = .key(keys[generator.nextIndex(below: keys.count)])
        }
        _ = model.update(message, at: TestQuestions.now)
        if generator.nextIndex(below: 25) == 0 {
          let frame = model.view()
          #expect(frame.size == model.size, "seed \(seed)")
        }
      }
    }
  }

  @Test func whatIsNoNumberIsAskedAgainInADrill() {
    var model = TestQuestions.model(asking: .drill)
    model.type("about ten")
    model.type(.enter)
    #expect(model.notice?.contains("about ten") == true)
    if case .asking(let asking) = model.screen {
      #expect(asking.field.text == "about ten")
    } else {
      Issue.record("the question is gone")
    }
  }

  @Test func aKeyWorksInItsFullWidthForm() {
    var model = TestQuestions.model(asking: .recall)
    model.type("？")
    if case .keys = model.screen {} else { Issue.record("the keys are not shown") }
    var rated = TestQuestions.model(asking: .recall)
    rated.type(.enter)
    #expect(rating(rated.type("３")) == .good)
  }

  @Test func anInterviewEndsAtTheSecondPressOnly() {
    var model = TestQuestions.model(asking: .recall)
    model.clock = InterviewClock(
      questionEnds: TestQuestions.now, interviewEnds: TestQuestions.now, now: TestQuestions.now)
    #expect(model.type("q").isEmpty)
    #expect(model.notice?.contains("again") == true)
    model.type("d")
    #expect(model.type(.escape).isEmpty)
    #expect(model.type("q").isEmpty, "another key in between starts anew")
    if case .end? = model.type("q").first {} else { Issue.record("the interview goes on") }
  }

  @Test func anInterviewPutsNoCardAway() {
    var model = TestQuestions.model(asking: .recall)
    model.clock = InterviewClock(
      questionEnds: TestQuestions.now, interviewEnds: TestQuestions.now, now: TestQuestions.now)
    #expect(model.type("s").isEmpty && model.type("b").isEmpty)
    #expect(!model.view().lines.joined().contains("suspend"))
  }
}
