public import Basics

extension Drawing {
  /// The drawing as one self-contained SVG file, in light or dark as the viewer prefers.
  public func svg(title: String = "", language: Language = .english) -> String {
    let block = svgBlock(width: 760, language)
    let margin = 16.0
    var canvas = SVGCanvas()
    canvas.group(x: margin, y: margin, block.canvas)
    return canvas.document(width: block.width + 2 * margin, height: block.height + 2 * margin, title: title)
  }

  /// The drawing as an element of a page that holds `Drawing.svgStyle` once; no ids, so that many fit in one page.
  ///
  /// - Parameters:
  ///   - width: pixels to lay it out for; the page may scale it.
  ///   - label: what a screen reader says in its place.
  public func inlineSVG(width: Double, label: String, language: Language) -> String {
    let block = svgBlock(width: width, language)
    return block.canvas.element(width: max(1, block.width), height: max(1, block.height), label: label)
  }

  /// The rules that inline drawings need, in light, and in dark on a screen that prefers it.
  public static var svgStyle: String { SVGCanvas.pageStyle }
}

/// A part of the picture and the room it takes, in pixels.
struct SVGBlock {
  var width, height: Double
  var canvas = SVGCanvas()

  static func + (above: SVGBlock, below: SVGBlock) -> SVGBlock {
    var sum = SVGBlock(width: max(above.width, below.width), height: above.height + below.height)
    sum.canvas.group(x: 0, y: 0, above.canvas)
    sum.canvas.group(x: 0, y: above.height, below.canvas)
    return sum
  }

  /// Lines of text, one under the other.
  init(lines: [StyledText]) {
    width = Double(lines.map { $0.columns() }.max() ?? 0) * SVGCanvas.columnWidth
    height = Double(lines.count) * SVGCanvas.lineHeight
    for (index, line) in lines.enumerated() {
      canvas.text(line, x: 0, y: Double(index) * SVGCanvas.lineHeight)
    }
  }

  init(width: Double, height: Double) {
    (self.width, self.height) = (width, height)
  }

  init(title: String) {
    self.init(lines: title.isEmpty ? [] : [StyledText(title, .strong)])
  }
}

extension Drawing {
  private static let gap = 28.0
  private static let narrowestFlexible = 320.0

  fileprivate func svgBlock(width: Double, _ language: Language) -> SVGBlock {
    switch self {
    case .text(let text):
      SVGBlock(lines: text.wrapped(to: max(1, Int(width / SVGCanvas.columnWidth))))
    case .table(let table): table.svgBlock(width: width, language)
    case .plot(let plot): plot.svgBlock(width: width)
    case .grid(let grid): grid.svgBlock()
    case .heat(let map): map.svgBlock(width: width)
    case .contour(let contour): contour.svgBlock(width: width, language)
    case .bars(let chart): chart.svgBlock(width: width)
    case .calendar(let calendar): calendar.svgBlock(language)
    case .stack(let parts):
      parts.reduce(SVGBlock(width: 0, height: 0)) { above, part in
        above
          + (part.isBlank
            ? SVGBlock(width: 0, height: SVGCanvas.lineHeight) : part.svgBlock(width: width, language))
      }
    case .beside(let parts): Self.svgRow(parts.filter { !$0.isBlank }, width: width, language)
    case .blank: SVGBlock(width: 0, height: 0)
    }
  }

  private var isBlank: Bool { if case .blank = self { true } else { false } }

  private var isFlexible: Bool {
    switch self {
    case .plot, .contour, .bars: true
    case .stack(let parts), .beside(let parts): parts.contains(where: \.isFlexible)
    default: false
    }
  }

  private static func svgRow(_ parts: [Drawing], width: Double, _ language: Language) -> SVGBlock {
    let flexible = parts.filter(\.isFlexible).count
    let blocks = parts.map { $0.svgBlock(width: $0.isFlexible ? narrowestFlexible : width, language) }
    let taken = blocks.reduce(gap * Double(max(0, blocks.count - 1))) { $0 + $1.width }
    let extra = flexible > 0 && taken < width ? (width - taken) / Double(flexible) : 0
    var row = SVGBlock(width: 0, height: 0)
    for (part, block) in zip(parts, blocks) {
      let block =
        part.isFlexible && extra > 0 ? part.svgBlock(width: narrowestFlexible + extra, language) : block
      // What no longer fits goes below what is there.
      if row.width > 0, row.width + gap + block.width > width + 1 {
        row.height += SVGCanvas.lineHeight
        row = row + block
        continue
      }
      let x = row.width > 0 ? row.width + gap : 0
      row.canvas.group(x: x, y: 0, block.canvas)
      row.width = x + block.width
      row.height = max(row.height, block.height)
    }
    return row
  }
}

