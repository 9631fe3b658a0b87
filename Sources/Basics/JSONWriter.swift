/// Writes JSON (RFC 8259) as UTF-8 text; numbers carry the digits that read back exactly.
public enum JSONWriter {
  /// One line, or indented by two spaces a level; short arrays of scalars stay on one line.
  public static func write(_ value: JSONValue, indented: Bool = false) -> String {
    var text = ""
    append(value, to: &text, indent: indented ? 0 : nil)
    return text
  }

  private static func append(_ value: JSONValue, to text: inout String, indent: Int?) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .integer(let integer): text += String(integer)
    case .number(let number): text += self.number(number)
    case .string(let string): appendQuoted(string, to: &text)
    case .array(let items):
      let inner = items.contains(where: \.isContainer) ? indent : nil
      appendList(items, open: "[", close: "]", to: &text, indent: inner, spaced: indent != nil) {
        append($0, to: &$1, indent: $2)
      }
    case .object(let members):
      appendList(members, open: "{", close: "}", to: &text, indent: indent, spaced: indent != nil) {
        appendQuoted($0.name, to: &$1)
        $1 += indent == nil ? ":" : ": "
        append($0.value, to: &$1, indent: $2)
      }
    }
  }

  private static func appendList<Item>(
    _ items: [Item], open: String, close: String, to text: inout String, indent: Int?, spaced: Bool,
    each: (Item, inout String, Int?) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += spaced && indent == nil ? ", " : "," }
      if let indent { text += "\n" + String(repeating: " ", count: 2 * (indent + 1)) }
      each(item, &text, indent.map { $0 + 1 })
    }
    if let indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: 2 * indent) }
    text += close
  }

  /// The shortest digits that read back as this number; JSON has no infinity and no NaN, so those are null.
  private static func number(_ number: Double) -> String {
    guard number.isFinite else { return "null" }
    let text = number.description
    return text.hasSuffix(".0") && abs(number) < 0x1p53 ? String(text.dropLast(2)) : text
  }

  private static func appendQuoted(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // DEL, C1 and the controls of writing direction are legal in JSON, but a terminal may act on them.
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || turnsText(scalar):
        let hex = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  /// Embeddings, overrides, isolates and marks of writing direction (UAX #9).
  private static func turnsText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension JSONValue {
  fileprivate var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }
}
