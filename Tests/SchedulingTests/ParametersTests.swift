import Testing

@testable import Scheduling

@Suite struct ParametersTests {
  @Test func theStandardWeightsLieWithinTheirBounds() throws {
    #expect(try Parameters(weights: Parameters.standard.weights) == .standard)
    #expect(Parameters.standard.decay == -0.1542)
  }

  @Test func weightsOutOfBoundsAreMovedToTheNearestBound() throws {
    let low = try Parameters(weights: Array(repeating: -1e9, count: 21))
    let high = try Parameters(weights: Array(repeating: 1e9, count: 21))
    #expect(low.weights == Parameters.bounds.map(\.lowerBound))
    #expect(high.weights == Parameters.bounds.map(\.upperBound))
  }

  @Test func anotherCountIsRefused() {
    #expect(throws: ParametersError.wrongCount(19)) {
      try Parameters(weights: Array(repeating: 1, count: 19))
    }
  }

  @Test func aNumberThatIsNoneIsRefused() {
    var weights = Parameters.standard.weights
    weights[7] = .nan
    #expect(throws: ParametersError.notFinite(index: 7)) { try Parameters(weights: weights) }
  }
}
