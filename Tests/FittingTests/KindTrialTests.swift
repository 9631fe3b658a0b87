import Scheduling
import Testing

@testable import Fitting

@Suite struct KindTrialTests {
  private func trial(means: Bool) throws -> KindTrial {
    let logs = Learner(parameters: .standard, seed: 5, practice: (.drill, means)).logs(cards: 80, reviews: 10)
    let trials = try KindTrial.all(logs)
    #expect(trials.map(\.kind) == [.drill])
    return try #require(trials.first)
  }

  @Test func practiceThatTeachesFeedsTheModel() throws {
    let trial = try trial(means: true)
    #expect(trial.entries == 80 * 9)
    #expect(trial.feedsModel, "\(trial)")
  }

  @Test func practiceThatSaysNothingDoesNot() throws {
    let trial = try trial(means: false)
    #expect(!trial.feedsModel, "\(trial)")
    #expect(try #require(trial.advantage).mean < 0)
  }

  @Test func aHandfulOfEntriesIsNoTrial() throws {
    let logs = Learner(parameters: .standard, seed: 5, practice: (.cram, true)).logs(cards: 3, reviews: 5)
    #expect(try KindTrial.all(logs) == [KindTrial(kind: .cram, entries: 12, advantage: nil)])
  }
}
