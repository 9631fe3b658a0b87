/// Columns of one tile: three vectors, which with one accumulator for each row and vector fill the registers.
let tileColumns = 3 * vectorWidth

#if WIDE_VECTORS
  let tileRows = 8

  /// c[r][j] += Σ a[k][r] · b[offsets[k] + j] for one tile, or = when `isFirst`.
  ///
  /// `a` is packed, `tileRows` scalars for each k; row k of `b` starts at `offsets[k]`, so that a packed panel, a
  /// plain matrix and the shifted rows of an image are all read by this one loop.
  @inline(never)
  func multiplyTile(
    _ depth: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>,
    _ c: UnsafeMutablePointer<Double>, _ rowStride: Int, isFirst: Bool
  ) {
    let w = vectorWidth
    var c00 = Vector.zero
    var c01 = Vector.zero
    var c02 = Vector.zero
    var c10 = Vector.zero
    var c11 = Vector.zero
    var c12 = Vector.zero
    var c20 = Vector.zero
    var c21 = Vector.zero
    var c22 = Vector.zero
    var c30 = Vector.zero
    var c31 = Vector.zero
    var c32 = Vector.zero
    var c40 = Vector.zero
    var c41 = Vector.zero
    var c42 = Vector.zero
    var c50 = Vector.zero
    var c51 = Vector.zero
    var c52 = Vector.zero
    var c60 = Vector.zero
    var c61 = Vector.zero
    var c62 = Vector.zero
    var c70 = Vector.zero
    var c71 = Vector.zero
    var c72 = Vector.zero
    if !isFirst {
      c00 = c.vector(0)
      c01 = c.vector(w)
      c02 = c.vector(2 &* w)
      c10 = c.vector(rowStride)
      c11 = c.vector(rowStride &+ w)
      c12 = c.vector(rowStride &+ 2 &* w)
      c20 = c.vector(2 &* rowStride)
      c21 = c.vector(2 &* rowStride &+ w)
      c22 = c.vector(2 &* rowStride &+ 2 &* w)
      c30 = c.vector(3 &* rowStride)
      c31 = c.vector(3 &* rowStride &+ w)
      c32 = c.vector(3 &* rowStride &+ 2 &* w)
      c40 = c.vector(4 &* rowStride)
      c41 = c.vector(4 &* rowStride &+ w)
      c42 = c.vector(4 &* rowStride &+ 2 &* w)
      c50 = c.vector(5 &* rowStride)
      c51 = c.vector(5 &* rowStride &+ w)
      c52 = c.vector(5 &* rowStride &+ 2 &* w)
      c60 = c.vector(6 &* rowStride)
      c61 = c.vector(6 &* rowStride &+ w)
      c62 = c.vector(6 &* rowStride &+ 2 &* w)
      c70 = c.vector(7 &* rowStride)
      c71 = c.vector(7 &* rowStride &+ w)
      c72 = c.vector(7 &* rowStride &+ 2 &* w)
    }
    var left = a
    for k in 0..<depth {
      let row = b + offsets[k]
      let b0 = row.vector(0)
      let b1 = row.vector(w)
      let b2 = row.vector(2 &* w)
      let a0 = Vector(repeating: left[0])
      c00 = multiplyAdd(a0, b0, c00)
      c01 = multiplyAdd(a0, b1, c01)
      c02 = multiplyAdd(a0, b2, c02)
      let a1 = Vector(repeating: left[1])
      c10 = multiplyAdd(a1, b0, c10)
      c11 = multiplyAdd(a1, b1, c11)
      c12 = multiplyAdd(a1, b2, c12)
      let a2 = Vector(repeating: left[2])
      c20 = multiplyAdd(a2, b0, c20)
      c21 = multiplyAdd(a2, b1, c21)
      c22 = multiplyAdd(a2, b2, c22)
      let a3 = Vector(repeating: left[3])
      c30 = multiplyAdd(a3, b0, c30)
      c31 = multiplyAdd(a3, b1, c31)
      c32 = multiplyAdd(a3, b2, c32)
      let a4 = Vector(repeating: left[4])
      c40 = multiplyAdd(a4, b0, c40)
      c41 = multiplyAdd(a4, b1, c41)
      c42 = multiplyAdd(a4, b2, c42)
      let a5 = Vector(repeating: left[5])
      c50 = multiplyAdd(a5, b0, c50)
      c51 = multiplyAdd(a5, b1, c51)
      c52 = multiplyAdd(a5, b2, c52)
      let a6 = Vector(repeating: left[6])
      c60 = multiplyAdd(a6, b0, c60)
      c61 = multiplyAdd(a6, b1, c61)
      c62 = multiplyAdd(a6, b2, c62)
      let a7 = Vector(repeating: left[7])
      c70 = multiplyAdd(a7, b0, c70)
      c71 = multiplyAdd(a7, b1, c71)
      c72 = multiplyAdd(a7, b2, c72)
      left += tileRows
    }
    c.store(c00, 0)
    c.store(c01, w)
    c.store(c02, 2 &* w)
    c.store(c10, rowStride)
    c.store(c11, rowStride &+ w)
    c.store(c12, rowStride &+ 2 &* w)
    c.store(c20, 2 &* rowStride)
    c.store(c21, 2 &* rowStride &+ w)
    c.store(c22, 2 &* rowStride &+ 2 &* w)
    c.store(c30, 3 &* rowStride)
    c.store(c31, 3 &* rowStride &+ w)
    c.store(c32, 3 &* rowStride &+ 2 &* w)
    c.store(c40, 4 &* rowStride)
    c.store(c41, 4 &* rowStride &+ w)
    c.store(c42, 4 &* rowStride &+ 2 &* w)
    c.store(c50, 5 &* rowStride)
    c.store(c51, 5 &* rowStride &+ w)
    c.store(c52, 5 &* rowStride &+ 2 &* w)
    c.store(c60, 6 &* rowStride)
    c.store(c61, 6 &* rowStride &+ w)
    c.store(c62, 6 &* rowStride &+ 2 &* w)
    c.store(c70, 7 &* rowStride)
    c.store(c71, 7 &* rowStride &+ w)
    c.store(c72, 7 &* rowStride &+ 2 &* w)
  }
