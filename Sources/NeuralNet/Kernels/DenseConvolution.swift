import Basics

extension ConvolutionGeometry {
  /// Whether neighbours in the output see neighbours in the input, so that the padded image itself can be the
  /// right-hand matrix of a product.
  var isDense: Bool {
    isUnstridedPlane && outputChannels >= 2 && paddingAfter.height >= 0 && paddingAfter.width >= 0
  }

  private var isUnstridedPlane: Bool {
    stride.height == 1 && stride.width == 1 && kernel.depth == 1 && input.depth == 1 && padding.depth == 0
      && paddingAfter.depth == 0
  }

  /// The convolution that carries gradients back through a dense one; nil where that takes a negative padding.
  var mirrored: Padding? {
    guard isUnstridedPlane, inputChannels >= 2 else { return nil }
    let result = Padding(
      top: dilation.height * (kernel.height - 1) - padding.height,
      bottom: dilation.height * (kernel.height - 1) - paddingAfter.height,
      left: dilation.width * (kernel.width - 1) - padding.width,
      right: dilation.width * (kernel.width - 1) - paddingAfter.width)
    return min(result.top, result.bottom, result.left, result.right) < 0 ? nil : result
  }

  struct Padding {
    var top, bottom, left, right: Int
    var isZero: Bool { top == 0 && bottom == 0 && left == 0 && right == 0 }
  }
}

/// A stride-1 convolution as a matrix product that reads the padded image in place: filter scalar (c, y, x) of
/// every position is the image shifted by one constant, so no columns are ever laid out.
func convolveDense(
  _ g: ConvolutionGeometry, _ x: UnsafePointer<Double>, _ weight: UnsafePointer<Double>,
  bias: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>
) {
  let plan = DensePlan(
    inputChannels: g.inputChannels, outputChannels: g.outputChannels, height: g.input.height,
    width: g.input.width,
    padding: .init(
      top: g.padding.height, bottom: g.paddingAfter.height, left: g.padding.width, right: g.paddingAfter.width
    ),
    kernelHeight: g.kernel.height, kernelWidth: g.kernel.width, dilationHeight: g.dilation.height,
    dilationWidth: g.dilation.width)
  plan.run(g, x, filters: weight, bias: bias, into: y)
}

/// ∂L/∂x of a dense convolution: ∂L/∂y, padded by d(k − 1) − p, meets the filters turned by 180° with input and
/// output channels exchanged.
func convolveMirrored(
  _ g: ConvolutionGeometry, _ padding: ConvolutionGeometry.Padding, _ dy: UnsafePointer<Double>,
  _ weight: UnsafePointer<Double>, into dx: UnsafeMutablePointer<Double>
) {
  let area = g.kernel.area
  Scratch.with(g.groups * g.outputChannels * g.filterSize) { turned in
    for group in 0..<g.groups {
      for output in 0..<g.outputChannels {
        for input in 0..<g.inputChannels {
          let from = weight + ((group * g.outputChannels + output) * g.inputChannels + input) * area
          let to = turned + ((group * g.inputChannels + input) * g.outputChannels + output) * area
          for index in 0..<area { to[area - 1 - index] = from[index] }
        }
      }
    }
    let plan = DensePlan(
      inputChannels: g.outputChannels, outputChannels: g.inputChannels, height: g.output.height,
      width: g.output.width, padding: padding, kernelHeight: g.kernel.height, kernelWidth: g.kernel.width,
      dilationHeight: g.dilation.height, dilationWidth: g.dilation.width)
    plan.run(g, dy, filters: turned, bias: nil, into: dx)
  }
}

/// Sizes and loops shared by both directions.
private struct DensePlan {
  let inputChannels, outputChannels, height, width: Int
  let padding: ConvolutionGeometry.Padding
  let kernelHeight, kernelWidth, dilationHeight, dilationWidth: Int

  var paddedHeight: Int { height + padding.top + padding.bottom }
  var paddedWidth: Int { width + padding.left + padding.right }
  var outputHeight: Int { paddedHeight - dilationHeight * (kernelHeight - 1) }
  var outputWidth: Int { paddedWidth - dilationWidth * (kernelWidth - 1) }
  var depth: Int { inputChannels * kernelHeight * kernelWidth }
  var paddedRows: Int { (outputChannels + tileRows - 1) / tileRows * tileRows }
  /// Depth handled at a time, so that the tile's part of image and filters stays in the first-level cache.
  var levelDepth: Int { min(depth, 192) }
  /// Output rows whose results are gathered before they are moved to their place.
  func stripRows(threads: Int) -> Int {
    writesInPlace ? (outputHeight + threads - 1) / threads : max(1, min(outputHeight, 1024 / paddedWidth))
  }
  /// With one filter scalar a channel, no part of the image is read twice from where it lies.
  var copiesImage: Bool { kernelHeight * kernelWidth == 1 }
  /// Columns of the image copied at a time: rows long enough to be fetched ahead, two parts in a tenth of the second cache.
  var partColumns: Int {
    let all = (outputHeight * paddedWidth + tileColumns - 1) / tileColumns
    return copiesImage ? min(max(1, 1024 / levelDepth), all) * tileColumns : tileColumns
  }
  /// Whether whole tiles of results already lie where they belong.
  var writesInPlace: Bool { paddedWidth == outputWidth && outputChannels == paddedRows }

