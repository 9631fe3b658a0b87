import Basics

/// A matrix inside someone else's memory: element (i, j) stands at `i * rowStride + j * columnStride`.
struct MatrixView {
  var base: UnsafePointer<Double>
  var rowStride: Int
  var columnStride: Int

  init(_ base: UnsafePointer<Double>, rowStride: Int, columnStride: Int = 1) {
    self.base = base
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  var transposed: MatrixView { MatrixView(base, rowStride: columnStride, columnStride: rowStride) }

  func at(_ row: Int, _ column: Int) -> MatrixView {
    MatrixView(
      base + (row * rowStride + column * columnStride), rowStride: rowStride, columnStride: columnStride)
  }
}

/// Rows of A, depth and columns of B that are packed at a time, so that A's block stays in the second-level cache
/// and one panel of B in the first.
///
/// Source: K. Goto, R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34, 2008.
private let blockRows = 24 * tileRows
private let blockDepth = 160
private let blockColumns = 128 * tileColumns

/// C = A·B, or C += A·B when `accumulates`; C is row-major with unit column stride.
func multiply(
  _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int, rows: Int,
  columns: Int,
  depth: Int, accumulates: Bool = false, threads: Int? = nil
) {
  if rows == 0 || columns == 0 { return }
  if depth == 0 || rows * columns * depth <= 4096 || rows < 4 || columns == 1 {
    return multiplySmall(
      a, b, into: c, rowStride: rowStride, rows: rows, columns: columns, depth: depth,
      accumulates: accumulates)
  }
  let parts = threads ?? Threads.useful(macs: rows * columns * depth)
  let dividesColumns = columns >= rows
  Parallel.run(parts) { part in
    if dividesColumns {
      let share = Threads.share(part, of: parts, count: columns, grain: tileColumns)
      multiplyBlocks(
        a, b.at(0, share.lowerBound), into: c + share.lowerBound, rowStride: rowStride, rows: rows,
        columns: share.count, depth: depth, accumulates: accumulates)
    } else {
      let share = Threads.share(part, of: parts, count: rows, grain: tileRows)
      multiplyBlocks(
        a.at(share.lowerBound, 0), b, into: c + share.lowerBound * rowStride, rowStride: rowStride,
        rows: share.count, columns: columns, depth: depth, accumulates: accumulates)
    }
  }
}

private func multiplyBlocks(
  _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int, rows: Int,
  columns: Int,
  depth: Int, accumulates: Bool
) {
  let widest = min(blockColumns, (columns + tileColumns - 1) / tileColumns * tileColumns)
  let tallest = min(blockRows, (rows + tileRows - 1) / tileRows * tileRows)
  let deepest = min(blockDepth, depth)
  Scratch.with(deepest * (widest + tallest + 1) + tileRows * tileColumns) { memory in
    let packedB = memory
    let packedA = packedB + deepest * widest
    let edge = packedA + deepest * tallest
    let offsets = UnsafeMutableRawPointer(edge + tileRows * tileColumns).bindMemory(
      to: Int.self, capacity: deepest)
    for k in 0..<deepest { offsets[k] = k * tileColumns }
    for column in stride(from: 0, to: columns, by: blockColumns) {
      let width = min(blockColumns, columns - column)
      for level in stride(from: 0, to: depth, by: blockDepth) {
        let thickness = min(blockDepth, depth - level)
        let isFirst = level == 0 && !accumulates
        packColumns(b.at(level, column), depth: thickness, columns: width, into: packedB)
        for row in stride(from: 0, to: rows, by: blockRows) {
          let height = min(blockRows, rows - row)
          packRows(a.at(row, level), rows: height, depth: thickness, into: packedA)
          for j in stride(from: 0, to: width, by: tileColumns) {
            for i in stride(from: 0, to: height, by: tileRows) {
              multiplyEdge(
                thickness, packedA + i * thickness, packedB + j * thickness, offsets,
                c + ((row + i) * rowStride + column + j), rowStride, rows: min(tileRows, height - i),
                columns: min(tileColumns, width - j), edge: edge, isFirst: isFirst)
            }
          }
        }
      }
    }
  }
}

/// One tile, through a buffer where the matrix ends inside it.
@inline(__always)
func multiplyEdge(
  _ depth: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>,
  _ c: UnsafeMutablePointer<Double>, _ rowStride: Int, rows: Int, columns: Int,
  edge: UnsafeMutablePointer<Double>, isFirst: Bool
) {
  if rows == tileRows && columns == tileColumns {
    return multiplyTile(depth, a, b, offsets, c, rowStride, isFirst: isFirst)
  }
  multiplyTile(depth, a, b, offsets, edge, tileColumns, isFirst: true)
  for row in 0..<rows {
    let target = c + row * rowStride
    let source = edge + row * tileColumns
    if isFirst {
      for column in 0..<columns { target[column] = source[column] }
    } else {
      for column in 0..<columns { target[column] += source[column] }
    }
  }
}

/// Packs B in panels of `tileColumns`, row after row, zeros behind the last column.
private func packColumns(_ b: MatrixView, depth: Int, columns: Int, into target: UnsafeMutablePointer<Double>)
{
  var to = target
  for column in stride(from: 0, to: columns, by: tileColumns) {
    let width = min(tileColumns, columns - column)
    let panel = b.at(0, column)
    if width == tileColumns && b.columnStride == 1 {
      var from = panel.base
      for _ in 0..<depth {
        let v0 = from.vector(0)
        let v1 = from.vector(vectorWidth)
        let v2 = from.vector(2 * vectorWidth)
        to.store(v0, 0)
        to.store(v1, vectorWidth)
        to.store(v2, 2 * vectorWidth)
        to += tileColumns
        from += b.rowStride
      }
    } else {
      packStrided(
        panel.base, along: b.rowStride, depth, across: b.columnStride, width, tileColumns, into: to)
      to += tileColumns * depth
    }
  }
}

/// Packs A in panels of `tileRows`, column after column, zeros below the last row.
func packRows(_ a: MatrixView, rows: Int, depth: Int, into target: UnsafeMutablePointer<Double>) {
  var to = target
  for row in stride(from: 0, to: rows, by: tileRows) {
    packStrided(
      a.at(row, 0).base, along: a.columnStride, depth, across: a.rowStride, min(tileRows, rows - row),
      tileRows,
      into: to)
    to += tileRows * depth
  }
}

/// `depth` groups of `width` scalars, each filled up with zeros to `padded`.
///
/// Runs along whichever stride is 1, eight scalars at a time, so that reads and writes stay near each other.
@inline(__always)
private func packStrided(
  _ base: UnsafePointer<Double>, along: Int, _ depth: Int, across: Int, _ width: Int, _ padded: Int,
  into target: UnsafeMutablePointer<Double>
) {
  if width < padded { target.update(repeating: 0, count: depth * padded) }
  for start in stride(from: 0, to: depth, by: 8) {
    let end = min(start + 8, depth)
    for index in 0..<width {
      var from = base + (index * across + start * along)
      var to = target + (start * padded + index)
      for _ in start..<end {
        to.pointee = from.pointee
        from += along
        to += padded
      }
    }
  }
}
