import Basics

/// What a terminal can show, found from the environment alone.
public struct Capabilities: Sendable, Hashable {
  public enum ColorDepth: Int, Sendable, Comparable {
    case none, ansi16, ansi256, trueColor

    public static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
  }

  /// The value of `--color`.
  public enum ColorChoice: String, Sendable, CaseIterable {
    case auto, always, never
  }

  public var colors: ColorDepth
  /// Input and output are a terminal that can be drawn on: full-screen views and animation make sense.
  public var isInteractive: Bool
  /// Box drawing, blocks and braille may be used.
  public var isUnicode: Bool
  public var symbols: PlotSymbols
  public var widths: CharacterWidth
  public var isLightBackground: Bool

  public init(
    colors: ColorDepth = .none, isInteractive: Bool = false, isUnicode: Bool = true,
    symbols: PlotSymbols = .braille, widths: CharacterWidth = .standard, isLightBackground: Bool = false
  ) {
    self.colors = colors
    self.isInteractive = isInteractive
    self.isUnicode = isUnicode
    self.symbols = symbols
    self.widths = widths
    self.isLightBackground = isLightBackground
  }

  /// For pipes and files: text without escape codes.
  public static let plain = Capabilities()

  /// - Parameters:
  ///   - environment: TERM, COLORTERM, NO_COLOR, CLICOLOR, CLICOLOR_FORCE, COLORFGBG, LC_ALL, LC_CTYPE, LANG,
  ///     STUDY_AMBIGUOUS (`wide`), STUDY_SYMBOLS (`braille`, `block`, `ascii`) and STUDY_BACKGROUND (`light`, `dark`)
  ///     are read.
  ///   - color: beats the environment.
  public static func detect(
    environment: [String: String], isInputTerminal: Bool, isOutputTerminal: Bool, color: ColorChoice = .auto
  ) -> Capabilities {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let term = value("TERM") ?? ""
    // The Linux console has no braille in its font.
    let isConsole = term == "linux"
    let isUnicode = isUnicodeLocale(value("LC_ALL") ?? value("LC_CTYPE") ?? value("LANG"))
    let symbols = value("STUDY_SYMBOLS").flatMap(PlotSymbols.init(rawValue:))
    return Capabilities(
      colors: wantsColor(value, isTerminal: isOutputTerminal && term != "dumb", color)
        ? depth(value, term: term) : .none,
      isInteractive: isInputTerminal && isOutputTerminal && term != "dumb",
      isUnicode: isUnicode,
      symbols: !isUnicode ? .ascii : symbols ?? (isConsole ? .block : .braille),
      widths: CharacterWidth(isAmbiguousWide: value("STUDY_AMBIGUOUS") == "wide"),
      isLightBackground: value("STUDY_BACKGROUND").map { $0 == "light" } ?? isLight(value("COLORFGBG")))
  }

  /// Source: no-color.org (any non-empty value wins) and bixense.com/clicolors.
  private static func wantsColor(
    _ value: (String) -> String?, isTerminal: Bool, _ color: ColorChoice
  ) -> Bool {
    switch color {
    case .always: return true
    case .never: return false
    case .auto:
      if value("NO_COLOR") != nil { return false }
      if let force = value("CLICOLOR_FORCE"), force != "0" { return true }
      return isTerminal && value("CLICOLOR") != "0"
    }
  }

  private static func depth(_ value: (String) -> String?, term: String) -> ColorDepth {
    if let colorTerm = value("COLORTERM"), colorTerm == "truecolor" || colorTerm == "24bit" {
      return .trueColor
    }
    if term.hasSuffix("-direct") { return .trueColor }
    return term.holds("256color") ? .ansi256 : .ansi16
  }

  /// A missing locale counts as UTF-8: containers have none, and nearly every terminal today is.
  private static func isUnicodeLocale(_ locale: String?) -> Bool {
    guard let locale, let dot = locale.firstIndex(of: ".") else { return true }
    let charset = locale[dot...].lowercased()
    return charset.hasPrefix(".utf-8") || charset.hasPrefix(".utf8")
  }

  /// `foreground;background` in the sixteen colours, as rxvt and Konsole set it.
  private static func isLight(_ colors: String?) -> Bool {
    guard let last = colors?.split(separator: ";").last, let background = Int(last) else { return false }
    return background == 7 || background == 15
  }
}

/// What curves are drawn with.
public enum PlotSymbols: String, Sendable, Hashable, CaseIterable {
  /// Eight dots to a cell.
  case braille
  /// Four quarter blocks to a cell, for fonts without braille.
  case block
  /// One letter to a cell.
  case ascii
}
