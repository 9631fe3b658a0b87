import TerminalUI

/// Elements and tables of HTML; no text reaches the page but through `SafeText.markup`.
enum HTMLText {
  static func element(_ name: String, _ text: String, attributes: String = "") -> String {
    "<\(name)\(attributes)>\(SafeText.markup(text))</\(name)>\n"
  }

  /// A table whose first column names its rows.
  static func table(_ table: Table, caption: String) -> String {
    var html = "<table>\n" + element("caption", caption)
    if table.columns.contains(where: { !$0.heading.isEmpty }) {
      let cells = table.columns.map { column in
        "<th scope=\"col\"\(alignment(column))>\(SafeText.markup(column.heading))</th>"
      }
      html += "<thead><tr>\(cells.joined())</tr></thead>\n"
    }
    html += "<tbody>\n"
    for row in table.rows {
      let cells = zip(table.columns, row).enumerated().map { index, cell in
        let text = SafeText.markup(cell.1.plainText)
        return index == 0
          ? "<th scope=\"row\">\(text)</th>" : "<td\(alignment(cell.0))>\(text)</td>"
      }
      html += "<tr>\(cells.joined())</tr>\n"
    }
    return html + "</tbody>\n</table>\n"
  }

  private static func alignment(_ column: Table.Column) -> String {
    column.alignment == .right ? " class=\"number\"" : ""
  }
}
