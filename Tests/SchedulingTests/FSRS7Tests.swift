import Basics
import Testing

@testable import Scheduling

@Suite struct FSRS7Tests {
  let model = FSRS7(.standard)

  /// Ratings 1, 3, 3, 3, 3, 3, each so many days after the one before. Source: fsrs-rs, `model_v7.rs`, tests.
  @Test func theStatesAreThePublishedOnes() {
    let expected: [(slow: Double, fast: Double, difficulty: Double)] = [
      (0.1104, 0.0883, 6.1686), (0.1104, 0.0883, 6.1092), (0.9169, 44.4442, 6.0504),
      (3.5338, 193.5973, 5.9922), (10.186, 407.6265, 5.9346), (25.9857, 700.5589, 5.8775),
    ]
    var memory = model.initial(.again)
    for (index, days) in [0, 0, 1, 3, 8, 21].enumerated() {
      if index > 0 { memory = model.review(memory, .good, after: Elapsed(days: days)) }
      #expect(abs(memory.slow - expected[index].slow) < 1e-4, "review \(index)")
      #expect(abs(memory.fast - expected[index].fast) < 1e-4, "review \(index)")
      #expect(abs(memory.difficulty - expected[index].difficulty) < 1e-4, "review \(index)")
    }
  }

  @Test func theIntervalIsWhereRecallReachesTheRetention() {
    var random = SplitMix64(seed: 7)
    for round in 0..<500 {
      let memory = FSRS7.Memory(
        slow: 0.01 + 300 * random.nextUnit(), fast: 0.01 + 800 * random.nextUnit(),
        difficulty: 1 + 9 * random.nextUnit())
      let retention = 0.7 + 0.29 * random.nextUnit()
      let days = model.interval(of: memory, retention: retention)
      let recall = model.retrievability(of: memory, after: Elapsed(studyDays: Int(days), days: days))
      // 36,500 days is the longest interval.
      if days < 36_499 {
        #expect(abs(recall - retention) < 1e-8, "round \(round): \(memory)")
      } else {
        #expect(recall >= retention - 1e-8, "round \(round): \(memory)")
      }
    }
  }

  @Test func recallFallsWithinADay() {
    let memory = model.initial(.again)
    let recalls = [0, 0.01, 0.1, 0.5, 1].map {
      model.retrievability(of: memory, after: Elapsed(studyDays: 0, days: $0))
    }
    #expect(zip(recalls, recalls.dropFirst()).allSatisfy { $0 > $1 })
    #expect(recalls[0] > 0.999 && recalls[4] < 0.9)
  }

  @Test func anEasierRatingLeavesALongerMemory() {
    let memory = model.initial(.good)
    let after = Elapsed(days: 4)
    let intervals = Rating.allCases.map {
      model.interval(of: model.review(memory, $0, after: after), retention: 0.9)
    }
    #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0 <= $1 })
  }
}
