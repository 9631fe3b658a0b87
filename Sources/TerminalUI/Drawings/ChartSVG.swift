import Basics

/// Two axes around a field of pixels.
private struct SVGChart {
  let x, y: AxisScale
  let width: Double
  let fieldHeight: Double
  let left: Double
  private(set) var block: SVGBlock

  init(x: AxisScale, y: AxisScale, width: Double, rows: Int, xLabel: String) {
    (self.x, self.y, self.width) = (x, y, width)
    fieldHeight = Double(max(3, rows)) * SVGCanvas.lineHeight
    let ticks = y.ticks(count: max(2, rows / 2))
    left = Double(ticks.map(\.label.count).max() ?? 0) * SVGCanvas.columnWidth + 12
    block = SVGBlock(width: width, height: fieldHeight + SVGCanvas.lineHeight + 6)
    let (right, bottom) = (width - 4, fieldHeight)
    block.canvas.path([[(left, 0), (left, bottom), (right, bottom)]], role: .dim, isThin: true)
    for tick in ticks where (0...1).contains(tick.position) {
      let place = (1 - tick.position) * bottom
      block.canvas.path([[(left - 4, place), (left, place)]], role: .dim, isThin: true)
      block.canvas.text(StyledText(tick.label, .dim), x: left - 8, y: place - 10, anchor: "end")
    }
    let labelStart = right - Double(CharacterWidth.standard.columns(xLabel) + 1) * SVGCanvas.columnWidth
    for tick in x.ticks(count: max(2, Int(width / 90))) where (0...1).contains(tick.position) {
      let place = left + tick.position * (right - left)
      block.canvas.path([[(place, bottom), (place, bottom + 4)]], role: .dim, isThin: true)
      let half = Double(tick.label.count) * SVGCanvas.columnWidth / 2
      guard xLabel.isEmpty || place + half < labelStart else { continue }
      block.canvas.text(StyledText(tick.label, .dim), x: place, y: bottom + 4, anchor: "middle")
    }
    block.canvas.text(StyledText(xLabel, .dim), x: right, y: bottom + 4, anchor: "end")
    // Zero lines, dotted, inside the field.
    if !y.isLogarithmic, let zero = y.position(0), zero > 0, zero < 1 {
      let place = (1 - zero) * bottom
      block.canvas.path([[(left, place), (right, place)]], role: .dim, dash: .sparse, isThin: true)
    }
    if !x.isLogarithmic, let zero = x.position(0), zero > 0, zero < 1 {
      let place = left + zero * (right - left)
      block.canvas.path([[(place, 0), (place, bottom)]], role: .dim, dash: .sparse, isThin: true)
    }
  }

  /// 0…1 on both axes; nil for what has no place.
  private func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double)? {
    guard let across = x.position(point.x), let up = y.position(point.y) else { return nil }
    return (across, up)
  }

  private func pixel(_ place: (x: Double, y: Double)) -> (x: Double, y: Double) {
    (left + place.x * (width - 4 - left), (1 - place.y) * fieldHeight)
  }

  /// The pieces of a curve that lie inside the field.
  private func pieces(_ points: [(x: Double, y: Double)]) -> [[(x: Double, y: Double)]] {
    var pieces: [[(x: Double, y: Double)]] = []
    var previous: (x: Double, y: Double)?
    var isContinued = false
    for point in points {
      let here = place(point)
      if let here, let start = previous, let (from, to) = Chart.clipped(start, here) {
        if isContinued, from == start {
          pieces[pieces.count - 1].append(pixel(to))
        } else {
          pieces.append([pixel(from), pixel(to)])
        }
        isContinued = to == here
      } else {
        isContinued = false
      }
      previous = here
    }
    return pieces
  }

  mutating func draw(_ series: Plot.Series, index: Int, isAlone: Bool) {
    switch series.mark {
    case .line:
      block.canvas.path(
        pieces(series.points), role: series.role, dash: isAlone ? .solid : Dash(seriesIndex: index))
    case .path:
      block.canvas.path(pieces(series.points), role: series.role, isThin: true)
      fallthrough
    case .points:
      for point in series.points {
        guard let place = place(point), (0...1).contains(place.x), (0...1).contains(place.y) else { continue }
        let pixel = pixel(place)
        block.canvas.dot(x: pixel.x, y: pixel.y, role: series.role)
      }
    case .stems:
      for point in series.points { block.canvas.path(pieces([(point.x, 0), point]), role: series.role) }
    }
  }

  mutating func drawLevels(_ segments: [(Contour.Point, Contour.Point)]) {
    block.canvas.path(segments.flatMap { pieces([$0, $1]) }, role: .dim, isThin: true)
  }
}

extension Plot {
  func svgBlock(width: Double) -> SVGBlock {
    let legend = svgLegend(width: width)
    var chart = SVGChart(x: xScale, y: yScale, width: width, rows: height - 4, xLabel: xLabel)
    for (index, series) in series.enumerated() {
      chart.draw(series, index: index, isAlone: self.series.count == 1)
    }
    return SVGBlock(title: title) + legend + chart.block
  }

  /// A sample of each curve with its name.
  func svgLegend(width: Double) -> SVGBlock {
    var legend = SVGBlock(width: 0, height: 0)
    var (x, y) = (0.0, 0.0)
    if !yLabel.isEmpty {
      legend.canvas.text(StyledText(yLabel, .dim), x: 0, y: 0)
      x = Double(CharacterWidth.standard.columns(yLabel) + 3) * SVGCanvas.columnWidth
    }
    for (index, series) in series.enumerated() where !series.name.isEmpty {
      let columns = Double(CharacterWidth.standard.columns(series.name)) * SVGCanvas.columnWidth
      if x > 0, x + 36 + columns > width { (x, y) = (0, y + SVGCanvas.lineHeight) }
      if series.mark != .points {
        let dash: Dash = series.mark == .line && self.series.count > 1 ? Dash(seriesIndex: index) : .solid
        legend.canvas.path([[(x, y + 11), (x + 28, y + 11)]], role: series.role, dash: dash)
      }
      if series.mark == .points || series.mark == .path {
        legend.canvas.dot(x: x + 14, y: y + 11, role: series.role)
      }
      legend.canvas.text(StyledText(series.name), x: x + 36, y: y)
      x += 36 + columns + 24
    }
    legend.width = min(width, x)
    legend.height = x == 0 && y == 0 ? 0 : y + SVGCanvas.lineHeight + 6
    return legend
  }
}

extension Contour {
  func svgBlock(width: Double, _ language: Language) -> SVGBlock {
    var chart = SVGChart(
      x: AxisScale(values: [], range: xRange, isLogarithmic: false),
      y: AxisScale(values: [], range: yRange, isLogarithmic: false), width: width, rows: height, xLabel: "")
    for level in levels { chart.drawLevels(segments(level: level)) }
    for (index, path) in paths.enumerated() { chart.draw(path, index: index, isAlone: paths.count == 1) }
    let legend = Plot(series: paths).svgLegend(width: width)
    let values = levels.map { NumberText.short($0) }.joined(separator: " ")
    let caption =
      levels.isEmpty ? [] : [StyledText(language.text("levels ", "等高线 ") + values, .dim)]
    return SVGBlock(title: title) + legend + chart.block + SVGBlock(lines: caption)
  }
}
