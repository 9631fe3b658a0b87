import Basics
import Decks
import Demos
import Scheduling
import TerminalUI

/// The quiz line by line: one prompt at a time on standard output, one line at a time on standard input.
///
/// A line that begins with `saved ` is written only after the review is durably committed.
struct PlainQuiz {
  let workspace: Workspace
  let runner: SessionRunner

  private enum Outcome {
    case next, quit
    case again(Question)
  }

  private var language: Language { workspace.language }
  private var words: QuestionText {
    QuestionText(
      language: language, width: min(workspace.width, 100), capabilities: workspace.capabilities,
      isAccessible: workspace.isAccessible)
  }

  func run() throws {
    var question = try runner.next()
    while let current = question {
      switch try ask(current) {
      case .next: question = try runner.next()
      case .again(let other): question = other
      case .quit: question = nil
      }
    }
    let summary = runner.finalSummary
    // Who leaves at the first question knows that nothing was done.
    if summary.answered > 0 || runner.progress.total == 0 {
      try workspace.say(SummaryText.lines(summary, language: language))
    }
  }

  // MARK: One card

  private func ask(_ question: Question) throws -> Outcome {
    let progress = runner.progress
    let head =
      "[\(progress.answered + 1)/\(progress.total)] \(question.topicTitle) · \(question.exercise.kind.title[language])"
    try workspace.say(["", StyledText(head, .dim)])
    try workspace.say(words.question(question))
    let exercise = words.exercise(Asking(question), marksCursor: false)
    if !exercise.isEmpty { try workspace.say([""] + exercise) }
    while true {
      try prompt(askPrompt(question.exercise))
      guard let line = workspace.environment.readLine() else { return .quit }
      let typed = line.trimmedBlanks
      if let outcome = try command(typed, question, isAnswering: true) { return outcome }
      if handledHere.contains(typed) { continue }
      if typed.isEmpty {
        let marking = question.exercise.kind == .recall ? nil : Marker.reveal(question, language: language)
        return try rate(question, typed: nil, marking: marking)
      }
      switch Marker.mark(typed, for: question, language: language) {
      case .unreadable(let hint):
        try workspace.say(hint)
      case .marked(let marking):
        return try rate(question, typed: typed, marking: question.exercise.kind == .recall ? nil : marking)
      }
    }
  }

  private func rate(_ question: Question, typed: String?, marking: Marking?) throws -> Outcome {
    let answered = Answered(
      question: question, given: typed, marking: marking, chosen: [],
      thinkingMilliseconds: Int(max(0, workspace.now.milliseconds - question.askedAt.milliseconds)))
    try workspace.say([StyledText(words.rule, .dim)] + words.answer(answered).lines)
    if answered.hasTicks { try workspace.say(points(answered)) }
    let suggested = answered.hasTicks ? answered.suggested : marking?.suggested
    while true {
      try prompt(ratePrompt(question, suggested: suggested))
      guard let line = workspace.environment.readLine() else { return .quit }
      let typed = line.trimmedBlanks
      if let outcome = try command(typed, question, isAnswering: false) { return outcome }
      if handledHere.contains(typed) { continue }
      let rating =
        typed.isEmpty
        ? suggested
        : typed.count == 1 ? typed.first?.wholeNumberValue.flatMap(Rating.init(rawValue:)) : nil
      guard let rating else {
        try workspace.say(workspace.text("Rate with 1, 2, 3 or 4.", "请用 1、2、3 或 4 评分。"))
        continue
      }
      let saved = try runner.save(
        question,
        GivenAnswer(
          rating: rating, milliseconds: answered.thinkingMilliseconds, typed: answered.given,
          mistake: marking?.mistake, confidence: nil,
          score: answered.hasTicks && !answered.points.isEmpty
            ? Double(answered.ticked.count) / Double(answered.points.count) : marking?.score))
      try workspace.say(saved.line)
      if saved.isLeech, let lapses = saved.schedule?.lapses {
        try workspace.say(Leech.advice(lapses: lapses, language))
      }
      return .next
    }
  }

  /// Which key points the typed answer holds.
  private func points(_ answered: Answered) -> [StyledText] {
    guard !answered.points.isEmpty else { return [] }
    let head = workspace.text(
      "Found in your answer: \(answered.ticked.count) of \(answered.points.count) points.",
      "你的答案含 \(answered.points.count) 个要点中的 \(answered.ticked.count) 个。")
    return ["", StyledText(head, .strong)]
      + answered.points.enumerated().flatMap { index, point in
        let mark =
          answered.ticked.contains(index)
          ? workspace.text("said: ", "说到：") : workspace.text("not found: ", "未找到：")
        return (StyledText(mark, .dim) + CardText.inline(point)).wrapped(to: min(workspace.width, 100))
      }
  }

