import TerminalUI

/// One drawing of each kind, and some that are odd.
enum SampleDrawings {
  static let plot = Drawing.plot(
    Plot(
      title: "Activations", xLabel: "x", yLabel: "f(x)",
      series: [
        .init("sigmoid", curve { $0 / (1 + abs($0)) / 2 + 0.5 }, role: .series1),
        .init("tanh", curve { $0 / (1 + abs($0)) }, role: .series2),
        .init("relu", curve { max(0, $0) }, role: .series3),
      ], yRange: -1.2...3))

  static let grid = Drawing.grid(
    NumberGrid(
      title: "input", cells: (0..<7).map { row in (0..<7).map { "\(row * 7 + $0)" } }, dimmed: [.init(0, 0)],
      marked: [.init(2, 2), .init(2, 4)], window: .init(rows: 2..<5, columns: 2..<5)))

  static let heat = Drawing.heat(
    HeatMap(
      title: "heat", values: (0..<12).map { row in (0..<12).map { Double(row * $0) - 30 } },
      scale: .diverging,
      window: .init(rows: 3..<9, columns: 3..<9)))

  static let contour = Drawing.contour(
    Contour(
      title: "bowl", xRange: -2...2, yRange: -1...1,
      samples: bowl,
      levels: [10, 50, 100],
      paths: [.init("gd", [(1.5, 0.5), (0.5, -0.2), (0, 0)], mark: .path, role: .series1)]))

  static let bars = Drawing.bars(
    BarChart(
      title: "params",
      bars: [.init("conv1", 9408, text: "9 408"), .init("fc", -2_049_000, text: "−2.05 M", role: .bad)]))

  static let table = Drawing.table(
    Table(
      columns: [.init("layer", .left), .init("out"), .init("params")],
      rows: [["conv1", "112x112x64", "9 408"], ["a very long name of a layer", "1", "2"]], shares: [0.1, 0.9])
  )

  static let all: [(name: String, drawing: Drawing)] = [
    ("plot", plot), ("grid", grid), ("heat", heat), ("contour", contour), ("bars", bars), ("table", table),
    ("text", .text("A formula and some words that are wrapped when the line is too narrow for them.")),
    ("chinese", .text("卷积核在输入上滑动，每一步把窗口里的数与核相乘再相加。")),
    ("beside", .beside([grid, heat, .blank, bars, plot])),
    ("stack", .stack([table, .blank, grid, .text("end")])),
    (
      "logarithmic",
      .plot(
        Plot(
          series: [.init("loss", curve { abs($0) + 0.001 }, mark: .points, role: .series1)],
          isYLogarithmic: true))
    ),
    ("stems", .plot(Plot(series: [.init("w", curve { $0 }, mark: .stems, role: .series1)], height: 5))),
    ("constant", .plot(Plot(series: [.init("c", [(1, 5), (1, 5)], role: .series1)], height: 8))),
    ("categorical", .heat(HeatMap(title: "classes", values: [[0, 1], [2, .nan]], scale: .categorical))),
    ("flat", .heat(HeatMap(title: "flat", values: [[1, 1]], scale: .grey))),
    (
      "ragged",
      .grid(
        NumberGrid(
          title: "ragged", cells: [["1"], ["2", "3"], []], window: .init(rows: 0..<9, columns: 0..<9)))
    ),
    (
      "bars of nothing",
      .bars(BarChart(title: "none", bars: [.init("a", .nan, text: ""), .init("b", 0, text: "")]))
    ),
  ]

  private static let bowl: [[Double]] = (0...20).map { row in
    (0...20).map { column in
      let (x, y) = (Double(column) - 10, Double(row) - 10)
      return x * x + 3 * y * y
    }
  }

  private static func curve(_ function: (Double) -> Double) -> [(x: Double, y: Double)] {
    stride(from: -5.0, through: 5.0, by: 0.1).map { ($0, function($0)) }
  }
}
