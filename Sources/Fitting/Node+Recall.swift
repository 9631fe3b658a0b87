import NeuralNet
import Scheduling

/// Whole histories of some cards, whose recalls are predicted together.
///
/// Every review is visited once; a batch of single reviews would walk the same history again for each of them.
struct SequenceBatch {
  struct Step {
    var rating: Int
    /// Whole days since the review before.
    var days: Double
    /// Its recall is one of the results.
    var isItem: Bool
  }

  var steps: [Step] = []
  /// The steps of each card.
  var cards: [Range<Int>] = []
  /// 1 for a recall, 0 for a failure, of each item.
  var targets: [Double] = []
  /// How much each item counts.
  var weights: [Double] = []

  mutating func append(
    _ reviews: ArraySlice<RecallLog.Review>, _ weight: (_ place: Int) -> Double?
  ) {
    let start = steps.count
    for place in reviews.indices {
      let review = reviews[place]
      let itemWeight = weight(place)
      steps.append(
        Step(
          rating: review.rating.rawValue, days: Double(review.elapsed.studyDays), isItem: itemWeight != nil))
      if let itemWeight {
        targets.append(review.isRecalled ? 1 : 0)
        weights.append(itemWeight)
      }
    }
    cards.append(start..<steps.count)
  }
}

extension Node {
  /// The recall that FSRS-6 expects of each item of a batch, as one operation on its 21 weights.
  func recalls(_ batch: SequenceBatch) -> Node {
    var tape = FSRS6Tape(weights: value.scalars, capacity: batch.steps.count)
    var results: [Double] = []
    results.reserveCapacity(batch.targets.count)
    for card in batch.cards {
      var memory = tape.first(batch.steps[card.lowerBound].rating)
      for step in batch.steps[card].dropFirst() {
        let (next, recall) = tape.forward(memory, step.rating, days: step.days)
        if step.isItem { results.append(recall) }
        memory = next
      }
    }
    return Node("fsrs6-recalls", [self], Tensor(results)) { [tape] gradient in
      // From the last review of each card to its first: ∂L/∂(memory before) = ∂L/∂(memory after)·J + ∂L/∂R·∂R.
      var result = [Double](repeating: 0, count: Parameters.bounds.count)
      var entry = tape.count
      var item = gradient.scalars.count
      for card in batch.cards.reversed() {
        var adjoint = FSRS6Tape.Adjoint()
        for index in card.dropFirst().reversed() {
          entry -= 1
          var recall = 0.0
          if batch.steps[index].isItem {
            item -= 1
            recall = gradient.scalars[item]
          }
          adjoint = tape.backward(entry, adjoint, recall: recall, into: &result)
        }
        tape.backwardFirst(batch.steps[card.lowerBound].rating, adjoint, into: &result)
      }
      return [Tensor(result)]
    }
  }

  /// Σ weight·cross entropy of recalls; probabilities are kept within 10⁻⁷ of 0 and 1. Source: fsrs-rs.
  func recallLoss(_ batch: SequenceBatch) -> Node {
    let losses = clamped(1e-7...(1 - 1e-7)).binaryCrossEntropy(Tensor(batch.targets), reduction: .none)
    return (losses * Node(Tensor(batch.weights))).sum()
  }

  /// γ·share·Σ (w − w₀)²/σ²: how far the weights have left their start, in the spread they have among learners.
  func distancePenalty(from start: [Double], strength: Double, share: Double) -> Node {
    let inverseSpread = Tensor(FitRules.spread.map { 1 / $0 })
    let distance = (self - Node(Tensor(start))) * Node(inverseSpread)
    return distance.squared().sum() * (strength * share)
  }
}
