/// The product without packing, for a few rows or few scalars in all.
func multiplySmall(
  _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Double>, rowStride: Int, rows: Int,
  columns: Int,
  depth: Int, accumulates: Bool
) {
  if b.columnStride != 1 && b.rowStride == 1 && a.columnStride == 1 {
    for row in 0..<rows {
      let left = a.base + row * a.rowStride
      for column in 0..<columns {
        let value = dotProduct(left, b.base + column * b.columnStride, depth)
        let index = row * rowStride + column
        c[index] = accumulates ? c[index] + value : value
      }
    }
    return
  }
  for row in 0..<rows {
    let target = c + row * rowStride
    if !accumulates && (depth == 0 || b.columnStride != 1) { target.update(repeating: 0, count: columns) }
    for k in 0..<depth {
      let factor = a.base[row * a.rowStride + k * a.columnStride]
      let source = b.base + k * b.rowStride
      if b.columnStride == 1 && k == 0 && !accumulates {
        for column in 0..<columns { target[column] = factor * source[column] }
      } else if b.columnStride == 1 {
        addScaled(source, factor, to: target, columns)
      } else {
        for column in 0..<columns {
          target[column] = multiplyAdd(factor, source[column * b.columnStride], target[column])
        }
      }
    }
  }
}

/// Σ xᵢ·yᵢ in two vectors of partial sums.
@inline(__always)
func dotProduct(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
  var even = Vector.zero
  var odd = Vector.zero
  var index = 0
  while index &+ 2 &* vectorWidth <= count {
    even = multiplyAdd(x.vector(index), y.vector(index), even)
    odd = multiplyAdd(x.vector(index &+ vectorWidth), y.vector(index &+ vectorWidth), odd)
    index &+= 2 &* vectorWidth
  }
  if index &+ vectorWidth <= count {
    even = multiplyAdd(x.vector(index), y.vector(index), even)
    index &+= vectorWidth
  }
  var total = (even + odd).sum()
  while index < count {
    total = multiplyAdd(x[index], y[index], total)
    index &+= 1
  }
  return total
}

/// target += factor · source.
@inline(__always)
func addScaled(
  _ source: UnsafePointer<Double>, _ factor: Double, to target: UnsafeMutablePointer<Double>, _ count: Int
) {
  let factors = Vector(repeating: factor)
  var index = 0
  while index &+ vectorWidth <= count {
    target.store(multiplyAdd(factors, source.vector(index), target.vector(index)), index)
    index &+= vectorWidth
  }
  while index < count {
    target[index] = multiplyAdd(factor, source[index], target[index])
    index &+= 1
  }
}
