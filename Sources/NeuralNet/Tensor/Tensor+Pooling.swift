/// What pooling keeps of a window.
public enum PoolingKind: String, Sendable, CaseIterable {
  case max, average
}

extension Tensor {
  /// The largest scalar of each window and where it stood: positions are h·W + w inside one channel of the input.
  ///
  /// Padding counts as minus infinity, so it never wins; of equals the first wins.
  public func maxPool(_ window: Window, ceilMode: Bool = false) -> (values: Tensor, indices: [Int]) {
    let size = pooledSize(window, ceilMode)
    return pooledMaximum(
      size, rows: windowRanges(window, size, axis: 0), columns: windowRanges(window, size, axis: 1))
  }

  /// The mean of each window, divided by its area inside the padded input, by its real pixels only when
  /// `countsPadding` is false, or by `divisor`.
  public func averagePool(
    _ window: Window, ceilMode: Bool = false, countsPadding: Bool = true, divisor: Int? = nil
  ) -> Tensor {
    let size = pooledSize(window, ceilMode)
    return pooledSum(averagingPlan(window, size, countsPadding, divisor))
  }

  /// Pools to a fixed size: row i covers ⌊i·H / out⌋ ..< ⌈(i + 1)·H / out⌉.
  public func adaptiveAveragePool(_ size: [Int]) -> Tensor { pooledSum(adaptivePlan(size)) }

  public func adaptiveMaxPool(_ size: [Int]) -> (values: Tensor, indices: [Int]) {
    let plan = adaptivePlan(size)
    return pooledMaximum(size, rows: plan.rows, columns: plan.columns)
  }

  public func globalAveragePool() -> Tensor { adaptiveAveragePool([1, 1]) }
  public func globalMaxPool() -> Tensor { adaptiveMaxPool([1, 1]).values }

  /// Puts pooled values back where they came from, zeros elsewhere.
  public func maxUnpool(_ indices: [Int], size: [Int]) -> Tensor {
    if indices.count != scalarCount || size.count != 2 { trapMismatch("max unpooling", shape, size) }
    return scattered(indices, to: [shape[0], shape[1]] + size, adds: false)
  }

  /// Writes each scalar of a pooled image to its position in an image of another size.
  func scattered(_ indices: [Int], to target: [Int], adds: Bool) -> Tensor {
    var result = Tensor.zeros(target)
    let source = shape[2] * shape[3]
    let area = target[2] * target[3]
    result.scalars.withUnsafeMutableBufferPointer { to in
      for channel in 0..<shape[0] * shape[1] {
        for index in channel * source..<(channel + 1) * source {
          precondition(indices[index] >= 0 && indices[index] < area, "an unpooling index leaves the image")
          let position = channel * area + indices[index]
          to[position] = adds ? to[position] + scalars[index] : scalars[index]
        }
      }
    }
    return result
  }

  /// Which scalars each output row and column covers, and what a sum is divided by.
  struct PoolingPlan {
    var rows: [Range<Int>]
    var columns: [Range<Int>]
    /// The divisor is the product of a row's and a column's part.
    var rowDivisors: [Double]
    var columnDivisors: [Double]
  }

  func averagingPlan(_ window: Window, _ size: [Int], _ countsPadding: Bool, _ divisor: Int?) -> PoolingPlan {
    func divisors(_ axis: Int, _ ranges: [Range<Int>]) -> [Double] {
      ranges.indices.map { index in
        if let divisor { return axis == 0 ? Double(divisor) : 1 }
        if !countsPadding { return Double(ranges[index].count) }
        let start = index * window.stride[axis] - window.paddingBefore[axis]
        let end = min(start + window.kernel[axis], shape[axis + 2] + window.paddingAfter[axis])
        return Double(end - start)
      }
    }
    let rows = windowRanges(window, size, axis: 0).map(\.range)
    let columns = windowRanges(window, size, axis: 1).map(\.range)
    return PoolingPlan(
      rows: rows, columns: columns, rowDivisors: divisors(0, rows), columnDivisors: divisors(1, columns))
  }

  func adaptivePlan(_ size: [Int]) -> AdaptivePlan {
    if rank != 4 || size.count != 2 || size.contains(where: { $0 < 1 }) {
      trapMismatch("adaptive pooling", shape, size)
    }
    func ranges(_ axis: Int) -> [Range<Int>] {
      let (n, count) = (shape[axis + 2], size[axis])
      return (0..<count).map { $0 * n / count..<(($0 + 1) * n + count - 1) / count }
    }
    return AdaptivePlan(rowRanges: ranges(0), columnRanges: ranges(1))
  }

