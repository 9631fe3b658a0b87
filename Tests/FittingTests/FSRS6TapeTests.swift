import NeuralNet
import Scheduling
import Testing

@testable import Fitting

/// The vector of fsrs-rs, `training.rs`, `test_loss_and_grad`.
@Suite struct FSRS6TapeTests {
  /// Four cards, six reviews each, then the review that is predicted.
  static let batch: SequenceBatch = {
    let days = [
      [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1], [0, 1, 1, 3], [1, 3, 3, 5], [3, 6, 6, 12], [4, 11, 12, 23],
    ]
    let ratings = [
      [1, 2, 3, 4], [3, 4, 2, 4], [1, 4, 4, 3], [4, 3, 3, 3], [3, 1, 3, 3], [2, 3, 3, 4], [3, 3, 3, 1],
    ]
    var batch = SequenceBatch()
    for card in 0..<4 {
      let log = RecallLog([history(zip(ratings, days).map { ($0[card], $1[card]) })])
      batch.append(log.reviews[...]) { $0 == 6 ? 1 : nil }
    }
    return batch
  }()

  static let gradient = [
    -0.095688, -0.0051608, -0.0012250, 0.0074621, 0.0365076, -0.0821123, 0.0593964, -2.1474836, 0.5762653,
    -2.8751316, 0.7154875, -0.0289937, 0.0099173, -0.2189217, -0.0017801, -0.0893814, 0.2991410, 0.0681040,
    -0.0116055, -0.2539817, 0.2770050,
  ]

  static let weightsAfterOneStep = [
    0.252, 1.3331, 2.3465, 8.2556, 6.3733, 0.8734, 2.9794, 0.041, 1.8322, 0.2066, 0.756, 1.5235, 0.0214,
    0.3029, 1.6883, 0.6414, 1.8329, 0.5025, 0.1312, 0.1058, 0.1142,
  ]

  @Test func theLossIsThePublishedOne() {
    let loss = Node(Tensor(Parameters.standard.weights)).recalls(Self.batch).recallLoss(Self.batch)
    #expect(abs(loss.value.scalar - 4.0466027) < 1e-5)
  }

  @Test func theGradientsAreThePublishedOnes() {
    let start = Parameters.standard.weights
    let gradient = FSRS6Fit().gradient(start, Self.batch, start: start, share: 1)
    for (index, (found, expected)) in zip(gradient, Self.gradient).enumerated() {
      #expect(abs(found - expected) <= 1e-4 * abs(expected), "w\(index): \(found), not \(expected)")
    }
  }

  @Test func oneStepOfAdamEndsOnThePublishedWeights() {
    var weights = Parameters.standard.weights
    let gradient = FSRS6Fit().gradient(weights, Self.batch, start: weights, share: 1)
    var optimizer = Optimizer.adam(learningRate: 0.04)
    optimizer.step(&weights, gradient: gradient)
    FitRules().clip(&weights)
    for (index, (found, expected)) in zip(weights, Self.weightsAfterOneStep).enumerated() {
      #expect(abs(found - expected) < 1e-4, "w\(index): \(found), not \(expected)")
    }
    let second = Node(Tensor(weights)).recalls(Self.batch).recallLoss(Self.batch)
    #expect(abs(second.value.scalar - 3.767796) < 1e-5)
    let penalty = Node(Tensor(weights)).distancePenalty(
      from: Parameters.standard.weights, strength: 2, share: 512.0 / 1000)
    #expect(abs(penalty.value.scalar - 0.67711145) < 1e-6)
  }
}
