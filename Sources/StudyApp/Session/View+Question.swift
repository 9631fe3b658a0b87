import Basics
import Decks
import Scheduling
import TerminalUI

/// A question, and its answer beside it or below.
extension Model {
  func askingPage(_ asking: Asking, _ layout: PageLayout) -> Page {
    let words = questionText(layout.width)
    var lines = words.question(asking.question)
    let exercise = words.exercise(asking)
    if !exercise.isEmpty { lines += [""] + exercise }
    var cursor: (row: Int, column: Int)?
    if asking.isTyping, asking.pending == nil {
      lines.append("")
      cursor = append(asking.field, to: &lines, layout)
    }
    let instruction = words.instruction(asking.question.exercise)
    if !instruction.isEmpty { lines += ["", StyledText(instruction, .dim)] }
    var keys: KeyHints
    if asking.pending != nil {
      if let typed = asking.pending?.typed {
        lines += [""] + given(typed, layout.width)
      }
      lines += ["", StyledText(text("How sure are you?", "你有多大把握？"), .strong)]
      keys = KeyHints(
        (1...3).map { .init("\($0)", Wording.confidence($0, language)) },
        trailing: [.init("enter", text("skip", "跳过"))])
    } else if asking.isTyping {
      keys = KeyHints([.init("enter", text("answer", "作答")), .init("esc", text("stop typing", "停止输入"))])
    } else {
      let aside = hints(clock == nil ? [.demo, .suspend, .bury, .undo] : [.demo])
      switch asking.question.exercise {
      case .recall:
        keys = KeyHints(hints([.reveal, .type]) + aside)
      case .choice(_, let order), .order(_, let order):
        keys = KeyHints(
          [
            .init("a–\(letters([order.count - 1]))", text("answer", "作答")),
            .init("↑↓ space", text("choose", "选择")),
          ] + aside.dropFirst())
      case .cloze, .drill:
        keys = KeyHints(hints([.type, .reveal]) + aside)
      }
      keys.trailing = hints([.help, .quit])
    }
    var page = Page(
      title: title(asking.question), lines: lines, keys: keys, scroll: asking.scroll, cursor: cursor)
    page.footer = noteLine(asking.question)
    return page
  }

  /// The option of a choice on the row of a click.
  func option(at position: Frame.Position, _ asking: Asking) -> Int? {
    guard case .choice(_, let order) = asking.question.exercise else { return nil }
    let layout = PageLayout(size: size)
    let lines = askingPage(asking, layout).lines
    let offset = min(asking.scroll, max(0, lines.count - layout.visibleRows))
    let row = position.row - layout.top + offset
    guard lines.indices.contains(row), position.row < layout.bottom else { return nil }
    // The option whose first line is the last at or above the click.
    let starts = order.indices.compactMap { place in
      lines.firstIndex { $0.plainText.drop { $0 == " " || $0 == "▸" }.hasPrefix("\(letters([place])) ") }
        .map { (place, $0) }
    }
    return starts.last { $0.1 <= row }?.0
  }

  func answeredPage(_ answered: Answered, _ layout: PageLayout) -> Page {
    let left = questionText(layout.asideWidth)
    var aside = left.question(answered.question)
    let asked = left.asked(answered.question.exercise)
    if !asked.isEmpty { aside += [""] + asked }
    if let given = answered.given, answered.question.exercise.kind != .choice {
      aside += self.given(given, layout.asideWidth)
    }
    if !layout.isWide { aside.append(StyledText(left.rule, .dim)) }
    let words = questionText(layout.besideWidth)
    let (lines, focus) = words.answer(answered)
    var keys: [KeyHints.Hint]
    if clock == nil {
      keys = answered.question.previews.map { preview in
        let binding = KeyTable.binding(preview.rating.action)
        let isSuggested = preview.rating == answered.suggested
        return .init(
          keymap.shown(binding.action),
          StyledText("\(binding.short[language]) ", isSuggested ? .strong : .plain)
            + StyledText(
              answered.question.isPractice ? "" : Wording.interval(preview.interval, language), .dim))
      }
    } else {
      keys = [.init(keymap.shown(.reveal), text("next", "下一题"))]
      if answered.marking?.score == nil { keys.append(.init("1–4", text("how well you did", "自评"))) }
    }
    if !answered.points.isEmpty { keys.append(.init("tab \(keymap.shown(.tick))", text("tick", "勾选"))) }
    if answered.question.exercise.kind == .drill { keys += hints([.another]) }
    var page = Page(
      title: title(answered.question), aside: aside, lines: lines,
      keys: KeyHints(keys + hints([.demo]), trailing: hints([.help])),
      scroll: answered.scroll)
    page.focus = answered.pointCursor == nil ? nil : focus
    page.footer = noteLine(answered.question)
    return page
  }

  /// What is being typed, on lines of its own; where the cursor stands among the lines.
  func append(
    _ field: TextField, to lines: inout [StyledText], _ layout: PageLayout
  ) -> (row: Int, column: Int) {
    let typed = field.lines(width: layout.width - 2, widths: capabilities.widths)
    let cursor = (lines.count + typed.cursor.row, 2 + typed.cursor.column)
    for (index, line) in typed.lines.enumerated() {
      lines.append(StyledText(index == 0 ? "> " : "  ", .accent) + line)
    }
    return cursor
  }

  private func given(_ text: String, _ width: Int) -> [StyledText] {
    (StyledText("> ", .accent) + StyledText(SafeText.line(text))).wrapped(to: width, hangingIndent: 2)
  }

  func questionText(_ width: Int) -> QuestionText {
    QuestionText(language: language, width: width, capabilities: capabilities)
  }

  private func title(_ question: Question) -> String {
    let flag = question.isFlagged ? "⚑ " : ""
    return "\(flag)\(question.topicTitle) · \(question.exercise.kind.title[language])"
  }

  private func noteLine(_ question: Question) -> StyledText {
    guard let note = question.note, !note.isEmpty else { return StyledText() }
    return StyledText(text("note: ", "笔记：") + SafeText.line(note), .accent)
  }
}
