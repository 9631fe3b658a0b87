import Basics
import Foundation
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct ANSIEncoderTests {
  private func emulator(_ size: Size) -> ScreenEmulator {
    ScreenEmulator(columns: size.columns, rows: size.rows) { CharacterWidth.standard.columns($0) }
  }

  @Test func theTerminalShowsTheFrame() {
    var frame = Frame(size: Size(columns: 20, rows: 3))
    frame.put(StyledText("卷积 conv", .accent) + StyledText(" ŷ 😀|", .dim), row: 1, column: 2)
    frame.cursor = Frame.Position(row: 1, column: 4)
    var screen = emulator(frame.size)
    // What stood there before is not part of the frame.
    screen.feed("left by another program".utf8)
    screen.feed(ANSIEncoder(Capabilities(colors: .trueColor)).bytes(from: nil, to: frame))
    #expect(screen.lines == frame.lines)
    #expect(screen.cursor == (1, 4))
    #expect(screen.isCursorVisible && screen.unknown == [])
    #expect(screen.modes.isDisjoint(with: [2026]))
  }

  @Test func frameAfterFrameTheTerminalShowsTheLast() {
    let texts: [StyledText] = [
      "abc", "卷积", "a卷b", StyledText("x̂ŷ", .good), "👩‍👩‍👧 !", StyledText("───", .bad), "  ", "0123456789",
    ]
    for depth in [Capabilities.ColorDepth.none, .ansi16, .ansi256, .trueColor] {
      let encoder = ANSIEncoder(colors: depth, theme: .dark)
      let seed: UInt64 = 42
      var generator = SplitMix64(seed: seed)
      var size = Size(columns: 17, rows: 5)
      var screen = emulator(size)
      var shown: Frame?
      for round in 0..<100 {
        if round % 25 == 24 {
          size = Size(columns: 10 + generator.nextIndex(below: 10), rows: 3 + generator.nextIndex(below: 4))
          screen.resize(columns: size.columns, rows: size.rows)
        }
        var frame = shown.flatMap { $0.size == size ? $0 : nil } ?? Frame(size: size)
        for _ in 0..<3 {
          frame.put(
            texts[generator.nextIndex(below: texts.count)], row: generator.nextIndex(below: size.rows),
            column: generator.nextIndex(below: size.columns + 4) - 4)
        }
        screen.feed(encoder.bytes(from: shown, to: frame))
        #expect(screen.lines == frame.lines, "seed \(seed), round \(round)")
        shown = frame
      }
      #expect(screen.unknown == [])
    }
  }

  @Test func anUnchangedFrameCostsAFewBytes() {
    var frame = Frame(size: Size(columns: 80, rows: 24))
    frame.put("hello", row: 3, column: 3)
    #expect(ANSIEncoder(.plain).bytes(from: frame, to: frame).count < 40)
  }

  @Test func coloursFollowTheDepth() {
    let text = StyledText("x", .good)
    #expect(ANSIEncoder(colors: .none, theme: .dark).line(text) == "x")
    #expect(ANSIEncoder(colors: .ansi16, theme: .dark).line(text) == "\u{1B}[0;32mx\u{1B}[0m")
    #expect(ANSIEncoder(colors: .ansi256, theme: .dark).line(text) == "\u{1B}[0;38;5;107mx\u{1B}[0m")
    #expect(
      ANSIEncoder(colors: .trueColor, theme: .dark).line(text) == "\u{1B}[0;38;2;140;194;101mx\u{1B}[0m")
  }

  @Test func plainTextIsLeftAlone() {
    #expect(ANSIEncoder(colors: .trueColor, theme: .dark).lines(["a", "", "b"]) == "a\n\nb\n")
  }

  @Test func picturesMadeOfColourKeepIt() {
    let text = StyledText(spans: [
      .init("▀", Style(.plain, foreground: RGB(255, 0, 0), background: RGB(0, 0, 0)))
    ])
    #expect(
      ANSIEncoder(colors: .trueColor, theme: .dark).line(text)
        == "\u{1B}[0;38;2;255;0;0;48;2;0;0;0m▀\u{1B}[0m")
    #expect(ANSIEncoder(colors: .ansi256, theme: .dark).line(text) == "\u{1B}[0;38;5;196;48;5;16m▀\u{1B}[0m")
    #expect(ANSIEncoder(colors: .ansi16, theme: .dark).line(text) == "\u{1B}[0;91;40m▀\u{1B}[0m")
  }

  @Test func colouredTextReadsWellOnItsBackground() {
    for (theme, background) in [(Theme.dark, RGB(0x1E, 0x1E, 0x1E)), (.light, RGB(0xFF, 0xFF, 0xFF))] {
      for role in Role.allCases {
        guard let color = theme[role].color else { continue }
        #expect(Self.contrast(color, background) >= 4.5, "\(role)")
      }
    }
  }

  /// WCAG 2.2, relative luminance and contrast ratio.
  private static func contrast(_ first: RGB, _ second: RGB) -> Double {
    func luminance(_ color: RGB) -> Double {
      func linear(_ value: UInt8) -> Double {
        let share = Double(value) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    }
    let (a, b) = (luminance(first), luminance(second))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }
}
