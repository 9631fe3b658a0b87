import Basics
import TerminalUI

/// A theme as a file: lines such as `accent = #6cb6ff bold`, on top of the dark or light theme.
enum ThemeFile {
  struct Problem: Error, Hashable, Sendable {
    let line: Int
    let text: String
  }

  static let attributes = ["bold", "faint"]

  /// - Parameter base: the theme whose looks stand where the file names none; a line `base = light` takes the light one.
  static func parse(_ text: String, base: Theme) throws(Problem) -> Theme {
    var theme = base
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let body = String(line).trimmedBlanks
      if body.isEmpty || body.hasPrefix("//") || body.hasPrefix("# ") { continue }
      let problem = Problem(line: index + 1, text: body)
      let parts = body.split(separator: "=", maxSplits: 1).map { String($0).trimmedBlanks }
      guard parts.count == 2 else { throw problem }
      if parts[0] == "base" {
        guard ["dark", "light"].contains(parts[1]) else { throw problem }
        theme = .standard(isLightBackground: parts[1] == "light")
        continue
      }
      guard let role = Role.allCases.first(where: { "\($0)" == parts[0] }) else { throw problem }
      var look = Theme.Look(ansi: theme[role].ansi)
      for word in parts[1].split(separator: " ").map(String.init) {
        switch word {
        case "bold": look.isBold = true
        case "faint": look.isFaint = true
        case "none": look.ansi = nil
        default:
          if let color = color(word) {
            look.color = color
          } else if let number = UInt8(word), number < 16 {
            look.ansi = number
          } else {
            throw problem
          }
        }
      }
      theme[role] = look
    }
    return theme
  }

  /// `#6cb6ff`
  private static func color(_ text: String) -> RGB? {
    guard text.hasPrefix("#"), text.count == 7, let value = UInt32(text.dropFirst(), radix: 16) else {
      return nil
    }
    return RGB(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
  }
}
