/// A full picture of the screen as a value: a grid of cells, and where the cursor shows.
public struct Frame: Sendable, Equatable {
  public struct Position: Sendable, Hashable {
    public var row, column: Int

    public init(row: Int, column: Int) {
      (self.row, self.column) = (row, column)
    }
  }

  public let size: Size
  public let widths: CharacterWidth
  /// Row by row, `size.columns` cells each.
  public private(set) var cells: [Cell]
  /// nil hides it.
  public var cursor: Position?

  public init(size: Size, widths: CharacterWidth = .standard) {
    self.size = size
    self.widths = widths
    cells = Array(repeating: .blank, count: size.columns * size.rows)
  }

  public subscript(row: Int, column: Int) -> Cell {
    cells[row * size.columns + column]
  }

  /// Writes one line of text; what falls outside the frame, or beyond `width` columns, is cut off.
  public mutating func put(_ text: StyledText, row: Int, column: Int, width: Int = .max) {
    guard row >= 0, row < size.rows else { return }
    let end = width > size.columns ? size.columns : min(size.columns, column + max(0, width))
    var column = column
    for span in text.spans {
      for character in span.text {
        let shown = SafeText.isSafe(character) ? character : "\u{FFFD}"
        let columns = widths.columns(shown)
        guard columns > 0 else { continue }
        guard column + columns <= end else { return }
        if column >= 0 { set(Cell(shown, span.style, columns: columns), row: row, column: column) }
        column += columns
      }
    }
  }

  /// Writes lines under each other, at most `height` of them.
  public mutating func put(
    _ lines: [StyledText], row: Int, column: Int, width: Int = .max, height: Int = .max
  ) {
    for (index, line) in lines.prefix(max(0, height)).enumerated() {
      put(line, row: row + index, column: column, width: width)
    }
  }

  /// Changes the style of whole characters without touching them: selections.
  public mutating func restyle(row: Int, columns: Range<Int>, _ change: (inout Style) -> Void) {
    guard row >= 0, row < size.rows else { return }
    for column in 0..<size.columns {
      let cell = self[row, column]
      let width = Int(cell.columns)
      guard width > 0, columns.overlaps(column..<column + width) else { continue }
      var style = cell.style
      change(&style)
      set(Cell(cell.character, style, columns: width), row: row, column: column)
    }
  }

  /// The rows as text without styles, blanks at the end of each left out.
  public var lines: [String] {
    (0..<size.rows).map { row in
      var text = ""
      for column in 0..<size.columns where !self[row, column].isRightHalf {
        text.append(self[row, column].character)
      }
      return text.withoutTrailingBlanks
    }
  }

  private mutating func set(_ cell: Cell, row: Int, column: Int) {
    let index = row * size.columns + column
    // Half a wide character cannot stay: the other half becomes blank.
    if cells[index].isRightHalf, column > 0 { cells[index - 1] = .blank }
    let last = index + Int(cell.columns) - 1
    if cells[last].columns == 2, column + Int(cell.columns) < size.columns { cells[last + 1] = .blank }
    cells[index] = cell
    if cell.columns == 2 { cells[index + 1] = .rightHalf(cell.style) }
  }
}

extension String {
  var withoutTrailingBlanks: String {
    var rest = self[...]
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }
}
