import Testing

@testable import NeuralNet

@Suite struct TensorTests {
  let grid = Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])

  @Test func axesArePermutedSlicedAndJoined() {
    #expect(grid.transposed == Tensor([[1, 4], [2, 5], [3, 6]]))
    #expect(grid.sliced(axis: 1, 1..<3) == Tensor([[2, 3], [5, 6]]))
    #expect(
      Tensor.concatenate([grid, grid.sliced(axis: 1, 0..<1)], axis: 1).rows == [[1, 2, 3, 1], [4, 5, 6, 4]])
    #expect(grid.gathered([2, 0, 2], axis: 1).rows == [[3, 1, 3], [6, 4, 6]])
    #expect(grid.reshaped([3, -1]).shape == [3, 2])
    #expect(Tensor.stack([grid, grid]).shape == [2, 2, 3])
    #expect(grid.strides == [3, 1] && grid[1, 2] == 6)
  }

  @Test func shapesBroadcastByNumPysRule() {
    #expect((grid + Tensor([10.0, 20, 30])).rows == [[11, 22, 33], [14, 25, 36]])
    #expect((grid * Tensor([[1], [2]])).rows == [[1, 2, 3], [8, 10, 12]])
    #expect((Tensor([[1], [2]]) - Tensor([1.0, 2])).rows == [[0, -1], [1, 0]])
    #expect((Tensor(1) / grid).shape == [2, 3])
    #expect(Tensor.broadcastShape([2, 3], [3, 2]) == nil)
    #expect(grid.broadcast(to: [2, 2, 3]).summed(to: [2, 3]) == grid * 2)
  }

  @Test func reductionsRunAlongAnyAxes() {
    #expect(grid.sum() == 21 && grid.mean() == 3.5)
    #expect(grid.sum(axes: [0]) == Tensor([5.0, 7, 9]))
    #expect(grid.sum(axes: [1], keepsAxes: true) == Tensor([[6], [15]]))
    #expect(grid.maximum(axes: [0, 1]).scalar == 6)
    #expect(grid.variance() == 17.5 / 6 && grid.variance(unbiased: true) == 3.5)
    #expect(grid.argumentOfMaximum() == [2, 2])
    #expect(Tensor((0..<100).map(Double.init)).sum() == 4950)
  }

  @Test func aReshapeSharesItsScalars() {
    let copy = grid.reshaped([6])
    let isShared = grid.scalars.withUnsafeBufferPointer { a in
      copy.scalars.withUnsafeBufferPointer { b in a.baseAddress == b.baseAddress }
    }
    #expect(isShared)
  }
}
