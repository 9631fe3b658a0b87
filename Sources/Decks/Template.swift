/// Text with `{names}` to be replaced.
struct Template {
  private enum Piece {
    case text(ArraySlice<UInt8>)
    /// LaTeX needs the braces after a command, `^`, `_` or another group: `x^{n}` becomes `x^{12}`.
    case name(String, keepsBraces: Bool, isMaths: Bool)
  }

  private var pieces: [Piece] = []

  init(_ template: String) {
    let bytes = Array(template.utf8)
    var start = 0
    var position = 0
    var isMaths = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\\") {
        position += 2
        continue
      }
      if byte == UInt8(ascii: "$") { isMaths.toggle() }
      if byte == UInt8(ascii: "{"), let end = Template.nameEnd(bytes, from: position + 1) {
        let previous = position > 0 ? bytes[position - 1] : 0
        let keepsBraces =
          isMaths
          && (previous == UInt8(ascii: "^") || previous == UInt8(ascii: "_") || previous == UInt8(ascii: "}")
            || previous.isLetter)
        pieces.append(.text(bytes[start..<position]))
        pieces.append(
          .name(
            String(decoding: bytes[(position + 1)..<end], as: UTF8.self), keepsBraces: keepsBraces,
            isMaths: isMaths))
        position = end + 1
        start = position
      } else {
        position += 1
      }
    }
    pieces.append(.text(bytes[start...]))
  }

  /// The place of the closing brace when an identifier stands before it.
  private static func nameEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    guard start < bytes.count, bytes[start].isWord, !bytes[start].isDigit else { return nil }
    var end = start
    while end < bytes.count, bytes[end].isWord { end += 1 }
    return end < bytes.count && bytes[end] == UInt8(ascii: "}") ? end : nil
  }

  /// The names in it, with whether each stands in maths, where braces may be LaTeX's own.
  var names: [(name: String, isMaths: Bool)] {
    pieces.compactMap { piece in
      if case .name(let name, _, let isMaths) = piece { (name, isMaths) } else { nil }
    }
  }

  /// Names without a value stay as they are.
  func filled(with values: [String: String]) -> String {
    var filled: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .text(let text): filled += text
      case .name(let name, let keepsBraces, _):
        if let value = values[name] {
          filled += (keepsBraces ? "{\(value)}" : value).utf8
        } else {
          filled += "{\(name)}".utf8
        }
      }
    }
    return String(decoding: filled, as: UTF8.self)
  }
}
