extension ConvolutionGeometry {
  /// Lays out what the windows of some output rows see: one row for each filter scalar, one column for each output
  /// position (im2col); zeros stand where a window reaches into the padding.
  func unfold(_ image: UnsafePointer<Double>, rows: Range<Int>, into columns: UnsafeMutablePointer<Double>) {
    var target = columns
    forEachFilterScalar { channel, z, y, x in
      let plane = image + channel * input.area
      let valid = validColumns(x)
      for row in rows {
        let line = inputLine(row, z, y)
        if line < 0 || valid.isEmpty {
          target.update(repeating: 0, count: output.width)
        } else {
          let source = plane + (line * input.width + x * dilation.width - padding.width)
          for column in 0..<valid.lowerBound { target[column] = 0 }
          if stride.width == 1 {
            (target + valid.lowerBound).update(from: source + valid.lowerBound, count: valid.count)
          } else {
            for column in valid { target[column] = source[column &* stride.width] }
          }
          for column in valid.upperBound..<output.width { target[column] = 0 }
        }
        target += output.width
      }
    }
  }

  /// Adds columns back to where `unfold` took them from: its VJP.
  func fold(_ columns: UnsafePointer<Double>, rows: Range<Int>, into image: UnsafeMutablePointer<Double>) {
    var source = columns
    forEachFilterScalar { channel, z, y, x in
      let plane = image + channel * input.area
      let valid = validColumns(x)
      for row in rows {
        let line = inputLine(row, z, y)
        if line >= 0 {
          let target = plane + (line * input.width + x * dilation.width - padding.width)
          if stride.width == 1 {
            for column in valid { target[column] += source[column] }
          } else {
            for column in valid { target[column &* stride.width] += source[column] }
          }
        }
        source += output.width
      }
    }
  }

  @inline(__always)
  private func forEachFilterScalar(_ body: (Int, Int, Int, Int) -> Void) {
    for channel in 0..<inputChannels {
      for z in 0..<kernel.depth {
        for y in 0..<kernel.height {
          for x in 0..<kernel.width { body(channel, z, y, x) }
        }
      }
    }
  }

  /// The line of the input a kernel line meets for an output row; -1 in the padding.
  @inline(__always)
  private func inputLine(_ row: Int, _ z: Int, _ y: Int) -> Int {
    let depth = row / output.height * stride.depth + z * dilation.depth - padding.depth
    let height = row % output.height * stride.height + y * dilation.height - padding.height
    if depth < 0 || depth >= input.depth || height < 0 || height >= input.height { return -1 }
    return depth * input.height + height
  }

  /// The output columns for which a kernel column meets the input: 0 ≤ s·column + d·x − p < n.
  @inline(__always)
  private func validColumns(_ x: Int) -> Range<Int> {
    let shift = padding.width - x * dilation.width
    let first = max(0, -floorDivision(-shift, stride.width))
    let last = min(output.width, floorDivision(input.width - 1 + shift, stride.width) + 1)
    return first..<max(first, last)
  }
}
