/// Why sizes do not fit together; axes count from 0 among the spatial ones.
public enum ShapeError: Error, Hashable, Sendable {
  public enum Argument: String, Sendable {
    case input, kernel, stride, dilation, groups, channels, output
  }

  case notPositive(Argument, axis: Int, value: Int)
  case negativePadding(axis: Int, value: Int)
  /// The dilated kernel spans more than the padded input.
  case kernelLargerThanInput(axis: Int, kernel: Int, paddedInput: Int)
  case paddingMoreThanHalfKernel(axis: Int, padding: Int, kernel: Int)
  case outputPaddingTooLarge(axis: Int, outputPadding: Int, stride: Int, dilation: Int)
  /// The padding of a transposed convolution removes everything.
  case emptyOutput(axis: Int, output: Int)
  /// TensorFlow refuses to stride a dilated kernel.
  case stridedDilation(axis: Int, stride: Int, dilation: Int)
  case channelsNotDivisible(channels: Int, groups: Int)
  case wrongAxisCount(expected: Int, found: Int)
  case branchesDiffer([Int], [Int])
  /// A layer that needs an image met a vector, or the other way round.
  case needsSpatialInput([Int])
}

extension ShapeError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notPositive(let argument, let axis, let value):
      "\(argument.rawValue) must be at least 1, but is \(value) along axis \(axis)"
    case .negativePadding(let axis, let value):
      "padding must not be negative, but is \(value) along axis \(axis)"
    case .kernelLargerThanInput(let axis, let kernel, let input):
      "a kernel that spans \(kernel) does not fit into a padded input of \(input) along axis \(axis)"
    case .paddingMoreThanHalfKernel(let axis, let padding, let kernel):
      "padding \(padding) is more than half the window of \(kernel) along axis \(axis)"
    case .outputPaddingTooLarge(let axis, let outputPadding, let stride, let dilation):
      "output padding \(outputPadding) must be smaller than stride \(stride) or dilation \(dilation) along axis \(axis)"
    case .emptyOutput(let axis, let output): "the output along axis \(axis) would be \(output)"
    case .stridedDilation(let axis, let stride, let dilation):
      "stride \(stride) and dilation \(dilation) along axis \(axis) cannot both exceed 1"
    case .channelsNotDivisible(let channels, let groups):
      "\(channels) channels cannot be divided into \(groups) groups"
    case .wrongAxisCount(let expected, let found): "expected \(expected) axes, but found \(found)"
    case .branchesDiffer(let first, let second): "branches of shape \(first) and \(second) cannot be joined"
    case .needsSpatialInput(let shape): "a shape of \(shape) does not suit this layer"
    }
  }
}
