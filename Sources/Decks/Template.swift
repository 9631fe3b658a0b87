/// Text with `{names}` to be replaced.
struct Template {
  private enum Piece {
    case text(String)
    /// LaTeX needs the braces after a command, `^`, `_` or another group: `x^{n}` becomes `x^{12}`.
    case name(String, keepsBraces: Bool)
  }

  private var pieces: [Piece] = []

  init(_ template: String) {
    let bytes = template.utf8.span
    var start = 0
    Template.forEachName(in: bytes) { name, isMaths in
      let brace = name.lowerBound - 1
      let previous = brace > 0 ? bytes[brace - 1] : 0
      let keepsBraces =
        isMaths
        && (previous == UInt8(ascii: "^") || previous == UInt8(ascii: "_") || previous == UInt8(ascii: "}")
          || previous.isLetter)
      pieces.append(.text(bytes.text(start..<brace)))
      pieces.append(.name(bytes.text(name), keepsBraces: keepsBraces))
      start = name.upperBound + 1
    }
    pieces.append(.text(bytes.text(start..<bytes.count)))
  }

  /// Every `{identifier}`, with whether it stands in maths, where braces may be LaTeX's own.
  static func forEachName(in bytes: Span<UInt8>, _ body: (_ name: Range<Int>, _ isMaths: Bool) -> Void) {
    var position = 0
    var isMaths = false
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\\"):
        position += 1
      case UInt8(ascii: "$"):
        isMaths.toggle()
      case UInt8(ascii: "{"):
        if let end = nameEnd(bytes, from: position + 1) {
          body((position + 1)..<end, isMaths)
          position = end
        }
      default:
        break
      }
      position += 1
    }
  }

  /// The place of the closing brace when an identifier stands before it.
  private static func nameEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count, bytes[start].isWord, !bytes[start].isDigit else { return nil }
    var end = start
    while end < bytes.count, bytes[end].isWord { end += 1 }
    return end < bytes.count && bytes[end] == UInt8(ascii: "}") ? end : nil
  }

  /// The names in it, each as often as it stands there.
  static func names(in text: String) -> [String] {
    let bytes = text.utf8.span
    var names: [String] = []
    forEachName(in: bytes) { name, _ in names.append(bytes.text(name)) }
    return names
  }

  /// Names without a value stay as they are.
  func filled(with values: [String: String]) -> String {
    var filled = ""
    for piece in pieces {
      switch piece {
      case .text(let text): filled += text
      case .name(let name, let keepsBraces):
        let value = values[name]
        filled += value == nil || keepsBraces ? "{\(value ?? name)}" : value ?? ""
      }
    }
    return filled
  }
}
