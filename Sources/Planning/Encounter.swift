import Scheduling

/// What meeting a card once is expected to cost and to lead to; steps are walked through on their likeliest path.
struct Encounter {
  var seconds: Double
  /// Memory after again, hard, good, easy.
  var columns: (AxisPlace, AxisPlace, AxisPlace, AxisPlace)
  var rows: (AxisPlace, AxisPlace, AxisPlace, AxisPlace)
  var probabilities: SIMD4<Float>

  init(seconds: Double, probabilities: SIMD4<Double>, after memory: (Rating) -> MemoryState) {
    self.seconds = seconds
    self.probabilities = SIMD4<Float>(probabilities)
    let states = (memory(.again), memory(.hard), memory(.good), memory(.easy))
    columns = (
      MemoryGrid.column(of: states.0.stability), MemoryGrid.column(of: states.1.stability),
      MemoryGrid.column(of: states.2.stability), MemoryGrid.column(of: states.3.stability)
    )
    rows = (
      MemoryGrid.row(of: states.0.difficulty), MemoryGrid.row(of: states.1.difficulty),
      MemoryGrid.row(of: states.2.difficulty), MemoryGrid.row(of: states.3.difficulty)
    )
  }
}

/// The meetings that a learner believed to have this memory and these habits will have.
struct Expectation {
  let memory: MemoryUpdate
  let habits: Habits
  private let recalledSeconds: Double
  private let forgottenSeconds: Double

  init(memory: MemoryUpdate, habits: Habits) {
    self.memory = memory
    self.habits = habits
    recalledSeconds = habits.expectedReviewSeconds(recall: 1)
    forgottenSeconds = habits.expectedReviewSeconds(recall: 0)
  }

  func recall(_ state: MemoryState, elapsedDays: Int) -> Double {
    memory.curve.retrievability(elapsedDays: Double(elapsedDays), stability: state.stability)
  }

  func review(_ state: MemoryState, elapsedDays: Int) -> Encounter {
    let recall = recall(state, elapsedDays: elapsedDays)
    var probabilities = habits.recalledRatings * recall
    probabilities[0] = 1 - recall
    return Encounter(
      seconds: recall * recalledSeconds + (1 - recall) * forgottenSeconds, probabilities: probabilities
    ) { rating in
      let after = memory.review(state, rating, elapsedDays: elapsedDays)
      return rating == .again ? walked(after, steps: habits.relearning.count) : after
    }
  }

  func introduction() -> Encounter {
    Encounter(seconds: habits.expectedIntroductionSeconds, probabilities: habits.firstRatings) { rating in
      let steps = habits.learning.next(after: 0, rating).map { habits.learning.count - $0 } ?? 0
      return walked(memory.initial(rating), steps: steps)
    }
  }

  private func walked(_ state: MemoryState, steps: Int) -> MemoryState {
    (0..<steps).reduce(state) { state, _ in memory.review(state, .good, elapsedDays: 0) }
  }
}
