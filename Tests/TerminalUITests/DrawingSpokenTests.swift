import Basics
import Testing

@testable import TerminalUI

@Suite struct DrawingSpokenTests {
  @Test func nothingIsDrawnInBoxesBlocksOrDots() {
    for (name, drawing) in SampleDrawings.all {
      for language in Language.allCases {
        let lines = drawing.spoken(in: language)
        #expect(!lines.isEmpty, "\(name)")
        let drawn = lines.joined().unicodeScalars.filter {
          (0x2500...0x259F).contains($0.value) || (0x2800...0x28FF).contains($0.value)
        }
        #expect(drawn.isEmpty, "\(name)")
      }
    }
  }

  @Test func aTableNamesItsHeadingWithEachValue() {
    let table = Drawing.table(
      Table(
        columns: [.init("layer", .left), .init("params")], rows: [["conv1", "9 408"], ["fc", "10"]],
        shares: [0.5, 1],
        limit: 1))
    #expect(
      table.spoken(in: .english) == ["Table with 2 rows.", "layer: conv1; params: 9 408; 50 %", "and 1 more"])
    #expect(table.spoken(in: .chinese) == ["表格，2 行。", "layer：conv1；params：9 408；50 %", "还有 1 行"])
  }

  @Test func aCurveIsToldByItsEndsItsExtremesAndSomePoints() {
    let plot = Drawing.plot(
      Plot(
        title: "Loss", xLabel: "step", yLabel: "loss",
        series: [.init("gd", [(0, 4), (1, 1), (2, .nan), (3, 2)], role: .series1)]))
    #expect(
      plot.spoken(in: .english) == [
        "Loss: plot of loss against step, 1 series.",
        "gd: from 4 at step 0, to 2 at step 3, lowest 1 at step 1.",
        "step 0: 4; step 1: 1; step 3: 2",
      ])
  }

  @Test func aCurveThatOnlyFallsIsToldByItsEndsAlone() {
    let plot = Drawing.plot(
      Plot(xLabel: "day", yLabel: "recall", series: [.init("card", [(0, 1), (10, 0.5)], role: .series1)]))
    #expect(plot.spoken(in: .english).last == "card: from 1 at day 0, to 0.5 at day 10.")
    #expect(plot.spoken(in: .chinese).last == "card：起点 day 0 处为 1，终点 day 10 处为 0.5。")
  }

  @Test func aGridTellsWhereItsWindowIsAndReadsItsRows() {
    let grid = Drawing.grid(
      NumberGrid(
        title: "input", cells: [["1", "2"], ["3", ""]], marked: [.init(1, 0)],
        window: .init(rows: 0..<2, columns: 1..<2)))
    #expect(
      grid.spoken(in: .english) == [
        "input: 2 rows, 2 columns, window at rows 1 to 2, column 2, marked row 2 column 1.", "row 1: 1 2",
        "row 2: 3 empty",
      ])
  }

  @Test func aMapIsToldByItsExtremes() {
    let map = Drawing.heat(HeatMap(title: "P", values: [[0, 0.5], [0.25, 1]]))
    #expect(
      map.spoken(in: .english) == [
        "P: 2 by 2 values, lowest 0 at row 1 column 1, highest 1 at row 2 column 2.", "row 1: 0 0.5",
        "row 2: 0.25 1",
      ])
  }

  @Test func barsAreAList() {
    let bars = Drawing.bars(
      BarChart(title: "logits", bars: [.init("cat", 2, text: "2.0"), .init("dog", 1, text: "")]))
    #expect(bars.spoken(in: .english) == ["logits: 2 bars, largest cat.", "cat: 2.0", "dog: 1"])
  }
}
