/// A raster of dots, several to a cell, on which curves are drawn.
struct DotCanvas {
  let columns: Int
  let rows: Int
  let symbols: PlotSymbols
  private var masks: [UInt8]
  private var roles: [Role]
  /// Characters that stand over the dots: markers, labels.
  private var overlay: [Character?]

  init(columns: Int, rows: Int, symbols: PlotSymbols) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    self.symbols = symbols
    masks = Array(repeating: 0, count: self.columns * self.rows)
    roles = Array(repeating: .plain, count: self.columns * self.rows)
    overlay = Array(repeating: nil, count: self.columns * self.rows)
  }

  private var dotsAcross: Int { symbols == .ascii ? 1 : 2 }
  private var dotsDown: Int {
    switch symbols {
    case .braille: 4
    case .block: 2
    case .ascii: 1
    }
  }
  var width: Int { columns * dotsAcross }
  var height: Int { rows * dotsDown }

  /// x to the right, y down, in dots; outside is ignored.
  mutating func set(x: Int, y: Int, role: Role) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let cell = y / dotsDown * columns + x / dotsAcross
    masks[cell] |= 1 << UInt8(y % dotsDown * dotsAcross + x % dotsAcross)
    roles[cell] = role
  }

  /// Puts a character over the cell that holds a dot.
  mutating func mark(x: Int, y: Int, _ character: Character, role: Role) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let cell = y / dotsDown * columns + x / dotsAcross
    overlay[cell] = character
    roles[cell] = role
  }

  /// Fills what is still empty in a row or column of cells: the zero lines.
  mutating func underlay(column: Int? = nil, row: Int? = nil, _ character: Character) {
    for y in 0..<rows where row == nil || row == y {
      // A dot in every other cell is enough for the eye to follow.
      for x in 0..<columns where (column == nil || column == x) && (column != nil || x % 2 == 0) {
        let cell = y * columns + x
        if masks[cell] == 0, overlay[cell] == nil {
          overlay[cell] = character
          roles[cell] = .dim
        }
      }
    }
  }

  /// A straight line in dots (Bresenham); `phase` counts the dots so that a dash pattern goes on over corners.
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), role: Role, dash: Dash = .solid, phase: inout Int
  ) {
    let (dx, dy) = (abs(end.x - start.x), -abs(end.y - start.y))
    let (stepX, stepY) = (start.x < end.x ? 1 : -1, start.y < end.y ? 1 : -1)
    var (x, y, error) = (start.x, start.y, dx + dy)
    while true {
      if dash.isOn(phase) { set(x: x, y: y, role: role) }
      phase += 1
      if x == end.x, y == end.y { break }
      let double = 2 * error
      if double >= dy {
        error += dy
        x += stepX
      }
      if double <= dx {
        error += dx
        y += stepY
      }
    }
  }

  var lines: [StyledText] {
    (0..<rows).map { row in
      var line = StyledText()
      for column in 0..<columns {
        let index = row * columns + column
        let character = overlay[index] ?? character(masks[index])
        let style = Style(character == " " ? .plain : roles[index])
        if line.spans.last?.style == style {
          line.spans[line.spans.count - 1].text.append(character)
        } else {
          line.spans.append(StyledText.Span(String(character), style))
        }
      }
      return line
    }
  }

  private func character(_ mask: UInt8) -> Character {
    guard mask != 0 else { return " " }
    switch symbols {
    case .ascii: return "."
    case .block: return Self.quarters[Int(mask)]
    case .braille:
      var pattern: UInt32 = 0
      for (bit, dot) in Self.brailleDots.enumerated() where mask & (1 << UInt8(bit)) != 0 { pattern |= dot }
      return Unicode.Scalar(0x2800 + pattern).map(Character.init) ?? " "
    }
  }

  /// Braille dots 1 4, 2 5, 3 6, 7 8: the bits of the pattern row by row.
  private static let brailleDots: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
  private static let quarters: [Character] = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")
}

/// Dash patterns tell curves apart without colour.
enum Dash: Int, CaseIterable {
  case solid, dashed, dotted, dashDotted, longDashed, sparse

  init(seriesIndex: Int) {
    self = Dash.allCases[seriesIndex % Dash.allCases.count]
  }

  /// Lengths of drawn and empty stretches, in dots.
  var lengths: [Int] {
    switch self {
    case .solid: []
    case .dashed: [5, 3]
    case .dotted: [1, 2]
    case .dashDotted: [6, 2, 1, 2]
    case .longDashed: [10, 3]
    case .sparse: [1, 5]
    }
  }

  func isOn(_ phase: Int) -> Bool {
    let lengths = lengths
    guard !lengths.isEmpty else { return true }
    var rest = phase % lengths.reduce(0, +)
    for (index, length) in lengths.enumerated() {
      if rest < length { return index % 2 == 0 }
      rest -= length
    }
    return true
  }
}
