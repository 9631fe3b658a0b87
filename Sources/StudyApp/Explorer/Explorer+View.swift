import Basics
import Demos
import TerminalUI

extension Explorer {
  /// Room for two pictures beside each other.
  static let widthOfTwo = 96

  /// The demo as a page: options, what the last change did, working, picture, and the command that gives this state.
  func page(width: Int, language: Language, capabilities: Capabilities) -> Page {
    guard let run else {
      return Page(
        title: request.name,
        lines: problem.map { StyledText($0[language], .warning).wrapped(to: width) } ?? [],
        keys: hints(language))
    }
    if showsKeys {
      return Page(
        title: language == .english ? "Keys" : "按键",
        lines: ExplorerKeys.all.map {
          (StyledText($0.key, .accent).padded(to: 15, widths: capabilities.widths)
            + StyledText($0.meaning[language]))
            .truncated(to: width, widths: capabilities.widths)
        }, keys: KeyHints(trailing: [ExplorerKeys.leave.hint(language)]))
    }
    let report = DemoReport(run: run, language: language, width: width, capabilities: capabilities)
    var lines = optionLines(run, width, language)
    var cursor: (row: Int, column: Int)?
    if let field {
      let view = field.view(width: width - 2, widths: capabilities.widths)
      cursor = (lines.count, 2 + view.cursorColumn)
      lines.append(StyledText("> ", .accent) + view.text)
    }
    if let problem {
      lines += (StyledText("! ", .warning) + StyledText(problem[language], .warning)).wrapped(
        to: width, hangingIndent: 2)
    } else {
      lines += changeLines(run, width, language)
    }
    lines.append("")
    lines += report.working
    lines += pictures(run, report, width, language, capabilities)
    if frame < run.result.frames.count, run.result.frames.count > 1 {
      lines.append(report.frameLine(frame))
    }
    lines += report.details
    let title = "\(run.demo.name) · \(run.demo.purpose[language])"
    var page = Page(
      title: title, lines: lines, keys: hints(language), scroll: scroll, cursor: cursor)
    page.footer = StyledText(run.call, .code)
    return page
  }

  /// All options with their values, the selected one marked, and what it means.
  private func optionLines(_ run: DemoRun, _ width: Int, _ language: Language) -> [StyledText] {
    var line = StyledText()
    for (index, option) in options.enumerated() {
      let value = run.options.value(option.name)
      let shown: String
      if case .flag(let isSet)? = value { shown = isSet ? "✓" : "–" } else { shown = value?.shown ?? "–" }
      let isLong = shown.count > 24
      let text = isLong ? String(shown.prefix(23)) + "…" : shown
      if index == selected {
        line += StyledText("‹\(option.name) \(text)›", .accent)
      } else {
        line += StyledText(" \(option.name) ", .dim) + StyledText(text) + " "
      }
      line += " "
    }
    var lines = line.wrapped(to: width)
    if let option {
      var meaning = StyledText(option.meaning[language], .dim)
      if case .flag = option.kind {
      } else {
        let allowed = option.allowed
        meaning += StyledText(language == .english ? "  (\(allowed.english))" : "（\(allowed.chinese)）", .dim)
      }
      lines.append(meaning.truncated(to: width))
    }
    return lines
  }

  /// The fields that the last change moved: `out 3×3 → 5×5`.
  private func changeLines(_ run: DemoRun, _ width: Int, _ language: Language) -> [StyledText] {
    guard let before else { return [] }
    var line = StyledText()
    for (name, old, new) in FieldChange.changes(from: before.result.json, to: run.result.json) {
      if !line.isEmpty { line += "   " }
      line += StyledText("\(name) ", .dim) + StyledText("\(old) → ") + StyledText(new, .strong)
    }
    if line.isEmpty {
      // What changed inside a table is not told in a line; the working and the picture show it.
      guard before.result.json == run.result.json else { return [] }
      line = StyledText(language == .english ? "no number changed" : "数值没有变化", .dim)
    }
    return Array(line.wrapped(to: width).prefix(3))
  }

