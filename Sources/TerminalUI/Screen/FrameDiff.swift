/// What must be written to turn one frame into another: runs of cells, row by row.
struct FrameDiff: Equatable {
  struct Run: Equatable {
    let row: Int
    let columns: Range<Int>
  }

  let runs: [Run]

  /// Equal cells fewer than this between two runs are written again: moving the cursor costs as many bytes.
  private static let shortestGap = 6

  /// - Precondition: both frames have the same size.
  init(from old: Frame, to new: Frame) {
    precondition(old.size == new.size, "frames of different size have no difference")
    var runs: [Run] = []
    let width = new.size.columns
    old.cells.withUnsafeBufferPointer { before in
      new.cells.withUnsafeBufferPointer { after in
        for row in 0..<new.size.rows {
          var run: Range<Int>?
          for column in 0..<width where before[row * width + column] != after[row * width + column] {
            if let open = run, column - open.upperBound < Self.shortestGap {
              run = open.lowerBound..<column + 1
            } else {
              if let run { runs.append(Run(row: row, columns: run)) }
              run = column..<column + 1
            }
          }
          if let run { runs.append(Run(row: row, columns: run)) }
        }
      }
    }
    self.runs = runs
  }
}
