extension Plot {
  func lines(_ context: DrawingContext) -> [StyledText] {
    let head = context.title(title) + PlotLegend(self).lines(context)
    var chart = Chart(x: xScale, y: yScale, rows: max(3, height - head.count - 2), context: context)
    for (index, series) in series.enumerated() {
      chart.draw(series, index: index, isAlone: self.series.count == 1)
    }
    chart.drawZeroLines()
    return head + chart.lines(xLabel: xLabel)
  }

  var xScale: AxisScale {
    AxisScale(values: series.lazy.flatMap(\.points).map(\.x), range: xRange, isLogarithmic: isXLogarithmic)
  }

  var yScale: AxisScale {
    var values = series.flatMap(\.points).map(\.y)
    if series.contains(where: { $0.mark == .stems }) { values.append(0) }
    return AxisScale(values: values, range: yRange, isLogarithmic: isYLogarithmic, margin: 0.04)
  }
}

extension Plot.Series {
  /// Marks tell points and paths apart without colour.
  static func marker(_ index: Int) -> Character {
    ["o", "x", "+", "*", "#", "@"][index % 6]
  }
}

extension Chart {
  mutating func draw(_ series: Plot.Series, index: Int, isAlone: Bool) {
    switch series.mark {
    case .line:
      draw(series.points, role: series.role, dash: isAlone ? .solid : Dash(seriesIndex: index))
    case .path:
      draw(series.points, role: series.role)
      fallthrough
    case .points:
      for point in series.points { mark(point, Plot.Series.marker(index), role: series.role) }
    case .stems:
      for point in series.points { draw([(point.x, 0), point], role: series.role) }
    }
  }
}

/// The line above a plot: what its axis measures, and which curve is which.
struct PlotLegend {
  let plot: Plot

  init(_ plot: Plot) {
    self.plot = plot
  }

  func lines(_ context: DrawingContext) -> [StyledText] {
    var parts: [StyledText] = plot.yLabel.isEmpty ? [] : [StyledText(plot.yLabel, .dim)]
    let named = plot.series.filter { !$0.name.isEmpty }
    if !named.isEmpty, plot.series.count > 1 || named[0].name != plot.yLabel {
      for (index, series) in plot.series.enumerated() where !series.name.isEmpty {
        parts.append(sample(series, index, context) + StyledText(" " + series.name))
      }
    }
    guard !parts.isEmpty else { return [] }
    // As many to a line as fit.
    var lines: [StyledText] = [parts[0]]
    for part in parts.dropFirst() {
      let joined = lines[lines.count - 1] + "   " + part
      if joined.columns(context.widths) <= context.width {
        lines[lines.count - 1] = joined
      } else {
        lines.append(part)
      }
    }
    return lines
  }

  private func sample(_ series: Plot.Series, _ index: Int, _ context: DrawingContext) -> StyledText {
    switch series.mark {
    case .points: return StyledText(String(Plot.Series.marker(index)), series.role)
    case .path:
      let line = context.glyphs.horizontal
      return StyledText(line + String(Plot.Series.marker(index)) + line, series.role)
    case .stems: return StyledText(context.glyphs.vertical, series.role)
    case .line:
      var canvas = DotCanvas(columns: 5, rows: 1, symbols: context.glyphs.dots)
      var phase = 0
      let dash = plot.series.count == 1 ? Dash.solid : Dash(seriesIndex: index)
      let middle = canvas.height / 2
      canvas.line(
        from: (0, middle), to: (canvas.width - 1, middle), role: series.role, dash: dash, phase: &phase)
      return canvas.lines[0]
    }
  }
}
