/// Turns the HTML of a note into Markdown: paragraphs, lists, code, emphasis and maths stay, other marks go.
struct HTMLMarkdown {
  /// Pictures and sounds that were left out.
  private(set) var media = 0
  private let html: [UInt8]
  private var text: [UInt8] = []
  /// Line feeds to be written before the next text.
  private var feeds = 0
  /// For each open list, the number of the next item; 0 is a bullet.
  private var lists: [Int] = []
  private var isCode = false
  private var skipped: String?

  init(_ html: String) {
    self.html = Array(html.utf8)
    read()
  }

  var markdown: String { String(decoding: text, as: UTF8.self) }

  private mutating func read() {
    var index = 0
    while index < html.count {
      let byte = html[index]
      if byte == UInt8(ascii: "<"), let tag = HTMLTag(html, at: index) {
        take(tag)
        index = tag.end
      } else if skipped != nil {
        index += 1
      } else if let maths = maths(at: index) {
        write("$")
        write(maths.text)
        write("$")
        index = maths.end
      } else if html[index...].starts(with: "[sound:".utf8),
        let end = html[index..<min(index + 1024, html.count)].firstIndex(of: UInt8(ascii: "]"))
      {
        media += 1
        index = end + 1
      } else if byte == UInt8(ascii: "&"), let entity = HTMLText.entity(html, at: index) {
        write(entity.text)
        index = entity.end
      } else if isCode {
        if byte == 0x0A { text.append(byte) } else if byte >= 0x20 || byte == 0x09 { text.append(byte) }
        index += 1
      } else if byte == 0x20 || (0x09...0x0D).contains(byte) {
        if feeds == 0, let last = text.last, last != 0x20, last != 0x0A { text.append(0x20) }
        index += 1
      } else {
        if byte >= 0x20 { write(byte) }
        index += 1
      }
    }
    while let last = text.last, last == 0x20 || last == 0x0A { text.removeLast() }
  }

  private mutating func write(_ text: String) { for byte in text.utf8 { write(byte) } }

  private mutating func write(_ byte: UInt8) {
    if feeds > 0 {
      while text.last == 0x20 { text.removeLast() }
      if !text.isEmpty { for _ in 0..<feeds { text.append(0x0A) } }
      feeds = 0
    }
    let startsLine = text.isEmpty || text.last == 0x0A
    // What would be a heading, a quote or an item of the deck stays text.
    if startsLine, !isCode,
      [UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte)
    {
      text.append(UInt8(ascii: "\\"))
    }
    text.append(byte)
  }

  /// `\(…\)`, `\[…\]`, `[$]…[/$]`, `[$$]…[/$$]` and `[latex]…[/latex]`, without the tags that editors put in.
  private func maths(at start: Int) -> (text: String, end: Int)? {
    guard html[start] == UInt8(ascii: "\\") || html[start] == UInt8(ascii: "[") else { return nil }
    for (open, close) in [
      ("\\(", "\\)"), ("\\[", "\\]"), ("[$]", "[/$]"), ("[$$]", "[/$$]"), ("[latex]", "[/latex]"),
    ] where html[start...].starts(with: open.utf8) {
      var index = start + open.utf8.count
      let limit = min(html.count, index + 1000)
      while index < limit, !html[index...].starts(with: close.utf8) { index += 1 }
      guard index < limit else { return nil }
      let inner = HTMLText.stripped(Array(html[(start + open.utf8.count)..<index]), tag: 0x20)
      let text = String(decoding: inner, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
      return text.isEmpty ? nil : (text, index + close.utf8.count)
    }
    return nil
  }

  private mutating func take(_ tag: HTMLTag) {
    if let name = skipped {
      if tag.isClosing, tag.name == name { skipped = nil }
      return
    }
    switch tag.name {
    case "script", "style": if !tag.isClosing { skipped = tag.name }
    case "br": feeds = max(feeds, 1)
    case "p", "div", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr":
      feeds = lists.isEmpty ? 2 : max(feeds, 1)
    case "tr": feeds = max(feeds, 1)
    case "td", "th": if tag.isClosing { write(" ") }
    case "ul", "ol":
      if tag.isClosing { _ = lists.popLast() } else { lists.append(tag.name == "ol" ? 1 : 0) }
      feeds = max(feeds, lists.count + (tag.isClosing ? 1 : 0) > 1 ? 1 : 2)
    case "li" where !tag.isClosing: beginItem()
    case "b", "strong": if !isCode { mark("**") }
    case "i", "em": if !isCode { mark("*") }
    case "code" where !isCode: mark("`")
    case "pre": takeCode(tag)
    case "img", "audio", "video": if !tag.isClosing { media += 1 }
    default: break
    }
  }

  private mutating func mark(_ mark: String) {
    // A mark at the beginning of a line is one all the same, so it is not escaped.
    let before = feeds
    if before > 0 {
      while text.last == 0x20 { text.removeLast() }
      if !text.isEmpty { for _ in 0..<before { text.append(0x0A) } }
      feeds = 0
    }
    text += mark.utf8
  }

  private mutating func beginItem() {
    feeds = text.isEmpty ? 0 : max(feeds, 1)
    while text.last == 0x20 { text.removeLast() }
    for _ in 0..<feeds { text.append(0x0A) }
    feeds = 0
    let level = min(max(lists.count, 1), 8)
    text += Array(repeating: 0x20, count: 2 * (level - 1))
    if let number = lists.last, number > 0 {
      text += "\(number). ".utf8
      lists[lists.count - 1] += 1
    } else {
      text += "- ".utf8
    }
  }

  private mutating func takeCode(_ tag: HTMLTag) {
    guard tag.isClosing == isCode else { return }
    if !isCode {
      feeds = 2
      mark("```\n")
    } else {
      if text.last != 0x0A { text.append(0x0A) }
      text += "```".utf8
      feeds = 2
    }
    isCode.toggle()
  }
}
