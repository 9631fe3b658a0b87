import Basics
import Testing

@testable import NeuralNet

@Suite struct InitializersTests {
  @Test(arguments: [
    (Initializer.zeros, 0.0), (.normal(deviation: 0.3), 0.3), (.uniform(bound: 0.3), 0.1732),
    (.leCunNormal, 0.1),
    (.leCunUniform, 0.1), (.glorotNormal, 0.1155), (.glorotUniform, 0.1155), (.heNormal, 0.1414),
    (.heUniform, 0.1414), (.pyTorch, 0.0577),
  ])
  func weightsHaveTheDeviationTheFansAskFor(initializer: Initializer, deviation: Double) {
    var g = SplitMix64(seed: 1)
    let weight = initializer.tensor([50, 100], using: &g)
    // 5000 samples estimate a deviation to about 1 %.
    #expect(abs(weight.standardDeviation() - deviation) <= 0.04 * deviation, "\(initializer)")
    #expect(abs(weight.mean()) <= 0.06 * deviation)
  }

  @Test func theFansOfAConvolutionCountItsKernel() {
    let fans = Initializer.fans(of: [16, 8, 3, 3])
    #expect(fans.input == 72 && fans.output == 144)
  }

  @Test func layersOwnAsManyParametersAsTheCostSays() throws {
    var g = SplitMix64(seed: 1)
    let network = Sequential(
      Convolution(3, 8, Window(3, padding: 1), using: &g), BatchNorm(8), PReLU(channels: 8),
      Residual(Convolution(8, 8, Window(3, padding: 1), groups: 2, hasBias: false, using: &g)),
      Concatenation([
        Convolution(8, 4, Window(1), using: &g),
        Pool(.max, Window(3, padding: 1)),
      ]), TransposedConvolution(12, 2, Window(2, stride: 2), using: &g), AdaptivePool(.average), Flatten(),
      Linear(2, 5, using: &g))
    let described = try NetworkSpec.parse(
      "8x8x3 | conv 3/1/1 8 | bn | prelu | res(conv 3/1/1 8 g2 nobias) "
        + "| cat(conv 1 4 ; pool 3/1/1) | tconv 2/2 2 | gap | flatten | fc 5")
    #expect(network.parameterCount == (try described.summary().total.parameters))
    #expect(network(Tensor.zeros([2, 3, 8, 8])).shape == [2, 5])
  }

  @Test func anEmbeddingLearnsOnlyTheRowsItGave() {
    var g = SplitMix64(seed: 1)
    let embedding = Embedding(4, 2, using: &g)
    embedding([1, 1, 3]).sum().backward()
    #expect(embedding.table.gradient == Tensor([[0, 0], [2, 2], [0, 0], [1, 1]]))
  }
}
