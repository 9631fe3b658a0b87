import Basics
import NeuralNet
import Scheduling
import Testing

@testable import Fitting

/// The fused operation against the same model composed of plain tensor operations, and against finite differences.
@Suite struct RecallNodeTests {
  static let tolerance = 1e-9

  /// Reviews of every rating on the same day, the next one and later, with first ratings in turn.
  private static func batch(seed: UInt64, cards: Int, length: Int) -> SequenceBatch {
    var random = SplitMix64(seed: seed)
    var batch = SequenceBatch()
    for card in 0..<cards {
      let reviews = (0..<length).map { index in
        (
          rating: index == 0 ? card % 4 + 1 : 1 + random.nextIndex(below: 4),
          days: index == 0 ? 0 : [0, 1, 3, 9, 40][random.nextIndex(below: 5)]
        )
      }
      batch.append(RecallLog([history(reviews)]).reviews[...]) { place in
        reviews[place].days > 0 ? 0.25 + random.nextUnit() : nil
      }
    }
    return batch
  }

  /// Weights away from the bounds, where no clamp or ceiling hides a derivative.
  private static let weights = [
    0.5, 1.6, 4.2, 16, 5.6, 0.6, 1.4, 0.05, 1.55, 0.14, 1, 1.9, 0.08, 0.3, 1.8, 0.35, 2.6, 0.65, 0.35, 0.1,
    0.28,
  ]

  /// FSRS-6 as a graph of scalars: slow, and with no derivative of its own.
  private func composed(_ w: Node, _ batch: SequenceBatch) -> Node {
    func weight(_ index: Int) -> Node { w.sliced(axis: 0, index..<index + 1).reshaped([]) }
    func power(_ base: Node, _ exponent: Node) -> Node { (base.logarithm() * exponent).exponential() }
    let decay = -weight(20)
    let factor = (Node(Tensor(0.9)).logarithm() / decay).exponential() - 1
    func initialDifficulty(_ rating: Int) -> Node {
      weight(4) - (weight(5) * Double(rating - 1)).exponential() + 1
    }
    var recalls: [Node] = []
    for card in batch.cards {
      let first = batch.steps[card.lowerBound].rating
      var stability = weight(first - 1)
      var difficulty = initialDifficulty(first).clamped(1...10)
      for step in batch.steps[card].dropFirst() {
        var next: Node
        let recall = power(1 + factor * step.days / stability, decay)
        if step.isItem { recalls.append(recall) }
        if step.days < 1 {
          let m =
            (weight(17) * (Double(step.rating - 3) + weight(18))).exponential()
            * power(stability, -weight(19))
          next = step.rating > 1 && m.value.scalar < 1 ? stability : stability * m
        } else if step.rating == 1 {
          let lapsed =
            weight(11) * power(difficulty, -weight(12)) * (power(stability + 1, weight(13)) - 1)
            * (weight(14) * (1 - recall)).exponential()
          let ceiling = stability * (-weight(17) * weight(18)).exponential()
          next = lapsed.value.scalar <= ceiling.value.scalar ? lapsed : ceiling
        } else {
          var gain =
            weight(8).exponential() * (11 - difficulty) * power(stability, -weight(9))
            * ((weight(10) * (1 - recall)).exponential() - 1)
          if step.rating == 2 { gain = gain * weight(15) }
          if step.rating == 4 { gain = gain * weight(16) }
          next = stability * (1 + gain)
        }
        let damped = difficulty - weight(6) * Double(step.rating - 3) * (10 - difficulty) / 9
        difficulty = (weight(7) * initialDifficulty(4) + (1 - weight(7)) * damped).clamped(1...10)
        stability = next.clamped(MemoryUpdate.stabilityRange)
      }
    }
    return Node.stack(recalls)
  }

  @Test func theFusedOperationIsThePlainComposition() {
    for seed in 0..<6 as Range<UInt64> {
      let batch = Self.batch(seed: seed, cards: 8, length: 12)
      let fused = Node(Tensor(Self.weights), requiresGradient: true)
      let plain = Node(Tensor(Self.weights), requiresGradient: true)
      let (a, b) = (fused.recalls(batch), composed(plain, batch))
      #expect(a.value.scalarCount == batch.targets.count)
      for (x, y) in zip(a.value.scalars, b.value.scalars) {
        #expect(abs(x - y) < Self.tolerance, "seed \(seed)")
      }
      a.recallLoss(batch).backward()
      b.recallLoss(batch).backward()
      for (index, (x, y)) in zip(fused.gradient!.scalars, plain.gradient!.scalars).enumerated() {
        #expect(abs(x - y) <= 1e-8 * max(1, abs(y)), "seed \(seed), w\(index): \(x), not \(y)")
      }
    }
  }

  @Test func theGradientIsTheFiniteDifference() {
    let batch = Self.batch(seed: 40, cards: 8, length: 12)
    let check = GradientCheck([Tensor(Self.weights)], step: 1e-6) { $0[0].recalls(batch).recallLoss(batch) }
    #expect(check.worst.error < 1e-6, "\(check.worst)")
  }

  @Test func theRecallsAreThoseOfTheScheduler() throws {
    let log = RecallLog(try ReferenceFolder.log())
    let parameters = try Parameters(weights: Self.weights)
    var batch = SequenceBatch()
    for card in log.cards {
      batch.append(log.reviews[card]) { log.reviews[$0].elapsed.studyDays > 0 ? 1 : nil }
    }
    let recalls = Node(Tensor(parameters.weights)).recalls(batch).value.scalars
    let expected = log.predictions(of: .fsrs6(parameters))
    let places = log.reviews.indices.filter { log.reviews[$0].elapsed.studyDays > 0 }
    #expect(recalls.count == places.count)
    for (recall, place) in zip(recalls, places) {
      #expect(abs(recall - expected[place]) < Self.tolerance, "review \(place)")
    }
  }
}