  struct AdaptivePlan {
    var rowRanges: [Range<Int>]
    var columnRanges: [Range<Int>]
    var rows: [SteppedRange] { rowRanges.map { SteppedRange(range: $0, step: 1) } }
    var columns: [SteppedRange] { columnRanges.map { SteppedRange(range: $0, step: 1) } }
  }

  /// Input positions of a window, every `step`-th of `range`.
  struct SteppedRange {
    var range: Range<Int>
    var step: Int
  }

  func pooledSize(_ window: Window, _ ceilMode: Bool) -> [Int] {
    if rank != 4 || window.axes != 2 { trapMismatch("pooling", shape, window.kernel) }
    do {
      return try OutputSize.pooling(Array(shape.dropFirst(2)), window, ceilMode: ceilMode)
    } catch {
      fatalError("pooling of shape \(shape): \(error)")
    }
  }

  private func windowRanges(_ window: Window, _ size: [Int], axis: Int) -> [SteppedRange] {
    let extent = shape[axis + 2]
    let step = window.dilation[axis]
    return (0..<size[axis]).map { index in
      let start = index * window.stride[axis] - window.paddingBefore[axis]
      let end = min(start + window.effectiveKernel(axis), extent)
      let first = start >= 0 ? start : start + (-start + step - 1) / step * step
      return SteppedRange(range: first..<max(first, end), step: step)
    }
  }

  private func pooledMaximum(
    _ size: [Int], rows: [SteppedRange], columns: [SteppedRange]
  ) -> (values: Tensor, indices: [Int]) {
    let (height, width) = (shape[2], shape[3])
    let planes = shape[0] * shape[1]
    var indices = [Int](repeating: 0, count: planes * size[0] * size[1])
    let values = Tensor(shape: [shape[0], shape[1]] + size) { target in
      scalars.withUnsafeBufferPointer { source in
        indices.withUnsafeMutableBufferPointer { indices in
          var position = 0
          for plane in 0..<planes {
            let image = source.baseAddress! + plane * height * width
            for row in rows {
              for column in columns {
                var best = -Double.infinity
                var bestIndex = row.range.lowerBound * width + column.range.lowerBound
                var y = row.range.lowerBound
                while y < row.range.upperBound {
                  var x = column.range.lowerBound
                  while x < column.range.upperBound {
                    let value = image[y &* width &+ x]
                    if value > best {
                      best = value
                      bestIndex = y &* width &+ x
                    }
                    x &+= column.step
                  }
                  y &+= row.step
                }
                target[position] = best
                indices[position] = bestIndex
                position &+= 1
              }
            }
          }
        }
      }
    }
    return (values, indices)
  }

  private func pooledSum(_ plan: AdaptivePlan) -> Tensor { pooledSum(PoolingPlan(plan)) }

  private func pooledSum(_ plan: PoolingPlan) -> Tensor {
    let (height, width) = (shape[2], shape[3])
    return Tensor(shape: [shape[0], shape[1], plan.rows.count, plan.columns.count]) { target in
      scalars.withUnsafeBufferPointer { source in
        var position = 0
        for plane in 0..<shape[0] * shape[1] {
          let image = source.baseAddress! + plane * height * width
          for (i, rows) in plan.rows.enumerated() {
            for (j, columns) in plan.columns.enumerated() {
              var sum = 0.0
              for y in rows {
                for x in columns { sum += image[y &* width &+ x] }
              }
              target[position] = sum / (plan.rowDivisors[i] * plan.columnDivisors[j])
              position &+= 1
            }
          }
        }
      }
    }
  }

  /// The VJP of average pooling: each window's gradient spread evenly over its pixels.
  func spread(_ plan: PoolingPlan, to target: [Int]) -> Tensor {
    var result = Tensor.zeros(target)
    let (height, width) = (target[2], target[3])
    result.scalars.withUnsafeMutableBufferPointer { to in
      var position = 0
      for plane in 0..<target[0] * target[1] {
        let image = to.baseAddress! + plane * height * width
        for (i, rows) in plan.rows.enumerated() {
          for (j, columns) in plan.columns.enumerated() {
            let share = scalars[position] / (plan.rowDivisors[i] * plan.columnDivisors[j])
            for y in rows {
              for x in columns { image[y &* width &+ x] += share }
            }
            position &+= 1
          }
        }
      }
    }
    return result
  }
}

extension Tensor.PoolingPlan {
  init(_ plan: Tensor.AdaptivePlan) {
    rows = plan.rowRanges
    columns = plan.columnRanges
    rowDivisors = rows.map { Double($0.count) }
    columnDivisors = columns.map { Double($0.count) }
  }
}
