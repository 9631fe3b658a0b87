/// Makes text from decks, databases and the command line harmless: what a terminal would act on becomes a visible mark.
///
/// Source: Unicode TR #36 (bidi overrides, zero-width characters), ECMA-48 (C0 and C1 controls).
public enum SafeText {
  /// The text on one line: line breaks and tabs become spaces, other controls marks such as ␛ and ⟨U+202E⟩.
  public static func line(_ text: String) -> String {
    needsMarks(text) ? marked(text, keepsLineBreaks: false) : text
  }

  /// The text with its line breaks kept (CR LF and CR become LF); all else as in `line`.
  public static func lines(_ text: String) -> String {
    needsMarks(text) ? marked(text, keepsLineBreaks: true) : text
  }

  /// The text on one line, for an element or an attribute of HTML, SVG or XML.
  public static func markup(_ text: String) -> String {
    var result = ""
    for character in line(text) {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }

  /// Whether a character may stand in a cell of the screen as it is.
  static func isSafe(_ character: Character) -> Bool {
    if let byte = character.asciiValue { return byte >= 0x20 && byte != 0x7F }
    return character.unicodeScalars.allSatisfy { !isHarmful($0) }
  }

  private static func needsMarks(_ text: String) -> Bool {
    var isPlain = true
    for byte in text.utf8 where byte < 0x20 || byte >= 0x7F {
      isPlain = false
      break
    }
    return !isPlain && text.unicodeScalars.contains { $0.value >= 0x300 || isHarmful($0) }
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x20 || (0x7F...0x9F).contains(value) { return true }
    if value < 0xAD { return false }
    switch value {
    // Soft hyphen, Arabic letter mark, Mongolian separator, zero-width space and non-joiner, direction marks.
    case 0xAD, 0x61C, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F: return true
    // Line and paragraph separators, bidi embeddings, overrides and isolates, invisible operators.
    case 0x2028...0x202E, 0x2060...0x206F: return true
    // Byte-order mark, interlinear annotation, tags, fillers, noncharacters.
    case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F, 0x115F, 0x1160, 0x3164, 0xFFA0: return true
    default: return value & 0xFFFE == 0xFFFE
    }
  }

  private static func marked(_ text: String, keepsLineBreaks: Bool) -> String {
    var result = ""
    var previous: Unicode.Scalar?
    var stacked = 0
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      let isMark = scalar.value >= 0x300 && isCombining(scalar)
      stacked = isMark ? stacked + 1 : 0
      switch scalar.value {
      case _ where stacked > longestStack:
        if stacked == longestStack + 1 { result += "…" }
      case 0x0A where previous == "\r": continue
      case 0x0A, 0x0D: result.unicodeScalars.append(keepsLineBreaks ? "\n" : " ")
      case 0x09: result.unicodeScalars.append(" ")
      // The block Control Pictures follows the order of the controls: ␀ is U+2400.
      case 0...0x1F: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "�")
      case 0x7F: result.unicodeScalars.append("␡")
      // A joiner makes one emoji of several; between letters it only hides.
      case 0x200D:
        if let previous, previous.properties.isEmoji || previous.value == 0xFE0F, previous.value > 0x7F {
          result.unicodeScalars.append(scalar)
        } else {
          result += codePoint(scalar)
        }
      default:
        if isHarmful(scalar) {
          result += codePoint(scalar)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// More combining marks than this on one character are a trick, not a script.
  private static let longestStack = 8

  private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: false
    }
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "⟩"
  }
}
