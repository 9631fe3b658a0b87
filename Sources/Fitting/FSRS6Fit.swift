import Basics
import NeuralNet
import Scheduling

/// Fits FSRS-6 to a log: first stabilities by search, then all 21 weights by Adam on the recency-weighted cross entropy.
///
/// Source: fsrs-rs 6, `training.rs`. A batch holds whole cards, where fsrs-rs draws single reviews.
public struct FSRS6Fit: Sendable {
  public var rules: FitRules

  public init(rules: FitRules = FitRules()) {
    self.rules = rules
  }

  /// The same log and rules give the same parameters.
  public func fit(_ log: RecallLog, observer: FitObserver = { _ in true }) throws(Cancelled) -> FitOutcome {
    try fit(log, first: log.items.count, observer: observer)
  }

  /// Knows only the oldest `count` items.
  func fit(_ log: RecallLog, first count: Int, observer: FitObserver) throws(Cancelled) -> FitOutcome {
    guard count >= FitRules.leastReviews else { return .standard(usable: count) }
    let data = FitData(log, first: count, rules: rules)
    guard let stabilities = data.firstStabilities else { return .standard(usable: data.items.count) }
    let start = stabilities + Parameters.standard.weights.dropFirst(4)
    if data.items.count < FitRules.leastReviewsForAll {
      return .firstStabilities(parameters(start), usable: data.items.count)
    }
    return .fitted(parameters(try descend(from: start, data, observer)), usable: data.items.count)
  }

  /// Steps a fit takes at most, for a progress bar.
  func steps(items: Int) -> Int {
    items < FitRules.leastReviewsForAll ? 0 : rules.epochs * (items / rules.batchSize + 1)
  }

  /// The weights with the least loss over all items that an epoch ended on, or the start.
  private func descend(
    from start: [Double], _ data: FitData, _ observer: FitObserver
  ) throws(Cancelled) -> [Double] {
    var generator = SplitMix64(seed: rules.seed)
    let whole = data.batch(data.cards)
    let total = steps(items: data.items.count)
    let schedule = LearningRateSchedule.cosine(period: total, minimum: 0)
    var optimizer = Optimizer.adam(learningRate: rules.learningRate)
    var weights = start
    var best = (weights: start, loss: loss(start, whole, start: start, share: 1).value.scalar)
    var step = 0
    for _ in 0..<rules.epochs {
      for batch in data.batches(size: rules.batchSize, using: &generator) {
        optimizer.learningRate = schedule.rate(at: min(step, total), base: rules.learningRate)
        let share = Double(batch.targets.count) / Double(whole.targets.count)
        optimizer.step(&weights, gradient: gradient(weights, batch, start: start, share: share))
        rules.clip(&weights)
        step += 1
        if !observer(FitProgress(step: min(step, total), steps: total)) { throw Cancelled() }
      }
      let loss = loss(weights, whole, start: start, share: 1).value.scalar
      if loss < best.loss { best = (weights, loss) }
    }
    return best.weights
  }

  func gradient(_ weights: [Double], _ batch: SequenceBatch, start: [Double], share: Double) -> [Double] {
    let leaf = Node(Tensor(weights), requiresGradient: true)
    loss(leaf, batch, start: start, share: share).backward()
    return leaf.gradient!.scalars
  }

  private func loss(_ weights: [Double], _ batch: SequenceBatch, start: [Double], share: Double) -> Node {
    loss(Node(Tensor(weights)), batch, start: start, share: share)
  }

  private func loss(_ weights: Node, _ batch: SequenceBatch, start: [Double], share: Double) -> Node {
    weights.recalls(batch).recallLoss(batch)
      + weights.distancePenalty(from: start, strength: rules.penalty, share: share)
  }

  private func parameters(_ weights: [Double]) -> Parameters {
    guard let parameters = try? Parameters(weights: weights) else {
      preconditionFailure("a fit left the numbers: \(weights)")
    }
    return parameters
  }
}
