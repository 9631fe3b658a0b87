import Basics
import TerminalUI
import Testing

@testable import StudyApp

/// What the screens show, at the sizes people have.
@Suite struct ViewTests {
  private func text(_ model: Model) -> String { model.view().lines.joined(separator: "\n") }

  @Test func aQuestionShowsItsTopicItsProgressAndTheKeysThatMatter() {
    let frame = TestQuestions.model(asking: .recall).view()
    #expect(frame.lines[0].contains("Sizes · recall") && frame.lines[0].contains("2 / 10"))
    #expect(frame.lines[2].contains("How large is the output of a convolution?"))
    #expect(frame.lines[23].contains("space show the answer"))
  }

  @Test func anAnswerShowsKeyPointsTheCorrectionAndTheIntervals() {
    var model = TestQuestions.model(asking: .recall)
    model.type(.character(" "))
    let shown = text(model)
    #expect(shown.contains("⌊(n + 2p − k)/s⌋ + 1"))
    #expect(shown.contains("☐ Padding counts twice."))
    #expect(shown.contains("Often said, but wrong"))
    #expect(shown.contains("1 again 1m") && shown.contains("3 good 10m"))
  }

  @Test func aWrongChoiceShowsEveryReason() {
    var model = TestQuestions.model(asking: .choice)
    model.type("c")
    let shown = text(model)
    #expect(shown.contains("The answer is b.") && shown.contains("grows by 4") && shown.contains("half of k"))
  }

  @Test func theSolutionOfAQuestionGivenUpStandsRightUnderTheRule() throws {
    var model = TestQuestions.model(asking: .cloze)
    model.type(.enter)
    let lines = model.view().lines
    let rule = try #require(lines.firstIndex { $0.contains("────") })
    #expect(!lines[rule + 1].isEmpty)
  }

  @Test func aWrongDrillShowsTheWorkingAndTheMistake() {
    var model = TestQuestions.model(asking: .drill)
    model.type("7")
    model.type(.enter)
    let shown = text(model)
    #expect(shown.contains("11 × 11") && shown.contains("the padding is"))
    #expect(shown.contains("⌊(9 + 2·2 − 1·(3 − 1) − 1) / 1⌋ + 1"))
  }

  @Test(arguments: [(40, 12), (60, 16), (80, 24), (120, 40), (200, 60)])
  func everyScreenFitsEverySize(_ columns: Int, _ rows: Int) {
    for language in Language.allCases {
      for kind in ExerciseKind.allCases {
        var model = TestQuestions.model(
          asking: kind, size: Size(columns: columns, rows: rows), language: language)
        var frames = [model.view()]
        model.type(.escape)
        model.type("?")
        frames.append(model.view())
        model.type("x")
        model.type(.enter)
        frames.append(model.view())
        for frame in frames {
          #expect(frame.size == Size(columns: columns, rows: rows))
          #expect(frame.lines.last?.isEmpty == false, "\(kind) \(language)")
        }
      }
    }
  }

  @Test func tinyAndHugeSizesDoNotTrap() {
    for size in [
      Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 10, rows: 2),
      Size(columns: 1000, rows: 500),
    ] {
      let model = TestQuestions.model(asking: .choice, size: size)
      #expect(model.view().size == size)
    }
  }

  @Test func aWrongChoiceIsMarkedWithASign() throws {
    var model = TestQuestions.model(asking: .choice)
    model.type("a")
    let lines = model.view().lines
    #expect(lines.contains { $0.contains("You chose a. The answer is b.") })
    #expect(lines.contains { $0.contains("✗ a ") } && lines.contains { $0.contains("✓ b ") })
  }

  @Test func aClozeSaysWhichGapIsWrong() {
    var model = TestQuestions.model(asking: .cloze)
    model.type("1; k")
    model.type(.enter)
    #expect(text(model).contains("1 of 2. Not right: (2)."))
  }

  @Test func keysAreFoundByTheirShortNames() {
    for (binding, word) in KeyTable.bindings.map({ ($0, $0.short.english) }) {
      var model = TestQuestions.model(asking: .recall)
      model.type("?")
      model.type(word)
      #expect(text(model).contains(Keymap.standard.allShown(binding.action)), "\(word)")
    }
    var model = TestQuestions.model(asking: .recall)
    model.type("?xyzzy")
    #expect(text(model).contains("nothing with “xyzzy”"))
  }

  @Test func aLongTypedAnswerStaysInSight() {
    var model = TestQuestions.model(asking: .cloze)
    let answer = (0..<40).map { "word\($0)" }.joined(separator: " ")
    model.type(answer)
    let shown = model.view().lines.joined().filter { !$0.isWhitespace }
    #expect(shown.contains("word0word1") && shown.contains("word39"))
  }

  @Test func theWayBackIsAlwaysAmongTheHints() {
    for columns in [40, 60, 80] {
      var model = TestQuestions.model(asking: .recall)
      _ = model.update(.resize(Size(columns: columns, rows: 24)), at: TestQuestions.now)
      #expect(model.view().lines.last?.contains("q quit") == true)
      #expect(model.view().lines.last?.contains("…") == false)
    }
  }
}