  /// The picture now, beside the one before where both have room.
  private func pictures(
    _ run: DemoRun, _ report: DemoReport, _ width: Int, _ language: Language, _ capabilities: Capabilities
  ) -> [StyledText] {
    guard width >= Explorer.widthOfTwo, let before else { return report.picture(frame) }
    let half = (width - 3) / 2
    let left = DemoReport(run: before, language: language, width: half, capabilities: capabilities)
      .picture(frame)
    let right = DemoReport(run: run, language: language, width: half, capabilities: capabilities)
      .picture(frame)
    let rows = max(left.count, right.count)
    let head =
      StyledText(language == .english ? "before" : "之前", .dim).padded(
        to: half + 3, widths: capabilities.widths)
      + StyledText(language == .english ? "after" : "之后", .dim)
    return [head]
      + (0..<rows).map { row in
        let first = row < left.count ? left[row] : StyledText()
        let second = row < right.count ? right[row] : StyledText()
        return first.truncated(to: half, widths: capabilities.widths).padded(
          to: half, widths: capabilities.widths) + StyledText(" │ ", .dim) + second
      }
  }

  private func hints(_ language: Language) -> KeyHints {
    if field != nil {
      return KeyHints([ExplorerKeys.set.hint(language), ExplorerKeys.back.hint(language)])
    }
    let keys = ExplorerKeys.all.filter { key in
      switch key.need {
      case .nothing: true
      case .frames: run.map { $0.result.frames.count > 1 } ?? false
      case .requests: requests.count > 1
      }
    }
    return KeyHints(
      keys.map { $0.hint(language) },
      trailing: [ExplorerKeys.help, ExplorerKeys.leave].map { $0.hint(language) })
  }
}

/// The keys of an explorer: one table for the hints and the `?` page.
private struct ExplorerKeys {
  /// What must be there for the key to do something.
  enum Need { case nothing, frames, requests }

  let key: String
  let short: LocalizedText
  let meaning: LocalizedText
  var need = Need.nothing

  init(_ key: String, _ short: (String, String), _ meaning: (String, String), need: Need = .nothing) {
    self.key = key
    self.short = LocalizedText(short.0, short.1)
    self.meaning = LocalizedText(meaning.0, meaning.1)
    self.need = need
  }

  func hint(_ language: Language) -> KeyHints.Hint { .init(key, short[language]) }

  static let set = ExplorerKeys("enter", ("set", "设定"), ("Take the typed value", "采用输入的取值"))
  static let back = ExplorerKeys("esc", ("back", "返回"), ("Leave the value as it was", "保持原值"))
  static let help = ExplorerKeys("?", ("keys", "按键"), ("All keys", "全部按键"))
  static let leave = ExplorerKeys("q", ("back", "返回"), ("Back (Esc and d too)", "返回（Esc、d 亦可）"))

  static let all = [
    ExplorerKeys("↑↓", ("option", "选项"), ("Choose an option (j and k too)", "选择选项（j、k 亦可）")),
    ExplorerKeys(
      "←→", ("value", "取值"),
      ("Change its value; with Ctrl in large steps (h and l too)", "改变取值，按住 Ctrl 大步改变（h、l 亦可）")),
    ExplorerKeys("enter", ("type", "输入"), ("Type a value", "输入取值")),
    ExplorerKeys("space", ("play", "播放"), ("Play the frames, or stop", "播放或停止"), need: .frames),
    ExplorerKeys(", .", ("step", "单步"), ("One frame back or on", "后退或前进一帧"), need: .frames),
    ExplorerKeys("< >", ("speed", "快慢"), ("Slower or faster", "放慢或加快"), need: .frames),
    ExplorerKeys("r", ("reset", "还原"), ("Back to the values it began with", "还原最初的取值")),
    ExplorerKeys("tab", ("next", "下一个"), ("The card's next demo", "卡片的下一个演示"), need: .requests),
    ExplorerKeys("pgup pgdn", ("scroll", "滚动"), ("Scroll (the wheel too)", "滚动（滚轮亦可）")),
    help, leave,
  ]
}

/// What differs between two results.
enum FieldChange {
  /// Fields in the order of the new result, as text; long arrays and objects are passed over unless their elements
  /// are few.
  static func changes(from old: JSONValue, to new: JSONValue) -> [(name: String, old: String, new: String)] {
    guard case .object(let before) = old, case .object(let after) = new else { return [] }
    return after.compactMap { member in
      guard let earlier = before.first(where: { $0.name == member.name })?.value, earlier != member.value
      else { return nil }
      guard let first = short(earlier), let second = short(member.value), first != second else { return nil }
      return (member.name, first, second)
    }
  }

  private static func short(_ value: JSONValue) -> String? {
    if case .object = value { return nil }
    let text = ShownValue.text(value)
    return text.count <= 24 ? text : nil
  }
}
