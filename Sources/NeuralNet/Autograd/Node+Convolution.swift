extension Node {
  /// See `Tensor.convolution`.
  public func convolution(_ weight: Node, bias: Node? = nil, _ window: Window, groups: Int = 1) -> Node {
    let y = value.convolution(weight.value, bias: bias?.value, window, groups: groups)
    return Node("convolution", bias.map { [self, weight, $0] } ?? [self, weight], y) { gradient in
      // x meets W in y = W ⋆ x: ∂L/∂x scatters ∂L/∂y through W, ∂L/∂W correlates ∂L/∂y with x.
      var result: [Tensor?] = [
        self.requiresGradient
          ? convolutionInputGradient(
            gradient, weight: weight.value, inputShape: self.shape, window, groups: groups) : nil,
        weight.requiresGradient
          ? convolutionWeightGradient(
            gradient, input: self.value, weightShape: weight.shape, window, groups: groups) : nil,
      ]
      if bias != nil { result.append(channelSums(gradient)) }
      return result
    }
  }

  /// See `Tensor.transposedConvolution`.
  public func transposedConvolution(
    _ weight: Node, bias: Node? = nil, _ window: Window, outputPadding: [Int]? = nil, groups: Int = 1
  ) -> Node {
    let y = value.transposedConvolution(
      weight.value, bias: bias?.value, window, outputPadding: outputPadding, groups: groups)
    return Node("transposed-convolution", bias.map { [self, weight, $0] } ?? [self, weight], y) { gradient in
      // The operation is a convolution's input gradient, so its own input gradient is that convolution, and in
      // ∂L/∂W the parts of input and gradient are exchanged.
      let undone = window.undone(outputPadding)
      var result: [Tensor?] = [
        self.requiresGradient ? gradient.convolution(weight.value, undone, groups: groups) : nil,
        weight.requiresGradient
          ? convolutionWeightGradient(
            self.value, input: gradient, weightShape: weight.shape, undone, groups: groups) : nil,
      ]
      if bias != nil { result.append(channelSums(gradient)) }
      return result
    }
  }
}
