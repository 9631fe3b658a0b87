import Basics
import Decks
import Foundation
import TerminalUI
import Testing

@testable import StudyApp

/// Every screen as it stands on 80×24 and 120×40, in both languages, compared with the files in `Golden`.
///
/// `STUDY_WRITE_GOLDEN=1 swift test --filter GoldenFrames` writes them anew; read the difference before it is committed.
@Suite struct GoldenFramesTests {
  static let folder = (#filePath as NSString).deletingLastPathComponent + "/Golden"

  struct Place: CustomTestStringConvertible, Sendable {
    let language: Language
    let size: Size
    var testDescription: String { "\(language.rawValue)-\(size.columns)x\(size.rows)" }
  }

  static let places = Language.allCases.flatMap { language in
    [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40)].map { Place(language: language, size: $0) }
  }

  @Test(arguments: places) func everyScreenLooksAsItDid(_ place: Place) throws {
    let shown =
      Self.screens(place).map { name, model in
        "== \(name)\n"
          + model.view().lines.map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
          }.joined(separator: "\n")
      }.joined(separator: "\n") + "\n"
    let path = "\(Self.folder)/\(place.testDescription).txt"
    if ProcessInfo.processInfo.environment["STUDY_WRITE_GOLDEN"] != nil {
      try shown.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOfFile: path, encoding: .utf8)
    let (got, want) = (shown.split(separator: "\n"), golden.split(separator: "\n"))
    for (line, (mine, theirs)) in zip(got, want).enumerated() where mine != theirs {
      Issue.record("\(path):\(line + 1)\n  was \(theirs)\n  is  \(mine)")
      return
    }
    #expect(got.count == want.count)
  }

  /// Every case of `Screen`, some in several states.
  static func screens(_ place: Place) -> [(name: String, model: Model)] {
    func model(_ kind: ExerciseKind, _ change: (inout Model) -> Void = { _ in }) -> Model {
      var model = TestQuestions.model(asking: kind, size: place.size, language: place.language)
      change(&model)
      return model
    }
    let request = DemoRequest(name: "conv", arguments: ["--k", "3"])
    let reader = Reader(
      title: "Sizes · out-size",
      blocks: [
        .heading("Heading"), .text(StyledText("A line of text.")), .gap, .markdown("**Bold** and $k^2$."),
        .drawing(.bars(BarChart(title: "bars", bars: [.init("a", 3, text: "3"), .init("b", 5, text: "5")]))),
      ], card: TestQuestions.card.id, demos: [request])
    let rows = [
      BrowseRow(
        id: CardID(rawValue: "out-size"), topic: "sizes", level: 1, question: "How large is the output?",
        due: "3d"),
      BrowseRow(id: CardID(rawValue: "感受野"), topic: "sizes", level: 2, question: "什么是感受野？", due: "new"),
    ]
    return [
      ("loading", Model(size: place.size, capabilities: .plain, language: place.language)),
      ("recall", model(.recall)), ("choice", model(.choice)), ("cloze", model(.cloze)),
      ("drill", model(.drill)), ("order", model(.order)),
      ("recall answered", model(.recall) { $0.type(.character(" ")) }),
      ("points ticked", model(.recall) { $0.type(.character(" "), .tab, .character("x")) }),
      ("choice wrong", model(.choice) { $0.type("a") }),
      (
        "drill wrong",
        model(.drill) {
          $0.type("7")
          $0.type(.enter)
        }
      ),
      (
        "demo",
        model(.recall) {
          $0.type("d")
          if let run = try? DemoRunner.run(request, language: place.language) {
            _ = $0.update(.demoRan(run), at: TestQuestions.now)
          }
        }
      ),
      ("keys", model(.recall) { $0.type("?") }),
      (
        "palette",
        model(.recall) {
          $0.type(":")
          $0.type("un")
        }
      ),
      (
        "cards",
        model(.recall) {
          $0.type("/")
          _ = $0.update(.found(rows, for: ""), at: TestQuestions.now)
        }
      ),
      ("page", model(.recall) { _ = $0.update(.opened(reader), at: TestQuestions.now) }),
      (
        "note",
        model(.recall) {
          $0.type("m")
          $0.type("floor!")
        }
      ),
      (
        "finished",
        model(.recall) {
          var summary = SessionSummary()
          (summary.answered, summary.again, summary.newCards, summary.seconds) = (12, 2, 5, 700)
          _ = $0.update(.asked(nil, SessionProgress(), summary), at: TestQuestions.now)
        }
      ),
      (
        "interview",
        model(.recall) {
          let now = TestQuestions.now
          let clock = InterviewClock(
            questionEnds: now.adding(seconds: 45), interviewEnds: now.adding(seconds: 700), now: now)
          _ = $0.update(
            .asked(TestQuestions.question(.recall), SessionProgress(), SessionSummary(), clock: clock),
            at: now)
        }
      ),
      (
        "report",
        model(.recall) {
          let results = [
            InterviewResult(
              id: CardID(rawValue: "out-size"), topic: "sizes", level: 1, rung: .define, score: 0.4,
              seconds: 80, confidence: 3,
              mistake: nil, answer: nil)
          ]
          let report = InterviewReport(
            results: results, titles: ["sizes": "Sizes"],
            questions: [CardID(rawValue: "out-size"): "How large?"], seed: 1,
            start: TestQuestions.now, minutes: 10, level: 1)
          _ = $0.update(
            .ended(Reader(title: "Report", blocks: report.blocks(place.language))), at: TestQuestions.now)
        }
      ),
    ]
  }
}
