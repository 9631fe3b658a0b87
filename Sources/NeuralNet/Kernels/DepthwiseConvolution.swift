import Basics

extension ConvolutionGeometry {
  /// One filter for each channel, moved one pixel at a time.
  var isDepthwise: Bool {
    inputChannels == 1 && outputChannels == 1 && stride.height == 1 && stride.width == 1 && kernel.depth == 1
      && input.depth == 1 && padding.depth == 0 && paddingAfter.depth == 0 && paddingAfter.height >= 0
      && paddingAfter.width >= 0
  }
}

/// Each output row is the sum of shifted input rows, kept in registers; too little reuse for a matrix product.
func convolveDepthwise(
  _ g: ConvolutionGeometry, _ x: UnsafePointer<Double>, _ weight: UnsafePointer<Double>,
  bias: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>
) {
  let taps = g.kernel.height * g.kernel.width
  let width = g.input.width + g.padding.width + g.paddingAfter.width
  let height = g.input.height + g.padding.height + g.paddingAfter.height
  let planes = g.batch * g.groups
  let parts = min(planes, Threads.useful(macs: g.macs))
  Parallel.run(parts) { part in
    // A vector may read past the last row, so the padded plane is longer than it must be.
    Scratch.with(height * width + 4 * vectorWidth + taps) { memory in
      let plane = memory + taps
      let offsets = UnsafeMutableRawPointer(memory).bindMemory(to: Int.self, capacity: taps)
      for tap in 0..<taps {
        offsets[tap] =
          tap / g.kernel.width * g.dilation.height * width + tap % g.kernel.width * g.dilation.width
      }
      plane.update(repeating: 0, count: height * width + 4 * vectorWidth)
      for index in Threads.share(part, of: parts, count: planes, grain: 1) {
        let source = x + index * g.input.area
        for row in 0..<g.input.height {
          (plane + ((row + g.padding.height) * width + g.padding.width)).update(
            from: source + row * g.input.width, count: g.input.width)
        }
        let channel = index % g.groups
        for row in 0..<g.output.height {
          sumShifted(
            plane + row * width, weight + channel * taps, UnsafePointer(offsets), taps, bias?[channel] ?? 0,
            into: y + (index * g.output.height + row) * g.output.width, g.output.width)
        }
      }
    }
  }
}

@inline(__always)
private func sumShifted(
  _ source: UnsafePointer<Double>, _ weights: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>,
  _ taps: Int,
  _ bias: Double, into target: UnsafeMutablePointer<Double>, _ count: Int
) {
  var column = 0
  while column &+ 4 &* vectorWidth <= count {
    var s0 = Vector(repeating: bias)
    var s1 = s0
    var s2 = s0
    var s3 = s0
    for tap in 0..<taps {
      let from = source + (offsets[tap] &+ column)
      let factor = Vector(repeating: weights[tap])
      s0 = multiplyAdd(factor, from.vector(0), s0)
      s1 = multiplyAdd(factor, from.vector(vectorWidth), s1)
      s2 = multiplyAdd(factor, from.vector(2 &* vectorWidth), s2)
      s3 = multiplyAdd(factor, from.vector(3 &* vectorWidth), s3)
    }
    target.store(s0, column)
    target.store(s1, column &+ vectorWidth)
    target.store(s2, column &+ 2 &* vectorWidth)
    target.store(s3, column &+ 3 &* vectorWidth)
    column &+= 4 &* vectorWidth
  }
  while column < count {
    var sum = Vector(repeating: bias)
    for tap in 0..<taps {
      let factor = Vector(repeating: weights[tap])
      sum = multiplyAdd(factor, source.vector(offsets[tap] &+ column), sum)
    }
    if column &+ vectorWidth <= count {
      target.store(sum, column)
    } else {
      for lane in 0..<count &- column { target[column &+ lane] = sum[lane] }
    }
    column &+= vectorWidth
  }
}
