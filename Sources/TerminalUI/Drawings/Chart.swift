/// Two axes around a canvas of dots: what plots and contours have in common.
struct Chart {
  let x: AxisScale
  let y: AxisScale
  private(set) var canvas: DotCanvas
  private let context: DrawingContext
  private let yTicks: [(row: Int, label: String)]
  private let labelColumns: Int

  /// - Parameter rows: of the canvas alone; two more are the axis and its labels.
  init(x: AxisScale, y: AxisScale, rows: Int, context: DrawingContext) {
    self.x = x
    self.y = y
    self.context = context
    let rows = max(1, rows)
    let ticks = y.ticks(count: max(2, rows / 2)).compactMap { tick -> (row: Int, label: String)? in
      guard (0...1).contains(tick.position) else { return nil }
      return (Int(((1 - tick.position) * Double(rows - 1)).rounded()), tick.label)
    }
    // Two ticks of a low chart may meet in one row: the first one stays.
    var taken: Set<Int> = []
    yTicks = ticks.filter { taken.insert($0.row).inserted }
    labelColumns = min(
      max(3, context.width / 3), yTicks.map { context.widths.columns($0.label) }.max() ?? 0)
    canvas = DotCanvas(columns: context.width - labelColumns - 2, rows: rows, symbols: context.glyphs.dots)
  }

  // MARK: Drawing

  /// Points joined by lines; a point without a place (NaN, log of 0) breaks the line.
  mutating func draw(_ points: some Sequence<(x: Double, y: Double)>, role: Role, dash: Dash = .solid) {
    var previous: (x: Double, y: Double)?
    var phase = 0
    for point in points {
      let here = place(point)
      if let here, let start = previous, let (from, to) = Self.clipped(start, here) {
        canvas.line(from: dot(from), to: dot(to), role: role, dash: dash, phase: &phase)
      }
      previous = here
    }
    // A single point is still a point.
    if phase == 0, let previous, (0...1).contains(previous.x), (0...1).contains(previous.y) {
      let dot = dot(previous)
      canvas.set(x: dot.x, y: dot.y, role: role)
    }
  }

  mutating func mark(_ point: (x: Double, y: Double), _ character: Character, role: Role) {
    guard let place = place(point), (0...1).contains(place.x), (0...1).contains(place.y) else { return }
    let dot = dot(place)
    canvas.mark(x: dot.x, y: dot.y, character, role: role)
  }

  /// Dotted lines where x or y is zero, when that lies inside.
  mutating func drawZeroLines() {
    guard let track = context.glyphs.track.first else { return }
    if !y.isLogarithmic, let zero = y.position(0), zero > 0.001, zero < 0.999 {
      canvas.underlay(row: Int(((1 - zero) * Double(canvas.rows - 1)).rounded()), track)
    }
    if !x.isLogarithmic, let zero = x.position(0), zero > 0.001, zero < 0.999 {
      canvas.underlay(column: Int((zero * Double(canvas.columns - 1)).rounded()), track)
    }
  }

  private func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double)? {
    guard let across = x.position(point.x), let up = y.position(point.y) else { return nil }
    return (across, up)
  }

  private func dot(_ place: (x: Double, y: Double)) -> (x: Int, y: Int) {
    (
      Int((place.x * Double(canvas.width - 1)).rounded()),
      Int(((1 - place.y) * Double(canvas.height - 1)).rounded())
    )
  }

  /// The part of a line inside the unit square (Liang and Barsky 1984); nil when there is none.
  static func clipped(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double)
  ) -> ((x: Double, y: Double), (x: Double, y: Double))? {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    var (enter, leave) = (0.0, 1.0)
    for (p, q) in [(-dx, from.x), (dx, 1 - from.x), (-dy, from.y), (dy, 1 - from.y)] {
      if p == 0 {
        if q < 0 { return nil }
      } else if p < 0 {
        enter = max(enter, q / p)
      } else {
        leave = min(leave, q / p)
      }
    }
    guard enter <= leave else { return nil }
    return ((from.x + enter * dx, from.y + enter * dy), (from.x + leave * dx, from.y + leave * dy))
  }

  // MARK: Lines

  func lines(xLabel: String) -> [StyledText] {
    let glyphs = context.glyphs
    let labels = Dictionary(uniqueKeysWithValues: yTicks.map { ($0.row, $0.label) })
    var lines: [StyledText] = []
    for (row, drawn) in canvas.lines.enumerated() {
      let label = StyledText(labels[row] ?? "", .dim)
        .fitted(to: labelColumns, .right, widths: context.widths)
      let axis = labels[row] == nil ? glyphs.vertical : glyphs.leftTick
      lines.append(label + StyledText(" " + axis, .dim) + drawn)
    }
    return lines + bottom(xLabel: xLabel)
  }

  /// The lower axis and its labels; a label that would touch its neighbour is left out.
  private func bottom(xLabel: String) -> [StyledText] {
    let glyphs = context.glyphs
    let ticks = x.ticks(count: max(2, canvas.columns / 10)).filter { (0...1).contains($0.position) }
    var axis = Array(repeating: glyphs.horizontal, count: canvas.columns)
    var labels = StyledText()
    let margin = labelColumns + 2
    let end = margin + canvas.columns
    let xLabelStart = end - context.widths.columns(xLabel)
    for tick in ticks {
      let column = Int((tick.position * Double(canvas.columns - 1)).rounded())
      let columns = context.widths.columns(tick.label)
      let start = min(
        end - columns,
        max(labels.isEmpty ? 0 : labels.columns(context.widths) + 1, margin + column - columns / 2))
      let isFree = start >= (labels.isEmpty ? 0 : labels.columns(context.widths) + 1)
      guard isFree, abs(start + columns / 2 - margin - column) <= max(2, columns) else { continue }
      guard xLabel.isEmpty || start + columns + 1 <= xLabelStart else { continue }
      axis[column] = glyphs.bottomTick
      labels = labels.padded(to: start, widths: context.widths) + StyledText(tick.label, .dim)
    }
    if !xLabel.isEmpty, xLabelStart > labels.columns(context.widths) {
      labels = labels.padded(to: xLabelStart, widths: context.widths) + StyledText(xLabel, .dim)
    }
    let corner = String(repeating: " ", count: labelColumns + 1) + glyphs.corner
    return [StyledText(corner + axis.joined(), .dim), labels]
  }
}