  // MARK: Commands

  /// Lines that print something and leave the question standing.
  private let handledHere: Set<String> = ["d", "?"]

  private static let help = LocalizedText(
    """
      Enter   show the answer, give up, or take the suggested rating
      text    the answer; it is marked, or held against the key points
      1 to 4  rate: again, hard, good, easy
      d       the card's demo
      u       undo the last rating, suspension or burying
      s, b    suspend the card for ever, or bury it until tomorrow
      q       quit; every rating given is saved
    """,
    """
      回车    看答案、放弃，或采用建议的评分
      文字    作答：由程序批改，或与要点对照
      1 到 4  评分：重来、困难、记得、轻松
      d       卡片的演示
      u       撤销上一次评分、暂停或搁置
      s、b    一直暂停这张卡片，或搁置到明天
      q       退出；给出的评分都已保存
    """)

  /// A letter that is an option of a choice is an answer, not a command.
  private func command(_ typed: String, _ question: Question, isAnswering: Bool) throws -> Outcome? {
    if isAnswering, typed.count == 1, let letter = typed.first {
      switch question.exercise {
      case .choice(_, let order), .order(_, let order):
        if place(of: letter, below: order.count) != nil { return nil }
      case .recall, .cloze, .drill: break
      }
    }
    switch typed {
    case "q": return .quit
    case "d":
      try showDemo(question)
      return nil
    case "?":
      try workspace.say(Self.help[language])
      return nil
    case "u":
      switch try runner.undo() {
      case .nothing:
        try workspace.say(workspace.text("There is nothing to undo.", "没有可撤销的操作。"))
        return .again(question)
      case .refused(let reason):
        try workspace.say(reason[language])
        return .again(question)
      case .done(let said, let undone):
        try workspace.say(said[language])
        return undone.map { .again($0) } ?? .next
      }
    case "s", "b":
      try runner.putAway(question.queued.id, forever: typed == "s")
      try workspace.say("\(typed == "s" ? "suspended" : "buried") \(question.queued.id)")
      return .next
    default:
      return nil
    }
  }

  private func showDemo(_ question: Question) throws {
    guard let call = Marker.demoCalls(of: question).first else {
      try workspace.say(workspace.text("This card has no demo.", "这张卡片没有演示。"))
      return
    }
    let run: DemoRun
    do {
      run = try DemoRunner.run(call, language: language)
    } catch {
      try workspace.say(error.sentence[language])
      return
    }
    let report = DemoReport(
      run: run, language: language, width: min(workspace.width, 100), capabilities: workspace.capabilities)
    try workspace.say(workspace.isAccessible ? report.spokenLines() : report.allLines(limit: 1))
  }

  // MARK: Prompts

  private func prompt(_ text: String) throws { try workspace.say(text) }

  private func askPrompt(_ exercise: AskedExercise) -> String {
    let more = workspace.text(" · d demo · ? keys · q quit", " · d 演示 · ? 按键 · q 退出")
    switch exercise {
    case .recall: return workspace.text("Enter: answer", "回车：看答案") + more
    case .choice(_, let order), .order(_, let order):
      // A letter that stands for an option cannot be a command here.
      let last = letters([order.count - 1])
      return words.instruction(exercise)
        + workspace.text(" a to \(last), Enter: give up", " a 到 \(last)，回车：放弃")
    case .cloze, .drill:
      let instruction = words.instruction(exercise)
      return instruction + (instruction.isEmpty ? "" : " ")
        + workspace.text("Type the answer, Enter: give up", "输入答案，回车：放弃") + more
    }
  }

  private func ratePrompt(_ question: Question, suggested: Rating?) -> String {
    let parts = question.previews.map { preview in
      let interval = question.isPractice ? "" : " " + Wording.interval(preview.interval, language)
      return
        "\(preview.rating.rawValue) \(KeyTable.binding(preview.rating.action).short[language])\(interval)"
    }
    let enter = suggested.map { workspace.text(" · Enter: \($0.rawValue)", " · 回车：\($0.rawValue)") } ?? ""
    return parts.joined(separator: " · ") + enter
  }
}

extension String {
  /// Without blanks, and without the carriage return of a Windows line end.
  var trimmedBlanks: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
