extension Node {
  public func reshaped(_ shape: [Int]) -> Node {
    unary("reshape", value.reshaped(shape)) { $0.reshaped(self.shape) }
  }

  public func flattened(from axis: Int = 1) -> Node {
    unary("flatten", value.flattened(from: axis)) { $0.reshaped(self.shape) }
  }

  public func permuted(_ axes: [Int]) -> Node {
    unary("permute", value.permuted(axes)) { gradient in
      var inverse = axes
      for (index, axis) in axes.enumerated() { inverse[axis] = index }
      return gradient.permuted(inverse)
    }
  }

  /// Exchanges the last two axes.
  public var transposed: Node { unary("transpose", value.transposed) { $0.transposed } }

  public func sliced(axis: Int, _ range: Range<Int>) -> Node {
    unary("slice", value.sliced(axis: axis, range)) { gradient in
      // Zeros stand where the slice did not look.
      func zeros(_ count: Int) -> Tensor {
        var shape = self.shape
        shape[axis] = count
        return .zeros(shape)
      }
      return .concatenate(
        [zeros(range.lowerBound), gradient, zeros(self.shape[axis] - range.upperBound)], axis: axis)
    }
  }

  public static func concatenate(_ parts: [Node], axis: Int) -> Node {
    Node("concatenate", parts, .concatenate(parts.map(\.value), axis: axis)) { gradient in
      var start = 0
      return parts.map { part in
        defer { start += part.shape[axis] }
        return gradient.sliced(axis: axis, start..<start + part.shape[axis])
      }
    }
  }

  /// Puts nodes of one shape behind each other along a new first axis.
  public static func stack(_ parts: [Node]) -> Node {
    concatenate(parts.map { $0.reshaped([1] + $0.shape) }, axis: 0)
  }

  /// Chosen rows of the first axis; gradients of a row that is chosen twice add.
  public func gathered(_ indices: [Int]) -> Node {
    unary("gather", value.gathered(indices)) { gradient in
      var result = Tensor.zeros(self.shape)
      let width = self.shape.dropFirst().reduce(1, *)
      for (row, index) in indices.enumerated() {
        for column in 0..<width {
          result.scalars[index * width + column] += gradient.scalars[row * width + column]
        }
      }
      return result
    }
  }

  public func sum() -> Node {
    unary("sum", Tensor(value.sum())) { Tensor(repeating: $0.scalar, shape: self.shape) }
  }

  public func mean() -> Node {
    unary("mean", Tensor(value.mean())) {
      Tensor(repeating: $0.scalar / Double(self.value.scalarCount), shape: self.shape)
    }
  }

  public func sum(axes: [Int], keepsAxes: Bool = false) -> Node {
    unary("sum", value.sum(axes: axes, keepsAxes: keepsAxes)) { gradient in
      var kept = self.shape
      for axis in axes { kept[axis] = 1 }
      return gradient.reshaped(kept).broadcast(to: self.shape)
    }
  }

  public func mean(axes: [Int], keepsAxes: Bool = false) -> Node {
    sum(axes: axes, keepsAxes: keepsAxes) / Double(axes.reduce(1) { $0 * shape[$1] })
  }

  /// The largest scalar along axes; of equals all share the gradient.
  public func maximum(axes: [Int], keepsAxes: Bool = false) -> Node {
    let peaks = value.maximum(axes: axes, keepsAxes: true)
    return unary("max", keepsAxes ? peaks : value.maximum(axes: axes)) { gradient in
      let winners = Tensor.combine("max", self.value, peaks) { $0 == $1 ? 1 : 0 }
      let share = gradient.reshaped(peaks.shape) / winners.sum(axes: axes, keepsAxes: true)
      return winners * share
    }
  }

  public func softmax() -> Node {
    let y = value.softmax()
    // ∂L/∂xᵢ = yᵢ·(gᵢ − Σⱼ gⱼ·yⱼ)
    return unary("softmax", y) { gradient in
      let weighted = gradient * y
      return weighted - y * weighted.sum(axes: [y.rank - 1], keepsAxes: true)
    }
  }

  public func logSoftmax() -> Node {
    let y = value.logSoftmax()
    // ∂L/∂xᵢ = gᵢ − softmaxᵢ·Σⱼ gⱼ
    return unary("log-softmax", y) { gradient in
      gradient - y.exponential() * gradient.sum(axes: [y.rank - 1], keepsAxes: true)
    }
  }
}