  func run(
    _ g: ConvolutionGeometry, _ x: UnsafePointer<Double>, filters: UnsafePointer<Double>,
    bias: UnsafePointer<Double>?, into y: UnsafeMutablePointer<Double>
  ) {
    let threads = Threads.useful(macs: g.macs)
    let stripRows = stripRows(threads: threads)
    let strips = (outputHeight + stripRows - 1) / stripRows
    let tasks = g.batch * g.groups * strips
    let parts = min(tasks, threads)
    Scratch.with(g.groups * paddedRows * depth + depth) { memory in
      let offsets = UnsafeMutableRawPointer(memory).bindMemory(to: Int.self, capacity: depth)
      fillOffsets(offsets)
      let packed = memory + depth
      for group in 0..<g.groups {
        packRows(
          MatrixView(filters + group * outputChannels * depth, rowStride: depth), rows: outputChannels,
          depth: depth,
          into: packed + group * paddedRows * depth)
      }
      Parallel.run(parts) { part in
        let padded = padding.isZero ? 0 : inputChannels * paddedHeight * paddedWidth
        let stripWidth =
          writesInPlace ? 0 : (stripRows * paddedWidth + tileColumns - 1) / tileColumns * tileColumns + 8
        Scratch.with(
          padded + paddedRows * stripWidth + levelDepth * (2 * partColumns + 1) + tileRows * tileColumns
        ) { memory in
          let strip = memory + padded
          let working = strip + paddedRows * stripWidth
          var present = -1
          for task in Threads.share(part, of: parts, count: tasks, grain: 1) {
            let slice = task / strips
            let image = x + slice * inputChannels * height * width
            if padded > 0 && slice != present { pad(image, into: memory) }
            present = slice
            let group = slice % g.groups
            let row = task % strips * stripRows
            let rows = min(stripRows, outputHeight - row)
            let source = (padded > 0 ? UnsafePointer(memory) : image) + row * paddedWidth
            let filters = UnsafePointer(packed + group * paddedRows * depth)
            let positions = (rows - 1) * paddedWidth + outputWidth
            let target = y + (slice * outputChannels * outputHeight + row) * outputWidth
            let groupBias = bias.map { $0 + group * outputChannels }
            let fill = copiesImage ? multiplyCopiedStrip : multiplyStrip
            if writesInPlace {
              let area = outputHeight * outputWidth
              if let groupBias {
                for channel in 0..<outputChannels {
                  (target + channel * area).update(repeating: groupBias[channel], count: positions)
                }
              }
              fill(
                source, filters, offsets, positions, target, area, working,
                groupBias != nil)
            } else {
              fill(
                source, filters, offsets, positions, strip, stripWidth, working,
                false)
              move(strip, stripWidth, rows: rows, bias: groupBias, into: target)
            }
          }
        }
      }
    }
  }

  private func fillOffsets(_ offsets: UnsafeMutablePointer<Int>) {
    var index = 0
    for channel in 0..<inputChannels {
      for y in 0..<kernelHeight {
        for x in 0..<kernelWidth {
          offsets[index] = (channel * paddedHeight + y * dilationHeight) * paddedWidth + x * dilationWidth
          index += 1
        }
      }
    }
  }

  private func pad(_ image: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>) {
    var to = target
    var from = image
    for _ in 0..<inputChannels {
      to.update(repeating: 0, count: padding.top * paddedWidth)
      to += padding.top * paddedWidth
      for _ in 0..<height {
        for index in 0..<padding.left { to[index] = 0 }
        (to + padding.left).update(from: from, count: width)
        for index in padding.left + width..<paddedWidth { to[index] = 0 }
        to += paddedWidth
        from += width
      }
      to.update(repeating: 0, count: padding.bottom * paddedWidth)
      to += padding.bottom * paddedWidth
    }
  }

