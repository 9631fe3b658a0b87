import Basics

/// Everything a drawing needs to become lines.
struct DrawingContext {
  var width: Int
  let capabilities: Capabilities
  let language: Language

  var widths: CharacterWidth { capabilities.widths }
  var glyphs: Glyphs { Glyphs(capabilities) }

  func narrowed(to width: Int) -> DrawingContext {
    var copy = self
    copy.width = width
    return copy
  }

  func text(_ english: String, _ chinese: String) -> String {
    language.text(english, chinese)
  }

  func title(_ title: String) -> [StyledText] {
    title.isEmpty ? [] : [StyledText(title, .strong).truncated(to: width, widths: widths)]
  }
}

/// Lines, boxes and blocks in characters that the terminal shows one column wide.
struct Glyphs {
  /// Box drawing and blocks are of ambiguous width: terminals that show them wide get ASCII.
  let isBoxDrawing: Bool
  let dots: PlotSymbols

  init(_ capabilities: Capabilities) {
    isBoxDrawing =
      capabilities.isUnicode && !capabilities.widths.isAmbiguousWide && capabilities.symbols != .ascii
    switch capabilities.symbols {
    // Braille is narrow everywhere.
    case .braille: dots = capabilities.isUnicode ? .braille : .ascii
    case .block: dots = isBoxDrawing ? .block : .ascii
    case .ascii: dots = .ascii
    }
  }

  var vertical: String { isBoxDrawing ? "│" : "|" }
  var horizontal: String { isBoxDrawing ? "─" : "-" }
  var corner: String { isBoxDrawing ? "└" : "+" }
  var leftTick: String { isBoxDrawing ? "┤" : "+" }
  var bottomTick: String { isBoxDrawing ? "┬" : "+" }
  var track: String { isBoxDrawing ? "·" : "." }
  var ellipsis: String { isBoxDrawing ? "…" : ".." }

  /// A bar from the left of `share` (0…1) times `columns` columns; with eighths of a column where there are blocks.
  func bar(_ share: Double, columns: Int) -> String {
    let share = share.isFinite ? min(1, max(0, share)) : 0
    guard isBoxDrawing else {
      return String(repeating: "#", count: Int((share * Double(columns)).rounded()))
    }
    let eighths = Int((share * Double(columns) * 8).rounded())
    let partial = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + partial
  }

  /// A bar that grows to the left, in halves of a column.
  func barFromRight(_ share: Double, columns: Int) -> String {
    let share = share.isFinite ? min(1, max(0, share)) : 0
    guard isBoxDrawing else {
      return String(repeating: "#", count: Int((share * Double(columns)).rounded()))
    }
    let halves = Int((share * Double(columns) * 2).rounded())
    return (halves % 2 == 1 ? "▐" : "") + String(repeating: "█", count: halves / 2)
  }
}
