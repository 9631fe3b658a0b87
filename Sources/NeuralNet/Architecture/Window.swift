/// The sliding window of a convolution or a pooling: one number for each spatial axis.
public struct Window: Sendable, Hashable {
  public var kernel: [Int]
  public var stride: [Int]
  public var paddingBefore: [Int]
  public var paddingAfter: [Int]
  public var dilation: [Int]

  /// Missing strides and dilations are 1, missing padding is 0; padding is the same on both sides unless
  /// `paddingAfter` differs.
  public init(
    _ kernel: [Int], stride: [Int]? = nil, padding: [Int]? = nil, paddingAfter: [Int]? = nil,
    dilation: [Int]? = nil
  ) {
    self.kernel = kernel
    self.stride = stride ?? kernel.map { _ in 1 }
    self.dilation = dilation ?? kernel.map { _ in 1 }
    paddingBefore = padding ?? kernel.map { _ in 0 }
    self.paddingAfter = paddingAfter ?? paddingBefore
    for list in [self.stride, self.dilation, paddingBefore, self.paddingAfter]
    where list.count != kernel.count {
      fatalError("a window over \(kernel.count) axes cannot take \(list)")
    }
  }

  /// The same numbers along every axis.
  public init(_ kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1, axes: Int = 2) {
    let all = { (value: Int) in Array(repeating: value, count: axes) }
    self.init(all(kernel), stride: all(stride), padding: all(padding), dilation: all(dilation))
  }

  /// A stride-1 window that keeps the size: d·(k − 1) zeros along each axis, the odd one behind.
  public static func same(_ kernel: [Int], dilation: [Int]? = nil) -> Window {
    var window = Window(kernel, dilation: dilation)
    for axis in kernel.indices {
      let total = window.dilation[axis] * (kernel[axis] - 1)
      window.paddingBefore[axis] = total / 2
      window.paddingAfter[axis] = total - total / 2
    }
    return window
  }

  public var axes: Int { kernel.count }

  /// What the dilated kernel spans along an axis: d·(k − 1) + 1.
  public func effectiveKernel(_ axis: Int) -> Int { dilation[axis] * (kernel[axis] - 1) + 1 }

  /// Kernel positions in one window.
  public var area: Int { kernel.reduce(1, *) }
}
