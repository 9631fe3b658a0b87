/// Turns frames and styled lines into bytes for a terminal; the only place that knows escape codes.
///
/// Source: ECMA-48 (cursor, erase, SGR), xterm's ctlseqs (private modes).
public struct ANSIEncoder: Sendable {
  public let colors: Capabilities.ColorDepth
  public let theme: Theme

  public init(colors: Capabilities.ColorDepth, theme: Theme) {
    self.colors = colors
    self.theme = theme
  }

  public init(_ capabilities: Capabilities, theme: Theme? = nil) {
    self.init(
      colors: capabilities.colors,
      theme: theme ?? .standard(isLightBackground: capabilities.isLightBackground))
  }

  /// One line for output that is not drawn on: no escape codes at all without colours.
  public func line(_ text: StyledText) -> String {
    guard colors > .none else { return text.plainText }
    var bytes: [UInt8] = []
    var current = Style.plain
    for span in text.spans {
      select(span.style, current: &current, into: &bytes)
      bytes += span.text.utf8
    }
    select(.plain, current: &current, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Lines under each other, each ended by a line feed.
  public func lines(_ lines: [StyledText]) -> String {
    lines.map { line($0) + "\n" }.joined()
  }

  /// The bytes that turn what the terminal shows into `frame`, for one single write.
  ///
  /// - Parameter old: what it shows now; nil when that is unknown or of another size.
  public func bytes(from old: Frame?, to frame: Frame) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1024)
    bytes += Self.beginUpdate
    let isKnown = old?.size == frame.size
    if !isKnown { bytes += Self.clear }
    let start = old.flatMap { isKnown ? $0 : nil } ?? Frame(size: frame.size)
    var current = Style.plain
    for run in FrameDiff(from: start, to: frame).runs {
      append(run, of: frame, current: &current, into: &bytes)
    }
    select(.plain, current: &current, into: &bytes)
    if let cursor = frame.cursor, cursor.row < frame.size.rows, cursor.column < frame.size.columns {
      move(row: cursor.row, column: cursor.column, into: &bytes)
      bytes += Self.showCursor
    }
    bytes += Self.endUpdate
    return bytes
  }

  private func append(
    _ run: FrameDiff.Run, of frame: Frame, current: inout Style, into bytes: inout [UInt8]
  ) {
    move(row: run.row, column: run.columns.lowerBound, into: &bytes)
    for column in run.columns {
      let cell = frame[run.row, column]
      if cell.isRightHalf { continue }
      select(cell.style, current: &current, into: &bytes)
      let text = cell.character.utf8
      bytes += text
      // Terminals disagree about the width of emoji and of joined marks; saying where the next cell is heals it.
      if text.count > 3 || (text.count > 1 && cell.character.unicodeScalars.count > 1) {
        let next = column + Int(cell.columns)
        if next < run.columns.upperBound { move(row: run.row, column: next, into: &bytes) }
      }
    }
  }

  private func move(row: Int, column: Int, into bytes: inout [UInt8]) {
    bytes += "\u{1B}[".utf8
    append(row + 1, into: &bytes)
    bytes.append(UInt8(ascii: ";"))
    append(column + 1, into: &bytes)
    bytes.append(UInt8(ascii: "H"))
  }

  private func append(_ number: Int, into bytes: inout [UInt8]) {
    if number >= 10 { append(number / 10, into: &bytes) }
    bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}

// MARK: - Styles

extension ANSIEncoder {
  /// Select Graphic Rendition, always from a reset: shorter to reason about than switching attributes off one by one.
  private func select(_ style: Style, current: inout Style, into bytes: inout [UInt8]) {
    guard style != current else { return }
    current = style
    bytes += "\u{1B}[0".utf8
    let look = theme[style.role]
    if look.isBold { bytes += ";1".utf8 }
    // Without colours, dim text is faint, so that the difference is not lost.
    if look.isFaint || (colors == .none && style.role == .dim) { bytes += ";2".utf8 }
    if style.isUnderlined { bytes += ";4".utf8 }
    if style.isReversed { bytes += ";7".utf8 }
    if let color = style.foreground {
      append(color, isBackground: false, into: &bytes)
    } else if colors == .ansi16, let index = look.ansi {
      bytes += ";\(index < 8 ? 30 + Int(index) : 82 + Int(index))".utf8
    } else if let color = look.color {
      append(color, isBackground: false, into: &bytes)
    }
    if let color = style.background { append(color, isBackground: true, into: &bytes) }
    bytes.append(UInt8(ascii: "m"))
  }

  private func append(_ color: RGB, isBackground: Bool, into bytes: inout [UInt8]) {
    switch colors {
    case .none: return
    case .ansi16:
      let index = color.nearestANSI16
      bytes += ";\((index < 8 ? 30 + index : 82 + index) + (isBackground ? 10 : 0))".utf8
    case .ansi256: bytes += ";\(isBackground ? 48 : 38);5;\(color.nearestANSI256)".utf8
    case .trueColor: bytes += ";\(isBackground ? 48 : 38);2;\(color.red);\(color.green);\(color.blue)".utf8
    }
  }
}

// MARK: - Modes

extension ANSIEncoder {
  /// Synchronized update (private mode 2026); terminals that do not know it ignore it.
  private static let beginUpdate = Array("\u{1B}[?2026h\u{1B}[?25l".utf8)
  private static let endUpdate = Array("\u{1B}[?2026l".utf8)
  private static let showCursor = Array("\u{1B}[?25h".utf8)
  private static let clear = Array("\u{1B}[0m\u{1B}[2J".utf8)

  /// Alternate screen, no automatic line wrap, hidden cursor, bracketed paste; mouse reports in SGR form if wanted.
  static func enter(withMouse: Bool) -> [UInt8] {
    Array("\u{1B}[?1049h\u{1B}[?7l\u{1B}[?25l\u{1B}[?2004h\u{1B}[2J".utf8)
      + (withMouse ? Array("\u{1B}[?1000h\u{1B}[?1006h".utf8) : [])
  }

  /// Undoes all of `enter`, in any state and however often it is sent.
  static let leave = Array(
    "\u{1B}[?2026l\u{1B}[?1006l\u{1B}[?1000l\u{1B}[?2004l\u{1B}[0m\u{1B}[?7h\u{1B}[?1049l\u{1B}[?25h".utf8)
}
