import Basics
import Testing

@testable import TerminalUI

@Suite struct DrawingLinesTests {
  static let capabilities: [Capabilities] = [
    .plain, Capabilities(colors: .trueColor), Capabilities(colors: .ansi16, symbols: .block),
    Capabilities(isUnicode: false, symbols: .ascii),
    Capabilities(widths: CharacterWidth(isAmbiguousWide: true)),
  ]

  @Test func everyDrawingFitsEveryWidth() {
    for (name, drawing) in SampleDrawings.all {
      for capabilities in Self.capabilities {
        for width in [1, 2, 5, 10, 20, 39, 40, 41, 57, 80, 120, 200] {
          let lines = drawing.lines(width: width, capabilities: capabilities)
          let widest = lines.map { $0.columns(capabilities.widths) }.max() ?? 0
          #expect(widest <= width, "\(name) at \(width)")
          #expect(!lines.isEmpty, "\(name) at \(width)")
        }
      }
    }
  }

  @Test func withoutUnicodeADrawingAddsNothingButASCII() {
    for (name, drawing) in SampleDrawings.all where name != "chinese" {
      let lines = drawing.lines(width: 80, capabilities: Capabilities(isUnicode: false, symbols: .ascii))
      let extra = lines.map(\.plainText).joined().filter { !$0.isASCII && !"−–α".contains($0) }
      #expect(extra == "", "\(name)")
    }
  }

