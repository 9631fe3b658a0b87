import Basics
import NeuralNet
import Testing

@Suite struct RandomTests {
  /// Moments and tails of a million normal numbers, each within five standard errors.
  @Test func normalNumbersHaveTheMomentsAndTailsOfANormalDistribution() {
    var generator = SplitMix64(seed: 3)
    let count = 1_000_000.0
    var sums = [0.0, 0, 0, 0]
    var beyond = [0.0, 0, 0]
    var above = 0.0
    for _ in 0..<Int(count) {
      let x = generator.nextNormal()
      var power = 1.0
      for index in 0..<4 {
        power *= x
        sums[index] += power
      }
      if x > 0 { above += 1 }
      for (index, edge) in [1.0, 2, 3.5].enumerated() where abs(x) > edge { beyond[index] += 1 }
    }
    let error = 5 / count.squareRoot()
    #expect(abs(sums[0] / count) < error)
    #expect(abs(sums[1] / count - 1) < error * 2.0.squareRoot())
    #expect(abs(sums[2] / count) < error * 15.0.squareRoot())
    #expect(abs(sums[3] / count - 3) < error * 96.0.squareRoot())
    #expect(abs(above / count - 0.5) < error / 2)
    // 2·(1 − Φ(x)); the last lies beyond the edge of the ziggurat.
    for (share, expected) in zip(beyond, [0.317311, 0.0455003, 0.000465258]) {
      #expect(abs(share / count - expected) < error * (expected * (1 - expected)).squareRoot(), "\(expected)")
    }
  }
}
