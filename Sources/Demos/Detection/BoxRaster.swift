import NeuralNet
import TerminalUI

/// Boxes drawn into cells, one class a box, for a categorical heat map.
struct BoxRaster {
  let area: Box
  let columns: Int
  let rows: Int
  private(set) var values: [[Double]]

  /// Cells are square, and the longer side of `area` has about `resolution` of them.
  init(_ area: Box, resolution: Int = 44) {
    self.area = area
    let longest = max(area.width, area.height, 1e-9)
    columns = max(1, Int((area.width / longest * Double(resolution)).rounded()))
    rows = max(1, Int((area.height / longest * Double(resolution)).rounded()))
    values = Array(repeating: Array(repeating: 0, count: columns), count: rows)
  }

  private func cells(_ box: Box) -> (rows: Range<Int>, columns: Range<Int>) {
    func range(_ low: Double, _ high: Double, _ start: Double, _ extent: Double, _ count: Int) -> Range<Int> {
      let scale = Double(count) / max(extent, 1e-9)
      let first = Int(min(max(((low - start) * scale).rounded(), 0), Double(count)))
      let last = Int(min(max(((high - start) * scale).rounded(), Double(first)), Double(count)))
      return first..<last
    }
    return (
      range(box.top, box.bottom, area.top, area.height, rows),
      range(box.left, box.right, area.left, area.width, columns)
    )
  }

  /// Adds `amount` to every cell inside.
  mutating func fill(_ box: Box, adding amount: Double) {
    let place = cells(box)
    for row in place.rows {
      for column in place.columns { values[row][column] += amount }
    }
  }

  /// Draws the edge only.
  mutating func outline(_ box: Box, _ value: Double) {
    let place = cells(box)
    for row in place.rows {
      for column in place.columns
      where row == place.rows.lowerBound || row == place.rows.upperBound - 1
        || column == place.columns.lowerBound || column == place.columns.upperBound - 1
      { values[row][column] = value }
    }
  }
}
