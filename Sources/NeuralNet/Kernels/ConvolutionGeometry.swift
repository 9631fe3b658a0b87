/// All sizes of one convolution, its spatial axes filled up to three (depth, height, width) with ones.
struct ConvolutionGeometry {
  let batch: Int
  let groups: Int
  /// Channels of one group.
  let inputChannels: Int
  let outputChannels: Int
  let input: Axes
  let output: Axes
  let kernel: Axes
  let stride: Axes
  let padding: Axes
  let paddingAfter: Axes
  let dilation: Axes

  struct Axes {
    var depth: Int
    var height: Int
    var width: Int
    var area: Int { depth * height * width }

    init(_ values: ArraySlice<Int>, filling: Int) {
      let all = Array(repeating: filling, count: 3 - values.count) + values
      depth = all[0]
      height = all[1]
      width = all[2]
    }
  }

  /// Traps unless `input` is N, C, spatial… and `weight` out, in / groups, kernel….
  init(_ operation: String, input: [Int], weight: [Int], _ window: Window, groups: Int) {
    let axes = window.axes
    if input.count != axes + 2 || weight.count != axes + 2 || axes > 3
      || Array(weight.dropFirst(2)) != window.kernel
      || groups < 1 || input[1] != weight[1] * groups || weight[0] % groups != 0
    {
      trapMismatch(operation, input, weight)
    }
    // Not OutputSize, because the convolution that a transposed one undoes may have a negative padding behind.
    let size = (0..<axes).map { axis in
      let padded = input[axis + 2] + window.paddingBefore[axis] + window.paddingAfter[axis]
      return floorDivision(padded - window.effectiveKernel(axis), window.stride[axis]) + 1
    }
    if size.contains(where: { $0 < 1 }) { trapMismatch(operation, input, weight) }
    batch = input[0]
    self.groups = groups
    inputChannels = weight[1]
    outputChannels = weight[0] / groups
    self.input = Axes(input.dropFirst(2), filling: 1)
    output = Axes(size[...], filling: 1)
    kernel = Axes(window.kernel[...], filling: 1)
    stride = Axes(window.stride[...], filling: 1)
    padding = Axes(window.paddingBefore[...], filling: 0)
    paddingAfter = Axes(window.paddingAfter[...], filling: 0)
    dilation = Axes(window.dilation[...], filling: 1)
    outputShape = [input[0], weight[0]] + size
  }

  let outputShape: [Int]

  /// Scalars of one filter.
  var filterSize: Int { inputChannels * kernel.area }
  var macs: Int { batch * groups * outputChannels * output.area * filterSize }

  /// Output rows (depth and height as one axis) to unfold at a time so that the columns stay in the cache.
  var rowsAtATime: Int { max(1, (1 << 16) / max(1, filterSize * output.width)) }
  var rowCount: Int { output.depth * output.height }
}