extension Table {
  fileprivate func svgBlock(width: Double, _ language: Language) -> SVGBlock {
    let columns = max(1, Int(width / SVGCanvas.columnWidth))
    let context = DrawingContext(width: columns, capabilities: .plain, language: language)
    var plain = self
    plain.shares = nil
    var block = SVGBlock(lines: plain.lines(context))
    guard let shares else { return block }
    let hasHeading = self.columns.contains { !$0.heading.isEmpty }
    let start = block.width + 16
    let room = max(80, min(240, width - start))
    for (index, share) in shares.prefix(visibleRows.count).enumerated() where share > 0 {
      let y = (Double(index) + (hasHeading ? 1 : 0)) * SVGCanvas.lineHeight + 4
      block.canvas.rectangle(
        x: start, y: y, width: min(1, share) * room, height: 12, role: .series1, isFilled: true)
    }
    block.width = start + room
    return block
  }
}

extension BarChart {
  fileprivate func svgBlock(width: Double) -> SVGBlock {
    let title = SVGBlock(title: title)
    let column = SVGCanvas.columnWidth
    // Long names leave more than half of the width to the bars.
    let labelColumns = min(
      bars.map { CharacterWidth.standard.columns($0.label) }.max() ?? 0, max(8, Int(width * 0.45 / column)))
    let labels = Double(labelColumns) * column + 16
    let texts = Double(bars.map { CharacterWidth.standard.columns($0.text) }.max() ?? 0) * column + 16
    let room = max(80, width - labels - texts)
    let scale = BarScale(self)
    var block = SVGBlock(width: labels + room + texts, height: Double(bars.count) * SVGCanvas.lineHeight)
    for (index, bar) in bars.enumerated() {
      let y = Double(index) * SVGCanvas.lineHeight
      let (share, zero) = (scale.share(bar.value), labels + room * scale.negativePart)
      block.canvas.text(StyledText(bar.label).truncated(to: labelColumns), x: 0, y: y)
      block.canvas.rectangle(
        x: min(zero, zero + share * room), y: y + 4, width: abs(share) * room, height: 12, role: bar.role,
        isFilled: true)
      block.canvas.text(StyledText(bar.text), x: block.width, y: y, anchor: "end")
    }
    return title + block
  }
}

extension NumberGrid {
  fileprivate func svgBlock() -> SVGBlock {
    let widest = cells.joined().map { CharacterWidth.standard.columns($0) }.max() ?? 1
    let side = max(28, Double(widest) * SVGCanvas.columnWidth + 12)
    let columns = Double(cells.map(\.count).max() ?? 0)
    var block = SVGBlock(width: columns * side, height: Double(cells.count) * 28)
    for (row, line) in cells.enumerated() {
      for (column, text) in line.enumerated() {
        let (x, y) = (Double(column) * side, Double(row) * 28)
        let cell = Cell(row, column)
        if marked.contains(cell) {
          block.canvas.rectangle(
            x: x, y: y, width: side, height: 28, role: .accent, isFilled: true, opacity: 0.3)
        }
        block.canvas.rectangle(x: x, y: y, width: side, height: 28, role: .dim, isFilled: false, opacity: 0.5)
        let role: Role = marked.contains(cell) ? .strong : dimmed.contains(cell) ? .dim : .plain
        block.canvas.text(StyledText(text, role), x: x + side / 2, y: y + 4, anchor: "middle")
      }
    }
    if let window {
      let (rows, columns) = (window.rows, window.columns)
      let (x, y) = (Double(columns.lowerBound) * side, Double(rows.lowerBound) * 28)
      let (right, bottom) = (Double(columns.upperBound) * side, Double(rows.upperBound) * 28)
      block.canvas.path(
        [[(x, y), (right, y), (right, bottom), (x, bottom), (x, y - 0.5)]], role: window.role)
    }
    return SVGBlock(title: title) + block
  }
}

extension HeatMap {
  fileprivate func svgBlock(width: Double) -> SVGBlock {
    let columns = values.map(\.count).min() ?? 0
    guard columns > 0 else { return SVGBlock(title: title) }
    let side = max(1, min(24, (min(width, 320) / Double(max(columns, values.count))).rounded(.down)))
    let limits = limits
    var block = SVGBlock(width: Double(columns) * side, height: Double(values.count) * side + 28)
    for (row, line) in values.enumerated() {
      for (column, value) in line.prefix(columns).enumerated() {
        guard let share = share(value, in: limits) else { continue }
        block.canvas.rectangle(
          x: Double(column) * side, y: Double(row) * side, width: side, height: side,
          color: ColorScale.color(scale, share: share, value: value))
      }
    }
    if let window {
      block.canvas.outline(
        x: Double(window.columns.lowerBound) * side, y: Double(window.rows.lowerBound) * side,
        width: Double(window.columns.count) * side, height: Double(window.rows.count) * side,
        color: ColorScale.frame)
    }
    if scale != .categorical {
      let text = "\(NumberText.short(limits.lowerBound)) … \(NumberText.short(limits.upperBound))"
      block.canvas.text(StyledText(text, .dim), x: 0, y: Double(values.count) * side + 4)
      block.width = max(block.width, Double(text.count) * SVGCanvas.columnWidth)
    }
    return SVGBlock(title: title) + block
  }
}
