import NeuralNet

extension Tensor {
  /// One image of one channel: 1, 1, H, W.
  init(plane rows: [[Double]]) {
    self.init(shape: [1, 1, rows.count, rows[0].count], scalars: rows.flatMap { $0 })
  }

  /// One channel of the first image of an N, C, H, W tensor.
  func plane(_ channel: Int = 0) -> [[Double]] {
    element(0).element(channel).rows
  }
}

extension [[Double]] {
  /// As the cells of a number grid.
  var cells: [[String]] { map { $0.map { Numbers.significant($0) } } }
}
