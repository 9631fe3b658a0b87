import Scheduling

/// What a plan needs of a memory model, whatever the price of time: computed once for a horizon.
struct PlanModel {
  let expectation: Expectation
  let horizon: Int
  let waits: Waits
  let introduction: Encounter
  /// Recall after n days without review: n × states.
  let recalls: [Float]
  /// A review after a wait of k days: (k − 1) × states.
  let reviews: [GridReview]
  /// The difficulty after each rating of a state's row: rating × rows.
  let rowsAfter: [AxisPlace]

  init(expectation: Expectation, horizon: Int) {
    precondition(horizon >= 1, "a plan has at least a day of study")
    self.expectation = expectation
    self.horizon = horizon
    waits = Waits(horizon: horizon)
    introduction = expectation.introduction()
    let states = (0..<MemoryGrid.count).map(MemoryGrid.memory)
    recalls = (0...horizon).flatMap { days in
      states.map { Float(expectation.recall($0, elapsedDays: days)) }
    }
    reviews = (1...horizon).flatMap { days in
      states.map { GridReview(expectation.review($0, elapsedDays: days)) }
    }
    let rows = (0..<MemoryGrid.rows).map { row in
      expectation.review(states[row * MemoryGrid.columns], elapsedDays: 1).rows
    }
    rowsAfter = rows.map(\.0) + rows.map(\.1) + rows.map(\.2) + rows.map(\.3)
  }

  /// The ways in which a card may be met next, from today on.
  func options(of trace: Trace?, today: Int, daysLeft: Int, memo: inout Meetings) -> CardOptions {
    let waits = waits.days[waits.indices(daysLeft: daysLeft)]
    guard let trace else {
      return CardOptions(
        isIntroduction: true, daysLeft: daysLeft, recallUntouched: 0, waits: [0] + waits,
        meetings: [introduction])
    }
    let elapsed = max(0, today - trace.lastDay)
    // A second review on the day of the first teaches next to nothing.
    let possible = (elapsed >= 1 ? [0] : []) + waits
    return CardOptions(
      isIntroduction: false, daysLeft: daysLeft,
      recallUntouched: expectation.recall(trace.memory, elapsedDays: elapsed + daysLeft), waits: possible,
      meetings: possible.map { memo.review(trace.memory, elapsedDays: elapsed + $0, expectation) })
  }

  /// The same for all cards of a situation, by place.
  func options(_ situation: Situation, memos: inout [Meetings]) -> [CardOptions] {
    if memos.count != situation.traces.count {
      memos = Array(repeating: Meetings(), count: situation.traces.count)
    }
    return situation.traces.indices.map { place in
      options(
        of: situation.traces[place], today: situation.day, daysLeft: situation.lastDay - situation.day,
        memo: &memos[place])
    }
  }
}

/// What was found out about a card's next review stays true until it is reviewed, however often the days are asked.
struct Meetings {
  private var memory: MemoryState?
  /// By elapsed days.
  private var reviews: [Encounter?] = []

  mutating func review(_ state: MemoryState, elapsedDays: Int, _ expectation: Expectation) -> Encounter {
    if memory != state {
      memory = state
      reviews.removeAll(keepingCapacity: true)
    }
    if elapsedDays < reviews.count, let known = reviews[elapsedDays] { return known }
    while reviews.count <= elapsedDays { reviews.append(nil) }
    let review = expectation.review(state, elapsedDays: elapsedDays)
    reviews[elapsedDays] = review
    return review
  }
}

/// A review of a grid's state; the row it leads to depends on the state's row and the rating alone.
struct GridReview {
  var seconds: Float
  var probabilities: SIMD4<Float>
  /// Stability after each rating: the column below and how far beyond it.
  var columns: SIMD4<Int32>
  var fractions: SIMD4<Float>

  init(_ encounter: Encounter) {
    let places = encounter.columns
    seconds = Float(encounter.seconds)
    probabilities = encounter.probabilities
    columns = SIMD4(
      Int32(places.0.index), Int32(places.1.index), Int32(places.2.index), Int32(places.3.index))
    fractions = SIMD4(places.0.fraction, places.1.fraction, places.2.fraction, places.3.fraction)
  }
}

/// When a card may be met next, and what would come of it.
struct CardOptions {
  var isIntroduction: Bool
  var daysLeft: Int
  /// Recall on the last day when the card is not met again.
  var recallUntouched: Double
  /// Days from today; 0 is today.
  var waits: [Int]
  /// One for each wait; an introduction is the same on every day.
  var meetings: [Encounter]

  func meeting(_ index: Int) -> Encounter { isIntroduction ? meetings[0] : meetings[index] }
}
