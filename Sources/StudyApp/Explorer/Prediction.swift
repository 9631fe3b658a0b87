import Basics
import Decks
import Demos
import Scheduling
import Storage
import TerminalUI

/// A demo whose value is asked before it is shown: predicted, marked, diagnosed, logged.
struct Prediction {
  let workspace: Workspace
  let run: DemoRun

  private var language: Language { workspace.language }

  /// Asks on standard output, reads one line, marks it and shows the demo; the prediction is a review of kind `predict`.
  func ask() throws -> ExitStatus {
    guard let field = Prediction.field(of: run) else {
      throw CommandFailure.nothingToPredict(demo: run.demo.name)
    }
    let report = DemoReport(
      run: run, language: language, width: min(workspace.width, 110), capabilities: workspace.capabilities)
    let name = "\(field)"
    let meaning = run.demo.fields.first { $0.name == name }?.meaning[language] ?? name
    try workspace.say([
      report.optionLine, "", StyledText("\(name) = ?", .strong) + StyledText("   \(meaning)", .dim),
    ])
    let start = workspace.now
    var marking: Marking?
    var typed: String?
    while marking == nil {
      try workspace.say(
        workspace.text("Type your prediction; Enter alone gives up.", "输入你的预测；直接回车表示放弃。"))
      guard let line = workspace.environment.readLine() else { return .success }
      let text = line.trimmedBlanks
      if text == "q" { return .success }
      typed = text.isEmpty ? nil : text
      let right = try? field.value(in: run.result.json)
      if let typed, let right, AnswerMarking.mark(typed, against: right) == .unreadable {
        try workspace.say(
          workspace.text("That is no value of this kind.", "这不是该字段的取值。"))
        continue
      }
      marking = Marker.mark(run, field, typed, language)
    }
    guard let marking else { return .success }
    let words = QuestionText(
      language: language, width: min(workspace.width, 110), capabilities: workspace.capabilities,
      isAccessible: workspace.isAccessible)
    try workspace.say([""] + words.verdict(marking) + [""])
    if workspace.isAccessible {
      try workspace.say(report.spokenLines())
    } else {
      try workspace.say(report.allLines(limit: 1))
    }
    try log(marking, typed: typed, field: name, since: start)
    return .success
  }

  /// What a person can predict: the field with known mistakes, or else the first that the working leads to.
  static func field(of run: DemoRun) -> FieldPath? {
    let names =
      run.demo.wrongRules.map(\.field) + run.result.steps.flatMap(\.fields) + run.demo.fields.map(\.name)
    return names.lazy.compactMap(FieldPath.init).first { path in
      guard let value = try? path.value(in: run.result.json) else { return false }
      return isPredictable(value)
    }
  }

  private static func isPredictable(_ value: JSONValue) -> Bool {
    switch value {
    case .integer, .number: true
    case .array(let items): (1...3).contains(items.count) && items.allSatisfy(isPredictable)
    case .null, .bool, .string, .object: false
    }
  }

  private func log(_ marking: Marking, typed: String?, field: String, since start: Timestamp) throws {
    let study = try Study(workspace)
    try study.refuseClockThatWentBack()
    let library = try study.library()
    guard let card = try card(asking: field, study, library) else { return }
    let now = workspace.now
    let rating: Rating = marking.verdict == .right ? .good : .again
    try study.record(card) { _ in
      NewReview(
        log: ReviewLog(rating: rating, time: now, offsetMinutes: study.offsetMinutes, kind: .predict),
        details: ReviewDetails(
          day: study.today, durationMilliseconds: Int(max(0, now.milliseconds - start.milliseconds)),
          exercise: ExerciseKind.drill.rawValue, seed: run.seed, numbers: run.options.json, answer: typed,
          mistake: marking.mistake, model: study.modelName, parametersVersion: study.parametersVersion),
        schedule: nil)
    }
    try workspace.say(SavedReview(card: card, rating: rating, schedule: nil).line)
  }

  /// The card that drills this field of the demo, or else one that shows the demo.
  private func card(asking field: String, _ study: Study, _ library: Library) throws -> CardID? {
    var shown: CardID?
    for face in try study.store.deckIndex.cards(CardFilter()) {
      guard let card = try library.card(face) else { continue }
      for case .drill(let drill) in card.exercises
      where drill.call.name == run.demo.name && "\(drill.field)" == field {
        return face.id
      }
      if shown == nil, card.demoCalls.contains(where: { $0.name == run.demo.name }) { shown = face.id }
    }
    return shown
  }
}
