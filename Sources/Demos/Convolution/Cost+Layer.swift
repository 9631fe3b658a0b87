import NeuralNet

extension Cost {
  /// What one layer costs on an input [C, H, W] or [features]; traps when the two do not fit together.
  init(of kind: NetworkLayer.Kind, on input: [Int]) {
    let network = Network(name: "", input: input, layers: [NetworkLayer("layer", kind)])
    guard let rows = try? network.summary() else {
      preconditionFailure("the layer \(kind) does not fit an input of \(input)")
    }
    self = rows.total
  }

  /// A square convolution that keeps the size, without biases.
  init(convolution kernel: Int, channels: Int, groups: Int = 1, on input: [Int]) {
    self.init(
      of: .convolution(channels: channels, .same([kernel, kernel]), groups: groups, hasBias: false), on: input
    )
  }
}
