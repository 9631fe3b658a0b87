import NeuralNet

extension ShapeError {
  /// The English description's sentence in Chinese.
  var chinese: String {
    switch self {
    case .notPositive(let argument, let axis, let value):
      "第 \(axis) 轴的 \(argument.rawValue) 至少为 1，现为 \(value)"
    case .negativePadding(let axis, let value): "第 \(axis) 轴的填充不能为负，现为 \(value)"
    case .kernelLargerThanInput(let axis, let kernel, let input):
      "第 \(axis) 轴上跨度为 \(kernel) 的核放不进填充后的输入 \(input)"
    case .paddingMoreThanHalfKernel(let axis, let padding, let kernel):
      "第 \(axis) 轴的填充 \(padding) 超过窗口 \(kernel) 的一半"
    case .outputPaddingTooLarge(let axis, let extra, let stride, let dilation):
      "第 \(axis) 轴的输出填充 \(extra) 必须小于步长 \(stride) 或膨胀率 \(dilation)"
    case .emptyOutput(let axis, let output): "第 \(axis) 轴的输出会变成 \(output)"
    case .stridedDilation(let axis, let stride, let dilation):
      "第 \(axis) 轴的步长 \(stride) 与膨胀率 \(dilation) 不能同时大于 1"
    case .channelsNotDivisible(let channels, let groups): "\(channels) 个通道无法平分成 \(groups) 组"
    case .wrongAxisCount(let expected, let found): "应有 \(expected) 个轴，实际为 \(found) 个"
    case .branchesDiffer(let first, let second): "形状为 \(first) 与 \(second) 的分支无法合并"
    case .needsSpatialInput(let shape): "形状 \(shape) 不适合该层"
    }
  }
}

extension NetworkSpecError.Reason {
  /// The English description's sentence in Chinese.
  var chinese: String {
    switch self {
    case .empty: "描述为空；请以尺寸开头，如 224x224x3"
    case .badInput(let text): "“\(text)”不是输入尺寸；请写 高x宽x通道，如 224x224x3"
    case .unknownLayer(let name, let suggestion):
      "没有名为“\(name)”的层" + (suggestion.map { "，最接近的是“\($0)”" } ?? "")
    case .badNumber(let text): "“\(text)”在此不是合适的数"
    case .missingArgument(let layer, let argument): "\(layer) 还缺参数（\(argument)）"
    case .unknownArgument(let layer, let argument): "\(layer) 没有参数“\(argument)”"
    case .unclosedParenthesis: "括号没有闭合"
    case .unexpected(let text): "此处不应出现“\(text)”"
    case .doesNotFit(let layer, let error): "\(layer)：\(error.chinese)"
    case .tooLarge(let layer, let shape): "\(layer) 的输出形状 \(shape) 过大"
    }
  }
}
