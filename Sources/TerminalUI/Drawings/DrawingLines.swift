public import Basics

extension Drawing {
  /// The drawing as lines of at most `width` columns.
  ///
  /// - Parameter language: of the few words a drawing adds itself ("… 12 more").
  public func lines(
    width: Int, capabilities: Capabilities, language: Language = .english
  ) -> [StyledText] {
    let width = max(1, width)
    return lines(DrawingContext(width: width, capabilities: capabilities, language: language)).map {
      $0.truncated(to: width, widths: capabilities.widths)
    }
  }

  func lines(_ context: DrawingContext) -> [StyledText] {
    switch self {
    case .text(let text): text.wrapped(to: context.width, widths: context.widths)
    case .table(let table): table.lines(context)
    case .plot(let plot): plot.lines(context)
    case .grid(let grid): grid.lines(context)
    case .heat(let map): map.lines(context)
    case .contour(let contour): contour.lines(context)
    case .bars(let chart): chart.lines(context)
    case .calendar(let calendar): calendar.lines(context)
    case .beside(let drawings): Self.beside(drawings, context)
    case .stack(let drawings):
      drawings.flatMap { if case .blank = $0 { [StyledText()] } else { $0.lines(context) } }
    case .blank: []
    }
  }

  /// Blank columns between two drawings that stand beside each other.
  private static let gap = 3
  /// Curves and bars narrower than this are better put below.
  private static let narrowestFlexible = 36

  /// The columns it takes whatever the width; nil for what fills the width it is given.
  private func fixedColumns(_ context: DrawingContext) -> Int? {
    switch self {
    case .plot, .contour, .bars: return nil
    case .text(let text):
      let columns = text.columns(context.widths)
      return columns <= context.width / 2 ? columns : nil
    case .stack(let parts):
      var widest = 0
      for part in parts {
        guard let columns = part.fixedColumns(context) else { return nil }
        widest = max(widest, columns)
      }
      return widest
    case .beside(let parts):
      var sum = 0
      for part in parts {
        guard let columns = part.fixedColumns(context) else { return nil }
        sum += columns + (sum > 0 ? Self.gap : 0)
      }
      return sum
    case .table, .grid, .heat, .calendar, .blank:
      return lines(context).map { $0.columns(context.widths) }.max() ?? 0
    }
  }

  /// As many beside each other as fit, the rest below; what fills its width shares what is left of a row.
  private static func beside(_ drawings: [Drawing], _ context: DrawingContext) -> [StyledText] {
    typealias Part = (drawing: Drawing, fixed: Int?)
    var rows: [[Part]] = []
    var taken = 0
    for drawing in drawings {
      if case .blank = drawing { continue }
      let part = (drawing, drawing.fixedColumns(context))
      let columns = part.1 ?? narrowestFlexible
      if !rows.isEmpty, taken + gap + columns <= context.width {
        rows[rows.count - 1].append(part)
        taken += gap + columns
      } else {
        rows.append([part])
        taken = columns
      }
    }
    return Array(
      rows.map { row in
        let fixed = row.reduce(gap * (row.count - 1)) { $0 + ($1.fixed ?? 0) }
        let flexible = row.filter { $0.fixed == nil }.count
        let share = flexible == 0 ? 0 : max(1, (context.width - fixed) / flexible)
        return joined(row.map { ($0.drawing, $0.fixed ?? share) }, context)
      }.joined(separator: [StyledText()]))
  }

  private static func joined(
    _ parts: [(drawing: Drawing, columns: Int)], _ context: DrawingContext
  ) -> [StyledText] {
    let blocks = parts.map { $0.drawing.lines(context.narrowed(to: max(1, min(context.width, $0.columns)))) }
    return (0..<(blocks.map(\.count).max() ?? 0)).map { row in
      var line = StyledText()
      var start = 0
      for (block, part) in zip(blocks, parts) {
        if row < block.count, !block[row].isEmpty {
          line = line.padded(to: start, widths: context.widths) + block[row]
        }
        start += part.columns + gap
      }
      return line
    }
  }
}
