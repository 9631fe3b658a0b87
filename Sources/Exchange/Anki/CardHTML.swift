import Decks

/// Markdown of a card as the HTML that Anki shows: paragraphs, lists, code, tables, emphasis, and maths for MathJax.
enum CardHTML {
  static func append(_ blocks: [Block], to html: inout TextBuffer) {
    // Of the lists that are open, whether each is numbered.
    var lists: [Bool] = []
    for block in blocks {
      if case .item(let level, let number, let spans) = block {
        close(&lists, downTo: level + 1, in: &html)
        if lists.count == level + 1, lists[level] == (number != nil) {
          html.append("</li><li>")
        } else {
          close(&lists, downTo: level, in: &html)
          // A list that begins deeper than it may has its level all the same.
          switch number {
          case nil: html.append("<ul><li>")
          case 1: html.append("<ol><li>")
          case let number?:
            html.append("<ol start=\"")
            html.append(integer: number)
            html.append("\"><li>")
          }
          lists.append(number != nil)
        }
        append(spans, to: &html)
        continue
      }
      close(&lists, downTo: 0, in: &html)
      append(block, to: &html)
    }
    close(&lists, downTo: 0, in: &html)
  }

  private static func close(_ lists: inout [Bool], downTo count: Int, in html: inout TextBuffer) {
    while lists.count > count { html.append(lists.removeLast() ? "</li></ol>" : "</li></ul>") }
  }

  private static func append(_ block: Block, to html: inout TextBuffer) {
    switch block {
    case .paragraph(let spans):
      html.append("<p>")
      append(spans, to: &html)
      html.append("</p>")
    case .heading(let depth, let spans):
      let depth = min(max(depth, 1), 6)
      html.append("<h")
      html.append(integer: depth)
      html.append(">")
      append(spans, to: &html)
      html.append("</h")
      html.append(integer: depth)
      html.append(">")
    case .item: preconditionFailure("items stand in their list")
    case .quote(let blocks):
      html.append("<blockquote>")
      append(blocks, to: &html)
      html.append("</blockquote>")
    case .code(_, let text):
      html.append("<pre><code>")
      html.append(html: text)
      html.append("</code></pre>")
    case .rule: html.append("<hr>")
    case .table(let hasHeader, let rows):
      html.append("<table>")
      for (index, row) in rows.enumerated() {
        html.append("<tr>")
        let isHeader = hasHeader && index == 0
        for cell in row {
          html.append(isHeader ? "<th>" : "<td>")
          append(cell, to: &html)
          html.append(isHeader ? "</th>" : "</td>")
        }
        html.append("</tr>")
      }
      html.append("</table>")
    }
  }

  static func append(_ spans: [InlineSpan], to html: inout TextBuffer) {
    for span in spans {
      if let destination = span.destination {
        html.append("<a href=\"")
        html.append(html: destination)
        html.append("\">")
      }
      if span.isStrong { html.append("<b>") }
      if span.isEmphasised { html.append("<i>") }
      switch span.kind {
      case .text: html.append(html: span.text)
      case .code:
        html.append("<code>")
        html.append(html: span.text)
        html.append("</code>")
      case .maths:
        html.append("\\(")
        html.append(html: span.text)
        html.append("\\)")
      }
      if span.isEmphasised { html.append("</i>") }
      if span.isStrong { html.append("</b>") }
      if span.destination != nil { html.append("</a>") }
    }
  }
}
