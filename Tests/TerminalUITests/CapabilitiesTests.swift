import Testing

@testable import TerminalUI

@Suite struct CapabilitiesTests {
  private func colors(
    _ environment: [String: String], isTerminal: Bool = true, color: Capabilities.ColorChoice = .auto
  ) -> Capabilities.ColorDepth {
    detect(environment, isTerminal: isTerminal, color: color).colors
  }

  private func detect(
    _ environment: [String: String], isTerminal: Bool = true, color: Capabilities.ColorChoice = .auto
  ) -> Capabilities {
    Capabilities.detect(
      environment: environment, isInputTerminal: isTerminal, isOutputTerminal: isTerminal, color: color)
  }

  @Test func theTerminalNamesItsColours() {
    #expect(colors(["TERM": "xterm"]) == .ansi16)
    #expect(colors(["TERM": "xterm-256color"]) == .ansi256)
    #expect(colors(["TERM": "tmux-256color"]) == .ansi256)
    #expect(colors(["TERM": "xterm-256color", "COLORTERM": "truecolor"]) == .trueColor)
    #expect(colors(["TERM": "xterm-direct"]) == .trueColor)
    #expect(colors(["TERM": "dumb"]) == .none)
  }

  @Test func pipesGetNoColourUnlessForced() {
    #expect(colors(["TERM": "xterm"], isTerminal: false) == .none)
    #expect(colors(["TERM": "xterm", "CLICOLOR_FORCE": "1"], isTerminal: false) == .ansi16)
    #expect(colors(["TERM": "xterm", "CLICOLOR_FORCE": "0"], isTerminal: false) == .none)
    #expect(colors(["TERM": "xterm"], isTerminal: false, color: .always) == .ansi16)
  }

  @Test func refusalsWin() {
    #expect(colors(["TERM": "xterm", "NO_COLOR": "1"]) == .none)
    #expect(colors(["TERM": "xterm", "NO_COLOR": ""]) == .ansi16)
    #expect(colors(["TERM": "xterm", "NO_COLOR": "1", "CLICOLOR_FORCE": "1"]) == .none)
    #expect(colors(["TERM": "xterm", "CLICOLOR": "0"]) == .none)
    #expect(colors(["TERM": "xterm", "COLORTERM": "truecolor"], color: .never) == .none)
    #expect(colors(["TERM": "xterm", "NO_COLOR": "1"], color: .always) == .ansi16)
  }

  @Test func drawingOnTheScreenNeedsATerminalAtBothEnds() {
    #expect(detect(["TERM": "xterm"]).isInteractive)
    #expect(!detect(["TERM": "dumb"]).isInteractive)
    #expect(!detect(["TERM": "xterm"], isTerminal: false).isInteractive)
    let half = Capabilities.detect(
      environment: ["TERM": "xterm"], isInputTerminal: false, isOutputTerminal: true)
    #expect(!half.isInteractive && half.colors == .ansi16)
  }

  @Test func theLocaleDecidesAboutUnicode() {
    #expect(detect(["LANG": "zh_CN.UTF-8"]).isUnicode)
    #expect(detect([:]).isUnicode)
    #expect(detect(["LANG": "C"]).isUnicode)
    let latin = detect(["LANG": "de_DE.ISO-8859-1"])
    #expect(!latin.isUnicode && latin.symbols == .ascii)
    #expect(detect(["LC_ALL": "C.utf8", "LANG": "de_DE.ISO-8859-1"]).isUnicode)
  }

  @Test func symbolsWidthsAndBackgroundFollowTheEnvironment() {
    #expect(detect(["TERM": "linux"]).symbols == .block)
    #expect(detect(["TERM": "xterm"]).symbols == .braille)
    #expect(detect(["STUDY_SYMBOLS": "ascii"]).symbols == .ascii)
    #expect(detect(["STUDY_AMBIGUOUS": "wide"]).widths.isAmbiguousWide)
    #expect(!detect([:]).widths.isAmbiguousWide)
    #expect(detect(["COLORFGBG": "0;15"]).isLightBackground)
    #expect(!detect(["COLORFGBG": "15;0"]).isLightBackground)
    #expect(detect(["COLORFGBG": "15;0", "STUDY_BACKGROUND": "light"]).isLightBackground)
  }
}
