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
      let field = asking.field.view(width: layout.width - 2, widths: capabilities.widths)
      cursor = (lines.count, 2 + field.cursorColumn)
      lines.append(StyledText("> ", .accent) + field.text)
    }
    let instruction = words.instruction(asking.question.exercise)
    if !instruction.isEmpty { lines += ["", StyledText(instruction, .dim)] }
    var keys: StyledText
    if asking.pending != nil {
      if let typed = asking.pending?.typed {
        lines += ["", StyledText("> ", .accent) + StyledText(SafeText.line(typed))]
      }
      lines += ["", StyledText(text("How sure are you?", "你有多大把握？"), .strong)]
      keys =
        hint("1", text("a guess", "猜的")) + hint("2", text("fairly", "还行")) + hint("3", text("sure", "确定"))
        + hint("enter", text("skip", "跳过"))
    } else if asking.isTyping {
      keys = hint("enter", text("answer", "作答")) + hint("esc", text("keys", "按键"))
    } else {
      switch asking.question.exercise {
      case .recall:
        keys = hints([.reveal, .type, .demo, .suspend, .help, .quit])
      case .choice(_, let order), .order(_, let order):
        keys =
          hint("a–\(letters([order.count - 1]))", text("answer", "作答")) + hints([.suspend, .help, .quit])
      case .cloze, .drill:
        keys = hints([.type, .reveal, .demo, .suspend, .help, .quit])
      }
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
      aside += (StyledText("> ", .accent) + StyledText(SafeText.line(given))).wrapped(to: layout.asideWidth)
    }
    if !layout.isWide { aside.append(StyledText(left.rule, .dim)) }
    let words = questionText(layout.besideWidth)
    let (lines, focus) = words.answer(answered)
    var keys = StyledText()
    if clock == nil {
      for preview in answered.question.previews {
        let binding = KeyTable.binding(preview.rating.action)
        let isSuggested = preview.rating == answered.suggested
        keys += StyledText(keymap.shown(binding.action), .accent)
        keys += StyledText(" \(binding.short[language]) ", isSuggested ? .strong : .plain)
        keys += StyledText(Wording.interval(preview.interval, language), .dim)
        keys += "   "
      }
    } else {
      keys = hint(keymap.shown(.reveal), text("next", "下一题"))
      if answered.marking?.score == nil {
        keys += hint("1–4", text("how well you did", "自评"))
      }
    }
    if !answered.points.isEmpty { keys += hint("tab \(keymap.shown(.tick))", text("tick", "勾选")) }
    if answered.question.exercise.kind == .drill { keys += hints([.another]) }
    var page = Page(
      title: title(answered.question), aside: aside, lines: lines, keys: keys + hints([.demo, .help]),
      scroll: answered.scroll)
    page.focus = answered.pointCursor == nil ? nil : focus
    page.footer = noteLine(answered.question)
    return page
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