#else
  let tileRows = 4

  /// c[r][j] += Σ a[k][r] · b[offsets[k] + j] for one tile, or = when `isFirst`.
  ///
  /// `a` is packed, `tileRows` scalars for each k; row k of `b` starts at `offsets[k]`, so that a packed panel, a
  /// plain matrix and the shifted rows of an image are all read by this one loop.
  @inline(never)
  func multiplyTile(
    _ depth: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>,
    _ c: UnsafeMutablePointer<Double>, _ rowStride: Int, isFirst: Bool
  ) {
    let w = vectorWidth
    var c00 = Vector.zero
    var c01 = Vector.zero
    var c02 = Vector.zero
    var c10 = Vector.zero
    var c11 = Vector.zero
    var c12 = Vector.zero
    var c20 = Vector.zero
    var c21 = Vector.zero
    var c22 = Vector.zero
    var c30 = Vector.zero
    var c31 = Vector.zero
    var c32 = Vector.zero
    if !isFirst {
      c00 = c.vector(0)
      c01 = c.vector(w)
      c02 = c.vector(2 &* w)
      c10 = c.vector(rowStride)
      c11 = c.vector(rowStride &+ w)
      c12 = c.vector(rowStride &+ 2 &* w)
      c20 = c.vector(2 &* rowStride)
      c21 = c.vector(2 &* rowStride &+ w)
      c22 = c.vector(2 &* rowStride &+ 2 &* w)
      c30 = c.vector(3 &* rowStride)
      c31 = c.vector(3 &* rowStride &+ w)
      c32 = c.vector(3 &* rowStride &+ 2 &* w)
    }
    var left = a
    for k in 0..<depth {
      let row = b + offsets[k]
      let b0 = row.vector(0)
      let b1 = row.vector(w)
      let b2 = row.vector(2 &* w)
      let a0 = Vector(repeating: left[0])
      c00 = multiplyAdd(a0, b0, c00)
      c01 = multiplyAdd(a0, b1, c01)
      c02 = multiplyAdd(a0, b2, c02)
      let a1 = Vector(repeating: left[1])
      c10 = multiplyAdd(a1, b0, c10)
      c11 = multiplyAdd(a1, b1, c11)
      c12 = multiplyAdd(a1, b2, c12)
      let a2 = Vector(repeating: left[2])
      c20 = multiplyAdd(a2, b0, c20)
      c21 = multiplyAdd(a2, b1, c21)
      c22 = multiplyAdd(a2, b2, c22)
      let a3 = Vector(repeating: left[3])
      c30 = multiplyAdd(a3, b0, c30)
      c31 = multiplyAdd(a3, b1, c31)
      c32 = multiplyAdd(a3, b2, c32)
      left += tileRows
    }
    c.store(c00, 0)
    c.store(c01, w)
    c.store(c02, 2 &* w)
    c.store(c10, rowStride)
    c.store(c11, rowStride &+ w)
    c.store(c12, rowStride &+ 2 &* w)
    c.store(c20, 2 &* rowStride)
    c.store(c21, 2 &* rowStride &+ w)
    c.store(c22, 2 &* rowStride &+ 2 &* w)
    c.store(c30, 3 &* rowStride)
    c.store(c31, 3 &* rowStride &+ w)
    c.store(c32, 3 &* rowStride &+ 2 &* w)
  }
#endif
