import Decks

/// Markdown of a card as the HTML that Anki shows: paragraphs, lists, code, tables, emphasis, and maths for MathJax.
enum CardHTML {
  static func append(inline markdown: String, to html: inout [UInt8]) {
    append(InlineMarkdown.spans(of: markdown), to: &html)
  }

  static func append(blocks markdown: String, to html: inout [UInt8]) {
    append(Block.blocks(of: markdown), to: &html)
  }

  private static func append(_ blocks: [Block], to html: inout [UInt8]) {
    var lists: [String] = []
    func closeLists(downTo count: Int) {
      while lists.count > count { html.append("</li></\(lists.removeLast())>") }
    }
    for block in blocks {
      if case .item(let level, let number, let spans) = block {
        closeLists(downTo: level + 1)
        let tag = number == nil ? "ul" : "ol"
        if lists.count == level + 1, lists[level] == tag {
          html.append("</li><li>")
        } else {
          closeLists(downTo: level)
          // A list that begins deeper than it may has its level all the same.
          html.append(number.map { $0 == 1 ? "<ol><li>" : "<ol start=\"\($0)\"><li>" } ?? "<ul><li>")
          lists.append(tag)
        }
        append(spans, to: &html)
        continue
      }
      closeLists(downTo: 0)
      append(block, to: &html)
    }
    closeLists(downTo: 0)
  }

  private static func append(_ block: Block, to html: inout [UInt8]) {
    func wrapped(_ tag: String, _ spans: [InlineSpan]) {
      html.append("<\(tag)>")
      append(spans, to: &html)
      html.append("</\(tag)>")
    }
    switch block {
    case .paragraph(let spans): wrapped("p", spans)
    case .heading(let depth, let spans): wrapped("h\(min(max(depth, 1), 6))", spans)
    case .item: preconditionFailure("items stand in their list")
    case .quote(let blocks):
      html.append("<blockquote>")
      append(blocks, to: &html)
      html.append("</blockquote>")
    case .code(_, let text):
      html.append("<pre><code>")
      append(escaped: text, to: &html)
      html.append("</code></pre>")
    case .rule: html.append("<hr>")
    case .table(let hasHeader, let rows):
      html.append("<table>")
      for (index, row) in rows.enumerated() {
        html.append("<tr>")
        for cell in row { wrapped(hasHeader && index == 0 ? "th" : "td", cell) }
        html.append("</tr>")
      }
      html.append("</table>")
    }
  }

  private static func append(_ spans: [InlineSpan], to html: inout [UInt8]) {
    for span in spans {
      if let destination = span.destination {
        html.append("<a href=\"")
        append(escaped: destination, to: &html)
        html.append("\">")
      }
      if span.isStrong { html.append("<b>") }
      if span.isEmphasised { html.append("<i>") }
      switch span.kind {
      case .text: append(escaped: span.text, to: &html)
      case .code:
        html.append("<code>")
        append(escaped: span.text, to: &html)
        html.append("</code>")
      case .maths:
        html.append("\\(")
        append(escaped: span.text, to: &html)
        html.append("\\)")
      }
      if span.isEmphasised { html.append("</i>") }
      if span.isStrong { html.append("</b>") }
      if span.destination != nil { html.append("</a>") }
    }
  }

  /// Text in which nothing is a tag, an entity, or a template of Anki's.
  private static func append(escaped text: String, to html: inout [UInt8]) {
    var text = text
    text.withUTF8 { bytes in
      // What needs no escape is copied in runs.
      var start = 0
      for index in 0..<bytes.count {
        let replacement: StaticString
        switch unsafe bytes[index] {
        case UInt8(ascii: "<"): replacement = "&lt;"
        case UInt8(ascii: ">"): replacement = "&gt;"
        case UInt8(ascii: "&"): replacement = "&amp;"
        case UInt8(ascii: "\""): replacement = "&quot;"
        // A field separator of Anki's, and what HTML does not allow.
        case 0..<0x09, 0x0B..<0x20, 0x7F: replacement = ""
        default: continue
        }
        unsafe html.append(contentsOf: bytes[start..<index])
        html.append("\(replacement)")
        start = index + 1
      }
      unsafe html.append(contentsOf: bytes[start...])
    }
  }
}
