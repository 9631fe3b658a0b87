import TerminalUI

extension NumberGrid {
  /// Rows of numbers, each with at most `digits` significant digits.
  init(
    title: String, values: [[Double]], digits: Int = 4, dimmed: Set<Cell> = [], marked: Set<Cell> = [],
    window: Window? = nil
  ) {
    self.init(
      title: title, cells: values.map { $0.map { Numbers.significant($0, digits) } }, dimmed: dimmed,
      marked: marked, window: window)
  }

  /// Rows of numbers with a fixed count of decimals.
  init(title: String, _ rows: [[Double]], decimals: Int = 2) {
    self.init(title: title, cells: rows.map { row in row.map { Numbers.fixed($0, decimals) } })
  }
}
