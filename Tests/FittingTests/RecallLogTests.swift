import Scheduling
import Testing

@testable import Fitting

@Suite struct RecallLogTests {
  @Test func itemsAreReviewsOnLaterDaysInOrderOfTime() {
    let log = RecallLog([
      [(3, 4), (3, 4), (3, 9)].map { ReferenceFolder.entry($0.0, day: $0.1) },
      [(3, 1), (1, 6), (3, 6)].enumerated().map {
        ReferenceFolder.entry($0.element.0, day: $0.element.1, place: $0.offset)
      },
    ])
    #expect(log.cards == [0..<3, 3..<6])
    #expect(log.items == [4, 2])
    #expect(log.reviews.map(\.elapsed.studyDays) == [0, 0, 5, 0, 5, 0])
  }

  @Test func entriesOfOtherKindsDidNotHappen() {
    let entries = [
      ReferenceFolder.entry(3, day: 0), ReferenceFolder.entry(1, day: 3, kind: .drill),
      ReferenceFolder.entry(3, day: 4),
    ]
    let scheduled = RecallLog([entries])
    #expect(scheduled.reviews.map(\.source) == [0, 2])
    #expect(scheduled.reviews[1].elapsed.studyDays == 4)
    let all = RecallLog([entries], kinds: RecallLog.scheduledKinds.union([.drill]))
    #expect(all.reviews.map(\.elapsed.studyDays) == [0, 3, 1])
  }
}
