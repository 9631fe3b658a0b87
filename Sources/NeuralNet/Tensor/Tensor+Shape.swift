extension Tensor {
  /// The same scalars under another shape; -1 may stand for one extent that follows from the rest.
  public func reshaped(_ newShape: [Int]) -> Tensor {
    var resolved = newShape
    if let open = newShape.firstIndex(of: -1) {
      let known = newShape.filter { $0 != -1 }.reduce(1, *)
      resolved[open] = known == 0 ? 0 : scalarCount / known
    }
    if resolved.reduce(1, *) != scalarCount { trapMismatch("reshape", shape, newShape) }
    return Tensor(trusted: scalars, resolved)
  }

  /// All axes from `axis` on made one.
  public func flattened(from axis: Int = 0) -> Tensor {
    reshaped(Array(shape[..<axis]) + [shape[axis...].reduce(1, *)])
  }

  /// The axes in another order: `permuted([0, 2, 3, 1])` turns N, C, H, W into N, H, W, C.
  public func permuted(_ axes: [Int]) -> Tensor {
    if axes.sorted() != Array(0..<rank) { trapMismatch("permutation", shape, axes) }
    let old = strides
    return strided(shape: axes.map { shape[$0] }, strides: axes.map { old[$0] }, offset: 0)
  }

  /// Exchanges the last two axes.
  public var transposed: Tensor {
    if rank < 2 { fatalError("a tensor of shape \(shape) has no transpose") }
    var axes = Array(0..<rank)
    axes.swapAt(rank - 1, rank - 2)
    return permuted(axes)
  }

  /// The part of one axis inside `range`; the axis stays, even with one element.
  public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
    if axis >= rank || range.lowerBound < 0 || range.upperBound > shape[axis] {
      trapMismatch("slice of axis \(axis)", shape, [range.lowerBound, range.upperBound])
    }
    let inner = shape[(axis + 1)...].reduce(1, *)
    let block = shape[axis] * inner
    var result: [Double] = []
    result.reserveCapacity(scalarCount / max(shape[axis], 1) * range.count)
    for start in stride(from: 0, to: scalarCount, by: max(block, 1)) {
      result.append(
        contentsOf: scalars[start + range.lowerBound * inner..<start + range.upperBound * inner])
    }
    var newShape = shape
    newShape[axis] = range.count
    return Tensor(trusted: result, newShape)
  }

  /// One element of the first axis, without that axis.
  public func element(_ index: Int) -> Tensor {
    sliced(axis: 0, index..<index + 1).reshaped(Array(shape.dropFirst()))
  }

  /// Joins tensors that differ at most along `axis`.
  public static func concatenate(_ parts: [Tensor], axis: Int) -> Tensor {
    guard let first = parts.first else { fatalError("nothing to concatenate") }
    var shape = first.shape
    shape[axis] = 0
    for part in parts {
      var expected = part.shape
      if expected.count == shape.count { expected[axis] = shape[axis] }
      if expected != shape { trapMismatch("concatenation along axis \(axis)", first.shape, part.shape) }
      shape[axis] += part.shape[axis]
    }
    let outer = shape[..<axis].reduce(1, *)
    let inner = shape[(axis + 1)...].reduce(1, *)
    var result: [Double] = []
    result.reserveCapacity(shape.reduce(1, *))
    for index in 0..<outer {
      for part in parts {
        let block = part.shape[axis] * inner
        result.append(contentsOf: part.scalars[index * block..<(index + 1) * block])
      }
    }
    return Tensor(trusted: result, shape)
  }

  /// Puts tensors of one shape behind each other along a new first axis.
  public static func stack(_ parts: [Tensor]) -> Tensor {
    concatenate(parts.map { $0.reshaped([1] + $0.shape) }, axis: 0)
  }

  /// Chosen elements of one axis, in the order of `indices`, which may repeat.
  public func gathered(_ indices: [Int], axis: Int = 0) -> Tensor {
    let extent = shape[axis]
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    var result: [Double] = []
    result.reserveCapacity(outer * indices.count * inner)
    for block in 0..<outer {
      for index in indices {
        if index < 0 || index >= extent { trapMismatch("gathering index \(index)", shape, indices) }
        let start = (block * extent + index) * inner
        result.append(contentsOf: scalars[start..<start + inner])
      }
    }
    var newShape = shape
    newShape[axis] = indices.count
    return Tensor(trusted: result, newShape)
  }

  /// The tensor repeated along new and single axes until it has `target` as its shape, by NumPy's rule.
  public func broadcast(to target: [Int]) -> Tensor {
    if shape == target { return self }
    guard let strides = Tensor.broadcastStrides(shape, to: target) else {
      trapMismatch("broadcast", shape, target)
    }
    return strided(shape: target, strides: strides, offset: 0)
  }

  /// The shape two shapes broadcast to; nil when they do not.
  static func broadcastShape(_ a: [Int], _ b: [Int]) -> [Int]? {
    let rank = max(a.count, b.count)
    var result = Array(repeating: 1, count: rank)
    for axis in 0..<rank {
      let left = axis < rank - a.count ? 1 : a[axis - (rank - a.count)]
      let right = axis < rank - b.count ? 1 : b[axis - (rank - b.count)]
      if left != right && left != 1 && right != 1 { return nil }
      result[axis] = left == 1 ? right : left
    }
    return result
  }

  static func broadcastStrides(_ shape: [Int], to target: [Int]) -> [Int]? {
    let missing = target.count - shape.count
    if missing < 0 { return nil }
    let own = strides(of: shape)
    var result = Array(repeating: 0, count: target.count)
    for axis in shape.indices where shape[axis] != 1 || target[axis + missing] == 1 {
      if shape[axis] != target[axis + missing] { return nil }
      result[axis + missing] = own[axis]
    }
    return result
  }

  /// Copies a strided view into a tensor of its own.
  func strided(shape newShape: [Int], strides: [Int], offset: Int) -> Tensor {
    Tensor(shape: newShape) { target in
      scalars.withUnsafeBufferPointer { source in
        var position = 0
        forEachRow(newShape, strides) { start, count, step in
          var from = offset + start
          for _ in 0..<count {
            target[position] = source[from]
            position &+= 1
            from &+= step
          }
        }
      }
    }
  }
}

/// Walks a strided block row by row: the body gets the offset, the count and the step of each last-axis run.
@inline(__always)
func forEachRow(_ shape: [Int], _ strides: [Int], _ body: (Int, Int, Int) -> Void) {
  guard let count = shape.last else { return body(0, 1, 0) }
  if shape.contains(0) { return }
  let step = strides[strides.count - 1]
  var index = Array(repeating: 0, count: shape.count - 1)
  var offset = 0
  while true {
    body(offset, count, step)
    var axis = index.count - 1
    while axis >= 0 {
      index[axis] += 1
      offset += strides[axis]
      if index[axis] < shape[axis] { break }
      offset -= strides[axis] * shape[axis]
      index[axis] = 0
      axis -= 1
    }
    if axis < 0 { return }
  }
}
