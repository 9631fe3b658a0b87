import Basics
import Testing

@testable import NeuralNet

/// Serialized, since the thread count is one for the whole process.
@Suite(.serialized) struct MatrixProductTests {
  static func plainProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (rows, depth, columns) = (a.shape[0], a.shape[1], b.shape[1])
    var result = [Double](repeating: 0, count: rows * columns)
    for i in 0..<rows {
      for k in 0..<depth {
        for j in 0..<columns {
          result[i * columns + j] += a.scalars[i * depth + k] * b.scalars[k * columns + j]
        }
      }
    }
    return Tensor(shape: [rows, columns], scalars: result)
  }

  @Test func everyTileEdgeAgreesWithThePlainSum() {
    var g = SplitMix64(seed: 21)
    for round in 0..<50 {
      let (rows, columns) = (1 + g.nextIndex(below: 40), 1 + g.nextIndex(below: 60))
      // Depths beyond 160 are multiplied in two pieces.
      let depth = 1 + g.nextIndex(below: round % 5 == 0 ? 400 : 40)
      let a = Tensor.normal([rows, depth], using: &g)
      let b = Tensor.normal([depth, columns], using: &g)
      let want = Self.plainProduct(a, b)
      let (left, right) = (a.transposed, b.transposed)
      let products = [
        product(a, b, transposesLeft: false, transposesRight: false),
        product(left, b, transposesLeft: true, transposesRight: false),
        product(a, right, transposesLeft: false, transposesRight: true),
        product(left, right, transposesLeft: true, transposesRight: true),
      ]
      for got in products {
        let error = (got - want).absolute().maximum()
        // Rounding of a sum of 400 products of standard normal numbers stays far below this.
        #expect(error < 1e-11, "round \(round): \(rows)×\(depth)×\(columns) is wrong by \(error)")
      }
    }
  }

  @Test func resultsDoNotDependOnTheThreadCount() {
    defer { Threads.count = 2 }
    var g = SplitMix64(seed: 22)
    let a = Tensor.normal([190, 210], using: &g)
    let b = Tensor.normal([210, 230], using: &g)
    let x = Tensor.normal([3, 16, 40, 41], using: &g)
    let w = Tensor.normal([24, 16, 3, 3], using: &g)
    let depthwise = Tensor.normal([16, 1, 3, 3], using: &g)
    let gradient = Tensor.normal([3, 24, 40, 41], using: &g)
    func results() -> [Tensor] {
      [
        a.matmul(b), b.transposed.matmul(a.transposed), x.convolution(w, Window(3, padding: 1)),
        x.convolution(w, Window(3, stride: 2)), x.convolution(depthwise, Window(3, padding: 1), groups: 16),
        convolutionInputGradient(gradient, weight: w, inputShape: x.shape, Window(3, padding: 1), groups: 1),
        convolutionWeightGradient(gradient, input: x, weightShape: w.shape, Window(3, padding: 1), groups: 1),
      ]
    }
    Threads.count = 1
    let one = results()
    for count in [2, 3, 7] {
      Threads.count = count
      #expect(results() == one, "\(count) threads")
    }
    #expect(Threads.useful(macs: 190 * 210 * 230) == 7, "the product is large enough to be divided")
  }

  @Test func emptyAndBatchedProductsHaveTheirShapes() {
    #expect(Tensor.zeros([0, 3]).matmul(.zeros([3, 2])).shape == [0, 2])
    #expect(Tensor.zeros([2, 0]).matmul(.zeros([0, 3])) == .zeros([2, 3]))
    let a = Tensor(shape: [2, 1, 2, 2], scalars: (0..<8).map(Double.init))
    let b = Tensor(shape: [3, 2, 1], scalars: (0..<6).map(Double.init))
    let c = a.matmul(b)
    #expect(c.shape == [2, 3, 2, 1])
    #expect(c[1, 2, 0, 0] == 4 * 4 + 5 * 5 && c[0, 1, 1, 0] == 2 * 2 + 3 * 3)
  }
}
