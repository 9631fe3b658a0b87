import Basics
import Glibc
public import Scheduling

/// Somebody whose memory follows a model: the truth of a simulation.
public struct Learner: Sendable {
  public var memory: MemoryUpdate
  public var habits: Habits

  public init(memory: MemoryUpdate, habits: Habits = .standard) {
    self.memory = memory
    self.habits = habits
  }

  /// Somebody of the class: standard parameters moved by the spread between real learners, and a pace of their own.
  ///
  /// The spreads of w4…w20 are those of fsrs-rs (`src/training.rs`, the regulariser's sigma). The first stabilities share one
  /// log-normal factor and have one each, so that they keep their order mostly; their published spreads describe outliers.
  public static func random(using generator: inout some RandomNumberGenerator) -> Learner {
    let shared = 0.5 * generator.nextNormal()
    let weights = Parameters.standard.weights.enumerated().map { index, weight in
      index < 4
        ? weight * exp(shared + 0.4 * generator.nextNormal())
        : weight + spreads[index - 4] * generator.nextNormal()
    }
    guard let parameters = try? Parameters(weights: weights) else { preconditionFailure("21 finite weights") }
    var habits = Habits.standard
    let pace = exp(0.25 * generator.nextNormal())
    habits.learningSeconds *= pace
    habits.reviewSeconds *= pace
    habits.relearningSeconds *= pace
    return Learner(memory: MemoryUpdate(parameters), habits: habits)
  }

  private static let spreads = [
    0.57, 0.28, 0.6, 0.12, 0.39, 0.18, 0.33, 0.3, 0.09, 0.16, 0.57, 0.25, 1.03, 0.31, 0.32, 0.14, 0.27,
  ]

  /// One meeting with a card, until it has left its steps; both memories see the same ratings.
  func meet(
    _ truth: inout MemoryState?, _ belief: inout MemoryState?, believer: MemoryUpdate, elapsedDays: Int,
    using generator: inout SplitMix64
  ) -> Meeting {
    guard let trueMemory = truth, let believed = belief else {
      let rating = Self.draw(habits.firstRatings, using: &generator)
      truth = memory.initial(rating)
      belief = believer.initial(rating)
      let seconds = walk(
        habits.learning, habits.learningSeconds, after: rating, &truth, &belief, believer, using: &generator)
      return Meeting(
        rating: rating, isIntroduction: true, seconds: habits.learningSeconds[rating.rawValue - 1] + seconds)
    }
    let recall = memory.curve.retrievability(
      elapsedDays: Double(elapsedDays), stability: trueMemory.stability)
    let rating: Rating =
      generator.nextUnit() < recall ? Self.draw(habits.recalledRatings, using: &generator) : .again
    truth = memory.review(trueMemory, rating, elapsedDays: elapsedDays)
    belief = believer.review(believed, rating, elapsedDays: elapsedDays)
    var seconds = habits.reviewSeconds[rating.rawValue - 1]
    if rating == .again {
      seconds += walk(
        habits.relearning, habits.relearningSeconds, after: rating, &truth, &belief, believer,
        using: &generator)
    }
    return Meeting(rating: rating, isIntroduction: false, seconds: seconds)
  }

  /// The seconds spent on the steps after a first rating.
  private func walk(
    _ steps: Habits.Steps, _ seconds: SIMD4<Double>, after first: Rating, _ truth: inout MemoryState?,
    _ belief: inout MemoryState?, _ believer: MemoryUpdate, using generator: inout SplitMix64
  ) -> Double {
    var last = first
    var step = steps.next(after: 0, first)
    var spent = 0.0
    while let current = step {
      let rating = Self.draw(steps.transitions[last.rawValue - 1], using: &generator)
      spent += seconds[rating.rawValue - 1]
      truth = truth.map { memory.review($0, rating, elapsedDays: 0) }
      belief = belief.map { believer.review($0, rating, elapsedDays: 0) }
      step = steps.next(after: current, rating)
      last = rating
    }
    return spent
  }

  private static func draw(_ probabilities: SIMD4<Double>, using generator: inout SplitMix64) -> Rating {
    let unit = generator.nextUnit() * probabilities.sum()
    if unit < probabilities[0] { return .again }
    if unit < probabilities[0] + probabilities[1] { return .hard }
    return unit < probabilities[0] + probabilities[1] + probabilities[2] ? .good : .easy
  }
}

/// What a learner did with a card on one day.
struct Meeting {
  /// The first rating of the day.
  var rating: Rating
  var isIntroduction: Bool
  var seconds: Double
}

extension RandomNumberGenerator {
  /// Box and Muller's transform; the second number of the pair is dropped.
  mutating func nextNormal() -> Double {
    let first = Double(next() >> 11) * 0x1p-53
    let second = Double(next() >> 11) * 0x1p-53
    return (-2 * log(1 - first)).squareRoot() * cos(2 * .pi * second)
  }
}
