extension Contour {
  func lines(_ context: DrawingContext) -> [StyledText] {
    let legend = Plot(series: paths.filter { !$0.name.isEmpty })
    let levelText =
      levels.isEmpty
      ? "" : context.text("levels ", "等高线 ") + levels.map { NumberText.short($0) }.joined(separator: " ")
    var head = context.title(title)
    if !paths.isEmpty { head += PlotLegend(legend).lines(context) }
    var chart = Chart(
      x: AxisScale(values: [], range: xRange, isLogarithmic: false),
      y: AxisScale(values: [], range: yRange, isLogarithmic: false),
      rows: max(3, height - head.count - 2 - (levelText.isEmpty ? 0 : 1)), context: context)
    for level in levels {
      for (start, end) in segments(level: level) { chart.draw([start, end], role: .dim) }
    }
    for (index, path) in paths.enumerated() { chart.draw(path, index: index, isAlone: paths.count == 1) }
    let tail =
      levelText.isEmpty
      ? [] : [StyledText(levelText, .dim).truncated(to: context.width, widths: context.widths)]
    return head + chart.lines(xLabel: "") + tail
  }
}
