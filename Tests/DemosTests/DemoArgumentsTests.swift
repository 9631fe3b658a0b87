import Basics
import Testing

@testable import Demos

/// What an option takes, in words.
@Suite struct DemoArgumentsTests {
  private func allowed(_ kind: DemoOption.Kind, unit: LocalizedText? = nil) -> LocalizedText {
    DemoOption("o", kind, unit: unit, "meaning", "含义").allowed
  }

  @Test func rangesAreSaidInBothLanguages() {
    #expect(allowed(.integer(1...512), unit: .pixels) == LocalizedText("1 to 512 pixels", "1 到 512 像素"))
    #expect(allowed(.number(-0.5...10)) == LocalizedText("-0.5 to 10", "-0.5 到 10"))
    #expect(
      allowed(.size(1...255), unit: .cells)
        == LocalizedText("N or H,W, each 1 to 255 cells", "N 或 H,W，各为 1 到 255 格"))
    #expect(
      allowed(.numbers(-100...100, count: 1...16))
        == LocalizedText(
          "1 to 16 numbers -100 to 100, separated by commas", "1 到 16 个数，各为 -100 到 100，用逗号分隔"))
    #expect(
      allowed(.integers(1...9, count: 4...4))
        == LocalizedText("4 whole numbers 1 to 9, separated by commas", "4 个整数，各为 1 到 9，用逗号分隔"))
  }

  @Test func noChineseSentenceOfAnOptionHoldsEnglishWords() throws {
    for demo in Catalogue.demos {
      for option in demo.options {
        switch option.kind {
        case .word, .words: continue
        default: break
        }
        let text = option.allowed.chinese
        let words = text.split { !$0.isASCII || !$0.isLetter }.map(String.init)
        #expect(
          words.allSatisfy { ["N", "H", "W", "GFLOP", "GB", "s", "e"].contains($0) },
          "\(demo.name) --\(option.name): \(text)")
      }
    }
  }

  @Test func aRefusedValueIsToldTheRangeInBothLanguages() throws {
    let error = #expect(throws: OptionError.self) { try Demo.conv.parse(["--s", "99999999"]) }
    let hint = try #require(error).hint
    #expect(hint.english.hasPrefix("Allowed: N or H,W, each "), "\(hint.english)")
    #expect(hint.chinese.hasPrefix("允许：N 或 H,W，各为 "), "\(hint.chinese)")
  }
}
