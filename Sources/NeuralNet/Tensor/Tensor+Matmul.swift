extension Tensor {
  /// The matrix product of the last two axes, batched over the rest, which broadcast.
  ///
  /// A vector on the left counts as one row, on the right as one column; that axis is dropped again.
  public func matmul(_ other: Tensor) -> Tensor {
    if rank == 1 {
      return reshaped([1, shape[0]]).matmul(other).dropping(axisFromEnd: other.rank == 1 ? 1 : 2)
    }
    if other.rank == 1 { return matmul(other.reshaped([other.shape[0], 1])).dropping(axisFromEnd: 1) }
    return product(self, other, transposesLeft: false, transposesRight: false)
  }

  private func dropping(axisFromEnd: Int) -> Tensor {
    var shape = shape
    shape.remove(at: rank - axisFromEnd)
    return reshaped(shape)
  }
}

/// A·B, either operand read as its transpose, batched over the leading axes.
func product(_ a: Tensor, _ b: Tensor, transposesLeft: Bool, transposesRight: Bool) -> Tensor {
  if a.rank < 2 || b.rank < 2 { trapMismatch("matmul", a.shape, b.shape) }
  let (aRows, aColumns) = (a.shape[a.rank - 2], a.shape[a.rank - 1])
  let (bRows, bColumns) = (b.shape[b.rank - 2], b.shape[b.rank - 1])
  let rows = transposesLeft ? aColumns : aRows
  let depth = transposesLeft ? aRows : aColumns
  let columns = transposesRight ? bRows : bColumns
  if depth != (transposesRight ? bColumns : bRows) { trapMismatch("matmul", a.shape, b.shape) }
  func multiplyOne(
    _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>
  ) {
    let aView = MatrixView(left, rowStride: aColumns)
    let bView = MatrixView(right, rowStride: bColumns)
    multiply(
      transposesLeft ? aView.transposed : aView, transposesRight ? bView.transposed : bView, into: target,
      rowStride: columns, rows: rows, columns: columns, depth: depth)
  }
  if a.rank == 2 && b.rank == 2 && a.scalarCount > 0 && b.scalarCount > 0 {
    return Tensor(shape: [rows, columns]) { target in
      withPointers(a, b) { multiplyOne($0, $1, into: target) }
    }
  }
  guard let batch = Tensor.broadcastShape(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)))
  else { trapMismatch("matmul", a.shape, b.shape) }
  let aStrides = Tensor.broadcastStrides(Array(a.shape.dropLast(2)), to: batch)!
  let bStrides = Tensor.broadcastStrides(Array(b.shape.dropLast(2)), to: batch)!
  return Tensor(shape: batch + [rows, columns]) { target in
    a.scalars.withUnsafeBufferPointer { left in
      b.scalars.withUnsafeBufferPointer { right in
        let count = batch.reduce(1, *)
        for index in 0..<count {
          let aStart = batchOffset(index, batch, aStrides) * aRows * aColumns
          let bStart = batchOffset(index, batch, bStrides) * bRows * bColumns
          multiplyOne(
            (left.baseAddress ?? emptyScalars) + aStart, (right.baseAddress ?? emptyScalars) + bStart,
            into: target + index * rows * columns)
        }
      }
    }
  }
}

/// Stands for the memory of a tensor without scalars.
nonisolated(unsafe) private let emptyScalars = UnsafePointer(
  UnsafeMutablePointer<Double>.allocate(capacity: 1))

private func batchOffset(_ index: Int, _ shape: [Int], _ strides: [Int]) -> Int {
  var rest = index
  var offset = 0
  for axis in stride(from: shape.count - 1, through: 0, by: -1) {
    offset += rest % shape[axis] * strides[axis]
    rest /= shape[axis]
  }
  return offset
}
