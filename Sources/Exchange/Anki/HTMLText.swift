/// HTML of a note as text, and as the Markdown that a deck is written in.
enum HTMLText {
  /// Without tags, entities resolved: what Anki hashes to find notes with the same first field.
  ///
  /// `tag` stands for each tag.
  static func stripped(_ html: [UInt8], tag replacement: UInt8? = nil) -> [UInt8] {
    guard html.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return html }
    var text: [UInt8] = []
    var index = 0
    while index < html.count {
      if html[index] == UInt8(ascii: "<"), let tag = HTMLTag(html, at: index) {
        index = tag.end
        if let replacement { text.append(replacement) }
      } else if html[index] == UInt8(ascii: "&"), let entity = entity(html, at: index) {
        text += entity.text.utf8
        index = entity.end
      } else {
        text.append(html[index])
        index += 1
      }
    }
    return text
  }

  /// The entity at a place: the ones that HTML has in text, and numbers.
  static func entity(_ html: [UInt8], at start: Int) -> (text: String, end: Int)? {
    guard let end = html[start..<min(start + 12, html.count)].firstIndex(of: UInt8(ascii: ";")) else {
      return nil
    }
    let name = String(decoding: html[start + 1..<end], as: UTF8.self)
    if let text = names[name] { return (text, end + 1) }
    guard name.hasPrefix("#") else { return nil }
    let isHexadecimal = name.hasPrefix("#x") || name.hasPrefix("#X")
    guard let code = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10),
      let scalar = Unicode.Scalar(code), code >= 0x20
    else { return nil }
    return (String(scalar), end + 1)
  }

  private static let names = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—",
    "hellip": "…", "times": "×", "minus": "−", "le": "≤", "ge": "≥", "ne": "≠", "rarr": "→", "middot": "·",
    "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "deg": "°", "infin": "∞",
  ]
}

/// A tag: its name in small letters, whether it closes, and where it ends.
struct HTMLTag {
  var name: String
  var isClosing: Bool
  var attributes: Range<Int>
  /// The place after it.
  var end: Int

  /// Nil where the `<` is only a sign.
  init?(_ html: [UInt8], at start: Int) {
    var index = start + 1
    if html[index...].starts(with: "!--".utf8) {
      // A comment ends at its mark, or takes the rest.
      while index < html.count, !html[index...].starts(with: "-->".utf8) { index += 1 }
      (name, isClosing, attributes, end) = ("!--", false, index..<index, min(index + 3, html.count))
      return
    }
    isClosing = index < html.count && html[index] == UInt8(ascii: "/")
    if isClosing { index += 1 }
    let nameStart = index
    while index < html.count, Self.isName(html[index]) { index += 1 }
    guard index > nameStart, html[nameStart] > 0x40 else { return nil }
    name = String(decoding: html[nameStart..<index], as: UTF8.self).lowercased()
    let attributesStart = index
    var quote: UInt8?
    // A tag that does not end within this is text.
    let limit = min(html.count, start + 4096)
    while index < limit, quote != nil || html[index] != UInt8(ascii: ">") {
      let byte = html[index]
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      index += 1
    }
    guard index < limit else { return nil }
    attributes = attributesStart..<index
    end = index + 1
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }
}
