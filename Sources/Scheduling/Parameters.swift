/// The 21 numbers w0…w20 that FSRS-6 fits to a learner, each within the bounds the model is defined for.
public struct Parameters: Hashable, Sendable {
  public let weights: [Double]

  /// Every weight is moved to the nearest value within its bounds.
  public init(weights: [Double]) throws(ParametersError) {
    self.weights = try weights.clamped(to: Self.bounds)
  }

  private init(known weights: [Double]) {
    self.weights = weights
  }

  /// The authors' fit to some 350 million reviews. Source: fsrs-rs 6, `DEFAULT_PARAMETERS`.
  public static let standard = Parameters(known: [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
  ])

  /// Source: the union of what py-fsrs and fsrs-rs accept; w19 = 0 is how the same-day model is switched off.
  public static let bounds: [ClosedRange<Double>] =
    Array(repeating: 0.001...100, count: 4) + [
      1...10, 0.001...4, 0.001...4, 0.001...0.75, 0...4.5, 0...0.8, 0.001...3.5, 0.001...5, 0.001...0.25,
      0.001...0.9, 0...4, 0...1, 1...6, 0...2, 0...2, 0...0.8, 0.1...0.8,
    ]

  /// The same memory, on which a second review on one day has no effect: w17 = w18 = w19 = 0.
  public var withoutSameDayModel: Parameters {
    Parameters(known: weights.enumerated().map { (17...19).contains($0.offset) ? 0 : $0.element })
  }

  /// The exponent of the forgetting curve: −w20.
  public var decay: Double { -weights[20] }
}

public enum ParametersError: Error, Hashable, Sendable {
  /// FSRS-6 has 21 weights, FSRS-7 has 34.
  case wrongCount(Int)
  case notFinite(index: Int)
}

extension [Double] {
  func clamped(to bounds: [ClosedRange<Double>]) throws(ParametersError) -> [Double] {
    guard count == bounds.count else { throw .wrongCount(count) }
    if let index = firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    return zip(self, bounds).map { Swift.min(Swift.max($0, $1.lowerBound), $1.upperBound) }
  }
}
