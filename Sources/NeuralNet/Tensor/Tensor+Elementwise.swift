import Glibc

extension Tensor {
  /// Applies a function to every scalar.
  @inline(__always)
  func map(_ transform: (Double) -> Double) -> Tensor {
    Tensor(shape: shape) { target in
      scalars.withUnsafeBufferPointer { source in
        let from = source.baseAddress!
        for index in 0..<source.count { target[index] = transform(from[index]) }
      }
    }
  }

  /// Combines two tensors scalar by scalar, broadcasting by NumPy's rule; traps when the shapes do not fit.
  @inline(__always)
  static func combine(
    _ name: StaticString, _ a: Tensor, _ b: Tensor, _ transform: (Double, Double) -> Double
  ) -> Tensor {
    if a.shape == b.shape {
      return Tensor(shape: a.shape) { target in
        a.scalars.withUnsafeBufferPointer { left in
          b.scalars.withUnsafeBufferPointer { right in
            let x = left.baseAddress!
            let y = right.baseAddress!
            for index in 0..<left.count { target[index] = transform(x[index], y[index]) }
          }
        }
      }
    }
    if b.scalarCount == 1 && b.rank <= a.rank {
      let y = b.scalars[0]
      return a.map { transform($0, y) }
    }
    if a.scalarCount == 1 && a.rank <= b.rank {
      let x = a.scalars[0]
      return b.map { transform(x, $0) }
    }
    guard let shape = broadcastShape(a.shape, b.shape),
      let left = broadcastStrides(a.shape, to: shape), let right = broadcastStrides(b.shape, to: shape)
    else { trapMismatch("\(name)", a.shape, b.shape) }
    return Tensor(shape: shape) { target in
      a.scalars.withUnsafeBufferPointer { x in
        b.scalars.withUnsafeBufferPointer { y in
          var position = 0
          forEachRowPair(shape, left, right) { i, j, count, stepI, stepJ in
            for k in 0..<count {
              target[position &+ k] = transform(x[i &+ k &* stepI], y[j &+ k &* stepJ])
            }
            position &+= count
          }
        }
      }
    }
  }

  public static func + (a: Tensor, b: Tensor) -> Tensor { combine("+", a, b) { $0 + $1 } }
  public static func - (a: Tensor, b: Tensor) -> Tensor { combine("-", a, b) { $0 - $1 } }
  public static func * (a: Tensor, b: Tensor) -> Tensor { combine("*", a, b) { $0 * $1 } }
  public static func / (a: Tensor, b: Tensor) -> Tensor { combine("/", a, b) { $0 / $1 } }
  public static func + (a: Tensor, b: Double) -> Tensor { a.map { $0 + b } }
  public static func - (a: Tensor, b: Double) -> Tensor { a.map { $0 - b } }
  public static func * (a: Tensor, b: Double) -> Tensor { a.map { $0 * b } }
  public static func / (a: Tensor, b: Double) -> Tensor { a.map { $0 / b } }
  public static func + (a: Double, b: Tensor) -> Tensor { b.map { a + $0 } }
  public static func - (a: Double, b: Tensor) -> Tensor { b.map { a - $0 } }
  public static func * (a: Double, b: Tensor) -> Tensor { b.map { a * $0 } }
  public static func / (a: Double, b: Tensor) -> Tensor { b.map { a / $0 } }
  public static prefix func - (a: Tensor) -> Tensor { a.map { -$0 } }

  /// Adds a tensor of the same shape in place.
  public static func += (a: inout Tensor, b: Tensor) {
    if a.shape != b.shape { trapMismatch("+=", a.shape, b.shape) }
    a.scalars.withUnsafeMutableBufferPointer { target in
      b.scalars.withUnsafeBufferPointer { source in
        for index in 0..<target.count { target[index] += source[index] }
      }
    }
  }

  public static func *= (a: inout Tensor, b: Double) {
    a.scalars.withUnsafeMutableBufferPointer { target in
      for index in 0..<target.count { target[index] *= b }
    }
  }

  public func exponential() -> Tensor { map { exp($0) } }
  public func logarithm() -> Tensor { map { log($0) } }
  public func squareRoot() -> Tensor { map { $0.squareRoot() } }
  public func absolute() -> Tensor { map { abs($0) } }
  public func power(_ exponent: Double) -> Tensor { map { pow($0, exponent) } }
  public func clamped(_ bounds: ClosedRange<Double>) -> Tensor {
    map { min(max($0, bounds.lowerBound), bounds.upperBound) }
  }
  public func activated(_ activation: Activation) -> Tensor { activation.value(self) }
}

/// Walks two strided blocks of one shape row by row.
@inline(__always)
private func forEachRowPair(
  _ shape: [Int], _ a: [Int], _ b: [Int], _ body: (Int, Int, Int, Int, Int) -> Void
) {
  var other = [0]
  other.removeAll(keepingCapacity: true)
  forEachRow(shape, b) { start, _, _ in other.append(start) }
  var row = 0
  let stepB = b.last ?? 0
  forEachRow(shape, a) { start, count, step in
    body(start, other[row], count, step, stepB)
    row &+= 1
  }
}