  @Test func numbersLineUpAtTheRightAndWordsAtTheLeft() {
    let table = Table(
      columns: [.init("layer", .left), .init("params")], rows: [["conv", "9"], ["全连接", "2 049"]])
    #expect(
      Drawing.table(table).lines(width: 40, capabilities: .plain).map(\.plainText) == [
        "layer   params",
        "conv         9",
        "全连接   2 049",
      ])
  }

  @Test func rowsBeyondTheLimitAreSummedUp() {
    let table = Table(columns: [.init("n")], rows: (0..<15).map { ["\($0)"] }, limit: 3)
    let lines = Drawing.table(table).lines(width: 40, capabilities: .plain).map(\.plainText)
    #expect(lines.count == 5)
    #expect(lines.last == "… 12 more")
    let chinese = Drawing.table(table).lines(width: 40, capabilities: .plain, language: .chinese)
    #expect(chinese.last?.plainText == "… 还有 12 行")
  }

  @Test func aWideTableCutsItsWordsBeforeItsNumbers() {
    let table = Table(
      columns: [.init("", .left), .init("")], rows: [["a very long description of a layer", "123456789"]])
    let line = Drawing.table(table).lines(width: 24, capabilities: .plain)[0].plainText
    #expect(line == "a very long …  123456789")
  }

  @Test func aTableTooWideForItsNumbersContinuesBelowUnderItsFirstColumn() {
    let table = Table(
      columns: [.init("x"), .init("sigmoid"), .init("tanh")], rows: [["−3", "0.04743", "−0.9951"]],
      shares: [1])
    #expect(
      Drawing.table(table).lines(width: 14, capabilities: .plain).map(\.plainText) == [
        " x  sigmoid", "−3  0.04743", " x     tanh", "−3  −0.9951",
      ])
  }

  @Test func theWindowIsABoxThatMovesWithoutMovingTheRest() {
    let cells = (0..<3).map { row in (0..<4).map { "\(row * 4 + $0)" } }
    func lines(_ column: Int) -> [String] {
      let window = NumberGrid.Window(rows: 0..<2, columns: column..<column + 2)
      return Drawing.grid(NumberGrid(cells: cells, window: window)).lines(width: 40, capabilities: .plain)
        .map(\.plainText)
    }
    #expect(
      lines(0) == [
        "┏━━━━━━┓",
        "┃ 0  1 ┃  2  3",
        "┃ 4  5 ┃  6  7",
        "┗━━━━━━┛",
        "  8  9   10 11",
      ])
    #expect(
      lines(1) == [
        "   ┏━━━━━━┓",
        " 0 ┃ 1  2 ┃  3",
        " 4 ┃ 5  6 ┃  7",
        "   ┗━━━━━━┛",
        " 8   9 10   11",
      ])
    #expect(lines(2)[1] == " 0  1 ┃ 2  3 ┃")
  }

  @Test func markedCellsAreSeenWithoutColour() {
    let grid = NumberGrid(cells: [["1", "2", "3"]], marked: [.init(0, 0), .init(0, 2)])
    #expect(Drawing.grid(grid).lines(width: 40, capabilities: .plain).map(\.plainText) == ["*1 2*3"])
  }

  @Test func aGridTooWideIsCutAroundItsWindow() {
    let cells = [(0..<60).map { "\($0)" }]
    let grid = NumberGrid(cells: cells, window: .init(rows: 0..<1, columns: 30..<33))
    let lines = Drawing.grid(grid).lines(width: 40, capabilities: .plain).map(\.plainText)
    #expect(lines[1].contains("┃30 31 32 ┃"))
    #expect(lines[1].hasPrefix("… ") && lines[1].hasSuffix(" …"))
  }

  @Test func barsGrowInEighthsAndNegativeOnesToTheLeft() {
    let bars = BarChart(bars: [.init("a", 8, text: "8"), .init("b", 1, text: "1"), .init("c", 0, text: "0")])
    #expect(
      Drawing.bars(bars).lines(width: 16, capabilities: .plain).map(\.plainText) == [
        "a  ██████████  8", "b  █▎          1", "c              0",
      ])
    let signed = BarChart(bars: [.init("a", 1, text: ""), .init("b", -1, text: "")])
    #expect(
      Drawing.bars(signed).lines(width: 11, capabilities: .plain).map(\.plainText) == [
        "a      ████", "b  ████",
      ])
  }

  @Test func aRangeKeepsTheScaleOfBarsThatAreShorterThanIt() {
    let bars = BarChart(bars: [.init("a", 1, text: "")], range: -1...3)
    #expect(Drawing.bars(bars).lines(width: 11, capabilities: .plain).map(\.plainText) == ["a    ██"])
    let long = BarChart(bars: [.init("a", 6, text: ""), .init("b", 3, text: "")], range: 0...3)
    #expect(
      Drawing.bars(long).lines(width: 11, capabilities: .plain).map(\.plainText) == [
        "a  ████████", "b  ████",
      ])
  }

  @Test func logarithmicBarsAreInProportionToTheExponent() {
    let bars = BarChart(
      bars: [.init("", 10, text: ""), .init("", 1000, text: ""), .init("", 0, text: "")], isLogarithmic: true)
    let lines = Drawing.bars(bars).lines(width: 11, capabilities: .plain).map(\.plainText)
    #expect(lines == ["  ███", "  █████████", "  "])
  }

  @Test func curvesAreToldApartByDashesAndNamedAbove() {
    let lines = SampleDrawings.plot.lines(width: 60, capabilities: .plain).map(\.plainText)
    #expect(lines.count == 14)
    #expect(lines[1].contains("⠤⠤⠤⠤⠤ sigmoid"))
    #expect(lines[1].contains("⠤⠤⠄⠠⠤ tanh") || lines[1].contains("⠤⠤⠄ ⠤ tanh"))
    #expect(lines[12].contains("└"))
    #expect(lines[13].contains("−4") && lines[13].hasSuffix("x"))
  }

  @Test func pointsWithoutAPlaceBreakTheLineAndDoNotTrap() {
    let points: [(x: Double, y: Double)] = [
      (0, 1), (1, .nan), (2, .infinity), (3, -1), (.nan, 2), (1e300, 1e300), (-1e300, 5),
    ]
    for mark in [Plot.Mark.line, .points, .path, .stems] {
      for isLogarithmic in [false, true] {
        let plot = Plot(
          series: [.init("odd", points, mark: mark, role: .series1)], isXLogarithmic: isLogarithmic,
          isYLogarithmic: isLogarithmic)
        #expect(!Drawing.plot(plot).lines(width: 40, capabilities: .plain).isEmpty)
        let narrow = Plot(series: plot.series, xRange: 0...2, yRange: 0...2, height: 0)
        #expect(!Drawing.plot(narrow).lines(width: 40, capabilities: .plain).isEmpty)
      }
    }
    #expect(!Drawing.plot(Plot(series: [])).lines(width: 40, capabilities: .plain).isEmpty)
  }

  @Test func besideMeansBesideOnlyWhereThereIsRoom() {
    let grid = Drawing.grid(NumberGrid(cells: [["1", "2"], ["3", "4"]]))
    let pair = Drawing.beside([grid, grid])
    #expect(pair.lines(width: 9, capabilities: .plain).map(\.plainText) == ["1 2   1 2", "3 4   3 4"])
    #expect(pair.lines(width: 8, capabilities: .plain).map(\.plainText) == ["1 2", "3 4", "", "1 2", "3 4"])
  }

  @Test func shadesStandForValuesWhereThereIsNoColour() {
    let map = Drawing.heat(HeatMap(values: [[0, 1, 2, 3, 4]]))
    #expect(map.lines(width: 40, capabilities: .plain).map(\.plainText) == ["  ░░▒▒▓▓██", "0   ░░▒▒▓▓██ 4"])
    let colored = map.lines(width: 40, capabilities: Capabilities(colors: .trueColor))
    #expect(colored[0].spans.first?.style.foreground == RGB(16, 18, 48))
  }

  @Test func aMapLargerThanTheScreenIsAveraged() {
    let map = HeatMap(values: Array(repeating: Array(repeating: 1, count: 300), count: 300), range: 0...1)
    let lines = Drawing.heat(map).lines(width: 100, capabilities: Capabilities(colors: .trueColor))
    #expect(lines[0].columns() == 100)
    #expect(lines.count == 51)
  }

  @Test func aContourIsACircleWhereTheFunctionIsABowl() {
    let samples = (0...40).map { row in
      (0...40).map { column in
        let (x, y) = (Double(column - 20) / 10, Double(row - 20) / 10)
        return x * x + y * y
      }
    }
    let contour = Contour(
      title: "", xRange: -2...2, yRange: -2...2, samples: samples, levels: [1], paths: [])
    let segments = contour.segments(level: 1)
    #expect(segments.count > 40)
    for (start, end) in segments {
      // Linear interpolation on cells of 0.1 is good to a hundredth of a cell or so.
      #expect(abs(start.x * start.x + start.y * start.y - 1) < 0.01)
      #expect(abs(end.x * end.x + end.y * end.y - 1) < 0.01)
    }
  }
}
