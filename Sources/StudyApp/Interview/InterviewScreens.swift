import Basics
import Scheduling
import TerminalUI

/// The interview on the whole screen: the quiz's screens with a clock, and the report at the end.
struct FullScreenInterview {
  let workspace: Workspace
  let runner: InterviewRunner
  let pages: Pages

  func run() throws -> FullScreen.End {
    try FullScreen(workspace: workspace, asksConfidence: true, perform: perform).run(
      .loading, effects: [.next])
  }

  private func perform(_ effect: Effect, _ terminal: Terminal) -> Message? {
    do {
      switch effect {
      case .next:
        return try asked()
      case .save(let question, let answer):
        try runner.take(question, answer)
        return try asked()
      case .undo, .bury, .edit:
        return .told(workspace.text("An answer stands, as in an interview.", "像真实面试一样，答案不能收回。"))
      case .end:
        return ended
      case .quit:
        return nil
      case .suspend, .flag, .setNote, .runDemo, .open, .search:
        return try pages.perform(effect)
      }
    } catch {
      return .failed(Pages.sentence(error, workspace))
    }
  }

  private var ended: Message {
    .ended(Reader(title: workspace.text("Report", "面试报告"), blocks: runner.report.blocks(workspace.language)))
  }

  private func asked() throws -> Message {
    guard let (question, _, clock) = try runner.next() else { return ended }
    let progress = SessionProgress(answered: runner.results.count, remaining: 1)
    return .asked(question, progress, SessionSummary(), clock: clock)
  }
}

/// The interview line by line.
struct PlainInterview {
  let workspace: Workspace
  let runner: InterviewRunner

  private var language: Language { workspace.language }
  private var words: QuestionText {
    QuestionText(
      language: language, width: min(workspace.width, 100), capabilities: workspace.capabilities,
      isAccessible: workspace.isAccessible, numbersPoints: true)
  }

  func run() throws {
    while let (question, rung, clock) = try runner.next() {
      guard let answer = try ask(question, rung, clock) else { break }
      let saved = try runner.take(question, answer)
      try workspace.say(saved.line)
    }
    let reader = Reader(title: "", blocks: runner.report.blocks(language))
    try workspace.say(["", StyledText(workspace.text("Report", "面试报告"), .title), ""])
    try workspace.say(
      workspace.isAccessible
        ? reader.spokenLines(language)
        : reader.lines(
          width: min(workspace.width, 100), capabilities: workspace.capabilities, language: language))
  }

  /// nil ends the interview.
  private func ask(_ question: Question, _ rung: Rung, _ clock: InterviewClock) throws -> GivenAnswer? {
    let head =
      "[\(runner.results.count + 1)] \(question.topicTitle) · \(rung.title[language]) · "
      + workspace.text("\(rung.seconds) s", "限时 \(rung.seconds) 秒")
    try workspace.say(["", StyledText(head, .dim)] + words.question(question))
    let exercise = words.exercise(Asking(question), marksCursor: false)
    if !exercise.isEmpty { try workspace.say([""] + exercise) }
    try workspace.say(
      workspace.text(
        "Type the answer, or say it aloud and press Enter · q ends the interview", "输入答案，或说出来后按回车 · q 结束面试"))
    var typed: String?
    var marking: Marking?
    while true {
      guard let line = workspace.environment.readLine() else { return nil }
      let text = line.trimmedBlanks
      if text == "q" { return nil }
      if text.isEmpty {
        if question.exercise.kind != .recall { marking = Marker.reveal(question, language: language) }
        break
      }
      switch Marker.mark(text, for: question, language: language) {
      case .unreadable(let hint):
        try workspace.say(hint)
        continue
      case .marked(let result):
        typed = text
        marking = question.exercise.kind == .recall ? nil : result
      }
      break
    }
    let milliseconds = Int(max(0, workspace.now.milliseconds - question.askedAt.milliseconds))
    guard
      let confidence = try askNumber(
        1...3,
        workspace.text("How sure are you? ", "你有多大把握？")
          + (1...3).map { "\($0) \(Wording.confidence($0, language))" }.joined(
            separator: workspace.text(", ", "，"))
          + workspace.text("; Enter skips", "；回车跳过"))
    else { return nil }
    let answered = Answered(
      question: question, given: typed, marking: marking, chosen: [], confidence: confidence.value,
      thinkingMilliseconds: milliseconds)
    try workspace.say([StyledText(words.rule, .dim)] + words.answer(answered).lines)
    if milliseconds > rung.seconds * 1000 {
      try workspace.say(
        workspace.text(
          "Over time by \(milliseconds / 1000 - rung.seconds) s.",
          "超时 \(milliseconds / 1000 - rung.seconds) 秒。"))
    }
    var score = marking?.score
    var rating = answered.suggested
    if question.exercise.kind == .recall || score == nil {
      let points = answered.points
      if points.isEmpty {
        guard
          let own = try askNumber(
            1...4, workspace.text("How well? 1 again, 2 hard, 3 good, 4 easy", "自评：1 重来，2 困难，3 记得，4 轻松"))
        else { return nil }
        rating = own.value.flatMap(Rating.init(rawValue:)) ?? rating
      } else {
        let found = answered.ticked.map { String($0 + 1) }.sorted().joined(separator: " ")
        try workspace.say(
          workspace.text(
            "Which points did you make? Numbers; Enter: \(found.isEmpty ? "none" : found)",
            "你说到了哪些要点？输入编号；回车：\(found.isEmpty ? "无" : found)"))
        guard let line = workspace.environment.readLine() else { return nil }
        let numbers = line.split { !$0.isNumber }.compactMap { Int($0) }.filter {
          (1...points.count).contains($0)
        }
        let said = line.trimmedBlanks.isEmpty ? answered.ticked.count : Set(numbers).count
        score = Double(said) / Double(points.count)
        rating = KeyPointMatch.rating(said: said, of: points.count)
      }
    }
    return GivenAnswer(
      rating: rating, milliseconds: milliseconds, typed: typed, mistake: marking?.mistake,
      confidence: confidence.value, score: score)
  }

  /// A number or nothing; nil at the end of the input.
  private func askNumber(_ range: ClosedRange<Int>, _ prompt: String) throws -> (value: Int?, Void)? {
    try workspace.say(prompt)
    guard let line = workspace.environment.readLine() else { return nil }
    return (Int(line.trimmedBlanks).flatMap { range.contains($0) ? $0 : nil }, ())
  }
}
