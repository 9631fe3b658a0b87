extension Tensor {
  /// The cross-correlation neural networks call convolution, over 1, 2 or 3 spatial axes.
  ///
  /// This tensor is N, C, spatial…; `weight` is out, C / groups, kernel…; the window's kernel is the weight's.
  public func convolution(
    _ weight: Tensor, bias: Tensor? = nil, _ window: Window, groups: Int = 1
  ) -> Tensor {
    let geometry = ConvolutionGeometry(
      "convolution", input: shape, weight: weight.shape, window, groups: groups)
    checkBias("convolution", bias, weight.shape[0])
    return Tensor(shape: geometry.outputShape) { target in
      withPointers(self, weight) { x, w in
        if let bias {
          bias.scalars.withUnsafeBufferPointer {
            convolve(geometry, x, w, bias: $0.baseAddress, into: target)
          }
        } else {
          convolve(geometry, x, w, bias: nil, into: target)
        }
      }
    }
  }

  /// What a convolution's input does to its output, transposed: every scalar spreads over a window of the result.
  ///
  /// `weight` is in, out / groups, kernel…; the window describes the convolution this one undoes.
  public func transposedConvolution(
    _ weight: Tensor, bias: Tensor? = nil, _ window: Window, outputPadding: [Int]? = nil, groups: Int = 1
  ) -> Tensor {
    let shape = transposedConvolutionShape(weight, window, outputPadding, groups)
    checkBias("transposed convolution", bias, shape[1])
    let result = convolutionInputGradient(
      self, weight: weight, inputShape: shape, window.undone(outputPadding), groups: groups)
    guard let bias else { return result }
    return result + bias.reshaped([shape[1]] + Array(repeating: 1, count: window.axes))
  }

  /// The shape of the result; traps when there is none.
  func transposedConvolutionShape(
    _ weight: Tensor, _ window: Window, _ outputPadding: [Int]?, _ groups: Int
  ) -> [Int] {
    if rank != window.axes + 2 || weight.rank != rank || weight.shape[0] != shape[1] {
      trapMismatch("transposed convolution", shape, weight.shape)
    }
    do {
      let size = try OutputSize.transposedConvolution(
        Array(shape.dropFirst(2)), window, outputPadding: outputPadding)
      return [shape[0], weight.shape[1] * groups] + size
    } catch {
      fatalError("transposed convolution of shapes \(shape) and \(weight.shape): \(error)")
    }
  }

  private func checkBias(_ operation: String, _ bias: Tensor?, _ channels: Int) {
    if let bias, bias.shape != [channels] {
      trapMismatch("the bias of a \(operation)", bias.shape, [channels])
    }
  }
}

extension Window {
  /// The convolution whose input gradient a transposed convolution is: output padding lies behind its reach.
  func undone(_ outputPadding: [Int]?) -> Window {
    guard let outputPadding else { return self }
    var window = self
    for axis in kernel.indices { window.paddingAfter[axis] -= outputPadding[axis] }
    return window
  }
}

/// ∂L/∂x of a convolution whose input had `inputShape`.
func convolutionInputGradient(
  _ gradient: Tensor, weight: Tensor, inputShape: [Int], _ window: Window, groups: Int
) -> Tensor {
  let geometry = ConvolutionGeometry(
    "convolution", input: inputShape, weight: weight.shape, window, groups: groups)
  if geometry.outputShape != gradient.shape {
    trapMismatch("convolution", geometry.outputShape, gradient.shape)
  }
  return Tensor(shape: inputShape) { target in
    withPointers(gradient, weight) { convolveInputGradient(geometry, $0, $1, into: target) }
  }
}

/// ∂L/∂W of a convolution of `input`.
func convolutionWeightGradient(
  _ gradient: Tensor, input: Tensor, weightShape: [Int], _ window: Window, groups: Int
) -> Tensor {
  let geometry = ConvolutionGeometry(
    "convolution", input: input.shape, weight: weightShape, window, groups: groups)
  var result = Tensor.zeros(weightShape)
  result.scalars.withUnsafeMutableBufferPointer { target in
    withPointers(input, gradient) { convolveWeightGradient(geometry, $0, $1, into: target.baseAddress!) }
  }
  return result
}

/// ∂L/∂b of a convolution: the gradient added over everything but the channels.
func channelSums(_ gradient: Tensor) -> Tensor {
  gradient.sum(axes: gradient.shape.indices.filter { $0 != 1 })
}

@inline(__always)
func withPointers(_ a: Tensor, _ b: Tensor, _ body: (UnsafePointer<Double>, UnsafePointer<Double>) -> Void) {
  a.scalars.withUnsafeBufferPointer { a in
    b.scalars.withUnsafeBufferPointer { b in
      body(a.baseAddress!, b.baseAddress!)
    }
  }
}
