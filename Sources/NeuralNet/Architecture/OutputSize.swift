/// Spatial output sizes by the rules of PyTorch, Keras and Caffe.
public enum OutputSize {
  /// ⌊(n + p₁ + p₂ − d(k − 1) − 1) / s⌋ + 1 along each axis; a window that does not fit is dropped. Caffe agrees.
  public static func convolution(_ input: [Int], _ window: Window) throws(ShapeError) -> [Int] {
    try check(input, window)
    var output: [Int] = []
    for axis in input.indices {
      let padded = input[axis] + window.paddingBefore[axis] + window.paddingAfter[axis]
      let kernel = window.effectiveKernel(axis)
      if kernel > padded { throw .kernelLargerThanInput(axis: axis, kernel: kernel, paddedInput: padded) }
      output.append((padded - kernel) / window.stride[axis] + 1)
    }
    return output
  }

  /// PyTorch's pooling size: like a convolution, or rounded up with `ceilMode`, where a last window that would
  /// start in the right padding is dropped.
  public static func pooling(_ input: [Int], _ window: Window, ceilMode: Bool = false) throws(ShapeError)
    -> [Int]
  {
    try check(input, window)
    var output: [Int] = []
    for axis in input.indices {
      let kernel = window.effectiveKernel(axis)
      let padding = max(window.paddingBefore[axis], window.paddingAfter[axis])
      // PyTorch measures the padding against the kernel before dilation.
      if padding > window.kernel[axis] / 2 {
        throw .paddingMoreThanHalfKernel(axis: axis, padding: padding, kernel: window.kernel[axis])
      }
      let padded = input[axis] + window.paddingBefore[axis] + window.paddingAfter[axis]
      let stride = window.stride[axis]
      var size = floorDivision(padded - kernel + (ceilMode ? stride - 1 : 0), stride) + 1
      if ceilMode && (size - 1) * stride >= input[axis] + window.paddingBefore[axis] { size -= 1 }
      if size < 1 { throw .kernelLargerThanInput(axis: axis, kernel: kernel, paddedInput: padded) }
      output.append(size)
    }
    return output
  }

  /// (n − 1)·s − p₁ − p₂ + d(k − 1) + output padding + 1.
  public static func transposedConvolution(
    _ input: [Int], _ window: Window, outputPadding: [Int]? = nil
  ) throws(ShapeError) -> [Int] {
    try check(input, window)
    var output: [Int] = []
    for axis in input.indices {
      let extra = outputPadding?[axis] ?? 0
      let (stride, dilation) = (window.stride[axis], window.dilation[axis])
      if extra < 0 { throw .negativePadding(axis: axis, value: extra) }
      if extra >= stride && extra >= dilation {
        throw .outputPaddingTooLarge(axis: axis, outputPadding: extra, stride: stride, dilation: dilation)
      }
      let padding = window.paddingBefore[axis] + window.paddingAfter[axis]
      let size = (input[axis] - 1) * stride - padding + window.effectiveKernel(axis) + extra
      if size < 1 { throw .emptyOutput(axis: axis, output: size) }
      output.append(size)
    }
    return output
  }

  public enum KerasPadding: String, Sendable, CaseIterable {
    case valid, same
  }

  /// A size with the zeros TensorFlow adds to reach it; the odd one goes behind.
  public struct KerasSize: Sendable, Hashable {
    public var output: [Int]
    public var paddingBefore: [Int]
    public var paddingAfter: [Int]
  }

  /// TensorFlow's rule for convolution and pooling: `same` gives ⌈n / s⌉, `valid` ⌈(n − k_eff + 1) / s⌉.
  ///
  /// The padding of `window` is not used.
  public static func keras(
    _ input: [Int], _ window: Window, padding: KerasPadding
  ) throws(ShapeError) -> KerasSize {
    try checkKeras(input, window)
    var size = KerasSize(output: [], paddingBefore: [], paddingAfter: [])
    for axis in input.indices {
      let (n, stride, kernel) = (input[axis], window.stride[axis], window.effectiveKernel(axis))
      switch padding {
      case .valid:
        if kernel > n { throw .kernelLargerThanInput(axis: axis, kernel: kernel, paddedInput: n) }
        size.output.append((n - kernel) / stride + 1)
        size.paddingBefore.append(0)
        size.paddingAfter.append(0)
      case .same:
        let output = (n + stride - 1) / stride
        let total = max((output - 1) * stride + kernel - n, 0)
        size.output.append(output)
        size.paddingBefore.append(total / 2)
        size.paddingAfter.append(total - total / 2)
      }
    }
    return size
  }

  /// Keras without output padding: `same` gives n·s, `valid` n·s + max(k_eff − s, 0).
  public static func kerasTransposed(
    _ input: [Int], _ window: Window, padding: KerasPadding
  ) throws(ShapeError) -> [Int] {
    try checkKeras(input, window)
    return input.indices.map { axis in
      let stride = window.stride[axis]
      let base = input[axis] * stride
      return padding == .same ? base : base + max(window.effectiveKernel(axis) - stride, 0)
    }
  }

  /// Caffe rounds pooling up, and drops a last window that would start in the padding when there is padding.
  public static func caffePooling(_ input: [Int], _ window: Window) throws(ShapeError) -> [Int] {
    try check(input, window)
    var output: [Int] = []
    for axis in input.indices {
      let (before, after) = (window.paddingBefore[axis], window.paddingAfter[axis])
      let (stride, kernel) = (window.stride[axis], window.effectiveKernel(axis))
      let padded = input[axis] + before + after
      var size = -floorDivision(-(padded - kernel), stride) + 1
      if before + after > 0 && (size - 1) * stride >= input[axis] + before { size -= 1 }
      if size < 1 { throw .kernelLargerThanInput(axis: axis, kernel: kernel, paddedInput: padded) }
      output.append(size)
    }
    return output
  }

  private static func check(_ input: [Int], _ window: Window) throws(ShapeError) {
    if input.count != window.axes { throw .wrongAxisCount(expected: window.axes, found: input.count) }
    for axis in input.indices {
      let positive: [(ShapeError.Argument, Int)] = [
        (.input, input[axis]), (.kernel, window.kernel[axis]), (.stride, window.stride[axis]),
        (.dilation, window.dilation[axis]),
      ]
      for (argument, value) in positive where value < 1 {
        throw .notPositive(argument, axis: axis, value: value)
      }
      for value in [window.paddingBefore[axis], window.paddingAfter[axis]] where value < 0 {
        throw .negativePadding(axis: axis, value: value)
      }
    }
  }

  private static func checkKeras(_ input: [Int], _ window: Window) throws(ShapeError) {
    try check(input, window)
    guard let strided = window.stride.firstIndex(where: { $0 > 1 }),
      let dilated = window.dilation.firstIndex(where: { $0 > 1 })
    else { return }
    throw .stridedDilation(axis: dilated, stride: window.stride[strided], dilation: window.dilation[dilated])
  }
}

/// Rounds towards minus infinity; `divisor` is positive.
func floorDivision(_ value: Int, _ divisor: Int) -> Int {
  value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
}
