import Basics
import Decks
import Scheduling
import TerminalUI

/// The screen as a value: header, body, one line of news, the keys that matter now.
extension Model {
  func view() -> Frame {
    var frame = Frame(size: size, widths: capabilities.widths)
    let margin = size.columns >= 60 ? 2 : 0
    let indent = size.columns >= 60 ? 3 : 1
    // Lines beyond about a hundred columns are hard to read.
    let width = max(16, min(100, size.columns - indent - margin - 1))
    let page = page(width: width)
    frame.put(header(page.title), row: 0, column: margin)
    let top = 2
    let bottom = size.rows - 2
    let visible = max(0, bottom - top)
    let offset = min(page.scroll, max(0, page.lines.count - visible))
    for (row, line) in page.lines.dropFirst(offset).prefix(visible).enumerated() {
      frame.put(line, row: top + row, column: indent)
    }
    if offset + visible < page.lines.count {
      frame.put(
        StyledText("↓ \(page.lines.count - offset - visible)", .dim), row: bottom, column: size.columns - 6)
    }
    let footer = notice.map { StyledText($0, .dim) } ?? page.footer
    frame.put(footer.truncated(to: size.columns - margin - 8), row: bottom, column: margin)
    frame.put(page.keys.truncated(to: size.columns - margin), row: size.rows - 1, column: margin)
    if let cursor = page.cursor, cursor.row - offset >= 0, cursor.row - offset < visible {
      frame.cursor = Frame.Position(row: top + cursor.row - offset, column: indent + cursor.column)
    }
    return frame
  }

  private func page(width: Int) -> Page {
    switch screen {
    case .loading:
      return Page(title: "", lines: [], keys: hints([.quit]))
    case .asking(let asking):
      return askingPage(asking, width)
    case .answered(let answered):
      return answeredPage(answered, width)
    case .demo(let demo, _):
      return demo.page(width: width, language: language, capabilities: capabilities)
    case .keys(let scroll, _):
      let lines = KeyTable.bindings.map { binding in
        StyledText(binding.shown, .accent).padded(to: 8) + StyledText(binding.meaning[language])
      }
      return Page(
        title: text("Keys", "按键"), lines: lines.flatMap { $0.wrapped(to: width, hangingIndent: 8) },
        keys: StyledText(text("any key goes back", "按任意键返回"), .dim), scroll: scroll)
    case .finished(let summary):
      return Page(
        title: text("Done", "完成"), lines: SummaryText.lines(summary, language: language),
        keys: hints([.undo, .quit]))
    }
  }

  private func askingPage(_ asking: Asking, _ width: Int) -> Page {
    let words = QuestionText(language: language, width: width, capabilities: capabilities)
    var lines = words.question(asking.question)
    let exercise = words.exercise(asking)
    if !exercise.isEmpty { lines += [""] + exercise }
    var cursor: (row: Int, column: Int)?
    if asking.isTyping {
      lines.append("")
      let field = asking.field.view(width: width - 2, widths: capabilities.widths)
      cursor = (lines.count, 2 + field.cursorColumn)
      lines.append(StyledText("> ", .accent) + field.text)
    }
    let instruction = words.instruction(asking.question.exercise)
    if !instruction.isEmpty { lines += ["", StyledText(instruction, .dim)] }
    let keys: StyledText
    if asking.isTyping {
      keys =
        hint("enter", text("answer", "作答")) + hint("esc", text("keys", "按键"))
    } else {
      switch asking.question.exercise {
      case .recall:
        keys = hints([.reveal, .type, .demo, .suspend, .help, .quit])
      case .choice(_, let order), .order(_, let order):
        keys =
          hint("a–\(letters([order.count - 1]))", text("answer", "作答"))
          + hints([.suspend, .help, .quit])
      case .cloze, .drill:
        keys = hints([.type, .reveal, .demo, .suspend, .help, .quit])
      }
    }
    return Page(
      title: title(asking.question), lines: lines, keys: keys, scroll: asking.scroll, cursor: cursor)
  }

  private func answeredPage(_ answered: Answered, _ width: Int) -> Page {
    let words = QuestionText(language: language, width: width, capabilities: capabilities)
    var lines = words.question(answered.question)
    let asked = words.asked(answered.question.exercise)
    if !asked.isEmpty { lines += [""] + asked }
    if let given = answered.given, answered.question.exercise.kind != .choice {
      lines += (StyledText("> ", .accent) + StyledText(SafeText.line(given))).wrapped(to: width)
    }
    lines.append(StyledText(words.rule, .dim))
    lines += words.answer(answered)
    let suggested = answered.marking?.suggested ?? .good
    var keys = StyledText()
    for preview in answered.question.previews {
      let binding = KeyTable.binding(preview.rating.action)
      let isSuggested = preview.rating == suggested
      keys += StyledText(binding.shown, .accent)
      keys += StyledText(" \(binding.short[language]) ", isSuggested ? .strong : .plain)
      keys += StyledText(Wording.interval(preview.interval, language), .dim)
      keys += "   "
    }
    let more: [KeyAction] =
      answered.question.exercise.kind == .drill ? [.another, .demo, .help] : [.demo, .help]
    return Page(
      title: title(answered.question), lines: lines, keys: keys + hints(more), scroll: answered.scroll)
  }

  private func title(_ question: Question) -> String {
    "\(question.topicTitle) · \(question.exercise.kind.title[language])"
  }

  private func header(_ title: String) -> StyledText {
    let width = size.columns - (size.columns >= 60 ? 4 : 0)
    let shownProgress = size.columns >= 40 && progress.total > 0
    let count = "\(progress.answered) / \(progress.total)  "
    let bar =
      shownProgress ? ProgressBar(progress.share).line(columns: 12, capabilities: capabilities) : StyledText()
    let right = shownProgress ? StyledText(count, .dim) + bar : StyledText()
    let left = StyledText(title, .title).truncated(to: max(0, width - right.columns() - 1))
    return left.padded(to: max(0, width - right.columns())) + right
  }

  private func hints(_ actions: [KeyAction]) -> StyledText {
    actions.reduce(into: StyledText()) { line, action in
      let binding = KeyTable.binding(action)
      line += hint(binding.shown, binding.short[language])
    }
  }

  private func hint(_ key: String, _ meaning: String) -> StyledText {
    StyledText(key, .accent) + StyledText(" \(meaning)   ")
  }

  private func text(_ english: String, _ chinese: String) -> String {
    language == .english ? english : chinese
  }
}

extension SessionProgress {
  var share: Double { total == 0 ? 0 : Double(answered) / Double(total) }
}
