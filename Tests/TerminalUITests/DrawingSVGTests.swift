import Basics
import Foundation
import FoundationXML
import Testing

@testable import TerminalUI

@Suite struct DrawingSVGTests {
  /// Reads the file as XML and counts its elements.
  private final class Counter: NSObject, XMLParserDelegate {
    var elements: [String: Int] = [:]
    var texts = ""
    var isNumberBad = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements[name, default: 0] += 1
      for key in ["x", "y", "width", "height", "cx", "cy"] {
        if let value = attributes[key], Double(value)?.isFinite != true { isNumberBad = true }
      }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { texts += string }
  }

  private func read(_ svg: String) -> Counter? {
    let counter = Counter()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = counter
    return parser.parse() ? counter : nil
  }

  @Test func everyDrawingIsAWellFormedFile() {
    for (name, drawing) in SampleDrawings.all {
      let file = read(drawing.svg(title: name))
      #expect(file != nil, "\(name)")
      #expect(file?.elements["svg"] == 1 && file?.isNumberBad == false, "\(name)")
    }
  }

  @Test func aPlotHasACurveForEachSeries() throws {
    let plot = Drawing.plot(
      Plot(
        title: "a < b & c", xLabel: "x",
        series: [
          .init("one", [(0, 0), (1, 1)], role: .series1), .init("two", [(0, 1), (1, 0)], role: .series2),
        ]))
    let file = try #require(read(plot.svg()))
    #expect(plot.svg().components(separatedBy: "class=\"l-series1\"").count == 3)
    #expect(file.texts.contains("a < b & c") && file.texts.contains("two"))
  }

  @Test func pointsMarksAndCellsAreShapes() throws {
    let path = Drawing.plot(
      Plot(series: [.init("p", [(0, 0), (1, 1), (9, .nan)], mark: .path, role: .accent)]))
    #expect(try #require(read(path.svg())).elements["circle"] == 3)
    let map = Drawing.heat(HeatMap(values: [[1, 2], [3, .nan]]))
    #expect(try #require(read(map.svg())).elements["rect"] == 4)
  }

  @Test func bothBackgroundsAreServed() {
    let svg = SampleDrawings.bars.svg()
    #expect(svg.contains("prefers-color-scheme: dark"))
    #expect(svg.contains(".background { fill: #ffffff }") && svg.contains(".background { fill: #1e1e1e }"))
  }

  @Test func textCannotBreakOutOfTheFile() throws {
    let evil = Drawing.text(StyledText("</text><script>alert(1)</script>\u{1B}[2J\u{0}"))
    let file = try #require(read(evil.svg(title: "]]></title>\u{1}")))
    #expect(file.elements["script"] == nil)
  }
}
