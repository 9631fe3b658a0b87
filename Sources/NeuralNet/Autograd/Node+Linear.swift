extension Node {
  /// The matrix product of the last two axes, batched over the rest, which broadcast.
  public func matmul(_ other: Node) -> Node {
    // A vector on the left counts as one row, on the right as one column; that axis is dropped again.
    if value.rank == 1 {
      let result = reshaped([1, shape[0]]).matmul(other)
      var shape = result.shape
      shape.remove(at: other.value.rank == 1 ? shape.count - 1 : shape.count - 2)
      return result.reshaped(shape)
    }
    if other.value.rank == 1 {
      let result = matmul(other.reshaped([other.shape[0], 1]))
      return result.reshaped(Array(result.shape.dropLast()))
    }
    let product = NeuralNet.product(value, other.value, transposesLeft: false, transposesRight: false)
    // C = A·B: ∂L/∂A = ∂L/∂C·Bᵀ, ∂L/∂B = Aᵀ·∂L/∂C
    return Node("matmul", [self, other], product) { gradient in
      [
        self.requiresGradient
          ? NeuralNet.product(gradient, other.value, transposesLeft: false, transposesRight: true)
            .summed(to: self.shape) : nil,
        other.requiresGradient
          ? NeuralNet.product(self.value, gradient, transposesLeft: true, transposesRight: false)
            .summed(to: other.shape) : nil,
      ]
    }
  }

  /// y = x·Wᵀ + b along the last axis; `weight` is out, in.
  public func linear(_ weight: Node, bias: Node? = nil) -> Node {
    let y = value.linear(weight.value, bias: bias?.value)
    return Node("linear", bias.map { [self, weight, $0] } ?? [self, weight], y) { gradient in
      // ∂L/∂x = ∂L/∂y·W, ∂L/∂W = (∂L/∂y)ᵀ·x, ∂L/∂b = Σ ∂L/∂y
      let rows = gradient.asMatrix
      var result: [Tensor?] = [
        self.requiresGradient
          ? NeuralNet.product(rows, weight.value, transposesLeft: false, transposesRight: false)
            .reshaped(self.shape) : nil,
        weight.requiresGradient
          ? NeuralNet.product(rows, self.value.asMatrix, transposesLeft: true, transposesRight: false) : nil,
      ]
      if bias != nil { result.append(rows.columnSums()) }
      return result
    }
  }
}

extension Tensor {
  /// y = x·Wᵀ + b along the last axis; `weight` is out, in.
  public func linear(_ weight: Tensor, bias: Tensor? = nil) -> Tensor {
    guard let width = shape.last, weight.rank == 2, weight.shape[1] == width,
      bias == nil || bias!.shape == [weight.shape[0]]
    else { trapMismatch("linear", shape, weight.shape, bias?.shape ?? []) }
    let outputs = weight.shape[0]
    let rows = width == 0 ? 0 : scalarCount / width
    var resultShape = shape
    resultShape[resultShape.count - 1] = outputs
    return Tensor(shape: resultShape) { target in
      withPointers(self, weight) { x, w in
        if let bias {
          bias.scalars.withUnsafeBufferPointer { bias in
            for row in 0..<rows { (target + row * outputs).update(from: bias.baseAddress!, count: outputs) }
          }
        }
        multiply(
          MatrixView(x, rowStride: width), MatrixView(w, rowStride: width).transposed, into: target,
          rowStride: outputs, rows: rows, columns: outputs, depth: width, accumulates: bias != nil)
      }
    }
  }

  /// All axes but the last made one.
  var asMatrix: Tensor {
    rank == 2 ? self : reshaped([scalarCount / max(shape.last ?? 1, 1), shape.last ?? 1])
  }

  func columnSums() -> Tensor {
    let width = shape[1]
    if shape[0] == 1 { return Tensor(trusted: scalars, [width]) }
    return Tensor(shape: [width]) { target in
      target.update(repeating: 0, count: width)
      scalars.withUnsafeBufferPointer { source in
        for row in 0..<shape[0] {
          for column in 0..<width { target[column] += source[row &* width &+ column] }
        }
      }
    }
  }
}
