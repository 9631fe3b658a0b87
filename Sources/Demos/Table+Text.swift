import TerminalUI

extension Table {
  /// A table of plain texts whose first column stands out; words line up at the left in the columns named.
  init(
    _ headings: [String], _ rows: [[String]], left: Set<Int> = [], limit: Int? = nil,
    shares: [Double]? = nil
  ) {
    self.init(
      columns: headings.enumerated().map { Column($1, left.contains($0) ? .left : .right) },
      rows: rows.map { row in row.enumerated().map { StyledText($1, $0 == 0 ? .strong : .plain) } },
      shares: shares, limit: limit)
  }
}

extension DemoContext {
  /// A sentence under a picture.
  func remark(_ english: String, _ chinese: String) -> Drawing {
    .text(StyledText(text(english, chinese)))
  }
}
