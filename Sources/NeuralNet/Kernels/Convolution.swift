import Basics

/// y = W ⋆ x + b for every image and group, by the fastest kernel that fits.
func convolve(
  _ geometry: ConvolutionGeometry, _ x: UnsafePointer<Double>, _ weight: UnsafePointer<Double>,
  bias: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>
) {
  if geometry.isDepthwise { return convolveDepthwise(geometry, x, weight, bias: bias, into: y) }
  if geometry.isDense { return convolveDense(geometry, x, weight, bias: bias, into: y) }
  let g = geometry
  let area = g.output.area
  let step = min(g.rowsAtATime, g.rowCount)
  let strips = (g.rowCount + step - 1) / step
  let tasks = g.batch * g.groups * strips
  let parts = min(tasks, Threads.useful(macs: g.macs))
  Parallel.run(parts) { part in
    Scratch.with(g.filterSize * step * g.output.width) { columns in
      for task in Threads.share(part, of: parts, count: tasks, grain: 1) {
        let strip = task % strips
        let slice = task / strips
        let group = slice % g.groups
        let rows = strip * step..<min((strip + 1) * step, g.rowCount)
        let width = rows.count * g.output.width
        g.unfold(x + slice * g.inputChannels * g.input.area, rows: rows, into: columns)
        let target = y + (slice * g.outputChannels * area + rows.lowerBound * g.output.width)
        if let bias {
          for channel in 0..<g.outputChannels {
            (target + channel * area).update(
              repeating: bias[group * g.outputChannels + channel], count: width)
          }
        }
        multiply(
          MatrixView(weight + group * g.outputChannels * g.filterSize, rowStride: g.filterSize),
          MatrixView(columns, rowStride: width), into: target, rowStride: area, rows: g.outputChannels,
          columns: width, depth: g.filterSize, accumulates: bias != nil, threads: 1)
      }
    }
  }
}

/// ∂L/∂x = fold(Wᵀ · ∂L/∂y): every output gradient goes back through the weights that made it.
func convolveInputGradient(
  _ g: ConvolutionGeometry, _ dy: UnsafePointer<Double>, _ weight: UnsafePointer<Double>,
  into dx: UnsafeMutablePointer<Double>
) {
  if let mirrored = g.mirrored {
    return convolveMirrored(g, mirrored, dy, weight, into: dx)
  }
  dx.update(repeating: 0, count: g.batch * g.groups * g.inputChannels * g.input.area)
  let area = g.output.area
  let step = min(g.rowsAtATime, g.rowCount)
  let slices = g.batch * g.groups
  let parts = min(slices, Threads.useful(macs: g.macs))
  Parallel.run(parts) { part in
    Scratch.with(g.filterSize * step * g.output.width) { columns in
      for slice in Threads.share(part, of: parts, count: slices, grain: 1) {
        let group = slice % g.groups
        let filters = weight + group * g.outputChannels * g.filterSize
        for row in stride(from: 0, to: g.rowCount, by: step) {
          let rows = row..<min(row + step, g.rowCount)
          let width = rows.count * g.output.width
          multiply(
            MatrixView(filters, rowStride: g.filterSize).transposed,
            MatrixView(dy + (slice * g.outputChannels * area + row * g.output.width), rowStride: area),
            into: columns, rowStride: width, rows: g.filterSize, columns: width, depth: g.outputChannels,
            threads: 1)
          g.fold(columns, rows: rows, into: dx + slice * g.inputChannels * g.input.area)
        }
      }
    }
  }
}

/// ∂L/∂W = Σ over images of ∂L/∂y · unfold(x)ᵀ, added to what `dw` holds.
func convolveWeightGradient(
  _ g: ConvolutionGeometry, _ x: UnsafePointer<Double>, _ dy: UnsafePointer<Double>,
  into dw: UnsafeMutablePointer<Double>
) {
  let area = g.output.area
  let step = min(g.rowsAtATime, g.rowCount)
  let parts = min(g.groups, Threads.useful(macs: g.macs))
  Parallel.run(parts) { part in
    Scratch.with(g.filterSize * step * g.output.width) { columns in
      for group in Threads.share(part, of: parts, count: g.groups, grain: 1) {
        for image in 0..<g.batch {
          let slice = image * g.groups + group
          for row in stride(from: 0, to: g.rowCount, by: step) {
            let rows = row..<min(row + step, g.rowCount)
            let width = rows.count * g.output.width
            g.unfold(x + slice * g.inputChannels * g.input.area, rows: rows, into: columns)
            multiply(
              MatrixView(dy + (slice * g.outputChannels * area + row * g.output.width), rowStride: area),
              MatrixView(columns, rowStride: width).transposed,
              into: dw + group * g.outputChannels * g.filterSize, rowStride: g.filterSize,
              rows: g.outputChannels, columns: g.filterSize, depth: width, accumulates: true,
              threads: parts > 1 ? 1 : nil)
          }
        }
      }
    }
  }
}