  /// Fills a strip of results; the columns between two image rows hold sums nobody reads.
  ///
  /// `memory` is for working: a panel of the image, its offsets, and one tile of results.
  private func multiplyStrip(
    _ image: UnsafePointer<Double>, _ packed: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>,
    positions: Int,
    into strip: UnsafeMutablePointer<Double>, _ stripWidth: Int, _ memory: UnsafeMutablePointer<Double>,
    accumulates: Bool
  ) {
    let panelOffsets = fillPanelOffsets(memory)
    let edge = memory + levelDepth
    let panel = edge + tileRows * tileColumns
    for level in stride(from: 0, to: depth, by: levelDepth) {
      let thickness = min(levelDepth, depth - level)
      for position in stride(from: 0, to: positions, by: tileColumns) {
        let source = image + position
        let width = min(positions - position, tileColumns)
        // The last tile would read behind the image: give it a copy of what is there.
        let isLast = width < tileColumns
        if isLast { copyRows(source, offsets + level, 0..<thickness, columns: width, into: panel) }
        for row in stride(from: 0, to: paddedRows, by: tileRows) {
          multiplyEdge(
            thickness, packed + (row * depth + level * tileRows), isLast ? UnsafePointer(panel) : source,
            isLast ? panelOffsets : offsets + level, strip + (row * stripWidth + position), stripWidth,
            rows: tileRows, columns: width, edge: edge, isFirst: level == 0 && !accumulates)
        }
      }
    }
  }

  /// The same where each part of the image is copied before it is used, a share of the next one before each tile of
  /// this, so that the waits for memory pass behind the arithmetic.
  ///
  /// With one filter scalar a channel the rows of a part lie a whole plane apart: a part is several tiles wide, for the
  /// hardware fetches ahead only along a row.
  private func multiplyCopiedStrip(
    _ image: UnsafePointer<Double>, _ packed: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>,
    positions: Int,
    into strip: UnsafeMutablePointer<Double>, _ stripWidth: Int, _ memory: UnsafeMutablePointer<Double>,
    accumulates: Bool
  ) {
    let panelOffsets = fillPanelOffsets(memory)
    let edge = memory + levelDepth
    var part = edge + tileRows * tileColumns
    var nextPart = part + levelDepth * partColumns
    for level in stride(from: 0, to: depth, by: levelDepth) {
      let thickness = min(levelDepth, depth - level)
      copyRows(image, offsets + level, 0..<thickness, columns: min(positions, partColumns), into: part)
      for position in stride(from: 0, to: positions, by: partColumns) {
        let width = min(positions - position, partColumns)
        let nextWidth = min(positions - position - width, partColumns)
        let tiles = (width + tileColumns - 1) / tileColumns * (paddedRows / tileRows)
        let share = (thickness + tiles - 1) / tiles
        var copied = nextWidth > 0 ? 0 : thickness
        for column in stride(from: 0, to: width, by: tileColumns) {
          for row in stride(from: 0, to: paddedRows, by: tileRows) {
            if copied < thickness {
              let end = min(thickness, copied + share)
              copyRows(
                image + (position + partColumns), offsets + level, copied..<end, columns: nextWidth,
                into: nextPart)
              copied = end
            }
            multiplyEdge(
              thickness, packed + (row * depth + level * tileRows), UnsafePointer(part + column * levelDepth),
              panelOffsets, strip + (row * stripWidth + position + column), stripWidth, rows: tileRows,
              columns: min(width - column, tileColumns), edge: edge, isFirst: level == 0 && !accumulates)
          }
        }
        swap(&part, &nextPart)
      }
    }
  }

  private func fillPanelOffsets(_ memory: UnsafeMutablePointer<Double>) -> UnsafePointer<Int> {
    let offsets = UnsafeMutableRawPointer(memory).bindMemory(to: Int.self, capacity: levelDepth)
    for k in 0..<levelDepth { offsets[k] = k * tileColumns }
    return UnsafePointer(offsets)
  }

  /// Lays rows of a part of the image in panels, one tile of columns after the other, zeros behind the last column.
  @inline(__always)
  private func copyRows(
    _ source: UnsafePointer<Double>, _ offsets: UnsafePointer<Int>, _ rows: Range<Int>, columns: Int,
    into panels: UnsafeMutablePointer<Double>
  ) {
    for k in rows {
      let from = source + offsets[k]
      let to = panels + k * tileColumns
      var column = 0
      while column + tileColumns <= columns {
        let v0 = from.vector(column)
        let v1 = from.vector(column + vectorWidth)
        let v2 = from.vector(column + 2 * vectorWidth)
        to.store(v0, column * levelDepth)
        to.store(v1, column * levelDepth + vectorWidth)
        to.store(v2, column * levelDepth + 2 * vectorWidth)
        column += tileColumns
      }
      if column < columns {
        for index in 0..<tileColumns {
          to[column * levelDepth + index] = column + index < columns ? from[column + index] : 0
        }
      }
    }
  }

  private func move(
    _ strip: UnsafePointer<Double>, _ stripWidth: Int, rows: Int, bias: UnsafePointer<Double>?,
    into target: UnsafeMutablePointer<Double>
  ) {
    for channel in 0..<outputChannels {
      let shift = bias?[channel] ?? 0
      for row in 0..<rows {
        let from = strip + (channel * stripWidth + row * paddedWidth)
        let to = target + (channel * outputHeight + row) * outputWidth
        for index in 0..<outputWidth { to[index] = from[index] + shift }
      }
    }
  }
}
