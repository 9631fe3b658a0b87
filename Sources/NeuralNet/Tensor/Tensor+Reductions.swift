import Glibc

extension Tensor {
  /// All scalars added, in four interleaved partial sums.
  public func sum() -> Double {
    scalars.withUnsafeBufferPointer { source in
      var partial = SIMD8<Double>.zero
      let whole = source.count & ~7
      for index in stride(from: 0, to: whole, by: 8) {
        partial += UnsafeRawPointer(source.baseAddress! + index).loadUnaligned(as: SIMD8<Double>.self)
      }
      var rest = 0.0
      for index in whole..<source.count { rest += source[index] }
      return partial.sum() + rest
    }
  }

  public func mean() -> Double { sum() / Double(scalarCount) }

  /// The mean squared distance from the mean: divided by n, or by n − 1 when `unbiased`.
  public func variance(unbiased: Bool = false) -> Double {
    let center = mean()
    return map { ($0 - center) * ($0 - center) }.sum() / Double(unbiased ? scalarCount - 1 : scalarCount)
  }

  public func standardDeviation(unbiased: Bool = false) -> Double {
    variance(unbiased: unbiased).squareRoot()
  }

  /// The 2-norm of all scalars.
  public func norm() -> Double { map { $0 * $0 }.sum().squareRoot() }

  /// The largest scalar; traps for an empty tensor.
  public func maximum() -> Double { scalars.max()! }
  /// The smallest scalar; traps for an empty tensor.
  public func minimum() -> Double { scalars.min()! }

  /// The sum along axes, which stay with extent 1 when `keepsAxes`.
  public func sum(axes: [Int], keepsAxes: Bool = false) -> Tensor {
    reduced(axes, keepsAxes, initial: 0) { $0 + $1 }
  }

  public func mean(axes: [Int], keepsAxes: Bool = false) -> Tensor {
    sum(axes: axes, keepsAxes: keepsAxes) / Double(axes.reduce(1) { $0 * shape[$1] })
  }

  public func maximum(axes: [Int], keepsAxes: Bool = false) -> Tensor {
    reduced(axes, keepsAxes, initial: -.infinity) { Swift.max($0, $1) }
  }

  /// The position of the largest scalar along the last axis; the first of equals.
  public func argumentOfMaximum() -> [Int] {
    let width = shape.last ?? 1
    return stride(from: 0, to: scalarCount, by: width).map { start in
      var best = start
      for index in start..<start + width where scalars[index] > scalars[best] { best = index }
      return best - start
    }
  }

  @inline(__always)
  private func reduced(
    _ axes: [Int], _ keepsAxes: Bool, initial: Double, _ combine: (Double, Double) -> Double
  ) -> Tensor {
    for axis in axes where axis < 0 || axis >= rank { trapMismatch("reduction", shape, axes) }
    var kept = shape
    for axis in axes { kept[axis] = 1 }
    var result = Tensor(repeating: initial, shape: kept)
    let targets = Tensor.broadcastStrides(kept, to: shape)!
    result.scalars.withUnsafeMutableBufferPointer { target in
      scalars.withUnsafeBufferPointer { source in
        var position = 0
        forEachRow(shape, targets) { start, count, step in
          if step == 0 {
            var value = target[start]
            for index in 0..<count { value = combine(value, source[position &+ index]) }
            target[start] = value
          } else {
            for index in 0..<count {
              target[start &+ index] = combine(target[start &+ index], source[position &+ index])
            }
          }
          position &+= count
        }
      }
    }
    return keepsAxes ? result : result.reshaped(shape.indices.filter { !axes.contains($0) }.map { shape[$0] })
  }

  /// The sum over everything that broadcasting `target` to this shape had repeated: broadcasting's VJP.
  func summed(to target: [Int]) -> Tensor {
    if shape == target { return self }
    let missing = rank - target.count
    let axes = shape.indices.filter { $0 < missing || (target[$0 - missing] == 1 && shape[$0] != 1) }
    return sum(axes: axes).reshaped(target)
  }

  /// exp(x) over its sum along the last axis; the largest x is subtracted first, so nothing overflows.
  public func softmax() -> Tensor {
    rowwise { source, target, count in
      let peak = maximumOf(source, count)
      var total = 0.0
      for index in 0..<count {
        target[index] = exp(source[index] - peak)
        total += target[index]
      }
      for index in 0..<count { target[index] /= total }
    }
  }

  /// x − log Σ exp(x) along the last axis.
  public func logSoftmax() -> Tensor {
    rowwise { source, target, count in
      let peak = maximumOf(source, count)
      var total = 0.0
      for index in 0..<count { total += exp(source[index] - peak) }
      let shift = log(total)
      for index in 0..<count { target[index] = (source[index] - peak) - shift }
    }
  }

  /// log Σ exp(x) along the last axis, which disappears.
  public func logSumExp() -> Tensor {
    let width = shape.last ?? 1
    let values = stride(from: 0, to: scalarCount, by: width).map { start in
      let row = scalars[start..<start + width]
      let peak = row.max()!
      return peak.isFinite ? peak + log(row.reduce(0) { $0 + exp($1 - peak) }) : peak
    }
    return Tensor(shape: Array(shape.dropLast()), scalars: values)
  }

  @inline(__always)
  private func rowwise(
    _ body: (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  ) -> Tensor {
    let width = shape.last ?? 1
    return Tensor(shape: shape) { target in
      scalars.withUnsafeBufferPointer { source in
        for start in stride(from: 0, to: source.count, by: width) {
          body(source.baseAddress! + start, target + start, width)
        }
      }
    }
  }
}

@inline(__always)
private func maximumOf(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
  var peak = values[0]
  for index in 1..<max(count, 1) where values[index] > peak { peak = values[index] }
  return peak
}
