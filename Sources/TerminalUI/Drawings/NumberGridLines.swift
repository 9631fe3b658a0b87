extension NumberGrid {
  /// Rows of numbers; the window is a box whose place does not change the size of the whole.
  func lines(_ context: DrawingContext) -> [StyledText] {
    let columnCount = cells.map(\.count).max() ?? 0
    guard columnCount > 0 else { return context.title(title) }
    let cellWidth = max(1, cells.joined().map { context.widths.columns($0) }.max() ?? 1)
    let shown = visibleColumns(of: columnCount, cellWidth: cellWidth, width: context.width)
    let layout = GridLayout(
      grid: self, context: context, cellWidth: cellWidth, columns: shown, total: columnCount)
    var lines = context.title(title)
    for row in cells.indices {
      if window?.rows.lowerBound == row { lines.append(layout.edge(isTop: true)) }
      lines.append(layout.line(row))
      if let window, window.rows.upperBound == row + 1, !window.rows.isEmpty {
        lines.append(layout.edge(isTop: false))
      }
    }
    return lines
  }

  /// All columns, or as many as fit around the window.
  private func visibleColumns(of count: Int, cellWidth: Int, width: Int) -> Range<Int> {
    let markColumn = marked.isEmpty ? 0 : 1
    let frame = markColumn + (window == nil ? 0 : 3 + markColumn)
    if count * (cellWidth + 1) + frame - 1 <= width { return 0..<count }
    // An ellipsis stands on each side.
    let fitting = max(1, (width - frame - 4) / (cellWidth + 1))
    let center = window.map { ($0.columns.lowerBound + $0.columns.upperBound) / 2 } ?? fitting / 2
    let start = max(0, min(count - fitting, center - fitting / 2))
    return start..<min(count, start + fitting)
  }
}

/// Where the columns and the edges of the window stand.
private struct GridLayout {
  let grid: NumberGrid
  let context: DrawingContext
  let cellWidth: Int
  let columns: Range<Int>
  let total: Int

  private var isBoxed: Bool { context.glyphs.isBoxDrawing }
  private var hasMarks: Bool { !grid.marked.isEmpty }
  private var edgeRole: Role { grid.window?.role ?? .plain }
  private var windowColumns: Range<Int>? {
    guard let window = grid.window else { return nil }
    let visible = window.columns.clamped(to: columns)
    return visible.isEmpty ? nil : visible
  }

  func line(_ row: Int) -> StyledText {
    let isInside = grid.window?.rows.contains(row) ?? false
    let side = isInside ? StyledText(isBoxed ? "┃" : "|", edgeRole) : StyledText(" ")
    var line = StyledText()
    if columns.lowerBound > 0 { line += StyledText(context.glyphs.ellipsis, .dim).padded(to: 2) }
    for column in columns {
      let cell = NumberGrid.Cell(row, column)
      let isMarked = grid.marked.contains(cell)
      // The place in front of a number: the gap, the edge of the window, or the mark.
      if column == windowColumns?.lowerBound {
        line += (column > columns.lowerBound || hasMarks ? " " : "") + side
        if hasMarks { line += mark(isMarked) }
      } else if column == windowColumns?.upperBound {
        line += " " + side + mark(isMarked)
      } else if column > columns.lowerBound || hasMarks {
        line += mark(isMarked)
      }
      line += text(cell).padded(to: cellWidth, .right, widths: context.widths)
    }
    if windowColumns?.upperBound == columns.upperBound { line += " " + side }
    if columns.upperBound < total { line += StyledText(" " + context.glyphs.ellipsis, .dim) }
    return line
  }

  /// The top or the bottom of the window's box.
  func edge(isTop: Bool) -> StyledText {
    guard let window = windowColumns else { return StyledText() }
    let markColumn = hasMarks ? 1 : 0
    let before = (window.lowerBound - columns.lowerBound) * (cellWidth + 1) + markColumn
    let start = (columns.lowerBound > 0 ? 2 : 0) + before
    let inside = window.count * (cellWidth + 1) + markColumn
    let (left, right) = isBoxed ? (isTop ? ("┏", "┓") : ("┗", "┛")) : ("+", "+")
    let line = String(repeating: isBoxed ? "━" : "-", count: inside)
    return StyledText(String(repeating: " ", count: start)) + StyledText(left + line + right, edgeRole)
  }

  private func mark(_ isMarked: Bool) -> StyledText {
    isMarked ? StyledText("*", edgeRole == .plain ? .accent : edgeRole) : StyledText(" ")
  }

  private func text(_ cell: NumberGrid.Cell) -> StyledText {
    guard cell.column < grid.cells[cell.row].count else { return StyledText() }
    let role: Role = grid.marked.contains(cell) ? .strong : grid.dimmed.contains(cell) ? .dim : .plain
    return StyledText(grid.cells[cell.row][cell.column], role)
  }
}
