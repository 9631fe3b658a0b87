import Basics
import TerminalUI

/// The screens that open over a question.
extension Model {
  /// A demo beside the question that it belongs to, where there is room.
  func demoPage(_ demo: Explorer, over back: Screen?, _ layout: PageLayout) -> Page {
    let aside: [StyledText] =
      switch back {
      case .asking(let asking)? where layout.isWide: asideText(asking.question, layout)
      case .answered(let answered)? where layout.isWide: asideText(answered.question, layout)
      default: []
      }
    var page = demo.page(
      width: aside.isEmpty ? layout.wideWidth : layout.besideWidth, language: language,
      capabilities: capabilities)
    page.aside = aside
    if !aside.isEmpty { page.cursor = nil }
    return page
  }

  private func asideText(_ question: Question, _ layout: PageLayout) -> [StyledText] {
    let words = questionText(layout.asideWidth)
    let asked = words.asked(question.exercise)
    return words.question(question) + (asked.isEmpty ? [] : [""] + asked)
  }

  func keysPage(_ keys: KeysScreen, _ layout: PageLayout) -> Page {
    let typed = keys.field.text.lowercased()
    let lines = KeyTable.bindings.flatMap { binding -> [StyledText] in
      let shown = keymap.allShown(binding.action)
      let meaning = binding.meaning[language]
      let words = "\(shown) \(binding.short[language]) \(meaning) \(binding.action.rawValue)".lowercased()
      guard typed.isEmpty || words.holds(typed) else { return [] }
      let key = StyledText(shown, .accent).padded(to: 13, widths: capabilities.widths)
      return (key + StyledText(meaning)).wrapped(to: layout.width, hangingIndent: 13)
    }
    let field = keys.field.view(width: layout.width - 2, widths: capabilities.widths)
    var page = Page(
      title: text("Keys", "按键"),
      lines: [StyledText("/ ", .accent) + field.text, ""]
        + (lines.isEmpty ? nothingFound(keys.field) : lines),
      keys: KeyHints([.init(text("letters", "文字"), text("search", "查找"))], trailing: backHint),
      scroll: keys.scroll)
    page.cursor = (0, 2 + field.cursorColumn)
    return page
  }

  private var backHint: [KeyHints.Hint] { [.init("esc", text("back", "返回"))] }

  private func nothingFound(_ field: TextField) -> [StyledText] {
    [StyledText(text("nothing with “\(field.text)”", "没有含“\(field.text)”的按键"), .dim)]
  }

  func palettePage(_ palette: Palette, _ layout: PageLayout) -> Page {
    let field = palette.field.view(width: layout.width - 2, widths: capabilities.widths)
    var lines = [StyledText(": ", .accent) + field.text, ""]
    let entries = palette.entries(language)
    if entries.isEmpty { lines += nothingFound(palette.field) }
    for (index, binding) in entries.enumerated() {
      let isSelected = index == palette.selected
      let name = StyledText(binding.short[language], isSelected ? .accent : .strong)
        .padded(to: 18, widths: capabilities.widths)
      let key = StyledText(keymap.shown(binding.action), .dim).padded(to: 8, widths: capabilities.widths)
      let line =
        StyledText(isSelected ? "▸ " : "  ", .accent) + name + key
        + StyledText(binding.meaning[language], .dim)
      lines.append(line.truncated(to: layout.width, widths: capabilities.widths))
    }
    var page = Page(
      title: text("Commands", "命令"), lines: lines,
      keys: KeyHints(
        [.init("↑↓", text("choose", "选择")), .init("enter", text("do it", "执行"))], trailing: backHint))
    page.cursor = (0, 2 + field.cursorColumn)
    page.focus = palette.selected + 2
    return page
  }

  func readingPage(_ reader: Reader, hasBack: Bool, _ layout: PageLayout) -> Page {
    var keys: [KeyHints.Hint] = [.init("↑↓", text("scroll", "滚动"))]
    if !reader.demos.isEmpty { keys += hints([.demo]) }
    if reader.card != nil { keys += hints([.why, .flag, .suspend]) }
    keys += hints([.browse, .stats, .today])
    let leave = KeyHints.Hint(keymap.shown(.quit), hasBack ? text("back", "返回") : text("quit", "退出"))
    return Page(
      title: reader.title,
      lines: reader.lines(width: layout.width, capabilities: capabilities, language: language),
      keys: KeyHints(keys, trailing: hints([.help]) + [leave]), scroll: reader.scroll)
  }

  func browsingPage(_ browser: Browser, _ layout: PageLayout) -> Page {
    let field = browser.field.view(width: layout.width - 2, widths: capabilities.widths)
    var lines = [StyledText("/ ", .accent) + field.text, ""]
    if browser.rows.isEmpty { lines.append(StyledText(text("no card matches", "没有符合的卡片"), .dim)) }
    for (index, row) in browser.rows.enumerated() {
      let isSelected = index == browser.selected
      let place = StyledText("\(SafeText.line(row.topic)) \(row.level)", .dim)
        .truncated(to: layout.width / 3, widths: capabilities.widths)
      let room = layout.width - place.columns(capabilities.widths) - 2
      let line =
        StyledText(isSelected ? "▸ " : "  ", .accent)
        + StyledText(row.due, .dim).padded(to: 7, widths: capabilities.widths)
        + CardText.inline(row.question, role: isSelected ? .accent : .plain)
      lines.append(
        line.truncated(to: room, widths: capabilities.widths).padded(
          to: room + 2, widths: capabilities.widths)
          + place)
    }
    var page = Page(
      title: text("Cards · \(browser.rows.count)", "卡片 · \(browser.rows.count)"), lines: lines,
      keys: KeyHints(
        [
          .init(text("letters", "文字"), text("search", "查找")), .init("↑↓", text("choose", "选择")),
          .init("enter", text("read", "阅读")),
        ], trailing: backHint))
    page.cursor = (0, 2 + field.cursorColumn)
    page.focus = browser.selected + 2
    return page
  }

  func notingPage(_ noting: Noting, over back: Screen, _ layout: PageLayout) -> Page {
    let question: [StyledText] =
      switch back {
      case .asking(let asking): questionText(layout.width).question(asking.question)
      case .answered(let answered): questionText(layout.width).question(answered.question)
      default: []
      }
    var lines = question + [""]
    let cursor = append(noting.field, to: &lines, layout)
    var page = Page(
      title: text("Note on \(noting.card)", "\(noting.card) 的笔记"), lines: lines,
      keys: KeyHints([.init("enter", text("save", "保存"))], trailing: backHint))
    page.cursor = cursor
    return page
  }
}

extension PageLayout {
  /// Room for pictures, which may be wider than text is comfortable.
  var wideWidth: Int { max(16, size.columns - indent - margin - 1) }
}
