import Basics
import Decks
import Scheduling
import TerminalUI

/// What a screen shows between the header and the bottom.
struct Page {
  var title: String
  /// Stands beside the lines where there is room, and above them where there is not.
  var aside: [StyledText] = []
  var lines: [StyledText]
  var keys: KeyHints
  var scroll = 0
  /// In the aside where there is one.
  var cursor: (row: Int, column: Int)?
  /// The row of the lines that must be in sight.
  var focus: Int?
  /// Stands above the keys while there is no news.
  var footer = StyledText()
}

/// Where the parts of a page stand on a screen of some size.
struct PageLayout {
  let size: Size

  /// From this width on, the second thing stands beside the first.
  static let widthOfTwo = 110

  var isWide: Bool { size.columns >= PageLayout.widthOfTwo }
  var margin: Int { size.columns >= 60 ? 2 : 0 }
  var indent: Int { size.columns >= 60 ? 3 : 1 }
  var top: Int { 2 }
  var bottom: Int { size.rows - 2 }
  var visibleRows: Int { max(0, bottom - top) }
  /// Lines beyond about a hundred columns are hard to read.
  var width: Int { max(16, min(100, size.columns - indent - margin - 1)) }
  var asideWidth: Int { isWide ? min(64, size.columns * 2 / 5) : width }
  var mainColumn: Int { isWide ? indent + asideWidth + 4 : indent }
  /// Columns for what stands beside an aside.
  var besideWidth: Int { isWide ? min(100, size.columns - mainColumn - margin - 1) : width }
}

/// The screen as a value: header, body, one line of news, the keys that matter now.
extension Model {
  func view() -> Frame {
    var frame = Frame(size: size, widths: capabilities.widths)
    let layout = PageLayout(size: size)
    let page = page(layout)
    frame.put(header(page.title), row: 0, column: layout.margin)
    let isBeside = layout.isWide && !page.aside.isEmpty
    let lines = isBeside ? page.lines : page.aside + page.lines
    let visible = layout.visibleRows
    var offset = min(page.scroll, max(0, lines.count - visible))
    if let focus = page.focus {
      let row = focus + (isBeside ? 0 : page.aside.count)
      offset = min(max(offset, row - visible + 1), max(0, row))
    }
    let column = isBeside ? layout.mainColumn : layout.indent
    if isBeside {
      for (row, line) in page.aside.prefix(visible).enumerated() {
        frame.put(line, row: layout.top + row, column: layout.indent)
      }
      for row in 0..<visible {
        frame.put(StyledText("│", .dim), row: layout.top + row, column: layout.mainColumn - 2)
      }
    }
    for (row, line) in lines.dropFirst(offset).prefix(visible).enumerated() {
      frame.put(line, row: layout.top + row, column: column)
    }
    if offset + visible < lines.count {
      frame.put(
        StyledText("↓ \(lines.count - offset - visible)", .dim), row: layout.bottom, column: size.columns - 6)
    }
    let footer = notice.map { StyledText($0, .dim) } ?? page.footer
    frame.put(
      footer.truncated(to: size.columns - layout.margin - 8), row: layout.bottom, column: layout.margin)
    frame.put(
      page.keys.line(width: size.columns - 2 * layout.margin, widths: capabilities.widths),
      row: size.rows - 1,
      column: layout.margin)
    if let cursor = page.cursor {
      let row = cursor.row - (isBeside ? 0 : offset)
      if row >= 0, row < visible {
        frame.cursor = Frame.Position(row: layout.top + row, column: layout.indent + cursor.column)
      }
    }
    return frame
  }

  func page(_ layout: PageLayout) -> Page {
    switch screen {
    case .loading:
      return Page(title: "", lines: [], keys: KeyHints(hints([.quit])))
    case .asking(let asking):
      return askingPage(asking, layout)
    case .answered(let answered):
      return answeredPage(answered, layout)
    case .demo(let demo, let back):
      return demoPage(demo, over: back, layout)
    case .keys(let keys, _):
      return keysPage(keys, layout)
    case .palette(let palette, _):
      return palettePage(palette, layout)
    case .reading(let reader, let back):
      return readingPage(reader, hasBack: back != nil, layout)
    case .browsing(let browser, _):
      return browsingPage(browser, layout)
    case .noting(let noting, let back):
      return notingPage(noting, over: back, layout)
    case .finished(let summary):
      return Page(
        title: text("Done", "完成"), lines: SummaryText.lines(summary, language: language),
        keys: KeyHints(hints([.undo, .stats, .today]), trailing: hints([.quit])))
    }
  }

  private func header(_ title: String) -> StyledText {
    let width = size.columns - (size.columns >= 60 ? 4 : 0)
    let right = clock.map(clockText) ?? progressText
    let left = StyledText(title, .title).truncated(to: max(0, width - right.columns() - 1))
    return left.padded(to: max(0, width - right.columns())) + right
  }

  private var progressText: StyledText {
    guard size.columns >= 40, progress.total > 0 else { return StyledText() }
    return StyledText("\(progress.answered) / \(progress.total)  ", .dim)
      + ProgressBar(progress.share).line(columns: 12, capabilities: capabilities)
  }

  /// `1:24  ·  18 min left`; the time of a question that is over is told apart by its sign and colour.
  private func clockText(_ clock: InterviewClock) -> StyledText {
    let seconds = clock.questionSeconds
    let digits = "\(abs(seconds) / 60):" + (abs(seconds) % 60 < 10 ? "0" : "") + "\(abs(seconds) % 60)"
    let question =
      seconds >= 0 ? StyledText(digits, seconds < 15 ? .warning : .strong) : StyledText("+\(digits)", .bad)
    if size.columns < 60 { return question }
    let minutes = max(0, (clock.interviewSeconds + 59) / 60)
    return question + StyledText(text("  ·  \(minutes) min left", "  ·  还剩 \(minutes) 分钟"), .dim)
  }

  func hints(_ actions: [KeyAction]) -> [KeyHints.Hint] {
    actions.map { .init(keymap.shown($0), KeyTable.binding($0).short[language]) }
  }
}

extension SessionProgress {
  var share: Double { total == 0 ? 0 : Double(answered) / Double(total) }
}
