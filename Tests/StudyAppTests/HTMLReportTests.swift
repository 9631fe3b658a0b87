import Basics
import Foundation
import FoundationXML
import TerminalUI
import Testing

@testable import StudyApp

@Suite struct HTMLReportTests {
  /// Reads the page as XML, which it also is, and keeps what an accessibility check asks for.
  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements.append((name, attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }
  }

  private static func read(_ html: String) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
    return reader
  }

  private func page(_ language: String = "en") throws -> String {
    try TestLearner().run("export", "--format", "html", "--lang", language)
  }

  @Test(arguments: ["en", "zh"])
  func thePageIsWellFormedNamedAndInItsLanguage(language: String) throws {
    let reader = try Self.read(try page(language))
    #expect(reader.all("html") == [["lang": language == "en" ? "en" : "zh-Hans"]])
    #expect(reader.all("title").count == 1)
    #expect(reader.all("h1").count == 1)
    #expect(reader.all("main").count == 1)
  }

  @Test func headingsAreInOrderAndIdsAreUnique() throws {
    let reader = try Self.read(try page())
    let levels = reader.elements.compactMap {
      $0.name.count == 2 && $0.name.hasPrefix("h") ? Int($0.name.dropFirst()) : nil
    }
    #expect(levels.first == 1)
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    let ids = reader.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    let named = reader.elements.compactMap { $0.attributes["aria-labelledby"] }
    #expect(!named.isEmpty && Set(named).isSubset(of: Set(ids)))
  }

  @Test func everyDrawingIsToldAndEveryTableHasHeadings() throws {
    let reader = try Self.read(try page())
    let drawings = reader.all("svg")
    // Forecast, year, topics, months, calibration, three histograms, levels, and a demo a weak card.
    #expect(drawings.count == 9 + Statistics.weakestCount)
    #expect(drawings.allSatisfy { $0["role"] == "img" && ($0["aria-label"] ?? "").count > 20 })
    #expect(reader.all("th").allSatisfy { $0["scope"] == "col" || $0["scope"] == "row" })
    #expect(reader.all("caption").count == reader.all("table").count)
  }

  @Test func nothingRunsAndNothingIsFetched() throws {
    let html = try page()
    let reader = try Self.read(html)
    #expect(reader.all("script").isEmpty && reader.all("link").isEmpty && reader.all("img").isEmpty)
    #expect(!html.contains("url(") && !html.contains("http://") && !html.contains("https://"))
  }

  @Test func textOfDecksIsEscaped() throws {
    let html = try page()
    #expect(html.contains("&lt;"))
    #expect(
      SafeText.markup("<b a=\"1\">&\u{1B}[31m\u{202E}") == "&lt;b a=&quot;1&quot;&gt;&amp;␛[31m⟨U+202E⟩")
  }

  @Test func wordsStandOutFromThePageInLightAndDark() throws {
    // WCAG 2.2, relative luminance and contrast ratio.
    func luminance(_ hex: Substring) throws -> Double {
      let bits = try #require(Int(hex, radix: 16))
      let channels = [bits >> 16, bits >> 8 & 255, bits & 255].map { channel in
        let part = Double(channel) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
    let pages = ReportStyle.css.matches(
      of: /--page: #(\w{6}); --text: #(\w{6}); --dim: #(\w{6})[^}]*--accent: #(\w{6})/)
    #expect(pages.count == 2)
    for page in pages {
      let ground = try luminance(page.1)
      for ink in [page.2, page.3, page.4] {
        let (low, high) = (min(ground, try luminance(ink)), max(ground, try luminance(ink)))
        #expect((high + 0.05) / (low + 0.05) >= 4.5, "\(ink) on \(page.1)")
      }
    }
  }

  @Test func anEmptyCollectionHasAReportToo() throws {
    let reader = try Self.read(
      try TestLearner(seed: 1, days: 0).run("export", "--format", "html", "--lang", "en"))
    #expect(reader.text.contains("0 cards due now"))
    #expect(!reader.text.contains("Weakest cards"))
  }
}
