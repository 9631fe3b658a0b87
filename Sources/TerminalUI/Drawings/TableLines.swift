extension Table {
  /// Blank columns between two columns of a table.
  private static let gap = 2
  /// A column is not cut below this.
  private static let narrowest = 3
  private static let widestShare = 24
  private static let narrowestShare = 6
  /// Words are cut to this before columns move to a table of their own below.
  private static let shortestWords = 12

  /// The rows that are shown; the rest is summed up.
  var visibleRows: ArraySlice<[StyledText]> {
    rows.prefix(limit.map { max(0, $0) } ?? rows.count)
  }

  func lines(_ context: DrawingContext) -> [StyledText] {
    guard !columns.isEmpty else { return [] }
    let bands = bands(context)
    return bands.flatMap { band in
      var part = self
      part.columns = band.map { columns[$0] }
      part.rows = rows.map { row in band.compactMap { row.indices.contains($0) ? row[$0] : nil } }
      if band != bands[bands.count - 1] { part.shares = nil }
      return part.bandLines(context)
    }
  }

  /// The columns in groups that fit beside each other, each led by the first column: a number that is cut says something else.
  private func bands(_ context: DrawingContext) -> [[Int]] {
    let widths = zip(columns, naturalWidths(context)).map { column, width in
      column.alignment == .left ? min(width, Self.shortestWords) : width
    }
    var bands = [[0]]
    var taken = widths[0]
    for index in columns.indices.dropFirst() {
      let wanted = Self.gap + widths[index]
      if taken + wanted > context.width, bands[bands.count - 1].count > 1 {
        bands.append([0])
        taken = widths[0]
      }
      bands[bands.count - 1].append(index)
      taken += wanted
    }
    return bands
  }

  private func bandLines(_ context: DrawingContext) -> [StyledText] {
    let widths = fittedWidths(context)
    let taken = widths.reduce(0, +) + Self.gap * (widths.count - 1)
    let room = context.width - taken - Self.gap
    let shareWidth = shares == nil || room < Self.narrowestShare ? 0 : min(Self.widestShare, room)
    var lines: [StyledText] = []
    if columns.contains(where: { !$0.heading.isEmpty }) {
      lines.append(line(columns.map { StyledText($0.heading, .dim) }, widths, context))
    }
    for (index, row) in visibleRows.enumerated() {
      var line = line(row, widths, context)
      if shareWidth > 0, let share = shares?.dropFirst(index).first {
        line = line.padded(to: taken + Self.gap, widths: context.widths)
        line += StyledText(context.glyphs.bar(share, columns: shareWidth), .series1)
      }
      lines.append(line)
    }
    let hidden = rows.count - visibleRows.count
    if hidden > 0 {
      lines.append(
        StyledText("\(context.glyphs.ellipsis) " + context.text("\(hidden) more", "还有 \(hidden) 行"), .dim))
    }
    return lines
  }

  private func line(_ cells: [StyledText], _ widths: [Int], _ context: DrawingContext) -> StyledText {
    var line = StyledText()
    for (index, column) in columns.enumerated() {
      let cell = index < cells.count ? cells[index] : StyledText()
      // The last column needs no blanks behind it.
      let isLast = index == columns.count - 1 && column.alignment == .left
      let cut = cell.truncated(to: widths[index], widths: context.widths)
      line += isLast ? cut : cut.padded(to: widths[index], column.alignment, widths: context.widths)
      if index < columns.count - 1 { line += StyledText(String(repeating: " ", count: Self.gap)) }
    }
    return line
  }

  private func naturalWidths(_ context: DrawingContext) -> [Int] {
    columns.indices.map { index in
      visibleRows.reduce(context.widths.columns(columns[index].heading)) { widest, row in
        index < row.count ? max(widest, row[index].columns(context.widths)) : widest
      }
    }
  }

  /// The width of each column; where all do not fit, the widest words give way first, then the widest numbers.
  private func fittedWidths(_ context: DrawingContext) -> [Int] {
    var widths = naturalWidths(context)
    var excess = widths.reduce(0, +) + Self.gap * (widths.count - 1) - context.width
    for alignment in [Alignment.left, .right] {
      while excess > 0 {
        let candidates = widths.indices.filter {
          columns[$0].alignment == alignment && widths[$0] > Self.narrowest
        }
        guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
        excess -= 1
      }
    }
    return widths
  }
}
