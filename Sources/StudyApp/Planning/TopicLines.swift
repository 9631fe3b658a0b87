import TerminalUI

/// Topics one a line: name, bar, numbers, in the columns and rows there are.
struct TopicLines {
  struct Row {
    let name: String
    let share: Double
    /// Some card of it was answered.
    let isBegun: Bool
    let tail: StyledText
  }

  let rows: [Row]
  let widestBar: Int
  /// The command that leaves none out.
  let whole: String
  let workspace: Workspace

  /// A bar of fewer columns says little.
  private static let narrowestBar = 8

  /// Columns of the names, and of the bar; none where it would leave no room for the names.
  func columns(width: Int) -> (name: Int, bar: Int) {
    let tail = rows.map { $0.tail.columns() }.max() ?? 0
    let longest = max(12, rows.map { StyledText($0.name).columns() }.max() ?? 0)
    let room = max(0, width - tail - 2)
    let bar = min(widestBar, max(Self.narrowestBar, room - longest))
    guard !workspace.isAccessible, room - bar >= 12 else { return (min(longest, max(8, room)), 0) }
    return (min(longest, room - bar), bar)
  }

  func line(_ row: Row, _ columns: (name: Int, bar: Int)) -> StyledText {
    let bar = ProgressBar(row.share).line(columns: columns.bar, capabilities: workspace.capabilities)
    return StyledText(row.name).fitted(to: columns.name) + " " + (columns.bar == 0 ? "" : bar) + " "
      + row.tail
  }

  /// Where rows are fewer than topics, those begun stand first, and a line says how many are left out.
  func lines(width: Int, rows limit: Int? = nil) -> [StyledText] {
    let columns = columns(width: width)
    let room = max(1, (limit ?? .max) - 1)
    let shown =
      rows.count <= limit ?? .max
      ? rows[...] : (rows.filter(\.isBegun) + rows.filter { !$0.isBegun }).prefix(room)
    var lines = shown.map { line($0, columns) }
    if shown.count < rows.count {
      let rest = rows.count - shown.count
      lines.append(
        StyledText(workspace.text("… \(rest) more: ", "… 另有 \(rest) 个主题："), .dim)
          + StyledText(whole, .code))
    }
    return lines
  }
}
