import NeuralNet
public import Scheduling

/// What one past review of a card contributes to recalling it now.
public struct Influence: Hashable, Sendable {
  /// The place among the card's reviews that feed the model.
  public var index: Int
  public var review: RecallLog.Review
  /// ∂R/∂x, where the memory after this review is (1 − x)·(after *again*) + x·(after a recall); x is 1 for a recall and 0
  /// for a failure, and a failure's recall is taken as *good*. Nil for a model that is not differentiated.
  public var gradient: Double?
  /// The recall now, had this review gone the other way and all later ones as they did.
  public var recallIfReversed: Double

  /// For each review of the first card of the log, with the recall `elapsed` after the last one.
  public static func all(
    of log: RecallLog, under model: MemoryModel, after elapsed: Elapsed
  ) -> (recall: Double, influences: [Influence]) {
    guard let card = log.cards.first else { return (1, []) }
    let reviews = Array(log.reviews[card])
    let recall: ([Rating]) -> Double =
      switch model {
      case .fsrs6(let parameters): reversible(MemoryUpdate(parameters), reviews, elapsed)
      case .fsrs7(let parameters): reversible(FSRS7(parameters), reviews, elapsed)
      case .sm2: reversible(SM2(), reviews, elapsed)
      }
    var gradients: [Double]?
    if case .fsrs6(let parameters) = model { gradients = gradient(reviews, parameters, elapsed) }
    let ratings = reviews.map(\.rating)
    let influences = reviews.indices.map { index in
      var reversed = ratings
      reversed[index] = ratings[index] == .again ? .good : .again
      return Influence(
        index: index, review: reviews[index], gradient: gradients?[index], recallIfReversed: recall(reversed))
    }
    return (recall(ratings), influences)
  }

  private static func reversible(
    _ model: some RecallModel, _ reviews: [RecallLog.Review], _ elapsed: Elapsed
  ) -> ([Rating]) -> Double {
    { ratings in
      var memory = model.initial(ratings[0])
      for (review, rating) in zip(reviews, ratings).dropFirst() {
        memory = model.review(memory, rating, after: review.elapsed)
      }
      return model.retrievability(of: memory, after: elapsed)
    }
  }

  private static func gradient(
    _ reviews: [RecallLog.Review], _ parameters: Parameters, _ elapsed: Elapsed
  ) -> [Double] {
    let outcomes = Node(Tensor(reviews.map { $0.isRecalled ? 1 : 0 }), requiresGradient: true)
    outcomes.recall(after: reviews, parameters.weights, days: Double(elapsed.studyDays)).backward()
    return outcomes.gradient!.scalars
  }
}

extension Node {
  /// The recall `days` after the last review, as one operation on how well each review went (0…1).
  func recall(after reviews: [RecallLog.Review], _ weights: [Double], days: Double) -> Node {
    var tape = FSRS6Tape(weights: weights, capacity: 2 * reviews.count + 1)
    // For every review the memory after a failure and that after a recall.
    var branches: [(failed: MemoryState, recalled: MemoryState)] = []
    var memory = MemoryState(stability: 1, difficulty: 1)
    for (index, review) in reviews.enumerated() {
      let days = Double(review.elapsed.studyDays)
      let rating = review.isRecalled ? review.rating.rawValue : 3
      if index == 0 {
        branches.append((tape.first(1), tape.first(rating)))
      } else {
        branches.append(
          (tape.forward(memory, 1, days: days).0, tape.forward(memory, rating, days: days).0))
      }
      let x = value.scalars[index]
      let (failed, recalled) = branches[index]
      memory = MemoryState(
        stability: (1 - x) * failed.stability + x * recalled.stability,
        difficulty: (1 - x) * failed.difficulty + x * recalled.difficulty)
    }
    let recall = tape.forward(memory, 3, days: days).recall
    return Node("fsrs6-recall", [self], Tensor(recall)) { [tape] gradient in
      // ∂R/∂x = ∂R/∂memory·(recalled − failed); the adjoint then goes back through both branches by their shares.
      var ignored = [Double](repeating: 0, count: weights.count)
      var result = [Double](repeating: 0, count: reviews.count)
      var adjoint = tape.backward(tape.count - 1, .init(), recall: gradient.scalar, into: &ignored)
      for index in reviews.indices.reversed() {
        let (failed, recalled) = branches[index]
        result[index] =
          adjoint.stability * (recalled.stability - failed.stability)
          + adjoint.difficulty * (recalled.difficulty - failed.difficulty)
        if index == 0 { break }
        let x = self.value.scalars[index]
        let throughFailure = tape.backward(2 * index - 2, adjoint.scaled(1 - x), recall: 0, into: &ignored)
        let throughRecall = tape.backward(2 * index - 1, adjoint.scaled(x), recall: 0, into: &ignored)
        adjoint.stability = throughFailure.stability + throughRecall.stability
        adjoint.difficulty = throughFailure.difficulty + throughRecall.difficulty
      }
      return [Tensor(result)]
    }
  }
}

extension FSRS6Tape.Adjoint {
  func scaled(_ factor: Double) -> Self {
    Self(stability: stability * factor, difficulty: difficulty * factor)
  }
}
