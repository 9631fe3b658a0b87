import NeuralNet
import Scheduling
import Testing

@testable import Fitting

@Suite struct InfluenceTests {
  let log = RecallLog([history([(3, 0), (1, 0), (3, 1), (3, 3), (1, 8), (2, 5), (4, 12), (3, 40)])])
  let today = Elapsed(days: 30)

  @Test func theGradientIsTheFiniteDifference() {
    // Between failure and recall both branches of every review carry a part.
    let outcomes = Tensor([0.9, 0.3, 0.8, 0.7, 0.2, 0.6, 0.8, 0.9])
    let check = GradientCheck([outcomes], step: 1e-6) {
      $0[0].recall(after: log.reviews, Parameters.standard.weights, days: 30)
    }
    #expect(check.worst.error < 1e-6, "\(check.worst)")
    #expect(check.all.allSatisfy { $0.analytic != 0 })
  }

  @Test func theRecallIsThatOfTheSchedule() {
    let (recall, influences) = Influence.all(of: log, under: .standard, after: today)
    let update = MemoryUpdate(.standard)
    var memory = update.initial(.good)
    for review in log.reviews.dropFirst() {
      memory = update.review(memory, review.rating, after: review.elapsed)
    }
    #expect(recall == update.retrievability(of: memory, after: today))
    #expect(influences.map(\.index) == Array(0..<8))
    let node = Node(Tensor(log.reviews.map { $0.isRecalled ? 1 : 0 }))
    let graph = node.recall(after: log.reviews, Parameters.standard.weights, days: 30)
    #expect(abs(graph.value.scalar - recall) < 1e-12)
  }

  @Test func forgettingTheLastTimeWouldHaveLoweredRecallUnderEveryModel() throws {
    for name in MemoryModel.Name.allCases {
      let (recall, influences) = Influence.all(of: log, under: MemoryModel(standard: name), after: today)
      let last = try #require(influences.last)
      #expect(last.recallIfReversed < recall, "\(name)")
      #expect((last.gradient == nil) == (name != .fsrs6))
    }
    let last = try #require(Influence.all(of: log, under: .standard, after: today).influences.last)
    #expect(try #require(last.gradient) > 0)
  }
}
